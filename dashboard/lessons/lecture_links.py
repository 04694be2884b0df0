"""The links that a lecturer has ready for each lesson: the moment before the reveal, and the same with the answers."""

from dashboard.lessons.teaching.of_lessons import TEACHING
from dashboard.link import address
from dashboard.link.lecture import Lecture
from dashboard.link.of_page import address_of


def before_the_reveal(key: str) -> str:
    """The whole address of the dashboard at the lesson's moment, in lecture mode, with the question and its locks."""
    return _address(key, TEACHING[key].moment.locks)


def the_reveal(key: str) -> str:
    """The same without locks."""
    return _address(key, ())


def _address(key: str, locks: tuple[str, ...]) -> str:
    moment, lecture = TEACHING[key].moment, Lecture(TEACHING[key].vote.question, locks)
    said = {**moment.scenario.to_query(), **address.FIRST_VIEW.to_query(), **lecture.to_query()}
    return address_of(address.HOME, said | address.at(moment.step) | {address.SHOW: address.LECTURE})
