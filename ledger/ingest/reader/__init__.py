"""Files into rows of text: CSV, TSV, JSON, NDJSON, Parquet, XLSX, from a path or standard input.

Owns which format a file is in. A row that cannot be read is handed on with its reason, never dropped; a file is never
held whole unless `rows` bounds it. Must know nothing of claims.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ledger.errors import LedgerError
from ledger.ingest.reader.rows import MAX_CELL, MAX_FILE, MAX_PIPE, SourceFile, SourceRow, unique
from ledger.ingest.reader.text import read_text, survey

__all__ = ["MAX_CELL", "SourceFile", "SourceRow", "read", "unique"]


def read(path: str, stdin: Callable[[int], bytes]) -> SourceFile:
    """Reads a file, or standard input for `-`, of which `stdin` gives so many bytes.

    Raises `LedgerError` for a file that cannot be read at all, or is larger than the limits in `rows`.
    """
    name = "standard input" if path == "-" else path
    try:
        with _opened(path, name, stdin) as stream:
            return _read(name, stream, Path(path))
    except OSError as e:
        reason = f"cannot read {path}: {e.strerror or e}"
        raise LedgerError(reason, hint="check the name; - reads standard input") from e


@contextmanager
def _opened(path: str, name: str, stdin: Callable[[int], bytes]) -> Iterator[BinaryIO]:
    """A stream that can be read again from its start: the file itself, or all of a pipe."""
    if path == "-":
        held = stdin(MAX_PIPE + 1)
    else:
        with Path(path).open("rb") as stream:
            found = os.fstat(stream.fileno())
            if stat.S_ISREG(found.st_mode):
                if found.st_size > MAX_FILE:
                    raise LedgerError(f"{name} is larger than {MAX_FILE:,} bytes", hint="load it in parts")
                yield stream
                return
            held = stream.read(MAX_PIPE + 1)
    if len(held) > MAX_PIPE:
        raise LedgerError(f"{name} gives more than {MAX_PIPE:,} bytes", hint="write them to a file and load that")
    yield io.BytesIO(held)


def _read(name: str, stream: BinaryIO, path: Path) -> SourceFile:
    start = stream.read(4)
    found = survey(stream)
    file = SourceFile(name, found.sha256, [], [])
    if found.blank:
        raise LedgerError(f"{name} is empty", hint="`ledger template` writes a file to fill in")
    if start == b"PAR1":
        from ledger.ingest.reader.parquet import read_parquet

        read_parquet(file, stream, path)
    elif start == b"PK\x03\x04":
        from ledger.ingest.reader.sheet import read_sheet

        read_sheet(file, stream)
    elif path.suffix.lower() in (".xls", ".xlsb", ".ods"):
        raise LedgerError(f"{name}: spreadsheets are read as XLSX", hint="save it as .xlsx or .csv")
    else:
        read_text(file, stream, found, path.suffix.lower())
    return file
