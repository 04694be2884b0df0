"""Wait in a browser test for what must come true: how long that takes is the machine's affair."""

import time


def until(page, holds, seconds=20, instead=lambda: "nothing came of it"):
    """Ask `holds()` again and again; an error if it never comes true, with what there is `instead`."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, instead()
        page.wait_for_timeout(100)
