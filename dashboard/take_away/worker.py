"""The process in which files are made: `python -m dashboard.take_away.worker`; `apart` asks and listens."""

import logging
import sys
import traceback
from collections.abc import Mapping
from typing import IO

from dashboard.take_away.apart import receive, send
from emcore.export.file import File


def answer(files: Mapping[str, File], source: IO[bytes], to: IO[bytes]) -> None:
    """Make what is asked for until nobody can ask any more."""
    while True:
        try:
            key, shown = receive(source)
        except EOFError:
            return
        try:
            send((files[key].make(shown), ""), to)
        except Exception as error:
            traceback.print_exc()  # into the server's log
            send((None, f"The file {key} could not be made: {type(error).__name__}"), to)


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # Streamlit, when it is loaded, warns that no page is open
    from dashboard.take_away.files import FILES

    answer(FILES, sys.stdin.buffer, sys.stdout.buffer)
