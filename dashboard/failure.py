"""What a visitor reads when a page fails: a sentence and the link to report. The exception goes to the server's log."""

import os

import streamlit as st
from streamlit import error_util
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.logger import get_logger

from dashboard.link import address
from dashboard.link.navigation import HOME

REPORT_URL = os.environ.get("EM_EXPLORER_REPORT_URL", "")  # where whoever runs the dashboard takes reports

of_streamlit = error_util.show_uncaught_app_exception


def tell(ex: BaseException) -> None:
    """Say in the page that it failed, instead of Streamlit, which has written the error to its log."""
    try:
        _tell()
    except Exception:
        get_logger(__name__).exception("The page could not even say that it failed")
        of_streamlit(ex)


def _tell() -> None:
    state = address.state()
    state.url_query = None  # the address bar, which may be behind what failed, holds again
    here = address.whole(state.page)
    where = f"[report it]({REPORT_URL})" if REPORT_URL else "tell whoever runs this page"
    with get_dg_singleton_instance().main_dg.container():  # not in the column in which it failed
        st.error(
            f"This page has failed. The mistake is EM Explorer's, not yours: please {where}, and give this link, which "
            "repeats it.",
            icon=":material/error:",
        )
        st.code(here, language=None, wrap_lines=True)
        st.page_link(HOME, label="Back to the start page", icon=":material/home:", query_params={})


# The one place where Streamlit shows exceptions, be they of a page, a callback or a fragment. Its own hook for them
# would need another command than `streamlit run app.py`.
error_util.show_uncaught_app_exception = tell
