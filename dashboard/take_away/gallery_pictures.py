"""The gallery's small pictures: the dashboard's own charts at the moments of the cards, without axes and words.

`python -m dashboard.take_away.gallery_pictures` draws them anew. They lie with the code, so that a visit to the gallery
costs nothing; a test draws them as well and compares.
"""

import logging
from io import BytesIO

from dashboard.lessons.gallery import CARDS, HEIGHT, PICTURES, WIDTH, Card, picture_of
from dashboard.take_away.look import VEGA_LITE
from dashboard.take_away.pictures.still import still
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import Spec

PIXELS = 2  # to one of the page
QUALITY = 35  # of 100: flat colours bear it


def small(card: Card, *, dark: bool) -> Spec:
    """The chart of a card's moment as it is drawn in the gallery."""
    scenario = card.preset.scenario
    dataset, trace = scenario.run()
    shown = Shown(scenario, dataset, trace, card.view.step, "", "", card.view.fitted_to(scenario), dark)
    spec = still(shown, WIDTH, HEIGHT)
    return spec | {"layer": [_without_axes(layer) for layer in spec["layer"] if not _is_words(layer)], "padding": 0}


def drawn(spec: Spec) -> bytes:
    """The chart as PNG."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(spec, vl_version=VEGA_LITE, scale=PIXELS, allowed_base_urls=[]))


def draw_all() -> None:
    """Draw all pictures of all cards, and no others remain."""
    from PIL import Image

    PICTURES.mkdir(exist_ok=True)
    for former in PICTURES.glob("*.webp"):
        former.unlink()
    for card in CARDS:
        for dark in (False, True):
            file = picture_of(card, dark=dark)
            picture = Image.open(BytesIO(drawn(small(card, dark=dark)))).convert("RGB")
            picture.save(file, "WEBP", quality=QUALITY, method=6)
            print(f"{file.name}: {file.stat().st_size:,} bytes")


def _is_words(layer: Spec) -> bool:
    """Whether it is a text that is the same for all rows, such as "95 %": what is left are the components' numbers."""
    return bool(layer["mark"]["type"] == "text" and layer["mark"].get("text"))


def _without_axes(layer: Spec) -> Spec:
    encoding = layer.get("encoding", {})
    bare = {name: {**encoding[name], "axis": None} for name in ("x", "y") if "field" in encoding.get(name, {})}
    return {**layer, "encoding": {**encoding, **bare}}


if __name__ == "__main__":
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no page is open
    draw_all()
