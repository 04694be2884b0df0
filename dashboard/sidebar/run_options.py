"""The sidebar's group of the run: the options of EM."""

import streamlit as st

from dashboard.link import address
from dashboard.sidebar.field_widgets import number_input, of_scenario, one_of_registry, slider
from emcore import COVARIANCE_TYPES


def run_group() -> None:
    """Iterations, weights, covariances, tolerance, ridge, prior."""
    slider("max_iter")
    of_scenario(
        st.segmented_control,
        "learn_weights",
        [True, False],
        format_func=lambda learn: "Learned" if learn else "Fixed equal",
        required=True,
    )
    explained = "in_one_dimension" if address.state().scenario.n_features == 1 else "explanation"
    one_of_registry("covariance_type", list(COVARIANCE_TYPES), COVARIANCE_TYPES, explained)
    number_input("tol", step=1e-6)
    number_input("reg_covar", step=0.01)
    of_scenario(
        st.segmented_control,
        "prior",
        [False, True],
        format_func=lambda prior: "Conjugate" if prior else "None",
        required=True,
    )
