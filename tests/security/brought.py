"""What somebody may bring that nobody thought of: cells, rows, workbooks made to harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

import openpyxl
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from linli.faces.parts.refusals import words_of
from linli.kernel.refusals import Refusal
from tests.base.files import samples

FEW = settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
#: What a cell may hold that somebody did not think of.
CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.integers(-(10**400), 10**400),
    st.datetimes(),
    st.sampled_from(
        [
            "=cmd|' /C calc'!A0",
            "\x00",
            "\ud800",
            "١٢٣",
            "2026-02-30",
            "0000-00-00",
            "13800001234",
            "R01",
            "'",
            "﻿",
            "A" * 70_000,
        ]
    ),
    st.none(),
)
ROWS = st.lists(st.lists(CELLS, max_size=12), max_size=6)


def as_csv(rows: list[list[Any]], encoding: str, mark: str = ",") -> bytes:
    lines = [
        mark.join('"' + str("" if cell is None else cell).replace('"', '""') + '"' for cell in row)
        for row in rows
    ]
    return "\r\n".join(lines).encode(encoding, "replace")


def as_xlsx(rows: list[list[Any]]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([None if isinstance(cell, str) and "\x00" in cell else cell for cell in row])
    book.save(out)
    return out.getvalue()


def changed(whole: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name.endswith(part) else old.read(name))
    return out.getvalue()


@cache
def hostile_workbooks(heads: tuple[str, ...]) -> dict[str, bytes]:
    """Return workbooks made by somebody who means harm."""
    plain = as_xlsx([list(heads), ["1"] * len(heads)])
    sheet = "worksheets/sheet1.xml"
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return {
        "dimensions that are huge": changed(
            plain, sheet, lambda b: b.replace(b'ref="A1:', b'ref="A1:XFD1048576" x="')
        ),
        "a cell at the far corner": changed(
            plain,
            sheet,
            lambda b: b.replace(b"</row></sheetData>", b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'),
        ),
        "a row number that is none": changed(
            plain, sheet, lambda b: b.replace(b'<row r="2"', b'<row r="-7"')
        ),
        "shared strings that are not there": changed(plain, "sharedStrings.xml", lambda b: b"<sst/>"),
        "entities": changed(plain, sheet, lambda b: b.replace(b"<worksheet", entity + b"<worksheet", 1)),
        "no end": changed(plain, sheet, lambda b: b[: len(b) // 2]),
        "another encoding": changed(
            plain, sheet, lambda b: b'<?xml version="1.0" encoding="utf-16"?>' + b.partition(b"?>")[2]
        ),
        "a bomb": changed(plain, sheet, lambda b: b + bytes(260 * 1024 * 1024)),
        "no sheet": changed(plain, "workbook.xml", lambda b: b.replace(b"<sheet ", b"<shit ")),
        "a relation that leaves": changed(
            plain,
            "workbook.xml.rels",
            lambda b: b.replace(b"worksheets/sheet1.xml", b"../../../../etc/passwd"),
        ),
        "a password": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    }


@cache
def good_files() -> tuple[bytes, ...]:
    """Return one of each kind, the same at every example."""
    return samples.photo(), samples.pdf(), as_xlsx([["a"]])


def is_told(refusal: Refusal) -> bool:
    words = words_of(refusal)
    return bool(words) and "%(" not in words and "Traceback" not in words
