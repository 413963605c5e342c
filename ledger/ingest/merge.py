"""Two ledgers become one: the union of their claims by content, with both histories.

Owns what is taken from the other ledger, a copy of which is read. What comes out does not depend on who merges into
whom, but for the entry of the merge itself. Must never change the other ledger, nor take one that does not verify.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from ledger import db
from ledger.copies import copied
from ledger.errors import LedgerError
from ledger.model.act import Act
from ledger.resources import REGISTERS
from ledger.verify import verify

_CONTENT = ("entry", "claim", "claim_again", "link", "resolution", "capture")
_WORDS = ("profile", "glossary", *(t for t in REGISTERS.values() if t not in ("profile", "glossary")))
HISTORY = ("meta", "number_word", "scope", "scope_in", "derived_link", *_CONTENT, *_WORDS)
"""The tables of a whole ledger, as `export --history` writes them."""


class Merged(NamedTuple):
    """What a merge brought: entries and claims that are new here, claims that both had, and its own entry, if any."""

    entries: int
    claims: int
    known: int
    entry: str | None


def merge(ledger: Path, other: Path, advance: Callable[[int, int | None], None] = lambda done, total: None) -> Merged:
    """Takes into `ledger` what `other`, a ledger or the history that `export --history` wrote, has and it has not.

    Raises `LedgerError` where the other does not verify, or where both mean different things by one word of their own.
    """
    with TemporaryDirectory(prefix="ledger-") as folder:
        copy = _restored(other, Path(folder)) if is_history(other) else copied(other, Path(folder))
        found = verify(copy, [], advance)
        if found.faults:
            reason = f"{other} is not as it was recorded: {found.faults[0].detail}"
            raise LedgerError(reason, hint=f"ledger --db {other} verify tells all; ask its keeper for another copy")
        with db.writing(copy):
            pass  # its registers as this version of the tool has them
        with db.writing(ledger) as con, db.reading(copy) as theirs:
            return take_in(con, theirs, other.name)


def take_in(con: db.Connection, theirs: db.Connection, name: str) -> Merged:
    """Takes into the ledger of one connection what that of the other has; `name` is said in the log.

    Raises `LedgerError` where both mean different things by one word of their own.
    """
    with ExitStack() as given:
        for table in (*_CONTENT, *_WORDS):
            given.enter_context(db.handed_over(theirs.table(table), con, f"arriving_{table}_rows"))
        db.run(con, "merge/other")
    news = db.run(con, "merge/news").fetchone() or (0, 0, 0, 0, None)
    entries, with_content, claims, known, ours = news
    if not with_content:
        return Merged(0, 0, known, None)
    conflicts = db.run(con, "merge/conflicts").fetchall()
    if conflicts:
        table, word = conflicts[0]
        reason = f"the two ledgers mean different things by {word!r} ({table})"
        raise LedgerError(reason, hint="one of the desks gives its word another id, and records its claims anew")
    db.run(con, "merge/take")
    db.derive(con)
    db.run(con, "ingest/arriving")
    counts = {"rows": claims + known, "loaded": claims, "known": known}
    entry = db.seal(con, Act("merge", name), counts, registers=True, after=ours)
    return Merged(entries, claims, known, entry)


def is_history(path: Path) -> bool:
    """Whether a file is a whole ledger as text, from `export --history`."""
    try:
        with path.open("rb") as file:
            return file.read(9) == b'{"table":'
    except OSError:
        return False


def history(con: db.Connection) -> list[str]:
    """The whole ledger as lines of JSON, each a row with its `table`."""
    lines = []
    for table in HISTORY:
        relation = con.table(table)
        columns = relation.columns
        for row in relation.fetchall():
            cells = {c: _cell(v) for c, v in zip(columns, row, strict=True)}
            lines.append(json.dumps({"table": table, **cells}, ensure_ascii=False))
    return lines


def _cell(value: Any) -> Any:
    """Numbers, lists and nothing as they are, all else as text that DuckDB reads back."""
    if isinstance(value, list):
        return [_cell(v) for v in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)


def _restored(path: Path, folder: Path) -> Path:
    """A ledger made of the rows that `export --history` wrote. Raises `LedgerError` for a line that is none."""
    import polars as pl

    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in HISTORY}
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                cells = json.loads(line)
                rows[cells.pop("table")].append(cells)
            except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as e:
                where = f"{path}:{number}"
                raise LedgerError("no row of a ledger's history", where=where, hint="is the file whole?") from e
    made = folder / "history.duckdb"
    version = next((r.get("value") for r in rows["meta"] if r.get("key") == "schema"), None)
    with db.writing(made) as con:
        (ours,) = con.execute("select value from meta where key = 'schema'").fetchone() or (None,)
        if version != ours:
            raise LedgerError(f"{path} has schema {version}, not {ours}", hint="export it anew with this version")
        db.run(con, "merge/empty")
        for table in (name for name in HISTORY if rows[name]):
            columns = con.table(table).columns
            try:
                frame = pl.DataFrame([{c: r.get(c) for c in columns} for r in rows[table]], infer_schema_length=None)
            except (pl.exceptions.PolarsError, TypeError) as e:
                raise LedgerError(f"{path} has a {table} of another kind of value", hint="is it as exported?") from e
            with db.handed_over(frame, con, "restored"):
                con.table("restored").insert_into(table)
    return made
