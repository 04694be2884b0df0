"""More than two dimensions in the plane that a view shows of them."""

from typing import TypeVar

from dashboard.link.view import PRINCIPAL
from emcore import Dataset, EMTrace
from emcore.study.projection import Projection, pair, principal_components

Trace = TypeVar("Trace", EMTrace, EMTrace | None)


def in_plane(dataset: Dataset, trace: Trace, plane: str) -> tuple[Dataset, Trace]:
    """Data and their run as a picture shows them: in one dimension or two as they are."""
    if dataset.X.shape[1] <= 2:
        return dataset, trace
    seen = _projection(dataset, plane)
    return seen.dataset(dataset), trace and seen.trace(trace)


def _projection(dataset: Dataset, plane: str) -> Projection:
    if plane == PRINCIPAL:
        return principal_components(dataset)
    first, second = plane.split("_")
    return pair(dataset, int(first) - 1, int(second) - 1)
