"""The one way in for options: whatever is no such number, choice or object is a `ValueError` that says what to give."""

from collections.abc import Collection
from math import inf, isfinite
from typing import TypeVar

import numpy as np

from emcore.points import as_number

T = TypeVar("T")

LONGEST = 60  # characters of a value in a message


def real(name: str, value: object) -> float:
    """A number of any type that is one, infinite and NaN too; True and False are none."""
    given = _read(value)
    if given is None:
        raise _refused(name, value, "a number")
    return given


def number(name: str, value: object, low: float = -inf, high: float = inf) -> float:
    """A finite number from `low` to `high`."""
    given = _read(value)
    if given is None or not (isfinite(given) and low <= given <= high):
        raise _refused(name, value, _range("a finite number", low, high))
    return given


def whole(name: str, value: object, low: float = 0, high: float = inf) -> int:
    """A whole number from `low` to `high`; 5.0 is one."""
    given = _read(value)
    if given is None or not (given.is_integer() and low <= given <= high):
        raise _refused(name, value, _range("a whole number", low, high))
    return int(given)


def switch(name: str, value: object) -> bool:
    """True or False."""
    return bool(instance(name, value, (bool, np.bool_), "True or False"))


def choice(name: str, value: object, choices: Collection[str]) -> str:
    """One of `choices`."""
    if not isinstance(value, str) or value not in choices:
        raise ValueError(f"{name} is {_shown(value)}; choose one of {', '.join(choices)}")
    return value


def instance(name: str, value: object, kinds: type[T] | tuple[type[T], ...], what: str) -> T:
    """An object of one of `kinds`; `what` says how to come by one."""
    if not isinstance(value, kinds):
        raise _refused(name, value, what)
    return value


def _read(value: object) -> float | None:
    return None if isinstance(value, bool | np.bool_) else as_number(value)


def _refused(name: str, value: object, what: str) -> ValueError:
    return ValueError(f"{name} is {_shown(value)}; give {what}")


def _range(kind: str, low: float, high: float) -> str:
    if high < inf:
        return f"{kind} from {low:g} to {high:g}"
    return f"{kind} of at least {low:g}" if low > -inf else kind


def _shown(value: object) -> str:
    """A number or a text as it is, if not too long; of anything else its type."""
    if value is None or isinstance(value, str | float | bool):
        text = repr(value)
    else:
        given = as_number(value)
        text = f"of type {type(value).__name__}" if given is None else f"{given:.15g}"
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
