"""The lessons in their order. A registry: add a lesson here, by the name of its file, which is its key."""

from importlib import import_module

from dashboard.lessons.course.lesson import Lesson

KEYS = (
    "the_algorithm",
    "the_bound",
    "textbook_replays",
    "the_stopping_rule",
    "how_many_components",
    "coins",
    "three_algorithms",
    "the_likelihood_landscape",
    "the_restart_atlas",
    "the_collapse_clinic",
)
LESSONS: dict[str, Lesson] = {key: import_module(f"{__package__}.{key}").LESSON for key in KEYS}
