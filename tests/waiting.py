"""Wait in a browser test for what must come true: how long that takes is the machine's affair."""

import time


def until(page, holds, seconds=20):
    """Ask `holds()` again and again; an error if it never comes true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came true"
        page.wait_for_timeout(100)
