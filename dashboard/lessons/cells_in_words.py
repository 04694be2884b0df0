"""The cells of the search in words: what a criterion says of each, its numbers, the table of all."""

from collections.abc import Mapping

import pandas as pd

from emcore.covariances import COVARIANCE_TYPES
from emcore.criteria import CRITERIA
from emcore.numerals import numeral, plural, with_minus
from emcore.study.restarts import TIE
from emcore.study.selection import NEAR_SINGULAR, FittedModel, Key

Known = Mapping[Key, FittedModel]
NONE = "no sound run"
FORMULAS = {  # ours and scikit-learn's, lower is better; mclust's, higher is better
    "bic": ("−2 ℓ + p ln N", "2 ℓ − p ln N"),
    "aic": ("−2 ℓ + 2 p", "2 ℓ − 2 p"),
    "icl": ("−2 ℓ + p ln N − 2 Σ ln max γ", "2 ℓ − p ln N + 2 Σ ln max γ"),
}

WITH_PRIOR = (
    "Your dashboard's run has a prior, and so have these: each cell is the run with the highest log posterior, and the "
    "criteria are of its log-likelihood, as R's mclust has it."
)


def best(known: Known, criterion: str, *, sound_only: bool = False) -> FittedModel | None:
    """The cell with the lowest value; `sound_only` leaves near-singular runs out."""
    candidates = [c for c in known.values() if c.seed is not None and not (sound_only and c.near_singular)]
    values = [float(getattr(cell, criterion)) for cell in candidates]
    # With one component some types are the same model: of equal values the first, however they are rounded.
    return next((c for c, value in zip(candidates, values, strict=True) if value <= min(values) + TIE), None)


def name_of(cell: FittedModel) -> str:
    """Components and type, in words."""
    return in_words(cell.n_components, cell.covariance_type)


def in_words(n_components: int, covariance_type: str) -> str:
    """So many components of a covariance type."""
    return f"{plural(n_components, 'component')}, {COVARIANCE_TYPES[covariance_type].label.lower()}"


def sentence(cell: FittedModel, known: Known, criterion: str) -> str:
    """What the criterion says of a cell that has a sound run, and what is to be known before one believes it."""
    lowest = best(known, criterion)
    assert lowest is not None
    value = float(getattr(cell, criterion))
    above = value - float(getattr(lowest, criterion))
    said = f"{_short(cell)}: {criterion.upper()} {with_minus(f'{value:.1f}')}"
    if cell == lowest:
        said += f", the lowest. {_others(known, criterion, lowest)}"
    elif above <= TIE:
        said += f", the same model as {_short(lowest)}, and as low."
    else:
        said += f", {above:.1f} above the lowest ({_short(lowest)})."
    if cell.near_singular:
        return f"{said} ⚠ One component has narrowed onto {numeral(cell.n_narrowest, 2)} points: don't trust it."
    if cell.n_components == 1:
        return said
    return f"{said} {cell.n_reached} of {plural(cell.n_starts, 'start')} ended here."


def how_to_read(n_features: int) -> str:
    """What the marks of both pictures mean, for data of so many dimensions."""
    words = (
        "Left: a curve per covariance type, named at its right end (↑: it ends above the axis). Ring: the lowest. "
        "Disc: the cell in view. Cross: the best run is near-singular. Right: that cell's best run, "
    )
    words += "bells times their weights." if n_features == 1 else "ellipses that hold 50 % and 95 % of a component."
    if n_features == 1:
        words += (
            " In one dimension full is a width for each component, tied one for all; diagonal and spherical are the "
            "same as full."
        )
    if n_features > 2:
        words += f" Seen in the plane of the first two principal components of {n_features} dimensions."
    return f"{words} A cell that is held or clicked has its numbers here, and the link says which."


def _others(known: Known, criterion: str, lowest: FittedModel) -> str:
    """What the other criteria choose."""
    others = {name.upper(): best(known, name) for name in CRITERIA if name != criterion}
    agree = [name for name, cell in others.items() if cell == lowest]
    if len(agree) == len(others):
        return f"{' and '.join(agree)} agree."
    said = [
        f"{name} agrees" if name in agree else f"{name} takes {_short(cell)}" for name, cell in others.items() if cell
    ]
    return "; ".join(said) + "."


def _short(cell: FittedModel) -> str:
    return f"K = {cell.n_components}, {COVARIANCE_TYPES[cell.covariance_type].label.lower()}"


def cell_in_words(cell: FittedModel) -> str:
    """A cell in two sentences: its numbers, in both signs, and how many starts came there."""
    if cell.seed is None:
        return (
            f"**{name_of(cell)}:** none of the {cell.n_starts} starts gave a sound run; all collapsed or had no room."
        )
    end = "converged" if cell.stop == "converged" else "had not converged"
    numbers = (
        f"{cell.log_likelihood:.3f}, {cell.n_parameters} parameters; BIC {cell.bic:.3f} (mclust: {-cell.bic:.3f}), "
        f"AIC {cell.aic:.3f}, ICL {cell.icl:.3f} (mclust: {-cell.icl:.3f}). "
    )
    lines = f"**{name_of(cell)}:** log-likelihood {with_minus(numbers)}"
    if cell.n_components == 1:
        return lines + "One component has a single best fit, whatever the start."
    lines += f"{cell.n_reached} of {cell.n_starts} starts ended there; the best run {end} after {cell.steps} steps."
    return lines + (f" {cell.n_collapsed} collapsed and are left out." if cell.n_collapsed else "")


def warning(cell: FittedModel) -> str:
    """Why a near-singular run is not to be trusted, with its numbers; empty if it is sound."""
    if not cell.near_singular:
        return ""
    return (
        f"{name_of(cell)}: the best run is near-singular. One component holds {cell.n_narrowest:.1f} points and has "
        f"{numeral(100 * cell.narrowest**0.5, 2)} % of the data's standard deviation along some direction (stated "
        f"limit: {numeral(100 * NEAR_SINGULAR**0.5, 2)} %). The likelihood grows without bound as such a component "
        "narrows, so its criteria say little."
    )


def table(known: Known, criterion: str, *, as_mclust: bool) -> pd.DataFrame:
    """A row per K, a column per type: the criterion; the best is marked by a word, near-singular runs by another."""
    lowest = best(known, criterion)
    columns: dict[str, dict[int, str]] = {}
    for (k, kind), cell in known.items():
        value = (-1 if as_mclust else 1) * getattr(cell, criterion)
        text = NONE if cell.seed is None else with_minus(f"{value:.1f}")
        text += " ★ best" * (cell == lowest) + " ⚠ narrow" * cell.near_singular
        columns.setdefault(COVARIANCE_TYPES[kind].label, {})[k] = text
    return pd.DataFrame(columns).rename_axis("K").fillna("not computed")


def convention(criterion: str, *, as_mclust: bool) -> str:
    """The sign convention of the table, with its formula."""
    ours, mclusts = FORMULAS[criterion]
    whose = f"In the sign of R's mclust: {mclusts}, **higher** is better."
    if not as_mclust:
        whose = f"In the sign of scikit-learn and this dashboard: {ours}, **lower** is better."
    return f"{whose} Narrow: the best run is near-singular."
