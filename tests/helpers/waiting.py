"""Wait in a browser test for what must come true: how long that takes is the machine's affair."""

import time


def until(page, holds, seconds=20, instead=lambda: "nothing came of it"):
    """Ask `holds()` again and again; an error if it never comes true, with what there is `instead`."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, instead()
        page.wait_for_timeout(100)


def box_at_rest(element):
    """Where an element of a page is, once it is there and stands still."""
    boxes = [None]

    def rests():
        boxes.append(element.bounding_box() if element.count() else None)
        return boxes[-1] is not None and boxes[-1] == boxes[-2]

    until(element.page, rests)
    return boxes[-1]
