"""The type of charts: as large as `type` says, times its usual size, and dark enough to be read on either page.

The browser writes `type` (lecture mode); nothing is made anew for it.
"""

from typing import Any

import altair as alt

from dashboard.charts.palette import ink, muted

TYPE = "type"


def type_param() -> alt.Parameter:
    """How large type is: 1 is as usual. The page hides its input."""
    return alt.param(name=TYPE, value=1, bind=alt.binding_range(min=0.5, max=4, step=0.05))


def sized(size: float) -> alt.ExprRef:
    """A length, such as that of letters, which grows with the type."""
    return alt.ExprRef(f"{size:g} * {TYPE}")


def sized_area(area: float) -> alt.ExprRef:
    """An area, such as that of a disc around a number, which grows with the type."""
    return alt.ExprRef(f"{area:g} * {TYPE} * {TYPE}")


def look(dark: bool, **more: Any) -> dict[str, Any]:
    """The configuration of a chart with the parameter `type_param()`."""
    axis = {
        "labelFontSize": sized(12),
        "titleFontSize": sized(12.5),
        "labelColor": muted(dark),
        "titleColor": ink(dark),
        "labelPadding": 6,
        "titlePadding": 8,
    }
    title = {"fontSize": sized(14), "color": ink(dark), "offset": 8}
    return {"axis": axis, "axisX": {"titleAnchor": "end"}, "title": title, **more}
