"""One's own points in a scenario: the points themselves while they are few, else what names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from emcore.options import instance, number
from emcore.points import LARGEST, Array
from emcore.scenario import fields
from emcore.scenario.fields import BETWEEN_ENTRIES as BETWEEN_POINTS
from emcore.scenario.fields import BETWEEN_NUMBERS, Number, Text, read_number, table_of, travels, write_numbers

OWN = "own"  # the source of a scenario on one's own points
MOST_POINTS = 100  # more do not travel in a link
LONGEST_LINK = 1500  # characters
MOST_FEATURES = 8
LARGEST_COUNT = 10_000_000  # of rows that a link says
LONGEST_FILE, LONGEST_NAME = 100, 60  # characters of a file's name, of a column's

Rows = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Points:
    """Up to `MOST_POINTS` points of as many numbers each."""

    def read(self, name: str, text: str, problems: list[str]) -> Rows:
        """The points; none, and the reason in `problems`, where they can't be read."""
        rows = text.split(BETWEEN_POINTS)
        if len(rows) > MOST_POINTS:
            problems.append(f"The link has {len(rows):,} points; the first {MOST_POINTS} are used.")
        points = [tuple(map(read_number, row.split(BETWEEN_NUMBERS))) for row in rows[:MOST_POINTS]]
        width = len(points[0])
        for i, point in enumerate(points, start=1):
            wrong = ""
            if any(value is None or abs(value) > LARGEST for value in point):
                wrong = "holds something that is no number"
            elif len(point) != width or width > MOST_FEATURES:
                wrong = f"has {len(point)} numbers, the first {width}, and there may be {MOST_FEATURES} at most"
            if wrong:
                problems.append(f"The points in the link can't be read: point {i} {wrong}.")
                return ()
        return tuple(tuple(value for value in point if value is not None) for point in points)

    def write(self, value: Rows) -> str:
        """All digits of every number."""
        return BETWEEN_POINTS.join(map(write_numbers, value))

    def check(self, name: str, value: object) -> Rows:
        """A tuple of tuples of numbers; () for none."""
        points = instance(name, value, tuple, "a tuple of points")
        widths = {len(instance("a point", point, tuple, "a tuple of numbers")) for point in points} or {1}
        if len(points) > MOST_POINTS or len(widths) > 1 or not 1 <= min(widths) <= MOST_FEATURES:
            raise ValueError(f"give at most {MOST_POINTS} points of the same 1 to {MOST_FEATURES} numbers")
        return tuple(tuple(number("a number of a point", x, -LARGEST, LARGEST) for x in p) for p in points)


@dataclass(frozen=True)
class OwnData:
    """Points that are neither drawn nor shipped, as far as a link can say them.

    points       N points of D numbers, as measured; () where a link does not carry them
    file, rows   then: what the data are called, and how many rows they had
    fingerprint  then: of the points, which tells whether data given later are the same

    `OwnData()` stands for points still to be given. Raises `ValueError` for what no link can say.
    """

    points: tuple[tuple[float, ...], ...] = travels(Points(), (), "own")
    file: str = travels(Text(LONGEST_FILE), "", "own_file")
    rows: int = travels(Number((0, LARGEST_COUNT), whole=True), 0, "own_rows")
    fingerprint: str = travels(Text(LONGEST_FILE), "", "own_mark")

    def __post_init__(self) -> None:
        fields.check(FIELDS.values(), self)
        if self.points and (self.file or self.rows or self.fingerprint):
            raise ValueError("points that travel need no file, rows or fingerprint")

    @property
    def n_features(self) -> int:
        """D of the points; 0 if they are not here."""
        return len(self.points[0]) if self.points else 0

    def is_of(self, X: Array) -> bool:
        """Whether these are the points X (N, D)."""
        if self.points:
            return np.array_equal(X, np.array(self.points))
        return bool(self.fingerprint) and self.fingerprint == fingerprint_of(X)

    def to_query(self) -> dict[str, str]:
        """The link's query; `from_query` reads back exactly this record."""
        return fields.write(FIELDS.values(), vars(self))

    @classmethod
    def from_query(cls, query: Mapping[str, Any], problems: list[str]) -> "OwnData":
        """What a link says: points, or what names them. Points that can't be read are asked for."""
        points, *names = FIELDS.values()
        return cls(**fields.read([points] if points.query_name in query else names, query, problems))


FIELDS = table_of(OwnData)
NOT_GIVEN = OwnData()


def own_data(X: Array, file: str, rows: int, *, may_travel: bool) -> OwnData:
    """The record of points X (N, D): the points themselves if they may travel and are few."""
    if may_travel and len(X) <= MOST_POINTS:
        own = OwnData(tuple(map(tuple, X.tolist())))
        if len("".join(own.to_query().values())) <= LONGEST_LINK:
            return own
    return OwnData(file=file[:LONGEST_FILE], rows=rows, fingerprint=fingerprint_of(X))


def fingerprint_of(X: Array) -> str:
    """A fingerprint of points X (N, D), 12 hexadecimal digits; the same on every machine."""
    content = repr(X.shape).encode() + np.ascontiguousarray(X, dtype="<f8").tobytes()
    return blake2b(content, digest_size=6).hexdigest()


def clean_name(text: str) -> str:
    """A column's name on one line, not too long, without signs that can't be seen or that part names in a link."""
    seen = "".join(c if c.isprintable() or c.isspace() else "" for c in text)
    name = " ".join(seen.split()).replace(BETWEEN_POINTS, "˜")
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def default_columns(n_features: int) -> tuple[str, ...]:
    """Names of columns that have none."""
    return tuple(f"x{d + 1}" for d in range(n_features))
