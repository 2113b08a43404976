"""Workbooks from outside that mean harm are refused in one line, before any reader opens them."""

import io
import os
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from .conftest import Run

ROWS = [["会员编号", "城市"], ["M001", "荆州"]]


def workbook() -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(ROWS):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def changed(raw: bytes, change: Callable[[str, bytes], bytes], **added: bytes) -> bytes:
    """A package with other contents of its parts, and further parts."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in added.items():
            new.writestr(name, content)
    return buffer.getvalue()


def with_part(name: str, content: bytes = b"<x/>") -> bytes:
    return changed(workbook(), lambda _, content: content, **{name: content})


def in_sheet(old: bytes, new: bytes) -> bytes:
    return changed(
        workbook(),
        lambda name, content: content.replace(old, new) if "worksheets/" in name else content,
    )


def in_strings(new: bytes) -> bytes:
    return changed(
        workbook(), lambda name, content: new + content if "sharedStrings" in name else content
    )


def lying() -> bytes:
    """A part that unpacks to more than it says."""
    raw = bytearray(in_sheet(b"</sheetData>", b"<!-- " + b" " * 200_000_000 + b" --></sheetData>"))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.find(signature)
        while at >= 0:
            if struct.unpack_from("<I", raw, at + offset)[0] > 100_000_000:
                struct.pack_into("<I", raw, at + offset, 100)
            at = raw.find(signature, at + 4)
    return bytes(raw)


def open_document(rows: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<manifest/>")
        package.writestr(
            "content.xml",
            '<?xml version="1.0"?><office:document-content'
            ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>'
            f'<office:spreadsheet><table:table table:name="a">{rows}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def open_row(*cells: str, repeated: int = 1) -> str:
    texts = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
        for c in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{texts}</table:table-row>'


_GOOD_ROWS = "".join(open_row(*row) for row in ROWS)
_FAR_CELL = (
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>'
    '<table:table-row><table:table-cell table:number-columns-repeated="1023"/>'
    '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    "</table:table-row>"
)


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A compound file (MS-CFB) of sectors of 512 bytes with these streams."""
    end, free, fat_sector = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    tables = sum(map(len, streams.values())) // 512 // 100 + 1
    entries = [("Root Entry", 5, end, 0)]
    body, fat = b"", [*[fat_sector] * tables, end]
    for name, content in streams.items():
        # Shorter streams would stand elsewhere.
        sectors = max(-(-len(content) // 512), 8)
        first = len(fat)
        fat += [*range(first + 1, first + sectors), end]
        body += content.ljust(sectors * 512, b"\0")
        entries.append((name, 2, first, sectors * 512))
    directory = b""
    for number, (name, kind, first, size) in enumerate(entries):
        encoded = name.encode("utf-16-le") + b"\0\0"
        child = 1 if number == 0 else free
        right = number + 1 if 0 < number < len(entries) - 1 else free
        directory += encoded.ljust(64, b"\0") + struct.pack(
            "<HBBIII16sIQQIQ", len(encoded), kind, 1, free, right, child, b"", 0, 0, 0, first, size
        )
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 62, 3, 0xFFFE, 9, 6, 0, tables, tables, 0, 4096, end, 0, end, 0
    )
    header += struct.pack(f"<{tables}I", *range(tables))
    header += struct.pack("<I", free) * (109 - tables)
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(512 * tables, b"\xff")
    return header + table + directory.ljust(512, b"\0") + body


def record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def shared(count: int, size: int, *, string: bytes = b"<t>%s</t>", value: bytes = b"4") -> bytes:
    """A workbook in which many cells refer to one long string."""
    string = b"<si>" + string % (b"a" * size) + b"</si></sst>"
    cells = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>%s</v></c></row>' % (n, n, value)
        for n in range(3, count + 3)
    )

    def change(name: str, content: bytes) -> bytes:
        content = content.replace(b"</sst>", string)
        return content.replace(b"</sheetData>", cells + b"</sheetData>")

    return changed(workbook(), change)


def elsewhere(raw: bytes, part: str) -> bytes:
    """A workbook whose sheet is a part of another name."""
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")

    def change(name: str, content: bytes) -> bytes:
        if "worksheets/" in name:
            return b""
        return content.replace(b"worksheets/sheet1.xml", part.encode())

    return changed(raw, change, **{f"xl/{part}": sheet})


def filled_down() -> bytes:
    """A long text that is merged over many rows."""
    rows = b'<c r="C2" t="inlineStr"><is><t>%s</t></is></c></row>' % (b"a" * 30_000)
    return in_sheet(
        b"</row></sheetData>",
        rows
        + b'<row r="20000"><c r="A20000"><v>1</v></c></row></sheetData>'
        + b'<mergeCells><mergeCell ref="C2:C20000"/></mergeCells>',
    )


def old_strings(references: int) -> bytes:
    """An old workbook in which many cells refer to one long string, which goes on elsewhere."""
    head = struct.pack("<IIHB", references, 1, 16_000, 0)
    begins = record(0x00FC, head + b"a" * 8_000) + record(0x003C, b"\0" + b"a" * 8_000)
    cells = (record(0x00FD, struct.pack("<HHHI", n % 60_000, 0, 0, 0)) for n in range(references))
    return compound_file({"Workbook": _BEGIN + begins + b"".join(cells)})


_BEGIN = record(0x0809, b"\0" * 16)
_FAR_NUMBER = record(0x0203, struct.pack("<HHHd", 65535, 255, 0, 1.0))

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "far cell": (lambda: in_sheet(b'r="B2"', b'r="XFD1048576"'), "unpacks to more"),
    "far cell, other quotes": (lambda: in_sheet(b'r="B2"', b"r = 'XFD1048576'"), "unpacks to more"),
    "far row": (lambda: in_sheet(b'<row r="2"', b'<row r="1048576"'), "unpacks to more"),
    "column beyond all": (lambda: in_sheet(b'r="B2"', b'r="ZZZZZZ2"'), "unpacks to more"),
    "cells without places": (
        lambda: in_sheet(
            b"</sheetData>", b"<row><c><v>1</v></c></row>" * 300_000 + b"</sheetData>"
        ),
        "unpacks to more",
    ),
    "merged cells": (
        lambda: in_sheet(
            b"</sheetData>",
            b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:A9"/>' * 30_000 + b"</mergeCells>",
        ),
        "unpacks to more",
    ),
    "bomb of spaces": (
        lambda: in_sheet(b"<sheetData>", b"<!-- " + b" " * 200_000_000 + b" --><sheetData>"),
        "unpacks to more",
    ),
    "bomb of strings": (lambda: in_strings(b"<si><t>a</t></si>" * 10_000_000), "unpacks to more"),
    "bomb of styles": (
        lambda: changed(
            workbook(),
            lambda name, content: content + b"<xf/>" * 6_000_000 if "styles" in name else content,
        ),
        "unpacks to more",
    ),
    "many parts": (
        lambda: changed(workbook(), lambda _, c: c, **{f"x{n}.xml": b"" for n in range(6_000)}),
        "unpacks to more",
    ),
    "a part that lies": (lying, "unpacks to more"),
    "entities": (
        lambda: in_strings(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
        "damaged",
    ),
    "another encoding": (lambda: in_strings("<x/>".encode("utf-16")), "damaged"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "holds macros"),
    "old macros": (lambda: with_part("xl/macrosheets/sheet1.xml"), "holds macros"),
    "controls": (lambda: with_part("xl/activeX/activeX1.xml"), "holds controls"),
    "links": (lambda: with_part("xl/externalLinks/externalLink1.xml"), "linked to other files"),
    "connections": (lambda: with_part("xl/connections.xml"), "linked to a source of data"),
    "no workbook": (
        lambda: open_document("").replace(b"content.xml", b"kontent.xml"),
        "no workbook",
    ),
    "cut": (lambda: workbook()[:-200], "damaged"),
    "only the beginning": (lambda: b"PK\x03\x04", "damaged"),
    "open document, far cell": (lambda: open_document(_GOOD_ROWS + _FAR_CELL), "unpacks to more"),
    "open document, repeated": (
        lambda: open_document(_GOOD_ROWS + open_row(*"abc", repeated=1_000_000)),
        "unpacks to more",
    ),
    "open document, formulas": (
        lambda: open_document(
            _GOOD_ROWS + '<table:table-row table:number-rows-repeated="100000"><table:table-cell'
            ' table:formula="of:=A1" table:number-columns-repeated="1000"/></table:table-row>'
        ),
        "unpacks to more",
    ),
    "a place in disguise": (
        lambda: in_sheet(b'<c r="B2"', b'<c t="e" r="&#66;99999999"'),
        "damaged",
    ),
    "open document, no XML": (lambda: open_document("<x>"), "damaged"),
    "password": (lambda: compound_file({"EncryptedPackage": b"x"}), "protected by a password"),
    "old, password": (
        lambda: compound_file({"Workbook": _BEGIN + record(0x002F, b"\0" * 6)}),
        "protected by a password",
    ),
    "old, far cell": (lambda: compound_file({"Workbook": _BEGIN + _FAR_NUMBER}), "unpacks to more"),
    "old, macros": (
        lambda: compound_file({"_VBA_PROJECT_CUR": b"x", "Workbook": _BEGIN}),
        "holds macros",
    ),
    "old, something else": (lambda: compound_file({"WordDocument": b"x"}), "no workbook"),
    "old, garbage": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000, "damaged"),
    "long string": (lambda: shared(200, 3_000_000), "unpacks to more"),
    "long rich string": (
        lambda: shared(200, 3_000_000, string=b"<r><t>%s</t></r><rPh><t>x</t></rPh>"),
        "unpacks to more",
    ),
    "long string, a comment": (
        lambda: shared(200, 3_000_000, value=b"4<!-- -->"),
        "unpacks to more",
    ),
    "long string, a number in disguise": (
        lambda: shared(200, 3_000_000, value=b"0004"),
        "unpacks to more",
    ),
    "long strings within the bound": (lambda: shared(12, 3_000_000), "3,000,000 characters"),
    "long text in its cell": (
        lambda: in_sheet(
            b"</sheetData>",
            b'<row><c t="inlineStr"><is><t>'
            + b"a" * 20_000_000
            + b"</t></is></c></row></sheetData>",
        ),
        "unpacks to more",
    ),
    "more than a cell holds": (
        lambda: in_sheet(
            b"</sheetData>",
            b'<row><c r="C3" t="str"><v>' + b"a" * 40_000 + b"</v></c></row></sheetData>",
        ),
        "Sheet1 C3: the cell has 40,000 characters",
    ),
    "long text filled down": (filled_down, "unpacks to more"),
    "far cell in another part": (
        lambda: elsewhere(in_sheet(b'r="B2"', b'r="XFD1048576"'), "a.bin"),
        "unpacks to more",
    ),
    "a part of two names": (lambda: with_part("xl/worksheets//sheet1.xml"), "damaged"),
    "open document, long text repeated": (
        lambda: open_document(_GOOD_ROWS + open_row("a" * 30_000, repeated=20_000)),
        "unpacks to more",
    ),
    "open document, spaces": (
        lambda: open_document(_GOOD_ROWS + open_row('<text:s text:c="1000"/>' * 500_000)),
        "unpacks to more",
    ),
    "open document, a long text of pieces": (
        lambda: open_document(_GOOD_ROWS + open_row("a<text:s/>" * 100_000)),
        "a A3: the cell has 199,999 characters",
    ),
    "old, long string": (lambda: old_strings(40_000), "unpacks to more"),
    "a text with one long cell": (
        lambda: "会员编号,城市\nM001,".encode() + b"a" * 10_000_000,
        "B2: the cell has 10,000,000 characters",
    ),
    "a text of commas": (lambda: b"id" + b"," * 7_000_000, "more than a list"),
    "a text of lines": (lambda: b"id" + b"\n" * 7_000_000, "more than a list"),
    "a text that is too large": (lambda: b"id,city\n" + b"a" * 70_000_000, "more than a list"),
    "a web page": (lambda: b"<html><table><tr><td>id</td></tr></table>", "web page"),
    "nothing": (lambda: b"", "empty"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook_is_refused(case: str, run: Run, registry: Path) -> None:
    make, message = HOSTILE[case]
    registry.with_name("a.xlsx").write_bytes(make())
    outcome = run("import", "a.xlsx", code=3)
    assert outcome.out == ""
    assert message in outcome.err
    assert outcome.err.startswith("alliance: a.xlsx: ")
    assert outcome.err.count("\n") == 1


def test_a_list_longer_than_old_sheets_is_read(run: Run, registry: Path) -> None:
    file = registry.with_name("a.xlsx")
    last = b'<row r="70000"><c r="A70000" t="s"><v>2</v></c><c r="B70000" t="s"><v>3</v></c></row>'
    file.write_bytes(in_sheet(b"</sheetData>", last + b"</sheetData>"))
    assert "1 changed, 1 unchanged" in run("import", file).err


def test_the_same_workbooks_without_harm_are_read(run: Run, registry: Path) -> None:
    file = registry.with_name("a.bin")
    for raw in (workbook(), open_document(_GOOD_ROWS)):
        file.write_bytes(raw)
        assert "city\t武汉\t荆州" in run("import", file).out


_PROBE = """
import sys, time
start = time.perf_counter()
from alliance_cli.cli import app
try:
    app(["import", sys.argv[1]])
except SystemExit as stopped:
    code = stopped.code
taken = time.perf_counter() - start
# Not the greatest of a process that this one was forked from.
lines = open("/proc/self/status").read().split("VmHWM:")[1].split()
print(code, int(lines[0]) // 1024, f"{taken:.2f}")
"""


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="measures with the means of Linux")
@pytest.mark.parametrize("case", HOSTILE)
def test_refusing_takes_little_memory(case: str, registry: Path) -> None:
    file = registry.with_name("a.xlsx")
    file.write_bytes(HOSTILE[case][0]())
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, file.name],
        cwd=file.parent,
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    code, megabytes, seconds = done.stdout.split()[-3:]
    sys.stdout.write(f"{case}: {megabytes} MB, {seconds} s\n")
    assert int(code) == 3
    assert int(megabytes) < 300
