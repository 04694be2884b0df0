"""How long the most expensive links take: `python -m benchmarks.links [words of its name ...]`.

Each link is opened in a process of its own, with nothing kept, as its first visitor meets it. Per link:

seconds  until the page stands
deaf     the longest time in which the page would not have heard its visitor: a stop, a change, leaving; in seconds of
         the processor, which other work on the machine does not make longer
held     the longest time in which nobody else's page could go on, because one call held the interpreter
peak     memory of the process, in MB
"""

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise, product
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PATIENCE = 60  # seconds: what takes longer is stopped, as a visitor would
LOUD = 10.0  # seconds that a link may take without being stoppable
BEAT = 0.01  # seconds
ALL = 1_000_000
EIGHT = [(10.0 * k, 5.0 * (k % 3)) for k in range(8)]
STARTS = ("random-points", "kmeanspp", "kmeans", "random-responsibilities")


def clusters(size: int, n_features: int, sd: float = 1.0, far: float = 0.0) -> str:
    """Eight clusters in a link, of `size` points each; `far`: the first is as wide as this and as far away."""
    texts = []
    for k, (x, y) in enumerate(EIGHT):
        mean, spread = (far or x, y)[:n_features], (far or sd) if k == 0 else sd
        numbers = (size, *mean, *(spread,) * n_features, *(0,) * (n_features - 1))
        texts.append("_".join(f"{number:g}" if number != size else f"{size}" for number in numbers))
    return "~".join(texts)


SOURCES: dict[str, dict[str, str]] = {
    "clusters-1d": {"clusters": clusters(ALL // 8, 1)},
    "clusters-2d": {"clusters": clusters(ALL // 8, 2)},
    "uniform-1d": {"points": f"{ALL}"},
    "ring": {"points": f"{ALL}"},
    "ring with noise": {"data": "ring", "points": f"{ALL}", "noise": "0.5"},
    "moons": {"points": f"{ALL}"},
    "uniform-2d": {"points": f"{ALL}"},
}
NARROW = {  # no step can be taken fast
    f"exact, {n}-D": {
        "data": f"clusters-{n}d",
        "clusters": clusters(ALL // 8, n, 0.001, 1e6),
        "components": clusters(1, n, 0.001, 1e6),
    }
    for n in (1, 2)
}
VIEWS: dict[str, dict[str, str]] = {
    "contours": {"contours": "lines"},
    "filled contours": {"contours": "filled"},
    "colours and field": {"colors": "soft", "field": "yes"},
    "dream": {"dream": "yes", "colors": "uncertainty"},
    "two beats": {"beats": "two", "truth": "yes"},
    "explain": {"click": "explain"},
    "place": {"click": "place"},
    "predict": {"click": "predict"},
    "beat EM": {"click": "beat"},
}
HOME = "app.py"
STOPPING, SELECTION = "pages/4_The_stopping_rule.py", "pages/5_How_many_components.py"


def links() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Name, page and query of every link."""
    longest = {"k": "8", "weights": "learned", "iterations": "500"}
    for source, query in SOURCES.items():
        yield f"{source}, 500 steps", HOME, {"data": source, "start": "kmeanspp", **longest, **query}
    for source, start in product(("clusters-1d", "clusters-2d", "ring with noise"), STARTS):
        yield f"{source}, {start}, no step", HOME, _short(source, start)
    for view, source in product(VIEWS, ("clusters-1d", "clusters-2d")):
        yield f"{source}, {view}", HOME, {**_short(source), **VIEWS[view], "iterations": "20"}
        yield f"{source}, {view}, few points, 500 steps", HOME, {
            "data": source, "start": "kmeanspp", **longest, "clusters": clusters(125, int(source[-2])),
            **VIEWS[view],
        }  # fmt: skip
    for name, query in NARROW.items():
        for iterations, view in (("5", "two beats"), ("500", "two beats"), ("5", "explain"), ("5", "beat EM")):
            yield f"{name}, {view}, {iterations} steps", HOME, {
                "weights": "learned", "iterations": iterations, **query, **VIEWS[view],
            }  # fmt: skip
    for kind in ("tied", "diag", "spherical"):
        yield f"ring with noise, {kind}", HOME, {**_short("ring with noise"), "covariance": kind, "iterations": "100"}
    for source in ("clusters-1d", "clusters-2d", "ring with noise"):
        yield f"the stopping rule, {source}", STOPPING, {**_short(source), "iterations": "500", "run": "yours"}
        yield f"how many components, {source}", SELECTION, {**_short(source), "on": "yours"}
    yield "the stopping rule, exact, 2-D", STOPPING, {**NARROW["exact, 2-D"], "iterations": "20", "run": "yours"}
    fifty = {"data": "ring", "start": "kmeanspp", "points": "50000", "on": "yours", "starts": "50"}
    yield "how many components, 50,000 points", SELECTION, fifty
    for page in sorted((ROOT / "pages").glob("[123]*.py")):
        yield f"{page.stem}", f"pages/{page.name}", _short("clusters-2d")
    for replay in _replays():
        yield f"replay {replay}", "pages/3_Textbook_replays.py", {"replay": replay}


def _replays() -> list[str]:
    from emcore.study.replays import REPLAYS

    return list(REPLAYS)


def _short(source: str, start: str = "kmeanspp") -> dict[str, str]:
    return {"data": source, "start": start, "k": "8", "weights": "learned", "iterations": "0", **SOURCES[source]}


def main() -> None:
    """Open the links whose names hold all the words, each in a new process, and print a line for each."""
    if len(sys.argv) == 4 and sys.argv[1] == "--open":
        print(json.dumps(opened(sys.argv[2], json.loads(sys.argv[3]))))
        return
    print(f"{'seconds':>8}{'deaf':>8}{'held':>8}{'peak':>7}")
    for name, page, query in links():
        if not all(word in name for word in sys.argv[1:]):
            continue
        command = [sys.executable, "-m", "benchmarks.links", "--open", page, json.dumps(query)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        try:
            found = json.loads(done.stdout.splitlines()[-1])
        except (IndexError, ValueError):
            print(f"{name}: failed\n{done.stderr[-2000:]}", flush=True)
            continue
        loud = " <-- over 10 s deaf" * (found["deaf"] > LOUD)
        numbers = f"{found['seconds']:8.1f}{found['deaf']:8.1f}{found['held']:8.2f}{found['peak']:7.0f}"
        print(f"{numbers}  {name}{loud}{' ' + found['trouble'] if found['trouble'] else ''}", flush=True)


def opened(page: str, query: dict[str, str]) -> dict[str, Any]:
    """Open a link here, and say what it took."""
    from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
    from streamlit.testing.v1 import AppTest

    heard: list[float] = []
    listens = ScriptRunner._maybe_handle_execution_control_request

    def listen(runner: ScriptRunner) -> None:
        heard.append(time.process_time())
        listens(runner)

    ScriptRunner._maybe_handle_execution_control_request = listen  # type: ignore[method-assign]
    app = AppTest.from_file(str(ROOT / HOME), default_timeout=PATIENCE)
    for key, value in query.items():
        app.query_params[key] = value
    if page != HOME:
        app.switch_page(page)
    lateness: list[float] = []
    threading.Thread(target=_beat, args=(lateness,), daemon=True).start()
    begin = time.monotonic()
    heard.append(time.process_time())
    trouble = ""
    try:
        app.run()
        trouble = "; ".join([*(error.message for error in app.exception), *(warning.value for warning in app.warning)])
    except RuntimeError as error:
        trouble = str(error)
    end = time.monotonic()
    heard.append(time.process_time())
    return {
        "seconds": end - begin,
        "deaf": max(b - a for a, b in pairwise(heard)),
        "held": max(lateness),
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "trouble": trouble,
    }


def _beat(lateness: list[float]) -> None:
    """Note again and again how much later than asked for a thread wakes up."""
    while True:
        asleep = time.monotonic()
        time.sleep(BEAT)
        lateness.append(time.monotonic() - asleep - BEAT)


if __name__ == "__main__":
    main()
