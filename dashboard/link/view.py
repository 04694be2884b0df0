"""What is on display, apart from the scenario: it never changes a fit."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from math import floor
from typing import Any

from emcore import Scenario
from emcore.scenario.fields import Number, Switch, Word, read, table_of, travels, write
from emcore.scenario.gaussians import DEFAULT_CLUSTERS
from emcore.scenario.own_points import MOST_FEATURES, OWN
from emcore.scenario.record import LIMITS

CONTOURS = {"none": "None", "lines": "Lines", "filled": "Filled"}
COLOURS = {"none": "None", "soft": "Soft", "hard": "Hard", "uncertainty": "Uncertainty"}
CLICKS = {"explain": "Explore", "predict": "Predict", "beat": "Beat EM", "add": "Add points"}
FORMER_CLICKS = {"none": "explain", "place": "explain", "move": "explain"}
PRINCIPAL, MATRIX = "principal", "matrix"
STEP = "step"  # written to the address bar by the step bar itself, read here when a visitor arrives
YES_NO = Switch({"yes": True, "no": False})


def planes(n_features: int) -> list[str]:
    """How so many dimensions are seen: by principal components, all pairs at once, or two columns, counted from 1."""
    columns = range(1, n_features + 1)
    return [PRINCIPAL, MATRIX, *(f"{i}_{j}" for i in columns for j in columns if i < j)]


def possible_clicks(scenario: Scenario, locks: Collection[str] = ()) -> list[str]:
    """What a click can do on these data: points are added to one's own only, and in their own units.

    To predict is to ask of the first step, and to see what follows; to beat EM one changes the start, and sees how well
    EM does.
    """
    if scenario.n_features > 2:
        return ["explain"]
    possible = {
        "predict": "step" not in locks and "answers" not in locks,
        "beat": "start" not in locks and "answers" not in locks,
        "add": scenario.source == OWN and not scenario.standardize and "data" not in locks,
    }
    return [click for click in CLICKS if possible.get(click, True)]


@dataclass(frozen=True)
class View:
    """Contours of the mixture density, the true clusters, steps in two beats, what a click on the picture does, how the
    points are coloured, the responsibility field, dreamt data beside the real ones, the plane in which to see more than
    two dimensions, and the step at which to open. In two beats, step t + 0.5 is the E beat that follows step t.
    """

    # fmt: off
    contours: str = travels(
        Word(CONTOURS), "none", "contours", "Contours of the mixture",
        "Lines that enclose 25, 50, 75 and 95 % of the whole mixture's mass.")
    truth: bool = travels(
        YES_NO, False, "truth", "True clusters",
        "Overlay the clusters the data were drawn from, dotted. Only synthetic clusters have them.")
    beats: bool = travels(
        Switch({"one": False, "two": True}), False, "beats", "Two beats: E, then M",
        "A step in two: E shares the points out anew, M moves the curves.")
    click: str = travels(Word(CLICKS, FORMER_CLICKS), "explain")
    colours: str = travels(
        Word(COLOURS), "soft", "colors", "Colours of the points",
        "Soft: the components' colours, mixed by responsibility. Hard: colour, and in 2-D shape, of the most "
        "responsible component. Uncertainty: the larger the mark, the less sure.")
    field: bool = travels(
        YES_NO, False, "field", "Responsibility field", "Who would be responsible for a point anywhere")
    dream: bool = travels(
        YES_NO, False, "dream", "Dreamt data",
        "Beside the data as many points drawn from the mixture at this step: could you tell them apart?")
    plane: str = travels(
        Word(planes(MOST_FEATURES)), PRINCIPAL, "plane", "Seen in the plane of",
        "EM runs in all dimensions; the picture shows two, of the largest spread or two columns, or every pair.")
    step: float = travels(Number(LIMITS["max_iter"], beyond="the last one"), 0.0)
    # fmt: on

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> tuple["View", list[str]]:
        """Read a link's query; never raises, and says what it could not use."""
        problems: list[str] = []
        view = cls(**read(FIELDS.values(), query, problems))
        return replace(view, step=floor(2 * view.step) / 2), problems

    def to_query(self) -> dict[str, str]:
        """The link's query, without defaults and without the step, which belongs to the step bar."""
        return write(FIELDS.values(), vars(replace(self, step=0.0)))

    def fitted_to(self, scenario: Scenario, locks: Collection[str] = ()) -> "View":
        """What is shown of this view on such data: what they do not have, or a lock hides, is as by default.

        Without the step.
        """
        fitting = set(settings(scenario, self.plane, locks))
        view = View(**{name: value for name, value in vars(self).items() if name in fitting})
        return replace(
            view,
            click=view.click if view.click in possible_clicks(scenario, locks) else "explain",
            plane=view.plane if view.plane in planes(scenario.n_features) else PRINCIPAL,
        )


def settings(scenario: Scenario, plane: str, locks: Collection[str] = ()) -> list[str]:
    """The fields of a view that mean something on these data, seen in this plane; the step is no setting."""
    names = ["beats", "click", "colours"]
    if scenario.source in DEFAULT_CLUSTERS and "truth" not in locks:
        names.append("truth")
    if scenario.n_features > 2:
        names.append("plane")
    else:
        names += ["field", "dream"]
    if scenario.n_features == 2 or (scenario.n_features > 2 and plane != MATRIX):
        names.append("contours")
    return names


FIELDS = table_of(View)
QUERY_NAMES = tuple(field.query_name for field in FIELDS.values())
