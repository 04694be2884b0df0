"""The run as a script on NumPy and SciPy: begins at step 0's exact parameters, so that no way to start is in it."""

from emcore.export.beside import POINTS, comes_with_points, with_points
from emcore.export.code_text import comment, list_of, one_line, points_comment
from emcore.export.file import Moment
from emcore.export.points_csv import values_in

IMPORTS = """\
import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import logsumexp
"""

E_STEP = '''\
def log_normal(X, mean, covariance):
    """ln Normal(x_n; mean, covariance) of points (N, D)."""
    L = np.linalg.cholesky(covariance)
    z = solve_triangular(L, (X - mean).T, lower=True)  # in standard deviations
    return -(D * np.log(2 * np.pi) + (z**2).sum(axis=0)) / 2 - np.log(np.diag(L)).sum()


def e_step(weights, means, covariances):
    """Bayes' rule for every point: responsibilities (N, K); and the log-likelihood."""
    log_joint = np.empty((N, K))  # ln weight_k + ln Normal(x_n; mean_k, covariance_k)
    for k in range(K):
        log_joint[:, k] = np.log(weights[k]) + log_normal(X, means[k], covariances[k])
    log_density = logsumexp(log_joint, axis=1)
    return np.exp(log_joint - log_density[:, np.newaxis]), log_density.sum()
'''

M_STEP = '''\
def m_step(responsibilities):
    """{what} of the points, each counted by its responsibilities."""
    counts = responsibilities.sum(axis=0)
{moments}    {covariances}
    return {returned}
'''

MOMENTS = """\
    means = np.array([r @ X / count for r, count in zip(responsibilities.T, counts)])
    scatters = np.array([r * (X - m).T @ (X - m) for r, m in zip(responsibilities.T, means)])
"""

COVARIANCES = {
    "full": ["covariances = scatters / counts[:, np.newaxis, np.newaxis]"],
    "tied": ["covariances = np.array([scatters.sum(axis=0) / N] * K)  # one for all"],
    "diag": ["covariances = scatters / counts[:, np.newaxis, np.newaxis] * np.eye(D)  # no correlations"],
    "spherical": [
        "variances = np.trace(scatters, axis1=1, axis2=2) / (D * counts)  # circles",
        "covariances = variances[:, np.newaxis, np.newaxis] * np.eye(D)",
    ],
}

# The same with a prior: its mean counts as so many points, its scale comes to the scatters.
PRIOR_MOMENTS = """\
    totals = counts + shrinkage  # the prior's mean counts as so many points
    means = np.array([
        (r @ X + shrinkage * prior_mean) / total for r, total in zip(responsibilities.T, totals)
    ])
    scatters = np.array([
        r * (X - m).T @ (X - m) + shrinkage * np.outer(prior_mean - m, prior_mean - m)
        for r, m in zip(responsibilities.T, means)
    ])
"""
PRIOR_COVARIANCES = {
    "full": [
        "divisors = counts + dof + D + 2",
        "covariances = (scatters + prior_scale) / divisors[:, np.newaxis, np.newaxis]",
    ],
    "tied": [
        "shared = (scatters.sum(axis=0) + prior_scale) / (N + dof + D + K + 1)",
        "covariances = np.array([shared] * K)  # one for all",
    ],
    "diag": [
        "divisors = counts + dof + 3",
        "covariances = (scatters + prior_scale) / divisors[:, np.newaxis, np.newaxis]",
        "covariances = covariances * np.eye(D)  # no correlations",
    ],
    "spherical": [
        "totals = np.trace(scatters, axis1=1, axis2=2) + prior_scale[0, 0]",
        "variances = totals / (D * (counts + 1) + dof + 2)  # circles",
        "covariances = variances[:, np.newaxis, np.newaxis] * np.eye(D)",
    ],
}

LOG_PRIOR = '''\
def log_prior(means, covariances):
    """The log density of the prior: with the log-likelihood it makes the log posterior."""
    of_means = sum(log_normal(m[np.newaxis], prior_mean, S / shrinkage)[0] for m, S in zip(means, covariances))
    return of_means + {of_covariances}
'''
LOG_PRIORS = {
    "full": "sum(invwishart.logpdf(S, dof, prior_scale) for S in covariances)",
    "tied": "invwishart.logpdf(covariances[0], dof, prior_scale)",
    "diag": (
        "invgamma.logpdf(\n"
        "        np.diagonal(covariances, axis1=1, axis2=2), dof / 2, scale=np.diag(prior_scale) / 2\n"
        "    ).sum()"
    ),
    "spherical": "invgamma.logpdf(covariances[:, 0, 0], dof / 2, scale=prior_scale[0, 0] / 2).sum()",
}

END = 'print("weights", weights, "means", means, "covariances", covariances, sep="\\n")\n'


def write(moment: Moment) -> bytes:
    """The script, in a zip with the points if these are many."""
    given = [head(moment), imports(moment), data(moment), start(moment)]
    code = "\n".join([*given, "", e_step(moment), "", m_step(moment), "", loop(moment) + END])
    return with_points("em.py", code, moment)


def head(moment: Moment, what: str = "NumPy and SciPy alone") -> str:
    """What the script is, as its docstring."""
    link = f"\n{one_line(moment.link, longest=5000)}" if moment.link else ""
    return (
        f'"""EM for a mixture of Gaussians. {one_line(moment.title)}\n\n'
        f'A run of EM Explorer, repeated with {what}.{link}\n"""\n'
    )


def imports(moment: Moment) -> str:
    """What the script needs; with a prior its densities besides."""
    needed = [name for name in ("invgamma", "invwishart") if name in e_step(moment)]
    return IMPORTS + "".join(f"from scipy.stats import {name}\n" for name in needed)


def data(moment: Moment) -> str:
    """The points X (N, D), written out or read from the file beside."""
    X = moment.dataset.X
    about = points_comment(X, moment.dataset.columns)
    if not comes_with_points(moment):
        if X.shape[1] == 1:
            return f"{about}\nX = np.array({list_of(X[:, 0])})[:, np.newaxis]\n"
        return f"{about}\nX = np.array({list_of(X)})\n"
    columns = values_in(X)
    return (
        f'{about}\nX = np.loadtxt("{POINTS}", delimiter=",", skiprows=1, ndmin=2, encoding="utf-8",\n'
        f"               usecols=range({columns.start}, {columns.stop}))\n"
    )


def start(moment: Moment) -> str:
    """The parameters of step 0, the sizes, the options."""
    first, scenario = moment.trace[0].mixture, moment.scenario
    collapsed = moment.trace.stop == "collapsed"  # which is no rule that the script follows
    lines = [
        "# Step 0: the start",
        f"weights = np.array({list_of(first.weights)})",
        f"means = np.array({list_of(first.means)})",
        f"covariances = np.array({list_of(moment.trace.covariances[0])})",
        "",
        "N, D = X.shape  # points, dimensions",
        "K = len(weights)  # components",
    ]
    if scenario.reg_covar:
        lines += [f"ridge = {scenario.reg_covar!r}  # added to every variance"]
    if prior := scenario.prior_of(moment.dataset.X):
        lines += [
            "",
            "# The prior of every component's mean and covariance (Fraley and Raftery, 2007): EM climbs",
            "# the log posterior, and the log-likelihood may fall a little",
            f"prior_mean = np.array({list_of(prior.mean)})",
            f"prior_scale = np.array({list_of(prior.scale)})",
            f"shrinkage, dof = {prior.shrinkage!r}, {prior.dof!r}",
            "",
        ]
    if scenario.tol:
        lines += [f"tol = {scenario.tol!r}  # stop once a step changes less than this per point"]
    lines += [comment(moment.trace.detail)] if collapsed else []
    lines += [f"max_iter = {len(moment.trace) - 1 if collapsed else scenario.max_iter}", ""]
    return "\n".join(lines)


def e_step(moment: Moment) -> str:
    """The E step, with a prior also its log density."""
    if not moment.scenario.prior:
        return E_STEP
    log_prior = LOG_PRIOR.replace("{of_covariances}", LOG_PRIORS[moment.scenario.covariance_type])
    return f"{E_STEP}\n\n{log_prior}"


def m_step(moment: Moment) -> str:
    """The M step of the run's options."""
    scenario = moment.scenario
    moments, of_type = (PRIOR_MOMENTS, PRIOR_COVARIANCES) if scenario.prior else (MOMENTS, COVARIANCES)
    covariances = list(of_type[scenario.covariance_type])
    if scenario.reg_covar:
        covariances += ["covariances = covariances + ridge * np.eye(D)"]
    learned = scenario.learn_weights
    return (
        M_STEP.replace("{what}", "Weights, means and covariances" if learned else "Means and covariances")
        .replace("{moments}", moments)
        .replace("{covariances}", "\n    ".join(covariances))
        .replace("{returned}", "counts / N, means, covariances" if learned else "means, covariances")
    )


def loop(moment: Moment, keep: str = "") -> str:
    """E step and M step in turn; `keep`: a line that keeps what a step leaves behind."""
    learned = "weights, " if moment.scenario.learn_weights else ""
    stays = "" if learned else "  # the weights stay as they are"
    told, height = "   log-likelihood {log_likelihood:.3f}", "log_likelihood"
    if moment.scenario.prior:
        told, height = told + "   log posterior {log_posterior:.3f}", "log_posterior"
    lines = [
        "for step in range(max_iter + 1):",
        "    if step > 0:",
        f"        {learned}means, covariances = m_step(responsibilities){stays}",
        "    responsibilities, log_likelihood = e_step(weights, means, covariances)",
        *(["    log_posterior = log_likelihood + log_prior(means, covariances)"] if moment.scenario.prior else []),
        f'    print(f"step {{step:3d}}{told}")',
        *([f"    {keep}"] if keep else []),
    ]
    if moment.scenario.tol:
        lines += [
            f"    if step > 0 and abs({height} - before) / N < tol:",
            "        break",
            f"    before = {height}",
        ]
    return "\n".join([*lines, ""])
