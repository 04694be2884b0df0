"""Examples where EM, hard EM and k-means part ways from one start. A registry: add an example here.

k-means starts from the means of the scenario's start, the other two from all of it.
"""

from emcore.gaussian import Gaussian
from emcore.scenario.presets import Preset
from emcore.scenario.record import Scenario

ALL_ERUPTIONS = (1.139271, 13.56996), 0.9008112  # their standard deviations (1/N) and correlation

PARTINGS: dict[str, Preset] = {
    "elongated": Preset(
        "Elongated",
        "Two long clouds: who cuts them across?",
        "k-means knows only distances: it halves both clouds, no better than a coin. The other two learn their shapes.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(60, (-1.2, 0), (0.35, 2.2)), Gaussian(60, (1.2, 0), (0.35, 2.2))),
            data_seed=6,
            components=(Gaussian(1, (-0.83, 3.91), (1.32, 2.15)), Gaussian(1, (1.34, -0.75), (1.32, 2.15))),
            max_iter=30,
            learn_weights=True,
        ),
    ),
    "frozen": Preset(
        "Frozen too soon",
        "Old Faithful, two long eruptions: who gets away?",
        "From two neighbours in one group k-means and EM find both groups; hard decisions freeze at 35 against 237.",
        Scenario(
            source="faithful",
            components=(Gaussian(1, (3.6, 79), *ALL_ERUPTIONS), Gaussian(1, (3.333, 74), *ALL_ERUPTIONS)),
            max_iter=40,
            learn_weights=True,
        ),
    ),
    "stuck": Preset(
        "Stuck, and mended",
        "Old Faithful, two short eruptions: can heat mend EM?",
        "From here EM itself ends on a low peak, \u22121285.313. Let T cool from 1.1 to 1: it finds both groups, "
        "\u22121130.264. From 10 it does so, too, but first stands on a saddle for over a hundred steps.",
        Scenario(
            source="faithful",
            components=(Gaussian(1, (2.083, 57), *ALL_ERUPTIONS), Gaussian(1, (2.35, 47), *ALL_ERUPTIONS)),
            max_iter=300,
            learn_weights=True,
        ),
    ),
    "unequal": Preset(
        "Unequal sizes",
        "A small cloud beside a large one: who shares fairly?",
        "k-means draws its border half way between two means, and takes a hundred points from the large cloud.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(400, (0, 0), (2, 2)), Gaussian(30, (6, 0), (0.5, 0.5))),
            components=(Gaussian(1, (0.7, 1.6), (2.4, 2)), Gaussian(1, (5.7, 0), (2.4, 2))),
            max_iter=100,
            learn_weights=True,
        ),
    ),
    "overlapping": Preset(
        "Overlapping",
        "Two clouds overlap: whose means are right?",
        "Points given away whole leave both clouds without a tail: means end a fifth too far apart, but for EM's.",
        Scenario(
            source="clusters-2d",
            clusters=(Gaussian(300, (-1, 0), (1, 1)), Gaussian(300, (1, 0), (1, 1))),
            data_seed=2,
            components=(Gaussian(1, (-2, 1), (1.5, 1.5)), Gaussian(1, (2, -1), (1.5, 1.5))),
            max_iter=60,
            learn_weights=True,
            covariance_type="tied",
        ),
    ),
}
