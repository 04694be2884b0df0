"""How the charts of the lesson on the bound follow its run, which the browser makes and writes into them as text."""

import altair as alt

from dashboard.charts.drawing import ONE_ROW
from dashboard.charts.stepping import text_param

# The run (`browser/bound/run.js`), and whether its start is in hand, by any text.
CLIMB, IN_HAND = "climb", "in_hand"

# Of the start and of every beat: "start", "E" or "M"; log-likelihood, lower bound and KL as they are written;
# and as numbers: the free mean before and after it, log-likelihood and bound, and the parabola that holds, which is
# top - curvature (mean - at)^2 / 2.
TEXTS = ["kind", "log_likelihood_written", "bound_written", "gap_written"]
NUMBERS = ["before", "after", "log_likelihood", "bound", "at", "top", "curvature"]

_ROWS = f"split({CLIMB}, ';')"


def climb_params() -> list[alt.Parameter]:
    """The run, and of it: the mean at which the points in view are shared out, those where it starts and ends, and the
    slope of the curve at its start, in nats per data unit.
    """
    first, in_view, last = (f"split({row}, ' ')" for row in (f"{_ROWS}[0]", f"{_ROWS}[step]", f"peek({_ROWS})"))
    exprs = {
        "held_at": _field(in_view, "before"),
        "start": _field(first, "after"),
        "start_slope": f"{_field(first, 'curvature')} * ({_field(first, 'at')} - {_field(first, 'before')})",
        "end": _field(last, "after"),
    }
    return [text_param(CLIMB), text_param(IN_HAND), *(alt.param(name=name, expr=expr) for name, expr in exprs.items())]


def beat_in_view() -> alt.Chart:
    """One row, the start or the beat in view; none until there is a run."""
    return _with_fields(_one_row().transform_calculate(row=f"{_ROWS}[step]"))


def beat_rows() -> alt.Chart:
    """A row for the start and for every beat of the run, with its `step`."""
    rows = _one_row().transform_calculate(row=_ROWS)
    return _with_fields(rows.transform_calculate(step="sequence(length(datum.row))").transform_flatten(["row", "step"]))


def _one_row() -> alt.Chart:
    return alt.Chart(ONE_ROW).transform_filter(f"{CLIMB} !== ''")


def _with_fields(rows: alt.Chart) -> alt.Chart:
    split = rows.transform_calculate(row="split(datum.row, ' ')")
    return split.transform_calculate(**{field: _field("datum.row", field) for field in [*TEXTS, *NUMBERS]})


def _field(row: str, field: str) -> str:
    """Of a row that is split, as an expression."""
    at = f"{row}[{[*TEXTS, *NUMBERS].index(field)}]"
    return at if field in TEXTS else f"toNumber({at})"
