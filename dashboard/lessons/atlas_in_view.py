"""The atlas in the browser: the optima's mixtures at once, and the strip of all starts that goes through them."""

from dataclasses import asdict

import numpy as np
import streamlit as st

from dashboard.charts import extent
from dashboard.charts.ellipses import ELLIPSE_MASSES
from dashboard.charts.lessons.endings import LETTERS, ending_colours, on_endings
from dashboard.charts.lessons.ways_chart import ways_chart
from dashboard.charts.palette import DASHES, GREY, colours, ink, on_colours, paper
from dashboard.common.component import component, told_by
from dashboard.common.draw import draw
from dashboard.lessons.atlas_in_words import (
    Row,
    line_of,
    n_named,
    parts,
    rows,
    sentences,
    starts_at,
    starts_for,
    way_in_words,
)
from dashboard.lessons.the_restart_atlas import Ways
from dashboard.link import choices
from dashboard.runs import Run
from dashboard.stepping import run_in_view
from dashboard.stepping import sentences as told
from emcore import Dataset, EMTrace, e_step
from emcore.points import Array
from emcore.regions import ellipse_radius
from emcore.starts import STARTS
from emcore.study.atlas import Atlas
from emcore.study.basins import Basins

KEY = "atlas-strip"
MOST_PICK = 1600
MOST_POINTS = 300  # in a thumbnail; of more every n-th is drawn
PICTURE_TOLD = (
    "The data and the components of the optimum in view: points or bars in the colour and shape of the component that "
    "most likely made them, ellipses that hold 50 % and 95 % of a component, or bells."
)
WAYS_TOLD = (
    "A bar for each way to start, divided by the optimum where its starts ended, the best first; beside it the share "
    "of those that found the best, and the median of a run's steps. The sentence above says which found it most often."
)
AXES = (20, 50, 100, 300, 1000, 3000)  # starts: how far the slider goes

_atlas, _chances = component("atlas"), component("chances")


def as_steps(atlas: Atlas) -> EMTrace:
    """The mixtures of all optima as the steps of a trace, the best first."""
    mixtures = [optimum.mixture for optimum in atlas.optima]
    return EMTrace(
        np.array([mixture.weights for mixture in mixtures]),
        np.array([mixture.means for mixture in mixtures]),
        np.array([mixture.covariances for mixture in mixtures]),
        np.array([optimum.log_likelihood for optimum in atlas.optima]),
        "converged",
        "",
    )


def hand_over(name: str, atlas: Atlas, own: int, own_place: int, run: Run, seen: Run, basins: Basins | None) -> None:
    """Rows and mixtures to the browser, once. `run`: data, and the optima as steps; `seen`: as the picture has them;
    `basins`: of which the starts are the cells, if they are; `name` tells this atlas from others, but not from what
    there was of it before. `own`, `own_place`: as for `sentences`.
    """
    drawn = [_facts(row, atlas) for row in rows(atlas)]
    whole, shown = (data[:: -(-len(data) // MOST_POINTS)] for data in (run.dataset.X, seen.dataset.X))
    for i, row in enumerate(drawn[: n_named(len(atlas.optima))]):
        row["owners"] = e_step(whole, run.trace[i].mixture)[0].argmax(axis=1).tolist()
    own_row = min(own_place, n_named(len(atlas.optima)))
    facts = {"search": name, "rows": drawn, "own": own, "own_row": own_row, "points": _points(shown, seen), "map": None}
    if basins is not None:
        ends = {
            f"{axis}{end}": value
            for axis, both in zip("xy", map_ends(basins), strict=True)
            for end, value in enumerate(both)
        }
        facts["map"] = {
            "size": len(basins.x),
            "second": basins.start.means[1].tolist(),
            "columns": seen.dataset.columns,
            **ends,
        }
    run_in_view.hand_over_mixtures(f"{name} {len(atlas.ends)}", run.trace, seen.trace, facts)


def map_ends(basins: Basins) -> list[tuple[float, float]]:
    """The ends of a map's axes, half a cell beyond the outer centres."""
    ends = []
    for centres in (basins.x, basins.y):
        half = (centres[1] - centres[0]) / 2
        ends.append((float(centres[0] - half), float(centres[-1] + half)))
    return ends


def cell_of(basins: Basins, place: Array) -> int:
    """The number of the cell nearest to a place (2,), counted from 1."""
    column, row = (
        int(np.abs(centres - value).argmin()) for centres, value in zip((basins.x, basins.y), place, strict=True)
    )
    return row * len(basins.x) + column + 1


def strip(chosen: int, dark: bool) -> None:
    """Every start as a dot, a row for each optimum; `chosen` is the seed of the start to open with, or 0."""

    def take() -> None:
        seed = str(told_by(KEY, "chosen"))
        if seed.isdigit() and int(seed) <= MOST_PICK:
            choices.choose("pick", float(seed))

    look = {
        "endings": ending_colours(dark),
        "on_endings": on_endings(dark),
        "components": colours(dark),
        "on_components": on_colours(dark),
        "dashes": DASHES,
        "radius": ellipse_radius(ELLIPSE_MASSES[1]),
        "ink": ink(dark),
        "paper": paper(dark),
        "grey": GREY,
    }
    _atlas(key=KEY, data={"chosen": str(chosen), "look": look}, height="stretch", on_chosen_change=take)


def tell(atlas: Atlas, own: int, own_place: int) -> None:
    """A sentence on the optimum in view."""
    with st.container(key="atlas-told", gap=None):
        told.show(sentences(atlas, own, own_place))


def ways(found: Ways, in_view: Atlas, dark: bool) -> None:
    """A bar for each way to start: how many of its starts ended at which optimum."""
    labels = [STARTS[way.key].label for way in found.ways]
    bars: dict[str, list[object]] = {name: [] for name in ("way", "begin", "end", "tone", "letter")}
    for label, atlas in zip(labels, found.atlases.values(), strict=True):
        begin = 0.0
        for share, tone, letter in parts(atlas, in_view):
            for name, value in zip(bars, (label, begin, begin + share, tone, letter), strict=True):
                bars[name].append(value)
            begin += share
    said = {"way": labels, "said": [way_in_words(way) for way in found.ways]}
    draw(ways_chart(bars, said, dark=dark), key="ways", alt=WAYS_TOLD, height="stretch")


def chances(atlas: Atlas, dark: bool) -> None:
    """The chance that one of so many starts finds the best optimum of this atlas."""

    def take() -> None:
        choices.take_up({"tries": told_by("chances", "tries")})

    if not atlas.optima:
        return
    n_best, n = len(starts_at(atlas)[0]), len(atlas.ends)
    share = n_best / n
    most = next((most for most in AXES if most >= 1.5 * starts_for(share)), AXES[-1])
    data = {"share": share, "most": most, "tries": min(int(choices.get("tries")), most)}
    _chances(key="chances", data={**data, "colour": ending_colours(dark)[0]}, on_tries_change=take)
    st.latex(rf"P(\text{{found}}) = 1 - (1 - p)^n, \quad p = {n_best}/{n}")


def _facts(row: Row, atlas: Atlas) -> dict[str, object]:
    """A row as the browser draws it: `tone`, its colour; `line`, its sentence, where it has no optimum."""
    tone = LETTERS.find(row.letter)
    line = line_of(row.letter, len(atlas.optima)) if row.optima[0] < 0 else 0
    steps = {end.number: end.steps for end in atlas.ends}
    return {**asdict(row), "tone": tone, "line": line, "steps": [steps[start] for start in row.starts]}


def _points(shown: Array, seen: Run) -> dict[str, object]:
    """The points of a thumbnail and the ends of its axes."""
    low, high = np.array(extent.extents(Dataset(seen.dataset.X, None, None, seen.dataset.columns), seen.trace)).T
    n, n_features = shown.shape
    top = 1.0
    if n_features == 1:
        peaks = seen.trace.weights / np.sqrt(2 * np.pi * seen.trace.covariances[:, :, 0, 0])
        top = 1.05 * float(np.quantile(peaks, 0.9))
    ends = {"low": low.tolist(), "high": high.tolist(), "top": top}
    return {"X": run_in_view.packed(shown), "n": n, "D": n_features, **ends}
