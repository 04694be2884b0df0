"""What is taken away, as it is on screen."""

from dataclasses import dataclass, field

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
