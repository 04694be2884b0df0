"""The dashboard's stage as one HTML file that needs no network: the same charts, the same parts of `browser/`, the run.

What Streamlit does for them on the page, `browser/offline/offline.js` does in the file.
"""

import base64
import hashlib
import html
import json
import re
from typing import Any

from dashboard.common.component import BROWSER
from dashboard.link.names import source_title
from dashboard.link.view import FIELDS, MATRIX, View
from dashboard.picture import painting, which_chart
from dashboard.stepping.first_words import first_words
from dashboard.take_away.offline.contents import contents, everything, has_correlations, looks
from dashboard.take_away.offline.program import PARTS, in_script, program, sheet
from dashboard.take_away.offline.vega import vega
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import seen_run
from emcore import DATASETS, GENERATORS, Scenario
from emcore.scenario.fields import Switch, Word

IN_PLACE = ["step_bar", "sentence", "read_out"]  # the parts that are seen; the others stand at the end of the page
POLICY = "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; " + (
    "base-uri 'none'; form-action 'none'"
)
LABELS = {"colours": "Colours", "contours": "Contours", "field": "Field", "beats": "Two beats"}  # short ones
ASKED = '<div class="st-key-asked"><div class="st-key-question"><p>{}</p></div></div>'


def page(shown: Shown) -> bytes:
    """The file. Of more than 20,000 points it colours and explains so many, as the dashboard does."""
    scripts = [in_script(vega()), in_script(program())]
    allowed = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in scripts)
    view, words = everything(shown), html.escape
    wide = shown.scenario.n_features > 4 and view.plane == MATRIX
    texts = {
        "THEME": "dark" if shown.dark else "light",
        "POLICY": POLICY.format(allowed),
        "TITLE": words(shown.title),
        "STYLE": sheet(),
        "STAGE": "st-key-stage-wide" if wide else "st-key-stage",
        "FIRST-WORDS": words(first_words(shown.scenario, shown.view)),
        "LOOKS": "".join(_control(name) for name in looks(shown.scenario, view)),
        "PICTURES": "st-key-two-pictures" if view.dream else "st-key-pictures",
        "CHARTS": _places(shown, view),
        "CURVES": _place("curves", painting.CURVES_TOLD, "curves") if shown.scenario.n_features == 1 else "",
        "SHORT-KEY": words(which_chart.short_key(view, seen_run(shown).dataset.X.shape[1])),
        "QUESTION": ASKED.format(words(shown.question)) if shown.question else "",
        "TOLD": "st-key-told-collapse" if shown.trace.stop == "collapsed" else "st-key-told",
        "TRACE": _place("trace", which_chart.trace_told(shown.trace)),
        "BELOW": _below(shown, view),
        "SOURCE": f"Data: {words(source(shown.scenario))}",
        "WAY-BACK": _way_back(shown.link),
        "HIDDEN": "".join(_part(name) for name in PARTS if name not in IN_PLACE),
        "DATA": json.dumps(contents(shown, view), separators=(",", ":"), allow_nan=False).replace("<", "\\u003c"),
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


def _control(name: str) -> str:
    """What switches a field of the view in the file, under the label that it has in the sidebar."""
    field, words = FIELDS[name], html.escape
    attributes = f'data-look="{field.query_name}" title="{words(field.help)}"'
    if isinstance(field.kind, Switch):
        on, off = (next(word for word, meant in field.kind.words.items() if meant is value) for value in (True, False))
        box = f'<input type="checkbox" {attributes} value="{on}" data-off="{off}">'
        return f"<label>{box} {words(LABELS[name])}</label>"
    labels: Any = field.kind.words if isinstance(field.kind, Word) else {}
    options = "".join(f'<option value="{word}">{words(label)}</option>' for word, label in labels.items())
    return f"<label>{words(LABELS[name])} <select {attributes}>{options}</select></label>"


def _part(name: str) -> str:
    """The place of a part."""
    return f'<div data-part="{name}" data-testid="stBidiComponentIsolated"></div>'


def _place(name: str, told: str, look: str = "") -> str:
    """The place of a chart."""
    what = f'data-chart="{name}" role="img" aria-label="{html.escape(told)}"'
    return f'<div class="chart {look}" data-testid="stVegaLiteChart" {what}></div>'


def _places(shown: Shown, view: View) -> str:
    """Those of the picture and of the dreamt data."""
    picture = _place("picture", which_chart.in_words(seen_run(shown).dataset, view, with_run=True))
    return picture + (_place("dream", painting.DREAM_TOLD) if view.dream else "")


def _below(shown: Shown, view: View) -> str:
    if not has_correlations(shown.scenario, view):
        return ""
    chart = _place("correlations", which_chart.CORRELATIONS_TOLD, "fixed")
    return (
        f'<section class="below"><h2 class="unseen">Correlations</h2>{chart}<p>{which_chart.CORRELATIONS}</p></section>'
    )


def _way_back(link: str) -> str:
    if not link.startswith(("https://", "http://")):
        return "EM Explorer"
    return f'<a class="way-back" href="{html.escape(link)}" target="_blank" rel="noopener">Open in EM Explorer</a>'
