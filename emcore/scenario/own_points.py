"""One's own points in a scenario: the points themselves while they are few, else what names them."""

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np

from emcore.options import instance, number, whole
from emcore.points import LARGEST, Array
from emcore.scenario.query import BETWEEN_GAUSSIANS as BETWEEN_POINTS
from emcore.scenario.query import BETWEEN_NUMBERS, QueryReader, read_number, write_number

OWN = "own"  # the source of a scenario on one's own points
MOST_POINTS = 100  # more do not travel in a link
LONGEST_LINK = 1500  # characters
MOST_FEATURES = 8
LARGEST_COUNT = 10_000_000  # of rows that a link says
LONGEST_FILE, LONGEST_NAME = 100, 60  # characters of a file's name, of a column's

POINTS, FILE, ROWS, MARK = "own", "own_file", "own_rows", "own_mark"
QUERY_NAMES = (POINTS, FILE, ROWS, MARK)


@dataclass(frozen=True)
class OwnData:
    """Points that are neither drawn nor shipped, as far as a link can say them.

    points      N points of D numbers, as measured; () where a link does not carry them
    file, rows  then: what the data are called, and how many rows they had
    mark        then: a fingerprint of the points, which tells whether data given later are the same

    `OwnData()` stands for points still to be given. Raises `ValueError` for what no link can say.
    """

    points: tuple[tuple[float, ...], ...] = ()
    file: str = ""
    rows: int = 0
    mark: str = ""

    def __post_init__(self) -> None:
        for name in ("file", "mark"):
            instance(name, getattr(self, name), str, "a text")
        object.__setattr__(self, "rows", whole("rows", self.rows))
        if not instance("points", self.points, tuple, "a tuple of points"):
            return
        if self.file or self.rows or self.mark:
            raise ValueError("points that travel need no file, rows or mark")
        widths = {len(instance("a point", point, tuple, "a tuple of numbers")) for point in self.points}
        if len(self.points) > MOST_POINTS or len(widths) > 1 or not 1 <= min(widths) <= MOST_FEATURES:
            raise ValueError(f"give at most {MOST_POINTS} points of the same 1 to {MOST_FEATURES} numbers")
        points = tuple(tuple(number("a number of a point", x, -LARGEST, LARGEST) for x in p) for p in self.points)
        object.__setattr__(self, "points", points)

    @property
    def n_features(self) -> int:
        """D of the points; 0 if they are not here."""
        return len(self.points[0]) if self.points else 0

    def is_of(self, X: Array) -> bool:
        """Whether these are the points X (N, D)."""
        if self.points:
            return np.array_equal(X, np.array(self.points))
        return bool(self.mark) and self.mark == mark_of(X)

    def to_query(self) -> dict[str, str]:
        """The link's query; `from_query` reads back exactly this record."""
        if self.points:
            return {POINTS: write_points(self.points)}
        said = {FILE: self.file, ROWS: str(self.rows or ""), MARK: self.mark}
        return {name: text for name, text in said.items() if text}

    @classmethod
    def from_query(cls, read: QueryReader) -> "OwnData":
        """What a link says; points that can't be read become a line in the reader's problems, and are asked for."""
        if POINTS in read.query:
            return cls(points_from(str(read.query[POINTS]), read.problems))
        rows = read.number(ROWS, (0, LARGEST_COUNT), 0)
        file, mark = (str(read.query.get(name, ""))[:LONGEST_FILE] for name in (FILE, MARK))
        return cls(file=file, rows=int(rows), mark=mark)


NOT_GIVEN = OwnData()


def own_data(X: Array, file: str, rows: int, *, carry: bool) -> OwnData:
    """The record of points X (N, D): the points themselves if they may travel (`carry`) and are few."""
    if carry and len(X) <= MOST_POINTS:
        points = tuple(map(tuple, X.tolist()))
        if len(write_points(points)) <= LONGEST_LINK:
            return OwnData(points)
    return OwnData(file=file[:LONGEST_FILE], rows=rows, mark=mark_of(X))


def mark_of(X: Array) -> str:
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


def write_points(points: tuple[tuple[float, ...], ...]) -> str:
    """The text that `points_from` reads back."""
    return BETWEEN_POINTS.join(BETWEEN_NUMBERS.join(map(write_number, point)) for point in points)


def points_from(text: str, problems: list[str]) -> tuple[tuple[float, ...], ...]:
    """Points in a link, of as many numbers each; none, and the reason in `problems`, where they can't be read."""
    rows = text.split(BETWEEN_POINTS)
    if len(rows) > MOST_POINTS:
        problems.append(f"The link has {len(rows):,} points; the first {MOST_POINTS} are used.")
    points = [tuple(map(read_number, row.split(BETWEEN_NUMBERS))) for row in rows[:MOST_POINTS]]
    width = len(points[0])
    for i, point in enumerate(points, start=1):
        if any(value is None or abs(value) > LARGEST for value in point):
            problems.append(f"The points in the link can't be read: point {i} holds something that is no number.")
            return ()
        if len(point) != width or width > MOST_FEATURES:
            problems.append(
                f"The points in the link can't be read: point {i} has {len(point)} numbers, the first {width}, and "
                f"there may be {MOST_FEATURES} at most."
            )
            return ()
    return tuple(tuple(value for value in point if value is not None) for point in points)
