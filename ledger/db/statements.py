"""Runs the statement files of `queries/`, hands rows to them. Must never build SQL from strings: values are bound."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

import duckdb

from ledger.errors import Damaged, LedgerError
from ledger.resources import QUERIES

Connection = duckdb.DuckDBPyConnection

# Above this many rows a Polars frame is faster than binding them one by one, even with the import of Polars.
FEW_ROWS = 200


@cache
def statement(name: str) -> str:
    """The SQL of `queries/<name>.sql`."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def run(con: Connection, name: str, parameters: Mapping[str, Any] | None = None) -> Connection:
    """Runs a statement file; a failure names the file, since the text is ours and not the user's."""
    try:
        return con.execute(statement(name), parameters)
    except duckdb.Error as e:
        reason = str(e).splitlines()[0]
        raise Damaged(f"queries/{name}.sql failed: {reason}", hint="`ledger doctor` checks the ledger") from e


def set_variables(con: Connection, values: Mapping[str, object]) -> None:
    """Sets what `getvariable()` reads; None unsets.

    It is put together, since a variable's name cannot be bound. Names are checked, values are bound.
    """
    for name, value in values.items():
        if value is None:  # binding takes several times as long as all the rest of it
            con.execute(f"set variable {_name(name)} = cast(null as varchar)")  # a bare null would be a number's
        else:
            con.execute(f"set variable {_name(name)} = ?", [value])


def _name(name: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise LedgerError(f"{name!r} cannot name a variable")
    return f'"{name}"'


class _ArrowStream:
    """Hands a frame to DuckDB as an Arrow stream, which needs no further package."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


@contextmanager
def handed_over(rows: Any, con: Connection, name: str) -> Iterator[None]:
    """Lets a connection read a frame, or a relation of another connection, once, under a name; ids become text."""
    stream = _ArrowStream(rows)
    con.register(name, stream)
    try:
        yield
    finally:
        con.unregister(name)
        stream.frame = None  # what was registered is kept until the transaction ends, and would keep all frames of it


def put_rows(con: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Inserts rows of text into one of the temporary tables of `queries/ingest/`.

    A few rows are bound as one JSON text (DuckDB looks for NumPy anew with each value that is bound); many go through
    Polars, which is faster by far but slow to import.
    """
    if len(rows) <= FEW_ROWS:
        if rows:
            con.execute(statement(f"ingest/{table}_few"), [json.dumps(rows)])
        return
    import polars as pl

    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    with handed_over(frame, con, "arriving_rows"):
        run(con, f"ingest/{table}_many")
