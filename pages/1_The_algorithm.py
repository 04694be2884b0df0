"""Lesson: the E step and the M step, in words, in formulas and in code."""

import streamlit as st

from dashboard.lessons import frame
from dashboard.link.navigation import HOME, page_link

frame.opening("the_algorithm")
st.markdown(
    "A **Gaussian mixture** says that every point came from one of *K* bell curves, but not from which. Knowing the "
    "curves, we could tell which points belong to which; knowing who belongs where, we could fit the curves. "
    "**EM** breaks the circle: it starts anywhere and does the two in turn."
)
st.container(key="mixture-formula").latex(r"p(x) = \sum_{k=1}^{K} \pi_k \, \mathcal{N}(x \mid \mu_k, \Sigma_k)")
st.caption("In the code: $\\pi_k$ `weights`, $\\mu_k$ `means`, $\\Sigma_k$ `covariances`.")

st.markdown("## E step: who belongs where?")
words, formulas = st.columns([2, 3], gap="large")
formulas = formulas.container(key="e-step")
words.markdown(
    "Every point is shared out among the components: each gets a **responsibility** $\\gamma_{nk}$, its share of the "
    "density at that point. This is Bayes' rule. The curves stay where they are.\n\n"
    "The densities $p(x_n)$, over all points, make the **log-likelihood** $\\ell$ of the curves as they stand."
)
formulas.latex(
    r"\gamma_{nk} = \frac{\pi_k \, \mathcal{N}(x_n \mid \mu_k, \Sigma_k)}"
    r"{\sum_j \pi_j \, \mathcal{N}(x_n \mid \mu_j, \Sigma_j)}"
)
formulas.latex(r"\ell = \textstyle\sum_n \ln p(x_n) = \sum_n \ln \sum_k \pi_k \, \mathcal{N}(x_n \mid \mu_k, \Sigma_k)")
formulas.caption("In the code: $\\gamma_{nk}$ `responsibilities`, $\\ell$ `log_likelihood`.")

st.markdown("## M step: fit every curve to its share")
words, formulas = st.columns([2, 3], gap="large")
formulas = formulas.container(key="m-step")
words.markdown(
    "Each component takes the weighted share, mean and covariance of the points, a point counting as much as its "
    "responsibility $\\gamma_{nk}$ says. The responsibilities stay as they are."
)
formulas.latex(r"N_k = \textstyle\sum_n \gamma_{nk} \qquad \pi_k = N_k / N")
formulas.latex(r"\mu_k = \frac{1}{N_k} \textstyle\sum_n \gamma_{nk} \, x_n")
formulas.latex(r"\Sigma_k = \frac{1}{N_k} \textstyle\sum_n \gamma_{nk} (x_n - \mu_k)(x_n - \mu_k)^{\top}")
formulas.caption("In the code: $\\pi_k$ `weights`, $\\mu_k$ `means`, $\\Sigma_k$ `covariances`.")

st.markdown(
    "Neither step can lower the log-likelihood, so EM climbs until it stands on a peak: **a** peak, not always the "
    "highest one. Which one is decided by the start. If a component shrinks onto a single point there is no peak at "
    "all: the likelihood grows without bound and the covariance stops being positive definite."
)

st.markdown("## Run it yourself")
st.markdown("The package under this dashboard runs without it, from the project's folder:")
st.code(
    """from emcore import Scenario, fit, make_start
import numpy as np

X = Scenario(source="faithful").dataset().X
start = make_start("kmeanspp", X, n_components=2, rng=np.random.default_rng(1))
trace = fit(X, start, max_iter=100, tol=1e-9)
print(trace.stop, len(trace) - 1, trace[-1].log_likelihood, trace[-1].mixture.means)""",
    language="python",
)
st.markdown("**Try it:** on the dashboard, go from step 0 to step 1 and read which component moved, and why.")
page_link(HOME, "Watch it on the dashboard, with your scenario")
frame.closing("the_algorithm")
