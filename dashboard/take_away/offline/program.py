"""The scripts and the style sheets of the offline page: those of the dashboard's own parts."""

import base64
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit

from dashboard.common.component import BROWSER, functions_of, style

ROOT = BROWSER.parents[1]
SHEETS = [ROOT / "dashboard" / "stage.css", ROOT / "dashboard" / "lecture.css", BROWSER / "offline" / "offline.css"]
PARTS = ["run", "points", "sentence", "read_out", "colours", "arithmetic", "stage", "step_bar"]  # in this order


@cache
def program() -> str:
    """Our own script: the parts' HTML and styles, their JavaScript, and what sets them going."""
    names = [*PARTS, "offline"]
    functions, mains = functions_of([BROWSER / name / f"{name}.js" for name in names])
    parts = []
    for name, main in zip(PARTS, mains, strict=False):
        markup = (BROWSER / name / f"{name}.html").read_text(encoding="utf-8")
        texts = {"html": markup, "css": style(BROWSER / name / f"{name}.css")}
        parts.append(f"{name}: {{ main: {main}, ...{json.dumps(texts)} }}")
    return (
        f'(() => {{ "use strict"\n{functions}\n'
        'const page = JSON.parse(document.getElementById("offline-data").textContent)\n'
        f"const parts = {{ {', '.join(parts)} }}\n"
        f"{mains[-1]}({{ page, parts, vegaEmbed: window.vegaEmbed }})\n}})()"
    )


def in_script(program: str) -> str:
    """Text of a program as it may stand in a page; what is replaced can only be in texts and patterns there."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", program, flags=re.IGNORECASE)


@cache
def sheet() -> str:
    """The stage's style sheets, under the colours of the dashboard's theme, with its font."""
    theme: Mapping[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
    sheets = "\n".join(path.read_text(encoding="utf-8") for path in SHEETS)
    return _font() + re.sub("@(LIGHT|DARK)@", lambda place: _variables(theme[place[1].lower()]), sheets)


def _variables(colours_of: Mapping[str, Any]) -> str:
    """The theme's colours as Streamlit calls them in style sheets."""
    names = {name: re.sub("[A-Z]", lambda letter: f"-{letter[0].lower()}", name) for name in colours_of}
    return " ".join(f"--st-{names[name]}: {value};" for name, value in colours_of.items() if isinstance(value, str))


def _font() -> str:
    """The dashboard's font, as Streamlit brings it: under the SIL Open Font License, it may stand in documents."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    for file in sorted(media.glob("SourceSansVF-Upright*.woff2"))[:1]:
        url = f"data:font/woff2;base64,{base64.b64encode(file.read_bytes()).decode()}"
        return f'@font-face {{ font-family: "Source Sans"; font-weight: 200 900; src: url({url}) format("woff2"); }}\n'
    return ""  # the system's, then
