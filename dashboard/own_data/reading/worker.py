"""The process in which one file is read: `python -m dashboard.own_data.reading.worker`; `apart` asks and listens."""

import gc
import json
import sys
from typing import IO, Any

from dashboard.own_data.reading.apart import TOO_MUCH_MEMORY, send
from dashboard.own_data.reading.cells import TableError
from dashboard.own_data.reading.content import read_content
from dashboard.own_data.reading.format import Format


def limit(memory: int, seconds: int) -> None:
    """Have the system end this process where it takes more; Windows knows no such limits."""
    try:
        import resource
    except ImportError:
        return
    for what, most in ((resource.RLIMIT_DATA, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        _, bound = resource.getrlimit(what)  # which can't be raised
        most = most if bound == resource.RLIM_INFINITY else min(most, bound)
        resource.setrlimit(what, (most, most))


def answer(source: IO[bytes], to: IO[bytes]) -> None:
    """Read the request and the file, and write progress and then the content, or what is wrong."""
    request: dict[str, Any] = json.loads(source.readline())
    limit(request["memory"], request["seconds"])

    def say(what: dict[str, Any]) -> None:
        to.write(json.dumps(what).encode() + b"\n")
        to.flush()

    try:
        asked = Format(**request["asked"])
        send(read_content(source.read(), request["name"], asked, lambda share: say({"share": share})), to)
    except TableError as error:
        say({"problem": str(error)})
    except MemoryError:
        say({"problem": TOO_MUCH_MEMORY})


if __name__ == "__main__":
    gc.disable()  # it lives for seconds and makes no cycles worth collecting
    answer(sys.stdin.buffer, sys.stdout.buffer)
