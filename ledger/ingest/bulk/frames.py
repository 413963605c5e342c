"""Frames of rows beside what is known of them, and the ids and seals of their claims.

What is hashed is what the macros claim_identity, claim_digest and seals say (queries/views/00_macros.sql, 05_seal.sql),
for frames, in which hashing takes a fifth of the time. Tests and `ledger verify` hold it against them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from hashlib import sha256
from typing import Any

import polars as pl
import polars_hash  # noqa: F401  the namespace `chash` of expressions

from ledger import db

TIME = pl.Datetime("us")
SEPARATOR, NOTHING = chr(31), chr(30)
_COLUMNS: dict[str, Any] = {
    "claim_id": pl.String, "who_no": pl.UInt32, "what_no": pl.UInt32, "url": pl.String, "published": TIME,
    "published_precision": pl.String, "value": pl.String, "kind": pl.String, "lo": pl.Int64, "hi": pl.Int64,
    "window_start": TIME, "window_end": TIME, "window_precision": pl.String, "day_first": pl.Date, "day": pl.Date,
    "part": pl.String, "quote": pl.String, "event": pl.String, "note": pl.String, "row_no": pl.Int64,
    "digest": pl.String,
}  # fmt: skip
CLAIM = pl.Schema(_COLUMNS)
"""What a piece gives of a claim; the rest is what was read for its numbers of who and what."""
_LINES = 1000
"""Claims that are sealed together."""


class Seal:
    """The seal of an entry's claims, a line for each in the order of their places, a thousand at a time."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._seals: list[str] = []

    def add(self, lines: Sequence[str]) -> None:
        self._open += lines
        whole = len(self._open) // _LINES * _LINES
        for at in range(0, whole, _LINES):
            self._close(self._open[at : at + _LINES])
        del self._open[:whole]

    def _close(self, lines: Sequence[str]) -> None:
        self._seals.append(sha256("\n".join(lines).encode()).hexdigest())

    def whole(self) -> str:
        """The seal over all of them."""
        if self._open:
            self._close(self._open)
            self._open = []
        return sha256("\n".join(self._seals).encode()).hexdigest()


def identified(rows: pl.DataFrame, line: int) -> pl.DataFrame:
    """The claims of the rows, as `CLAIM` has them, with their ids and seals; `line` is the number of the first row.

    What is hashed is what the macros claim_identity and claim_digest say; `ledger verify` holds it against them.
    """
    published = pl.col("moment").dt.to_string("%Y-%m-%dT%H:%M:%S")
    rows = _with_hash(
        rows, "claim_id",
        ["source_text", "url", published, "parties_text", "scope_text", "part", "window_text", "basis_text", "value"],
    )  # fmt: skip
    rows = _with_hash(
        rows, "digest",
        ["claim_id", "published_precision", "value_text", "stated_text", sealed("quote"), "lang_text",
            sealed("event"), sealed("note"), "days_text", "scope_id_text"],
    )  # fmt: skip
    return rows.with_columns(
        pl.col("moment").alias("published"), (pl.col("at").cast(pl.Int64) + line).alias("row_no"),
        *[_or_null(c) for c in ("part", "quote", "event", "note")],
    ).select(CLAIM.names())  # fmt: skip


def _with_hash(rows: pl.DataFrame, name: str, said: Sequence[str | pl.Expr]) -> pl.DataFrame:
    """Adds the first 128 bits of the sha256 of what is said, written as a UUID."""
    digest = pl.concat_str(said, separator=SEPARATOR).chash.sha2_256()  # type: ignore[attr-defined]
    ends = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))
    # the digest first, or it would be worked out for each part of it
    return rows.with_columns(digest.alias(name)).with_columns(
        pl.concat_str([pl.col(name).str.slice(at, length) for at, length in ends], separator="-").alias(name)
    )


def _or_null(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)


def sealed(*columns: str) -> pl.Expr:
    """Columns as a seal says them: nothing by the sign for it."""
    texts = [
        pl.when(pl.col(c).cast(pl.String) == "").then(None).otherwise(pl.col(c)).cast(pl.String).fill_null(NOTHING)
        for c in columns
    ]
    return pl.concat_str(texts, separator=SEPARATOR)


def missing(rows: pl.DataFrame, known: pl.DataFrame, on: list[str], also: Sequence[str] = ()) -> pl.DataFrame:
    """The rows whose key is not known, one for each key."""
    return rows.select(*on, *also).join(known.select(on), on=on, how="anti").unique(on, keep="any", maintain_order=True)


def beside(rows: pl.DataFrame, known: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """The rows with what is known for their keys beside them, null where nothing is."""
    return rows.hstack(rows.select(on).join(known, on=on, how="left", maintain_order="left").drop(on))


def empty(**schema: Any) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


def run_on(con: db.Connection, frame: pl.DataFrame, name: str) -> None:
    """Runs a statement that reads the frame as `arriving_rows`."""
    with db.handed_over(frame, con, "arriving_rows"):
        db.run(con, name)


def fetched(con: db.Connection, name: str, frame: pl.DataFrame | None = None) -> pl.DataFrame:
    """What a statement gives, which may read a frame as `arriving_rows`."""
    with db.handed_over(frame, con, "arriving_rows") if frame is not None else nullcontext():
        return pl.DataFrame(con.sql(db.statement(name)))
