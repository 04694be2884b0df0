"""What the browser makes of what is on screen: a picture, and a film of the steps."""

from dashboard.common.component import component
from dashboard.take_away.shown import Shown

_film = component("film")


def film(shown: Shown) -> None:
    """A PNG and an animated GIF to save; the server takes no part in them."""
    name = f"em-{shown.scenario.source}".replace("_", "-")
    words = {"title": shown.title, "question": shown.question, "link": shown.link}
    _film(key="film", data={"name": name, **words})
