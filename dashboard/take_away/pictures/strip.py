"""Chosen steps side by side, as a book shows how EM goes on (Bishop, PRML, figure 9.8)."""

from dataclasses import replace

from dashboard.link.view import MATRIX
from dashboard.take_away.pictures.sheet import sheet
from dashboard.take_away.pictures.still import still
from dashboard.take_away.pictures.vector import Drawn, drawn
from dashboard.take_away.pictures.words import caption, of_steps
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import Spec
from emcore import EMTrace
from emcore.study.settling import settled_at

EARLY = (0, 1, 2, 5, 10)
MOST = 12  # panels
SIZE, MATRIX_SIZE = (262, 196), (390, 332)  # of a panel's plot
TYPE = 0.8  # of the usual size


def usual_steps(trace: EMTrace) -> tuple[int, ...]:
    """Steps that show how a run goes on: the first few, and the one from which on nothing visible changes."""
    settled = settled_at(trace)
    last = len(trace) - 1 if settled is None else settled
    return (*(step for step in EARLY if step < last), last)


def strip(shown: Shown) -> str:
    """The moment's `steps`, or the usual ones, as one figure. Each is seen whole, not by its beats."""
    shown = replace(shown, view=replace(shown.view, beats=False, field=shown.view.field and _is_plane(shown)))
    steps = (shown.steps or usual_steps(shown.trace))[:MOST]
    abreast = _abreast(len(steps), matrix=shown.view.plane == MATRIX)
    panels = [
        _panel(shown, step, bottom=i + abreast >= len(steps), left=i % abreast == 0) for i, step in enumerate(steps)
    ]
    rows = [panels[i : i + abreast] for i in range(0, len(panels), abreast)]
    captions = [caption(i, step) for i, step in enumerate(steps)]
    return sheet(rows, of_steps(shown, steps, _size(shown)[0]), shown.dark, captions)


def _abreast(n: int, *, matrix: bool) -> int:
    """How many stand in a row: as few as fill no more rows than they must."""
    most = 2 if matrix else 3
    n_rows = -(-n // most)
    return -(-n // n_rows)


def _panel(shown: Shown, step: int, *, bottom: bool, left: bool) -> Drawn:
    spec = still(replace(shown, step=step), *_size(shown))
    for param in spec["params"]:
        if param["name"] == "type":
            param["value"] = TYPE
    if shown.view.plane != MATRIX:
        _bare(spec, "x", shown=bottom)
        _bare(spec, "y", shown=left)
    return drawn(spec, f"step{step}")


def _size(shown: Shown) -> tuple[int, int]:
    return MATRIX_SIZE if shown.view.plane == MATRIX else SIZE


def _bare(spec: Spec, axis: str, *, shown: bool) -> None:
    """The axis with few ticks; where it is not `shown`, without a word: the panels at the edge say it for all."""
    unsaid = {} if shown else {"labels": False, "title": None, "minExtent": 0}
    for layer in spec["layer"]:
        encoding = layer.get("encoding", {}).get(axis, {})
        if "field" in encoding:
            encoding["axis"] = (encoding.get("axis") or {}) | {"tickCount": 5} | unsaid
            if not shown:
                encoding["title"] = None


def _is_plane(shown: Shown) -> bool:
    return shown.dataset.X.shape[1] == 2
