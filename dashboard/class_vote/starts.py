"""Which of three starts wins?"""

from collections.abc import Mapping
from dataclasses import replace

from streamlit.delta_generator import DeltaGenerator

from dashboard.charts.small_picture import small_picture
from dashboard.class_vote.asking import CannotAskError, Matter, needs_steps
from dashboard.class_vote.choice import Choice
from dashboard.common import working
from dashboard.common.cache import Results, cached
from emcore import Scenario
from emcore.numerals import numeral
from emcore.points import Array
from emcore.scenario.link import HAND
from emcore.study.restarts import REACHED, Restarts, best_of

NAMES = "ABC"
TRIED = 120  # starts at most, to find three of which one wins
MOST_STEPS, TOLERANCE = 5000, 1e-12  # of each: a run on a plateau, which goes on later, must not seem to have ended
CLEAR = 1.0  # nats: what wins wins by more
_TRIES: Results[tuple[dict[int, float], int]] = Results("vote-starts", 60)
START = "random-points"  # in the place of one by hand, which has no others


class Starts(Choice):
    """The detail: the seeds of three starts and how high they climb, one of them higher than the others."""

    label = "Which of three starts wins?"

    def prepared(self, matter: Matter, place: DeltaGenerator) -> tuple[list[int], list[float]]:
        """Three seeds, and where they end."""
        if matter.scenario.n_features > 2:
            raise CannotAskError("More than two dimensions: a small picture can't show a start.")
        needs_steps(matter)
        scenario, X = to_the_end(matter.scenario), matter.run.dataset.X
        tried = working.result(
            _TRIES, scenario, lambda: Tries(scenario, X), lambda tries: (tries.peaks, tries.runs.n_tried), place, len(X)
        )
        seeds = three_of(tried[0])
        if not seeds:
            raise CannotAskError(why_not(*tried))
        return seeds, [tried[0][seed] for seed in seeds]

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
        """How high the three have climbed."""
        ends = ", ".join(f"{name}: {numeral(end, 6)}" for name, end in zip(NAMES, matter.detail[1], strict=True))
        climbed = "Log posteriors" if matter.scenario.prior else "Log-likelihoods"
        return (
            f"{climbed} once EM has converged, in nats: {ends}. EM only climbs; the start decides which peak it "
            "reaches."
        )


class Tries:
    """EM from all starts that are tried, until it has converged."""

    def __init__(self, scenario: Scenario, X: Array) -> None:
        self.n_points, self.runs = len(X), Restarts(scenario, X, TRIED, max_iter=MOST_STEPS)

    def work(self) -> bool:
        """Take a part of a step; enough is done once there are three."""
        return self.runs.work() and not three_of(self.peaks)

    def progress(self) -> tuple[float, str]:
        """The share of steps taken."""
        return self.runs.done, f"EM from up to {TRIED} starts, to find three of which one wins"

    @property
    def peaks(self) -> dict[int, float]:
        """The heights (nats) of the peaks that were reached, by the seeds of their starts."""
        return {seed: height for seed, height in self.runs.heights.items() if seed in self.runs.converged}


def three_of(peaks: Mapping[int, float]) -> list[int]:
    """Three seeds of starts, in an order that tells nothing, of which one clearly wins; [] for none.

    peaks  how high (nats) each seed's run has climbed. Where there are more than two, one is from between.
    """
    if len(peaks) < 3:
        return []
    best = best_of(peaks)
    lower = sorted((seed for seed in peaks if peaks[seed] < peaks[best] - CLEAR), key=peaks.__getitem__)
    return sorted([best, lower[0], lower[len(lower) // 2]]) if len(lower) > 1 else []


def why_not(peaks: Mapping[int, float], n_tried: int) -> str:
    """Why there are no such three among the starts that were tried, and what helps."""
    if n_tried < TRIED:
        return "Stopped before three starts were found of which one wins."
    if len(peaks) < 3:
        return f"Of {TRIED} starts all but {len(peaks)} collapse, or have not converged after {MOST_STEPS:,} steps."
    if max(peaks.values()) - min(peaks.values()) < REACHED:
        return f"All starts tried, {len(peaks)}, end on one and the same peak: none wins. More components may help."
    return f"Of {len(peaks)} starts no two end clearly lower than the best: none wins. More components may help."


def to_the_end(scenario: Scenario) -> Scenario:
    """The scenario, to be run until it has converged; the same whatever the options that would end it sooner."""
    return replace(_seeded(scenario), start_seed=1, tol=TOLERANCE, max_iter=Scenario().max_iter)


def start_of(scenario: Scenario, seed: int) -> Scenario:
    """The scenario from another start."""
    return replace(_seeded(scenario), start_seed=seed)


def _seeded(scenario: Scenario) -> Scenario:
    return replace(scenario, start=START, components=()) if scenario.start == HAND else scenario


@cached(100)
def _picture(scenario: Scenario, dark: bool, _X: Array) -> str:
    return small_picture(_X, scenario.start_mixture(_X), dark=dark)
