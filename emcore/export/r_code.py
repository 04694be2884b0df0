"""The run as a script in R, by the package mclust, where it takes the same steps."""

from emcore.export.beside import POINTS, comes_with_points, with_points
from emcore.export.code_text import comment, one_line, points_comment, vector_of
from emcore.export.file import Moment, too_many_points
from emcore.export.points_csv import values_in
from emcore.export.sklearn_code import is_of_type

# What mclust calls a covariance type in one and in more dimensions, and the form in which it wants its matrices.
MODELS = {"full": ("V", "VVV"), "tied": ("E", "EEE"), "diag": ("V", "VVI"), "spherical": ("V", "VII")}
FORMS = {
    "V": "sigmasq = covariances[1, 1, ]",
    "E": "sigmasq = covariances[1, 1, 1]",
    "VVV": "cholsigma = array(apply(covariances, 3, chol), dim(covariances))",
    "EEE": "cholSigma = chol(covariances[, , 1])",
    "VVI": 'scale = scale, shape = sweep(variances, 2, scale, "/")',
    "VII": "sigmasq = covariances[1, 1, ]",
}

SCRIPT = """\
# EM for a mixture of Gaussians. {title}
# A run of EM Explorer, repeated with the package mclust.
{link}
library(mclust)

{about}
X <- {points}

# Step 0: the start
D <- ncol(X)
K <- {n_components}
weights <- {weights}
means <- matrix({means}, nrow = D)
covariances <- array({covariances}, c(D, D, K))
{before}variance <- list(
  modelName = "{model}", d = D, G = K,
  {form}
)
parameters <- list(pro = weights, mean = {mean}, variance = variance)

{climbs}{detail}
for (step in 0:{last}) {{
  if (step > 0) {{
    parameters <- mstep(data = X, modelName = "{model}", z = e$z{prior})$parameters
{fixed}  }}
  e <- estep(data = X, modelName = "{model}", parameters = parameters)
  cat(sprintf("step %3d   log-likelihood %.3f\\n", step, e$loglik))
}}
print(parameters)
"""

CLIMBS = """\
# With this prior EM climbs the log posterior; the log-likelihood, which mclust tells, may fall a little.
"""


def write(moment: Moment) -> bytes:
    """The script, in a zip with the points if these are many."""
    first, n_features = moment.trace[0].mixture, moment.dataset.X.shape[1]
    model = model_of(moment)
    code = SCRIPT.format(
        title=one_line(moment.title),
        link=f"# {one_line(moment.link, longest=5000)}\n" if moment.link else "",
        about=points_comment(moment.dataset.X, moment.dataset.columns),
        points=_points(moment),
        n_components=first.n_components,
        weights=vector_of(first.weights),
        means=vector_of(first.means.T),
        mean="means[1, ]" if n_features == 1 else "means",
        covariances=vector_of(moment.trace.covariances[0].transpose(1, 2, 0)),
        before=(
            "variances <- matrix(apply(covariances, 3, diag), nrow = D)\n"
            "scale <- apply(variances, 2, prod)^(1 / D)  # as mclust writes them: a size and a shape\n"
        )
        if model == "VVI"
        else "",
        model=model,
        prior=", prior = priorControl()" if moment.scenario.prior else "",
        form=FORMS[model],
        climbs=CLIMBS if moment.scenario.prior else "",
        detail=comment(moment.trace.detail),
        last=len(moment.trace) - 1,
        fixed="" if moment.scenario.learn_weights else "    parameters$pro <- weights  # they stay as they are\n",
    )
    return with_points("em.R", code, moment)


def problem(moment: Moment) -> str:
    """Why mclust does not take these steps, in words; "" if it does."""
    scenario = moment.scenario
    if scenario.reg_covar:
        return "mclust knows no ridge; this run has one."
    if not is_of_type(moment.trace.covariances[0], scenario.covariance_type):
        return (
            f"mclust can't begin at this start: its covariances are not {scenario.covariance_type} yet, as they are "
            "from step 1 on."
        )
    return too_many_points(moment)


def model_of(moment: Moment) -> str:
    """The name of mclust for the covariances of a run."""
    return MODELS[moment.scenario.covariance_type][moment.dataset.X.shape[1] > 1]


def _points(moment: Moment) -> str:
    X = moment.dataset.X
    if not comes_with_points(moment):
        return f"matrix({vector_of(X)}, ncol = {X.shape[1]})"
    columns = values_in(X)
    return (
        f'as.matrix(read.csv("{POINTS}", fileEncoding = "UTF-8-BOM")'
        f"[, {columns.start + 1}:{columns.stop}, drop = FALSE])"
    )
