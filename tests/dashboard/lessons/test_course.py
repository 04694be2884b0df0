"""The lessons in words: each has its page, asks one question, and together they take half an hour."""

import pytest

from dashboard.lessons.course.lessons import LESSONS
from dashboard.link import navigation


def test_every_numbered_page_is_a_lesson_in_its_order():
    assert [lesson.page for lesson in LESSONS.values()] == navigation.LESSONS


def test_those_of_the_course_together_take_half_an_hour():
    assert 25 <= sum(lesson.minutes for lesson in LESSONS.values() if lesson.page in navigation.COURSE) <= 35


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=list(LESSONS))
def test_a_lesson_asks_a_question_and_says_what_to_try_and_what_was_learnt(lesson):
    assert lesson.question.endswith("?")
    assert lesson.question.count("?") == 1
    assert all((lesson.minutes, lesson.tries, lesson.learnt, lesson.sources))
