"""What is shown of a scenario at a step, to be taken away."""

from dashboard.link.view import View
from dashboard.take_away.shown import Shown
from emcore import PRESETS, Scenario

IRIS = Scenario(
    "iris",
    n_components=3,
    start="kmeanspp",
    columns=("sepal_length", "sepal_width", "petal_length", "petal_width"),
    max_iter=30,
)


def shown(key, step=0.0, *, dark=False, question="", **view):
    """A preset by its key; `view`: what is on display."""
    return of(PRESETS[key].scenario, step, dark=dark, question=question, **view)


def of(scenario, step=0.0, *, dark=False, question="", **view):
    """The same of any scenario."""
    dataset, trace = scenario.run()
    seen = View(**view).fitted_to(scenario)
    return Shown(scenario, dataset, trace, step, "What is seen", "https://example.org/?x=1", seen, dark, question)
