"""What a teacher needs, by lesson. A registry: add what belongs to a new lesson here, under the lesson's key."""

from dashboard.lessons.teaching import (
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
from dashboard.lessons.teaching.teaching import Teaching

TEACHING: dict[str, Teaching] = {
    module.__name__.rpartition(".")[2]: module.TEACHING
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
