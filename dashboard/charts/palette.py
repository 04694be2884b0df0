"""Colours and dashes of the components: after Okabe and Ito's palette, told apart by colour-blind people too.

On its page every colour has a contrast of 3 at least, as marks need, and the colour of a number on it one of 4.5, as
text needs (Web Content Accessibility Guidelines 2.2). So on a white page orange and sky are a little darker than in
theirs, and brown stands for yellow; on a dark one green and vermilion are a little lighter, and violet is the eighth.
"""

import altair as alt

from emcore.scenario.record import LIMITS

MOST_COMPONENTS = int(LIMITS["n_components"][1])

LIGHT = ["#0072B2", "#D23A00", "#00906A", "#C76BA1", "#C28600", "#3593E0", "#000000", "#733A18"]
DARK = ["#56B4E9", "#E69F00", "#00A578", "#CC79A7", "#F0E442", "#E0651A", "#FFFFFF", "#5F7FE0"]
DASHES = [[1, 0], [8, 3], [2, 2], [10, 3, 2, 3], [5, 2], [14, 4], [6, 2, 2, 2, 2, 2], [3, 4]]
TEXT = 4.5  # contrast

GREY = "#767B83"  # data that belong to no component yet; as dark on a white page as it is light on a dark one
NUMBERS = list(range(1, MOST_COMPONENTS + 1))


def colours(dark: bool) -> list[str]:
    """One colour per component, for a light or a dark page."""
    return DARK if dark else LIGHT


def ink(dark: bool) -> str:
    """The colour of what belongs to the whole mixture."""
    return "#E8EAED" if dark else "#1F2328"


def muted(dark: bool) -> str:
    """The colour of text that keeps in the background."""
    return "#A9B0BA" if dark else "#5B626C"


def paper(dark: bool) -> str:
    """The page's colour, for halos behind text."""
    return "#12161C" if dark else "#FFFFFF"


def contrast(first: str, second: str) -> float:
    """From 1, of equal colours, to 21, of black and white."""
    low, high = sorted((_luminance(first), _luminance(second)))
    return (high + 0.05) / (low + 0.05)


def on_colours(dark: bool) -> list[str]:
    """Black or white, what is better read on each component's colour."""
    return [max(("#000000", "#FFFFFF"), key=lambda text: contrast(text, colour)) for colour in colours(dark)]


def text_colours(dark: bool) -> list[str]:
    """The components' colours for text on the page: as they are, or as near to its ink as it takes to be read."""
    return [_readable(colour, dark) for colour in colours(dark)]


def component_colour(dark: bool) -> alt.Color:
    """Colour by component; the scale names all eight, so a component keeps its colour whatever K is."""
    return alt.Color("component:N", scale=alt.Scale(domain=NUMBERS, range=colours(dark)), legend=None)


def on_component(dark: bool) -> alt.ExprRef:
    """The colour of a number on its component's colour. It is no scale: layers share the one of the colours."""
    return alt.ExprRef(f"{on_colours(dark)}[datum.component - 1]")


def component_text(dark: bool) -> alt.ExprRef:
    """The colour of text about a component."""
    return alt.ExprRef(f"{text_colours(dark)}[datum.component - 1]")


def component_dash() -> alt.StrokeDash:
    """Dash by component."""
    return alt.StrokeDash("component:N", scale=alt.Scale(domain=NUMBERS, range=DASHES), legend=None)


def _readable(colour: str, dark: bool) -> str:
    for part in range(101):
        mixed = _mixed(colour, ink(dark), part / 100)
        if contrast(mixed, paper(dark)) >= TEXT:
            return mixed
    return ink(dark)


def _mixed(first: str, second: str, part: float) -> str:
    numbers = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round((1 - part) * a + part * b):02X}" for a, b in numbers)


def _channels(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]


def _luminance(colour: str) -> float:
    shares = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
