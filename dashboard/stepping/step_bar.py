"""The step bar: the step lives in the browser, Python says which run it is and how many steps that has."""

from dashboard.common.component import component
from dashboard.link import address
from emcore import EMTrace

_bar = component("step_bar")


def step_bar(trace: EMTrace) -> None:
    """First, back, play, forward, last, a range, a speed, a link to copy; arrow keys, Home, End and space.

    It writes the step into the charts' bound inputs and the address bar, and tells the read-out and the sentence by an
    event; the server hears nothing of it.
    """
    state = address.state()
    _draw(
        len(trace) - 1,
        address.text(address.query()),
        beats=state.view.beats,
        keep=state.browser_knows_step,
        hold=state.view.fitted_to(state.scenario).click == "predict",
    )


def step_bar_without_scenario(last: int, name: str, word: str) -> None:
    """The same bar for a run that no scenario stands for: steps 0 to `last`, called `word`.

    `name` tells runs apart, so that none opens at another's step.
    """
    _draw(last, name, word=word)


def _draw(last: int, query: str, *, word: str = "Step", **flags: bool) -> None:
    """`beats`: steps by halves; `keep`: the step that the browser has; `hold`: waits until predictions are told.

    The bar takes up `step` when `arrival` has grown, and keeps a step for the same `query` only.
    """
    state = address.state()
    now = {"last": last, "query": query, "word": word, "arrival": state.arrivals, "step": state.view.step}
    _bar(key="step-bar", data=now | {"beats": False, "keep": False, "hold": False} | flags)
