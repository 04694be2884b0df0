"""A class in a room: `python -m benchmarks.class_vote [--students 100] [--minutes 1] [--kind components]`.

A lecturer opens a room and looks at it every two seconds. The students open its link within ten seconds, answer at a
moment of their own, change their minds once, and wait as a phone does, with a look every few seconds; half of them talk
to a second server process on the same file. At the end the lecturer reveals, and all of them see it at their next look.
Printed: how long they waited, what the servers' CPUs did in each part, and their memory. They speak to the servers as
browsers do, by Streamlit's own messages; Linux only, for it reads /proc.

`--store`: instead the file alone, with four processes that answer and read as fast as they can.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.serving import ROOT, Dashboard
from benchmarks.visitors import Visitor, memory
from dashboard.class_vote.rooms import FILE, Rooms
from dashboard.class_vote.voting import LOOKS

PAGE = "A_class_votes"
SCENARIO = "data=faithful&start=kmeanspp&k=3&weights=learned"
ARRIVING, ANSWERING = 10.0, 20.0  # seconds
PROCESSES, WRITES = 4, 500
TICKS = os.sysconf("SC_CLK_TCK")


class Student(Visitor):
    """A phone in the room."""

    fragment = ""

    def _next(self) -> Any:
        answer = super()._next()
        if answer.WhichOneof("type") == "auto_rerun":
            self.fragment = answer.auto_rerun.fragment_id
        return answer

    def look(self) -> None:
        """What a waiting page does by itself every few seconds."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page
        asked.widget_states.SetInParent()
        asked.fragment_id = self.fragment
        asked.is_auto_rerun = True
        self.socket.send(message.SerializeToString())
        while True:
            answer = self._next()
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in (0, 3):
                return


class Class:
    """What its students saw."""

    def __init__(self) -> None:
        self.times: dict[str, list[float]] = {"opening": [], "an answer": [], "a look": []}
        self.lost: list[str] = []
        self.revealed: list[bool] = []
        self.over = threading.Event()

    def timed(self, name: str, do: Any, *arguments: Any) -> None:
        """Do something and note how long it took."""
        begun = time.monotonic()
        do(*arguments)
        self.times[name].append(time.monotonic() - begun)

    def attend(self, url: str, code: str, number: int, everybody_in: float) -> None:
        """One student from opening to the reveal."""
        rng = np.random.default_rng(number)
        time.sleep(rng.uniform(0, ARRIVING))
        try:
            student = Student(url)
            self.timed("opening", student.run, PAGE, f"room={code}&{SCENARIO}")
            time.sleep(max(0.0, everybody_in - time.monotonic()))
            answers = sorted(time.monotonic() + rng.uniform(0, ANSWERING, 2))
            due = time.monotonic() + rng.uniform(0, LOOKS)
            while not self.over.is_set():
                if answers and answers[0] <= time.monotonic():
                    answers.pop(0)
                    self.timed("an answer", student.press, f"option-{rng.integers(0, 4)}")
                if due <= time.monotonic():
                    due = time.monotonic() + LOOKS
                    self.timed("a look", student.look)
                time.sleep(0.05)
            student.run()
            self.revealed.append("option-0" not in _drawn(student))
            if student.exceptions:
                self.lost.append(student.exceptions[0])
            student.socket.close()
        except Exception as error:  # whatever it is, this student is lost
            self.lost.append(repr(error))


def _drawn(student: Student) -> dict[str, Any]:
    """The widgets of one more run."""
    student.widgets.clear()
    student.run()
    return student.widgets


def in_class(n_students: int, kind: str, minutes: float) -> None:
    """Print what a class of so many comes to."""
    with Dashboard() as one, Dashboard() as two:
        servers = (one, two)
        for server in servers:
            warm = Visitor(server.url)
            warm.run(PAGE, SCENARIO)
            warm.socket.close()
        rest = [memory(server.process.pid) for server in servers]
        host = Student(one.url)
        host.run(PAGE, f"asked={kind}&{SCENARIO}")
        host.press("vote-ask")
        code = next(part[5:] for part in host.query.split("&") if part.startswith("room="))
        found, begun = Class(), time.monotonic()
        everybody_in = begun + ARRIVING + 5
        threads = [
            threading.Thread(target=found.attend, args=(servers[n % 2].url, code, n, everybody_in))
            for n in range(n_students)
        ]
        parts = {"arriving": (begun, everybody_in), "answering": (everybody_in, everybody_in + ANSWERING)}
        parts["waiting"] = (parts["answering"][1], parts["answering"][1] + 60 * minutes)
        for thread in threads:
            thread.start()
        for name, (start, end) in parts.items():
            time.sleep(max(0.0, start - time.monotonic()))
            before, then = [_cpu(server) for server in servers], time.monotonic()
            n_looks = len(found.times["a look"])
            while time.monotonic() < end:
                host.look()
                time.sleep(2)
            used = [_cpu(server) - cpu for server, cpu in zip(servers, before, strict=True)]
            seconds, n_looks = time.monotonic() - then, len(found.times["a look"]) - n_looks
            each = f", {1000 * sum(used) / n_looks:.1f} ms a look" if name == "waiting" and n_looks else ""
            shares = " and ".join(f"{100 * cpu / seconds:.0f} %" for cpu in used)
            print(f"{name}: {shares} of a processor{each}", flush=True)
        print(f"the lecturer saw {Rooms().look(code).n_answers} answers")  # type: ignore[union-attr]
        host.press("vote-reveal")
        found.over.set()
        for thread in threads:
            thread.join()
        for name, times in found.times.items():
            median, late = np.quantile(times or [np.nan], [0.5, 0.95])
            print(f"{name}: median {median:.3f} s, 95 % within {late:.3f} s, {len(times)} in all")
        grown = sum(memory(server.process.pid) for server in servers) - sum(rest)
        print(f"memory: {sum(rest):.0f} MB at rest, {grown / n_students:.2f} MB more a student")
        print(f"saw the reveal: {sum(found.revealed)}; lost: {len(found.lost)} {' '.join(sorted(set(found.lost))[:3])}")


def _cpu(server: Dashboard) -> float:
    """Seconds of CPU so far."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def store() -> None:
    """Print how fast several processes answer in one room, and read it."""
    rooms = Rooms()
    code, _ = rooms.open("components", {})
    work = (
        "import sys; from dashboard.class_vote.rooms import Rooms; rooms = Rooms(); code, name, n = sys.argv[1:]\n"
        "for i in range(int(n)): rooms.answer(code, 1, f'{name}-{i % 100}', [[1.25, -0.5]] * 3); rooms.look(code)"
    )
    begun = time.monotonic()
    command = [sys.executable, "-c", work, code]
    workers = [subprocess.Popen([*command, str(n), str(WRITES)], cwd=ROOT) for n in range(PROCESSES)]
    for worker in workers:
        worker.wait()
    seconds = time.monotonic() - begun
    assert rooms.look(code).n_answers == 100 * PROCESSES  # type: ignore[union-attr]
    a_second = PROCESSES * WRITES / seconds
    print(f"{PROCESSES} processes: {a_second:.0f} answers and as many looks a second, starting included")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=100)
    parser.add_argument("--kind", default="components", help="what is asked, of those with options")
    parser.add_argument("--minutes", type=float, default=1.0, help="of waiting")
    parser.add_argument("--store", action="store_true", help="the file alone")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ[FILE] = f"{folder}/rooms.sqlite"
        if options.store:
            store()
        else:
            in_class(options.students, options.kind, options.minutes)


if __name__ == "__main__":
    main()
