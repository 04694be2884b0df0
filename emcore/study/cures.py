"""Cures for a run that collapses: scenarios made from a scenario. A registry: add a cure here.

Each changes one thing and leaves data and start as they are, so far as the cure allows; so what it changes is what one
sees. A cure is not a repair: a run that no longer fails may end where it is of no use.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from emcore.covariances import COVARIANCE_TYPES
from emcore.errors import MixtureError
from emcore.points import Array
from emcore.scenario.record import LIMITS, Scenario
from emcore.study.restarts import Restarts
from emcore.study.selection import distinct_types

MAX_ITER, TOL = 500, 1e-12  # nats per point: a cured run is run to its end
N_STARTS = 10
MOST_STARTS = 50  # that are searched for one that collapses


@dataclass(frozen=True)
class Cure:
    """A change of one thing: its name, what it changes, what it costs, in plain words; and the change itself.

    scenario  (scenario, points X (N, D)) -> the changed scenario; None where that changes nothing, or can't be done
    """

    label: str
    changes: str
    costs: str
    scenario: Callable[[Scenario, Array], Scenario | None]


def cures_of(scenario: Scenario, X: Array) -> dict[str, Scenario]:
    """The scenario of points X (N, D) by every cure that changes it, by its key; each run for as long as it takes."""
    long = replace(scenario, max_iter=MAX_ITER, tol=TOL)
    cured = {key: cure.scenario(long, X) for key, cure in CURES.items()}
    return {key: found for key, found in cured.items() if found is not None}


def another_start(scenario: Scenario, X: Array) -> Scenario | None:
    """The best of `N_STARTS` starts far apart that do not collapse, the first of equally good ones; None if all do."""
    starts = replace(scenario, start="kmeanspp", components=())
    best = Restarts(starts, X, N_STARTS).all_done().best
    return None if best is None else replace(starts, start_seed=best[0])


class CollapseSearch(Restarts):
    """The search for a start at random points that collapses, of points X (N, D), among `MOST_STARTS`."""

    def __init__(self, scenario: Scenario, X: Array) -> None:
        starts = replace(scenario, start="random-points", components=(), max_iter=MAX_ITER, tol=TOL)
        super().__init__(starts, X, MOST_STARTS)

    def work(self) -> bool:
        """Take a part of a step; enough is done once there is one."""
        return super().work() and self.start() is None

    def start(self) -> Scenario | None:
        """The first one that collapses of those whose runs have ended; None if none does."""
        collapsed = (n for n in range(1, self.n_begun + 1) if n not in self.ends and n not in self._group)
        starts = (replace(self.scenario, start_seed=n) for n in collapsed)
        return next((start for start in starts if _is_possible(start, self.X)), None)


def _is_possible(scenario: Scenario, X: Array) -> bool:
    try:
        scenario.start_mixture(X)
    except MixtureError:
        return False
    return True


def _ridge(share: float) -> Callable[[Scenario, Array], Scenario | None]:
    """A ridge of a share of the mean of the columns' variances."""

    def cured(scenario: Scenario, X: Array) -> Scenario | None:
        ridge = share * float(X.var(axis=0).mean())
        return replace(scenario, reg_covar=ridge) if 0 < ridge <= LIMITS["reg_covar"][1] else None

    return cured


def _shape(covariance_type: str) -> Callable[[Scenario, Array], Scenario | None]:
    def cured(scenario: Scenario, X: Array) -> Scenario | None:
        distinct = distinct_types(["full", *COVARIANCE_TYPES], X.shape[1])
        if covariance_type not in distinct or covariance_type == scenario.covariance_type:
            return None
        return replace(scenario, covariance_type=covariance_type)

    return cured


def _fewer(scenario: Scenario, X: Array) -> Scenario | None:
    if scenario.n_components == 1:
        return None
    return replace(scenario, n_components=scenario.n_components - 1, components=scenario.components[:-1])


CURES: dict[str, Cure] = {
    "ridge-tiny": Cure(
        "A tiny ridge",
        "A millionth of the data's mean variance is added to every variance after every M step.",
        "Hardly any bias, but the needle stays: it is only not infinitely thin.",
        _ridge(1e-6),
    ),
    "ridge": Cure(
        "A small ridge",
        "A thousandth of the data's mean variance is added to every variance after every M step.",
        "Little bias. How narrow a component may be is now your choice, in the data's units.",
        _ridge(1e-3),
    ),
    "ridge-large": Cure(
        "A large ridge",
        "A tenth of the data's mean variance is added to every variance after every M step.",
        "Every component is wider than its points; narrow clusters can't be found.",
        _ridge(0.1),
    ),
    "tied": Cure(
        "Tied covariances",
        "All components share one covariance, which all points hold up.",
        "Clusters of unequal shape or size are forced into one.",
        _shape("tied"),
    ),
    "diag": Cure(
        "Diagonal covariances",
        "No correlation within a component: fewer numbers to fit, another way down from the same start.",
        "Slanted clusters are missed. Collapse is rarer, not impossible.",
        _shape("diag"),
    ),
    "spherical": Cure(
        "Spherical covariances",
        "One variance for each component: every component is a circle.",
        "Long clusters are missed. A component can still dive onto one point.",
        _shape("spherical"),
    ),
    "prior": Cure(
        "A prior (MAP)",
        "Means and covariances have the conjugate prior of Fraley and Raftery: EM climbs the posterior, which has a "
        "maximum.",
        "All covariances are drawn towards one that is set from the data: theirs, divided by K to the power of 2/D. "
        "How large a cluster may be has become a part of the model.",
        lambda scenario, X: None if scenario.prior else replace(scenario, prior=True),
    ),
    "fewer": Cure(
        "One component fewer",
        "The last component is left out.",
        "What it might have found is not looked for.",
        _fewer,
    ),
    "another-start": Cure(
        "Another start",
        f"The model stays; the best of {N_STARTS} other starts that do not collapse is taken.",
        f"{N_STARTS} runs in place of one; the likelihood still has no maximum, you only keep away from it.",
        another_start,
    ),
}
