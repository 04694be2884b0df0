"""One table of fields makes a record travel: what each is called in a link, how it is read, written and checked.

A link's text is short, forgiving to read and exact to write. To add a field, give a record an attribute that `travels`.
"""

# ruff: noqa: D102  what the methods of a kind do is said once, in `Kind`

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from math import isfinite
from typing import Any, Protocol

from emcore.options import choice, instance, number, switch, whole

BETWEEN_NUMBERS = "_"  # both stay as they are in a URL; a comma would become %2C
BETWEEN_ENTRIES = "~"
MOST_LISTED = 16  # words that there are, in a message

Limits = tuple[float, float]


class UnreadableError(ValueError):
    """A text in a link is no value of its field; says why."""


class Kind(Protocol):
    """How a value is read, written and checked."""

    def read(self, name: str, text: str, problems: list[str]) -> Any:
        """The value in a link, of the query name `name`; raises `UnreadableError`.

        What had to be changed becomes a line in `problems`.
        """

    def write(self, value: Any) -> str:
        """The text that `read` reads back."""

    def check(self, name: str, value: object) -> Any:
        """The value of a record's attribute `name`, in its own type. Raises `ValueError` that says what to give."""


@dataclasses.dataclass(frozen=True)
class Number:
    """A number within limits, a whole one, or a multiple of `step`; a link may be read as the nearest of them.

    `beyond`: what is used of a greater one, in words, where it depends on more than the limits.
    """

    limits: Limits
    whole: bool = False
    step: float = 0.0
    beyond: str = ""

    def read(self, name: str, text: str, problems: list[str]) -> float:
        value = read_number(text)
        if value is None or (self.whole and value != round(value)):
            raise UnreadableError("is not a whole number" if self.whole else "is not a number")
        clamped = clamp(value, self.limits)
        if clamped != value:
            used = (value > clamped and self.beyond) or write_number(clamped)
            problems.append(f"{name} = {shortened(text)} is out of range; {used} is used.")
        return int(clamped) if self.whole else self.nearest(clamped)

    def write(self, value: float) -> str:
        return write_number(value)

    def check(self, name: str, value: object) -> float:
        return (whole if self.whole else number)(name, value, *self.limits)

    def nearest(self, value: float) -> float:
        """The multiple of `step` next to `value`, with no digits from binary arithmetic."""
        return round(round(value / self.step) * self.step, 6) if self.step else value


@dataclasses.dataclass(frozen=True)
class Word:
    """One of some words; a default "" is none of them and is not written.

    `formerly`: words that older links say, and what they are read as.
    """

    words: Collection[str]
    formerly: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def read(self, name: str, text: str, problems: list[str]) -> str:
        text = self.formerly.get(text, text)
        if text not in self.words:
            raise UnreadableError(f"is none of {listed(self.words)}")
        return text

    def write(self, value: str) -> str:
        return value

    def check(self, name: str, value: object) -> str:
        return choice(name, value, self.words)


@dataclasses.dataclass(frozen=True)
class Switch:
    """True or False, a word for each."""

    words: Mapping[str, bool]

    def read(self, name: str, text: str, problems: list[str]) -> bool:
        return self.words[Word(self.words).read(name, text, problems)]

    def write(self, value: bool) -> str:
        return next(word for word, meant in self.words.items() if meant == value)

    def check(self, name: str, value: object) -> bool:
        return switch(name, value)


@dataclasses.dataclass(frozen=True)
class Names:
    """A tuple of names; in a link, of some of `choices`, each once."""

    choices: Collection[str] = ()

    def read(self, name: str, text: str, problems: list[str]) -> tuple[str, ...]:
        names = tuple(text.split(BETWEEN_ENTRIES))
        if len(set(names)) < len(names) or not set(names) <= set(self.choices):
            raise UnreadableError(f"is no list of some of {listed(self.choices)}, each once")
        return names

    def write(self, value: tuple[str, ...]) -> str:
        return BETWEEN_ENTRIES.join(value)

    def check(self, name: str, value: object) -> tuple[str, ...]:
        return tuple_of(str, name, value)


@dataclasses.dataclass(frozen=True)
class Text:
    """Any text; of a link's, as much as there may be."""

    longest: int

    def read(self, name: str, text: str, problems: list[str]) -> str:
        return text[: self.longest]

    def write(self, value: str) -> str:
        return value

    def check(self, name: str, value: object) -> str:
        return instance(name, value, str, "a text")


@dataclasses.dataclass(frozen=True)
class Field:
    """A row of the table.

    name         of the record's attribute
    kind         how it is read, written and checked, with its bounds
    default      what a link means that leaves it out
    query_name   in the link; the same as `name` where none is given
    label, help  what a widget says of it
    """

    name: str
    kind: Kind
    default: Any
    query_name: str = ""
    label: str = ""
    help: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "query_name", self.query_name or self.name)

    def read(self, query: Mapping[str, Any], problems: list[str]) -> Any:
        """The value in a link. Never raises: what can't be read or has to be changed becomes a line in `problems`."""
        said = query.get(self.query_name)
        if said is None:
            return self.default
        text = str(said)
        try:
            return self.kind.read(self.query_name, text, problems)
        except UnreadableError as why:
            problems.append(f"{self.query_name} = {shortened(text)} {why}; the default is used.")
            return self.default


def travels(kind: Kind, default: Any, query_name: str = "", label: str = "", help: str = "") -> Any:
    """The attribute of a dataclass that travels in links, declared by the rest of its `Field`."""
    row = {"kind": kind, "query_name": query_name, "label": label, "help": help}
    return dataclasses.field(default=default, metadata=row)


def table_of(record: type) -> dict[str, Field]:
    """The fields of a dataclass that travel, by name."""
    declared: Any = record
    return {f.name: Field(f.name, default=f.default, **f.metadata) for f in dataclasses.fields(declared) if f.metadata}


def read(fields: Iterable[Field], query: Mapping[str, Any], problems: list[str]) -> dict[str, Any]:
    """The values in a link, by name."""
    return {field.name: field.read(query, problems) for field in fields}


def write(fields: Iterable[Field], values: Mapping[str, Any]) -> dict[str, str]:
    """The link's query, without defaults."""
    return {
        field.query_name: field.kind.write(values[field.name])
        for field in fields
        if values[field.name] != field.default
    }


def check(fields: Iterable[Field], record: object) -> None:
    """Bring every field of a frozen record into its own type. Raises `ValueError` that names what can't be."""
    for field in fields:
        object.__setattr__(record, field.name, field.kind.check(field.name, getattr(record, field.name)))


def tuple_of(kind: type, name: str, value: object) -> tuple[Any, ...]:
    """A tuple whose entries are all of one type. Raises `ValueError` for anything else."""
    entries = instance(name, value, tuple, f"a tuple of {kind.__name__}")
    for entry in entries:
        instance(f"an entry of {name}", entry, kind, f"a {kind.__name__}")
    return entries


def read_number(text: str) -> float | None:
    """A finite number, or None."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if isfinite(value) and "_" not in text else None


def read_numbers(text: str) -> list[float]:
    """The finite numbers of an entry. Raises `ValueError` where one is none."""
    numbers = [number for part in text.split(BETWEEN_NUMBERS) if (number := read_number(part)) is not None]
    if len(numbers) <= text.count(BETWEEN_NUMBERS):
        raise ValueError("holds something that is no number")
    return numbers


def write_numbers(numbers: Iterable[float]) -> str:
    """The text that `read_numbers` reads back."""
    return BETWEEN_NUMBERS.join(map(write_number, numbers))


def write_number(value: float) -> str:
    """The shortest text that reads back as exactly `value`."""
    return repr(float(value)).removesuffix(".0")


def clamp(value: float, limits: Limits) -> float:
    """The value within `limits` nearest to `value`."""
    low, high = limits
    return min(max(value, low), high)


def listed(words: Collection[str]) -> str:
    """Words as messages list them: of very many the first and the last."""
    every = tuple(words)
    return ", ".join(every) if len(every) <= MOST_LISTED else f"{every[0]} … {every[-1]}"


def shortened(text: str, longest: int = 40) -> str:
    """A text of a link as messages repeat it."""
    return text if len(text) <= longest else text[:longest] + "…"
