"""The lessons in their order. A registry: add a lesson here; its key is the name of its file."""

from dashboard.lessons.course import (
    coins,
    how_many_components,
    textbook_replays,
    the_algorithm,
    the_bound,
    the_collapse_clinic,
    the_likelihood_landscape,
    the_restart_atlas,
    the_stopping_rule,
    three_algorithms,
)
from dashboard.lessons.course.lesson import Lesson

LESSONS: dict[str, Lesson] = {
    module.__name__.rpartition(".")[2]: module.LESSON
    for module in (
        the_algorithm,
        the_bound,
        textbook_replays,
        the_stopping_rule,
        how_many_components,
        coins,
        three_algorithms,
        the_likelihood_landscape,
        the_restart_atlas,
        the_collapse_clinic,
    )
}
