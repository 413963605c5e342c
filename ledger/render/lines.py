"""The rows of a query as lines of CSV, a few at a time, put together by DuckDB: for results of any length.

Must write what `render` writes of the same rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import IO

import duckdb
from duckdb import ColumnExpression, ConstantExpression, FunctionExpression

from ledger import db
from ledger.model.text import visible
from ledger.render import csv_cell

_PLAIN = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "DOUBLE", "DATE", "UUID")
_MACROS = dict.fromkeys(_PLAIN, "csv_plain") | {
    "VARCHAR": "csv_text", "VARCHAR[]": "csv_list", "UUID[]": "csv_list", "BOOLEAN": "csv_boolean",
}  # fmt: skip
"""What puts together a cell of a type, of `queries/csv/cells.sql`; of other types it is Python."""
_ROWS = 10_000
"""Rows at a time."""


def write_lines(con: db.Connection, rows: duckdb.DuckDBPyRelation, people: Collection[str], out: IO[str]) -> int:
    """Writes the rows under their columns, but for those that only tables for people have; returns how many.

    Raises `duckdb.Error`.
    """
    kept = [place for place, name in enumerate(rows.columns) if name not in people]
    shown = visible if out.isatty() else str
    out.write(",".join(csv_cell(rows.columns[place]) for place in kept) + "\n")
    written = 0
    for some in _lines(con, rows, kept):
        out.write(shown("\n".join(some)) + "\n")
        written += len(some)
    return written


def _lines(con: db.Connection, rows: duckdb.DuckDBPyRelation, kept: Sequence[int]) -> Iterator[list[str]]:
    cells = [(rows.columns[place], _MACROS.get(str(rows.types[place]))) for place in kept]
    if None in (macro for _, macro in cells) or len({name.lower() for name in rows.columns}) < len(rows.columns):
        # a type, or one name twice, as in a report of the user's own
        while some := rows.fetchmany(_ROWS):
            yield [",".join(csv_cell(row[place]) for place in kept) for row in some]
        return
    db.run(con, "csv/cells")
    line = FunctionExpression(
        "concat_ws", ConstantExpression(","), *(FunctionExpression(str(m), ColumnExpression(n)) for n, m in cells)
    )
    lines = rows.select(line)
    while some := lines.fetchmany(_ROWS):
        yield [text for (text,) in some]
