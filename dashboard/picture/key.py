"""The key of a picture: a line in its lower left corner that says what matters most, and all of it behind a button."""

from collections.abc import Sequence

import streamlit as st


def key(short: str, whole: Sequence[str]) -> None:
    """Show it. Where it stands: `stage.css`. The texts are ours and may use Markdown."""
    with st.container(key="picture-key", horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover("Key", type="tertiary"):
            st.markdown("\n".join(f"- {line}" for line in whole))
        st.caption(short)
