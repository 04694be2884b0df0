"""What a person chooses on a lesson, apart from scenario and view: in the session, and in the links to that lesson.

A registry: add a choice here, by its name in the link. The session holds what was chosen; all else is the default.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.common.widgets import owned
from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import CRITERIA
from emcore.scenario.query import MOST_GAUSSIANS, Limits, QueryReader, write_number
from emcore.study.replays import REPLAYS
from emcore.study.stopping_rules import EXPONENTS

KEY = "choices"


@dataclass(frozen=True)
class Word:
    """One of some words; the default "" leaves it to the page, and is no word of a link."""

    page: str
    words: tuple[str, ...]
    default: str

    def read(self, query: QueryReader, name: str) -> str:
        """The word in a link."""
        return query.choice(name, self.words, self.default)

    def write(self, value: str) -> str:
        """The text that `read` reads back."""
        return value


@dataclass(frozen=True)
class Number:
    """A number within limits, a multiple of `step`."""

    page: str
    limits: Limits
    step: float
    default: float

    def read(self, query: QueryReader, name: str) -> float:
        """The number in a link, or the multiple next to it."""
        return self.nearest(query.number(name, self.limits, self.default))

    def write(self, value: float) -> str:
        """The text that `read` reads back."""
        return write_number(value)

    def nearest(self, value: float) -> float:
        """The multiple of `step` next to `value`, with no digits from binary arithmetic."""
        return round(round(value / self.step) * self.step, 6)


_BOUND, _REPLAYS = "pages/2_The_bound.py", "pages/3_Textbook_replays.py"
_STOPPING, _SELECTION = "pages/4_The_stopping_rule.py", "pages/5_How_many_components.py"

CHOICES: dict[str, Word | Number] = {
    "from": Number(_BOUND, (-1.0, 6.5), 0.25, -1.0),  # where the free mean starts
    "replay": Word(_REPLAYS, tuple(REPLAYS), "esl"),
    "run": Word(_STOPPING, ("murphy", "yours"), "murphy"),
    "exponent": Number(_STOPPING, EXPONENTS, 0.1, -3.0),  # of the tolerance, a power of ten
    "on": Word(_SELECTION, ("faithful", "yours"), ""),  # yours, if the dashboard's data are not its first ones
    "starts": Word(_SELECTION, ("5", "20", "50"), "20"),
    "criterion": Word(_SELECTION, CRITERIA, "bic"),
    "sign": Word(_SELECTION, ("ours", "mclust"), "ours"),
    "cell": Word(  # the best one, until another is chosen
        _SELECTION, tuple(f"{k}_{kind}" for k in range(1, MOST_GAUSSIANS + 1) for kind in COVARIANCE_TYPES), ""
    ),
}


def read(page: str, query: Mapping[str, str]) -> list[str]:
    """Take up what a link to `page` says, and for the rest its defaults; returns what could not be used, a line each.

    What was chosen on other lessons stays.
    """
    reader = QueryReader(query)
    for name, choice in CHOICES.items():
        if choice.page == page:
            choose(name, choice.read(reader, name))
    return reader.problems


def query(page: str) -> dict[str, str]:
    """The part of a link to `page` that says what was chosen there, without defaults."""
    return {
        name: CHOICES[name].write(value)
        for name, value in _chosen().items()
        if CHOICES[name].page == page and value != CHOICES[name].default
    }


def get(name: str) -> Any:
    """What this visitor chose: a word or a number."""
    return _chosen().get(name, CHOICES[name].default)


def choose(name: str, value: str | float) -> None:
    """Choose; the page's `link.write` puts it into the address bar."""
    _chosen()[name] = value


def ask(widget: Callable[..., Any], name: str, label: str, *, otherwise: str = "", **options: Any) -> str:
    """Draw a widget of the words of a choice; returns the one chosen, or `otherwise` where that is left to the page."""
    key, choice = f"lesson-{name}", CHOICES[name]
    assert isinstance(choice, Word)
    shown = get(name) or otherwise
    owned(widget, key, shown, label, choice.words, on_change=lambda: choose(name, st.session_state[key]), **options)
    return str(shown)


def _chosen() -> dict[str, Any]:
    chosen: dict[str, Any] = st.session_state.setdefault(KEY, {})
    return chosen
