"""The run at a step as a table of plain text."""

from collections.abc import Sequence

from emcore.export.code_text import one_line
from emcore.export.file import Moment
from emcore.numerals import plural


def table(moment: Moment) -> str:
    """What the run is; its heights at the step (nats), as a trace has them; each component's weight, means and standard
    deviations."""
    trace, names = moment.trace, moment.dataset.columns
    mixture = trace[moment.t].mixture
    about = f"{plural(len(moment.dataset.X), 'point')} of {', '.join(names)}"
    beat = " (the E beat after it)" if moment.step > moment.t else ""
    heights = "   ".join(f"{name} {values[moment.t]:.3f}" for name, values in trace.heights.items())
    head = ["component", "weight", *(f"mean {name}" for name in names), *(f"sd {name}" for name in names)]
    rows = [
        [str(k + 1), f"{mixture.weights[k]:.4f}", *map(_number, [*mixture.means[k], *mixture.standard_deviations[k]])]
        for k in range(mixture.n_components)
    ]
    lines = [
        one_line(moment.title),
        one_line(about),
        f"step {moment.t}{beat} of {len(trace) - 1}   {heights}",
        "",
        *_aligned([head, *rows]),
        "",
        one_line(trace.detail, longest=1000),
    ]
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:.6g}"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
