"""Files into rows of text: CSV, TSV, JSON, NDJSON, Parquet, XLSX, from a path or standard input.

Owns encodings, delimiters, headers and line numbers. A row that cannot be read is handed on with its reason, never
dropped. Must know nothing of claims.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ledger.errors import LedgerError

MAX_CELL = 1_000_000
"""Characters in one cell; more is refused."""
_DELIMITERS = ",;\t|"
_ENCODINGS = ["utf_8", "utf_16", "cp1251", "koi8_r", "cp1252"]


@dataclass(frozen=True)
class SourceRow:
    """One row of a file: its line (CSV, NDJSON) or number (others), its cells by column, and why it is unreadable."""

    line: int
    cells: dict[str, str]
    fault: str = ""


@dataclass
class SourceFile:
    """A file read: its name, sha256, columns and rows, and what the reader had to decide (encoding, delimiter)."""

    name: str
    sha256: str
    columns: list[str]
    rows: list[SourceRow]
    remarks: list[str] = field(default_factory=list)


def read(path: str, stdin: Callable[[], bytes]) -> SourceFile:
    """Reads a file, or standard input for `-`. Raises `LedgerError` for one that cannot be read at all."""
    name = "standard input" if path == "-" else path
    try:
        raw = stdin() if path == "-" else Path(path).read_bytes()
    except OSError as e:
        raise LedgerError(f"cannot read {path}: {e.strerror}", hint="check the name; - reads standard input") from e
    file = SourceFile(name, hashlib.sha256(raw).hexdigest(), [], [])
    suffix = Path(path).suffix.lower()
    if not raw.removeprefix(b"\xef\xbb\xbf").strip():
        raise LedgerError(f"{name} is empty", hint="`ledger template` writes a file to fill in")
    if raw[:4] == b"PAR1":
        _frame(file, lambda pl: pl.read_parquet(io.BytesIO(raw)), first=1)
    elif raw[:4] == b"PK\x03\x04":
        _frame(file, lambda _: _sheet(raw), first=2)
    elif suffix in (".xls", ".xlsb", ".ods"):
        raise LedgerError(f"{name}: spreadsheets are read as XLSX", hint="save it as .xlsx or .csv")
    else:
        _read_text(file, _decoded(file, raw), suffix)
    return file


def _read_text(file: SourceFile, text: str, suffix: str) -> None:
    start = text.lstrip()[:1]
    if suffix in (".ndjson", ".jsonl"):
        _ndjson(file, text)
    elif suffix == ".json" or (suffix not in (".csv", ".tsv", ".txt") and start in ("[", "{")):
        try:
            _json(file, text)
        except json.JSONDecodeError as e:
            if start == "{" and suffix != ".json":
                return _ndjson(file, text)
            where = f"{file.name}:{e.lineno}:{e.colno}"
            raise LedgerError(f"not JSON: {e.msg}", where=where, hint="is the file whole?") from e
        except (ValueError, RecursionError) as e:  # a number of thousands of digits; a thousand brackets
            reason = "a number of it is too long, or its brackets are too deep"
            raise LedgerError(f"{file.name} cannot be read: {reason}", hint="is it the right file?") from e
    else:
        _csv(file, text)
    return None


def _decoded(file: SourceFile, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw, cp_isolation=_ENCODINGS).best()
        if best is None:
            raise LedgerError(f"{file.name} is neither text nor a known format", hint="save it as UTF-8 CSV") from None
        file.remarks.append(f"read as {best.encoding.replace('_', '-')}, not UTF-8: check its letters")
        return str(best)


def _csv(file: SourceFile, text: str) -> None:
    csv.field_size_limit(MAX_CELL)
    header_line = next((line for line in text.split("\n") if line.strip()), "")
    delimiter = max(_DELIMITERS, key=header_line.count)
    if delimiter != ",":
        file.remarks.append(f"columns are separated by {delimiter!r}")
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    header: list[str] | None = None
    line, before = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as e:
            if header is None:
                reason = f"the header cannot be read: {e}"
                raise LedgerError(reason, where=f"{file.name}:{line}", hint="check its quotation marks") from e
            several = before + reader.line_num > line
            file.rows.append(SourceRow(line, {}, _csv_fault(str(e), several)))
            if several:
                # an open quotation mark swallows what follows: read that anew
                reader, before = csv.reader(lines[line:], delimiter=delimiter, strict=True), line
            line = before + reader.line_num + 1
            continue
        if header is None:
            if any(c.strip() for c in cells):
                header = file.columns = unique(cells)
        elif any(cells):
            file.rows.append(_aligned(line, header, cells))
        line = before + reader.line_num + 1


def _csv_fault(message: str, several: bool) -> str:
    if several or "unexpected end" in message:
        return "a quotation mark is not closed"
    return f"a cell is longer than {MAX_CELL:,} characters" if "field larger" in message else f"not CSV: {message}"


def _aligned(line: int, header: Sequence[str], cells: Sequence[str]) -> SourceRow:
    fault = ""
    if len(cells) != len(header):
        fault = f"has {len(cells)} cells where the header has {len(header)}"
    return SourceRow(line, dict(zip(header, cells, strict=False)), fault)


def unique(names: Sequence[str]) -> list[str]:
    """Header names, trimmed; a nameless one becomes `column_3`, a repeated one `Source_2`."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        base = name.strip() or f"column_{number}"
        candidate, copy = base, 2
        while candidate in found:
            candidate, copy = f"{base}_{copy}", copy + 1
        found.append(candidate)
    return found


def _json(file: SourceFile, text: str) -> None:
    found = json.loads(text, parse_constant=lambda _: None)
    items = found if isinstance(found, list) else [found]
    _objects(file, ((n, item) for n, item in enumerate(items, 1)))


def _ndjson(file: SourceFile, text: str) -> None:
    def items() -> Iterator[tuple[int, Any]]:
        # not splitlines(): U+2028 and its like may stand inside a JSON text
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    yield number, json.loads(line, parse_constant=lambda _: None)
                except (ValueError, RecursionError) as e:
                    yield number, e

    _objects(file, items())


def _objects(file: SourceFile, items: Iterator[tuple[int, Any]]) -> None:
    columns: dict[str, None] = {}
    for number, item in items:
        if isinstance(item, dict):
            cells = {str(k): _cell(v) for k, v in item.items()}
            columns.update(dict.fromkeys(cells))
            file.rows.append(SourceRow(number, cells))
        else:
            fault = f"not JSON: {item.msg}" if isinstance(item, json.JSONDecodeError) else "not a JSON object"
            file.rows.append(SourceRow(number, {}, fault))
    file.columns = list(columns)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _frame(file: SourceFile, load: Callable[[Any], Any], first: int) -> None:
    import polars as pl

    try:
        frame = load(pl)
        columns = [c.cast(pl.String) if not c.dtype.is_nested() else c.map_elements(str, pl.String) for c in frame]
    except Exception as e:  # the readers raise types of their own
        raise LedgerError(f"{file.name} cannot be read: {str(e).splitlines()[0]}", hint="is the file whole?") from e
    file.columns = unique(frame.columns)
    for number, cells in enumerate(zip(*(c.fill_null("") for c in columns), strict=True), first):
        if any(cells):
            file.rows.append(SourceRow(number, dict(zip(file.columns, cells, strict=True))))


def _sheet(raw: bytes) -> Any:
    import fastexcel

    book = fastexcel.read_excel(raw)
    name = "claims" if "claims" in book.sheet_names else book.sheet_names[0]
    return book.load_sheet(name, dtypes="string").to_polars()
