"""Reading tables: good files give their numbers, strange ones too or a message in plain words, and nothing else."""

import gzip
import io
import zipfile
from contextlib import suppress

import numpy as np
import pandas as pd
import pytest

from dashboard.own_data.reading.cells import MOST_ROWS, TableError
from dashboard.own_data.reading.read_table import read_table
from dashboard.own_data.to_points import points_of
from emcore.scenario.own_points import MOST_FEATURES

XY = {"x": [1, 3], "y": [2, 4]}
ONE = {"column 1": [1.5, 2.5, -3]}

# id: (bytes or text, name, the numbers by column). Read by hand.
GOOD = {
    "comma": ("x,y\n1,2\n3,4\n", "a.csv", XY),
    "semicolon": ("x;y\n1;2\n3;4\n", "a.csv", XY),
    "tab": ("x\ty\n1\t2\n3\t4\n", "a.tsv", XY),
    "bar": ("x|y\n1|2\n3|4\n", "a.txt", XY),
    "spaces": ("x   y\n 1  2\n3 4", "a.txt", XY),
    "one column": ("x\n1.5\n2.5\n", "a.csv", {"x": [1.5, 2.5]}),
    "one column, no name": ("1.5\n2.5\n-3", "pasted", ONE),
    "no header": ("1,2\n3,4\n", "a.csv", {"column 1": [1, 3], "column 2": [2, 4]}),
    "windows line ends": ("x,y\r\n1,2\r\n3,4\r\n", "a.csv", XY),
    "old mac line ends": ("x,y\r1,2\r3,4\r", "a.csv", XY),
    "utf-8 mark": (b"\xef\xbb\xbfx,y\n1,2\n3,4\n", "a.csv", XY),
    "utf-16 mark": ("x,y\n1,2\n3,4\n".encode("utf-16"), "a.csv", XY),
    "utf-16 big-endian mark": (b"\xfe\xff" + "x\ty\n1\t2\n3\t4\n".encode("utf-16-be"), "a.txt", XY),
    "utf-16 without a mark": ("x,y\n1,2\n3,4\n".encode("utf-16-le"), "a.csv", XY),
    "utf-32 mark": ("x,y\n1,2\n3,4\n".encode("utf-32"), "a.csv", XY),
    "windows-1252": ("größe;x\n1,5;2\n2,5;3\n".encode("cp1252"), "a.csv", {"größe": [1.5, 2.5], "x": [2, 3]}),
    "latin-1": (b"x\x81,y\n1,2\n3,4\n", "a.csv", {"x": [1, 3], "y": [2, 4]}),
    "decimal comma and semicolon": ("x;y\n1,5;2,25\n3,75;4\n", "a.csv", {"x": [1.5, 3.75], "y": [2.25, 4]}),
    "decimal comma and tab": ("x\ty\n1,5\t2\n3,5\t4\n", "a.txt", {"x": [1.5, 3.5], "y": [2, 4]}),
    "decimal comma, one column": ("x\n1,5\n2,5\n", "a.csv", {"x": [1.5, 2.5]}),
    "decimal comma and spaces": ("1,5 2,5\n3,5 4,5\n", "a.txt", {"column 1": [1.5, 3.5], "column 2": [2.5, 4.5]}),
    "thousands with points": ("x;y\n1.234,5;1\n2.345.678;2\n", "a.csv", {"x": [1234.5, 2345678], "y": [1, 2]}),
    "thousands with commas": ('x,y\n"1,234.5",1\n"2,345,678",2\n', "a.csv", {"x": [1234.5, 2345678], "y": [1, 2]}),
    "thousands with apostrophes": ("x\n1'234.5\n12’345\n", "a.csv", {"x": [1234.5, 12345]}),
    "thousands with spaces": ("x;y\n1 234;1\n12\u202f345\u00a0678;2\n", "a.csv", {"x": [1234, 12345678], "y": [1, 2]}),
    "another column tells the sign": ("x;y\n1,234;1,5\n5,678;2,5\n", "a.csv", {"x": [1.234, 5.678], "y": [1.5, 2.5]}),
    "three digits after a point": ("x\n1.234\n5.678\n", "a.csv", {"x": [1.234, 5.678]}),
    "minus sign": ("x\n\u22121.5\n–2\n+3\n", "a.csv", {"x": [-1.5, -2, 3]}),
    "exponents": ("x\n1e3\n2.5E-3\n1e12\n", "a.csv", {"x": [1000, 0.0025, 1e12]}),
    "large numbers": ("x\n1000000000001\n1000000000002\n", "a.csv", {"x": [1000000000001, 1000000000002]}),
    "no digit before the point": ("x\n.5\n-.25\n1.\n", "a.csv", {"x": [0.5, -0.25, 1]}),
    "blank lines": ("\n\nx,y\n\n1,2\n\n3,4\n\n", "a.csv", XY),
    "title above": ("Measured in May\n\nx,y\n1,2\n3,4\n", "a.csv", XY),
    "separator said": ("sep=;\nx;y\n1;2\n3;4\n", "a.csv", XY),
    "separator at line ends": ("x,y,\n1,2,\n3,4,\n", "a.csv", XY),
    "spaces after commas": ("x, y\n1, 2\n3, 4\n", "a.csv", XY),
    "quoted": ('"x","y"\n"1","2"\n"3","4"\n', "a.csv", XY),
    "comma in quotes": ('"x, in cm",y\n1,2\n3,4\n', "a.csv", {"x, in cm": [1, 3], "y": [2, 4]}),
    "line end in quotes": ('"x\nin cm",y\n1,2\n3,4\n', "a.csv", {"x in cm": [1, 3], "y": [2, 4]}),
    "quotation mark alone": ('x,y,z\n1,2,"a\n3,4,b\n', "a.csv", XY),
    "row names of R": ("x y\na 1 2\nb 3 4\n", "a.txt", XY),
    "words beside numbers": ("name,x,y\nBob,1,2\nEve,3,4\n", "a.csv", XY),
    "words beside numbers, no header": ("Bob,1,2\nEve,3,4\n", "a.csv", {"column 2": [1, 3], "column 3": [2, 4]}),
    "same name twice": ("x,x,x\n1,2,3\n4,5,6\n", "a.csv", {"x": [1, 4], "x (2)": [2, 5], "x (3)": [3, 6]}),
    "clashing new name": ("x,x,x (2)\n1,2,3\n", "a.csv", {"x": [1], "x (3)": [2], "x (2)": [3]}),
    "no name": ("x,\n1,2\n3,4\n", "a.csv", {"x": [1, 3], "column 2": [2, 4]}),
    "dots, brackets, quotes": ("a.b,c[0],d'e\n1,2,3\n", "a.csv", {"a.b": [1], "c[0]": [2], "d'e": [3]}),
    "emoji and html": ("😀,<b>x</b>\n1,2\n3,4\n", "a.csv", {"😀": [1, 3], "<b>x</b>": [2, 4]}),
    "control characters in a name": ("x\x07,y\n" + "1,2\n" * 60, "a.csv", {"x": [1] * 60, "y": [2] * 60}),
    "one nul byte": ("x,y\n" + "1,2\n" * 60 + "\x00", "a.csv", {"x": [1] * 60, "y": [2] * 60}),
    "end of file sign": ("x,y\n1,2\n3,4\n\x1a", "a.csv", XY),
    "one row": ("x,y\n1,2\n", "a.csv", {"x": [1], "y": [2]}),
    "one number": ("5", "pasted", {"column 1": [5]}),
    "huge field of text": ("x,t\n1," + "a" * 100_000 + "\n3,b\n", "a.csv", {"x": [1, 3]}),
    "wrong end of the name": ("x,y\n1,2\n3,4\n", "a.data", XY),
}

# Rows that can't be used, each with what is said about the first of them.
ROWS = {
    "text": ("x,y\n1,2\nabc,3\n4,5\n", "Row 3, column “x”: “abc” is not a number."),
    "empty": ("x,y\n1,2\n,3\n4,5\n", "Row 3, column “x”: the cell is empty."),
    "missing": ("x,y\n1,2\nNA,3\n4,5\n", "Row 3, column “x”: “NA” is no value."),
    "excel's error": ("x,y\n1,2\n#DIV/0!,3\n4,5\n", "Row 3, column “x”: “#DIV/0!” is no value."),
    "infinite": ("x,y\n1,2\n-inf,3\n4,5\n", "Row 3, column “x”: “-inf” is infinite."),
    "overflowing": ("x,y\n1,2\n1e400,3\n4,5\n", "Row 3, column “x”: “1e400” is larger than 10¹⁵⁰"),
    "too large to square": ("x,y\n1,2\n1e200,3\n4,5\n", "Row 3, column “x”: “1e200” is larger than 10¹⁵⁰"),
    "unit": ("x,y\n1,2\n3 cm,3\n4,5\n", "Row 3, column “x”: “3 cm” is not a number."),
    "percent": ("x,y\n1,2\n3%,3\n4,5\n", "Row 3, column “x”: “3%” is not a number."),
    "two points": ("x,y\n1,2\n1.2.3,3\n4,5\n", "Row 3, column “x”: “1.2.3” is not a number."),
    "underscore": ("x,y\n1,2\n1_000,3\n4,5\n", "Row 3, column “x”: “1_000” is not a number."),
    "hexadecimal": ("x,y\n1,2\n0x10,3\n4,5\n", "Row 3, column “x”: “0x10” is not a number."),
    "other digits": ("x,y\n1,2\n٣,3\n4,5\n", "Row 3, column “x”: “٣” is not a number."),
    "date": ("x,y\n1,2\n2024-05-01,3\n4,5\n", "Row 3, column “x”: “2024-05-01” is not a number."),
    "html": ("x,y\n1,2\n<b>,3\n4,5\n", "Row 3, column “x”: “<b>” is not a number."),
    "a cell too many": ("x,y\n1,2\n3,4,5\n4,5\n", "Row 3 has 3 cells; the table has 2 columns."),
    "a cell too few": ("y,x\n2,1\n3\n5,4\n", "Row 3, column “x”: the cell is empty."),
    "both decimal signs": ("x;y\n1,5;2\n1.5;3\n4,5;5\n", "Row 3, column “x”: “1.5” is not a number."),
    "row only of separators": ("x,y\n1,2\n,\n4,5\n", "Row 3, column “x”: the cell is empty."),
    "after a quoted line end": ('x,y,z\n1,2,"a\nb"\nabc,3,c\n4,5,d\n', "Row 4, column “x”: “abc” is not a number."),
    "comma or thousands": ('x;y\n4;2\n"1,234";3\n5;5\n', "may have a decimal comma or a thousands separator"),
}

BAD = {
    "empty file": (b"", "a.csv", "no bytes"),
    "blanks only": ("  \n\n \t ", "a.csv", "nothing in it"),
    "mark only": (b"\xef\xbb\xbf", "a.csv", "nothing in it"),
    "header only": ("x,y\n", "a.csv", "only one row, and it holds names"),
    "words only": ("hello world\nthis is text\n", "a.txt", "No column holds numbers"),
    "names only": ("name,town\nBob,Rome\nEve,Oslo\n", "a.csv", "No column holds numbers"),
    "missing only": ("x,y\nNA,\n,NA\n", "a.csv", "No column holds numbers"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "a.csv", "a picture"),
    "photograph": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "a.csv", "a picture"),
    "pdf": (b"%PDF-1.7\n" + bytes(range(256)), "a.csv", "a PDF file"),
    "gzip": (gzip.compress(b"x,y\n1,2\n"), "a.csv.gz", "compressed with gzip"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "a.xls", "damaged"),
    "pickle": (b"\x80\x04\x95" + bytes(range(256)), "a.pkl", "never opened"),
    "numpy": (b"\x93NUMPY\x01\x00", "a.npy", "a NumPy file"),
    "rubbish": (np.random.default_rng(1).bytes(2000), "a.csv", "no table of text"),
    "nul bytes": (bytes(1000), "a.csv", "NUL"),
    "web page": ("<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "a.csv", "a web page"),
    "json": ('[{"x": 1, "y": 2}]', "a.json", "JSON"),
    "formatted text": (r"{\rtf1 x,y}", "a.rtf", "a formatted text"),
    "damaged utf-16": (b"\xff\xfe\x00\xd8\x41", "a.csv", "damaged at byte"),
    "endless cell": ("x,y\n1," + "a" * 200_000, "a.csv", "longer than 100,000 characters"),
    "half a zip": (b"PK\x03\x04" + bytes(100), "a.xlsx", "damaged"),
    "no excel": ("x,y\n1,2\n", "a.xlsx", "none of that kind"),
    "no parquet": ("x,y\n1,2\n", "a.parquet", "none of that kind"),
    "broken parquet": (b"PAR1" + bytes(100), "a.parquet", "damaged"),
    "parquet cut off": (b"PAR1", "a.parquet", "damaged"),
}


def as_bytes(data):
    return data if isinstance(data, bytes) else data.encode()


def zipped(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), text)
    return stream.getvalue()


def in_plain_words(message):
    assert len(message) < 400
    assert message[0].isupper() or message[0].isdigit()
    assert not any(
        word in message for word in ("Error", "Exception", "Traceback", "codec", "None", "dtype", "NoneType")
    )


@pytest.mark.parametrize("case", GOOD)
def test_a_good_table_gives_its_numbers(case):
    data, name, expected = GOOD[case]
    table = read_table(as_bytes(data), name)
    assert table.numeric == list(expected)
    got = points_of(table, table.numeric[:MOST_FEATURES])
    assert got.problems == []
    assert got.X.tolist() == np.transpose(list(expected.values())).tolist()
    for note in [*table.notes, *got.remarks]:
        in_plain_words(note)


@pytest.mark.parametrize("case", ROWS)
def test_a_bad_row_is_named_and_can_be_dropped(case):
    data, complaint = ROWS[case]
    table = read_table(as_bytes(data), "a.csv")
    got = points_of(table, ["x", "y"])
    assert complaint in got.problems[0]
    in_plain_words(got.problems[0])
    assert len(got.X) == len(got.rows) == 2
    assert len(got.bad_rows) == 1
    assert f"Row {got.bad_rows[0]}" in got.problems[0]


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_is_refused_in_plain_words(case):
    data, name, complaint = BAD[case]
    with pytest.raises(TableError, match=complaint) as refused:
        read_table(as_bytes(data), name)
    in_plain_words(str(refused.value))


@pytest.mark.parametrize("seed", range(200))
def test_nothing_else_than_a_message_comes_of_a_damaged_file(seed):
    rng = np.random.default_rng(seed)
    data, name, _ = list(GOOD.values())[seed % len(GOOD)]
    damaged = bytearray(as_bytes(data)[:4000])
    for _ in range(rng.integers(1, 6)):
        damaged[rng.integers(len(damaged))] = rng.choice([0, 10, 34, 44, 59, 255, *rng.integers(0, 256, 4)])
    with suppress(TableError):
        table = read_table(bytes(damaged), name)
        points_of(table, table.numeric[:MOST_FEATURES])


def test_the_person_decides_on_the_sign_and_on_the_header():
    for decimal, expected in ((",", [1.234, 5.678]), (".", [1234, 5678])):
        table = read_table(b"x\n1,234\n5,678\n", "a.csv", decimal=decimal)
        assert points_of(table, table.numeric).X[:, 0].tolist() == expected
    unclear = read_table(b"x\n1,234\n5,678\n", "a.csv")
    assert unclear.unclear in ("1,234", "5,678")
    assert len(points_of(unclear, ["x"]).X) == 0
    two = read_table(b"1,5\n2,75\n", "a.csv")
    assert "decimal comma" in " ".join(two.notes)
    assert points_of(read_table(b"1,5\n2,75\n", "a.csv", decimal=","), ["column 1"]).X.tolist() == [[1.5], [2.75]]
    years = read_table(b"1990,1991\n1,2\n3,4\n", "a.csv", header=True)
    assert points_of(years, ["1990", "1991"]).X.tolist() == [[1, 2], [3, 4]]


def test_odd_columns_are_pointed_out_with_the_cure():
    table = read_table(b"a,b,c,d\n5,1,1,3\n5,2,2,5\n5,4,4,9\n5,7,7,15\n", "a.csv")
    constant, same, line, *_ = points_of(table, table.columns).remarks
    assert "“a” holds the same number, 5" in constant
    assert "ridge" in constant
    assert "“c” is the same as column “b”" in same
    assert "diagonal" in same
    assert "“d” is a multiple of column “b”" in line
    assert "only one row" in points_of(read_table(b"x\n5\n", "a.csv"), ["x"]).remarks[0]
    few = points_of(read_table(b"x,y,z\n1,5,2\n3,4,9\n", "a.csv"), ["x", "y", "z"])
    assert "2 rows in 3 dimensions" in few.remarks[0]


def test_many_problems_are_summed_up():
    table = read_table(("x\n" + "1\nabc\n" * 50).encode(), "a.csv")
    got = points_of(table, ["x"])
    assert len(got.problems) == 9
    assert got.problems[-1] == "And 42 more."
    assert got.bad_rows[:2].tolist() == [3, 5]


@pytest.mark.parametrize("columns", [[], ["z"], ["x"] * 9])
def test_columns_that_can_not_be_chosen(columns):
    with pytest.raises(TableError):
        points_of(read_table(b"x\n1\n2\n", "a.csv"), columns)


def test_rows_beyond_the_limit_are_left_out_and_it_is_said():
    table = read_table(b"x\n" + b"1\n" * (MOST_ROWS + 5), "a.csv")
    assert len(table.values) == MOST_ROWS
    assert "Only the first 200,000 rows" in " ".join(table.notes)
    assert len(read_table((",".join(["1"] * 300) + "\n").encode() * 2, "a.csv").columns) == 200


def parquet(frame, **options):
    stream = io.BytesIO()
    frame.to_parquet(stream, **options)
    return stream.getvalue()


def test_parquet():
    frame = pd.DataFrame(
        {"x": [1.5, None, 3.5], "n": [1, 2, 3], "t": ["a", "b", "1,5"], "d": pd.to_datetime(["2024"] * 3)}
    )
    table = read_table(parquet(frame), "a.parquet")
    assert table.columns == ["x", "n", "t", "d"]
    assert table.numeric == ["x", "n"]
    got = points_of(table, ["x", "n"])
    assert got.X.tolist() == [[1.5, 1], [3.5, 3]]
    assert got.problems == ["Row 2, column “x”: the cell is empty."]
    with pytest.raises(TableError, match="nothing in it"):
        read_table(parquet(frame[:0]), "a.parquet")
    with pytest.raises(TableError, match="damaged"):
        read_table(parquet(frame)[:-20] + b"PAR1", "a.parquet")


def excel(rows, *sheets):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for sheet in sheets:
        book.create_sheet(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_excel():
    table = read_table(excel([["x", "y", "name"], [1.5, 2, "Bob"], [3, "abc"], [4.5, None, "Eve"], [6, 8]]), "a.xlsx")
    assert table.columns == ["x", "y", "name"]
    got = points_of(table, ["x", "y"])
    assert got.X.tolist() == [[1.5, 2], [6, 8]]
    assert got.problems == ["Row 3, column “y”: “abc” is not a number.", "Row 4, column “y”: the cell is empty."]


def test_strange_excel_files():
    away = read_table(excel([["My title"], [], [None, "x", "y"], [None, 1, 2], [None, 3, 4]], "more"), "a.xlsx")
    assert points_of(away, ["x", "y"]).X.tolist() == [[1, 2], [3, 4]]
    assert points_of(away, ["x", "y"]).rows.tolist() == [4, 5]
    assert "there are others" in " ".join(away.notes)
    one = read_table(excel([["x"], [1], [2]]), "a.xlsx")
    assert points_of(one, ["x"]).X.tolist() == [[1], [2]]
    with pytest.raises(TableError, match="no sheet has a row"):
        read_table(excel([]), "a.xlsx")
    with pytest.raises(TableError, match="damaged"):
        read_table(excel([["x"], [1]])[:-200], "a.xlsx")
    with pytest.raises(TableError, match="damaged"):
        read_table(zipped(xl__workbook_dot_xml="<rubbish"), "a.xlsx")
    with pytest.raises(TableError, match="damaged"):
        read_table(zipped(mimetype="x", content_dot_xml="x"), "a.ods")
    with pytest.raises(TableError, match="zip archive"):
        read_table(zipped(a="x"), "a.zip")


def changed(data, name, old, new):
    """A workbook in one of whose files something stands in place of something else."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(stream, "w") as after:
        for info in before.infolist():
            content = before.read(info)
            assert info.filename != name or old in content
            after.writestr(info, content.replace(old, new) if info.filename == name else content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_what_is_odd_about_a_workbook_is_said():
    rows = [["x", "y"], [1, "=1+A2"], [3, 5], [4, 6]]
    formulas = read_table(excel(rows), "a.xlsx")
    assert "1 formula has no stored result" in " ".join(formulas.notes)
    assert points_of(formulas, ["x", "y"]).X.tolist() == [[3, 5], [4, 6]]
    whole = excel([["x", "y"], [1, 2], [3, 5], [4, 6]])
    hidden = read_table(changed(whole, SHEET, b'<row r="3"', b'<row r="3" hidden="1"'), "a.xlsx")
    assert "1 hidden row was read, too" in " ".join(hidden.notes)
    away = read_table(excel([[], [], [], [None, None, "x", "y"], [None, None, 1, 2], [None, None, 3, 5]]), "a.xlsx")
    assert "begins at C4" in " ".join(away.notes)
    assert away.rows.tolist() == [5, 6]
    plain = read_table(whole, "a.xlsx")
    assert plain.notes == []


def test_an_encrypted_workbook_is_said_to_be_one():
    encrypted = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500)
    with pytest.raises(TableError, match="has a password"):
        read_table(encrypted, "a.xlsx")


def test_a_strict_workbook_is_read_or_said_to_be_one():
    strict = excel([["x", "y"], [1, 2], [3, 5]])
    main, office = (
        b"schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"schemas.openxmlformats.org/officeDocument/2006",
    )
    for name in ("xl/workbook.xml", SHEET):
        strict = changed(strict, name, main, b"purl.oclc.org/ooxml/spreadsheetml/main")
    for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels"):
        strict = changed(strict, name, office, b"purl.oclc.org/ooxml/officeDocument")
    try:
        table = read_table(strict, "a.xlsx")
    except TableError as error:
        assert "Strict" in str(error)  # noqa: PT017 - either will do
    else:
        assert points_of(table, ["x", "y"]).X.tolist() == [[1, 2], [3, 5]]


def test_a_sheet_is_chosen():
    book = excel([["x"], [1], [2]], "two")
    assert read_table(book, "a.xlsx").sheets == ["Sheet", "two"]
    assert read_table(book, "a.xlsx").format.sheet == "Sheet"
    with pytest.raises(TableError, match="nothing in it"):
        read_table(book, "a.xlsx", sheet="two")


@pytest.mark.parametrize(
    ("data", "asked", "columns", "first"),
    [
        ("a;b\n1,5;2\n2,5;3", {"separator": ","}, 2, [1, "5;2"]),
        ("a,b\n1,2\n3,4", {"separator": ""}, 1, [1.2]),
        ("x;y\n1,234;5\n", {"decimal": ",", "thousands": True}, 2, [1.234, 5]),
        ("x;y\n1.234,5;5\n", {"decimal": ",", "thousands": True}, 2, [1234.5, 5]),
        ("x;y\n1.234,5;5\n", {"decimal": ",", "thousands": False}, 2, [None, 5]),
        ("x,y\n1,2\n3,4\n", {"header": False}, 2, [None, None]),
        ("#1,2\n3,4\n", {"comments": False, "header": False}, 2, [None, 2]),
        ("x,y\n1,2\n3,4\n", {"row_names": True}, 2, [1, 2]),
        ("t,x\na,1.234\nb,945", {"decimal": ","}, 2, [None, 1234]),
        ("1,5", {"decimal": ","}, 1, [1.5]),
    ],
)
def test_what_is_asked_for_is_what_is_done(data, asked, columns, first):
    table = read_table(data.encode(), "a.csv", **asked)
    assert len(table.columns) == columns
    assert {name: getattr(table.format, name) for name in asked} == asked
    expected = [np.nan if not isinstance(cell, (int, float)) else cell for cell in first]
    assert np.array_equal(table.values[0], expected, equal_nan=True)
    if asked.get("row_names"):
        assert table.numeric == ["y"]


@pytest.mark.parametrize("cells", [["3 cm", "4", "5 m"], ["20 %", "0.3", "7 %"], ["$3", "4 €", "5"]])
def test_a_column_that_only_looks_like_numbers_is_named(cells):
    text = "y;x\n" + "\n".join(f"{i};{cell}" for i, cell in enumerate(cells))
    table = read_table(text.encode(), "a.csv")
    assert any("“x” looks like numbers" in note and f"“{cells[0]}”" in note for note in table.notes)
