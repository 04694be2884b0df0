"""The step bar: the step lives in the browser."""

from dashboard.common.component import component

_bar = component("step_bar")


def step_bar() -> None:
    """First, back, play, forward, last, a range, a speed, a link to copy; arrow keys, Home, End and space.

    It writes the step into the charts' bound inputs and the address bar, and tells the read-out and the sentence by an
    event; the server hears nothing of it. How many steps there are, the run in view says.
    """
    _bar(key="step-bar")
