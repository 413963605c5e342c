"""A file into interchange rows, by column names, the user's own map, or a preset; and refused rows back to a file.

Owns which foreign column feeds which interchange column, and the file of refused rows. Must never write to a ledger but
through `record` and `bulk`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TextIO

from ledger import db
from ledger.errors import LedgerError, Refused
from ledger.ingest.reader import SourceFile, SourceRow, read
from ledger.ingest.reader.large import Large, open_large
from ledger.ingest.record import AS_STATED, COLUMNS, REQUIRED, Outcome, Problem, record
from ledger.model.act import Act
from ledger.model.text import guarded
from ledger.resources import PRESETS

OURS = ("_line", "_column", "_reason")
"""The columns that a file of refused rows has besides its own; ignored when the mended file comes back."""
Advance = Callable[[int, int | None], None]
"""Told how much is done, of how much."""
_NAMES, _NAME = 40, 60
"""How many columns of a file a message names, and how many characters of each."""


@dataclass(frozen=True)
class ColumnMap:
    """How a file's columns feed the interchange columns: a preset, or renames (ours from theirs) and constants."""

    preset: str | None = None
    renames: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Prepared:
    """A file ready to be recorded: each row's number and drafts, and the problems of those that gave none.

    Of a large file the rows are read as they are recorded: `columns` are its own by the interchange columns.
    """

    file: SourceFile
    rows: list[tuple[int, list[dict[str, str]]]]
    problems: list[Problem]
    large: Large | None = None
    columns: dict[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def record(self, con: db.Connection, act: Act, refusals: Refusals, advance: Advance, *, strict: bool) -> Outcome:
        """Records the claims of the file, and writes its refused rows. Raises `LedgerError`."""
        if self.large:
            from ledger.ingest.bulk import record_large

            outcome = record_large(con, self.large, act, self.columns, self.constants, refusals.add, advance)
            return outcome.undone() if strict and outcome.refused else outcome
        outcome = record(con, self.rows, act, self.problems, strict=strict)
        if outcome.problems:
            refusals.add(self.file.rows, outcome.problems)
        return outcome


def prepare(path: str, how: ColumnMap, stdin: Callable[[int], bytes], advance: Advance) -> Prepared:
    """Reads a file and drafts the claims of its rows. Raises `LedgerError` if the file as a whole does not fit."""
    large = None if how.preset else open_large(path)
    if large:
        return Prepared(large.file, [], [], large, _columns(large.file, how), how.constants)
    file = read(path, stdin)
    problems = [Problem(row.line, "", row.fault) for row in file.rows if row.fault]
    sound = [row for row in file.rows if not row.fault]
    if how.preset:
        rows = _by_preset(file, sound, how.preset, problems)
    else:
        columns = _columns(file, how)
        rows = [
            (row.line, [dict(how.constants) | {ours: row.cells.get(theirs, "") for ours, theirs in columns.items()}])
            for row in sound
        ]
    advance(len(file.rows), len(file.rows))
    return Prepared(file, rows, problems)


def _by_preset(
    file: SourceFile, rows: Sequence[SourceRow], name: str, problems: list[Problem]
) -> list[tuple[int, list[dict[str, str]]]]:
    from ledger.ingest.preset import read_preset

    known = sorted(p.stem for p in PRESETS.glob("*.toml"))
    path = PRESETS / f"{name}.toml" if name in known else Path(name)
    if name not in known and not path.is_file():
        near = get_close_matches(name, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}, or the path of your own .toml"
        raise LedgerError(f"there is no preset called {name!r}", hint=hint)
    drafted: list[tuple[int, list[dict[str, str]]]] = []
    cells = [(row.line, {k: v for k, v in row.cells.items() if k not in OURS}) for row in rows]
    for line, result in read_preset(path).drafts_of(cells):
        if isinstance(result, Refused):
            problems.append(Problem(line, result.column, result.message))
        else:
            drafted.append((line, result))
    return drafted


def _columns(file: SourceFile, how: ColumnMap) -> dict[str, str]:
    """Which column of the file feeds which interchange column. Raises `LedgerError` where a needed one is missing."""
    theirs = [c for c in file.columns if c not in OURS]
    for ours, column in how.renames.items():
        if column not in theirs:
            alike = get_close_matches(column, theirs, n=1, cutoff=0.6)
            hint = f"did you mean {alike[0]!r}?" if alike else f"it has {_named(theirs)}"
            raise LedgerError(f"{file.name} has no column {column!r} to map to {ours}", hint=hint)
    columns = {c: c for c in (*COLUMNS, *AS_STATED) if c in theirs} | dict(how.renames)
    columns = {ours: column for ours, column in columns.items() if ours not in how.constants}
    missing = [c for c in REQUIRED if c not in columns and c not in how.constants]
    unused = [c for c in theirs if c not in columns.values()]
    if missing and file.columns:
        near = {m: get_close_matches(m, unused, n=1, cutoff=0.7) for m in missing}
        guess = ",".join(f"{m}={n[0]}" for m, n in near.items() if n)
        hint = (
            f"--map {guess} names it"
            if guess
            else "--map value=THEIRS names a column, --set source=ID gives a constant"
        )
        raise LedgerError(f"{file.name} lacks {', '.join(missing)}; it has {_named(theirs) or 'no header'}", hint=hint)
    if unused:
        file.remarks.append(f"columns not used: {_named(unused)}")
    return columns


def _named(columns: Sequence[str]) -> str:
    """Columns of a stranger's file in one line, which neither their number nor their names make long."""
    names = [" ".join((c if len(c) <= _NAME else f"{c[:_NAME]}…").split()) for c in columns[:_NAMES]]
    return ", ".join([*names, *([f"and {len(columns) - _NAMES} more"] if len(columns) > _NAMES else [])])


def assignments(text: str | None, option: str) -> dict[str, str]:
    """`value=Number,url=Link` as a dict. Raises `LedgerError` for a name that is no interchange column."""
    found: dict[str, str] = {}
    for item in (text or "").split(","):
        if not item.strip():
            continue
        ours, sign, theirs = (part.strip() for part in item.partition("="))
        if not sign or ours not in COLUMNS:
            near = get_close_matches(ours, COLUMNS, n=1, cutoff=0.5)
            hint = f"did you mean {near[0]}?" if near else f"the columns are {', '.join(COLUMNS)}"
            raise LedgerError(f"{option} {item.strip()!r}: {ours!r} is no interchange column", hint=hint)
        found[ours] = theirs
    return found


class Refusals:
    """The file of refused rows: each as it came, with its line, the column at fault and the reason.

    It is made with the first of them, and not at all without a path (a dry run).
    """

    def __init__(self, path: Path | None, columns: Sequence[str]) -> None:
        self.path, self.rows = path, 0
        self._columns = [c for c in columns if c not in OURS]
        self._out: TextIO | None = None

    def add(self, rows: Iterable[SourceRow], problems: Sequence[Problem]) -> None:
        """Writes those of the rows that have problems. Raises `LedgerError`."""
        by_row: dict[int, list[Problem]] = {}
        for problem in problems:
            by_row.setdefault(problem.row, []).append(problem)
        self.rows += len(by_row)
        if not self.path:
            return
        try:
            if not self._out:
                self._out = self.path.open("w", encoding="utf-8", errors="backslashreplace", newline="")
                csv.writer(self._out).writerow([*map(guarded, self._columns), *OURS])
            writer = csv.writer(self._out)
            for row in rows:
                if found := by_row.get(row.line):
                    columns = " ".join(dict.fromkeys(p.column for p in found if p.column))
                    reasons = "; ".join(f"{p.column}: {p.reason}" if p.column else p.reason for p in found)
                    cells = [guarded(row.cells.get(c, "")) for c in self._columns]
                    writer.writerow([*cells, row.line, columns, guarded(reasons)])
        except OSError as e:
            raise self._failed(e) from e

    def close(self) -> None:
        """Leaves the file whole on the disk. Raises `LedgerError`."""
        if self._out:
            try:
                self._out.close()
            except OSError as e:
                raise self._failed(e) from e

    def _failed(self, e: OSError) -> LedgerError:
        reason = f"there are refused rows, and their file cannot be written: {self.path}: {e.strerror}"
        return LedgerError(reason, hint="--refused names another file; nothing was recorded")
