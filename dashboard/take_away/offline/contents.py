"""What the program of the offline page is given: the run, the points, the charts, for a light page and a dark one."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from dashboard.charts.correlations import correlation_chart
from dashboard.charts.drawing import Drawing
from dashboard.charts.palette import colours
from dashboard.charts.trace import trace_chart
from dashboard.link.address import passed_on
from dashboard.link.view import FIELDS, MATRIX, View, settings
from dashboard.picture import painting, points_in_view, which_chart
from dashboard.stepping import read_out, run_in_view
from dashboard.stepping.sentences import START, e_beats, sentences
from dashboard.take_away.shown import Shown
from dashboard.take_away.spec import FONT, complete, seen_run
from emcore import Scenario
from emcore.scenario.fields import Switch, Word

LOOKS = ["colours", "contours", "field", "beats"]  # what is switched in the file: charts stay as they are
OF_PART = {"run": ["beats"], "colours": ["colors", "contours", "field", "beats"]}  # by their names in links

Json = dict[str, Any]


def everything(shown: Shown) -> View:
    """The view in which the browser paints all that it can: so the file can switch it on and off."""
    view = shown.view
    return replace(
        view,
        click="explain",
        field=True,
        colours="soft" if view.colours == "none" else view.colours,
        contours="lines" if view.contours == "none" else view.contours,
    ).fitted_to(shown.scenario)


def looks(scenario: Scenario, view: View) -> list[str]:
    """What can be switched on such data in such a view."""
    return [name for name in LOOKS if name in settings(scenario, view.plane)]


def contents(shown: Shown, view: View) -> Json:
    """All that the program needs to know."""
    switched = looks(shown.scenario, view)
    parts = {name: _both(data, data) for name, data in _for_any_page(shown, view).items()}
    parts |= _for_either(shown, view, _parts)
    return {
        "link": passed_on(shown.link),
        "dark": shown.dark,
        "looks": {FIELDS[name].query_name: getattr(shown.view, name) for name in switched},
        "chosen": OF_PART,
        "key": _keys(shown, switched),
        "parts": parts,
        "charts": _for_either(shown, view, _charts),
    }


def _for_any_page(shown: Shown, view: View) -> dict[str, Json]:
    """What the parts are given, those that look the same on a light page and a dark one."""
    scenario, dataset, trace = shown.scenario, shown.dataset, shown.trace
    at = {"query": shown.link, "word": "Step", "arrival": 1, "step": shown.step, "keep": False, "hold": False}
    at |= {"stays": None, "short": ""}
    run = run_in_view.payload(scenario, dataset.X, trace, None if view.plane == MATRIX else seen_run(shown).trace)
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
    if has_correlations(shown.scenario, view):
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


def _keys(shown: Shown, switched: list[str]) -> Json:
    """The picture's key for all that can be chosen: every line once, and which of them each choice has."""
    lines: list[str] = []
    of: dict[str, list[int]] = {}
    seen = seen_run(shown)
    for values in product(*(_values(name) for name in switched)):
        view = replace(shown.view, **dict(zip(switched, values, strict=True)))
        key = which_chart.whole_key(shown.scenario, seen.dataset, view)
        lines += [line for line in key if line not in lines]
        of[" ".join(json.dumps(value).strip('"') for value in values)] = [lines.index(line) for line in key]
    return {"by": [FIELDS[name].query_name for name in switched], "lines": lines, "of": of}


def _values(name: str) -> list[Any]:
    """What a field of the view can be."""
    kind = FIELDS[name].kind
    return [False, True] if isinstance(kind, Switch) else list(kind.words) if isinstance(kind, Word) else []


def has_correlations(scenario: Scenario, view: View) -> bool:
    """Whether the correlations stand below the picture."""
    return scenario.n_features > 2 and view.plane != MATRIX  # which holds them
