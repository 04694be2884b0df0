"""Parts of the page that are drawn in the browser: HTML, CSS and JavaScript of `browser/` made into components."""

from pathlib import Path
from typing import Any

import streamlit as st

HERE = Path(__file__).parent / "browser"


def part(name: str, *scripts: str) -> Any:
    """The component `browser/<name>/<name>.html, .css, .js`; the functions of `scripts` come before its own."""
    html, css = ((HERE / name / f"{name}.{kind}").read_text(encoding="utf-8") for kind in ("html", "css"))
    js = "\n".join((HERE / f"{script}.js").read_text(encoding="utf-8") for script in (*scripts, f"{name}/{name}"))
    return st.components.v2.component(f"em_explorer_{name}", html=html, css=css, js=js)
