"""Where it is decided whether the first row of a table holds names, which may be numbers: years, or 0, 1, 2."""

from collections.abc import Sequence

from dashboard.own_data.reading.cells import Cell, looks_like_number, quoted, read_cell
from dashboard.own_data.reading.columns import SHOWN

SAMPLE = 50  # rows that are looked at
YEARS = range(1800, 2101)
LONGEST = 1000  # characters of a name that are kept


def names_in(rows: Sequence[Sequence[Cell]]) -> tuple[bool, str]:
    """Whether the first of these rows holds names; and where nobody can know, a number of it that may be one."""
    first, below = rows[0], rows[1:]
    texts = [d for d, cell in enumerate(first) if not looks_like_number(cell, None)]
    if len(texts) == len(first) or any(_number_at(row, d) is not None for d in texts for row in below[:8]):
        return True, ""  # texts only, or a text above numbers
    names = _whole_numbers(first)
    return _are_names(names, first[0] in ("", None), below) if names and below else (False, "")


def _are_names(names: dict[int, int], corner: bool, below: Sequence[Sequence[Cell]]) -> tuple[bool, str]:
    """As `names_in`, for numbers by column, above other rows; `corner`: whether the first cell is empty."""
    numbers = list(names.values())
    years = len(numbers) > 1 and all(number in YEARS for number in numbers)
    counted = len(numbers) > 1 and _count_up(numbers)
    in_order = (years or counted) and not any(_like_names(row, list(names), years) for row in below)
    fractions = [[_is_fraction(row, d) for d in names] for row in below]
    above_fractions = any(map(any, fractions)) and (len(numbers) > 2 or numbers[0] == 0)
    if in_order and (years or above_fractions or (corner and numbers[0] in (0, 1))):
        return True, ""
    asks = (len(numbers) > 1 and all(map(all, fractions))) or (counted and in_order and len(numbers) > 2)
    return False, str(numbers[0]) if asks and len(below) > 1 else ""


def _whole_numbers(first: Sequence[Cell]) -> dict[int, int]:
    """The numbers in a row, by column, if all but a corner are whole and no two the same; else none."""
    numbers = {d: _whole(first, d) for d in range(len(first)) if _number_at(first, d) is not None}
    whole = {d: number for d, number in numbers.items() if number is not None}
    if len(numbers) < max(len(first) - 1, 1) or len(set(whole.values())) < len(numbers):
        return {}
    return whole


def _like_names(row: Sequence[Cell], places: list[int], years: bool) -> bool:
    """Whether a row reads like another row of such names."""
    whole = [number for d in places if (number := _whole(row, d)) is not None]
    if len(whole) < len(places):
        return False
    return all(number in YEARS for number in whole) if years else _count_up(whole)


def _count_up(numbers: list[int]) -> bool:
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _number_at(row: Sequence[Cell], d: int) -> float | None:
    if d >= len(row) or row[d] in ("", None) or not looks_like_number(row[d], None):
        return None
    value = max((read_cell(row[d], sign)[0] for sign in ".,"), key=lambda x: x == x)
    return value if value == value else None


def _is_fraction(row: Sequence[Cell], d: int) -> bool:
    return _number_at(row, d) is not None and _whole(row, d) is None


def _whole(row: Sequence[Cell], d: int) -> int | None:
    value = _number_at(row, d)
    written = row[d] if d < len(row) else None
    if value is None or value != int(value) or (isinstance(written, str) and not written.isdigit()):
        return None
    return int(value)


def name_of(cell: Cell) -> str:
    """The name that a cell of the head holds."""
    if cell is None:
        return ""
    return f"{cell:.15g}" if isinstance(cell, float) else cell[:LONGEST]


def distinct(names: list[str]) -> tuple[list[str], list[str]]:
    """Every name once: the second "x" becomes "x (2)", an empty one says which column it is; what there is to say."""
    used = set(names)
    found: list[str] = []
    renamed = []
    for d, name in enumerate(names, start=1):
        new = name or f"column {d}"
        n = 2
        while new in found or (new != name and new in used):
            new = f"{name or f'column {d}'} ({n})"
            n += 1
        if name and new != name:
            renamed.append(f"{quoted(name)} to {quoted(new)}")
        found.append(new)
    shown = ", ".join(renamed[:SHOWN])
    return found, [f"Names of columns that stood there twice were changed: {shown}."] if renamed else []
