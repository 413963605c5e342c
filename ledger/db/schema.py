"""What a ledger file holds besides claims: its schema, its views and registers, and how they are kept current.

Migrations are files that run once and in order, forward only, inside the transaction of the command that meets an
older ledger. Must never begin or end a transaction.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb

from ledger.db.entry import seal
from ledger.db.statements import Connection, run
from ledger.errors import Damaged
from ledger.resources import DATA, QUERIES, REGISTERS, user_register

_DERIVING = ("00_macros", "10_scope", "15_links")
"""The views by which `derive` works."""


def schema_files() -> list[Path]:
    """The migrations in their order; `NAME.then.sql` belongs to NAME and runs when the views are there."""
    return sorted(p for p in (QUERIES / "schema").glob("*.sql") if not p.stem.endswith(".then"))


def tables(con: Connection) -> set[str]:
    """The tables in a file."""
    return {name for (name,) in con.execute("select table_name from duckdb_tables() where not temporary").fetchall()}


def meta_of(con: Connection, path: Path | None) -> dict[str, str]:
    """What the tool knows of the file. Raises `Damaged` where it is no ledger."""
    try:
        return dict(con.execute("select key, value from meta").fetchall())
    except (duckdb.CatalogException, duckdb.BinderException) as e:
        if isinstance(e, duckdb.BinderException) and "claim" in tables(con):
            raise  # a ledger, whose table was altered
        raise _no_ledger(path) from e


def _no_ledger(path: Path | None) -> Damaged:
    return Damaged(f"{path} is a database but not a ledger", hint="name another file with --db")


def version_of(con: Connection, path: Path | None) -> int:
    """The schema version of a ledger, 0 for none yet. Raises `Damaged` where it is no ledger, or a newer one."""
    try:
        text = meta_of(con, path).get("schema") or ""
    except Damaged:
        if tables(con):
            raise
        return 0
    if not text.isdecimal() or int(text) == 0:
        if "claim" not in tables(con):
            raise _no_ledger(path)
        raise Damaged(
            f"{path} does not say which version it has", hint="was its table meta altered? take an older copy"
        )
    if int(text) > len(schema_files()):
        raise Damaged(f"{path} was written by a newer version of the tool", hint="upgrade claims-ledger")
    return int(text)


def has_current_views(con: Connection, path: Path) -> bool:
    """Whether the views in the ledger are those of this version of the tool."""
    return meta_of(con, path).get("views") == _digest(_view_files())


def bring_up_to_date(con: Connection, path: Path | None, done: int = 0) -> None:
    """Runs the migrations after version `done`, and copies views and registers that have changed."""
    meta: Mapping[str, str] = meta_of(con, path) if done else {}
    schema = schema_files()
    for file in schema[done:]:
        con.execute(file.read_text(encoding="utf-8"))
    wanted = {
        "schema": str(len(schema)),
        "views": _digest(_view_files()),
        "derived": _digest([QUERIES / "views" / f"{name}.sql" for name in _DERIVING]),
        "registers": _digest([f for _, f in _register_files(path)]),
    }
    if meta.get("views") != wanted["views"]:
        for file in _view_files():
            con.execute(file.read_text(encoding="utf-8"))
    if meta.get("registers") != wanted["registers"]:
        for name, file in _register_files(path):
            con.execute("set variable file = ?", [str(file)])
            run(con, f"registers/{name}")
    for file in schema[done:] if meta else ():
        if (then := file.with_suffix(".then.sql")).exists():
            con.execute(then.read_text(encoding="utf-8"))
    # a relay is held against its origin's own claim by what lies in what
    if meta and any(meta.get(key) != wanted[key] for key in ("schema", "derived", "registers")):
        derive(con)
    changed = [k for k in wanted if meta.get(k) != wanted[k]]
    for key in changed:
        con.execute("delete from meta where key = ?", [key])
        con.execute("insert into meta values (?, ?)", [key, wanted[key]])
    if changed and con.execute("select 1 from entry limit 1").fetchone():
        from ledger.model.act import Act  # not needed to read

        run(con, "ingest/arriving")
        seal(con, Act("update"), registers=True)


def derive(con: Connection) -> None:
    """Works out anew what follows from the claims: their scopes, which lies in which, who revises or quotes whom.

    It is kept in tables, since views of it would take seconds; it is no testimony, and no entry covers it.
    """
    run(con, "derive/scopes")
    run(con, "derive/scope_in")
    run(con, "derive/links")


def _view_files() -> list[Path]:
    return sorted((QUERIES / "views").glob("*.sql"))


def _register_files(path: Path | None) -> list[tuple[str, Path]]:
    own = [(name, user_register(path, name)) for name in REGISTERS] if path else []
    shipped = [(name, DATA / f"{name}.csv") for name in REGISTERS]
    # no register of the user's, but kept current in the same way
    words = [("number_words", DATA / "phrases" / "numbers.csv")]
    return shipped + words + [(n, f) for n, f in own if f.exists()]


def _digest(files: Sequence[Path]) -> str:
    """Tells whether any of the files has changed (no defence against anybody: a checksum loads quicker than a hash)."""
    checksum = 0
    for file in files:
        checksum = zlib.crc32(file.name.encode() + b"\0" + file.read_bytes(), checksum)
    return f"{checksum:08x}"
