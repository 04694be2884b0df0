"""Pointers that drag in a page."""


class Mouse:
    """The pointer of a desktop."""

    def __init__(self, page):
        self.page = page

    def down(self, at):
        self.page.mouse.move(*at)
        self.page.mouse.down()

    def move(self, at):
        self.page.mouse.move(*at)

    def up(self):
        self.page.mouse.up()


class Finger:
    """A finger on a phone."""

    def __init__(self, page):
        self.session = page.context.new_cdp_session(page)

    def _send(self, kind, points):
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def down(self, at):
        self._send("touchStart", [{"x": at[0], "y": at[1]}])

    def move(self, at):
        self._send("touchMove", [{"x": at[0], "y": at[1]}])

    def up(self):
        self._send("touchEnd", [])
