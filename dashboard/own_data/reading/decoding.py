"""From bytes to text: encodings, and what is no text at all."""

import re

from dashboard.own_data.reading.cells import TableError

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
JSON = re.compile(r"\{\s*[\"}]|\[\s*[\[{]")
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
    if len(text) - len(CONTROLS.sub("", text)) > MOST_CONTROLS * len(text):
        raise TableError("This is no table of text: it is full of control characters. Save the table as CSV.")
    beginning = text.lstrip()[:200].lower()
    if beginning.startswith(("<!doctype", "<html", "<?xml", "<table")):
        raise TableError("This is a web page or XML, no table of text. Copy the table out of it, or save it as CSV.")
    if JSON.match(beginning):
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
