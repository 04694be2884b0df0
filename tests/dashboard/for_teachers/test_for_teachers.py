"""The page for teachers: its plan, its links, the worksheet that it prints and the answers apart."""

import re
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from opening import PAGES, messages, open_page

from dashboard.for_teachers.paper import LONGEST_PRINTED, Asked, answers, worksheet
from dashboard.for_teachers.plan import PARTS
from dashboard.lessons.course.lessons import LESSONS
from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.lessons.teaching.teaching import Task
from dashboard.link.address import FIRST, HOME
from dashboard.link.navigation import COURSE
from dashboard.link.of_page import name_of

PAGE = "pages/For_teachers.py"
HOST = "https://em.example.org"
HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single'"
NUMERAL = re.compile(r"\d+(?:\.\d+)?")


class Seen(HTMLParser):
    """What a reader sees of a sheet, and where its links lead."""

    def __init__(self, html):
        super().__init__()
        self.text, self.links, self.tags, self._style = "", [], [], False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self._style = tag == "style"
        self.links += [value for name, value in attributes if (tag, name) == ("a", "href")]

    def handle_endtag(self, tag):
        self._style = False

    def handle_data(self, data):
        self.text += "" if self._style else data + "\n"


def asked():
    return [
        Asked(number, key, one.task, f"{HOST}/{name_of(one.task.page)}?{urlencode(one.task.query)}")
        for number, (key, one) in enumerate(TEACHING.items(), start=1)
    ]


def test_the_plan_is_a_lesson_of_50_minutes_that_leaves_no_lesson_of_the_course_out():
    course = [key for key, lesson in LESSONS.items() if lesson.page in COURSE]
    assert sum(part.minutes for part in PARTS) == 50
    assert sorted(key for part in PARTS for key in part.lessons) == sorted(course)
    for number, key in enumerate(course, start=1):  # the task is named beside its lesson
        assert any(f"ask {number}." in part.students for part in PARTS if key in part.lessons)


def test_the_page_gathers_every_lesson():
    app = open_page(PAGE).run()
    assert not app.exception
    assert messages(app) == ""
    text = "\n".join(element.value for element in app.markdown)
    for one in TEACHING.values():
        assert one.vote.question in text
        for mistake in one.mistakes:
            assert mistake.answer in text
            assert mistake.source in text
    assert len(app.get("download_button")) == 3


def test_the_answers_are_kept_from_those_who_came_by_a_link_that_locks_them():
    app = open_page(PAGE, lock="answers").run()
    assert not app.exception
    text = "\n".join(element.value for element in app.markdown)
    assert not any(one.vote.why in text or one.vote.question in text for one in TEACHING.values())
    assert not app.get("download_button")


def test_each_link_of_the_sheet_opens_what_its_task_is_about():
    links = Seen(worksheet(asked())).links
    assert len(links) == 2 * len(TEACHING)  # the address and its code
    for one, link in zip(TEACHING.values(), links[::2], strict=True):
        page = next(page for page in PAGES if name_of(page) == urlsplit(link).path.strip("/"))
        assert page == one.task.page
        app = open_page(page, **dict(parse_qsl(urlsplit(link).query))).run()
        assert not app.exception
        assert messages(app) == ""
        if page == HOME:
            assert app.session_state["link"].scenario == FIRST
        chosen = app.session_state["choices"]
        assert {name: chosen[name] for name in one.task.query} == one.task.query


def test_the_sheet_holds_no_answer_and_the_answers_hold_all():
    sheet = Seen(worksheet(asked())).text
    for one in TEACHING.values():
        assert one.task.text in sheet
        given = set(NUMERAL.findall(one.task.text))
        telling = {number for number in NUMERAL.findall(one.task.answer) if len(number) > 2} - given
        assert telling
        assert not [number for number in telling if number in sheet]
    told = Seen(answers(asked(), [(key, one.vote) for key, one in TEACHING.items()])).text
    for one in TEACHING.values():
        assert one.task.answer in told
        assert one.vote.options[one.vote.right] in told
        assert one.vote.why in told


def test_every_text_is_seen_letter_by_letter():
    task = Task(HOSTILE, "app.py", HOSTILE, {})
    hostile = [Asked(1, HOSTILE, task, f"{HOST}/?ask={HOSTILE}")]
    for html in (worksheet(hostile), answers(hostile, [])):
        seen = Seen(html)
        assert "script" not in seen.tags
        assert seen.text.count(HOSTILE) >= 2
    assert Seen(worksheet(hostile)).links == [f"{HOST}/?ask={HOSTILE}"] * 2


def test_an_address_that_nobody_would_type_is_not_printed():
    long = f"{HOST}/{'x' * LONGEST_PRINTED}"
    seen = Seen(worksheet([Asked(1, "a", Task("b", "app.py", "c"), long)]))
    assert "xxx" not in seen.text
    assert seen.links == [long, long]


@pytest.mark.parametrize("html", [worksheet(asked()), answers(asked(), [])], ids=["worksheet", "answers"])
def test_a_sheet_needs_nothing_from_elsewhere(html):
    assert "<script" not in html
    sources = re.findall(r'src="([^"]{0,20})', html)
    assert all(source.startswith("data:image/png") for source in sources)
    assert "url(" not in html
    assert "@import" not in html
