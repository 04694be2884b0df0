"""The cells of the search in the browser: all of their mixtures at once, the bar that goes through them."""

from collections.abc import Mapping, Sequence

import numpy as np
import streamlit as st

from dashboard.common.cache import cached
from dashboard.common.component import component, told_by
from dashboard.lessons.cells_in_words import Known, sentence
from dashboard.link import address, choices
from dashboard.stepping import run_in_view, sentences
from emcore import EMTrace, Mixture, Scenario
from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import CRITERIA
from emcore.points import Array
from emcore.study.matching import answering
from emcore.study.selection import FittedModel, Key

KEY = "cell-bar"
PICTURE_TOLD = (
    "The data and the best run's components for the cell in view: points or bars in the colour and shape of the "
    "component that most likely made them, ellipses that hold 50 % and 95 % of a component, or bells."
)
_bar = component("cells")


def with_runs(known: Known) -> dict[Key, FittedModel]:
    """The cells that have a mixture to show."""
    return {key: cell for key, cell in known.items() if cell.mixture is not None}


@cached(20)
def steps_of(data: Scenario, n_starts: int, keys: tuple[Key, ...], _known: Known, _X: Array) -> EMTrace:
    """The mixtures of the cells as the steps of a trace, in the order of `keys`."""
    return as_steps([_known[key] for key in keys], _X.std(axis=0))


def as_steps(cells: Sequence[FittedModel], scale: Array) -> EMTrace:
    """The mixtures of cells that have one as steps of a trace, with as many components as the largest: a smaller one is
    filled up with copies of its first component, of no weight.

    Components that answer to each other have the same number, so that they keep their colours: those of more components
    to those of fewer, and those of other covariance types to the first one's. `scale` (D,): of the features.
    """
    placed: list[Mixture] = []
    reference: Mixture | None = None
    for cell in cells:
        assert cell.mixture is not None
        mixture = cell.mixture if reference is None else answering(reference, cell.mixture, scale)
        placed.append(mixture)
        if cell.covariance_type == cells[0].covariance_type:
            reference = mixture
    most = max(mixture.n_components for mixture in placed)
    return EMTrace(
        np.array([np.concatenate([m.weights, np.zeros(most - m.n_components)]) for m in placed]),
        np.array([_filled_up(m.means, most) for m in placed]),
        np.array([_filled_up(m.covariances, most) for m in placed]),
        np.array([cell.log_likelihood for cell in cells]),
        "converged",
        "",
    )


def hand_over(data: Scenario, n_starts: int, known: Known, trace: EMTrace, seen: EMTrace) -> None:
    """All cells, whose mixtures are these steps, to the browser, once; `seen`: the same in the plane of the picture."""
    kinds = dict.fromkeys(kind for _, kind in known)
    facts = {
        "cells": [list(key) for key in known],
        "criteria": {name: [float(getattr(cell, name)) for cell in known.values()] for name in CRITERIA},
        "labels": {kind: COVARIANCE_TYPES[kind].label for kind in kinds},
    }
    name = f"{address.text(data.to_query())} {n_starts} {len(known)}"  # tells these cells from others
    run_in_view.hand_over_mixtures(name, trace, seen, facts)


def bar(criterion: str, chosen: Key) -> None:
    """Choose the cell in view, by its number of components and its type; `chosen` is the one to open with."""

    def take() -> None:
        told = told_by(KEY, "chosen")
        if told in choices.CELLS:
            choices.choose("cell", told)

    _bar(key=KEY, data={"criterion": criterion, "chosen": "_".join(map(str, chosen))}, on_chosen_change=take)


def tell(known: Known, criterion: str) -> None:
    """A sentence on the cell in view."""
    with st.container(key="cell-told", gap=None):
        sentences.show([sentence(cell, known, criterion) for cell in known.values()])


def chosen(known: Mapping[Key, FittedModel], otherwise: FittedModel) -> Key:
    """The cell that the visitor chose; another, if none or none of these."""
    number, _, kind = choices.get("cell").partition("_")
    key = int(number or 0), kind
    return key if key in known else (otherwise.n_components, otherwise.covariance_type)


def _filled_up(values: Array, most: int) -> Array:
    return np.concatenate([values, np.repeat(values[:1], most - len(values), axis=0)])
