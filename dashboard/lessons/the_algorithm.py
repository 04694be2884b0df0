"""The lesson on the algorithm: its two examples, the phases of their runs in words and formulas, the loop as code."""

import inspect
from dataclasses import dataclass

import streamlit as st

from dashboard.common.component import component
from dashboard.link.view import View
from emcore import Gaussian, Scenario
from emcore.em import expectation_maximization

VIEW = View(beats=True, colours="soft")
NUMBERS = "Numbers: press a point or a component's number."

LOOP = "As it stands in `emcore/em.py`, with the example of one dimension to run it on, from the project's folder:"
IN_THE_CODE = (
    "In the code: $\\gamma_{nk}$ `responsibilities`, $\\pi_k$ `weights`, $\\mu_k$ `means`, $\\sigma_k^2$ or "
    "$\\Sigma_k$ `covariances`, $\\ell$ `log_likelihood`."
)

_phase = component("phase")


@dataclass(frozen=True)
class Phase:
    """A part of the run, `key` in `browser/phase/`: its name, words and formula; without one that is empty."""

    key: str
    name: str
    words: str
    formula: str


@dataclass(frozen=True)
class Example:
    """A scenario with a start that is visibly wrong, its run in words; `told`: what is seen, for those who can't."""

    scenario: Scenario
    phases: tuple[Phase, ...]
    told: str


def changes(beat: str, symbol: str) -> str:
    """A quantity that changes at a beat, "E" or "M": the sheet finds it by a colour that it has for nothing else."""
    return rf"\textcolor{{#00000{'EM'.index(beat) + 1}}}{{{symbol}}}"


GAMMA = changes("E", r"\gamma_{nk}")
WEIGHT, MEAN = changes("M", r"\pi_k"), changes("M", r"\mu_k")
LIKELIHOOD = changes("M", r"\ell")


def _phases(guess: str, marks: str, shapes: str, shape: str, covariance: str, square: str) -> tuple[Phase, ...]:
    """In formulas as in Bishop, PRML, 9.7, 9.23 to 9.28; in one dimension the covariance is a variance."""
    spread = changes("M", covariance)
    bell = rf"{WEIGHT} \, \mathcal{{N}}(%s \mid {MEAN}, {spread})"
    share = rf"\tfrac{{1}}{{N_k}} \textstyle\sum_n {GAMMA} \,"
    return (
        Phase("guess", "Guess", guess, rf"p(x) = \textstyle\sum_k {bell % 'x'}"),
        Phase(
            "e",
            "E step",
            f"Every point is shared out by Bayes' rule: {marks} recolour, {shapes} stay.",
            rf"{GAMMA} = \frac{{{bell % 'x_n'}}}{{p(x_n)}}",
        ),
        Phase(
            "m",
            "M step",
            f"Every {shape} takes weight, mean and spread of its share: {shapes} move, colours stay.",
            rf"\begin{{aligned}} N_k &= \textstyle\sum_n {GAMMA} \qquad {WEIGHT} = \tfrac{{N_k}}{{N}} \\"
            rf"{MEAN} &= {share} x_n \\ {spread} &= {share} {square} \end{{aligned}}",
        ),
        Phase(
            "again",
            "Again",
            "From their new places they share the points out anew, and so on. The log-likelihood never falls.",
            rf"{LIKELIHOOD} = \textstyle\sum_n \ln p(x_n)",
        ),
        Phase(
            "settled", "Settled", "Nothing visible changes: EM is on a peak of $\\ell$, perhaps not the highest.", ""
        ),
    )


EXAMPLES = {
    "1": Example(
        Scenario(
            clusters=(Gaussian(90, (0,), (0.8,)), Gaussian(60, (5,), (1.2,)), Gaussian(120, (10,), (0.8,))),
            data_seed=2,
            components=tuple(Gaussian(1, (mean,), (1.5,)) for mean in (2, 3, 4)),
            tol=1e-9,
            learn_weights=True,
        ),
        _phases(
            "Three bells, all in the wrong place. Their sum is the density $p(x)$.",
            "bars",
            "bells",
            "bell",
            r"\sigma_k^2",
            rf"(x_n - {MEAN})^2",
        ),
        "Histogram and rug of the data, each component's weighted density, and their sum, at the step in view.",
    ),
    "2": Example(
        Scenario(
            "clusters-2d",
            clusters=(
                Gaussian(80, (-4, -2), (1, 1.2)),
                Gaussian(60, (4, -2), (1.4, 0.8), 0.5),
                Gaussian(100, (0, 4), (1.5, 1)),
            ),
            data_seed=1,
            components=tuple(Gaussian(1, mean, (1.5, 1.5)) for mean in ((3, 3), (4, 4), (5, 3))),
            tol=1e-9,
            learn_weights=True,
        ),
        _phases(
            "Three bells, seen from above, in a corner without points. Their sum is the density $p(x)$.",
            "dots",
            "ellipses",
            "ellipse",
            r"\Sigma_k",
            rf"(x_n - {MEAN})(x_n - {MEAN})^{{\top}}",
        ),
        "The points, and each component's ellipses that hold 50 % and 95 % of its mass, at the step in view.",
    ),
}


def phases(example: Example) -> None:
    """The phases, the one in view lit; a press on one goes there, without the server."""
    for phase in example.phases:
        with st.container(key=f"phase-{phase.key}", gap=None):
            _phase(key=f"title-{phase.key}", data={"key": phase.key, "name": phase.name})
            with st.container(key=f"words-{phase.key}", gap=None):
                st.markdown(phase.words)
                if phase.formula:
                    st.latex(phase.formula)
    st.caption(NUMBERS)


def code() -> str:
    """A script that runs the example of one dimension: between its first line and the last ones the loop itself."""
    return f"{IMPORTS}\n\n\n{inspect.getsource(expectation_maximization)}\n\n{RUN}"


IMPORTS = "from emcore.em import *  # what the loop is made of"
RUN = """from emcore import Gaussian, Scenario

bumps = (Gaussian(90, (0,), (0.8,)), Gaussian(60, (5,), (1.2,)), Gaussian(120, (10,), (0.8,)))
bells = tuple(Gaussian(1, (mean,), (1.5,)) for mean in (2, 3, 4))
picture = Scenario(clusters=bumps, data_seed=2, components=bells)
X = picture.dataset().X
trace = expectation_maximization(X, picture.start_mixture(X), tol=1e-9)
print(trace.log_likelihoods)"""
