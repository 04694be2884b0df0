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
def e_step(weights, means, covariances):
    """Bayes' rule for every point: responsibilities (N, K); and the log-likelihood."""
    log_joint = np.empty((N, K))  # ln weight_k + ln Normal(x_n; mean_k, covariance_k)
    for k in range(K):
        L = np.linalg.cholesky(covariances[k])
        z = solve_triangular(L, (X - means[k]).T, lower=True)  # in standard deviations
        log_normal = -(D * np.log(2 * np.pi) + (z**2).sum(axis=0)) / 2 - np.log(np.diag(L)).sum()
        log_joint[:, k] = np.log(weights[k]) + log_normal
    log_density = logsumexp(log_joint, axis=1)
    return np.exp(log_joint - log_density[:, np.newaxis]), log_density.sum()
'''

M_STEP = '''\
def m_step(responsibilities):
    """{what} of the points, each counted by its responsibilities."""
    counts = responsibilities.sum(axis=0)
    means = np.array([r @ X / count for r, count in zip(responsibilities.T, counts)])
    scatters = np.array([r * (X - m).T @ (X - m) for r, m in zip(responsibilities.T, means)])
    {covariances}
    return {returned}
'''

COVARIANCES = {
    "full": ["covariances = scatters / counts[:, np.newaxis, np.newaxis]"],
    "tied": ["covariances = np.array([scatters.sum(axis=0) / N] * K)  # one for all"],
    "diag": ["covariances = scatters / counts[:, np.newaxis, np.newaxis] * np.eye(D)  # no correlations"],
    "spherical": [
        "variances = np.trace(scatters, axis1=1, axis2=2) / (D * counts)  # circles",
        "covariances = variances[:, np.newaxis, np.newaxis] * np.eye(D)",
    ],
}

END = 'print("weights", weights, "means", means, "covariances", covariances, sep="\\n")\n'


def write(moment: Moment) -> bytes:
    """The script, in a zip with the points if these are many."""
    given = [head(moment), IMPORTS, data(moment), start(moment)]
    code = "\n".join([*given, "", E_STEP, "", m_step(moment), "", loop(moment) + END])
    return with_points("em.py", code, moment)


def head(moment: Moment, what: str = "NumPy and SciPy alone") -> str:
    """What the script is, as its docstring."""
    link = f"\n{one_line(moment.link, longest=5000)}" if moment.link else ""
    return (
        f'"""EM for a mixture of Gaussians. {one_line(moment.title)}\n\n'
        f'A run of EM Explorer, repeated with {what}.{link}\n"""\n'
    )


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
    collapsed = moment.trace.stop == "collapsed"
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
    if scenario.tol:
        lines += [f"tol = {scenario.tol!r}  # stop once a step changes less than this per point"]
    lines += [comment(moment.trace.detail)] if collapsed else []
    lines += [f"max_iter = {len(moment.trace) - 1 if collapsed else scenario.max_iter}", ""]
    return "\n".join(lines)


def m_step(moment: Moment) -> str:
    """The M step of the run's options."""
    scenario = moment.scenario
    covariances = list(COVARIANCES[scenario.covariance_type])
    if scenario.reg_covar:
        covariances += ["covariances = covariances + ridge * np.eye(D)"]
    learned = scenario.learn_weights
    return (
        M_STEP.replace("{what}", "Weights, means and covariances" if learned else "Means and covariances")
        .replace("{covariances}", "\n    ".join(covariances))
        .replace("{returned}", "counts / N, means, covariances" if learned else "means, covariances")
    )


def loop(moment: Moment, keep: str = "") -> str:
    """E step and M step in turn; `keep`: a line that keeps what a step leaves behind."""
    learned = "weights, " if moment.scenario.learn_weights else ""
    stays = "" if learned else "  # the weights stay as they are"
    lines = [
        "for step in range(max_iter + 1):",
        "    if step > 0:",
        f"        {learned}means, covariances = m_step(responsibilities){stays}",
        "    responsibilities, log_likelihood = e_step(weights, means, covariances)",
        '    print(f"step {step:3d}   log-likelihood {log_likelihood:.3f}")',
        *([f"    {keep}"] if keep else []),
    ]
    if moment.scenario.tol:
        lines += [
            "    if step > 0 and abs(log_likelihood - before) / N < tol:",
            "        break",
            "    before = log_likelihood",
        ]
    return "\n".join([*lines, ""])
