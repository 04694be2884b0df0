"""The link to give: its code is read back, its limits are said, its line of HTML holds the link alone."""

import base64
import io
from html.parser import HTMLParser

import pytest
import zxingcpp
from PIL import Image

from dashboard.common.qr_code import qr_code
from dashboard.link import address
from dashboard.link.lecture import Lecture
from dashboard.take_away.link_section import frame_of, limit_of
from emcore import PRESETS, Gaussian, Scenario
from emcore.scenario.packed_link import unpacked

LONG = "https://example.org/?z=1" + "Ab3-_" * 150
LINKS = [
    "http://localhost:8501/?data=ring",
    "https://example.org/?ask=%3Cb%3E%22%26%27%C3%A9&lock=data~start",
    LONG[:749],
]


def read(code):
    """What a decoder reads of the picture, each of whose squares is made as large as a screen shows it."""
    head, data = code.split(",")
    assert head == "data:image/png;base64"
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    return [found.text for found in zxingcpp.read_barcodes(picture.resize([4 * n for n in picture.size]))]


@pytest.mark.parametrize("link", LINKS)
def test_a_decoder_reads_the_link_from_its_code(link):
    assert read(qr_code(link)) == [link]


def test_the_limit_of_a_code_is_said():
    assert "front rows" not in limit_of(LONG[:529])
    assert "front rows" in limit_of(LONG[:530])
    assert "front rows" in limit_of(LONG[:749])
    assert "too many" in limit_of(LONG[:750])


@pytest.mark.parametrize("link", [*LINKS, 'http://x/?ask="><script>x</script>'])
def test_the_line_for_a_page_is_one_frame_whatever_the_link_holds(link):
    tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            tags.append((tag, dict(attributes)))

    Reader().feed(frame_of(link))
    ((tag, attributes),) = tags
    assert tag == "iframe"
    assert attributes["src"] == f"{link}&embed=true"
    assert (attributes["width"], attributes["height"]) == ("900", "600")


def given(monkeypatch, scenario, lecture, step, **how):
    state = address.Link(scenario)
    monkeypatch.setattr(address, "state", lambda: state)
    return address.given(lecture, step, **how)


def query_in(link):
    return dict(part.split("=", 1) for part in link.partition("?")[2].split("&"))


def test_a_link_says_scenario_question_locks_step_and_mode(monkeypatch):
    scenario = PRESETS["ring"].scenario
    query = query_in(given(monkeypatch, scenario, Lecture("Why?", ("data", "step")), 2.5, lecture_mode=True))
    assert query.pop("ask") == "Why%3F"
    assert (query["lock"], query["step"], query["show"]) == ("data~step", "2.5", "lecture")
    assert Scenario.from_query(query) == (scenario, [])


def test_a_long_one_is_short_and_says_the_same(monkeypatch):
    eight = tuple(Gaussian(100 + k, (7.0625 * k, -3.4375 * k), (1.5, 2.125), 0.25) for k in range(8))
    scenario = Scenario("clusters-2d", clusters=eight, components=eight, n_components=8)
    link = given(monkeypatch, scenario, Lecture("Why?" * 40), 3, lecture_mode=True)
    query = query_in(link)
    assert list(query) == ["z", "step", "show"]
    assert len(link) <= address.LONG
    said, problems = unpacked(query)
    assert problems == []
    assert said["ask"] == "Why?" * 40
    assert Scenario.from_query(said) == (scenario, [])
