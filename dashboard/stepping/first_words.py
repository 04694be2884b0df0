"""The line under the title: what the marks are, what the curves are, what to press."""

from dashboard.link.view import View
from emcore import Scenario


def first_words(scenario: Scenario, view: View, *, steps: bool = True) -> str:
    """One line on the picture of such data in such a view, `view.fitted_to(scenario)`; `steps`: it can be stepped."""
    marks, shapes = ("bars", "curves") if scenario.n_features == 1 else ("dots", "ellipses")
    coloured = view.colours in ("soft", "hard")
    e_step = f"colours the {marks}" if coloured else f"shares the {marks} out"
    told = f"E {e_step}, M moves" if view.beats else f"each step {e_step} and moves"
    seen = f"{marks.capitalize()}: the data. {shapes.capitalize()}: what EM believes."
    return f"{seen} Press space or play: {told} the {shapes}." if steps else seen
