"""Many visitors at once, without a browser: how long they wait, for `python -m benchmarks.reruns --visitors 100`.

All open the dashboard in the same second. From then on each changes the seed of the start, at moments of their own; the
next answer is waited for before the next change. A late answer makes a visitor late, and is counted as it was.
"""

import threading
import time
from pathlib import Path

import numpy as np

from benchmarks.serving import Dashboard
from benchmarks.visitors import Visitor

QUERY = "start=random-points&start_seed={seed}"
SEEDS_EACH = 1000  # so that no two visitors have the same run
COLUMNS = [
    "opening, s: median",
    "95 %",
    "changes",
    "an answer, s: median",
    "95 %",
    "longest",
    "kB",
    "lost",
    "exceptions",
]


class Crowd:
    """What its visitors saw."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.answered: list[float] = []
        self.kilobytes: list[float] = []
        self.lost: list[str] = []
        self.exceptions: list[str] = []

    def stay(self, url: str, number: int, every: float, end: float) -> None:
        """One visitor from opening to leaving."""
        rng = np.random.default_rng(number)
        time.sleep(rng.uniform(0, 1))
        try:
            begun = time.monotonic()
            visitor = Visitor(url)
            visitor.run("", QUERY.format(seed=SEEDS_EACH * number))
            self.opened.append(time.monotonic() - begun)
            due = time.monotonic() + rng.uniform(0, every)
            while due < end:
                time.sleep(max(0.0, due - time.monotonic()))
                begun, received = time.monotonic(), visitor.received
                visitor.press("start_seed-next")
                self.answered.append(time.monotonic() - begun)
                self.kilobytes.append((visitor.received - received) / 1000)
                due = max(due, begun) + rng.uniform(0.5, 1.5) * every
            self.exceptions += visitor.exceptions
            visitor.socket.close()
        except Exception as error:  # whatever it is, this visitor is lost
            self.lost.append(repr(error))


def crowd(root: Path, n_visitors: int, every: float, seconds: float) -> list[str]:
    """Have so many come to a warm server of `root`, and stay; what `COLUMNS` says."""
    found = Crowd()
    with Dashboard(root) as server:
        first = Visitor(server.url)
        first.run("")
        first.socket.close()
        end = time.monotonic() + seconds
        stays = [
            threading.Thread(target=found.stay, args=(server.url, number, every, end)) for number in range(n_visitors)
        ]
        for stay in stays:
            stay.start()
        for stay in stays:
            stay.join()
    opened, answered = np.array(found.opened or [np.nan]), np.array(found.answered or [np.nan])
    numbers = [f"{np.median(opened):.2f}", f"{np.quantile(opened, 0.95):.2f}", f"{len(found.answered)}"]
    numbers += [f"{np.median(answered):.2f}", f"{np.quantile(answered, 0.95):.2f}", f"{answered.max():.2f}"]
    numbers += [f"{np.mean(found.kilobytes or [np.nan]):.0f}", str(len(found.lost)), str(len(found.exceptions))]
    return [*numbers[:-2], " ".join(numbers[-2:-1] + sorted(set(found.lost))[:3]), numbers[-1]]
