"""Keys, their card, lecture mode, the tour, a sidebar that gets out of the way: the browser's affair on every page."""

from dashboard.common.component import component

_stage = component("stage")
_buttons = component("stage_buttons")


def stage_keys() -> None:
    """On every page, once; it takes no room. Lecture mode stands in the address bar, but the server ignores it."""
    _stage(key="stage-keys")


def stage_buttons() -> None:
    """Buttons for lecture mode and for the card of keys."""
    _buttons(key="stage-buttons")
