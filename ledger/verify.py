"""Proves a ledger unaltered: every id, seal and count from the rows as they lie in the file.

Owns what is verified and by which rules: the tool's own, never those stored in the file. Must never write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import duckdb

from ledger import db, queries
from ledger.errors import Damaged, LedgerError

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_SHORT = re.compile(r"[0-9a-f]{12,64}")
_EXCLUDED = re.compile(r"EXCLUDE \(([^()]*)\)")
_RULES = ("00_macros", "05_seal", "10_scope", "15_links")
"""The files of `queries/views/` that verification rests on."""


class Fault(NamedTuple):
    """What is wrong: altered, missing or added; of which entry, which row and claim as far as that is known."""

    what: str
    entry: str | None
    row: int | None
    claim: str | None
    detail: str


class Verified(NamedTuple):
    """The faults found, and what was looked at: the head's digest, how many entries and claims."""

    faults: list[Fault]
    digest: str | None
    entries: int
    claims: int


def verify(
    path: Path, published: list[str], advance: Callable[[int, int | None], None] = lambda done, total: None
) -> Verified:
    """Verifies the ledger, and that each of the `published` digests (whole, or 12 digits at least) is in its chain.

    Raises `Damaged` for a file that DuckDB itself cannot read, `LedgerError` for one that is no ledger.
    """
    names = queries.names("verify")
    with db.untouched(path) as con:
        try:
            faults = _structure(con, path)
            for rules in _RULES:
                con.execute(_temporary(db.statement(f"views/{rules}")))
            for number, name in enumerate(names, 1):
                rows = con.execute(db.statement(f"verify/{name}")).fetchall()
                faults += [Fault(w, _text(e), r, _text(c), d) for w, e, r, c, d in rows]
                advance(number, len(names))
            chain = [d for (d,) in con.execute("select digest from entry").fetchall()]
            head = con.execute("select max(digest) from head").fetchone()
            claims = con.execute("select count(*) from claim").fetchone()
        except duckdb.Error as e:
            raise Damaged(
                f"{path} is damaged: {str(e).splitlines()[0]}", hint="take an older copy, and load again what it lacks"
            ) from e
    for digest in published:
        if not any(d and d.startswith(digest) for d in chain):
            faults.append(
                Fault("missing", None, None, None, f"the entry that was published as {digest[:12]}: older or altered")
            )
    return Verified(faults, head[0] if head else None, len(chain), int(claims[0]) if claims else 0)


def as_result(found: Verified) -> queries.Result:
    """The faults for printing; a table shows where each is, by the first digits of ids."""
    columns = ("what", "entry", "row", "claim", "detail", "at")
    types = ("VARCHAR", "VARCHAR", "BIGINT", "VARCHAR", "VARCHAR", "VARCHAR")
    rows = [(*fault, _place(fault)) for fault in found.faults]
    return queries.Result(columns, types, rows, "What is wrong", ("what", "at", "detail"), people=("at",))


def _place(fault: Fault) -> str:
    parts = (
        f"entry {fault.entry[:8]}" if fault.entry else "",
        f"row {fault.row}" if fault.row is not None else "",
        f"claim {fault.claim[:8]}" if fault.claim else "",
    )
    return ", ".join(p for p in parts if p)


def digests(text: str) -> list[str]:
    """The digests in what was published: a line of `ledger digest`, a file of such lines, or the digits alone.

    Raises `LedgerError` where there is none.
    """
    path = Path(text)
    if not _SHORT.fullmatch(text) and path.is_file():
        try:
            content = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as e:
            raise LedgerError(f"cannot read {path}: {e}", hint="`ledger digest` prints the line to publish") from e
        found = [m[1] for m in re.finditer(r"\bhead=([0-9a-f]{64})\b", content)] or _DIGEST.findall(content)
    elif _SHORT.fullmatch(text):
        found = [text]
    else:
        found = [m[1] for m in re.finditer(r"\bhead=([0-9a-f]{64})\b", text)]
    if not found:
        raise LedgerError(
            f"{text!r} is neither a digest nor a file with one", hint="`ledger digest` prints the line to publish"
        )
    return found


def _structure(con: db.Connection, path: Path) -> list[Fault]:
    """Tables, views and macros that are not as this version of the tool makes them."""
    # from a file, since DuckDB words a definition otherwise once it has read it from one
    with TemporaryDirectory(prefix="ledger-") as folder:
        new = Path(folder) / "new.duckdb"
        with db.writing(new):
            pass
        with db.reading(new) as fresh:
            wanted = _defined(fresh)
    found = _defined(con)
    # views of another version of the tool are put right when the ledger is next opened
    kinds = ("table", "view", "macro") if db.has_current_views(con, path) else ("table",)
    return [_difference(*pair) for pair in _differing(wanted, found) if pair[0].split()[0] in kinds]


def _defined(con: db.Connection) -> dict[str, Any]:
    """The tables, views and macros of a ledger, as text."""
    return {name: _EXCLUDED.sub(_sorted, text) for name, text in db.run(con, "lookup/defined").fetchall()}


def _sorted(found: re.Match[str]) -> str:
    """DuckDB keeps the columns of an EXCLUDE in no order, and writes them in another each time."""
    return f"EXCLUDE ({', '.join(sorted(found[1].split(', ')))})"


def _differing(wanted: dict[str, Any], found: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, "missing" if name not in found else "added" if name not in wanted else "altered")
        for name in sorted(wanted.keys() | found.keys())
        if wanted.get(name) != found.get(name)
    ]


def _difference(name: str, what: str) -> Fault:
    return Fault(what, None, None, None, f"the {name} is not as the tool makes it")


def _temporary(text: str) -> str:
    """The tool's own views and macros for one connection, in the place of those stored in the file."""
    return re.sub(r"create or replace (?=view|macro)", "create or replace temp ", text)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
