"""Which of three starts wins?"""

from dataclasses import replace

from streamlit.delta_generator import DeltaGenerator

from dashboard.class_vote.asking import CannotAskError, Matter
from dashboard.class_vote.choice import Choice
from dashboard.class_vote.small_picture import small_picture
from dashboard.common import working
from dashboard.common.cache import Results, cached
from emcore import Scenario
from emcore.numerals import numeral
from emcore.points import Array
from emcore.scenario.link import HAND
from emcore.study.restarts import REACHED, Restarts, best_of

NAMES = "ABC"
TRIED = 30  # starts, to find three of which one wins
_ENDS: Results[dict[int, float]] = Results("vote-starts", 60)
START = "random-points"  # in the place of one by hand, which has no others


class Starts(Choice):
    """The detail: the seeds of three starts and their last log-likelihoods, one of them higher than the others."""

    label = "Which of three starts wins?"

    def prepared(self, matter: Matter, place: DeltaGenerator) -> tuple[list[int], list[float]]:
        """Three seeds, and where they end."""
        if matter.scenario.n_features > 2:
            raise CannotAskError("More than two dimensions: a small picture can't show a start.")
        scenario, X = _seeded(matter.scenario), matter.run.dataset.X
        tried = working.result(_ENDS, scenario, lambda: _Tries(scenario, X), lambda done: done.runs.ends, place, len(X))
        seeds = three_of(tried)
        if not seeds:
            raise CannotAskError(
                f"Of {TRIED} starts all end equally high, or collapse: none wins. Other data or more components help."
            )
        return seeds, [tried[seed] for seed in seeds]

    def question(self, matter: Matter) -> str:
        """The question, in Markdown."""
        return "Which start ends on the highest peak?"

    def options(self, matter: Matter) -> list[str]:
        """A letter for each."""
        return [f"Start {name}" for name in NAMES]

    def pictures(self, matter: Matter, dark: bool) -> list[tuple[str, str]]:
        """Each start before EM's first step."""
        words = "The points, and the components as they stand before EM's first step."
        seeds, _ = matter.detail
        return [
            (_picture(start_of(matter.scenario, seed), dark, matter.run.dataset.X), f"Start {name}. {words}")
            for name, seed in zip(NAMES, seeds, strict=True)
        ]

    def truth(self, matter: Matter, place: DeltaGenerator) -> int:
        """The one whose run ends highest."""
        _, ends = matter.detail
        return list(ends).index(max(ends))

    def why(self, matter: Matter, truth: int) -> str:
        """The three log-likelihoods."""
        ends = ", ".join(f"{name}: {numeral(end, 6)}" for name, end in zip(NAMES, matter.detail[1], strict=True))
        return (
            f"Log-likelihoods after {matter.scenario.max_iter} steps, in nats: {ends}. EM only climbs; the start "
            "decides which peak it reaches."
        )


class _Tries:
    """EM from all starts that are tried."""

    def __init__(self, scenario: Scenario, X: Array) -> None:
        self.n_points, self.runs = len(X), Restarts(scenario, X, TRIED)

    def work(self) -> bool:
        """Take a part of a step."""
        return self.runs.work()

    def progress(self) -> tuple[float, str]:
        """The share of steps taken."""
        return self.runs.done, f"EM from {TRIED} starts, to find three of which one wins"


def three_of(ends: dict[int, float]) -> list[int]:
    """Three seeds of starts, in an order that tells nothing, of which one ends higher than the others; [] for none.

    ends  the last log-likelihood (nats) of each seed's run. Where there are more peaks than two, one is from between.
    """
    if len(ends) < 3:
        return []
    best = best_of(ends)
    lower = sorted((seed for seed in ends if ends[seed] < ends[best] - REACHED), key=ends.__getitem__)
    return sorted([best, lower[0], lower[len(lower) // 2]]) if len(lower) > 1 else []


def start_of(scenario: Scenario, seed: int) -> Scenario:
    """The scenario from another start."""
    return replace(_seeded(scenario), start_seed=seed)


def _seeded(scenario: Scenario) -> Scenario:
    return replace(scenario, start=START, components=()) if scenario.start == HAND else scenario


@cached(100)
def _picture(scenario: Scenario, dark: bool, _X: Array) -> str:
    return small_picture(_X, scenario.start_mixture(_X), dark=dark)
