"""Every component in all pairs of features at once: the layers that follow the step in a scatter-plot matrix.

Below the diagonal ellipses and centres of the marginals, on it their densities, above it the correlations. Places are
in cells of side 1, as `matrix.py` says.
"""

from collections.abc import Iterable

import altair as alt
import numpy as np

from dashboard.charts.density import SQRT_2_PI
from dashboard.charts.drawing import Columns
from dashboard.charts.ellipses import MARGINAL_MASS
from dashboard.charts.palette import component_colour, component_dash, component_text, ink, on_component, paper
from dashboard.charts.stepping import QUIET
from emcore import EMTrace
from emcore.regions import ellipse_radius

GAP = 0.03  # of a cell, between its side and its frame
TALL = 0.66  # of a cell: the height of the densities, under the feature's name
REACH = 3.5  # standard deviations of a component that are drawn
AS_MADE = "component:Q"  # the order of a line's places: all alike, so they stay as the transforms made them


def matrix_table(trace: EMTrace, low: np.ndarray, side: np.ndarray) -> Columns:
    """One row per step and component (counted from 1): its weight, for every feature d `mean{d}` and `sd{d}` in shares
    of the cells, whose sides are `side` long and start at `low`, and for every pair of features p, in the order of the
    cells below the diagonal, `turn{p}`, the arccos of the correlation.

    A row has what one component at one step needs, so that the browser need look at no other.
    """
    n_steps, n_components, _ = trace.means.shape
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    turns = np.arccos(np.clip(correlations(trace), -1, 1))
    several = {"mean": (trace.means - low) / side, "sd": sds / side, "turn": turns}
    return {
        "step": np.repeat(np.arange(n_steps, dtype=np.int16), n_components),
        "component": np.tile(np.arange(1, n_components + 1, dtype=np.int8), n_steps),
        "weight": trace.weights.ravel().astype(np.float32),
        **{
            f"{name}{i}": values[..., i].ravel().astype(np.float32)
            for name, values in several.items()
            for i in range(values.shape[-1])
        },
    }


def correlations(trace: EMTrace) -> np.ndarray:
    """Those of every pair of features within every component at every step, (T, K, D (D - 1) / 2)."""
    sds = np.sqrt(np.diagonal(trace.covariances, axis1=2, axis2=3))
    rows, columns = pairs_of(trace.means.shape[2])
    return np.asarray(trace.covariances[..., rows, columns] / (sds[..., rows] * sds[..., columns]))


def pairs_of(n_features: int) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of every cell below the diagonal."""
    return np.tril_indices(n_features, -1)


def run_numbers(tops: np.ndarray, grid: int, n_components: int) -> dict[str, float]:
    """What a run sets in the layers below: the unit of every density, whose cell ends at `tops`; at how many places in
    a cell they are added up; in how many lines, and in each how many abreast, the correlations of a pair stand."""
    abreast = 1 if n_components <= 4 else 2
    lines = -(-n_components // abreast)
    units = {f"unit{d}": float(TALL / (SQRT_2_PI * top)) for d, top in enumerate(tops)}
    return {**units, "grid": grid, "abreast": abreast, "lines": lines, "spacing": min(0.17, 0.9 / lines)}


def densities(in_view: alt.Chart, n_features: int, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """On the diagonal every component's density times its weight, and their sum, cut off where a cell ends."""
    every = range(n_features)
    features = (
        in_view.transform_calculate(
            d=f"sequence({n_features})",
            unit=_list("unit", every),
            mean=_list("datum.mean", every),
            sd=_list("datum.sd", every),
        )
        .transform_flatten(["d", "unit", "mean", "sd"])
        .transform_calculate(peak="datum.weight * datum.unit / datum.sd", floor=f"datum.d + {1 - GAP}")
    )
    height = "datum.peak * exp(pow((datum.share - datum.mean) / datum.sd, 2) / -2)"
    on_paper = {"x": "datum.d + datum.share", "y": f"datum.height > {TALL} ? null : datum.floor - datum.height"}
    component = (
        features.transform_calculate(
            low=f"clamp(datum.mean - {REACH} * datum.sd, {GAP}, {1 - GAP})",
            high=f"clamp(datum.mean + {REACH} * datum.sd, {GAP}, {1 - GAP})",
            share="sequence(22)",
        )
        .transform_flatten(["share"])
        .transform_calculate(share="datum.share > 20 ? NaN : datum.low + (datum.high - datum.low) * datum.share / 20")
        .transform_calculate(height=height)
        .transform_calculate(**on_paper)
    )
    mixture = (
        features.transform_calculate(share="sequence(grid)")
        .transform_flatten(["share"])
        .transform_calculate(share=f"{GAP} + {1 - 2 * GAP} / (grid - 1) * datum.share")
        .transform_calculate(height=height)
        .transform_aggregate(height="sum(height)", groupby=["d", "floor", "share"])
        .transform_calculate(**on_paper)
    )
    return [
        mixture.mark_line(color=ink(dark), strokeWidth=1.3, interpolate="monotone", **QUIET).encode(
            x=x, y=y, detail="d:N"
        ),
        component.mark_line(strokeWidth=_thickness(n_features), interpolate="monotone", **QUIET).encode(
            x=x, y=y, color=component_colour(dark), strokeDash=component_dash(), order=AS_MADE
        ),
    ]


def _list(name: str, index: Iterable[int]) -> str:
    """A list of the values called name0, name1, ..., as an expression."""
    return "[" + ", ".join(f"{name}{i}" for i in index) + "]"


def pairs(in_view: alt.Chart, n_features: int, x: alt.X, y: alt.Y, dark: bool) -> list[alt.Chart]:
    """Below the diagonal ellipses and centres, above it correlations."""
    rows, columns = (index.tolist() for index in pairs_of(n_features))
    colour, dash = component_colour(dark), component_dash()
    # Streamlit has Vega interpret its expressions: what can be done once for a pair is not done for every place on its
    # ellipse.
    pairs = in_view.transform_calculate(
        i=f"{rows}",
        j=f"{columns}",
        mean_x=_list("datum.mean", columns),
        mean_y=_list("datum.mean", rows),
        sd_x=_list("datum.sd", columns),
        sd_y=_list("datum.sd", rows),
        turn=_list("datum.turn", range(len(rows))),
    ).transform_flatten(["i", "j", "mean_x", "mean_y", "sd_x", "sd_y", "turn"])
    centres = pairs.transform_filter(f"{_inside('datum.mean_x')} && {_inside('datum.mean_y')}").transform_calculate(
        x="datum.j + datum.mean_x", y="datum.i + 1 - datum.mean_y"
    )
    diameter = f"type * clamp(0.11 * min(width, height) / {n_features}, 5, 14)"
    letters = f"min(16, 0.85 * spacing * height / {n_features}, 0.18 / abreast * width / {n_features})"
    correlations = pairs.transform_calculate(
        x="datum.i + (0.5 + floor((datum.component - 1) / lines)) / abreast",
        y="datum.j + 0.5 + spacing * ((datum.component - 1) % lines - (lines - 1) / 2)",
        text="datum.component + '   ' + format(cos(datum.turn), '+.2f')",
    )
    return [
        _ellipses(pairs, n_features)
        .mark_line(strokeWidth=_thickness(n_features), interpolate="cardinal", **QUIET)
        .encode(x=x, y=y, color=colour, strokeDash=dash, order=AS_MADE),
        centres.mark_circle(
            size=alt.ExprRef(f"pow({diameter}, 2)"), opacity=1, stroke=paper(dark), strokeWidth=1, **QUIET
        ).encode(x=x, y=y, color=colour),
        centres.mark_text(
            fontWeight="bold",
            fontSize=alt.ExprRef(f"0.68 * {diameter}"),
            opacity=alt.ExprRef(f"{diameter} < 10 ? 0 : 1"),
            color=on_component(dark),
            **QUIET,
        ).encode(x=x, y=y, text="component:N"),
        correlations.mark_text(
            fontWeight="bold",
            fontSize=alt.ExprRef(letters),
            opacity=alt.ExprRef(f"{letters} < 6.5 ? 0 : 1"),
            color=component_text(dark),
            **QUIET,
        ).encode(x=x, y=y, text="text:N"),
    ]


def _ellipses(pairs: alt.Chart, n_features: int) -> alt.Chart:
    """Mean + radius L (cos t, sin t), L the lower Cholesky factor of the pair's covariance.

    That is sd_x cos t and sd_y (cos a cos t + sin a sin t), cos a the correlation; a spline joins the places. Where an
    ellipse leaves its cell the line breaks; the places next to the frame, less than an arc away, move onto it, so that
    the line reaches it.
    """
    arc = 2 * np.pi / _places(n_features)

    def placed(share: str, towards: str) -> str:
        far = f"abs({share} - 0.5) > {0.5 - GAP} + {arc} * abs({towards})"
        return f"{far} ? NaN : clamp({share}, {GAP}, {1 - GAP})"

    radius = ellipse_radius(MARGINAL_MASS)
    return (
        pairs.transform_calculate(
            radius_x=f"{radius} * datum.sd_x",
            radius_y=f"{radius} * datum.sd_y",
        )
        .transform_calculate(
            cos_y="datum.radius_y * cos(datum.turn)",
            sin_y="datum.radius_y * sin(datum.turn)",
            within=" && ".join(
                _inside(f"datum.mean_{side} {sign} datum.radius_{side}") for side in "xy" for sign in "+-"
            ),
        )
        .transform_calculate(c="cosines", s="sines")
        .transform_flatten(["c", "s"])
        .transform_calculate(
            x="datum.mean_x + datum.radius_x * datum.c",
            y="datum.mean_y + datum.cos_y * datum.c + datum.sin_y * datum.s",
        )
        .transform_calculate(
            x=f"datum.j + (datum.within ? datum.x : {placed('datum.x', 'datum.radius_x * datum.s')})",
            y="datum.i + 1 - (datum.within ? datum.y : "
            + placed("datum.y", "datum.cos_y * datum.s - datum.sin_y * datum.c")
            + ")",
        )
    )


def _places(n_features: int) -> int:
    """Places on an ellipse: fewer where cells are small."""
    return int(np.clip(144 // n_features, 20, 36))


def turns(n_features: int) -> list[alt.Parameter]:
    """Places on the unit circle; the first comes twice, to close the line, and the last is no number, to break it."""
    turn = np.linspace(0, 2 * np.pi, _places(n_features) + 1)
    return [
        alt.param(name=name, value=[*places.round(6).tolist(), "break"])
        for name, places in (("cosines", np.cos(turn)), ("sines", np.sin(turn)))
    ]


def _inside(share: str) -> str:
    return f"inrange({share}, [{GAP}, {1 - GAP}])"


def _thickness(n_features: int) -> alt.ExprRef:
    return alt.ExprRef(f"clamp(width / {70 * n_features}, 1.2, 2.4)")
