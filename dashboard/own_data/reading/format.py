"""The format of a table, as far as somebody may want it read otherwise."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Format:
    """What a person asks for; None is found out. A table tells with the same record how it was read.

    separator  the sign that parts columns, "" for a single column
    decimal    the decimal sign, "." or ","; a table that has to ask has None
    thousands  whether signs may part thousands, as in 1,234
    header     whether the first row holds names
    comments   whether lines that begin with #, % or // are no rows
    row_names  whether the first column holds the rows' names
    sheet      of a workbook
    """

    separator: str | None = None
    decimal: str | None = None
    thousands: bool | None = None
    header: bool | None = None
    comments: bool | None = None
    row_names: bool | None = None
    sheet: str | None = None
