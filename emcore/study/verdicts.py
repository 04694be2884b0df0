"""A published run repeated from starts that a scenario can name, so that ours can be watched and counted."""

from dataclasses import dataclass, replace

from emcore.fast.fit import fit
from emcore.gaussian import gaussians_of
from emcore.points import Array
from emcore.scenario.gaussians import DEFAULT_COMPONENTS
from emcore.scenario.link import HAND
from emcore.scenario.record import LIMITS, Scenario
from emcore.study.replays import Comparison, Quantity, Replay
from emcore.study.restarts import Restarts
from emcore.trace import EMTrace, detail_of

SEEDED_START = "kmeanspp"  # where no start is published


@dataclass(frozen=True)
class Verdict:
    """What came of a replay.

    ours         our number for each of the replay's quantities
    steps        of our run
    log_likelihood  at its end, in nats
    n_starts     seeded starts tried; 0 for a published start
    n_reached    of these, how many ended within `REACHED` of the best; n_collapsed: how many collapsed on the way
    scenario     exactly our run; None if no scenario can say it
    """

    ours: tuple[float, ...]
    steps: int
    log_likelihood: float
    n_starts: int
    n_reached: int
    n_collapsed: int
    scenario: Scenario | None

    def comparisons(self, replay: Replay) -> tuple[Comparison, ...]:
        """Each published number of `replay`, of which this is the verdict, beside ours."""
        return tuple(Comparison(*pair) for pair in zip(replay.quantities, self.ours, strict=True))


def verdict(replay: Replay) -> Verdict:
    """Run `replay` afresh, from its own start or from `n_starts` seeded ones, of which the best sound run is taken."""
    X, trace, tried = repeat(replay)
    steps = len(trace) - 1
    too_long = steps > LIMITS["max_iter"][1]
    scenario = seeded(replay, tried.best[0]) if tried and tried.best else scenario_of(replay)
    return Verdict(
        tuple(quantity.ours(X, trace) for quantity in replay.quantities),
        steps,
        float(trace.log_likelihoods[-1]),
        replay.n_starts,
        tried.n_reached if tried else 0,
        tried.n_collapsed if tried else 0,
        None if too_long else scenario,
    )


def repeat(replay: Replay) -> tuple[Array, EMTrace, Restarts | None]:
    """Points X (N, D) and our run, computed afresh; of a replay without a published start, the starts tried."""
    X = _data(replay).dataset().X
    if replay.start is None:
        tried = Restarts(seeded(replay, 1), X, replay.n_starts, max_iter=replay.max_iter).all_done()
        assert tried.best is not None  # as the tests know of every replay
        return X, tried.best[1], tried
    trace = fit(
        X,
        replay.start,
        max_iter=replay.max_iter,
        tol=replay.tol,
        covariance_type=replay.covariance_type,
        learn_weights=replay.learn_weights,
    )
    return X, trace, None


def stopped_at(replay: Replay, X: Array, trace: EMTrace, step: int) -> tuple[Comparison | None, ...]:
    """What the replay's numbers would be, had `trace` (of points X (N, D)) ended at `step`; None: of a later step."""
    n = step + 1
    shorter = replace(
        trace,
        weights=trace.weights[:n],
        means=trace.means[:n],
        covariances=trace.covariances[:n],
        log_likelihoods=trace.log_likelihoods[:n],
        stop="max_iter",
        detail=detail_of("max_iter", step),
    )

    def number(quantity: Quantity) -> Comparison | None:
        try:
            return Comparison(quantity, quantity.ours(X, shorter))
        except IndexError:  # the number of a step that it has not taken
            return None

    return tuple(number(quantity) for quantity in replay.quantities)


def scenario_of(replay: Replay) -> Scenario | None:
    """The scenario of a replay with a published start; None where a start by hand can't be written down."""
    data = _data(replay)
    if replay.start is None or data.n_features not in DEFAULT_COMPONENTS:
        return None
    return _run(replay, start=HAND, components=gaussians_of(replay.start))


def seeded(replay: Replay, seed: int) -> Scenario:
    """The scenario of a replay without a published start, from the seeded start number `seed`."""
    return _run(replay, start=SEEDED_START, start_seed=seed, n_components=replay.n_components)


def _run(replay: Replay, **start: object) -> Scenario:
    options: dict[str, object] = {
        "max_iter": min(replay.max_iter, int(LIMITS["max_iter"][1])),
        "tol": replay.tol,
        "covariance_type": replay.covariance_type,
        "learn_weights": replay.learn_weights,
    }
    data = {"source": replay.data, "columns": replay.columns, "standardize": replay.standardize}
    return Scenario(**data, **start, **options)  # type: ignore[arg-type]


def _data(replay: Replay) -> Scenario:
    """The data alone, under any start."""
    return Scenario(
        replay.data,
        start=SEEDED_START,
        n_components=1,
        columns=replay.columns,
        standardize=replay.standardize,
    )
