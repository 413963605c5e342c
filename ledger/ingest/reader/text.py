"""CSV, TSV, NDJSON, line by line, and JSON.

Owns encodings, delimiters, headers and line numbers. Must never hold more than one row of text at a time, but for a
JSON document.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import json
from collections import deque
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, NamedTuple, TextIO

from ledger.errors import LedgerError
from ledger.ingest.reader.rows import (
    MAX_CELL,
    MAX_COLUMNS,
    MAX_JSON,
    MAX_ROW,
    MAX_ROWS,
    TOO_LONG,
    SourceFile,
    SourceRow,
    headed,
)
from ledger.model.text import unguarded

_DELIMITERS = ",;\t|"
_ENCODINGS = ["utf_8", "utf_16", "cp1251", "koi8_r", "cp1252"]
_CHUNK = 1_000_000
_MAX_AGAIN = 1_000_000
"""Lines that may be read a second time, after a quotation mark that is not closed."""


class Survey(NamedTuple):
    """A file at first sight: its sha256, whether it has anything in it, and a piece of it that is not UTF-8."""

    sha256: str
    blank: bool
    foreign: bytes


def survey(stream: BinaryIO) -> Survey:
    """Reads the file once through, a piece at a time."""
    stream.seek(0)
    digest, decoder = hashlib.sha256(), codecs.getincrementaldecoder("utf-8")()
    blank, foreign, last = True, b"", b""
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
        blank = blank and not chunk.removeprefix(codecs.BOM_UTF8).strip()
        if not foreign:
            try:
                decoder.decode(chunk)
            except UnicodeDecodeError:
                foreign = chunk
        last = chunk
    if not foreign and decoder.getstate()[0]:  # it breaks off within a letter
        foreign = last
    return Survey(digest.hexdigest(), blank, foreign)


def read_text(file: SourceFile, stream: BinaryIO, found: Survey, suffix: str) -> None:
    """Reads the columns and rows of a text file. Raises `LedgerError`."""
    stream.seek(0)
    text = io.TextIOWrapper(stream, _encoding(file, found))
    try:
        _read(file, text, suffix)
    except UnicodeDecodeError as e:
        raise LedgerError(f"{file.name} is neither text nor a known format", hint="save it as UTF-8 CSV") from e
    finally:
        text.detach()


def _encoding(file: SourceFile, found: Survey) -> str:
    if not found.foreign:
        return "utf-8-sig"
    from charset_normalizer import from_bytes

    best = from_bytes(found.foreign, cp_isolation=_ENCODINGS).best()
    if best is None:
        raise LedgerError(f"{file.name} is neither text nor a known format", hint="save it as UTF-8 CSV")
    file.remarks.append(f"read as {best.encoding.replace('_', '-')}, not UTF-8: check its letters")
    return best.encoding


def _read(file: SourceFile, text: TextIO, suffix: str) -> None:
    start = ""
    while not start and (piece := text.read(_CHUNK)):
        start = piece.lstrip()[:1]
    text.seek(0)
    if suffix in (".ndjson", ".jsonl"):
        _ndjson(file, text)
    elif suffix == ".json" or (suffix not in (".csv", ".tsv", ".txt") and start in ("[", "{")):
        _json(file, text, perhaps_ndjson=start == "{" and suffix != ".json")
    else:
        _csv(file, text)


class _TooLong(Exception):
    """A row has more than `MAX_ROW` characters."""


class _Lines:
    """The lines of a text, row by row, with the way back to a row's second line.

    `begin` starts a row, which is then as many lines as are taken; only these are held.
    """

    def __init__(self, file: SourceFile, text: TextIO, first: int = 1) -> None:
        self.row: list[str] = []
        self.first = first
        self._file, self._text = file, text
        self._ahead: deque[str] = deque()
        self._length = self._again = 0

    def begin(self) -> None:
        self.first += len(self.row)
        self.row, self._length = [], 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else self._text.readline(MAX_ROW + 1)
        if not line:
            raise StopIteration
        self._length += len(line)
        if self._length > MAX_ROW:
            rest = line
            while rest and not rest.endswith("\n"):
                rest = self._text.readline(_CHUNK)
            line = line if line.endswith("\n") else line + "\n"
            self.row.append(line)
            raise _TooLong
        self.row.append(line)
        return line

    def back(self) -> None:
        """To the row's second line. Raises `LedgerError` where that would be done for ever."""
        self._again += len(self.row) - 1
        if self._again > _MAX_AGAIN:
            where = f"{self._file.name}:{self.first}"
            raise LedgerError("too many quotation marks are not closed", where=where, hint="is it the right file?")
        self._ahead.extendleft(reversed(self.row[1:]))
        del self.row[1:]


def _csv(file: SourceFile, text: TextIO) -> None:
    head = next((line for line in iter(lambda: text.readline(MAX_ROW), "") if line.strip()), "")
    text.seek(0)
    delimiter = delimiter_of(file, head)
    rows = csv_rows(file, text, delimiter)
    file.rows += rows


def delimiter_of(file: SourceFile, head: str) -> str:
    """What stands between the columns, going by the first line of a file."""
    delimiter = max(_DELIMITERS, key=head.count)
    if delimiter != ",":
        file.remarks.append(f"columns are separated by {delimiter!r}")
    return delimiter


def csv_rows(
    file: SourceFile, text: TextIO, delimiter: str, header: list[str] | None = None, first: int = 1
) -> Iterator[SourceRow]:
    """The rows of CSV, of which the first line has number `first`.

    Without a `header` the first row that has anything in it is that, and is kept as the columns of the file. Raises
    `LedgerError`.
    """
    csv.field_size_limit(MAX_CELL)
    lines = _Lines(file, text, first)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            break
        except (csv.Error, _TooLong) as e:
            several = len(lines.row) > 1
            if header is None:
                reason = f"the header cannot be read: {_csv_fault(e, several)}"
                where = f"{file.name}:{lines.first}"
                raise LedgerError(reason, where=where, hint="check its quotation marks") from e
            yield file.unreadable(lines.first, _csv_fault(e, several))
            if several:
                # an open quotation mark swallows what follows: read that anew
                lines.back()
            continue
        if any("'" in line for line in lines.row):
            cells = [unguarded(cell) if cell[:1] == "'" else cell for cell in cells]
        if header is None:
            if any(c.strip() for c in cells):
                header = file.columns = headed(file.name, cells)
        elif any(cells):
            yield _row(file, lines.first, header, cells)


def _csv_fault(e: Exception, several: bool) -> str:
    if several or "unexpected end" in str(e):
        return "a quotation mark is not closed"
    if isinstance(e, _TooLong):
        return f"a row is longer than {MAX_ROW:,} characters"
    return TOO_LONG if "field larger" in str(e) else f"not CSV: {e}"


def _row(file: SourceFile, line: int, header: Sequence[str], cells: Sequence[str]) -> SourceRow:
    row = dict(zip(header, cells, strict=False))
    if len(cells) == len(header):
        return SourceRow(line, row)
    return file.unreadable(line, f"has {len(cells)} cells where the header has {len(header)}", row)


def _json(file: SourceFile, text: TextIO, perhaps_ndjson: bool) -> None:
    """Reads a JSON document, or NDJSON if it may be that and is no document."""
    whole = text.read(MAX_JSON + 1)
    try:
        if len(whole) > MAX_JSON:
            raise json.JSONDecodeError(f"it has more than {MAX_JSON:,} characters", "", 0)
        found = json.loads(whole, parse_constant=lambda _: None)
    except json.JSONDecodeError as e:
        if perhaps_ndjson:
            text.seek(0)
            return _ndjson(file, text)
        where = f"{file.name}:{e.lineno}:{e.colno}"
        hint = "NDJSON, one object a line, may be longer" if len(whole) > MAX_JSON else "is the file whole?"
        raise LedgerError(f"not JSON: {e.msg}", where=where, hint=hint) from e
    except (ValueError, RecursionError) as e:
        raise LedgerError(f"{file.name} cannot be read: {_json_fault(e)}", hint="is it the right file?") from e
    items = found if isinstance(found, list) else [found]
    if len(items) > MAX_ROWS:
        raise LedgerError(f"{file.name} has more than {MAX_ROWS:,} rows", hint="NDJSON, one object a line, may have")
    _objects(file, iter(enumerate(items, 1)))
    return None


def _ndjson(file: SourceFile, text: TextIO) -> None:
    lines = _Lines(file, text)

    def items() -> Iterator[tuple[int, Any]]:
        while True:
            lines.begin()
            try:
                line = next(lines)
                if line.strip():
                    yield lines.first, json.loads(line, parse_constant=lambda _: None)
            except StopIteration:
                return
            except (_TooLong, ValueError, RecursionError) as e:
                yield lines.first, e

    _objects(file, items())


def _objects(file: SourceFile, items: Iterator[tuple[int, Any]]) -> None:
    columns: dict[str, None] = {}
    for number, item in items:
        try:
            cells = {str(k): _cell(v) for k, v in item.items()} if isinstance(item, dict) else None
        except RecursionError as e:
            cells, item = None, e
        if cells is None:
            file.rows.append(file.unreadable(number, _json_fault(item)))
            continue
        columns.update(dict.fromkeys(cells))
        if len(columns) > MAX_COLUMNS:
            headed(file.name, list(columns))
        if any(len(cell) > MAX_CELL for cell in cells.values()):
            file.rows.append(file.unreadable(number, TOO_LONG))
        else:
            file.rows.append(SourceRow(number, cells))
    file.columns = list(columns)


def _json_fault(item: Any) -> str:
    """Why something read from JSON is no row: the error that it gave, or what it is."""
    if isinstance(item, json.JSONDecodeError):
        return f"not JSON: {item.msg}"
    if isinstance(item, _TooLong):
        return f"a row is longer than {MAX_ROW:,} characters"
    if isinstance(item, RecursionError):
        return "its brackets are too deep"
    return "a number of it is too long" if isinstance(item, ValueError) else "not a JSON object"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
