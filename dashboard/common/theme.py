"""Light or dark."""

import streamlit as st


def is_dark() -> bool:
    """Whether this visitor's page is dark."""
    return st.context.theme.type == "dark"
