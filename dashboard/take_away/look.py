"""The look of a chart off the page: what Streamlit's theme gives to one that it draws."""

from typing import Any

from dashboard.charts.palette import ink, muted, paper

VEGA_LITE = "6.4"  # the version that Altair writes and that Streamlit draws with
GRID = {False: "#E6EAF1", True: "#31333F"}


def page_look(dark: bool, font: str) -> dict[str, Any]:
    """The configuration, under which a chart's own (`charts/lettering.py::look`) is laid. `font`: as in a style sheet,
    names with spaces in quotes."""
    text = {f"{part}{what}": value for part in ("label", "title") for what, value in _text(dark).items()}
    return {
        "font": font,
        "background": paper(dark),
        "autosize": {"type": "fit", "contains": "padding"},
        "title": {"align": "left", "anchor": "start", "fontWeight": 600, "color": ink(dark)},
        "axis": {
            **text,
            "ticks": False,
            "domain": False,
            "gridColor": GRID[dark],
            "labelFlush": True,
            "labelFlushOffset": 1,
            "labelBound": False,
            "labelLimit": 100,
            "labelSeparation": 4,
            "labelOverlap": True,
        },
        "view": {"strokeWidth": 0, "stroke": "transparent"},
    }


def _text(dark: bool) -> dict[str, Any]:
    return {"FontWeight": 400, "Color": muted(dark)}
