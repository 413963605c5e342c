"""Large files, a piece at a time: the rows of a piece in a frame, as many as stay pleasant in memory.

Owns where a piece ends and whether it is plain enough for a frame; what is not is read by `text`, line by line. Must
never take a row otherwise than `text` would: whoever doubts a row of a piece asks for it by its line.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, ClassVar, NamedTuple, Protocol

from ledger.errors import LedgerError
from ledger.ingest.reader.rows import MAX_FILE, MAX_ROW, SourceFile, SourceRow
from ledger.ingest.reader.text import csv_rows, delimiter_of, survey

if TYPE_CHECKING:
    import polars as pl

LARGE = 2_000_000
"""Bytes from which on a file is read in pieces: below, a frame takes longer to begin than to read line by line.

Of a compressed file a hundredth of that, in rows."""
_PIECE = 24000000
_ROWS = 20_000
"""Rows at a time of what is read line by line."""


class Piece(NamedTuple):
    """Rows of a file: a frame of texts under its columns, the number of the first, and `row`, which reads the one at a
    position by itself: none where it is empty."""

    frame: pl.DataFrame
    line: int
    row: Callable[[int], list[SourceRow]]


Pieces = Iterator[tuple[int, Piece | list[SourceRow]]]


class Large(Protocol):
    """A large file whose columns have been read. `size` and what is done are in `unit`, bytes or rows."""

    unit: ClassVar[str]

    @property
    def file(self) -> SourceFile: ...

    @property
    def size(self) -> int: ...

    def pieces(self) -> Pieces:
        """Pieces in the order of the file, each with what is done after it."""
        ...


def ahead(pieces: Pieces) -> Pieces:
    """The same pieces; the next one is read while one is worked on."""
    from concurrent.futures import ThreadPoolExecutor  # slow to import, and small files need none

    with ThreadPoolExecutor(1) as pool:
        coming = pool.submit(next, pieces, None)
        while (found := coming.result()) is not None:
            coming = pool.submit(next, pieces, None)
            yield found


@dataclass(frozen=True)
class LargeCsv:
    """A large CSV file: `start` is where its rows begin, at `line`."""

    file: SourceFile
    path: Path
    delimiter: str
    start: int
    line: int
    unit: ClassVar[str] = "bytes"

    @property
    def size(self) -> int:
        return self.path.stat().st_size

    def read(self, text: bytes, line: int) -> list[SourceRow]:
        """Rows read line by line, the first of which has that number."""
        return list(
            csv_rows(self.file, io.StringIO(text.decode(), newline=""), self.delimiter, self.file.columns, line)
        )

    def pieces(self) -> Pieces:
        with self.path.open("rb") as stream:
            at, line = self.start, self.line
            while True:
                stream.seek(at)
                block = stream.read(_PIECE)
                if not block:
                    return
                text = block if len(block) < _PIECE else block[: _whole_rows(block)]
                if not text:
                    break
                plain = text.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in text else text
                frame = self._frame(plain)
                if frame is None:
                    rows = self.read(plain, line)
                    if any(row.fault for row in rows):
                        break  # where a quotation mark is not closed, nobody knows yet which rows it takes
                    yield at + len(text), rows
                else:
                    yield at + len(text), Piece(frame, line, self._reader(plain, line))
                at += len(text)
                line += plain.count(b"\n")
            stream.seek(at)
            yield from self._by_line(stream, line)

    def _reader(self, text: bytes, line: int) -> Callable[[int], list[SourceRow]]:
        lines: list[bytes] = []

        def row(at: int) -> list[SourceRow]:
            if not lines:
                lines.extend(text.split(b"\n"))
            return self.read(lines[at], line + at)

        return row

    def _by_line(self, stream: BinaryIO, line: int) -> Pieces:
        text = io.TextIOWrapper(stream, "utf-8")
        rows = csv_rows(self.file, text, self.delimiter, self.file.columns, line)
        while some := list(islice(rows, _ROWS)):
            yield stream.tell(), some
        text.detach()

    def _frame(self, text: bytes) -> pl.DataFrame | None:
        """The rows as a frame, or None where a line is not a row."""
        import polars as pl

        try:
            frame = pl.read_csv(
                text, has_header=False, schema=dict.fromkeys(self.file.columns, pl.String), separator=self.delimiter,
                empty_string_is_null=False,
            )  # fmt: skip
        except pl.exceptions.PolarsError:
            return None
        return frame if _is_whole(frame, text) else None


def open_large(path: str) -> Large | None:
    """A file to read in pieces, or None for one that `read` reads. Raises `LedgerError`."""
    file = Path(path)
    try:
        found = file.stat() if path != "-" else None
        if not found or not stat.S_ISREG(found.st_mode):
            return None
        if file.suffix.lower() == ".parquet":
            from ledger.ingest.reader.parquet import open_parquet

            return open_parquet(path, LARGE // 100)
        if found.st_size < LARGE:
            return None
        if found.st_size > MAX_FILE:
            raise LedgerError(f"{path} is larger than {MAX_FILE:,} bytes", hint="load it in parts")
        if file.suffix.lower() not in (".csv", ".tsv", ".txt"):
            return None
        with file.open("rb") as stream:
            return _headed(path, stream)
    except OSError as e:
        reason = f"cannot read {path}: {e.strerror or e}"
        raise LedgerError(reason, hint="check the name; - reads standard input") from e


def _headed(path: str, stream: BinaryIO) -> LargeCsv | None:
    line, head = 1, stream.readline(MAX_ROW)
    while head and not head.removeprefix(b"\xef\xbb\xbf").strip():
        line, head = line + 1, stream.readline(MAX_ROW)
    start = stream.tell()
    if not head.endswith(b"\n") or head.count(b'"') % 2 or head.startswith(b"PK\x03\x04"):
        return None
    known = survey(stream)
    if known.foreign:
        return None
    file = SourceFile(path, known.sha256, [], [])
    text = head.decode("utf-8-sig")
    delimiter = delimiter_of(file, text)
    rows = list(csv_rows(file, io.StringIO(text, newline=""), delimiter, first=line))
    return LargeCsv(file, Path(path), delimiter, start, line + 1) if file.columns and not rows else None


def _is_whole(frame: pl.DataFrame, text: bytes) -> bool:
    """Whether each line is a row of all columns: then cells, what stands between them and quotation marks make up the
    text to the last byte, and one that Polars filled in would be one too many."""
    import polars as pl

    ends, marks = text.count(b"\n"), text.count(b'"')
    if frame.height != ends + (not text.endswith(b"\n")):
        return False
    cells = sum(frame.select(pl.all().str.len_bytes().sum()).row(0))
    around = frame.height * (frame.width - 1) + ends + marks
    if cells + around == len(text):
        return True
    within = sum(frame.select(pl.all().str.count_matches('"', literal=True).sum()).row(0)) if marks else 0
    return bool(cells + around - within == len(text))


def _whole_rows(block: bytes) -> int:
    """Where the last row ends that is whole in a block: at a line's end outside quotation marks; 0 where none is."""
    cut = block.rfind(b"\n") + 1
    marks = block.count(b'"', 0, cut)
    while cut and marks % 2:
        before = block.rfind(b"\n", 0, cut - 1) + 1
        marks -= block.count(b'"', before, cut)
        cut = before
    return cut
