"""Colours and dashes of the components: Okabe and Ito's palette, told apart by colour-blind people too."""

import altair as alt

from emcore.scenario.record import LIMITS

MOST_COMPONENTS = int(LIMITS["n_components"][1])

_BLUE, _VERMILION, _GREEN, _PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
_ORANGE, _SKY, _YELLOW = "#E69F00", "#56B4E9", "#F0E442"

# Dark blue and black sink into a dark page, yellow into a white one: what is hard to see comes late or changes.
LIGHT = [_BLUE, _VERMILION, _GREEN, _PURPLE, _ORANGE, _SKY, "#000000", "#B8A800"]
DARK = [_SKY, _ORANGE, _GREEN, _PURPLE, _YELLOW, _VERMILION, "#FFFFFF", "#5CA3D9"]
DASHES = [[1, 0], [8, 3], [2, 2], [10, 3, 2, 3], [5, 2], [14, 4], [6, 2, 2, 2, 2, 2], [3, 4]]

GREY = "#8C9096"  # data that belong to no component yet; readable on both pages
NUMBERS = list(range(1, MOST_COMPONENTS + 1))


def colours(dark: bool) -> list[str]:
    """One colour per component, for a light or a dark page."""
    return DARK if dark else LIGHT


def ink(dark: bool) -> str:
    """The colour of what belongs to the whole mixture."""
    return "#E8EAED" if dark else "#1F2328"


def paper(dark: bool) -> str:
    """The page's colour, for halos behind text."""
    return "#12161C" if dark else "#FFFFFF"


def component_colour(dark: bool) -> alt.Color:
    """Colour by component; the scale names all eight, so a component keeps its colour whatever K is."""
    return alt.Color("component:N", scale=alt.Scale(domain=NUMBERS, range=colours(dark)), legend=None)


def component_dash() -> alt.StrokeDash:
    """Dash by component."""
    return alt.StrokeDash("component:N", scale=alt.Scale(domain=NUMBERS, range=DASHES), legend=None)
