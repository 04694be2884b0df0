"""The dashboard's stage as one HTML file that needs no network: the same charts, the same parts of `browser/`, the run.

What Streamlit does for them on the page, `browser/offline/offline.js` does in the file.
"""

import base64
import hashlib
import html
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import streamlit

from dashboard.charts.correlations import correlation_chart
from dashboard.charts.drawing import Drawing
from dashboard.charts.palette import colours
from dashboard.charts.trace import trace_chart
from dashboard.common.component import BROWSER, functions_of, style
from dashboard.link.names import source_title
from dashboard.link.view import FIELDS, MATRIX, View, settings
from dashboard.picture import painting, points_in_view, which_chart
from dashboard.stepping import read_out, run_in_view
from dashboard.stepping.first_words import first_words
from dashboard.stepping.sentences import START, e_beats, sentences
from dashboard.take_away.offline_vega import vega
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import FONT, complete, seen_run
from emcore import DATASETS, GENERATORS, Scenario
from emcore.export.file import File
from emcore.scenario.fields import Switch, Word

ROOT = Path(__file__).parents[2]
SHEETS = [ROOT / "dashboard" / "stage.css", ROOT / "dashboard" / "lecture.css", BROWSER / "offline" / "offline.css"]
PARTS = ["run", "points", "sentence", "read_out", "colours", "arithmetic", "stage", "step_bar"]
IN_PLACE = ["step_bar", "sentence", "read_out"]  # those that are seen; the others stand at the end of the page
LOOKS = ["colours", "contours", "field", "beats"]  # what is switched in the file: charts stay as they are
OF_PART = {"run": ["beats"], "colours": ["colors", "contours", "field", "beats"]}
POLICY = "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " + (
    "base-uri 'none'; form-action 'none'"
)
ASKED = '<div class="st-key-asked"><div class="st-key-question"><p>{}</p></div></div>'

Json = dict[str, Any]


def page(shown: Shown) -> bytes:
    """The file. Of more than 20,000 points it colours and explains so many, as the dashboard does."""
    scripts = [_in_script(vega()), _in_script(_program())]
    allowed = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    view, words = _everything(shown), html.escape
    wide = shown.scenario.n_features > 4 and view.plane == MATRIX
    texts = {
        "THEME": "dark" if shown.dark else "light",
        "POLICY": POLICY.format(allowed),
        "TITLE": words(shown.title),
        "STYLE": _sheet(),
        "STAGE": "st-key-stage-wide" if wide else "st-key-stage",
        "FIRST-WORDS": words(first_words(shown.scenario, shown.view)),
        "LOOKS": "".join(_control(name) for name in _looks(shown.scenario, view)),
        "PICTURES": "st-key-two-pictures" if view.dream else "st-key-pictures",
        "CHARTS": _places(shown, view),
        "SHORT-KEY": words(which_chart.short_key(view, seen_run(shown).dataset.X.shape[1])),
        "QUESTION": ASKED.format(words(shown.question)) if shown.question else "",
        "TOLD": "st-key-told-collapse" if shown.trace.stop == "collapsed" else "st-key-told",
        "TRACE": _place("trace", which_chart.TRACE_TOLD),
        "BELOW": _below(shown, view),
        "SOURCE": f"Data: {words(source(shown.scenario))}",
        "WAY-BACK": _way_back(shown.link),
        "HIDDEN": "".join(_part(name) for name in PARTS if name not in IN_PLACE),
        "DATA": json.dumps(_data(shown, view), separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
        "VEGA": scripts[0],
        "PROGRAM": scripts[1],
    } | {name.upper().replace("_", "-"): _part(name) for name in IN_PLACE}
    template = (BROWSER / "offline" / "offline.html").read_text(encoding="utf-8")
    return re.sub("@([A-Z-]+)@", lambda place: texts[place[1]], template).encode()


def source(scenario: Scenario) -> str:
    """Where the data come from, in plain text."""
    name = source_title(scenario)
    if scenario.source in DATASETS:
        return f"{name}. {DATASETS[scenario.source].source}"
    return f"{name}, drawn at random with seed {scenario.data_seed}." if scenario.source in GENERATORS else name


def _everything(shown: Shown) -> View:
    """The view in which the browser paints all that it can: so the file can switch it on and off."""
    view = shown.view
    return replace(
        view,
        click="explain",
        field=True,
        colours="soft" if view.colours == "none" else view.colours,
        contours="lines" if view.contours == "none" else view.contours,
    ).fitted_to(shown.scenario)


def _looks(scenario: Scenario, view: View) -> list[str]:
    return [name for name in LOOKS if name in settings(scenario, view.plane)]


def _data(shown: Shown, view: View) -> Json:
    """All that the program needs to know."""
    looks = _looks(shown.scenario, view)
    parts = {name: _both(data, data) for name, data in _for_any_page(shown, view).items()}
    parts |= _for_either(shown, view, _parts)
    return {
        "link": shown.link,
        "dark": shown.dark,
        "looks": {FIELDS[name].query_name: getattr(shown.view, name) for name in looks},
        "chosen": OF_PART,
        "key": _keys(shown, looks),
        "parts": {name: parts[name] for name in PARTS if name in parts},
        "charts": _for_either(shown, view, _charts),
    }


def _for_any_page(shown: Shown, view: View) -> dict[str, Json]:
    """What the parts are given, those that look the same on a light page and a dark one."""
    scenario, dataset, trace = shown.scenario, shown.dataset, shown.trace
    at = {"query": shown.link, "word": "Step", "arrival": 1, "step": shown.step, "keep": False, "hold": False}
    at |= {"stays": None, "short": ""}
    run = run_in_view.payload(scenario, trace, None if view.plane == MATRIX else seen_run(shown).trace)
    told = {"sentences": sentences(trace, dataset.X, dataset.columns), "e_beats": e_beats(trace, dataset.X)}
    parts = {"run": at | run, "step_bar": {}, "sentence": told | {"held": START, "collapsed": run["collapsed"]}}
    return parts | ({"points": points_in_view.payload(dataset)} if scenario.n_features <= 2 else {})


def _parts(shown: Shown, view: View, dark: bool) -> dict[str, Json]:
    """What the others are given."""
    seen = seen_run(shown)
    painted = painting.payload(seen.dataset, seen.trace, view, dark, shown.dataset)
    assert painted is not None  # as the view has colours
    parts = {"read_out": read_out.payload(shown.dataset, dark), "colours": painted}
    parts["stage"] = {"dark": dark, "alone": True}
    return parts | ({"arithmetic": {"colors": colours(dark)}} if shown.scenario.n_features <= 2 else {})


def _charts(shown: Shown, view: View, dark: bool) -> dict[str, Json]:
    """The charts of the page."""
    seen, n_features = seen_run(shown), shown.scenario.n_features
    charts = {
        "picture": which_chart.chart_of(shown.scenario, view, dark, seen.dataset, seen.trace),
        "trace": trace_chart(shown.trace, dark=dark),
    }
    if view.dream:
        charts["dream"] = painting.dream_chart(seen.dataset, seen.trace, dark)
    if n_features == 1:
        charts["curves"] = painting.curves_chart(seen.dataset, seen.trace, dark)
    if _has_correlations(shown.scenario, view):
        charts["correlations"] = correlation_chart(shown.trace, shown.dataset.columns, dark=dark)
    return {name: _chart(drawing, dark) for name, drawing in charts.items()}


def _for_either(
    shown: Shown, view: View, make: Callable[[Shown, View, bool], dict[str, Json]]
) -> dict[str, dict[str, Json]]:
    """By name what is made for a light page and for a dark one, what both share once."""
    light, dark = (make(shown, view, is_dark) for is_dark in (False, True))
    return {name: _both(light[name], dark[name]) for name in light}


def _chart(drawing: Drawing, dark: bool) -> Json:
    """The specification, and its tables by columns, of which the browser makes rows."""
    spec = complete(Drawing(drawing.spec, {}), {}, dark, FONT)
    tables = {
        name: {column: np.asarray(values).tolist() for column, values in columns.items()}
        for name, columns in drawing.tables.items()
    }
    return spec | {"tables": tables}


def _both(light: Json, dark: Json) -> dict[str, Json]:
    """What is the same on a light page and on a dark one, once; and what is not."""
    same = {name for name in light if light[name] == dark[name]}
    return {
        "both": {name: light[name] for name in light if name in same},
        "light": {name: light[name] for name in light if name not in same},
        "dark": {name: dark[name] for name in dark if name not in same},
    }


def _keys(shown: Shown, looks: list[str]) -> Json:
    """The picture's key for all that can be chosen: every line once, and which of them each choice has."""
    lines: list[str] = []
    of: dict[str, list[int]] = {}
    seen = seen_run(shown)
    for values in product(*(_values(name) for name in looks)):
        view = replace(shown.view, **dict(zip(looks, values, strict=True)))
        key = which_chart.whole_key(shown.scenario, seen.dataset, view)
        lines += [line for line in key if line not in lines]
        of[" ".join(json.dumps(value).strip('"') for value in values)] = [lines.index(line) for line in key]
    return {"by": [FIELDS[name].query_name for name in looks], "lines": lines, "of": of}


def _values(name: str) -> list[Any]:
    """What a field of the view can be."""
    kind = FIELDS[name].kind
    return [False, True] if isinstance(kind, Switch) else list(kind.words) if isinstance(kind, Word) else []


def _control(name: str) -> str:
    """What switches a field of the view in the file, under the label that it has in the sidebar."""
    field, words = FIELDS[name], html.escape
    attributes = f'data-look="{field.query_name}" title="{words(field.help)}"'
    if isinstance(field.kind, Switch):
        on, off = (next(word for word, meant in field.kind.words.items() if meant is value) for value in (True, False))
        box = f'<input type="checkbox" {attributes} value="{on}" data-off="{off}">'
        return f"<label>{box} {words(SHORT_LABELS[name])}</label>"
    labels: Any = field.kind.words if isinstance(field.kind, Word) else {}
    options = "".join(f'<option value="{word}">{words(label)}</option>' for word, label in labels.items())
    return f"<label>{words(SHORT_LABELS[name])} <select {attributes}>{options}</select></label>"


SHORT_LABELS = {"colours": "Colours", "contours": "Contours", "field": "Field", "beats": "Two beats"}


def _part(name: str) -> str:
    """The place of a part."""
    return f'<div data-part="{name}" data-testid="stBidiComponentIsolated"></div>'


def _place(name: str, told: str, look: str = "") -> str:
    """The place of a chart."""
    what = f'data-chart="{name}" role="img" aria-label="{html.escape(told)}"'
    return f'<div class="chart {look}" data-testid="stVegaLiteChart" {what}></div>'


def _places(shown: Shown, view: View) -> str:
    """Those of the picture, of the dreamt data and of the curves below."""
    return (
        _place("picture", which_chart.in_words(seen_run(shown).dataset, view, with_run=True))
        + (_place("dream", painting.DREAM_TOLD) if view.dream else "")
        + (_place("curves", painting.CURVES_TOLD, "curves") if shown.scenario.n_features == 1 else "")
    )


def _has_correlations(scenario: Scenario, view: View) -> bool:
    return scenario.n_features > 2 and view.plane != MATRIX  # which holds them


def _below(shown: Shown, view: View) -> str:
    if not _has_correlations(shown.scenario, view):
        return ""
    chart = _place("correlations", which_chart.CORRELATIONS_TOLD, "fixed")
    return (
        f'<section class="below"><h2 class="unseen">Correlations</h2>{chart}<p>{which_chart.CORRELATIONS}</p></section>'
    )


def _way_back(link: str) -> str:
    if not link.startswith(("https://", "http://")):
        return "EM Explorer"
    return f'<a class="way-back" href="{html.escape(link)}" target="_blank" rel="noopener">Open in EM Explorer</a>'


@cache
def _program() -> str:
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


def _in_script(program: str) -> str:
    """Text of a program as it may stand in a page; what is replaced can only be in texts and patterns there."""
    return re.sub(r"<(?=/script|!--|script)", r"\\x3c", program, flags=re.IGNORECASE)


@cache
def _sheet() -> str:
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


PAGE = {
    "page": File(
        "Offline page (HTML)",
        "One file of about 1 MB that steps, plays, colours and explains without a network: for a hall, a USB stick, a "
        "course page.",
        "page.html",
        "text/html",
        page,
    )
}
