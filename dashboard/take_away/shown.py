"""What is taken away, as it is on screen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dashboard.link.lecture import Lecture
from dashboard.link.view import View
from emcore.export.file import Moment


@dataclass(frozen=True)
class Shown(Moment):
    """A run at a step, how it is seen, and the question that whoever shows it asks; `steps`: of a strip of pictures, ()
    for the usual ones."""

    view: View = field(default_factory=View)
    dark: bool = False
    question: str = ""
    steps: tuple[int, ...] = ()


def of_query(moment: Moment, query: Mapping[str, Any]) -> Shown:
    """A moment as its link's query has it seen, on a light page, with the question of whoever made the link."""
    view, question = View.from_query(query)[0], Lecture.from_query(query)[0].question
    return Shown(**vars(moment), view=view.fitted_to(moment.scenario), question=question)
