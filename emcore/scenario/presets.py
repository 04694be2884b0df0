"""Ready-made scenarios, each with the reason to look at it. A registry: add a preset here."""

from dataclasses import dataclass

from emcore.gaussian import Gaussian
from emcore.scenario.record import Scenario


@dataclass(frozen=True)
class Preset:
    """A scenario with a name, the question that it asks, and a one-line reason to look at it."""

    label: str
    question: str
    reason: str
    scenario: Scenario


THREE_BUMPS = (Gaussian(300, (0,), (0.6,)), Gaussian(180, (5,), (1.5,)), Gaussian(400, (10.5,), (0.8,)))
THREE_CLOUDS = (Gaussian(300, (-6, -3), (1, 1)), Gaussian(300, (6, -3), (1, 1)), Gaussian(300, (0, 6), (1, 1)))
PRESETS: dict[str, Preset] = {
    "first": Preset(
        "First example",
        "Three bumps, three bells: can EM find them?",
        "Three bells start on the left bump, far from the others; in some fifteen steps each has a bump of its own.",
        Scenario(
            clusters=THREE_BUMPS,
            data_seed=2,
            components=(Gaussian(1, (-1,), (1.5,)), Gaussian(1, (-0.5,), (1.5,)), Gaussian(1, (0,), (1.5,))),
            max_iter=20,
            learn_weights=True,
        ),
    ),
    "notebook-1d": Preset(
        "The notebook, 1-D",
        "The notebook, 1-D: where do three close bells go?",
        "Three clusters, three components that start close together, equal weights throughout: watch them part.",
        Scenario(),
    ),
    "notebook-2d": Preset(
        "The notebook, 2-D",
        "The notebook, 2-D: do starts far away still find the clouds?",
        "15,000 points in three clouds, starts far from all of them, equal weights throughout.",
        Scenario(source="clusters-2d", max_iter=25),
    ),
    "separated": Preset(
        "Well separated",
        "Three clear clouds: how fast is EM?",
        "The easy case: clear gaps, and EM is done in a few steps.",
        Scenario(
            source="clusters-2d",
            clusters=THREE_CLOUDS,
            start="kmeanspp",
            max_iter=40,
            learn_weights=True,
        ),
    ),
    "overlapping": Preset(
        "Overlapping",
        "Two clusters overlap: can EM still tell them apart?",
        "Two clusters that share their middle: responsibilities stay soft and EM takes its time.",
        Scenario(
            source="clusters-1d",
            clusters=(Gaussian(600, (-1.5,), (1.5,)), Gaussian(400, (2,), (1,))),
            components=(Gaussian(1, (-4,), (1,)), Gaussian(1, (-2,), (1,))),
            max_iter=200,
            learn_weights=True,
        ),
    ),
    "unequal": Preset(
        "Unequal sizes",
        "A small cluster beside a large one: does EM see it?",
        "A small cluster beside a large one: learned weights find it; try equal weights to see why they matter.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(1500, (0, 0), (2, 2)), Gaussian(80, (7, 3), (0.7, 0.7))),
            n_components=2,
            start="kmeanspp",
            max_iter=60,
            learn_weights=True,
        ),
    ),
    "nested": Preset(
        "One inside another",
        "One cluster inside another: can EM part them?",
        "Same centre, different spread: k-means can't separate these, EM can.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(500, (0, 0), (6, 6)), Gaussian(500, (0, 0), (1, 1))),
            components=(Gaussian(1, (-4, 2), (3, 3)), Gaussian(1, (4, -2), (3, 3))),
            max_iter=100,
            learn_weights=True,
        ),
    ),
    "stuck": Preset(
        "A local optimum",
        "Two components share one cloud: will one let go?",
        "EM climbs to the nearest peak and stays there: a better start ends 190 nats higher.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(200, (-6, 0), (1, 1)), Gaussian(200, (6, 3), (1, 1)), Gaussian(200, (6, -3), (1, 1))),
            data_seed=8,
            components=(
                Gaussian(1, (-7, 2), (1, 1)),
                Gaussian(1, (-5, -2), (1, 1)),
                Gaussian(1, (6, 0), (2, 2)),
            ),
            max_iter=30,
            learn_weights=True,
        ),
    ),
    "twins": Preset(
        "Twins",
        "Two bells start alike: will they ever part?",
        "What starts alike shares every point alike: no step can part two such bells, the least nudge can.",
        Scenario(
            clusters=THREE_BUMPS,
            data_seed=2,
            components=(Gaussian(1, (0,), (1.5,)), Gaussian(1, (8,), (1.5,)), Gaussian(1, (8,), (1.5,))),
            max_iter=60,
            learn_weights=True,
        ),
    ),
    "too-many": Preset(
        "Six for three",
        "Six components for three clouds: who would notice?",
        "More components always fit a little better, so the log-likelihood can't tell that three are enough; BIC can.",
        Scenario(
            source="clusters-2d",
            clusters=THREE_CLOUDS,
            n_components=6,
            start="kmeanspp",
            start_seed=3,
            max_iter=100,
            learn_weights=True,
        ),
    ),
    "stiff": Preset(
        "Too stiff",
        "Two long clouds, two round components: what goes wrong?",
        "Spherical components can't lie flat: they cut both clouds in two. Every other covariance type finds them.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(300, (0, 2.5), (5, 0.7)), Gaussian(300, (0, -2.5), (5, 0.7))),
            n_components=2,
            start="kmeanspp",
            max_iter=100,
            learn_weights=True,
            covariance_type="spherical",
        ),
    ),
    "faithful-waiting": Preset(
        "Old Faithful, 1-D",
        "Old Faithful: are there two kinds of waiting?",
        "Real data: the geyser's waiting times come in a short kind and a long kind.",
        Scenario(
            source="faithful-waiting",
            components=(Gaussian(1, (50,), (5,)), Gaussian(1, (60,), (5,))),
            max_iter=60,
            learn_weights=True,
        ),
    ),
    "faithful": Preset(
        "Old Faithful, 2-D",
        "Old Faithful: are there two kinds of eruption?",
        "The classic textbook example: two kinds of eruption, found from a poor start.",
        Scenario(
            source="faithful",
            components=(Gaussian(1, (2.6, 86), (0.4, 5)), Gaussian(1, (4.4, 54), (0.4, 5))),
            max_iter=60,
            learn_weights=True,
        ),
    ),
    "penguins": Preset(
        "Penguins",
        "Penguins: does EM find the species?",
        "Long bills are shallow bills, until EM tells the species apart: within each, long bills are deep bills.",
        Scenario(source="penguins", n_components=3, start="kmeanspp", start_seed=20, max_iter=60, learn_weights=True),
    ),
    "galaxies": Preset(
        "Galaxies",
        "82 galaxies: how many clusters do you believe in?",
        "Of six bells two stand on two galaxies each: the likelihood likes needles. The books disagree as well.",
        Scenario(source="galaxies", n_components=6, start="kmeanspp", max_iter=300, learn_weights=True),
    ),
    "ring": Preset(
        "Ring",
        "A ring: what can Gaussians make of it?",
        "No Gaussian fits a ring: eight components tile it.",
        Scenario(source="ring", n_points=800, n_components=8, start="kmeanspp", max_iter=100, learn_weights=True),
    ),
    "moons": Preset(
        "Two moons",
        "Two moons: can two ellipses follow them?",
        "Two clusters that are not ellipses: two components cut across them, more components follow them.",
        Scenario(source="moons", n_points=800, n_components=2, start="kmeanspp", max_iter=100, learn_weights=True),
    ),
    "nothing": Preset(
        "Uniform noise",
        "Pure noise: does EM see clusters in it?",
        "No clusters at all, and EM still reports some: a fit is no proof.",
        Scenario(source="uniform-2d", n_components=3, start="kmeanspp", max_iter=200, learn_weights=True),
    ),
    "outliers": Preset(
        "Noise all around",
        "One point in five is noise: who answers for it?",
        "Every point is shared out, noise as well: it widens both components, until a third one takes it.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(300, (-4, 0), (1, 1)), Gaussian(300, (4, 0), (1, 1))),
            noise=0.2,
            n_components=2,
            start="kmeanspp",
            max_iter=100,
            learn_weights=True,
        ),
    ),
    "collapse": Preset(
        "A collapse",
        "A lone point: when does EM break?",
        "A cluster of one point: the likelihood has no maximum, and EM breaks. A ridge cures it.",
        Scenario(
            source="clusters-1d",
            clusters=(Gaussian(60, (0,), (1,)), Gaussian(1, (8,), (1,))),
            components=(Gaussian(1, (0,), (1,)), Gaussian(1, (3,), (2,))),
            max_iter=50,
            learn_weights=True,
        ),
    ),
}
