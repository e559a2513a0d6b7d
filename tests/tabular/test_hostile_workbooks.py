"""Workbooks that claim more than they hold: refused with a sentence, in little memory, and nobody is taken along."""

import io
import os
import pickle
import resource
import struct
import time
import zipfile

import openpyxl
import pytest

from contracts.kernel.outside.isolation import Aborted, isolated
from contracts.kernel.refusal import Refusal
from contracts.tabular.sheet import FileRefused, as_text
from contracts.tabular.workbook import read_sheet, read_sheets, read_workbook

SHEET = "xl/worksheets/sheet1.xml"
_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
_ROW = "<table:table-row{}>{}</table:table-row>"


def cell(text="а", more=""):
    return f'<table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell>'


def xlsx(rows="", **parts):
    """A workbook of two cells, with more rows in its sheet, and other parts in the place of its own."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["номер", "предмет"])
    book.active.append(["1/26", "папір"])
    book.save(made)
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == SHEET:
                data = data.replace("</sheetData>", f"{rows}</sheetData>")
            new.writestr(name, parts.pop(name, data))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def ods(rows):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        new.writestr("content.xml", _ODS.format(rows=rows))
        new.writestr("META-INF/manifest.xml", _MANIFEST)
    return out.getvalue()


def xls(*cells):
    """A workbook of Excel 97: numbers at (row, column)."""

    def record(kind, data):
        return struct.pack("<HH", kind, len(data)) + data

    head = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    bound = struct.pack("<IBBBB", len(head) + 4 + 9 + 4, 0, 0, 1, 0) + b"S"
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 16, 0, 0, 0, 0))
    sheet += b"".join(record(0x203, struct.pack("<HHHd", row, column, 0, 1.5)) for row, column in cells)
    stream = head + record(0x85, bound) + record(0x0A, b"") + sheet + record(0x0A, b"")
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    sectors = len(stream) // 512
    fat = [*range(1, sectors), 0xFFFFFFFE, 0xFFFFFFFE, 0xFFFFFFFD]

    def entry(name, kind, start, size, child):
        text = name.encode("utf-16-le").ljust(64, b"\0")
        links = struct.pack("<HBBIII", len(name) * 2 + 2, kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text + links + b"\0" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry("Workbook", 2, 0, len(stream), 0xFFFFFFFF)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 6 + struct.pack("<IIIIIIIII", 0, 1, sectors, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", sectors + 1) + b"\xff" * 4 * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    return header + stream + folder.ljust(512, b"\0") + table


STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="{0}" uniqueCount="{0}"></sst>'
FAR = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>'
HOSTILE = {
    "the last cell of a sheet": xlsx(FAR),
    "a cell far to the right and one far below": xlsx(
        '<row r="3"><c r="XFD3"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    ),
    "a far cell of a row that says nothing": xlsx('<row><c r="XFD1048576"><v>1</v></c></row>'),
    "a far cell whose row lies": xlsx('<row r="3"><c r="XFD1048576"><v>1</v></c></row>'),
    "a far cell with other quotes and order": xlsx("<row r='3'><c t='str' r = 'XFD1048576' ><v>x</v></c></row>"),
    "a row beyond the last": xlsx('<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'),
    "a column beyond the last": xlsx('<row r="3"><c r="ZZZZZZ3"><v>1</v></c></row>'),
    "a count of strings": xlsx(**{"xl/sharedStrings.xml": STRINGS.format(4_000_000_000)}),
    "a count beyond all numbers": xlsx(**{"xl/sharedStrings.xml": STRINGS.format("9" * 20)}),
    "a bomb of spaces": xlsx(**{"xl/media/a.bin": b" " * 90_000_000}),
    "a long text told a hundred thousand times": xlsx(
        "".join(f'<row r="{no}"><c r="A{no}" t="s"><v>0</v></c></row>' for no in range(3, 100_003)),
        **{
            "xl/sharedStrings.xml": STRINGS.format(1).replace("</sst>", f"<si><t>{'я' * 32_000}</t></si></sst>"),
        },
    ),
    "the last cell of an older sheet": xls((0, 0), (65535, 255)),
    "a column no older sheet has": xls((0, 0), (65535, 65535)),
    "a cell repeated in ods": ods(_ROW.format("", cell(more=' table:number-columns-repeated="2000000000"'))),
    "a row repeated in ods": ods(
        _ROW.format(' table:number-rows-repeated="1048576"', cell(more=' table:number-columns-repeated="16384"'))
    ),
    "empty ones before the last in ods": ods(
        _ROW.format(' table:number-rows-repeated="1000000"', "<table:table-cell/>")
        + _ROW.format("", '<table:table-cell table:number-columns-repeated="16383"/>' + cell())
    ),
    "spaces counted in ods": ods(_ROW.format("", cell('<text:s text:c="2000000000"/>'))),
    "many spaces counted in ods": ods(_ROW.format("", cell('<text:s text:c="99999"/>' * 90_000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_h1_a_workbook_that_claims_more_than_it_holds_is_refused_in_little_memory(name):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    with pytest.raises(FileRefused, match=r"register\.x"):
        read_workbook(HOSTILE[name], "register.x", None)
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize("name", ["the last cell of a sheet", "a row repeated in ods"])
def test_h1_every_reader_of_tables_is_behind_the_same_guard(name):
    for read in (read_sheet, read_sheets):
        with pytest.raises(FileRefused):
            read(HOSTILE[name], "statement.x")


def test_h1_the_refusal_names_the_cell():
    with pytest.raises(FileRefused, match="row 1048576, column 16384 of xl/worksheets/sheet1"):
        read_workbook(HOSTILE["the last cell of a sheet"], "register.x", None)


@pytest.mark.parametrize(
    "data",
    [
        xlsx(),
        xlsx('<row r="1048576"><c r="XFD1048576" s="0"/></row>'),
        xls((0, 0), (1, 1)),
        xlsx('<row r="90000"><c r="B90000" t="str"><v>x</v></c></row>'),
        ods(
            _ROW.format("", cell("номер") + cell("предмет"))
            + _ROW.format("", cell("1/26") + '<table:table-cell table:number-columns-repeated="16382"/>')
            + _ROW.format(' table:number-rows-repeated="1048574"', "<table:table-cell/>")
        ),
    ],
    ids=["usual", "a format in the last cell", "an older one", "a note below", "as LibreOffice fills up a sheet"],
)
def test_h1_what_spreadsheets_write_by_themselves_is_read(data):
    assert as_text(read_workbook(data, "register.x", None).rows[0].cells[0]) in ("номер", "1.5")


def test_h1_merged_cells_one_over_another_are_refused():
    merges = '<mergeCell ref="A1:A1048576"/>' * 3_000
    many = "".join(f'<row r="{no}"><c r="A{no}"><v>1</v></c></row>' for no in range(3, 3_000))
    data = xlsx(many)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"</sheetData>", f"</sheetData><mergeCells>{merges}</mergeCells>".encode()))
    with pytest.raises(FileRefused, match="merged"):
        read_workbook(out.getvalue(), "register.x", None)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
@pytest.mark.parametrize(
    "work",
    [os.abort, lambda: os.kill(os.getpid(), 11), lambda: bytearray(10**10), lambda: os._exit(0)],
    ids=["an abort", "a segment fault", "memory without end", "an end without an answer"],
)
def test_h1_a_reader_that_dies_takes_nobody_along(work):
    with pytest.raises(Aborted):
        isolated(work)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_h1_a_reader_that_hangs_is_ended():
    def forever():
        while True:
            pass

    with pytest.raises(Aborted):
        isolated(forever, seconds=1)


def test_h1_what_the_reader_refuses_comes_back_as_it_was():
    def refuse():
        raise FileRefused("{file} is empty.", file="а.xlsx")

    with pytest.raises(FileRefused, match=r"а\.xlsx is empty") as refused:
        isolated(refuse)
    assert (refused.value.code, refused.value.facts) == ("file_refused", {"file": "а.xlsx"})
    again = pickle.loads(pickle.dumps(Refusal("{x}", code="c", x=1)))
    assert (again.code, str(again)) == ("c", "1")
