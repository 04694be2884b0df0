"""The parameters of all steps, a row for each component at each step.

Such a table is tidy: pandas, R and a spreadsheet's pivot table draw, filter and group it by step or by component as it
is, and it has the same columns for every K. A row for each step, with weight_1, weight_2, ..., would have to be taken
apart first.
"""

from itertools import combinations_with_replacement

import numpy as np

from emcore.export.csv_text import csv_text
from emcore.export.file import Moment


def steps_csv(moment: Moment) -> bytes:
    """Step, its log-likelihood (nats), component, weight, means, standard deviations, covariances (1/N).

    With a prior its log density (nats) besides, log_prior. "cov_x1_x1" is the variance of x1. Step 0 is the start.
    """
    trace, names = moment.trace, moment.dataset.columns
    n_steps, n_components, n_features = trace.means.shape
    steps = np.repeat(np.arange(n_steps), n_components)
    components = np.tile(np.arange(1, n_components + 1), n_steps)
    pairs = list(combinations_with_replacement(range(n_features), 2))
    covariances = trace.covariances.reshape(-1, n_features, n_features)
    columns = [
        steps,
        trace.log_likelihoods[steps],
        *([] if trace.log_priors is None else [trace.log_priors[steps]]),
        components,
        trace.weights.ravel(),
        *trace.means.reshape(-1, n_features).T,
        *(np.sqrt(covariances[:, d, d]) for d in range(n_features)),
        *(covariances[:, i, j] for i, j in pairs),
    ]
    head = [
        *("step", "log_likelihood", *([] if trace.log_priors is None else ["log_prior"]), "component", "weight"),
        *(f"mean_{name}" for name in names),
        *(f"sd_{name}" for name in names),
        *(f"cov_{names[i]}_{names[j]}" for i, j in pairs),
    ]
    return csv_text(head, [column.tolist() for column in columns])
