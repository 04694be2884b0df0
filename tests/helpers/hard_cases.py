"""Runs of EM that are hard on arithmetic: far from 0, far out, all but singular, tiny, empty. Registries of cases."""

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from emcore import COVARIANCE_TYPES, Mixture

ELEVEN_DIGITS = 1e-11
NINE_DIGITS = 1e-9


@dataclass(frozen=True, eq=False)
class Case:
    """A run of `n_steps` iterations.

    amplification  by how much the problem itself magnifies the rounding of parameters and log densities to float64,
                   whatever the algorithm; 1 where it does not. `why` derives it; the tests measure it.
    slack          error that counts as none: where the data are benign, digits that nobody sees may be traded for speed
    """

    label: str
    X: np.ndarray
    start: Mixture
    n_steps: int = 4
    covariance_type: str = "full"
    reg_covar: float = 0.0
    learn_weights: bool = True
    amplification: float = 1.0
    why: str = "well-conditioned"
    slack: float = ELEVEN_DIGITS

    def until(self, step):
        """The same run, cut off there."""
        return replace(self, n_steps=step)

    @property
    def options(self):
        """What `fit` and the reference take."""
        return {name: getattr(self, name) for name in ("covariance_type", "reg_covar", "learn_weights")}


CASES: dict[str, Case] = {}
COLLAPSES: dict[str, Case] = {}


def register(registry, label, X, start, **options):
    assert label not in registry
    registry[label] = Case(label, X, start, **options)


hard = partial(register, CASES)
singular = partial(register, COLLAPSES, n_steps=40)


# --- points and starts ------------------------------------------------------------------------------------------------


def cloud(seed, n_points, mean, sd=1.0):
    """Normal points (n_points, D) about `mean` (D,), independent along the axes."""
    mean = np.atleast_1d(mean)
    return np.asarray(mean + sd * np.random.default_rng(seed).normal(size=(n_points, len(mean))))


def clouds(n_features, n_points=60, n_components=3, apart=1.0):
    """Overlapping correlated clouds about 0 with spreads of about 1."""
    rng = np.random.default_rng([n_features, n_points])
    mixing = np.eye(n_features) + 0.3 * rng.normal(size=(n_components, n_features, n_features)) / np.sqrt(n_features)
    centres = apart * rng.normal(size=(n_components, n_features))
    labels = np.arange(n_points) % n_components
    return centres[labels] + np.einsum("nij,nj->ni", mixing[labels], rng.normal(size=(n_points, n_features)))


def round_start(means, variance=1.0, weights=None):
    """K equal round components about `means` (K, D); `variance` may be one for each."""
    means = np.asarray(means, dtype=float)
    k, d = means.shape
    variances = np.broadcast_to(variance, k)
    return Mixture(np.full(k, 1 / k) if weights is None else weights, means, variances[:, None, None] * np.eye(d))


def rotation(angle):
    """(2, 2); `angle` in radians."""
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def mapped(mixture, matrix):
    """The mixture of the points `X @ matrix.T`."""
    covariances = matrix @ mixture.covariances @ matrix.T
    return Mixture(mixture.weights, mixture.means @ matrix.T, covariances / 2 + covariances.transpose(0, 2, 1) / 2)


def moved(mixture, shift):
    return Mixture(mixture.weights, mixture.means + shift, mixture.covariances)


# --- ordinary data ----------------------------------------------------------------------------------------------------

for n_features, n_components, n_points, n_steps in [(1, 3, 60, 8), (2, 3, 60, 8), (8, 2, 80, 5), (32, 2, 110, 3)]:
    X = clouds(n_features, n_points, n_components)
    hard(
        f"overlapping clouds, D = {n_features}",
        X,
        round_start(X[:n_components] / 2, 2.0),
        n_steps=n_steps,
        amplification=2.0 * n_features,
        why="log densities of some -2 D nats, which float64 holds to eps times that",
    )

PLANE = clouds(2)
PLANE_START = round_start(PLANE[:3] / 2, 2.0)
TILTED_START = Mixture([0.5, 0.3, 0.2], PLANE_START.means, np.array([[[2, 0.9], [0.9, 1]]] * 3) * [[[1]], [[2]], [[3]]])
for covariance_type in ("tied", "diag", "spherical"):
    hard(
        f"overlapping clouds, {covariance_type}, from a tilted start",
        PLANE,
        TILTED_START,
        covariance_type=covariance_type,
        n_steps=8,
    )
hard("overlapping clouds, weights kept, a ridge", PLANE, PLANE_START, learn_weights=False, reg_covar=0.1)
hard("one component, D = 2", PLANE, round_start([[3, 4]], 5.0))
hard("one component, D = 8", clouds(8), round_start(np.full((1, 8), 3.0), 5.0))

# --- far from 0 -------------------------------------------------------------------------------------------------------

for shift, types in ((1e6, ["full"]), (1e8, COVARIANCE_TYPES)):
    for covariance_type in types:
        hard(
            f"spread 1 about {shift:.0e}, {covariance_type}",
            PLANE + shift,
            moved(PLANE_START, shift),
            covariance_type=covariance_type,
            amplification=shift,
            why="a mean near the shift rounds by eps times the shift, in units of a spread of 1",
        )

# --- a tight component ------------------------------------------------------------------------------------------------

BESIDE = "the tight component's mean, near 0.5, rounds by some eps, in units of its spread"
CENTRE = np.array([0.5, -0.3])
BROAD = cloud(1, 40, [0, 0])


def tight(sd, centre):
    """Broad data with spread 1, a clump of spread `sd` about `centre`, and a start that is half right."""
    centre = np.asarray(centre)
    X = np.concatenate([cloud(1, 40, 0 * centre), cloud(2, 15, centre, sd)])
    return X, round_start([0 * centre + 0.2, centre + 0.5 * sd], [2.0, 2.0 * sd**2])


for sd in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6):
    for covariance_type in COVARIANCE_TYPES if sd == 1e-6 else ["full"]:
        X, start = tight(sd, CENTRE)
        hard(
            f"a component of relative spread {sd:.0e}, {covariance_type}",
            X,
            start,
            covariance_type=covariance_type,
            amplification=1 / sd,
            why=BESIDE,
            slack=NINE_DIGITS if sd >= 1e-4 else ELEVEN_DIGITS,
        )
for n_features in (1, 8):
    for sd in (1e-4, 1e-6):
        X, start = tight(sd, np.full(n_features, 0.5))
        hard(
            f"a component of relative spread {sd:.0e}, D = {n_features}",
            X,
            start,
            amplification=1 / sd,
            why=BESIDE,
            slack=NINE_DIGITS if sd >= 1e-4 else ELEVEN_DIGITS,
        )
for sd in (1e-6, 1e-9):
    X, start = tight(sd, [0.0, 0.0])
    hard(
        f"a component of relative spread {sd:.0e} at exactly 0",
        X + np.repeat([[5.0], [0.0]], [40, 15], axis=0),
        moved(start, [[5.0], [0.0]]),
        why="about 0, float64 resolves the tight component as well as any other",
    )

CLUMP_START_SD = 10.0
for factor in (1e3, 1e5):
    # The first E step leaves the broad component the clump alone: at the broad data its density is down by exp(-50).
    sd = CLUMP_START_SD / factor
    hard(
        f"a component that shrinks by {factor:.0e} in one step",
        np.concatenate([BROAD, cloud(3, 15, [100, 0], sd)]),
        round_start([[0.2, 0.1], [100, 0.5]], [2.0, CLUMP_START_SD**2]),
        amplification=100 / sd,
        why="the clump's mean, near 100, rounds by eps times 100, in units of its spread",
    )

# --- all but singular covariances -------------------------------------------------------------------------------------

NEEDLE = rotation(0.6) @ np.diag([1, 1e-5])  # squared singular values 1e10 apart, tilted
TILTED = "rounding the entries of a tilted covariance by eps moves its smallest eigenvalue by eps times the condition"
for covariance_type in COVARIANCE_TYPES:
    keeps_shape = COVARIANCE_TYPES[covariance_type].whitening == "linear"
    hard(
        f"all data of condition 1e+10, {covariance_type}",
        PLANE @ NEEDLE.T,
        mapped(PLANE_START, NEEDLE) if keeps_shape else round_start(PLANE_START.means @ NEEDLE.T, 2.0),
        covariance_type=covariance_type,
        amplification=1e10 if keeps_shape else 1.0,
        why=TILTED if keeps_shape else "axis-parallel covariances of points on a tilted line: ordinary ones",
    )


def one_flat(ratio):
    """Ordinary data; points on a tilted line but for 1/`ratio` of their spread; a start with a component on each."""
    flat = rotation(0.6) @ np.diag([1, 1 / ratio])
    X = np.concatenate([BROAD, [1.0, 0.5] + cloud(4, 25, [0, 0]) @ flat.T])
    on_line = mapped(round_start([[0, 0]], 2.0), flat).covariances[0]
    return X, Mixture([0.6, 0.4], [[0.2, 0.1], [1.0, 0.5]], [2 * np.eye(2), on_line])


for ratio in (1e2, 1e3, 1e4, 1e5):
    for covariance_type in COVARIANCE_TYPES if ratio == 1e5 else ["full"]:
        X, start = one_flat(ratio)
        hard(
            f"one component of condition {ratio**2:.0e}, {covariance_type}",
            X,
            start,
            covariance_type=covariance_type,
            amplification=ratio**2,
            why=TILTED,
            slack=NINE_DIGITS if ratio <= 1e3 else ELEVEN_DIGITS,
        )
X, start = one_flat(1e5)
hard(
    "ordinary, flat and tight components at once",
    np.concatenate([X, PLANE - 3, cloud(2, 15, CENTRE, 1e-6)]),
    Mixture(
        [0.3, 0.3, 0.3, 0.1],
        [*start.means, [-3, -3], CENTRE + 5e-7],
        [*start.covariances, 2 * np.eye(2), 2e-12 * np.eye(2)],
    ),
    amplification=1e10,
    why=TILTED,
)
scales = np.diag([1e-8, 1e8])
hard(
    "columns of scales 1e-8 and 1e8",
    PLANE @ scales,
    mapped(TILTED_START, scales),
    why="a covariance that only its units make ill-conditioned: each entry is right to its own scale",
)
hard(
    "a constant column, a ridge",
    np.column_stack([PLANE[:, 0], np.full(60, 7.0)]),
    moved(PLANE_START, [0, 7.0]),
    reg_covar=1e-4,
    amplification=7e2,
    why="the mean 7 in units of the ridge's standard deviation of 0.01",
)

# --- far out ----------------------------------------------------------------------------------------------------------

for sds in (100.0, 1e5):
    squared = "the log densities are some sds^2 / 2, and float64 holds them to eps times that"
    hard(
        f"a point {sds:.0e} standard deviations out",
        np.concatenate([PLANE, [[sds, sds]]]),
        PLANE_START,
        n_steps=2,  # at the third, the point farthest out has a component to itself
        amplification=sds**2,
        why=squared,
    )
    hard(
        f"a point {sds:.0e} standard deviations out, between two",
        np.concatenate([cloud(5, 40, [0, 0], [2.0, 1.0]), [[0.3, sds]]]),
        round_start([[-1, 0], [1, 0]]),
        n_steps=2,
        amplification=sds**2,
        why=squared,
    )

# --- few points, many components, duplicates --------------------------------------------------------------------------

FEW = np.array([[-2.5, -0.1], [1.0, 1.75], [2.2, -1.3], [-0.4, 2.3], [0.3, 0.2], [-1.1, -1.9]])
hard(
    "as many components as points, a ridge",
    FEW,
    round_start(FEW, 0.5),
    reg_covar=0.05,
    n_steps=6,
    amplification=10.0,
    why="a mean near 2 in units of the ridge's standard deviation of 0.2",
)
hard(
    "fewer points than dimensions, a ridge",
    cloud(7, 5, np.zeros(8)),
    round_start(cloud(8, 2, np.zeros(8)), 2.0),
    reg_covar=1e-2,
    amplification=1e2,
    why="the condition number: variances of about 1 over a ridge of 1e-2",
)
COPIES = np.repeat(FEW, 10, axis=0)
hard("ten copies of each point", COPIES, round_start([[-1, 0], [1, 0]], 2.0), n_steps=3)
hard(
    "a component on ten copies, a ridge",
    COPIES,
    round_start(FEW[:2], [0.01, 1.0]),
    reg_covar=1e-4,
    n_steps=6,
    amplification=1e2,
    why="a mean near 1 in units of the ridge's standard deviation of 0.01",
)

# --- tiny weights -----------------------------------------------------------------------------------------------------

TINY = [1 - 1e-300, 1e-300]
LOGARITHM = "ln 1e-300 is -690, which float64 holds to eps times that"
APART = np.concatenate([BROAD, cloud(9, 15, [60, 0])])
for learn_weights in (True, False):
    how = "learned" if learn_weights else "kept"
    hard(
        f"a weight of 1e-300 amid the data, {how}",
        BROAD,
        round_start([[0, 0], [0.5, 0.5]], weights=TINY),
        learn_weights=learn_weights,
        amplification=690.0,
        why=LOGARITHM,
    )
    hard(
        f"a weight of 1e-300 at the data's edge, {how}",
        BROAD,
        round_start([[0, 0], [3, 0]], weights=TINY),
        n_steps=2,
        learn_weights=learn_weights,
        amplification=690.0,
        why=LOGARITHM,
    )
    hard(
        f"a weight of 1e-300 on a clump of its own, {how}",
        APART,
        round_start([[0, 0], [60.5, 0.5]], weights=TINY),
        learn_weights=learn_weights,
        amplification=60.0,
        why="the clump's mean, near 60, in units of its spread of 1",
    )

# --- runs that end ----------------------------------------------------------------------------------------------------

singular("as many components as points", FEW, round_start(FEW, 1.5))
singular("as many components as points, tight from the start", FEW, round_start(FEW, 0.01))
singular("fewer points than dimensions", cloud(7, 5, np.zeros(8)), round_start(cloud(8, 2, np.zeros(8)), 2.0))
singular("fewer points than dimensions, one component", cloud(7, 8, np.zeros(8)), round_start(np.zeros((1, 8)), 2.0))
for covariance_type in ("full", "diag", "spherical"):
    on_copies = round_start(FEW[:2] + 0.2, [0.3, 2.0])
    singular(f"a component on ten copies, {covariance_type}", COPIES, on_copies, covariance_type=covariance_type)
singular("a component on ten copies, D = 1", COPIES[:, :1], round_start(FEW[:2, :1], [0.1, 2.0]))
singular("a component that narrows to a line of copies", COPIES, round_start(FEW[:2] + 0.5, [1.5, 2.0]))
singular("a component left with one point far out", np.concatenate([PLANE, [[1e5, 1e5]]]), PLANE_START)
singular("a constant column", np.column_stack([PLANE[:, 0], np.full(60, 7.0)]), moved(PLANE_START, [0, 7.0]))
singular("a weight of 1e-300 too far from every point", BROAD, round_start([[0, 0], [60, 0]], weights=TINY))
