"""The process in which files are made: `python -m dashboard.take_away.worker`; `apart` asks and listens."""

import logging
import sys
import traceback
from typing import IO

from dashboard.take_away.apart import receive, send
from dashboard.take_away.files import FILES


def answer(source: IO[bytes], to: IO[bytes]) -> None:
    """Make what is asked for until nobody can ask any more."""
    while True:
        try:
            key, shown = receive(source)
        except EOFError:
            return
        try:
            send((FILES[key].make(shown), ""), to)
        except Exception as error:
            traceback.print_exc()  # into the server's log
            send((None, f"The file {key} could not be made: {type(error).__name__}"), to)


if __name__ == "__main__":
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no page is open
    answer(sys.stdin.buffer, sys.stdout.buffer)
