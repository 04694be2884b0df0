"""A file read in a process of its own, which has limits, can be stopped, and leaves no fragments in this one's memory.

The process reads only what it is given on its standard input and answers on its standard output: lines of JSON, then
the bytes of three arrays. Nothing is written to a disk, and nothing that it says is ever run.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import numpy as np

from dashboard.own_data.reading.affixes import Affix
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.columns import Column, Columns, Content, Progress
from dashboard.own_data.reading.decimal_signs import Signs
from dashboard.own_data.reading.format import Format

ROOT = Path(__file__).parents[3]
MOST_MEMORY = 330_000_000  # bytes that the process may take
MOST_SECONDS = 9  # of the processor's time
MOST_WAITING = 60.0  # seconds by the clock, on a machine with much to do
AT_ONCE = threading.BoundedSemaphore(2)  # files that all visitors together have read
PULSE = 0.1  # seconds between two reports of progress
TOO_MUCH_MEMORY, TOO_MUCH_TIME = "memory", "time"


@contextmanager
def turn(progress: Progress) -> Iterator[None]:
    """One of the turns that all visitors share to have a file read."""
    while not AT_ONCE.acquire(timeout=PULSE):
        progress(0.0)
    try:
        yield
    finally:
        AT_ONCE.release()


def read_apart(data: bytes, name: str, asked: Format, progress: Progress) -> Content:
    """As `content.read_content`, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.own_data.reading.worker"],
        cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    answers: queue.Queue[Any] = queue.Queue()
    request = {"name": name, "asked": asdict(asked), "memory": MOST_MEMORY, "seconds": MOST_SECONDS}
    threading.Thread(target=_ask, args=(process.stdin, request, data), daemon=True).start()
    threading.Thread(target=_listen, args=(process.stdout, answers), daemon=True).start()
    try:
        share = 0.0
        for _ in range(int(MOST_WAITING / PULSE)):
            try:
                answer = answers.get(timeout=PULSE)
            except queue.Empty:
                progress(share)
                continue
            if isinstance(answer, Content):
                return answer
            if answer is None:
                raise _ended(process.wait())
            if "problem" in answer:
                raise _problem(answer["problem"])
            share = answer["share"]
            progress(share)
        raise _problem(TOO_MUCH_TIME)
    finally:
        process.kill()
        process.wait()


def _ask(to: IO[bytes], request: dict[str, Any], data: bytes) -> None:
    try:
        with to:
            to.write(json.dumps(request).encode() + b"\n")
            to.write(data)
    except OSError:
        pass  # it ended before it had read all


def _listen(source: IO[bytes], answers: "queue.Queue[Any]") -> None:
    """Put what the process says into `answers`; at last None."""
    try:
        with source:
            for line in source:
                answer = json.loads(line)
                answers.put(_received(answer, source) if "columns" in answer else answer)
    except (ValueError, KeyError, TypeError):
        pass  # it was cut off
    finally:
        answers.put(None)


def send(content: Content, to: IO[bytes]) -> None:
    """Write what `_received` reads."""
    columns = content.columns
    said = vars(content) | {
        "format": asdict(content.format),
        "shape": columns.values.shape,
        "columns": {
            "first": columns.first,
            "each": [asdict(column) for column in columns.each],
            "long_rows": list(columns.long_rows.items()),
            "short_rows": columns.short_rows,
        },
    }
    to.write(json.dumps(said).encode() + b"\n")
    for array in (columns.rows, columns.values, columns.kinds):
        to.write(np.ascontiguousarray(array).data)
    to.flush()


def _received(said: dict[str, Any], source: IO[bytes]) -> Content:
    n_rows, n_columns = said.pop("shape")

    def array(shape: tuple[int, ...], dtype: type) -> Any:
        filled: Any = np.empty(shape, dtype)
        if source.readinto(filled.data.cast("B")) != filled.nbytes:  # type: ignore[attr-defined]
            raise ValueError("cut off")
        return filled

    rest = said["columns"]
    columns = Columns(
        array((n_rows,), np.int32),
        array((n_rows, n_columns), np.float64),
        array((n_rows, n_columns), np.uint8),
        rest["first"],
        [_column(**column) for column in rest["each"]],
        dict(rest["long_rows"]),
        rest["short_rows"],
    )
    return Content(**said | {"columns": columns, "format": Format(**said["format"])})


def _column(affix: dict[str, Any], signs: dict[str, Any], bad: list[list[Any]], **rest: Any) -> Column:
    return Column(Affix(**affix), signs=Signs(**signs), bad=[(i, text) for i, text in bad], **rest)


def _ended(code: int) -> TableError:
    """Why a process ended without an answer: the system kills for time; libraries abort where memory is refused."""
    signals = {-number: number.name for number in signal.Signals}
    why = {"SIGXCPU": TOO_MUCH_TIME, "SIGKILL": TOO_MUCH_TIME, "SIGABRT": TOO_MUCH_MEMORY}
    unknown = "The file can't be read: it is damaged, or of a kind that is not known here. Save the table as CSV."
    return _problem(why.get(signals.get(code, ""), unknown))


def _problem(what: str) -> TableError:
    cure = "Save only the columns and rows that you need, as CSV."
    return TableError(
        {
            TOO_MUCH_MEMORY: f"Reading the file takes more than {MOST_MEMORY // 1_000_000} MB of memory. {cure}",
            TOO_MUCH_TIME: f"Reading the file takes more than {MOST_SECONDS} seconds of work. {cure}",
        }.get(what, what)
    )
