"""The lesson on the bound: its run, its step bar, its pictures, its sentences."""

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.charts.lessons.bound_charts import bars_chart, curves_chart
from dashboard.charts.lessons.climb import CURVE_POINTS, DIGITS, Climb, as_shown, mean_extent, nats
from dashboard.common.cache import cached
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from emcore import Dataset
from emcore.data.classic import load
from emcore.numerals import with_minus
from emcore.study.beats import beats, responsibilities
from emcore.study.one_parameter import climb, log_likelihood_curve, lower_bound_curve, narrow_on_broad

TOLERANCE = 1e-5  # nats per point: less than the first gain in the valley, more than what is left near a peak
MOST_ITERATIONS = 60
START = "bound-start"


def run_from(dataset: Dataset, start: float) -> Climb:
    """EM on the free mean of a narrow bell on a broad one, from `start`."""
    X, model = dataset.X, narrow_on_broad(dataset.X)
    trace = climb(X, model, start, max_iter=MOST_ITERATIONS, tol=TOLERANCE)
    all_steps = [responsibilities(X, trace, t) for t in range(len(trace))]
    means = np.linspace(*mean_extent(X), CURVE_POINTS)
    curve = log_likelihood_curve(X, model, means)
    return Climb(
        X,
        model,
        trace,
        list(beats(X, trace)),
        [lower_bound_curve(X, of_step, model) for of_step in all_steps],
        np.array([of_step[:, model.component] for of_step in all_steps]),
        means,
        curve,
        float(np.floor(curve.min())),
    )


@cached(40, as_it_is=True)  # more than the slider has starts
def esl_run(start: float) -> Climb:
    """The lesson's run: on the 20 values of the book's table."""
    return run_from(load("esl"), start)


def model_formula(run: Climb) -> str:
    """The mixture in numbers, in LaTeX: all fixed but the mean."""
    mixture = run.model.mixture
    narrow, broad = mixture.standard_deviations[:, 0]
    first, second = mixture.weights
    return (
        rf"\begin{{aligned}} p(x) = {{}} & {first:g} \, "
        rf"\mathcal{{N}}(x \mid \mu, {narrow:.2f}^2) \\[-2pt] "
        rf"{{}} + {{}} & {second:g} \, \mathcal{{N}}(x \mid {mixture.means[1, 0]:.2f}, {broad:.2f}^2) \end{{aligned}}"
    )


def restart() -> None:
    """Take up the slider's start, at the first beat."""
    state = address.state()
    choices.choose("from", st.session_state[START])
    address.show(state.scenario, replace(state.view, step=0))


def curves(run: Climb) -> None:
    """The log-likelihood curve, the bound that touches it, the jump to its top."""
    with st.container(key="bound-curves"):
        draw(
            curves_chart(run, dark=is_dark()),
            key="curves",
            alt="Log-likelihood over the mean of the narrow bell: a curve with a peak at each crowd of points. At the "
            "beat in view the lower bound, a parabola, touches it from below; an M beat moves to the parabola's top. "
            "The sentence below gives the numbers.",
        )


def bars(run: Climb) -> None:
    """Lower bound and KL of the beats so far."""
    with st.container(key="bound-bars"):
        draw(
            bars_chart(run, dark=is_dark()),
            key="bars",
            alt="A bar per beat: the lower bound, and on top of it KL; together the log-likelihood. KL is 0 after "
            "every E beat and above 0 after every M beat. The sentence below gives the numbers.",
        )


def sentences(run: Climb) -> list[str]:
    """One sentence for the start and for every beat; the last one says how the run ended."""
    log_likelihood, bound, gap = as_shown(run.beats[0])
    lines = [
        f"Beat 0, the start: the narrow bell stands at {_place(run.free_mean(0))}, log-likelihood "
        f"{nats(log_likelihood)}. No point is shared out yet, so there is no bound. Press play, or →."
    ]
    for number, beat in enumerate(run.beats, start=1):
        label = f"Beat {number}, {beat.kind} step:"
        before = log_likelihood, bound, gap
        log_likelihood, bound, gap = as_shown(beat)
        here = _place(run.free_mean(beat.step))
        if number == 1:
            lines.append(
                f"{label} every point is shared out between the bells. These shares make the first bound; it touches "
                f"the curve at {here}, where the bell stands. KL is 0."
            )
        elif beat.kind == "E":
            lines.append(
                f"{label} the bell stays at {here}, the points are shared out anew; the bound rises by "
                f"{_amount(before[2])} to touch the curve. KL is 0."
            )
        else:
            there = _place(run.free_mean(beat.step + 1))
            lines.append(
                f"{label} the shares stay, the bell jumps from {here} to the bound's top at {there}. Bound up "
                f"{_amount(bound - before[1])}, log-likelihood up {_amount(log_likelihood - before[0])}: "
                f"{_amount(gap)} more, the new KL."
            )
    lines[-1] += (
        " EM has arrived: this is a peak." if run.trace.stop == "converged" else " These are all the beats of this run."
    )
    return lines


def _amount(value: float) -> str:
    smallest = 10.0**-DIGITS
    return nats(value) if value > smallest / 2 else f"under {nats(smallest)}"


def _place(mean: float) -> str:
    return with_minus(f"{mean:.2f}")
