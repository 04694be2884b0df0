"""EM for Gaussian mixtures in plain NumPy and SciPy.

N points, K components, D features. Log-likelihoods are in nats and summed over the points unless a name says `mean_`.
Variances divide by the sum of the responsibilities (1/N, never N - 1). In words, components are counted from 1.
"""

from emcore.bound import entropy, kl_gap, lower_bound
from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import aic, bic, icl, n_parameters
from emcore.data.classic import DATASETS
from emcore.data.generators import GENERATORS, Dataset
from emcore.em import e_step, expectation_maximization, m_step
from emcore.errors import CollapseError, DataError, MixtureError
from emcore.fast.fit import fit, fit_many, iterate
from emcore.gaussian import Gaussian
from emcore.mixture import Mixture, log_component_densities, log_density, sample
from emcore.prior import Prior, conjugate_prior
from emcore.scenario.presets import PRESETS
from emcore.scenario.record import Scenario
from emcore.starts import STARTS, make_start
from emcore.trace import EMState, EMTrace

__all__ = [
    "COVARIANCE_TYPES",
    "DATASETS",
    "GENERATORS",
    "PRESETS",
    "STARTS",
    "CollapseError",
    "DataError",
    "Dataset",
    "EMState",
    "EMTrace",
    "Gaussian",
    "Mixture",
    "MixtureError",
    "Prior",
    "Scenario",
    "aic",
    "bic",
    "conjugate_prior",
    "e_step",
    "entropy",
    "expectation_maximization",
    "fit",
    "fit_many",
    "icl",
    "iterate",
    "kl_gap",
    "log_component_densities",
    "log_density",
    "lower_bound",
    "m_step",
    "make_start",
    "n_parameters",
    "sample",
]
