"""Errors of emcore and of scikit-learn on runs that are hard on arithmetic: `python -m benchmarks.accuracy`.

Prints a Markdown table. The truth is EM in arithmetic of 50 digits, from `tests.helpers.precise`, on the cases of
`tests.helpers.hard_cases`. Errors are the worst over all the steps that a run makes from the start that both are given.
"""

import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

from emcore import COVARIANCE_TYPES, Mixture
from tests.helpers.hard_cases import CASES, Case
from tests.helpers.oracles import SKLEARN
from tests.helpers.precise import EPS, Errors, errors, exact_run, run_errors, unavoidable_errors, worst

COLUMNS = ("log_likelihood", "means", "covariances", "responsibilities")

LEGEND = """
Errors, the worst over the steps of a run. Log-likelihood: relative; per point where it is below 1 nat per point. Means:
in standard deviations of their component. Covariances: entry (i, j) in units of the standard deviations of i and j.
Responsibilities: absolute. Can be had: what becomes of one rounding of every parameter and log density at every step of
a run that is otherwise exact, the worst of all numbers. scikit-learn: "-" where it can't be asked for the run, because
weights are kept or the start is of another covariance type; "fails" where it raises an error."""


def main() -> None:
    """Measure every case and print the table."""
    names = [name.replace("_", "-") for name in COLUMNS]
    print(
        table_row(
            ["case", "can be had", *(f"emcore: {name}" for name in names), *(f"sklearn: {name}" for name in names)]
        )
    )
    print(table_row(["---", *["---:"] * (1 + 2 * len(names))]))
    for label, case in CASES.items():
        can_be_had = max(EPS, *vars(unavoidable_errors(case)).values())
        print(table_row([label, figure(can_be_had), *emcore_cells(case), *sklearn_cells(case)]), flush=True)
    print(LEGEND)


def emcore_cells(case: Case) -> list[str]:
    """One for each of `COLUMNS`."""
    return cells(run_errors(case, first=1))


def sklearn_cells(case: Case) -> list[str]:
    """One for each of `COLUMNS`."""
    if not (case.covariance_type in SKLEARN and case.learn_weights and is_of_type(case.start, case.covariance_type)):
        return ["-"] * len(COLUMNS)
    try:
        return cells(sklearn_errors(case))
    except ValueError:
        return ["fails"] * len(COLUMNS)


def is_of_type(mixture: Mixture, covariance_type: str) -> bool:
    """Whether the covariances have the type's form already: its estimate from them changes nothing."""
    same = COVARIANCE_TYPES[covariance_type].estimate(np.ones(mixture.n_components), mixture.covariances)
    return bool(np.allclose(same, mixture.covariances, rtol=1e-12, atol=0))


def sklearn_errors(case: Case) -> Errors:
    """Of every step of scikit-learn's `GaussianMixture`, the worst of each; `ValueError` where it gives up."""
    start = case.start
    precisions, matrices = SKLEARN[case.covariance_type]
    model = GaussianMixture(
        start.n_components,
        covariance_type=case.covariance_type,
        weights_init=start.weights,
        means_init=start.means,
        precisions_init=precisions(start.covariances),
        reg_covar=case.reg_covar,
        tol=0,
        warm_start=True,  # every call of fit goes on from the last
        max_iter=1,
    )
    found = []
    for step in exact_run(case)[1:]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that one step does not converge
            model.fit(case.X)
        covariances = matrices(model.covariances_, start.n_components, start.n_features)
        mixture = Mixture(model.weights_, model.means_, covariances)
        found.append(errors(model.score(case.X) * len(case.X), model.predict_proba(case.X), mixture, step))
    return worst(found)


def cells(found: Errors) -> list[str]:
    """One for each of `COLUMNS`."""
    return [figure(getattr(found, name)) for name in COLUMNS]


def figure(error: float) -> str:
    """One significant figure; below half a rounding unit, as good as none."""
    return f"{error:.0e}" if error > EPS / 2 else "0"


def table_row(texts: list[str]) -> str:
    """A row of a Markdown table."""
    return f"| {' | '.join(texts)} |"


if __name__ == "__main__":
    main()
