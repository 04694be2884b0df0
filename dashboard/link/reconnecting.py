"""A page that stands open while its server restarts, or forgets the visit: what is changed there first must count.

The browser joins the new server in silence. Only with the first change it sends what all its widgets hold, and the new
session, which has drawn none of them yet, can't tell which one changed and calls nothing back. So the session draws the
page as its link says, like a newcomer's, and is then told the same once more.
"""

import streamlit as st
from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

from dashboard.common.widgets import tell_all_anew
from dashboard.link import address

HELD = "widgets-held"  # what a browser with widgets said to a session that had not drawn them


def take_up() -> None:
    """See that the first change counts on a page that was there before this session; before any widget is drawn.

    A newcomer's browser holds no widgets yet, and after a step back it holds those of another link.
    """
    ctx = get_script_run_ctx()
    if address.state().drew_widgets or ctx is None:
        return
    states = ctx.session_state.get_widget_states()
    if states and not ctx.is_history_navigation:
        st.session_state[HELD] = WidgetStates(widgets=states)
        ctx.session_state.on_script_finished(frozenset())  # forgets them, as if a run had ended without any widget
    if HELD in st.session_state:
        _tell_again()
    else:
        address.state().drew_widgets = True


def is_rejoined() -> bool:
    """Whether the page is drawn for widgets that the browser holds already, from before this session."""
    return HELD in st.session_state


def key_held(start: str) -> str | None:
    """The key, beginning with `start`, of a widget that the browser holds already."""
    if not is_rejoined():
        return None
    keys = (widget.id.partition(start) for widget in st.session_state[HELD].widgets)
    return next((start + rest for _, found, rest in keys if found), None)


@st.fragment
def _tell_again() -> None:
    """Draws nothing. Within the page it asks to be run after it, told all again; then it has the page drawn anew."""
    ctx = get_script_run_ctx()
    assert ctx is not None
    if ctx.fragment_ids_this_run:
        address.state().drew_widgets = True
        del st.session_state[HELD]
        tell_all_anew()  # the page was drawn as its link said
        st.rerun()
    assert ctx.script_requests is not None
    ctx.script_requests.request_rerun(
        RerunData(
            query_string=ctx.query_string,
            page_script_hash=ctx.page_script_hash,
            widget_states=st.session_state[HELD],
            fragment_id=ThreadState.get().fragment_id,
            context_info=ctx.context_info,
        )
    )
