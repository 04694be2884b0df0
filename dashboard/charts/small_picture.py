"""A small picture of data and of a mixture of theirs: an image, so that a phone has it at once."""

import numpy as np

from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.extent import MARGIN
from dashboard.charts.palette import DASHES, GREY, colours, on_colours
from emcore import Mixture
from emcore.gaussian import gaussians_of
from emcore.points import Array
from emcore.regions import ellipse_radius

WIDTH, HEIGHT = 320, 180
MOST_POINTS = 600  # of more every n-th is drawn
BARS = 40
STEPS = np.linspace(0, 2 * np.pi, 49)


def small_picture(X: Array, mixture: Mixture | None, *, dark: bool, data_alone: bool = False) -> str:
    """Points X (N, D), D 1 or 2, as SVG: a histogram, or points in a plane; over them each component, numbered.

    `data_alone`: the axes are those of the data, the same for all mixtures; else every component lies within them.
    """
    draw = _line if X.shape[1] == 1 else _plane
    ends = _ends(X, None if data_alone else mixture)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(draw(X, mixture, ends, dark))}</svg>"
    )


def _line(X: Array, mixture: Mixture | None, ends: tuple[Array, Array], dark: bool) -> list[str]:
    low, high = ends
    heights, edges = np.histogram(X[:, 0], BARS, (low[0], high[0]), density=True)
    x = np.linspace(low[0], high[0], 161)
    bells = [] if mixture is None else [_bell(x, *numbers) for numbers in _one_by_one(mixture)]
    top = 1.12 * max(heights.max(), *(bell.max() for bell in bells), 1e-300)
    bars = "".join(
        f"M{_h(left, low, high):.1f} {HEIGHT}V{_v(height, top):.1f}H{_h(right, low, high):.1f}V{HEIGHT}"
        for left, right, height in zip(edges[:-1], edges[1:], heights, strict=True)
    )
    parts = [f'<path d="{bars}" fill="{GREY}" fill-opacity="0.45"/>']
    for k, bell in enumerate(bells):
        outline = " ".join(f"{_h(a, low, high):.1f},{_v(b, top):.1f}" for a, b in zip(x, bell, strict=True))
        parts.append(f'<polyline points="{outline}" {_stroke(k, dark)}/>')
    for k, bell in enumerate(bells):
        peak = int(bell.argmax())
        parts.append(_number(k, _h(x[peak], low, high), _v(bell[peak], top), dark))
    return parts


def _plane(X: Array, mixture: Mixture | None, ends: tuple[Array, Array], dark: bool) -> list[str]:
    low, high = ends
    size = np.array([WIDTH, HEIGHT])

    def on_paper(places: Array) -> Array:
        share = (places - low) / (high - low)
        return np.column_stack([share[:, 0], 1 - share[:, 1]]) * size

    shown = on_paper(X[:: -(-len(X) // MOST_POINTS)])
    dots = "".join(f"M{x:.1f} {y:.1f}h0" for x, y in shown)
    parts = [f'<path d="{dots}" stroke="{GREY}" stroke-width="4.5" stroke-linecap="round" stroke-opacity="0.7"/>']
    if mixture is None:
        return parts
    circle = np.column_stack([np.cos(STEPS), np.sin(STEPS)])
    for k, (mean, factor) in enumerate(zip(mixture.means, np.linalg.cholesky(mixture.covariances), strict=True)):
        ellipse = on_paper(mean + ellipse_radius(ELLIPSE_MASSES[0]) * circle @ factor.T)
        parts.append(f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in ellipse)}" {_stroke(k, dark)}/>')
    return parts + [_number(k, x, y, dark) for k, (x, y) in enumerate(on_paper(mixture.means))]


def _ends(X: Array, mixture: Mixture | None) -> tuple[Array, Array]:
    """Of the axes: all data, and every component as far as its inner ellipse."""
    reach = 0 if mixture is None else ellipse_radius(ELLIPSE_MASSES[0]) * mixture.standard_deviations
    places = X if mixture is None else np.concatenate([X, mixture.means - reach, mixture.means + reach])
    low, high = places.min(axis=0), places.max(axis=0)
    margin = MARGIN * np.where(high > low, high - low, np.maximum(np.abs(high), 1.0))
    return low - margin, high + margin


def _h(x: float, low: Array, high: Array) -> float:
    return WIDTH * (x - low[0]) / (high[0] - low[0])


def _v(density: float, top: float) -> float:
    return HEIGHT * (1 - density / top)


def _one_by_one(mixture: Mixture) -> list[tuple[float, float, float]]:
    return [(one.size, one.mean[0], one.sd[0]) for one in gaussians_of(mixture)]


def _bell(x: Array, weight: float, mean: float, sd: float) -> Array:
    bell: Array = weight * np.exp(-0.5 * ((x - mean) / sd) ** 2) / (sd * np.sqrt(2 * np.pi))
    return bell


def _stroke(k: int, dark: bool) -> str:
    dash = "" if k == 0 else f' stroke-dasharray="{" ".join(map(str, DASHES[k]))}"'
    return f'fill="none" stroke="{colours(dark)[k]}" stroke-width="2.2"{dash}'


def _number(k: int, x: float, y: float, dark: bool) -> str:
    x, y = float(np.clip(x, 10, WIDTH - 10)), float(np.clip(y, 10, HEIGHT - 10))
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="{colours(dark)[k]}"/><text x="{x:.1f}" y="{y + 4.5:.1f}" '
        f'font-family="sans-serif" font-size="13" font-weight="700" text-anchor="middle" fill="{on_colours(dark)[k]}">'
        f"{k + 1}</text>"
    )
