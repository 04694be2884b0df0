"""Sentences on how rows and numbers were read."""

from collections.abc import Sequence

from dashboard.own_data.reading.cells import ASK, NUMBER, quoted, read_cell
from dashboard.own_data.reading.columns import SHOWN, Column, Columns
from dashboard.own_data.reading.format import Format


def on_rows(columns: Columns) -> list[str]:
    """On rows that have too many or too few cells."""
    notes = []
    if columns.long_rows:
        places = ", ".join(str(columns.rows[i]) for i in list(columns.long_rows)[:SHOWN])
        more = " and others" if len(columns.long_rows) > SHOWN else ""
        notes.append(f"More cells than there are columns: row {places}{more}.")
    n = columns.short_rows
    if n:
        notes.append(f"{n:,} row{'s have' if n > 1 else ' has'} too few cells; the missing ones count as empty.")
    return notes


def on_numbers(names: Sequence[str], columns: Sequence[Column], asked: Format) -> tuple[list[str], str]:
    """On signs and units; and an example of a number that can't be read without asking, "" for none."""
    found_out = asked.decimal is None
    notes = [note for name, column in zip(names, columns, strict=True) for note in _on(name, column, found_out)]
    if found_out and any(column.signs.decimal == "," for column in columns):
        notes.append("Commas were read as decimal signs.")
    unclear = next((column.signs.unclear for column in columns if column.decimal == ASK), "")
    if unclear:
        sign = "comma" if "," in unclear else "point"
        notes.append(f"{unclear} may have a decimal {sign} or a thousands separator: choose the decimal sign.")
    return notes, unclear


def _on(name: str, column: Column, found_out: bool) -> list[str]:
    signs, affix, notes = column.signs, column.affix, []
    if found_out and signs.points and signs.commas:
        notes.append(
            f"Column {quoted(name)} has decimal points and decimal commas; the rarer ones count as no numbers."
        )
    if found_out and column.decimal != ASK and signs.decimal is None and signs.unclear:
        notes += _on_cell(name, signs.unclear, column.decimal, ", as other columns suggest")
    if signs.odd:
        notes += _on_cell(name, signs.odd, column.decimal)
    if affix:
        left_out = " and ".join(quoted(text) for text in (affix.before, affix.behind) if text)
        notes.append(f"In column {quoted(name)}, {left_out} was left out, as in {quoted(affix.example, 30)}.")
    elif affix.example:
        notes.append(
            f"Column {quoted(name)} looks like numbers, but cells such as {quoted(affix.example, 30)} are none: "
            "what stands with the number is not the same in all rows."
        )
    return notes


def _on_cell(name: str, cell: str, decimal: str, why: str = "") -> list[str]:
    value, kind = read_cell(cell, decimal)
    if kind != NUMBER or f"{value:.15g}" == cell:
        return []
    return [f"In column {quoted(name)}, {cell} was read as {value:.15g}{why}."]
