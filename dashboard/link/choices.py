"""What a person chooses on a lesson, apart from scenario and view: in the session, and in the links to that lesson.

A registry: add a choice to its page here. The session holds what was chosen; all else is the default.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.common.widgets import controlled
from emcore import DATASETS
from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import CRITERIA
from emcore.scenario import fields
from emcore.scenario.fields import Field, Number, Text, UnreadableError, Word, read_numbers
from emcore.scenario.gaussians import MOST_GAUSSIANS
from emcore.starts import STARTS
from emcore.study.lands import LANDS
from emcore.study.partings import PARTINGS
from emcore.study.patients import PATIENTS
from emcore.study.replays import REPLAYS
from emcore.study.stopping_rules import EXPONENTS

KEY = "choices"
LONGEST_LINK = 20_000  # characters; much more than the longest that a scenario has
LONGEST_WORD = 40
YOURS = "yours"  # the dashboard's scenario, in place of an example


@dataclass(frozen=True)
class Place(Text):
    """A place on a map, as a text: two numbers."""

    def read(self, name: str, text: str, problems: list[str]) -> str:
        """The text, if it is one."""
        try:
            is_place = len(text) <= self.longest and len(read_numbers(text)) == 2
        except ValueError:
            is_place = False
        if not is_place:
            raise UnreadableError("is not two numbers")
        return text


CELLS = [f"{k}_{kind}" for k in range(1, MOST_GAUSSIANS + 1) for kind in COVARIANCE_TYPES]
OF_PAGE: dict[str, list[Field]] = {
    "pages/1_The_algorithm.py": [Field("dimensions", Word(["1", "2"]), "1")],  # of the picture
    "pages/2_The_bound.py": [
        Field("from", Number((-1.0, 6.5), step=0.05), -1.0),  # where the free mean starts
    ],
    "pages/3_Textbook_replays.py": [Field("replay", Word(REPLAYS), next(iter(REPLAYS)))],
    "pages/4_The_stopping_rule.py": [
        Field("run", Word(["murphy", YOURS]), "murphy"),
        Field("exponent", Number(EXPONENTS, step=0.1), -3.0),  # of the tolerance, a power of ten
    ],
    "pages/5_How_many_components.py": [
        Field("on", Word([*DATASETS, YOURS]), ""),  # yours, if the dashboard's data are not its first ones
        Field("starts", Word(["5", "20", "50"]), "20"),
        Field("criterion", Word(CRITERIA), "bic"),
        Field("sign", Word(["ours", "mclust"]), "ours"),
        Field("cell", Word(CELLS), ""),  # the best one, until another is chosen
    ],
    "pages/6_Coins.py": [
        Field("coin_a", Number((0.01, 0.99), step=0.01), 0.6),  # where the coins start, as in the paper
        Field("coin_b", Number((0.01, 0.99), step=0.01), 0.5),
        Field("coin_weights", Word(["fixed", "learned"]), "fixed"),
    ],
    "pages/7_Three_algorithms.py": [
        Field("parts", Word([*PARTINGS, YOURS]), next(iter(PARTINGS))),
        Field("temperature", Number((0.01, 10), step=0.01), 1.0),  # of EM
        Field("heat", Word(["steady", "cooling", "circles"]), "steady"),  # what the temperature does
    ],
    "pages/8_The_likelihood_landscape.py": [
        Field("land", Word([*LANDS, YOURS]), next(iter(LANDS))),
        Field("dot", Place(LONGEST_WORD), ""),  # where the run starts; the example's own start, until one is chosen
        Field("beside", Word(["bound", "rivals", "path"]), "bound"),  # what is seen beside EM's path
        Field("across", Text(LONGEST_WORD), ""),  # parameters of the run in view (emcore/study/parameters.py)
        Field("up", Text(LONGEST_WORD), ""),
        Field("others", Word(["held", "maximized"]), "held"),  # what the other parameters are
    ],
    "pages/9_The_restart_atlas.py": [
        Field("atlas", Word(["faithful", "galaxies", "iris", "two", YOURS]), "faithful"),
        Field("seeds", Word(["100", "500", "1000"]), "500"),
        Field("way", Word(STARTS), ""),  # to start; random points, or the scenario's own
        Field("shown", Word(["starts", "map"]), ""),  # all starts, or a map of basins
        Field("pick", Number((0, 1600), whole=True), 0),  # the start that is chosen, by its seed or cell; 0: one's own
        Field("tries", Number((1, 3000), whole=True), 10),  # starts, of which the chance is told
    ],
    "pages/10_The_collapse_clinic.py": [
        Field("patient", Word([*PATIENTS, YOURS]), next(iter(PATIENTS))),
    ],
    "pages/Compare.py": [
        Field("left", Text(LONGEST_LINK), ""),  # the pinned scenario's query; an example's until one is pinned
    ],
    "pages/A_class_votes.py": [
        Field("room", Text(LONGEST_WORD), ""),  # its code, as it was typed
        Field("asked", Text(LONGEST_WORD), ""),  # what the lecturer is about to ask, a key of class_vote/asked.py
    ],
}
CHOICES = {field.name: field for choices in OF_PAGE.values() for field in choices}


def read(page: str, query: Mapping[str, str]) -> list[str]:
    """Take up what a link to `page` says, and for the rest its defaults; returns what could not be used, a line each.

    What was chosen on other lessons stays.
    """
    problems: list[str] = []
    _chosen().update(fields.read(OF_PAGE.get(page, []), query, problems))
    return problems


def query(page: str) -> dict[str, str]:
    """The part of a link to `page` that says what was chosen there, without defaults."""
    of_page = OF_PAGE.get(page, [])
    return fields.write(of_page, {field.name: get(field.name) for field in of_page})


def get(name: str) -> Any:
    """What this visitor chose: a word or a number."""
    return _chosen().get(name, CHOICES[name].default)


def choose(name: str, value: str | float) -> None:
    """Choose; the page's `address.write` puts it into the address bar."""
    _chosen()[name] = value


def take_up(told: Mapping[str, object]) -> None:
    """Choose what a browser tells, by the names of choices. Nothing happens unless each is a value of its choice."""
    problems: list[str] = []
    of_told = [CHOICES[name] for name in told]
    values = fields.read(of_told, {field.query_name: str(told[field.name]) for field in of_told}, problems)
    if not problems:
        _chosen().update(values)


def ask(
    widget: Callable[..., Any],
    name: str,
    label: str,
    *,
    otherwise: str = "",
    ends: Sequence[str] = (),
    **options: Any,
) -> str:
    """Draw a widget of the words of a choice; returns the one chosen, or `otherwise` where that is left to the page.

    `ends`: choices that go back to their defaults with this one.
    """
    key, kind = f"lesson-{name}", CHOICES[name].kind
    assert isinstance(kind, Word)
    shown = get(name) or otherwise

    def take() -> None:
        choose(name, st.session_state[key])
        for other in ends:
            choose(other, CHOICES[other].default)

    controlled(widget, key, shown, label, list(kind.words), on_change=take, **options)
    return str(shown)


def buttons(
    name: str, label: str, said: Callable[[str], str | None], *, otherwise: str = "", ends: Sequence[str] = ()
) -> str:
    """The same as buttons side by side, one of them pressed; `said` gives their words, and the label is only heard."""
    return ask(
        st.segmented_control,
        name,
        label,
        otherwise=otherwise,
        ends=ends,
        required=True,
        format_func=said,
        label_visibility="collapsed",
    )


def _chosen() -> dict[str, Any]:
    chosen: dict[str, Any] = st.session_state.setdefault(KEY, {})
    return chosen
