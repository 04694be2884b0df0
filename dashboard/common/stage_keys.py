"""Keys, their card, lecture mode, the tour, a sidebar that gets out of the way: the browser's affair on every page."""

from dashboard.common.component import component
from dashboard.common.theme import is_dark

_stage = component("stage")
_buttons = component("stage_buttons")


def stage_keys() -> None:
    """On every page, once; it takes no room. Lecture mode stands in the address bar, but the server ignores it.

    When the visitor's page turns dark or light, the script runs again and draws for that.
    """
    _stage(key="stage-keys", data={"dark": is_dark()}, on_dark_change=lambda: None)


def stage_buttons() -> float | None:
    """Buttons for what can be taken away, for lecture mode and for the card of keys.

    Returns the step in view when the visitor has just asked to take something away; only the browser knows it.
    """
    step = _buttons(key="stage-buttons", on_take_change=lambda: None).take
    return None if step is None else float(step)
