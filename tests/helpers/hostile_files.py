"""Small files that unpack to something huge, or that keep a reader busy; each is a function that makes one."""

import io
import zipfile

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
HOSTILE = {}  # name: (function that makes the file, its name, what the answer says; None where it is read)


def hostile(file, answer):
    def keep(function):
        HOSTILE[function.__name__] = function, file, answer
        return function

    return keep


def workbook(sheet, strings=()):
    """An .xlsx of one sheet; contents are given as pairs of bytes and how often they stand there."""
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    small = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type="{OFFICE}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SPREADSHEET}" xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" '
        'r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" Type='
        f'"{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="b" Type="{OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in small.items():
            archive.writestr(name, HEAD + text)
        for name, inside, parts in (("sharedStrings", "sst", strings), ("worksheets/sheet1", "worksheet", sheet)):
            with archive.open(f"xl/{name}.xml", "w", force_zip64=True) as target:
                target.write(f'{HEAD}<{inside} xmlns="{SPREADSHEET}">'.encode())
                for part, n in parts:
                    for _ in range(n):
                        target.write(part)
                target.write(f"</{inside}>".encode())
    return stream.getvalue()


def sheet(*parts):
    return [(b"<sheetData>", 1), *parts, (b"</sheetData>", 1)]


def number(place):
    return f'<c r="{place}"><v>1</v></c>'.encode()


def parquet(**columns):
    stream = io.BytesIO()
    pq.write_table(pa.table(columns), stream, compression="zstd", use_dictionary=False, write_statistics=False)
    return stream.getvalue()


ONE_CELL = sheet((b'<row r="1">' + number("A1") + b'<c r="B1" t="s"><v>0</v></c></row>', 1))


@hostile("a.parquet", "unpacked it has 250 MB")
def parquet_with_one_huge_text():
    return parquet(t=["a" * 250_000_000], x=[1.0])


@hostile("a.parquet", "of memory")
def parquet_with_one_large_text():
    return parquet(t=["a" * 150_000_000], x=[1.0])


@hostile("a.parquet", None)
def parquet_with_a_long_text_in_every_row():
    texts = pa.DictionaryArray.from_arrays(np.zeros(200_000, np.int32), pa.array(["a" * 10_000_000]))
    stream = io.BytesIO()
    table = pa.table({"t": texts, "x": np.zeros(200_000)})
    pq.write_table(table, stream, compression="zstd", write_statistics=False)
    return stream.getvalue()


@hostile("a.parquet", None)
def parquet_with_forty_million_zeros():
    stream = io.BytesIO()
    pq.write_table(pa.table({f"c{d}": np.zeros(200_001) for d in range(200)}), stream)
    return stream.getvalue()


@hostile("a.parquet", None)
def parquet_with_forty_million_texts():
    texts = pa.array(["1,5"] * 200_001).dictionary_encode()
    stream = io.BytesIO()
    pq.write_table(pa.table({f"c{d}": texts for d in range(200)}), stream)
    return stream.getvalue()


@hostile("a.parquet", None)
def parquet_with_long_lists():
    return parquet(long=pa.array([[1.0] * 1000] * 20_000), x=np.arange(20_000.0))


@hostile("a.parquet", "no columns of numbers or texts")
def parquet_with_nothing_but_lists():
    return parquet(long=pa.array([[1.0] * 1000] * 20_000), deep=pa.array([{"a": 1}] * 20_000))


@hostile("a.xlsx", None)
def sheet_with_only_the_last_row():
    return workbook(sheet((b'<row r="1048576">' + number("A1048576") + number("B1048576") + b"</row>", 1)))


@hostile("a.xlsx", "spans 1,048,576 rows and 16,384 columns")
def sheet_with_the_first_and_the_last_cell():
    return workbook(sheet((b'<row r="1">' + number("A1") + b"</row><row>" + number("XFD1048576") + b"</row>", 1)))


@hostile("a.xlsx", "of memory")
def sheet_with_far_cells_that_do_not_say_where():
    far = b"<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    return workbook(sheet((b"<row r='1'><c r='A1'><v>1</v></c></row>" + far, 1)))


@hostile("a.xlsx", "cells")
def sheet_with_millions_of_empty_cells():
    return workbook(sheet((b'<row r="1">', 1), (b'<c r="B1"/>' * 1000, 9000), (b"</row>", 1)))


@hostile("a.xlsx", "more than 100 MB")
def sheet_with_millions_of_empty_cells_without_places():
    return workbook(sheet((b"<row>", 1), (b"<c/>" * 1000, 40_000), (b"</row>", 1)))


@hostile("a.xlsx", "more than 100 MB")
def sheet_with_millions_of_empty_rows():
    return workbook(sheet((b"<row/>" * 1000, 30_000)))


@hostile("a.xlsx", "1,500,000 texts")
def workbook_of_many_texts():
    return workbook(ONE_CELL, [(b"<si><t/></si>" * 1000, 17_000)])


@hostile("a.xlsx", "131,072 characters")
def workbook_with_one_huge_text():
    return workbook(ONE_CELL, [(b"<si><t>", 1), (b"a" * 1_000_000, 280), (b"</t></si>", 1)])


@hostile("a.xlsx", None)
def sheet_with_a_million_cells():
    return workbook(sheet((b"<row>" + b"<c><v>1</v></c>" * 10 + b"</row>", 100_000)))


@hostile("a.csv", "10,000,000 characters")
def commas():
    return b"," * 10_000_000


@hostile("a.csv", "only separators")
def lines_of_commas():
    return (b"," * 999 + b"\n") * 10_000


@hostile("a.csv", "only separators")
def short_lines_of_commas():
    return b",,\n" * 3_300_000


@hostile("a.csv", None)
def four_million_digits():
    return (b"1,2,3,4,5,6,7,8,9,0\n") * 500_000


@hostile("a.csv", "No column holds numbers")
def words():
    return b"ab,c.d,e1,x 3\n" * 600_000


@hostile("a.csv", "10,000,000 characters")
def quotation_marks():
    return b'"' * 10_000_000


@hostile("a.csv", "nothing in it")
def line_ends():
    return b"\n" * 10_000_000


@hostile("a.csv", None)
def signs_beyond_two_bytes():
    return "😀,1\n".encode() * 1_400_000
