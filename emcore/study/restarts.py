"""Many starts on the same data: which run is the best, and how many reached it."""

from collections.abc import Mapping

REACHED = 1e-3  # nats: a start that ends no further below the best one has reached it
TIE = 1e-6  # nats: far above rounding and below what is shown; runs that end no further apart are equally good


def best_of(ends: Mapping[int, float]) -> int:
    """The key of the highest last log-likelihood (nats); of equally good ones the first, on every machine the same."""
    keys = iter(ends)
    best = next(keys)
    for key in keys:
        if ends[key] > ends[best] + TIE:
            best = key
    return best


def n_reached(ends: Mapping[int, float]) -> int:
    """How many ended within `REACHED` of the best."""
    return sum(end >= ends[best_of(ends)] - REACHED for end in ends.values())
