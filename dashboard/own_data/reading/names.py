"""Whether the first row of a table holds names of columns, which may be numbers: years, or 0, 1, 2."""

from collections.abc import Sequence

from dashboard.own_data.reading.cells import Cell, looks_like_number, read_cell

SAMPLE = 50  # rows that are looked at
YEARS = range(1800, 2101)


def names_in(rows: Sequence[Sequence[Cell]]) -> tuple[bool, str]:
    """Whether the first of these rows holds names; and where nobody can know, a number of it that may be one."""
    first, below = rows[0], rows[1:]
    texts = [d for d, cell in enumerate(first) if not looks_like_number(cell, None)]
    if len(texts) == len(first) or any(_number_at(row, d) is not None for d in texts for row in below[:8]):
        return True, ""  # texts only, or a text above numbers
    places = [d for d, cell in enumerate(first) if d not in texts and _number_at(first, d) is not None]
    whole = [_whole(first, d) for d in places]
    if len(places) < max(len(first) - 1, 1) or not below or None in whole or len(set(whole)) < len(whole):
        return False, ""  # more than a corner is no number, or some are no names
    numbers = [n for n in whole if n is not None]
    corner = len(places) < len(first) and not (places and 0 in places)
    consecutive = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    years = len(numbers) > 1 and all(n in YEARS for n in numbers)
    alike = [row for row in below if _like_names(row, places, years)]
    fractions = [[_is_fraction(row, d) for d in places] for row in below]
    if (years or consecutive) and not alike:
        if years or (any(map(any, fractions)) and (len(numbers) > 2 or numbers[0] == 0)):
            return True, ""
        if corner and first[0] in ("", None) and numbers[0] in (0, 1):
            return True, ""
    asks = len(numbers) > 1 and all(map(all, fractions))
    asks = asks or (consecutive and not alike and len(numbers) > 2)
    return False, str(numbers[0]) if asks and len(below) > 1 else ""


def _like_names(row: Sequence[Cell], places: list[int], years: bool) -> bool:
    """Whether a row reads like another row of such names."""
    numbers = [_whole(row, d) for d in places]
    whole = [n for n in numbers if n is not None]
    if len(whole) < len(numbers):
        return False
    return all(n in YEARS for n in whole) if years else whole == list(range(whole[0], whole[0] + len(whole)))


def _number_at(row: Sequence[Cell], d: int) -> float | None:
    if d >= len(row) or row[d] in ("", None) or not looks_like_number(row[d], None):
        return None
    cell = row[d]
    value = max((read_cell(cell, sign)[0] for sign in ".,"), key=lambda x: x == x)
    return value if value == value else None


def _is_fraction(row: Sequence[Cell], d: int) -> bool:
    return _number_at(row, d) is not None and _whole(row, d) is None


def _whole(row: Sequence[Cell], d: int) -> int | None:
    value = _number_at(row, d)
    written = row[d] if d < len(row) else None
    if value is None or value != int(value) or (isinstance(written, str) and not written.isdigit()):
        return None
    return int(value)
