"""The run as a script with scikit-learn, where it takes the same steps."""

from collections.abc import Callable

import numpy as np

from emcore.export import python_code
from emcore.export.beside import with_points
from emcore.export.code_text import comment, list_of
from emcore.export.file import Moment, too_many_points
from emcore.points import EPS, Array

DIGITS = 5e-4  # a change of the log-likelihood that shows

# Covariances (K, D, D) as scikit-learn writes those of a type, and its precisions of them in code.
TYPES: dict[str, tuple[Callable[[Array], Array], str]] = {
    "full": (lambda c: c, "np.linalg.inv(covariances)"),
    "tied": (lambda c: c[0], "np.linalg.inv(covariances)"),
    "diag": (lambda c: np.diagonal(c, axis1=1, axis2=2), "1 / covariances"),
    "spherical": (lambda c: c[:, 0, 0], "1 / covariances"),
}

STEPS = """\
# One step at a time, each from where the last one ended. It would warn that it is not done.
warnings.filterwarnings("ignore", category=ConvergenceWarning)
model = GaussianMixture(
    len(weights), covariance_type="{kind}", reg_covar={ridge!r}, tol=0, max_iter=1, warm_start=True,
    weights_init=weights, means_init=means, precisions_init={precisions},
    init_params="random",  # which is not used, and takes the least time
)
{detail}
for step in range(1, {end}):
    model.fit(X)
    print(f"step {{step:3d}}   log-likelihood {{model.score_samples(X).sum():.3f}}")
print("weights", model.weights_, "means", model.means_, "covariances", model.covariances_, sep="\\n")
"""

IMPORTS = """\
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture
"""


def write(moment: Moment) -> bytes:
    """The script, in a zip with the points if these are many."""
    kind, first = moment.scenario.covariance_type, moment.trace[0].mixture
    of_type, precisions = TYPES[kind]
    start = "\n".join(
        [
            "# Step 0: the start",
            f"weights = np.array({list_of(first.weights)})",
            f"means = np.array({list_of(first.means)})",
            f"covariances = np.array({list_of(of_type(moment.trace.covariances[0]))})",
            "",
        ]
    )
    steps = STEPS.format(
        kind=kind,
        ridge=moment.scenario.reg_covar,
        precisions=precisions,
        detail=comment(moment.trace.detail),
        end=len(moment.trace),
    )
    code = "\n".join([python_code.head(moment, "scikit-learn"), IMPORTS, python_code.data(moment), start, steps])
    return with_points("em_sklearn.py", code, moment)


def problem(moment: Moment) -> str:
    """Why scikit-learn does not take these steps, in words; "" if it does."""
    scenario, X, covariances = moment.scenario, moment.dataset.X, moment.trace.covariances[0]
    if scenario.prior:
        return (
            "scikit-learn knows no such prior: GaussianMixture has none, and BayesianGaussianMixture, which has, takes "
            "other steps (variational ones)."
        )
    if not scenario.learn_weights:
        return "scikit-learn always learns the weights; in this run they stay as they are."
    if not is_of_type(covariances, scenario.covariance_type):
        return (
            f"scikit-learn can't begin at this start: its covariances are not {scenario.covariance_type} yet, as they "
            "are from step 1 on."
        )
    if len(moment.trace) == 1:
        return "This run has no step after the start."
    if len(X) < max(2, scenario.n_components):
        return "scikit-learn wants as many points as components at least, and two."
    if scenario.covariance_type != "full" and lost_digits(moment) > DIGITS:
        return (
            "scikit-learn would lose digits: for these covariances it takes squares of the values, and the points lie "
            "far from 0 for their spread. Standardized columns would do."
        )
    return too_many_points(moment)


def is_of_type(covariances: Array, kind: str) -> bool:
    """Whether covariances (K, D, D) can be said in scikit-learn's form of a type."""
    d = covariances.shape[1]
    off_diagonal = covariances * (1 - np.eye(d))
    variances = np.diagonal(covariances, axis1=1, axis2=2)
    if kind == "tied":
        return bool((covariances == covariances[0]).all())
    if kind == "spherical":
        return not off_diagonal.any() and bool((variances == variances[:, :1]).all())
    return kind == "full" or not off_diagonal.any()


def lost_digits(moment: Moment) -> float:
    """About how far a log-likelihood is off where a variance is the mean square less the squared mean."""
    variances = np.diagonal(moment.trace.covariances, axis1=2, axis2=3)
    return float((moment.trace.means**2 / variances).max() * EPS * len(moment.dataset.X))
