"""Which sign separates the columns of a text: CleverCSV finds it, but for what it can't know."""

from collections.abc import Sequence

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}


def separator_of(lines: Sequence[str], decimal: str | None) -> str | None:
    """The separator of these lines; None for a single column. A decimal sign that is known is none."""
    from clevercsv.detect import Detector

    possible = [sign for sign in SEPARATORS if sign != decimal and any(sign in line for line in lines)]
    if not possible:
        return None
    dialect = Detector().detect("\n".join(lines), delimiters=possible)
    return (dialect.delimiter or None) if dialect is not None else None
