"""Parquet, through DuckDB with a bound on its memory: a small file can say that it holds terabytes.

Owns its own connection, to no ledger. Must never take a file's word for how large it is.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar

import duckdb

from ledger.errors import LedgerError
from ledger.ingest.reader.large import Piece
from ledger.ingest.reader.rows import (
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_LARGE,
    MAX_ROWS,
    MAX_UNPACKED,
    TOO_LONG,
    SourceFile,
    SourceRow,
    headed,
)
from ledger.ingest.reader.text import survey

if TYPE_CHECKING:
    import polars as pl

_MEMORY = "1GB"
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": _MEMORY, "threads": "1", "temp_directory": "",
    "autoinstall_known_extensions": "false", "autoload_known_extensions": "false",
}  # fmt: skip
_FOOT = "select num_rows from parquet_file_metadata(?)"
_LEAVES = "select count(*) from parquet_schema(?) where num_children is null"
_FIRST = "select * from read_parquet(?, hive_partitioning = false, binary_as_string = true) limit 0"
_SIZE = """
    select sum(strlen(columns(*)::varchar)) from read_parquet(?, hive_partitioning = false, binary_as_string = true)
"""
_ROWS = "select columns(*)::varchar from read_parquet(?, hive_partitioning = false, binary_as_string = true)"
_PIECE = """
    select columns(* exclude file_row_number)::varchar
    from read_parquet(?, file_row_number = true, hive_partitioning = false, binary_as_string = true)
    where file_row_number >= ? and file_row_number < ?
"""
_BATCH = 1000
_ROWS_A_PIECE = 150_000


def read_parquet(file: SourceFile, stream: BinaryIO, path: Path) -> None:
    """Reads the columns and rows of a Parquet file. Raises `LedgerError`."""
    with _plain(stream, path) as name, _reading(file.name) as con:
        _read(file, con, name)


@contextmanager
def _reading(name: str) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:", config=_SETTINGS) as con:
        try:
            con.execute("set TimeZone = 'UTC'")
            yield con
        except duckdb.OutOfMemoryException as e:
            reason = f"{name} cannot be read within {_MEMORY} of memory"
            raise LedgerError(reason, hint="is it the right file? Otherwise load it in parts, or make it CSV") from e
        except duckdb.Error as e:
            reason = f"{name} cannot be read: {str(e).splitlines()[0]}"
            raise LedgerError(reason, hint="is the file whole?") from e


def _read(file: SourceFile, con: duckdb.DuckDBPyConnection, name: str) -> None:
    rows = sum(n for (n,) in con.execute(_FOOT, [name]).fetchall())
    ((leaves,),) = con.execute(_LEAVES, [name]).fetchall()
    columns = [c[0] for c in con.execute(_FIRST, [name]).description] if leaves <= MAX_COLUMNS else [""] * leaves
    file.columns = headed(file.name, columns)
    if rows > MAX_ROWS or rows * len(columns) > MAX_CELLS:
        reason = f"{file.name} has {rows:,} rows of {len(columns)} columns"
        raise LedgerError(reason, hint=f"up to {MAX_ROWS:,} rows and {MAX_CELLS:,} cells are read; or make it CSV")
    sizes = con.execute(_SIZE, [name]).fetchone() or ()
    if sum(s or 0 for s in sizes) > MAX_UNPACKED:
        reason = f"{file.name} unfolds to more than {MAX_UNPACKED:,} bytes of text"
        raise LedgerError(reason, hint="is it the right file? Otherwise load it in parts, or make it CSV")
    found = con.execute(_ROWS, [name])
    number = 0
    while batch := found.fetchmany(_BATCH):
        for cells in batch:
            number += 1
            row = dict(zip(file.columns, (cell or "" for cell in cells), strict=True))
            if any(len(cell) > MAX_CELL for cell in row.values()):
                file.rows.append(file.unreadable(number, TOO_LONG))
            elif any(cells):
                file.rows.append(SourceRow(number, row))


@dataclass(frozen=True)
class LargeParquet:
    """A large Parquet file, of which a piece at a time is unfolded."""

    file: SourceFile
    path: Path
    size: int
    unit: ClassVar[str] = "rows"

    def pieces(self) -> Iterator[tuple[int, Piece]]:
        """Pieces in the order of the file, each with the rows done after it. Raises `LedgerError`."""
        import polars as pl

        for at in range(0, self.size, _ROWS_A_PIECE):
            with _reading(self.file.name) as con:
                found = con.sql(_PIECE, params=[str(self.path), at, at + _ROWS_A_PIECE])
                frame = pl.DataFrame(found).fill_null("")
            frame.columns = self.file.columns
            yield min(at + _ROWS_A_PIECE, self.size), Piece(frame, at + 1, self._reader(frame, at + 1))

    def _reader(self, frame: pl.DataFrame, first: int) -> Callable[[int], list[SourceRow]]:
        def row(at: int) -> list[SourceRow]:
            cells: dict[str, str] = frame.row(at, named=True)
            if any(len(cell) > MAX_CELL for cell in cells.values()):
                return [self.file.unreadable(first + at, TOO_LONG)]
            return [SourceRow(first + at, cells)] if any(cells.values()) else []

        return row


def open_parquet(path: str, rows: int) -> LargeParquet | None:
    """A Parquet file to read in pieces, or None for one of fewer rows, or oddly named. Raises `LedgerError`."""
    file = Path(path)
    with file.open("rb") as stream:
        if stream.read(4) != b"PAR1" or set("*?[") & set(path):
            return None
        sha256 = survey(stream).sha256
    with _reading(path) as con:
        size = sum(n for (n,) in con.execute(_FOOT, [path]).fetchall())
        ((leaves,),) = con.execute(_LEAVES, [path]).fetchall()
        if size < rows or leaves > MAX_COLUMNS:
            return None
        if size > MAX_LARGE:
            raise LedgerError(f"{path} has {size:,} rows", hint=f"up to {MAX_LARGE:,} are read: load it in parts")
        columns = headed(path, [c[0] for c in con.execute(_FIRST, [path]).description])
    return LargeParquet(SourceFile(path, sha256, columns, []), file.absolute(), size)


@contextmanager
def _plain(stream: BinaryIO, path: Path) -> Iterator[str]:
    """A name that DuckDB takes as it stands: the file's own, or that of a copy of a pipe or a name with `*?[` in it."""
    if path.is_file() and not set("*?[") & set(str(path)):
        yield str(path.absolute())
        return
    with tempfile.NamedTemporaryFile(suffix=".parquet") as copy:
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        copy.flush()
        yield copy.name
