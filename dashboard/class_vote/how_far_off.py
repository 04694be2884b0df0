"""How far places, (answers, components, D) in data units, were from where EM ended: numbers, and what they say."""

import numpy as np

from dashboard.runs import Run
from emcore.numerals import numeral


def distances(places: np.ndarray, run: Run) -> np.ndarray:
    """From each place to where its component's mean ended, in data units: (answers, components)."""
    away: np.ndarray = np.linalg.norm(places - run.trace.means[-1], axis=-1)
    return away


def deviations(places: np.ndarray, run: Run) -> np.ndarray:
    """The same in standard deviations of the component at the end, in the direction of the place: Mahalanobis."""
    factors = np.linalg.cholesky(run.trace.covariances[-1])
    off = (places - run.trace.means[-1])[..., np.newaxis]
    away: np.ndarray = np.linalg.norm(np.linalg.solve(factors, off), axis=(-2, -1))
    return away


def in_words(off: np.ndarray) -> str:
    """How far the answers were off: `off` (answers, components) in standard deviations."""
    if not len(off):
        return "Nobody has answered."
    typical, closest = np.median(off, axis=0), float(off.mean(axis=1).min())
    best, worst = int(typical.argmin()), int(typical.argmax())
    text = f"Half of the answers for component {best + 1} are within {_deviations(typical[best])} of where it ended"
    if best != worst:
        text += f", for component {worst + 1} within {numeral(typical[worst], 2)}"
    return f"{text}. The closest answer is {_deviations(closest)} off{' on average' * (off.shape[1] > 1)}."


def _deviations(value: float) -> str:
    number = numeral(value, 2)
    return f"{number} standard deviation{'s' * (number != '1')}"
