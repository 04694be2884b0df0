"""Where will the means be?"""

from collections.abc import Sequence
from typing import Any

from streamlit.delta_generator import DeltaGenerator

from dashboard.class_vote import placing
from dashboard.class_vote.asking import CannotAskError, Matter, needs_steps
from emcore.numerals import numeral, plural

MOST_ROUNDED = 3  # significant digits


class Places:
    """A mark for each component, put on a picture of the start."""

    label = "Where will the means be at the end?"
    of_scenario = True

    def prepared(self, matter: Matter, place: DeltaGenerator) -> None:
        """Needs two dimensions at most, and a step."""
        if matter.scenario.n_features > placing.MOST_FEATURES:
            raise CannotAskError("These data have more than two dimensions: a mark can't be put into all of them.")
        needs_steps(matter)

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""
        n_steps = plural(len(matter.run.trace) - 1, "step")
        end = f"when EM has converged, after {n_steps}" if matter.run.trace.stop == "converged" else f"after {n_steps}"
        return f"Where will each component's mean be {end}?"

    def ballot(self, matter: Matter, given: Any, dark: bool) -> Any:
        """The picture to put marks on."""
        before = tuple(map(tuple, given)) if given else None
        return placing.ballot(matter.scenario, matter.run, before, dark)

    def problem(self, answer: Any, matter: Matter) -> str:
        """A place for each component, within the picture."""
        return placing.problem(answer, matter.run)

    def truth(self, matter: Matter, place: DeltaGenerator) -> Any:
        """The means at the last step."""
        return matter.run.trace.means[-1].tolist()

    def show(self, matter: Matter, answers: Sequence[Any] | None, truth: Any, dark: bool) -> None:
        """All marks."""
        places = [tuple(map(tuple, answer)) for answer in answers or ()]
        placing.cloud(matter.scenario, matter.run, places, truth is not None, dark)

    def verdict(self, matter: Matter, answer: Any, truth: Any) -> str:
        """One's own distances, in the units of the data."""
        away = [numeral(value, MOST_ROUNDED) for value in placing.distances(answer, matter.run)]
        told = ", ".join(f"{k} by **{value}**" for k, value in enumerate(away, start=1))
        return f"Your marks were off: component {told}." if len(away) > 1 else f"Your mark was off by **{away[0]}**."
