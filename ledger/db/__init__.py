"""The ledger file: one transaction a command, all of it or none.

Owns every connection. A handle is opened late and closed early, because DuckDB lets no other process in while a
writer holds the file. The parts: `opening` the file, `schema` and what is kept current in it, the copy `kept` before
a migration, the sealed `entry`, and `statements`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from ledger.db import schema
from ledger.db.entry import Written, seal
from ledger.db.kept import keep_copy
from ledger.db.opening import (
    NO_DOWNLOADS,
    ONE_THREAD,
    STORAGE,
    Settings,
    connect,
    expect,
    explained,
    missing,
    take_back,
)
from ledger.db.schema import derive, has_current_views
from ledger.db.statements import FEW_ROWS, Connection, handed_over, put_rows, run, set_variables, statement
from ledger.errors import LedgerError

__all__ = [
    "FEW_ROWS", "Abandoned", "Connection", "Written", "derive", "handed_over", "has_current_views", "held",
    "is_database", "passing", "put_rows", "reading", "rules", "run", "seal", "set_variables", "statement", "untouched",
    "writing",
]  # fmt: skip

_SEALED: Settings = {"enable_external_access": "false"}
# Up to this size one thread is quicker than starting several.
_SMALL = 16_000_000


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """A read-only connection that can neither write nor reach a file or the network. Raises `LedgerError`.

    The views are brought up to date first; a ledger that cannot be written is read with those that it has.
    """
    with _read(path, has_current_views) as con:
        yield con


@contextmanager
def untouched(path: Path) -> Iterator[Connection]:
    """A connection like `reading`, to a ledger as it lies there: nothing is brought up to date. Raises `LedgerError`.

    A ledger of an older schema is brought up first, since it has nothing yet that could be verified.
    """
    with _read(path, lambda con, path: True) as con:
        yield con


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keeps writers from a ledger, of whatever schema, while its files are copied. Raises `LedgerError`."""
    con = connect(path, read_only=True, settings=_SEALED | _threads(path))
    try:
        _version(con, path)
        yield
    finally:
        con.close()


@contextmanager
def _read(path: Path, is_current: Callable[[Connection, Path], bool]) -> Iterator[Connection]:
    settings = _SEALED | _threads(path)
    con = connect(path, read_only=True, settings=settings)
    try:
        older = _version(con, path) < len(schema.schema_files())
        if older and not _writable(path):
            raise LedgerError(
                f"{path} has an older schema, and cannot be written to bring it up to date",
                hint="copy it to a folder where you may write, and name that with --db",
            )
        if _writable(path) and (older or not is_current(con, path)):
            con.close()
            with writing(path, make=False):
                pass
            con = connect(path, read_only=True, settings=settings)
        yield con
    except _UNREADABLE as e:
        raise explained(e, path) from e
    finally:
        con.close()


_UNREADABLE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException, duckdb.InternalException)


def _version(con: Connection, path: Path) -> int:
    """The schema version of a ledger that is there."""
    version = schema.version_of(con, path)
    if not version:
        raise missing(path)
    return version


def _writable(path: Path) -> bool:
    # DuckDB writes a file beside it first
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def is_database(path: Path) -> bool:
    """Whether a file is one of DuckDB's, going by its first bytes. Raises `LedgerError`."""
    try:
        with path.open("rb") as file:
            return file.read(12)[8:] == b"DUCK"
    except OSError as e:
        raise LedgerError(
            f"cannot read {path}: {e.strerror}", hint="name a ledger, or what `ledger export` wrote"
        ) from e


@contextmanager
def writing(path: Path, *, keep: bool = True, make: bool = True, few: bool = False) -> Iterator[Connection]:
    """A read-write connection inside one transaction: all of it happens or none.

    With `make` it makes the ledger if there is none. With `keep` false the transaction is rolled back at the end, for a
    dry run. `few` says that a row or two are written, for which more threads are not worth starting. Of a ledger that
    is migrated on the way, a copy is kept beside it.
    """
    if not make:
        expect(path)
    if not path.exists() and not path.parent.is_dir():
        raise LedgerError(f"the folder {path.parent} does not exist", hint="make it, or name another ledger with --db")
    con = connect(path, read_only=False, settings=STORAGE | (_threads(path) if few else {}))
    copy: Path | None = None
    made = False
    try:
        version = schema.version_of(con, path)
        made = not version
        if 0 < version < len(schema.schema_files()):
            copy = keep_copy(con, path, version)
        con.execute("begin")
        schema.bring_up_to_date(con, path, version)
        yield con
        if keep:
            con.execute("commit")
            made = False
            if copy:
                _tell(path, copy)
                copy = None
    except duckdb.Error as e:
        raise explained(e, path) from e
    finally:
        if made:
            take_back(path)
        con.close()
        if copy:
            copy.unlink(missing_ok=True)


def _tell(path: Path, copy: Path) -> None:
    import logging  # slow to import, and only a migration has anything to say

    version = len(schema.schema_files())
    logging.getLogger("ledger").warning("%s was brought to schema %d; the ledger as it was: %s", path, version, copy)


class Abandoned(Exception):
    """Raised inside `writing` to leave without recording anything."""


@contextmanager
def passing(path: Path | None = None) -> Iterator[Connection]:
    """A ledger in memory with only the registers (the user's beside `path` too), for commands without a ledger."""
    con = duckdb.connect(":memory:", config=NO_DOWNLOADS | ONE_THREAD)
    try:
        schema.bring_up_to_date(con, path)
        yield con
    finally:
        con.close()


@contextmanager
def rules() -> Iterator[Connection]:
    """A connection in memory that has the small rules alone, for what is worked out while a ledger is written to."""
    con = duckdb.connect(":memory:", config=NO_DOWNLOADS | ONE_THREAD)
    try:
        run(con, "views/00_macros")
        yield con
    finally:
        con.close()


def _threads(path: Path) -> Settings:
    return ONE_THREAD if not path.exists() or path.stat().st_size <= _SMALL else {}
