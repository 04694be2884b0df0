"""The lesson on the bound: its points and its mixture, the start, its pictures. The run is made in the browser."""

from functools import cache

from dashboard.charts.lessons.bound_charts import bars_chart, curves_chart
from dashboard.charts.lessons.hill import Hill, log_others
from dashboard.common.component import component, told_by
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from emcore.data.classic import load
from emcore.scenario.fields import Number
from emcore.study.one_parameter import narrow_on_broad

KEY = "bound-start"
# The tolerance, in nats per point, is less than the first gain in the valley, more than what is left near a peak.
RULES = {"max_iter": 60, "tol": 1e-5}

_bound = component("bound")


@cache
def hill() -> Hill:
    """What EM climbs: the log-likelihood of the 20 values of the book's table."""
    X = load("esl").X
    return Hill.of(X, narrow_on_broad(X))


def model_formula() -> str:
    """The mixture in numbers, in LaTeX: all fixed but the mean."""
    mixture = hill().model.mixture
    narrow, broad = mixture.standard_deviations[:, 0]
    first, second = mixture.weights
    return (
        rf"\begin{{aligned}} p(x) = {{}} & {first:g} \, "
        rf"\mathcal{{N}}(x \mid \mu, {narrow:.2f}^2) \\[-2pt] "
        rf"{{}} + {{}} & {second:g} \, \mathcal{{N}}(x \mid {mixture.means[1, 0]:.2f}, {broad:.2f}^2) \end{{aligned}}"
    )


def model() -> dict[str, object]:
    """The same with the points, as the browser needs it (`browser/bound/climb.js`)."""
    climbed = hill()
    mixture, free = climbed.model.mixture, climbed.model.component
    return {
        "points": climbed.X[:, 0].tolist(),
        "weight": float(mixture.weights[free]),
        "sd": float(mixture.standard_deviations[free, 0]),
        "others": log_others(climbed).tolist(),
    }


def run_from_the_start() -> None:
    """Have the browser make the run and hand it over, and the dot in the curves dragged, which moves the start."""
    state, kind = address.state(), choices.CHOICES["from"].kind
    assert isinstance(kind, Number)
    opened = {"arrival": state.arrivals, "start": choices.get("from"), "step": state.view.step}
    axis = {"limits": kind.limits, "grid": kind.step}
    _bound(key=KEY, data={"model": model(), "rules": RULES, **axis, **opened}, on_moved_change=take)


def take() -> None:
    """Take up the start that the browser tells; nothing happens if it is none."""
    choices.take_up({"from": told_by(KEY, "moved")})


def curves() -> None:
    """The log-likelihood curve, the bound that touches it, the jump to its top."""
    draw(
        curves_chart(hill(), dark=is_dark()),
        key="curves",
        alt="Log-likelihood over the mean of the narrow bell: a curve with a peak at each crowd of points. At the "
        "beat in view the lower bound, a parabola, touches it from below; an M beat moves to the parabola's top. "
        "The sentence below gives the numbers.",
        height="stretch",
    )


def bars() -> None:
    """Lower bound and KL of the beats so far."""
    draw(
        bars_chart(hill(), dark=is_dark()),
        key="bars",
        alt="A bar per beat: the lower bound, and on top of it KL; together the log-likelihood. KL is 0 after "
        "every E beat and above 0 after every M beat. The sentence below gives the numbers.",
        height="stretch",
    )
