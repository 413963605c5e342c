"""XLSX, measured before the library that reads it sees it: a small file can say that it holds terabytes.

Owns what is unpacked and how far the cells of a sheet may reach; what a cell's text is, fastexcel knows. Must never
take a file's word for how large it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any, BinaryIO
from xml.parsers import expat

from ledger.errors import LedgerError
from ledger.ingest.reader.rows import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_PACKED,
    MAX_ROWS,
    MAX_UNPACKED,
    TOO_LONG,
    SourceFile,
    SourceRow,
    headed,
)

_NEEDED = re.compile(r"xl/.*\.xml|xl/.*\.rels|_rels/\.rels|\[Content_Types\]\.xml", re.IGNORECASE)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def read_sheet(file: SourceFile, stream: BinaryIO) -> None:
    """Reads the sheet called `claims`, or else the first. Raises `LedgerError`."""
    try:
        parts = _unpacked(file.name, stream)
        _measure(file.name, parts)
        frame = _frame(parts)
    except (LedgerError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as e:  # the readers raise types of their own, and a panic of theirs is no Exception
        reason = (str(e).splitlines() or [type(e).__name__])[0]
        raise LedgerError(f"{file.name} cannot be read: {reason}", hint="is the file whole?") from e
    file.columns = headed(file.name, frame.columns)
    for number, cells in enumerate(zip(*(c.fill_null("") for c in frame), strict=True), 2):
        row = dict(zip(file.columns, cells, strict=True))
        if any(len(cell) > MAX_CELL for cell in cells):
            file.rows.append(file.unreadable(number, TOO_LONG))
        elif any(cells):
            file.rows.append(SourceRow(number, row))


def _unpacked(name: str, stream: BinaryIO) -> dict[str, bytes]:
    """The parts of a workbook that hold text, as they really are. Raises `LedgerError` where they are too large."""
    if stream.seek(0, io.SEEK_END) > MAX_PACKED:
        raise LedgerError(f"{name} is larger than {MAX_PACKED:,} bytes", hint="save it as .csv")
    parts: dict[str, bytes] = {}
    room = MAX_UNPACKED
    with zipfile.ZipFile(stream) as packed:
        for entry in packed.infolist():
            if not _NEEDED.fullmatch(entry.filename):
                continue
            if entry.compress_type not in _METHODS:
                raise LedgerError(f"{name} is packed in a way that no spreadsheet uses", hint="save it as .csv")
            with packed.open(entry) as member:
                parts[entry.filename] = member.read(room + 1)
            room -= len(parts[entry.filename])
            if room < 0:
                reason = f"{name} unfolds to more than {MAX_UNPACKED:,} bytes of text"
                raise LedgerError(reason, hint="is it the right file? Otherwise save it as .csv")
    return parts


def _measure(name: str, parts: dict[str, bytes]) -> None:
    """Raises `LedgerError` where the cells of a sheet reach too far, or repeat too much of the shared texts."""
    lengths: list[int] = []
    for part in sorted(parts, key=lambda p: "sharedstrings" not in p.lower()):
        if "sharedstrings" in part.lower():
            lengths += _lengths(parts[part])
        elif part.lower().endswith(".xml"):
            _measure_sheet(name, parts[part], lengths)


def _parser() -> expat.XMLParserType:
    def doctype(*_: object) -> None:
        raise ValueError("its XML has a document type, which no spreadsheet writes")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = doctype
    return parser


def _lengths(content: bytes) -> list[int]:
    """How long each of the shared texts is."""
    parser = _parser()
    lengths: list[int] = []

    def start(tag: str, _: dict[str, str]) -> None:
        if tag == "si" or tag.endswith(":si"):
            lengths.append(0)

    def text(text: str) -> None:
        if lengths:
            lengths[-1] += len(text)

    parser.StartElementHandler = start
    parser.CharacterDataHandler = text
    parser.Parse(content, True)
    return lengths


def _measure_sheet(name: str, content: bytes, lengths: list[int]) -> None:
    parser = _parser()
    local: dict[str, str] = {}
    columns: dict[str, int] = {}
    row = column = last_row = last_column = size = 0
    refers = False

    def text(text: str) -> None:
        nonlocal size
        number = int(text) if text.strip().isdecimal() else -1
        size += lengths[number] if 0 <= number < len(lengths) else 0
        if size > MAX_UNPACKED:
            reason = f"{name} unfolds to more than {MAX_UNPACKED:,} bytes of text"
            raise LedgerError(reason, hint="is it the right file? Otherwise save it as .csv")

    def start(tag: str, given: dict[str, str]) -> None:
        nonlocal row, column, last_row, last_column, refers
        tag = local.get(tag) or local.setdefault(tag, tag.rpartition(":")[2])
        if tag == "c":
            if refers:
                parser.CharacterDataHandler = None
            refers = given.get("t") == "s"
            column += 1
            if place := given.get("r"):
                letters = place.rstrip("0123456789")
                column = columns.get(letters) or columns.setdefault(letters, _column(letters))
                row = int(place[len(letters) :])
        elif tag == "row":
            row, column = int(given.get("r", row + 1)), 0
        elif row > last_row or column > last_column:  # within a cell: it holds something
            last_row, last_column = max(last_row, row), max(last_column, column)
            _reaches(name, last_row, last_column)
        if refers and tag == "v":
            parser.CharacterDataHandler = text

    parser.StartElementHandler = start
    parser.Parse(content, True)


def _column(letters: str) -> int:
    """The number of a column that a sheet calls AB. Raises `ValueError`."""
    if not re.fullmatch("[A-Za-z]{1,3}", letters):
        raise ValueError(f"a cell stands in column {letters[:20]!r}, which is none")
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _reaches(name: str, row: int, column: int) -> None:
    if column > MAX_COLUMNS:
        headed(name, [""] * column)
    if row > MAX_ROWS or row * column > MAX_CELLS:
        reason = f"{name} reaches to row {row:,} of column {column}"
        raise LedgerError(reason, hint=f"up to {MAX_CELLS:,} cells are read: delete stray ones, or save it as .csv")


def _frame(parts: dict[str, bytes]) -> Any:
    """The sheet as a frame of texts."""
    import fastexcel
    import polars as pl

    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w", zipfile.ZIP_STORED) as stored:
        for name, content in parts.items():
            stored.writestr(zipfile.ZipInfo(name), content)
    book = fastexcel.read_excel(plain.getvalue())
    if not book.sheet_names:
        raise ValueError("it has no sheet")
    name = "claims" if "claims" in book.sheet_names else book.sheet_names[0]
    return book.load_sheet(name, dtypes="string").to_polars().cast(pl.String)
