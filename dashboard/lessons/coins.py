"""The lesson on coins: its tosses, the start, its pictures. The run is made in the browser."""

from functools import cache

import numpy as np

from dashboard.charts.lessons.coins_chart import coins_trace
from dashboard.charts.palette import colours, on_colours
from dashboard.common.component import component, told_by
from dashboard.common.draw import draw
from dashboard.common.theme import is_dark
from dashboard.link import address, choices
from emcore.scenario.fields import Number
from emcore.study.coins import HEADS, TAILS, Coins, fit

KEY = "coins-picture"
RULES = {"max_iter": 300, "tol": 1e-9}  # the gain, in nats a row, is less than any that is shown
# The tosses of the paper's figure 1, as they are commonly reproduced; EM needs the counts alone.
SEQUENCES = ("HTTTHHTHTH", "HHHHTHHHHH", "HTHHHHHTHH", "HTHTTTHHTT", "THHHTHHHTH")
NAMES = ("coin_a", "coin_b")
WEIGHTS = {"fixed": "Weights fixed at ½", "learned": "Weights learned"}

# What the paper prints, figure 1: the probabilities of heads after these steps alone; and had the coins been noted.
PRINTED = {0: ("0.60", "0.50"), 1: ("0.71", "0.58"), 10: ("0.80", "0.52")}
NOTED = ("0.80", "0.45", "24/30, 9/20 heads")
SOURCE = "The paper: Do and Batzoglou 2008"

SAME = r"""
| What | Coins | Gaussians |
|---|---|---|
| What is seen | a row of tosses, its heads $h$ and tails $t$ | a point $x$ |
| What nobody noted | which coin | which component |
| A component is | a coin: $\theta$ | a bell: mean $\mu$, variance $\sigma^2$ |
| How likely it makes what is seen | $\theta^h (1 - \theta)^t$ | $\mathcal{N}(x \mid \mu, \sigma^2)$ |
| E step | share out each row: weight × likelihood, divided by the sum | the same, for each point |
| M step | heads given ÷ tosses given | mean and variance of the points given |
| Weights | fixed at ½, or rows given ÷ rows | fixed at $1/K$, or points given ÷ points |
| Names | swap the start, and A and B swap | the same |
| Alike at the start | alike for ever | the same |
| Can it run away? | no: every likelihood is at most 1 | yes: a bell can collapse onto a point |
"""

_coins = component("coins")
_published = component("published")


@cache
def one_coin() -> float:
    """The log-likelihood, in nats, of one coin that made all rows."""
    theta = HEADS.sum() / (HEADS.sum() + TAILS.sum())
    return fit(HEADS, TAILS, Coins(np.array([theta]), np.ones(1)), max_iter=0)[0].log_likelihood


def model() -> dict[str, object]:
    """The rows, as the browser needs them (`browser/coins/em.js`)."""
    rows = [{"heads": int(heads), "tails": int(tails)} for heads, tails in zip(HEADS, TAILS, strict=True)]
    return {"rows": rows, "one_coin": one_coin()}


def picture() -> None:
    """The rows and the coins at the step in view. The browser makes the run and hands it over; a coin that is dragged
    moves the start.
    """
    state, dark = address.state(), is_dark()
    kind = choices.CHOICES["coin_a"].kind
    assert isinstance(kind, Number)
    opened = {"arrival": state.arrivals, "start": [choices.get(name) for name in NAMES], "step": state.view.step}
    rules = RULES | {"learn_weights": choices.get("coin_weights") == "learned"}
    axis = {"limits": kind.limits, "grid": kind.step}
    looks = {"colours": colours(dark)[:2], "on_colours": on_colours(dark)[:2], "sequences": SEQUENCES}
    looks["paper"] = [choices.CHOICES[name].default for name in NAMES]
    _coins(key=KEY, data={"model": model(), "rules": rules, **axis, **opened, **looks}, on_moved_change=take)


def take() -> None:
    """Take up the start that the browser tells; nothing happens if it is none."""
    told = str(told_by(KEY, "moved")).split()
    if len(told) == len(NAMES):
        choices.take_up(dict(zip(NAMES, told, strict=True)))


def trace() -> None:
    """The log-likelihood of every step; a click moves the step."""
    draw(
        coins_trace(one_coin(), dark=is_dark()),
        key="coins-log-likelihoods",
        alt="Log-likelihood over the steps, with a marker at the step in view, and a dashed line: that of one coin for "
        "all rows. A click moves the step.",
        height="stretch",
    )


def published() -> None:
    """The numbers that the paper prints beside those of the run in view."""
    printed = [{"step": step, "thetas": thetas} for step, thetas in PRINTED.items()]
    _published(key="published", data={"printed": printed, "noted": NOTED, "source": SOURCE})
