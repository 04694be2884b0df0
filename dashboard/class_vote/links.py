"""The link by which students come into a room."""

from collections.abc import Mapping
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from emcore.scenario import packed_link

IN_A_HALL = 300  # characters of a link whose code a camera reads from the back rows


def for_students(code: str, query: Mapping[str, str]) -> str:
    """The room's link, with the scenario, for those who come when there is no room any more.

    The scenario is packed where that is shorter, and left out where a code would have to be read from the front rows.
    """
    page = urlsplit(st.context.url or "")
    ways = [{**query}, {packed_link.NAME: packed_link.packed(query)}] if query else []
    links = [
        page._replace(
            path=page.path or "/", fragment="", query=urlencode({"room": code, **said}, quote_via=quote)
        ).geturl()
        for said in [{}, *ways]
    ]
    best = min(links[1:], key=len, default=links[0])
    return best if len(best) <= IN_A_HALL else links[0]
