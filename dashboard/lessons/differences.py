"""Two runs in words: what their scenarios differ in, how their numbers compare, what happens on both at every step."""

from collections.abc import Callable
from typing import Any

import numpy as np

from dashboard.common.texts import plain
from dashboard.link import address
from dashboard.link.names import source_name
from dashboard.runs import Run
from emcore import EMTrace, Gaussian, Scenario
from emcore.covariances import COVARIANCE_TYPES
from emcore.numerals import numeral, plural, with_minus
from emcore.scenario.fields import Number
from emcore.scenario.link import HAND
from emcore.scenario.record import FIELDS
from emcore.starts import STARTS

SIDES = ("Left", "Right")
MOST_NAMED = 4  # settings that a side's line names
LONG = 60  # letters of a line that may not be seen whole
LABELS = {"clusters": "Clusters", "components": "Start by hand", "covariance_type": "Covariance"}


def same_data(left: Run, right: Run) -> bool:
    """Whether both are runs on the same points, which makes their log-likelihoods comparable."""
    X, Y = left.dataset.X, right.dataset.X
    return left.dataset.columns == right.dataset.columns and np.array_equal(X, Y)


def settings_that_differ(left: Scenario, right: Scenario) -> list[tuple[str, str, str]]:
    """Name, value on the left, value on the right of every setting that is not the same, in Markdown."""
    names = [name for name in FIELDS if getattr(left, name) != getattr(right, name)]
    if left.own != right.own and "source" not in names:
        names.insert(0, "source")
    if "components" in names:
        names = [name for name in names if name != "start_seed"]  # which a start by hand has none of
    return [(LABELS.get(name) or FIELDS[name].label, _in_words(left, name), _in_words(right, name)) for name in names]


def _in_words(scenario: Scenario, name: str) -> str:
    value, kind = getattr(scenario, name), FIELDS[name].kind
    words: dict[str, Callable[[Any], str]] = {
        "source": lambda value: source_name(scenario),
        "start": lambda value: "by hand" if value == HAND else STARTS[value].label,
        "covariance_type": lambda value: COVARIANCE_TYPES[value].label.lower(),
        "learn_weights": lambda value: "learned" if value else "fixed equal",
        "prior": lambda value: "conjugate" if value else "none",
        "standardize": lambda value: "yes" if value else "no",
        "columns": lambda value: plain(", ".join(value)) or "the usual ones",
        "clusters": _gaussians_in_words,
        "components": _gaussians_in_words,
    }
    if name in words:
        return words[name](value)
    assert isinstance(kind, Number)
    return numeral(value, 6)


def _gaussians_in_words(gaussians: tuple[Gaussian, ...]) -> str:
    if not gaussians:
        return "none"
    means = [", ".join(numeral(x, 3) for x in gaussian.mean) for gaussian in gaussians]
    return "at " + ", ".join(means if len(gaussians[0].mean) == 1 else [f"({mean})" for mean in means])


def headings(left: Scenario, right: Scenario) -> tuple[str, str]:
    """A line over each picture: its side and what it differs in from the other."""
    hidden = ["Clusters"] if "truth" in address.state().lecture.locks else []
    different = [setting for setting in settings_that_differ(left, right) if setting[0] not in hidden]
    if not different:
        return "**Left**", "**Right**" if hidden else "**Right**, the same run"
    more = f"; {len(different) - MOST_NAMED} more" if len(different) > MOST_NAMED else ""
    lines = []
    for at, side in enumerate(SIDES, start=1):
        named = "; ".join(f"{setting[0]}: {setting[at]}" for setting in different[:MOST_NAMED])
        lines.append(f"**{side}** · {named}{more}")
    return lines[0], lines[1]


def comparable(left: Run, right: Run) -> str:
    """How the log-likelihoods of both can be read side by side, in a sentence."""
    with_prior = [
        side.lower() for side, run in zip(SIDES, (left, right), strict=True) if run.trace.log_priors is not None
    ]
    climbed = ""
    if with_prior:
        whose = "Both runs have" if len(with_prior) == 2 else f"The {with_prior[0]} run has"
        climbed = f" {whose} a prior: EM climbs the log posterior, and the log-likelihood drawn here may fall."
    if same_data(left, right):
        fit = "the higher log-likelihood, summed over all points, is the better fit."
        return f"Both runs are on the same data: {fit}{climbed}"
    n_left, n_right = len(left.dataset.X), len(right.dataset.X)
    points = f"{plural(n_left, 'point')} and {n_right:,}" if n_left != n_right else f"{plural(n_left, 'point')} each"
    return (
        f"The data are not the same ({points}): log-likelihoods are shown per point, and which is higher does not say "
        f"which fit is better.{climbed}"
    )


def both_told(
    left_told: list[str], right_told: list[str], left: EMTrace, right: EMTrace, comparable: bool
) -> list[str]:
    """A line for every step of the longer run, from those on the steps of both."""
    return [
        f"Step {t}{_lead(left, right, t) if comparable else ''}. Left: {_at(left_told, left, t)} "
        f"Right: {_at(right_told, right, t)}"
        for t in range(max(len(left_told), len(right_told)))
    ]


def _at(told: list[str], trace: EMTrace, step: int) -> str:
    last = len(trace) - 1
    if step > last:
        how = {"converged": "converged", "collapsed": "collapsed"}.get(trace.stop, "after all its iterations")
        return f"ended at step {last}, {how}."
    return told[step].partition(": ")[2] if step else "the start."


def _lead(left: EMTrace, right: EMTrace, step: int) -> str:
    at = [float(trace.log_likelihoods[min(step, len(trace) - 1)]) for trace in (left, right)]
    difference = at[1] - at[0]
    if abs(difference) < 0.05:
        return ": level within 0.1 nats"
    of = "" if left.log_priors is None and right.log_priors is None else " of log-likelihood"
    return f": {SIDES[int(difference > 0)].lower()} is ahead by {with_minus(f'{abs(difference):.1f}')} nats{of}"
