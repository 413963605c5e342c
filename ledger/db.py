"""The ledger file: opens it, migrates it, keeps its views and registers current, one transaction a command.

Owns every connection. A handle is opened late and closed early, because DuckDB lets no other process in while a
writer holds the file. Must never build SQL from strings: statements are files in `queries/`, values are bound.
"""

from __future__ import annotations

import json
import os
import re
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from ledger.errors import Busy, Damaged, LedgerError
from ledger.model.act import Act
from ledger.resources import DATA, QUERIES, REGISTERS, user_register

Connection = duckdb.DuckDBPyConnection

# Any DuckDB shell since 1.2 can open a file of this version.
_STORAGE = "v1.2.0"
_Settings = dict[str, str | bool | int | float | list[str]]
_NO_DOWNLOADS: _Settings = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_SEALED: _Settings = {"enable_external_access": "false"}
# Up to this size one thread is quicker than starting several.
_SMALL = 16_000_000
_ONE_THREAD: _Settings = {"threads": "1"}
_PATIENCE = 10.0
"""Seconds to wait for another process to let go of the ledger."""
# Above this many rows a Polars frame is faster than binding them one by one, even with the import of Polars.
_FEW_ROWS = 200


@cache
def statement(name: str) -> str:
    """The SQL of `queries/<name>.sql`."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def run(con: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> Connection:
    """Runs a statement file; a failure names the file, since the text is ours and not the user's."""
    try:
        return con.execute(statement(name), parameters)
    except duckdb.Error as e:
        raise Damaged(f"queries/{name}.sql failed: {e}", hint="`ledger doctor` checks the ledger") from e


def set_variables(con: Connection, values: Mapping[str, object]) -> None:
    """Sets what `getvariable()` reads; None unsets.

    The one statement that is put together: a variable's name cannot be bound. Names are checked, values are bound.
    """
    for name, value in values.items():
        con.execute(f"set variable {_name(name)} = ?", [value])


def _name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise LedgerError(f"{name!r} cannot name a variable")
    return f'"{name}"'


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A read-only connection that can neither write nor reach a file or the network. Raises `LedgerError`."""
    _expect(path)
    settings = _SEALED | _threads(path)
    con = _connect(path, read_only=True, settings=settings)
    try:
        # a ledger that cannot be written is read with the views that it has
        if not has_current_views(con, path) and os.access(path, os.W_OK):
            con.close()
            with writing(path):
                pass
            con = _connect(path, read_only=True, settings=settings)
        yield con
    finally:
        con.close()


@contextmanager
def untouched(path: Path) -> Iterator[Connection]:
    """A connection like `reading`, to a ledger as it lies there: nothing is brought up to date. Raises `LedgerError`.

    A ledger of an older schema is brought up first, since it has nothing yet that could be verified.
    """
    _expect(path)
    settings = _SEALED | _threads(path)
    con = _connect(path, read_only=True, settings=settings)
    try:
        if _schema_of(_meta(con, path), path) < len(_schema_files()):
            con.close()
            with writing(path):
                pass
            con = _connect(path, read_only=True, settings=settings)
        yield con
    finally:
        con.close()


def is_database(path: Path) -> bool:
    """Whether a file is one of DuckDB's, going by its first bytes. Raises `LedgerError`."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError as e:
        raise LedgerError(
            f"cannot read {path}: {e.strerror}", hint="name a ledger, or what `ledger export` wrote"
        ) from e


def has_current_views(con: Connection, path: Path) -> bool:
    """Whether the views in the ledger are those of this version of the tool."""
    return _meta(con, path).get("views") == _digest(_view_files())


def _expect(path: Path) -> None:
    if not path.exists():
        raise LedgerError(
            f"there is no ledger at {path}",
            hint="`ledger load FILE` or `ledger add` makes one; --db or LEDGER_DB names another",
        )


@contextmanager
def writing(path: Path, *, keep: bool = True, make: bool = True, few: bool = False) -> Iterator[Connection]:
    """A read-write connection inside one transaction: all of it happens or none.

    With `make` it makes the ledger if there is none. With `keep` false the transaction is rolled back at the end, for a
    dry run. `few` says that a row or two are written, for which more threads are not worth starting.
    """
    if not make:
        _expect(path)
    if not path.exists() and not path.parent.is_dir():
        raise LedgerError(f"the folder {path.parent} does not exist", hint="make it, or name another ledger with --db")
    settings: _Settings = {"storage_compatibility_version": _STORAGE} | (_threads(path) if few else {})
    con = _connect(path, read_only=False, settings=settings)
    empty = not _tables(con)
    try:
        con.execute("begin")
        _bring_up_to_date(con, path)
        yield con
        if keep:
            con.execute("commit")
            empty = False
    except duckdb.Error as e:
        raise _explained(e, path) from e
    finally:
        if empty:
            # still ours alone: nobody else can have opened it
            path.unlink(missing_ok=True)
        con.close()


class Abandoned(Exception):
    """Raised inside `writing` to leave without recording anything."""


@contextmanager
def passing(path: Path | None = None) -> Iterator[Connection]:
    """A ledger in memory with only the registers (the user's beside `path` too), for commands without a ledger."""
    con = duckdb.connect(":memory:", config=_NO_DOWNLOADS | _ONE_THREAD)
    try:
        _bring_up_to_date(con, path)
        yield con
    finally:
        con.close()


def _patience() -> float:
    text = os.environ.get("LEDGER_PATIENCE")
    try:
        return float(text) if text else _PATIENCE
    except ValueError:
        raise LedgerError(f"LEDGER_PATIENCE {text!r} is no number of seconds", hint="LEDGER_PATIENCE=10") from None


def _threads(path: Path) -> _Settings:
    return _ONE_THREAD if not path.exists() or path.stat().st_size <= _SMALL else {}


def _connect(path: Path, *, read_only: bool, settings: _Settings) -> Connection:
    config = _NO_DOWNLOADS | settings
    deadline = time.monotonic() + _patience()
    pause = 0.02
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=config)
        except duckdb.Error as e:
            error = _explained(e, path)
            if not isinstance(error, Busy) or time.monotonic() >= deadline:
                raise error from e
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)


def _explained(e: duckdb.Error, path: Path) -> LedgerError:
    text = str(e)
    if re.search("set lock|conflicting lock|another process", text) and isinstance(e, duckdb.IOException):
        holder = re.search(r"in (.+?) \(PID (\d+)\)", text)
        who = f"process {holder[2]} ({holder[1]})" if holder else "another process"
        return Busy(f"{path} is held by {who}", hint="close that shell or wait for that command, then try again")
    if "not a valid DuckDB database" in text or "Serialization Error" in text or path.is_dir():
        reason = "it is a folder" if path.is_dir() else "it is no DuckDB database, or a damaged one"
        return Damaged(f"{path} is not a ledger: {reason}", hint="name another file with --db")
    if "newer version" in text or "storage version" in text.lower():
        return Damaged(f"{path} was written by a newer DuckDB: {text.splitlines()[0]}", hint="upgrade the tool")
    return LedgerError(f"{path}: {text.splitlines()[0]}", hint="`ledger doctor` tells more")


def _is_ledger(con: Connection) -> bool:
    return {"claim", "meta"} <= _tables(con)


def _tables(con: Connection) -> set[str]:
    return {name for (name,) in con.execute("select table_name from duckdb_tables() where not temporary").fetchall()}


def _meta(con: Connection, path: Path | None) -> dict[str, str]:
    try:
        return dict(con.execute("select key, value from meta").fetchall())
    except duckdb.CatalogException as e:
        raise Damaged(f"{path} is a database but not a ledger", hint="name another file with --db") from e


def _bring_up_to_date(con: Connection, path: Path | None) -> None:
    meta = _meta(con, path) if _is_ledger(con) else {}
    if not meta and _tables(con):
        raise Damaged(f"{path} is a database but not a ledger", hint="name another file with --db")
    schema = _schema_files()
    done = _schema_of(meta, path)
    for file in schema[done:]:
        con.execute(file.read_text(encoding="utf-8"))
    wanted = {
        "schema": str(len(schema)),
        "views": _digest(_view_files()),
        "registers": _digest([f for _, f in _register_files(path)]),
    }
    if meta.get("views") != wanted["views"]:
        for file in _view_files():
            con.execute(file.read_text(encoding="utf-8"))
    if meta.get("registers") != wanted["registers"]:
        for name, file in _register_files(path):
            con.execute("set variable file = ?", [str(file)])
            run(con, f"registers/{name}")
        if meta:
            run(con, "ingest/scope_in")
    for file in schema[done:] if meta else ():
        if (then := file.with_suffix(".then.sql")).exists():
            con.execute(then.read_text(encoding="utf-8"))
    changed = [k for k in wanted if meta.get(k) != wanted[k]]
    for key in changed:
        con.execute("delete from meta where key = ?", [key])
        con.execute("insert into meta values (?, ?)", [key, wanted[key]])
    if changed and con.execute("select 1 from entry limit 1").fetchone():
        run(con, "ingest/arriving")
        seal(con, Act("update"), registers=True)


def seal(
    con: Connection,
    act: Act,
    counts: Mapping[str, int] | None = None,
    *,
    registers: bool = False,
    after: str | None = None,
) -> str:
    """Seals what lies in the `arriving_*` tables as one entry after those before it, and writes it; returns its id.

    `counts` are rows, loaded, known, empty, refused. `registers` says that the ledger's words changed with this act.
    `after` is the digest of the ledger's own last entry where another ledger's have been joined to it.
    """
    words = None
    if registers or not con.execute("select 1 from entry limit 1").fetchone():
        words = (run(con, "ingest/registers_digest").fetchone() or (None,))[0]
    given = dict.fromkeys(("rows", "loaded", "known", "empty", "refused"), 0) | dict(counts or {})
    found = run(con, "ingest/entry", act.fields() | given | {"registers": words, "after": after}).fetchone()
    entry = str(found[0]) if found else ""
    con.execute("set variable entry = ?", [entry])
    run(con, "ingest/record")
    return entry


def _schema_files() -> list[Path]:
    return sorted(p for p in (QUERIES / "schema").glob("*.sql") if not p.stem.endswith(".then"))


def _schema_of(meta: Mapping[str, str], path: Path | None) -> int:
    """The schema version of a ledger, 0 for none yet. Raises `Damaged`."""
    text = meta.get("schema", "0" if not meta else "")
    if not text.isdecimal():
        raise Damaged(
            f"{path} does not say which version it has", hint="was its table meta altered? take an older copy"
        )
    if int(text) > len(_schema_files()):
        raise Damaged(f"{path} was written by a newer version of the tool", hint="upgrade claims-ledger")
    return int(text)


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


class _ArrowStream:
    """Hands a frame to DuckDB as an Arrow stream, which needs no further package."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


def hand_over(rows: Any, con: Connection, name: str) -> None:
    """Lets a connection read a frame, or a relation of another connection, once, under a name; ids become text."""
    con.register(name, _ArrowStream(rows))


def put_rows(con: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts rows of text into one of the temporary tables of `queries/ingest/`.

    A few rows are bound as one JSON text (DuckDB looks for NumPy anew with each value that is bound); many go through
    Polars, which is faster by far but slow to import.
    """
    if len(rows) <= _FEW_ROWS:
        if rows:
            con.execute(statement(f"ingest/{table}_few"), [json.dumps(rows)])
        return
    import polars as pl

    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    con.register("arriving_rows", _ArrowStream(frame))
    run(con, f"ingest/{table}_many")
    con.unregister("arriving_rows")
