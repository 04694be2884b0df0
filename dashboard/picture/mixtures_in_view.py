"""The house's picture of data and a mixture on a lesson's page, where the mixtures are no steps of one run: the browser
has one in view, and says which.
"""

from dashboard.common.draw import draw
from dashboard.link.view import View
from dashboard.picture import painting, which_chart
from dashboard.runs import Run
from emcore import Scenario

# More than two dimensions are seen in the plane of their principal components.
VIEW = View(colours="hard")


def seen(run: Run) -> Run:
    """Data and mixtures (the steps of the trace) as the picture shows them."""
    return which_chart.seen(run, VIEW)


def picture(data: Scenario, run: Run, told: str, dark: bool, view: View = VIEW) -> None:
    """Draw them, as high as the container, with the points coloured by the mixture in view.

    `told`: what is seen, for those who can't see it, without numbers.
    """
    shown = seen(run)
    chart = which_chart.chart_of(data, view, dark, shown.dataset, shown.trace)
    draw(chart, key=f"picture-{shown.dataset.X.shape[1]}", alt=told, height="stretch")
    painting.hand_to_painter(painting.payload(shown.dataset, shown.trace, view, dark, run.dataset))
