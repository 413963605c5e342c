"""The rows of a query as lines of CSV, a few at a time, put together by DuckDB: for results of any length.

Must write what `render` writes of the same rows.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import IO

import duckdb
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression

from ledger import db
from ledger.model.text import visible
from ledger.render import csv_cell

_CELLS = {"VARCHAR": "csv_text", "VARCHAR[]": "csv_list", "UUID[]": "csv_list", "BOOLEAN": "csv_boolean"}
_PLAIN = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "DATE", "UUID"}
_ROWS = 10_000
"""Rows at a time."""


def write_lines(con: db.Connection, rows: duckdb.DuckDBPyRelation, people: Collection[str], out: IO[str]) -> int:
    """Writes the rows under their columns, but for those that only tables for people have; returns how many.

    Raises `duckdb.Error`, and `NotImplementedError` for a column of a type that no report has.
    """
    db.run(con, "csv/cells")
    kept = [(name, str(type_)) for name, type_ in zip(rows.columns, rows.types, strict=True) if name not in people]
    line = FunctionExpression("concat_ws", ConstantExpression(","), *[_cell(*column) for column in kept])
    lines = rows.select(line)
    shown = visible if out.isatty() else str
    out.write(",".join(csv_cell(name) for name, _ in kept) + "\n")
    written = 0
    while some := lines.fetchmany(_ROWS):
        out.writelines(f"{shown(text)}\n" for (text,) in some)
        written += len(some)
    return written


def _cell(name: str, type_: str) -> duckdb.Expression:
    macro = _CELLS.get(type_) or ("csv_plain" if type_ in _PLAIN else None)
    if macro is None:
        raise NotImplementedError(f"a column {name} of type {type_}")
    return FunctionExpression(macro, ColumnExpression(name))
