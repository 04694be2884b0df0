"""The step bar and what it drives: the step lives in the browser, Python hands over the run once."""

from collections.abc import Sequence

import numpy as np

from dashboard.charts.palette import DASHES, colors
from dashboard.common.component import component
from dashboard.common.theme import is_dark
from dashboard.link import address
from emcore import Dataset, EMTrace
from emcore.scenario.own_points import default_columns

SIGNIFICANT = 7  # digits of the numbers that travel to the read-out, which shows fewer


_bar = component("step_bar")
_read_out = component("read_out")
_sentence = component("sentence")


def step_bar(trace: EMTrace) -> None:
    """First, back, play, forward, last, a range, a speed, a link to copy; arrow keys, Home, End and space.

    It writes the step into the charts' bound inputs and the address bar, and tells the read-out and the sentence by an
    event; the server hears nothing of it.
    """
    state = address.state()
    _bar(
        key="step-bar",
        data={
            "last": len(trace) - 1,
            "beats": state.view.beats,
            "query": address.text(address.query()),
            "arrival": state.arrivals,
            "step": state.view.step,
            "keep": state.browser_knows_step,
            "hold": state.view.fitted_to(state.scenario).click == "predict",
        },
    )


def own_step_bar(last: int, name: str, word: str = "Step") -> None:
    """The same bar for a run that no scenario stands for: steps 0 to `last`, called `word`.

    `name` tells runs apart, so that none opens at another's step.
    """
    state = address.state()
    _bar(
        key="step-bar",
        data={
            "last": last,
            "beats": False,
            "query": name,
            "arrival": state.arrivals,
            "step": state.view.step,
            "keep": False,
            "hold": False,
            "word": word,
        },
    )


def read_out(dataset: Dataset, trace: EMTrace) -> None:
    """Table of the parameters at the step in view with their change, the log-likelihood and its gain."""
    variances = np.diagonal(trace.covariances, axis1=2, axis2=3)
    sds = np.sqrt(variances)
    columns = [("weight", trace.weights)]
    if trace.means.shape[2] == 1:
        columns += [("mean", trace.means[..., 0]), ("sd", sds[..., 0])]
    elif trace.means.shape[2] > 2:
        columns += [(f"x{d + 1}", trace.means[..., d]) for d in range(trace.means.shape[2])]
    else:
        names = [f"x{d + 1}" for d in range(trace.means.shape[2])]
        columns += [(name, trace.means[..., d]) for d, name in enumerate(names)]
        columns += [(f"sd {name}", sds[..., d]) for d, name in enumerate(names)]
        columns.append(("corr", trace.covariances[..., 0, 1] / (sds[..., 0] * sds[..., 1])))
    _read_out(
        key="read-out",
        data={
            "columns": [{"name": name, "values": _short(values)} for name, values in columns],
            "log_likelihoods": trace.log_likelihoods.tolist(),
            "n_points": len(dataset.X),
            "colors": colors(is_dark()),
            "dashes": DASHES,
            "names": _names_of(dataset),
            "figures": 4 if trace.means.shape[2] == 1 else 3,
        },
    )


def sentence(lines: Sequence[str], e_beats: Sequence[str] = (), *, collapsed: bool = False) -> None:
    """What happened at the step in view, or at its E beat; screen readers hear it when the step rests.

    `collapsed`: the last line is a warning.
    """
    _sentence(key="sentence", data={"sentences": list(lines), "e_beats": list(e_beats), "collapsed": collapsed})


def _names_of(dataset: Dataset) -> str:
    """What x1, x2 and so on stand for, where the columns have names."""
    short = default_columns(len(dataset.columns))
    if len(short) == 1 or dataset.columns == short:
        return ""
    return "; ".join(f"{name}: {title}" for name, title in zip(short, dataset.columns, strict=True)) + "."


def _short(values: np.ndarray) -> list[list[float]]:
    return [[float(f"{value:.{SIGNIFICANT}g}") for value in row] for row in values]
