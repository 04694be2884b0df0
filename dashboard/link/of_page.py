"""Whole addresses of pages of this server, to copy, to print or to scan."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import streamlit as st

from dashboard.link.address import HOME, passed_on


def address_of(script: str, query: Mapping[str, str]) -> str:
    """The address of `script` with a query, as seen from another page than the dashboard; short where it would be
    long.
    """
    here = urlsplit(st.context.url or "")
    path = f"{here.path.rstrip('/').rpartition('/')[0]}/{name_of(script)}"
    return passed_on(here._replace(path=path, query=urlencode(query, quote_via=quote), fragment="").geturl())


def name_of(script: str) -> str:
    """A page's name in addresses, as Streamlit takes it from the file's: a lesson's number does not belong to it."""
    return "" if script == HOME else re.sub(r"^\d+_", "", Path(script).stem)
