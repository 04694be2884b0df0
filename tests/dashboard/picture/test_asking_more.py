"""What else can be asked of a run: the further lessons, opened with the scenario in view."""

from urllib.parse import parse_qsl

import pytest
from opening import open_page

from dashboard.link.choices import OF_PAGE
from dashboard.link.lecture import Lecture
from dashboard.picture.asking_more import QUESTIONS
from emcore import PRESETS

SCENARIO = {"data": "faithful", "k": "2", "start": "kmeanspp"}
COLLAPSE = PRESETS["collapse"].scenario.to_query()


def opened(**query):
    """The dashboard with the list of questions open."""
    app = open_page(**query).run()
    app.session_state["ask-more"] = True
    return app.run()


def links(app):
    words = [question for _, _, question, _ in QUESTIONS]
    return {link.proto.label: link.proto for link in app.main.get("page_link") if link.proto.label in words}


@pytest.mark.parametrize(("page", "choice", "question"), [question[:3] for question in QUESTIONS])
def test_a_question_opens_its_lesson_with_the_scenario_in_view(page, choice, question):
    app = opened(**SCENARIO)
    link = links(app)[question]
    assert dict(parse_qsl(link.query_string)) == {**SCENARIO, choice: "yours"}
    assert choice in [field.name for field in OF_PAGE[page]]
    lesson = open_page(page, **dict(parse_qsl(link.query_string))).run()
    assert not lesson.exception
    assert lesson.session_state["link"].scenario == app.session_state["link"].scenario


@pytest.mark.parametrize("locks", [("answers",), ("step",)])
def test_there_is_none_where_a_lecturer_keeps_the_end(locks):
    assert not links(opened(**SCENARIO, **Lecture("Where does it end?", locks).to_query()))


def test_a_collapse_shows_the_way_to_its_cures_and_a_sound_run_does_not():
    def shown(**query):
        return [link for link in open_page(**query).run().main.get("page_link") if "cures" in link.proto.label]

    assert len(shown(**COLLAPSE)) == 1
    assert not shown(**SCENARIO)
