"""What the reader gives, rows of text under columns, and how much of a file it takes in.

Owns the limits. A file from a stranger may say that it holds anything; what is kept of it never depends on that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ledger.errors import LedgerError

MAX_CELL = 1_000_000
"""Characters in one cell; more refuses the row."""
MAX_ROW = 4_000_000
"""Characters in one row of CSV or line of NDJSON; more refuses the row."""
MAX_COLUMNS = 1_000
"""Columns of a file; more refuses it, as do the limits below."""
MAX_FILE = 4_000_000_000
"""Bytes of a file."""
MAX_PIPE = 256_000_000
"""Bytes of standard input, or of a pipe given as a file, which are held whole."""
MAX_JSON = 64_000_000
"""Characters of a JSON document, which is held whole; NDJSON is read line by line."""
MAX_PACKED = 100_000_000
"""Bytes of an XLSX file."""
MAX_UNPACKED = 256_000_000
"""Bytes of text that a compressed file (XLSX, Parquet) unfolds to."""
MAX_ROWS = 1_048_576
"""Rows of a format that is read as a whole (JSON, XLSX): as many as a spreadsheet has."""
MAX_LARGE = 200_000_000
"""Rows of a Parquet file that is read in pieces."""
MAX_CELLS = 20_000_000
"""Cells of a compressed file, empty ones between the others too."""
MAX_FAULTS = 100_000
"""Rows of a file that are unreadable."""

TOO_LONG = f"a cell is longer than {MAX_CELL:,} characters"


class SourceRow(NamedTuple):
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
    faults: int = 0

    def unreadable(self, line: int, fault: str, cells: dict[str, str] | None = None) -> SourceRow:
        """A row that cannot be read, with its reason. Raises `LedgerError` when there are too many of them."""
        self.faults += 1
        if self.faults > MAX_FAULTS:
            reason = f"more than {MAX_FAULTS:,} rows cannot be read"
            raise LedgerError(reason, where=f"{self.name}:{line}", hint="is it the right file, with one header?")
        return SourceRow(line, cells or {}, fault)


def headed(name: str, columns: Sequence[str]) -> list[str]:
    """The columns of a file, named as `unique` does. Raises `LedgerError` when there are too many."""
    if len(columns) > MAX_COLUMNS:
        reason = f"{name} has more than {MAX_COLUMNS:,} columns"
        raise LedgerError(reason, hint="is it the right file? Eight columns suffice: ledger template")
    return unique(columns)


def unique(names: Sequence[str]) -> list[str]:
    """Header names, trimmed; a nameless one becomes `column_3`, a repeated one `Source_2`."""
    found: dict[str, None] = {}
    for number, name in enumerate(names, 1):
        base = name.strip() or f"column_{number}"
        candidate, copy = base, 2
        while candidate in found:
            candidate, copy = f"{base}_{copy}", copy + 1
        found[candidate] = None
    return list(found)
