"""Proves a ledger unaltered: every id, seal and count from the rows as they lie in the file.

Owns what is verified and by which rules: the tool's own, never those stored in the file. Must never write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ledger import db, queries
from ledger.errors import Damaged, LedgerError

_DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
_SHORT = re.compile(r"[0-9a-f]{12,64}")
_RULES = ("00_macros", "05_seal", "10_scope", "15_links")
"""The files of `queries/views/` that verification rests on."""
_HEAD = re.compile(
    r"create or replace (?:view (?P<view>\w+)|macro (?P<macro>\w+)\((?P<parameters>[^)]*)\))"
    r"\s+as\b\s*(?P<table>table\b)?"
)
"""How the files of `queries/views/` begin a definition."""


class Fault(NamedTuple):
    """What is wrong: altered, missing or added; of which entry, which row and claim as far as that is known."""

    what: str
    entry: str | None
    row: int | None
    claim: str | None
    detail: str


class Verified(NamedTuple):
    """The faults found, and what was looked at: the head's digest, how many entries and claims.

    No counts where tables or definitions are so altered that the rows could not be looked at.
    """

    faults: list[Fault]
    digest: str | None = None
    entries: int | None = None
    claims: int | None = None


def verify(
    path: Path, published: list[str], advance: Callable[[int, int | None], None] = lambda done, total: None
) -> Verified:
    """Verifies the ledger, and that each of the `published` digests (whole, or 12 digits at least) is in its chain.

    Raises `Damaged` for a file that DuckDB itself cannot read, `LedgerError` for one that is no ledger.
    """
    try:
        with db.untouched(path) as con:
            if hiding := _hiding(con):
                return Verified(hiding)
            faults = _structure(con, current=db.has_current_views(con, path))
            if any(f.detail.startswith("the table ") and f.what != "added" for f in faults):
                return Verified(faults)
            return _rows(con, faults, published, advance)
    except duckdb.Error as e:
        raise Damaged(
            f"{path} is damaged: {str(e).splitlines()[0]}", hint="take an older copy, and load again what it lacks"
        ) from e


def _rows(
    con: db.Connection, faults: list[Fault], published: list[str], advance: Callable[[int, int | None], None]
) -> Verified:
    names = queries.names("verify")
    for rules in _RULES:
        con.execute(_temporary(db.statement(f"views/{rules}")))
    for number, name in enumerate(names, 1):
        rows = con.execute(db.statement(f"verify/{name}")).fetchall()
        faults += [Fault(w, _text(e), r, _text(c), d) for w, e, r, c, d in rows]
        advance(number, len(names))
    chain = [d for (d,) in con.execute("select digest from entry").fetchall()]
    head = con.execute("select max(digest) from head").fetchone()
    claims = con.execute("select count(*) from claim").fetchone()
    for digest in published:
        if not any(d and d.startswith(digest) for d in chain):
            lost = f"the entry that was published as {digest[:12]}: this ledger is older, or another, or was altered"
            faults.append(Fault("missing", None, None, None, lost))
    return Verified(faults, head[0] if head else None, len(chain), claims[0] if claims else 0)


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


def _hiding(con: db.Connection) -> list[Fault]:
    """Macros stored under the name of one of DuckDB's own functions, such as sha256, which would do our work."""
    functions = db.run(con, "lookup/functions").fetchall()
    hidden = {name for name, own in functions if own} & {name for name, own in functions if not own}
    told = "a macro in the file hides DuckDB's function {}: nothing can be verified with it there"
    return [Fault("added", None, None, None, told.format(name)) for name in sorted(hidden)]


def _structure(con: db.Connection, *, current: bool) -> list[Fault]:
    """Tables, views and macros that are not as this version of the tool makes them.

    Views and macros of another version (not `current`) are left out: they are put right when the ledger is next opened.
    """
    wanted = _wanted()
    found = {name: (head, body) for name, head, body in db.run(con, "lookup/defined").fetchall()}
    names = [n for n in sorted(wanted.keys() | found.keys()) if current or not n.startswith(("view ", "macro "))]
    faults = [_unlike("missing", n) for n in names if n not in found]
    faults += [_unlike("added", n) for n in names if n not in wanted]
    both = [n for n in names if n in wanted and n in found and wanted[n] != found[n]]
    trees = _trees(con, [defined[n][1] for defined in (wanted, found) for n in both])
    same = [wanted[n][0] == found[n][0] and trees[i] == trees[i + len(both)] for i, n in enumerate(both)]
    return faults + [_unlike("altered", n) for n, equal in zip(both, same, strict=True) if not equal]


def _unlike(what: str, name: str) -> Fault:
    told = {
        "missing": "which the tool makes",
        "added": "which the tool does not make",
        "altered": "which is not as the tool makes it",
    }
    return Fault(what, None, None, None, f"the {name}, {told[what]}")


@cache
def _wanted() -> dict[str, tuple[str, str]]:
    """What `lookup/defined` says of a ledger as the tool makes it.

    Views and macros are only parsed, not made in a ledger: to bind them all takes longer than most ledgers to verify.
    """
    definitions = [s.query for f in _files("views") for s in duckdb.extract_statements(f)]
    heads = [found for text in definitions if (found := _HEAD.search(text))]
    texts = [
        ("" if head["view"] or head["table"] else "select ") + text[head.end() :].strip().removesuffix(";")
        for head, text in zip(heads, definitions, strict=True)
    ]
    with duckdb.connect(":memory:") as new:
        for file in _files("schema"):
            new.execute(file)
        wanted = {name: (head, body) for name, head, body in db.run(new, "lookup/defined").fetchall()}
        bodies = (db.run(new, "lookup/reworded", {"texts": texts}).fetchone() or ([],))[0]
    for head, body in zip(heads, bodies, strict=True):
        parameters = ",".join(p.strip() for p in (head["parameters"] or "").split(","))
        wanted[f"view {head['view']}" if head["view"] else f"macro {head['macro']}"] = (parameters, body)
    return wanted


def _files(folder: str) -> list[str]:
    """The statements of the tool that make a ledger, in their order."""
    return [db.statement(f"{folder}/{name}") for name in queries.names(folder) if not name.endswith(".then")]


def _trees(con: db.Connection, bodies: list[str]) -> list[Any]:
    """Definitions as parsed, without the order of what is excluded from a `*`, which DuckDB does not keep."""
    texts = (db.run(con, "lookup/parsed", {"texts": bodies}).fetchone() or ([],))[0]
    return [_unordered(json.loads(text)) for text in texts]


def _unordered(tree: Any) -> Any:
    if isinstance(tree, list):
        return [_unordered(branch) for branch in tree]
    if not isinstance(tree, dict):
        return tree
    branches = {key: _unordered(branch) for key, branch in tree.items() if key != "query_location"}
    for key in ("exclude_list", "qualified_exclude_list", "replace_list"):
        if key in branches:
            branches[key] = sorted(branches[key], key=json.dumps)
    return branches


def _temporary(text: str) -> str:
    """The tool's own views and macros for one connection, in the place of those stored in the file."""
    return re.sub(r"create or replace (?=view|macro)", "create or replace temp ", text)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
