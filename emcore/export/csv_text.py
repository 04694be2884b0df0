"""A table as CSV, for pandas, R and spreadsheets alike.

Commas, a dot in the numbers, CR LF, as RFC 4180 has it; every number is as short as reads back exactly. A mark of the
encoding (BOM) stands in front only where a name is not plain ASCII: Excel would garble it without the mark, pandas
passes over it, and R wants `fileEncoding = "UTF-8-BOM"`, which reads files without it as well. A spreadsheet set to
decimal commas asks for the separator: Data > From Text/CSV.
"""

import csv
import io
from collections.abc import Sequence
from typing import Any

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # what a spreadsheet may run a cell for, if it begins so


def csv_text(head: Sequence[str], columns: Sequence[Sequence[Any]]) -> bytes:
    """Columns of numbers under their names."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(map(harmless, head))
    writer.writerows(zip(*columns, strict=True))
    written = text.getvalue()
    return written.encode("utf-8" if written.isascii() else "utf-8-sig")


def harmless(name: str) -> str:
    """A visitor's text that no spreadsheet takes for a formula: an apostrophe comes before what looks like one."""
    return f"'{name}" if name[:1].isspace() or name.startswith(FORMULA) else name
