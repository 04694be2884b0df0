"""The offline page: one file, whole, safe, with the numbers of the run inside."""

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import pytest
from taken import IRIS, of, shown

from dashboard.charts.palette import colours
from dashboard.link.view import COLOURS, CONTOURS, MATRIX
from dashboard.picture import which_chart
from dashboard.take_away.offline import vega
from dashboard.take_away.offline.page import page, source
from dashboard.take_away.offline.program import in_script
from emcore import DATASETS, PRESETS, Scenario
from emcore.scenario.own_points import own_data
from emcore.scenario.packed_link import unpacked

HOSTILE = "</script><script>window.PWN=1</script><img src=x onerror=window.PWN=1>&amp;@TITLE@"
COLUMNS = ("</script><script>window.PWN=1</script>", "<img src=x onerror=window.PWN=1>&amp;@TITLE@")
VOID = {"meta", "link", "input", "path", "circle", "img", "br"}


class Read(HTMLParser):
    """A page as a browser takes it apart: elements with their attributes, texts by the element that they are in."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.open = [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def read(moment):
    return Read(page(moment).decode())


def data_of(found):
    return json.loads(found.texts["script"][0])


def numbers(text):
    return np.frombuffer(base64.b64decode(text))


def hostile():
    X = np.random.default_rng(0).normal(size=(30, 2))
    typed, uploaded = (own_data(X, HOSTILE, len(X), may_travel=travels) for travels in (True, False))
    options = {"columns": COLUMNS, "start": "kmeanspp", "n_components": 2}
    moment = of(Scenario("own", own=typed, **options), 1)
    scenario = Scenario("own", own=uploaded, **options)
    link = 'https://example.org/?x="><b>&step=1'
    return replace(moment, scenario=scenario, title=HOSTILE, question=HOSTILE, link=link)


@pytest.mark.parametrize("key", PRESETS)
def test_the_run_of_every_preset_is_in_the_file_bit_for_bit(key):
    moment = shown(key, 2)
    found = read(moment)
    assert found.open == []
    run = data_of(found)["parts"]["run"]["both"]
    assert (run["last"], run["step"]) == (len(moment.trace) - 1, 2)
    np.testing.assert_array_equal(numbers(run["log_likelihoods"]), moment.trace.log_likelihoods)
    np.testing.assert_array_equal(numbers(run["mixtures"]["means"]), moment.trace.means.ravel())
    points = data_of(found)["parts"]["points"]["both"]
    every = -(-len(moment.dataset.X) // 20_000)
    np.testing.assert_array_equal(numbers(points["points"]), moment.dataset.X[::every].ravel())


def test_nothing_is_fetched_and_only_our_scripts_run():
    text = page(shown("faithful", question="Which?")).decode()
    found = Read(text)
    for tag, attributes in found.elements:
        addresses = [attributes[name] for name in ("src", "href", "action", "data", "srcset") if name in attributes]
        assert all(address.startswith("data:") for address in addresses) or tag == "a"
        assert not any(name.startswith("on") or name == "style" for name in attributes)
    assert re.findall(r"@import|url\((?!data:)", found.texts["style"][0]) == []
    policy = next(meta["content"] for meta in found.all("meta") if "http-equiv" in meta)
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    programs = [
        text for text, attributes in zip(found.texts["script"], found.all("script"), strict=True) if not attributes
    ]
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in programs]
    assert re.findall(r"'sha256-([^']+)'", policy) == hashes
    assert 1_000_000 < len(text) < 1_600_000


def test_texts_of_others_stay_texts():
    found = read(hostile())
    assert len(found.all("script")) == 3
    assert found.all("img") == [] == found.all("b")
    assert found.texts["title"] == [f"{HOSTILE} · EM Explorer"]
    assert HOSTILE in found.texts["h1"]
    assert HOSTILE in found.texts["p"]  # the question
    assert f"Data: {HOSTILE}" in found.texts["p"]
    assert data_of(found)["parts"]["read_out"]["both"]["features"] == list(COLUMNS)
    assert [a["href"] for a in found.all("a")] == ['https://example.org/?x="><b>&step=1']
    assert read(replace(hostile(), link="javascript:alert(1)")).all("a") == []


def test_a_long_link_is_a_short_one_that_says_the_same():
    query = {**PRESETS["faithful"].scenario.to_query(), "question": "long " * 120}
    link = data_of(read(replace(shown("faithful"), link=f"https://example.org/?{urlencode(query)}&step=2.5")))["link"]
    said = dict(parse_qsl(urlsplit(link).query))
    assert {*said} == {"z", "step"}
    assert unpacked(said) == ({**query, "step": "2.5"}, [])
    short = "https://example.org/?data=faithful&step=3"
    assert data_of(read(replace(shown("faithful"), link=short)))["link"] == short


def test_without_a_question_there_is_none():
    assert '<div class="st-key-question">' not in page(shown("first")).decode()


def test_the_source_of_the_data_is_named():
    assert DATASETS["galaxies"].source in source(Scenario("galaxies"))
    assert "seed 7" in source(Scenario(data_seed=7))


@pytest.mark.parametrize("moment", [shown("first"), shown("faithful"), of(IRIS), of(IRIS, plane=MATRIX)])
def test_the_key_says_for_every_choice_what_the_dashboard_says(moment):
    key = data_of(read(moment))["key"]
    offered = {"colors": ("colours", COLOURS), "contours": ("contours", CONTOURS)}
    offered |= {name: (name, (False, True)) for name in ("field", "beats")}
    values = [offered[name][1] for name in key["by"]]
    assert len(key["of"]) == np.prod([len(some) for some in values])
    assert {"colors", "beats"} <= {*key["by"]}
    seen = which_chart.seen_data(moment.dataset, moment.view)
    for chosen in product(*values):
        view = replace(moment.view, **{offered[name][0]: value for name, value in zip(key["by"], chosen, strict=True)})
        word = " ".join(str(value).lower() if isinstance(value, bool) else value for value in chosen)
        lines = [key["lines"][i] for i in key["of"][word]]
        assert lines == which_chart.whole_key(moment.scenario, seen, view)


def test_both_pages_are_inside_each_in_its_colours():
    for dark in (False, True):
        data = data_of(read(shown("first", dark=dark)))
        assert data["dark"] is dark
        for is_dark, theme in enumerate(("light", "dark")):
            assert data["parts"]["read_out"][theme]["colors"] == colours(bool(is_dark))
            assert data["charts"]["picture"][theme]["config"]["background"] == ("#12161C" if is_dark else "#FFFFFF")


def test_more_points_than_are_coloured_do_not_make_it_larger():
    moment = of(Scenario(n_points=60_000, max_iter=3))
    assert len(page(moment)) < 2_000_000


def test_vega_is_made_once_and_kept_where_that_is_possible(tmp_path, monkeypatch):
    vega.vega.cache_clear()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "new"))
    made = vega.vega()
    (kept,) = (tmp_path / "new" / "em-explorer").iterdir()
    assert kept.read_text(encoding="utf-8") == made
    assert "vegaEmbed" in made
    kept.write_text("// what is on disk", encoding="utf-8")
    vega.vega.cache_clear()
    assert vega.vega() == "// what is on disk"
    vega.vega.cache_clear()
    nowhere = tmp_path / "a file"
    nowhere.write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere))  # no folder can be made there
    assert vega.vega() == made
    assert in_script("a</script>b<!--c") == r"a\x3c/script>b\x3c!--c"
