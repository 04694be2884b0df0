"""Tables as people have them, each with what a careful reader takes from it: numbers by column, or a question.

`CASES`: (kind, name, bytes, file, expected). Expected is {column: numbers}, or `ASK` where only the owner can know.
"""

import csv
import io
import itertools
import zipfile

import numpy as np
import openpyxl

ASK = "ask"
CASES = []
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}


def case(kind, name, data, expected, file="a.csv"):
    CASES.append((kind, name, data if isinstance(data, bytes) else data.encode(), file, expected))


def lines(rows, separator, end="\n"):
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end).writerows(rows)
    return stream.getvalue()


def comma(x):
    return f"{x:.2f}".replace(".", ",")


# --- separators -------------------------------------------------------------------------------------------------------

AMOUNTS = [-450.0, 12.5, -3.99, 1250.75, 80.0, -61.2]
PEOPLE = ["Anna", "Bob", "Cem", "Dee", "Eve", "Finn"]
for n_texts in (1, 2, 3):
    head = [*["Datum", "Name", "Zweck"][:n_texts], "Betrag"]
    texts = [[f"{i + 1:02d}.03.2024", who, "Miete, Strom"][:n_texts] for i, who in enumerate(PEOPLE)]
    for key in ("semicolon", "tab", "bar"):
        rows = [head, *([*row, comma(x)] for row, x in zip(texts, AMOUNTS, strict=True))]
        text = lines(rows, SEPARATORS[key]).replace('"', "")
        case("separator", f"bank statement, {n_texts} texts, {key}", text, {"Betrag": AMOUNTS})
for key, sep in SEPARATORS.items():
    case("separator", f"dates and times, {key}", lines(
        [["when", "value"], *([f"2024-05-0{i + 1} 12:0{i}:00", x] for i, x in enumerate(AMOUNTS))], sep
    ), {"value": AMOUNTS})  # fmt: skip
    case("separator", f"semicolons and commas in quoted texts, {key}", lines(
        [["note", "x", "y"], *([f"a; b, c|d\t{i}", i + 0.5, i * 2] for i in range(5))], sep
    ), {"x": [0.5, 1.5, 2.5, 3.5, 4.5], "y": [0, 2, 4, 6, 8]})  # fmt: skip
    case("separator", f"empty cells, {key}", lines(
        [["a", "b", "c"], ["p", "", 1.5], ["", "q", 2.5], ["r", "", 3.5], ["", "", 4.5]], sep
    ), {"c": [1.5, 2.5, 3.5, 4.5]})  # fmt: skip
    case("separator", f"one row, {key}", lines([["x", "y", "z"], [1.5, 2, 3]], sep), {"x": [1.5], "y": [2], "z": [3]})
    case("separator", f"a web address, {key}", lines(
        [["url", "hits"], *([f"https://a.org/{i}?q=1&r=2", 10 * i] for i in range(1, 6))], sep
    ), {"hits": [10, 20, 30, 40, 50]})  # fmt: skip
for a, b in itertools.pairwise(["semicolon", "tab", "bar"]):
    sep, other = SEPARATORS[a], SEPARATORS[b]
    text = "name" + sep + "x\n" + "".join(f"p{other}q{i}{sep}{i},5\n" for i in range(6))
    case("separator", f"{a} with {b} in every text", text, {"x": [i + 0.5 for i in range(6)]})
case("separator", "decimal commas in all of two columns", "x;y\n1,5;2,5\n3,5;4,5\n5,5;6,5\n",
     {"x": [1.5, 3.5, 5.5], "y": [2.5, 4.5, 6.5]})  # fmt: skip
case("separator", "one column of decimal commas", "Wert\n1,5\n2,25\n3,125\n", {"Wert": [1.5, 2.25, 3.125]})

# --- spaces in cells --------------------------------------------------------------------------------------------------

for key in ("tab", "bar", "semicolon", "comma"):
    sep = SEPARATORS[key]
    days = [f"{i + 12} May" for i in range(6)]
    case(
        "spaces in cells", f"days, {key}", lines([["day", "x"], *zip(days, AMOUNTS, strict=True)], sep), {"x": AMOUNTS}
    )
    names = [f"New York {'East' * (i % 2)}".strip() for i in range(6)]
    case("spaces in cells", f"towns, {key}", lines([["town name", "x"], *zip(names, AMOUNTS, strict=True)], sep),
         {"x": AMOUNTS})  # fmt: skip
    case("spaces in cells", f"words in the head, {key}", lines(
        [["body mass g", "bill length mm"], *([100 + i, 30.5 + i] for i in range(5))], sep
    ), {"body mass g": [100, 101, 102, 103, 104], "bill length mm": [30.5, 31.5, 32.5, 33.5, 34.5]})  # fmt: skip
    case("spaces in cells", f"spaces around separators, {key}", "\n".join(
        f" {a} {sep} {b} " for a, b in [("x", "y"), (1.5, 2), (3, 4), (5, 6)]
    ), {"x": [1.5, 3, 5], "y": [2, 4, 6]})  # fmt: skip
    case("spaces in cells", f"sentences, {key}", lines(
        [["text", "n"], *([f"this is sentence {i} of 5", i * 3] for i in range(1, 6))], sep
    ), {"n": [3, 6, 9, 12, 15]})  # fmt: skip
for width in (1, 2, 5):
    gap = " " * width
    case("spaces in cells", f"only spaces, {width}", "\n".join(
        gap.join(map(str, row)) for row in [("x", "y", "z"), (1.5, 2, 3), (4, 5, 6), (7, 8, 9)]
    ), {"x": [1.5, 4, 7], "y": [2, 5, 8], "z": [3, 6, 9]}, "a.txt")  # fmt: skip
case("spaces in cells", "right-aligned", "    x      y\n  1.5    2.0\n 10.5  -12.0\n100.5    3.0\n",
     {"x": [1.5, 10.5, 100.5], "y": [2, -12, 3]}, "a.txt")  # fmt: skip

# --- separators at the end of rows ------------------------------------------------------------------------------------

for key in ("comma", "semicolon", "tab", "bar"):
    for n_more in (1, 2, 3):
        sep = SEPARATORS[key]
        text = sep.join(["h", "w"]) + "\n" + "".join(f"{i}.5{sep}{i + 2}{sep * n_more}\n" for i in range(1, 5))
        case("separators at the end", f"{n_more} of {key}, rows only", text,
             {"h": [1.5, 2.5, 3.5, 4.5], "w": [3, 4, 5, 6]})  # fmt: skip
    text = f"h{sep}w{sep}\n" + "".join(f"{i}.5{sep}{i + 2}{sep}\n" for i in range(1, 5))
    case("separators at the end", f"{key}, head too", text, {"h": [1.5, 2.5, 3.5, 4.5], "w": [3, 4, 5, 6]})
    text = f"name{sep}h{sep}w\n" + "".join(f"p{i}{sep}{i}.5{sep}{i + 2}{sep}\n" for i in range(1, 5))
    case("separators at the end", f"{key}, with names", text, {"h": [1.5, 2.5, 3.5, 4.5], "w": [3, 4, 5, 6]})
case(
    "separators at the end",
    "a note in a single row",
    "h,w\n1,2,\n3,4,\n5,6,?!\n7,8,\n",
    {"h": [1, 3, 5, 7], "w": [2, 4, 6, 8]},
)
case("separators at the end", "row names of R", 'x y\n"a" 1 2\n"b" 3 4\n"c" 5 6\n', {"x": [1, 3, 5], "y": [2, 4, 6]})

# --- comments ---------------------------------------------------------------------------------------------------------

NUMBERS = [(1.5, 2.25, 0.5), (2.5, 3.25, 0.25), (3.5, 4.25, 0.75)]
TFE = {name: [row[d] for row in NUMBERS] for d, name in enumerate(["time", "flux", "err"])}
for mark, (key, sep) in itertools.product(["#", "%", "//"], {"space": " ", **SEPARATORS}.items()):
    body = "".join(sep.join(map(str, row)) + "\n" for row in NUMBERS)
    case("comments", f"{mark} head, {key}", f"{mark} " + sep.join(TFE) + "\n" + body, TFE, "a.txt")
for mark in ("#", "%", "//"):
    body = "".join(",".join(map(str, row)) + "\n" for row in NUMBERS)
    case(
        "comments",
        f"{mark} two lines, the second a head",
        f"{mark} made by a telescope\n{mark} time,flux,err\n{body}",
        TFE,
    )
    case("comments", f"{mark} comment, then a head", f"{mark} made by a telescope, twice\ntime,flux,err\n{body}", TFE)
    case("comments", f"{mark} two comments, then a head", f"{mark} a\n{mark} b, c\ntime,flux,err\n{body}", TFE)
    case("comments", f"{mark} comment in between", f"time,flux,err\n{body}{mark} cloudy\n4.5,5.25,0.125\n",
         {"time": [1.5, 2.5, 3.5, 4.5], "flux": [2.25, 3.25, 4.25, 5.25], "err": [0.5, 0.25, 0.75, 0.125]})  # fmt: skip
    case("comments", f"{mark} that is no head", f"{mark} measured in the night of May 3\n{body}",
         {f"column {d + 1}": list(values) for d, values in enumerate(TFE.values())})  # fmt: skip
case("comments", "number sign as a name", "#,x\n1,2.5\n2,3.5\n3,4.5\n", {"#": [1, 2, 3], "x": [2.5, 3.5, 4.5]})
case("comments", "hashtags", "tag,n\n#a,5\n#b,6\n#c,9\n", {"n": [5, 6, 9]})
stream = io.BytesIO()
np.savetxt(stream, NUMBERS, header="time flux err")
case("comments", "numpy.savetxt", stream.getvalue(), TFE, "a.txt")

# --- points between thousands -----------------------------------------------------------------------------------------

for i, column in enumerate([["945", "1.234", "12.345"], ["1.234", "999", "2.500"], ["5", "1.000", "20.000", "300"]]):
    case("points as thousands", f"one column {i}", "x\n" + "\n".join(column), ASK)
    case("points as thousands", f"beside a text {i}", "t;x\n" + "\n".join(f"a;{x}" for x in column), ASK)
    case("points as thousands", f"tabs {i}", "t\tx\n" + "\n".join(f"a\t{x}" for x in column), ASK)
    case("points as thousands", f"another column tells {i}", "y;x\n" + "\n".join(f"1,5;{x}" for x in column),
         {"y": [1.5] * len(column), "x": [float(x.replace(".", "")) for x in column]})  # fmt: skip
    case("points as thousands", f"another column tells points {i}", "y;x\n" + "\n".join(f"1.5;{x}" for x in column),
         {"y": [1.5] * len(column), "x": [float(x) for x in column]})  # fmt: skip
case("points as thousands", "a file of commas", "t,x\na,945\nb,1.234\nc,12.345\n", ASK)
case("points as thousands", "commas", 'x\n"945"\n"1,234"\n"12,345"\n', ASK)
case("points as thousands", "three digits after each point", "x\n1.234\n5.678\n0.125\n", {"x": [1.234, 5.678, 0.125]})
case("points as thousands", "two groups", "x\n945\n1.234\n1.234.567\n", {"x": [945, 1234, 1234567]})
case("points as thousands", "four digits without a point", "x\n1234\n1.234\n12.345\n", {"x": [1234, 1.234, 12.345]})

# --- sheets -----------------------------------------------------------------------------------------------------------

TABLE = [["x", "y"], [1.5, 2], [3.5, 4], [5.5, 7]]
COVER = [["Report of the year"], [], ["by", "the office"], ["see the next sheet"]]
OTHER = [["p", "q"], [100, 200], [300, 401], [500, 600]]
XY = {"x": [1.5, 3.5, 5.5], "y": [2, 4, 7]}


def excel(*sheets, active=0, hidden=(), at="A1"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for i, rows in enumerate(sheets):
        sheet = book.create_sheet(f"sheet {i}")
        corner = sheet[at]
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                sheet.cell(corner.row + r, corner.column + c, value)
        if i in hidden:
            sheet.sheet_state = "hidden"
    book.active = active
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


for name, data in {
    "one": excel(TABLE),
    "hidden first": excel(OTHER, TABLE, active=1, hidden=[0]),
    "hidden and empty first": excel([], OTHER, TABLE, active=2, hidden=[1]),
    "cover first": excel(COVER, TABLE),
    "two covers": excel(COVER, COVER, TABLE, OTHER),
    "cover is active": excel(TABLE, COVER, active=1),
    "second is active": excel(OTHER, TABLE, active=1),
    "third is active": excel(OTHER, COVER, TABLE, active=2),
    "active is empty": excel(TABLE, [], active=1),
    "active of three is empty": excel([], COVER, [], TABLE, OTHER, active=2),
    "begins at C7": excel(TABLE, at="C7"),
    "title above": excel([["Heights of 2024"], [], *TABLE]),
    "numbers as years": excel([["region", 2019, 2020], ["N", 1.5, 2], ["S", 3.5, 4], ["E", 5.5, 7]]),
}.items():
    expected = {"2019": XY["x"], "2020": XY["y"]} if name == "numbers as years" else XY
    case("sheets", name, data, expected, "a.xlsx")


def opendocument(rows):
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{x}"><text:p>{x}</text:p></table:table-cell>'
            if isinstance(x, (int, float))
            else f'<table:table-cell office:value-type="string"><text:p>{x}</text:p></table:table-cell>'
            for x in row
        )
        + "</table:table-row>"
        for row in rows
    )
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{urn}:office:1.0" xmlns:text="{urn}:text:1.0" '
        f'xmlns:table="{urn}:table:1.0"><office:body><office:spreadsheet><table:table table:name="S">{cells}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


case("sheets", "OpenDocument", opendocument(TABLE), XY, "a.ods")
case("sheets", "OpenDocument, text above", opendocument([["Heights"], *TABLE]), XY, "a.ods")

# --- numbers as names -------------------------------------------------------------------------------------------------

for key, sep in SEPARATORS.items():
    case("numbers as names", f"years, {key}", lines(
        [["region", 2019, 2020], ["North", 1.5, 2.5], ["South", 3.5, 4.5], ["East", 5.5, 6.5]], sep
    ), {"2019": [1.5, 3.5, 5.5], "2020": [2.5, 4.5, 6.5]})  # fmt: skip
    case("numbers as names", f"three years, whole numbers, {key}", lines(
        [["region", 2018, 2019, 2020], ["North", 15, 25, 31], ["South", 35, 45, 12], ["East", 55, 65, 4]], sep
    ), {"2018": [15, 35, 55], "2019": [25, 45, 65], "2020": [31, 12, 4]})  # fmt: skip
    case("numbers as names", f"pandas without names, {key}", lines(
        [["", 0, 1], [0, 0.25, 1.5], [1, 0.75, 2.5], [2, 0.5, 3.5]], sep
    ), {"0": [0.25, 0.75, 0.5], "1": [1.5, 2.5, 3.5]})  # fmt: skip
    case("numbers as names", f"pandas without index, {key}", lines(
        [[0, 1, 2], [0.25, 1.5, 7.5], [0.75, 2.5, 1.25], [0.5, 3.5, 4.5]], sep
    ), {"0": [0.25, 0.75, 0.5], "1": [1.5, 2.5, 3.5], "2": [7.5, 1.25, 4.5]})  # fmt: skip
    case("numbers as names", f"no names, decimals, {key}", lines(
        [[5.1, 3.5], [4.9, 3.0], [4.7, 3.2], [4.6, 3.1]], sep
    ), {"column 1": [5.1, 4.9, 4.7, 4.6], "column 2": [3.5, 3, 3.2, 3.1]})  # fmt: skip
    case("numbers as names", f"no names, whole numbers, {key}", lines(
        [[51, 35], [49, 30], [47, 32], [46, 31]], sep
    ), {"column 1": [51, 49, 47, 46], "column 2": [35, 30, 32, 31]})  # fmt: skip
    case("numbers as names", f"rows of words and numbers without names, {key}", lines(
        [["Bob", 1, 2], ["Eve", 3, 4], ["Ann", 9, 1]], sep
    ), {"column 2": [1, 3, 9], "column 3": [2, 4, 1]})  # fmt: skip
    case("numbers as names", f"who knows of 1, 2, 3, {key}", lines([[1, 2, 3], [2, 4, 1], [3, 3, 2]], sep), ASK)
    case("numbers as names", f"no names, numbers in a row, {key}", lines(
        [[1, 2, 3], [4, 5, 6], [7, 8, 9]], sep
    ), {"column 1": [1, 4, 7], "column 2": [2, 5, 8], "column 3": [3, 6, 9]})  # fmt: skip
    case("numbers as names", f"who knows, {key}", lines(
        [[10, 20, 50], [0.5, 0.25, 1.5], [2.5, 0.75, 3.5], [1.25, 1.5, 2.5]], sep
    ), ASK)  # fmt: skip

# --- groups of digits and points that are no numbers ------------------------------------------------------------------

ADDRESSES = ["192.168.100.101", "192.168.100.120", "10.0.0.1", "192.168.200.100"]
VERSIONS = ["1.234.567", "1.2.3", "10.100.200", "2.0.0"]
for name, texts in {"addresses": ADDRESSES, "local addresses": ADDRESSES[:2] * 2, "versions": VERSIONS}.items():
    for key, sep in SEPARATORS.items():
        rows = [["id", "x"], *zip(texts, ["6.221", "5.125", "7.375", "8.5"], strict=True)]
        case("dotted groups", f"{name}, {key}", lines(rows, sep), {"x": [6.221, 5.125, 7.375, 8.5]})
        rows = [["id", "x"], *zip(texts, ["6.221", "5.125", "7.375", "8.555"], strict=True)]
        case("dotted groups", f"{name}, three digits, {key}", lines(rows, sep), {"x": [6.221, 5.125, 7.375, 8.555]})
case("dotted groups", "a date in points", "when,x\n" + "".join(f"0{i}.05.2024,{i}.125\n" for i in range(1, 6)),
     {"x": [1.125, 2.125, 3.125, 4.125, 5.125]})  # fmt: skip

# --- numbers on one line ----------------------------------------------------------------------------------------------

THREE = {"column 1": [1.5, 2.5, 3.75]}
for name, text in {
    "commas": "1.5, 2.5, 3.75", "commas without spaces": "1.5,2.5,3.75", "brackets": "[1.5, 2.5, 3.75]",
    "round brackets": "(1.5, 2.5, 3.75)", "spaces": "1.5 2.5 3.75", "semicolons": "1,5; 2,5; 3,75",
    "tabs": "1.5\t2.5\t3.75", "line end": "1.5, 2.5, 3.75\n", "comma at the end": "1.5, 2.5, 3.75,",
    "decimal commas and spaces": "1,5 2,5 3,75", "braces": "{1.5, 2.5, 3.75}", "R": "c(1.5, 2.5, 3.75)",
    "NumPy": "array([1.5, 2.5, 3.75])", "NumPy, printed": "[1.5  2.5  3.75]", "bars": "1.5|2.5|3.75",
}.items():  # fmt: skip
    case("one line", name, text, THREE, "pasted table")

# --- numbers in other dress -------------------------------------------------------------------------------------------

for name, cells, expected in [
    ("brackets", ["(1,234.50)", "12.25", "(3.75)"], [-1234.5, 12.25, -3.75]),
    ("minus behind", ["100.00-", "12.25", "3.75-"], [-100, 12.25, -3.75]),
    ("dollars", ["$12", "$13.50", "$1,234.25"], [12, 13.5, 1234.25]),
    ("euros behind", ["12 €", "13,50 €", "7,25 €"], [12, 13.5, 7.25]),
    ("percent", ["20 %", "35 %", "12.5 %"], [20, 35, 12.5]),
    ("percent without space", ["20%", "35%", "12.5%"], [20, 35, 12.5]),
    ("unit", ["3 cm", "4.5 cm", "12 cm"], [3, 4.5, 12]),
    ("unit without space", ["3kg", "4.5kg", "12kg"], [3, 4.5, 12]),
    ("Indian", ["1,23,456.78", "12,34,567.5", "99,999.25"], [123456.78, 1234567.5, 99999.25]),
    ("apostrophes", ["1'234.5", "12'345", "7"], [1234.5, 12345, 7]),
    ("spaces", ["1 234.5", "12 345", "7"], [1234.5, 12345, 7]),
]:
    for key in ("semicolon", "tab"):
        rows = [["name", "x"], *([f"p{i}", cell] for i, cell in enumerate(cells))]
        case("other dress", f"{name}, {key}", lines(rows, SEPARATORS[key]), {"x": expected})

# --- as it should be --------------------------------------------------------------------------------------------------

PLAIN = {"x": [1.5, -2.25, 300, 4e-3], "y": [10, 20, 35, 40]}
ROWS = list(zip(*PLAIN.values(), strict=True))
for (key, sep), encoding, end in itertools.product(
    SEPARATORS.items(), ["utf-8", "utf-8-sig", "utf-16", "cp1252"], ["\n", "\r\n"]
):
    for point in ".,":
        if point == sep:
            continue
        rows = [["größe", "y"], *([str(x).replace(".", point), y] for x, y in ROWS)]
        case("plain", f"{key}, {encoding}, {end!r}, {point}", lines(rows, sep, end).encode(encoding),
             {"größe": PLAIN["x"], "y": PLAIN["y"]})  # fmt: skip
