"""From bytes to rows of cells: encodings, separators, quotation marks. No Streamlit."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

from dashboard.cells import Cell, TableError, looks_like_number

Record = tuple[int, list[Cell]]  # the row's number as counted in the file, its cells

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas", " ": "spaces"}  # in the order they win
SAMPLE = 200  # lines that decide on the separator
HALVES = re.compile(r"-?\d+,\d+")  # a number with a decimal comma, or two numbers
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
MOST_CONTROLS = 0.01  # share of control characters in what is still a text

# What a file begins with that is no table of text, and what it is.
FOREIGN = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF file",
    b"\x1f\x8b": "compressed with gzip; unpack it first",
    b"PK": "a zip archive; unpack it first",
    b"7z\xbc\xaf": "a 7z archive; unpack it first",
    b"\xd0\xcf\x11\xe0": "an old or password-protected Office file; save it as .xlsx without a password, or as CSV",
    b"{\\rtf": "a formatted text; save it as CSV",
    b"SQLite": "a database; export the table as CSV",
    b"\x89HDF": "an HDF5 file; save the table as CSV or Parquet",
    b"ARROW1": "a Feather file; save it as Parquet or CSV",
    b"\x93NUMPY": "a NumPy file; save it as CSV",
    b"\x80\x04\x95": "a Python pickle, which is never opened here; save it as CSV",
    b"$FL2": "an SPSS file; save it as CSV",
    b"RDX": "an R file; save it as CSV",
}


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text in these bytes, and what there is to say about how it was read."""
    for start, what in FOREIGN.items():
        if data.startswith(start):
            raise TableError(f"This is no table of text but {what}.")
    text, notes = _decoded(data)
    text = text.removesuffix("\x1a").removeprefix("\ufeff")
    n_nul = text.count("\0")
    text = text.replace("\0", "")
    if n_nul > MOST_CONTROLS * len(text):
        raise TableError("This is no table of text: it is full of NUL bytes. Save the table as CSV, Excel or Parquet.")
    if n_nul:
        notes.append(f"{n_nul} NUL byte{'s were' if n_nul > 1 else ' was'} left out.")
    if len(CONTROLS.findall(text)) > MOST_CONTROLS * len(text):
        raise TableError("This is no table of text: it is full of control characters. Save the table as CSV.")
    beginning = text.lstrip()[:200].lower()
    if beginning.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise TableError("This is a web page or XML, no table of text. Copy the table out of it, or save it as CSV.")
    if beginning.startswith(("{", "[{", "[[")):
        raise TableError("This looks like JSON. Save the table as CSV.")
    if not text.strip():
        raise TableError("There is nothing in it: no rows, no columns.")
    return text, notes


def _decoded(data: bytes) -> tuple[str, list[str]]:
    for mark, encoding in (
        (b"\xff\xfe\0\0", "utf-32"),
        (b"\0\0\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding), [f"Read as {encoding.upper()}, as the file says."]
    beginning = data[:4000]
    for place, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):  # Latin text in UTF-16 has a NUL in every other byte
        if len(beginning) > 3 and beginning[place::2].count(0) > 0.7 * len(beginning[place::2]):
            return _strictly(data, encoding), ["Read as UTF-16, judging by its NUL bytes."]
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    note = "The text is not UTF-8. It was read as {}: check letters with accents."
    try:
        return data.decode("cp1252"), [note.format("Windows-1252 (Western European)")]
    except UnicodeDecodeError:
        return data.decode("latin-1"), [note.format("Latin-1")]


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise TableError(
            f"The file says it is {encoding.upper()} text, but it is damaged at byte {error.start + 1:,}. "
            "Save it anew, as UTF-8."
        ) from error


def records(text: str, decimal: str | None, most: int) -> tuple[list[Record], list[str]]:
    """At most `most` rows of cells, without blank ones; a decimal sign that is known can't be a separator."""
    notes: list[str] = []
    said = re.match(r'\s*"?sep=(.)"?\s*[\r\n]+', text)  # a line by which Excel is told the separator
    if said:
        separator: str | None = said[1]
        before = len(said[0].splitlines())
        text = text[said.end() :]
    else:
        separator, before = _separator(text, decimal), 0
    try:
        rows = _split(text, separator, most, quoted=True)
    except csv.Error:
        try:
            rows = _split(text, separator, most, quoted=False)
        except csv.Error as error:
            raise TableError("A cell is longer than 100,000 characters: this is no table of numbers.") from error
        notes.append("Its quotation marks do not pair up, so they were read as plain characters.")
    if separator is not None:
        notes.append(f"Columns are separated by {SEPARATORS.get(separator, f'the sign {separator}')}.")
    if separator == "," and not said and all(HALVES.fullmatch(line) for line in text.splitlines()[1:] if line):
        notes.append("If these commas are decimal signs, choose the decimal comma: it is one column then.")
    return [(line + before, cells) for line, cells in rows], notes


def _split(text: str, separator: str | None, most: int, *, quoted: bool) -> list[Record]:
    """Rows with the line each begins on. Raises `csv.Error` where quotation marks do not pair up."""
    if separator == " ":
        text = "\n".join(line.strip(" \t").replace("\t", " ") for line in re.split(r"\r\n|\r|\n", text))
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator or "\x1f",  # a sign that no text has: one column
        skipinitialspace=True,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    rows: list[Record] = []
    begins = 1
    for fields in reader:
        cells: list[Cell] = [field.strip() if quoted else field.strip().strip('"') for field in fields]
        if any(cells):
            rows.append((begins, cells))
        elif separator not in (None, " ") and len(cells) > 1:
            rows.append((begins, cells))  # separators only: a row in which everything is missing
        begins = reader.line_num + 1
        if len(rows) > most:
            break
    return rows


def _separator(text: str, decimal: str | None) -> str | None:
    """The separator whose rows agree best on their width and hold most numbers; None for a single column."""
    lines = [line for line in re.split(r"\r\n|\r|\n", text[:200_000]) if line.strip()][:SAMPLE]
    best, best_score = None, _score([[line] for line in lines], decimal)
    for separator in SEPARATORS:
        if separator == decimal or separator not in text:
            continue
        rows = _sample(lines, separator)
        score = _score(rows, "." if separator == "," else decimal)
        if separator != " " and score > 0.3 and _holds_names(rows[0]):
            score += 1  # the first line is no number, but names side by side
        # A table that is no worse than one column is a table; of two separators the first one wins a draw.
        if score > best_score + 1e-9 or (best is None and score >= best_score - 1e-9):
            best, best_score = separator, score
    return best if best_score > 0 else _commonest(lines)


def _sample(lines: list[str], separator: str) -> list[list[Cell]]:
    for quoted in (True, False):
        with suppress(csv.Error):
            return [cells for _, cells in _split("\n".join(lines), separator, SAMPLE, quoted=quoted)]
    return []


def _holds_names(cells: Sequence[Cell]) -> bool:
    return len(cells) > 1 and not any(looks_like_number(cell, None) for cell in cells)


def _score(rows: Sequence[Sequence[Cell]], decimal: str | None) -> float:
    """Share of rows as wide as most, times the share of numbers below the first row, by row so that long ones do not
    count for more."""
    if not rows:
        return 0.0
    width = Counter(map(len, rows)).most_common(1)[0][0]
    begin = next(i for i, cells in enumerate(rows) if len(cells) >= width)
    if not any(looks_like_number(cell, decimal) for cell in rows[begin]):
        rows = rows[begin:]  # a title above the names of the columns
    n_alike = sum(len(cells) == width for cells in rows)
    below = rows[1:] or rows
    shares = [sum(looks_like_number(cell, decimal) for cell in cells) / max(len(cells), width) for cells in below]
    return n_alike / len(rows) * sum(shares) / len(shares)


def _commonest(lines: list[str]) -> str | None:
    """Without a number anywhere: the separator that most lines have, spaces apart."""
    counts = {sign: sum(sign in line for line in lines) for sign in SEPARATORS if sign != " "}
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] > len(lines) / 2 else None
