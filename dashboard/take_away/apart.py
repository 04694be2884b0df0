"""Files are made in a process of its own: to draw a page or to write many points holds Python's interpreter, and all
other visitors would wait. One process makes them for all, one after the other, and ends when nobody has asked for a
while.
"""

import os
import pickle
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

from dashboard.take_away.shown import Shown

ROOT = Path(__file__).parents[2]
IDLE = 120.0  # seconds without a question after which it ends: it holds some 200 MB
MOST_SECONDS = 60.0  # that a file may take
LENGTH = 8  # bytes that say how long a message is


class NotMadeError(RuntimeError):
    """A file that could not be made, and why, in words."""


class Maker:
    """The process, begun when first asked."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None

    def make(self, key: str, shown: Shown) -> bytes:
        """The file of this key (`files.FILES`). Raises `NotMadeError`."""
        with self._turn:
            if self._rest:
                self._rest.cancel()
            process = self._begin()
            alarm = threading.Timer(MOST_SECONDS, process.kill)
            alarm.start()
            try:
                send((key, shown), _pipe(process.stdin))
                made, told = receive(_pipe(process.stdout))
            except (OSError, EOFError):
                self._end()
                raise NotMadeError("This file takes too long, or more memory than there is") from None
            finally:
                alarm.cancel()
            self._rest = threading.Timer(IDLE, self._rest_over)
            self._rest.daemon = True
            self._rest.start()
        if made is None:
            raise NotMadeError(told)
        return bytes(made)

    def _begin(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "dashboard.take_away.worker"],
                cwd=ROOT, env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
        return self._process

    def _rest_over(self) -> None:
        with self._turn:
            self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def send(message: Any, to: IO[bytes]) -> None:
    """Write what `receive` reads. Both ends are this program: nothing that a visitor sends is unpickled."""
    data = pickle.dumps(message, protocol=5)
    to.write(len(data).to_bytes(LENGTH) + data)
    to.flush()


def receive(source: IO[bytes]) -> Any:
    """Read what `send` wrote. Raises EOFError where it was cut off."""
    length = source.read(LENGTH)
    data = source.read(int.from_bytes(length)) if len(length) == LENGTH else b""
    if not data:
        raise EOFError
    return pickle.loads(data)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


MAKER = Maker()
