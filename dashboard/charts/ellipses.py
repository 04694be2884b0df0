"""How large the ellipses are by which a picture shows components: the shares of a component's mass within them."""

import altair as alt

from emcore.regions import ellipse_radius

ELLIPSE_MASSES = (0.5, 0.95)  # in a plane: the inner and the outer ellipse of a component
LABELLED = 7  # pixels: how far an ellipse with a label reaches, at least
MARGINAL_MASS = 0.95  # in a cell of the matrix: of a component's marginal in that pair of features


def ellipse(in_view: alt.Chart, mass: float) -> alt.Chart:
    """The outline that holds this share of every component in view.

    Mean + radius L (cos t, sin t): exact, from the lower Cholesky factor L of the covariance.
    """
    radius = ellipse_radius(mass)
    return (
        in_view.transform_calculate(mx="datum.x", my="datum.y", t="sequence(0, 6.3, 0.1)")
        .transform_flatten(["t"])
        .transform_calculate(
            x=f"datum.mx + {radius} * datum.l11 * cos(datum.t)",
            y=f"datum.my + {radius} * (datum.l21 * cos(datum.t) + datum.l22 * sin(datum.t))",
        )
    )


def reach(mass: float) -> str:
    """A Vega expression for the pixels from a component's centre to the farther side of its ellipse, across or up."""
    across, up = (
        "datum.l11 / (x1 - x0) * width",
        "sqrt(datum.l21 * datum.l21 + datum.l22 * datum.l22) / (y1 - y0) * height",
    )
    return f"{ellipse_radius(mass)} * max({across}, {up})"


def ellipse_top(in_view: alt.Chart, mass: float) -> alt.Chart:
    """The highest point of each ellipse, where its label stands; the lowest, where that is beyond the axis. `up` says:
    1 or -1. Ellipses smaller than a label have none."""
    radius = ellipse_radius(mass)
    # Vega writes over a row, and works x and y out again when the axes or the height change: never from themselves.
    return (
        in_view.transform_filter(f"{reach(mass)} > {LABELLED} * type")
        .transform_calculate(mx="datum.x", my="datum.y", sd_y="sqrt(datum.l21 * datum.l21 + datum.l22 * datum.l22)")
        .transform_calculate(up=f"datum.my + {radius} * datum.sd_y > y1 - 20 * type * (y1 - y0) / height ? -1 : 1")
        .transform_calculate(
            x=f"datum.mx + datum.up * {radius} * datum.l11 * datum.l21 / datum.sd_y",
            y=f"datum.my + datum.up * {radius} * datum.sd_y",
        )
    )
