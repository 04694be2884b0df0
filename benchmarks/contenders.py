"""Who is measured: EM from given starts for a fixed number of steps, each by the library's own public entry point.

Every one learns weights and full covariances in float64, without a ridge and without stopping early.
"""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sklearn.mixture import GaussianMixture

from benchmarks.rows import Problem
from emcore import Mixture, fit, fit_many, log_density


class Outcome(NamedTuple):
    """What was reached from every start: log-likelihoods, in nats and summed over the points; EM steps in all."""

    log_likelihoods: list[float]
    n_steps: int


Runner = tuple[Callable[[], Any], Callable[[Any], Outcome]]


@dataclass(frozen=True)
class Contender:
    """`prepare(problem, steps)` makes what is not timed, conversions for instance, and returns two functions.

    The first, timed, runs EM once from every start; the second says what its result amounts to. `module` is what must
    be installed.
    """

    label: str
    module: str
    prepare: Callable[[Problem, int], Runner]

    @property
    def is_installed(self) -> bool:
        """Whether `module` can be imported."""
        return importlib.util.find_spec(self.module) is not None


def _emcore(problem: Problem, steps: int) -> Runner:
    def run() -> Any:
        if len(problem.starts) > 1:
            return fit_many(problem.X, problem.starts, max_iter=steps)
        return [fit(problem.X, problem.starts[0], max_iter=steps)]

    def outcome(traces: Any) -> Outcome:
        for trace in traces:
            if len(trace) != steps + 1:
                raise SystemExit(f"emcore ended after {len(trace) - 1} of {steps} steps: {trace.detail}")
        return Outcome([float(trace.log_likelihoods[-1]) for trace in traces], steps * len(traces))

    return run, outcome


def _scikit_learn(problem: Problem, steps: int) -> Runner:
    # The whole call to fit is timed, as it is for emcore. Given weights, means and precisions, scikit-learn starts EM
    # at once (`GaussianMixture._initialize_parameters`), so there is no set-up to subtract; random_from_data keeps it
    # cheap in versions that initialize first and overwrite the result afterwards. Then it makes `steps` E and M steps
    # and one E step more for the labels. That is emcore's work too, whose last E step gives the last log-likelihood.
    models = [
        GaussianMixture(
            n_components=len(start.weights),
            weights_init=start.weights,
            means_init=start.means,
            precisions_init=np.linalg.inv(start.covariances),
            init_params="random_from_data",
            random_state=0,
            tol=0,
            reg_covar=0,
            max_iter=steps,
        )
        for start in problem.starts
    ]

    def run() -> Any:
        return [model.fit(problem.X) for model in models]

    def outcome(fitted: Any) -> Outcome:
        if any(model.n_iter_ != steps for model in fitted):
            raise SystemExit(f"scikit-learn ended before {steps} steps")
        return Outcome([float(model.score(problem.X)) * len(problem.X) for model in fitted], steps * len(fitted))

    return run, outcome


def _onedal(problem: Problem, steps: int) -> Runner:
    import daal4py

    def run() -> Any:
        return [
            daal4py.em_gmm(
                nComponents=len(start.weights), maxIterations=steps, accuracyThreshold=0.0, regularizationFactor=0.0
            ).compute(problem.X, start.weights[np.newaxis], start.means, list(start.covariances))
            for start in problem.starts
        ]

    def outcome(results: Any) -> Outcome:
        mixtures = [Mixture(result.weights[0], result.means, np.array(result.covariances)) for result in results]
        return Outcome(
            [float(log_density(problem.X, mixture).sum()) for mixture in mixtures],
            # A threshold of 0 still stops it where the log-likelihood stays the same to the last digit.
            sum(result.nIterations.item() for result in results),
        )

    return run, outcome


SCIKIT_LEARN = Contender("scikit-learn", "sklearn", _scikit_learn)
EMCORE = Contender("emcore", "emcore", _emcore)
PEERS = [
    Contender("Intel oneDAL (daal4py)", "daal4py", _onedal),  # pip install scikit-learn-intelex
]
