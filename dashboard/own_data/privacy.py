"""What a link may carry of one's own data; letting go of them."""

import streamlit as st

from dashboard.common.cache import forget as forget_results
from dashboard.common.widgets import controlled
from dashboard.link import address, choices
from dashboard.own_data import in_use
from dashboard.own_data.ways_in import PASTE_KEY, UPLOADS, WAY_KEY
from emcore.scenario.own_points import MOST_POINTS


def privacy() -> None:
    """A switch that keeps points out of the link, and a button that forgets the data."""
    few = in_use.can_travel()
    controlled(
        st.toggle,
        "own-may-travel",
        in_use.state().may_travel and few,
        "Points may travel in the link",
        disabled=not few,
        help=f"Up to {MOST_POINTS} points, if their digits are not too many. Otherwise the link only names the data, "
        "and whoever opens it is asked for them.",
        on_change=lambda: in_use.let_travel(st.session_state["own-may-travel"]),
    )
    st.button("Forget the data", key="own-forget", on_click=_forget, icon=":material/delete:")


def _forget() -> None:
    """Empty this visit but for what the address bar holds; the uploader drops its file when it gets another key."""
    in_use.forget()
    forget_results()
    uploads = st.session_state.get(UPLOADS, 0) + 1
    for key in set(st.session_state) - {address.KEY, choices.KEY, WAY_KEY}:
        del st.session_state[key]
    st.session_state[UPLOADS] = uploads
    st.session_state[PASTE_KEY] = ""
