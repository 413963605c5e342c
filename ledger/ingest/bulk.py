"""Large files into claims, a piece at a time, in bounded memory.

Owns the quick way for plain rows: what a row says is taken apart into a few distinct kinds, windows and values, which are
read once by the same SQL and the same grammar as every row, and joined back in a frame. A row that is in any way not
plain goes the way of `record`. Must never decide anything about a row that `record` would decide otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import polars as pl
import polars_hash  # noqa: F401  the namespace `chash` of expressions

from ledger import db
from ledger.errors import LedgerError, Refused
from ledger.ingest.reader import SourceRow
from ledger.ingest.reader.large import LargeCsv, Piece
from ledger.ingest.record import (
    AS_STATED,
    COLUMNS,
    UNPLAIN,
    Outcome,
    Problem,
    begin,
    finish,
    judge,
    read_drafts,
)
from ledger.model.act import Act
from ledger.model.windows import parse_moment, parse_window

_KIND = ("source", "origin", "attacker", "defender", "subject", "metric", "weapon", "population", "region", "basis",
    "breakdown", "recap", "lang", *AS_STATED)  # fmt: skip
_TEXTS = ("url", "part", "quote", "event", "note")
_SEPARATOR, _NOTHING = chr(31), chr(30)
Refuse = Callable[[Sequence[SourceRow], Sequence[Problem]], None]
_KEPT = 10
"""Problems that an outcome keeps."""
_LINES = 1000
"""Claims that are sealed together (queries/views/05_seal.sql)."""
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?$"
_FIXED = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")
_WORDS = 60
_SHORT = 2 * _WORDS - 1
"""Characters that hold no more than so many words."""


def record_large(
    con: db.Connection,
    large: LargeCsv,
    act: Act,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    refuse: Refuse,
    advance: Callable[[int, int | None], None],
) -> Outcome:
    """Records the claims of a large file, as `record` would do it.

    `columns` are the interchange columns by those of the file, `constants` what stands for all rows. `refuse` is given
    rows with the problems for which some of them are refused. `advance` is told of bytes done and all.
    """
    plain = Plain(con, columns, constants, act)
    given = {k: act.fields()[k] for k in ("recorded_at", "recorded_by", "command", "file", "file_sha256")}
    entry = str((db.run(con, "bulk/entry_id", given).fetchone() or ("",))[0])
    db.set_variables(con, {"entry": entry})
    outcome, seal, kinds = Outcome(), Seal(), pl.Series("kind_no", dtype=pl.UInt32)
    for piece in large:
        claims, rows = plain.claims(piece) if isinstance(piece, Piece) else (None, piece)
        taken = claims.height if claims is not None else 0
        if rows:
            others, sound = _one_by_one(con, plain, rows, outcome, refuse)
            claims = others if claims is None else pl.concat([claims, others]).sort("row_no")
            taken += sound
        new = _new(con, claims).with_columns(
            (pl.int_range(pl.len(), dtype=pl.Int64) + outcome.claims + 1).alias("place")
        )
        _give(con, new)
        db.run(con, "bulk/record")
        seal.add(new.select(_sealed("place", "row_no", "digest")).to_series().to_list())
        kinds = pl.concat([kinds, new["kind_no"]]).unique()
        outcome.rows += taken
        outcome.loaded += new.height
        outcome.known += taken - new.height
        outcome.claims += new.height
        advance(large.done, large.size)
    if outcome.claims:
        _give(con, kinds.to_frame())
        db.run(con, "bulk/scopes")
        finish(con, outcome, act, plain.registers, db.Written(entry, outcome.claims, seal.whole()))
        db.run(con, "ingest/scope_in")
        db.run(con, "bulk/derive")
        there = db.run(con, "bulk/recorded").fetchone()
        if there != (outcome.claims,):
            raise LedgerError(f"{outcome.claims} claims were written and {there} are there; nothing was recorded")
    return outcome


def _new(con: db.Connection, claims: pl.DataFrame) -> pl.DataFrame:
    """The claims that the ledger has not, each once."""
    claims = claims.unique("claim_id", keep="first", maintain_order=True)
    db.set_variables(con, {"published_from": claims["published"].min(), "published_to": claims["published"].max()})
    _give(con, claims.select("claim_id"))
    return claims.join(_fetched(con, "bulk/known"), on="claim_id", how="anti", maintain_order="left")


def _one_by_one(
    con: db.Connection, plain: Plain, rows: Sequence[SourceRow], outcome: Outcome, refuse: Refuse
) -> tuple[pl.DataFrame, int]:
    """The claims of rows that are read in the way of `record`, and how many rows are not refused."""
    db.run(con, "bulk/clear")
    problems = [Problem(row.line, "", row.fault) for row in rows if row.fault]
    problems += judge(con, plain.registers, ((row.line, [plain.draft(row.cells)]) for row in rows if not row.fault))
    db.set_variables(con, {"first_kind": plain.next_kind})
    db.run(con, "bulk/kinds_of_rows")
    claims = _fetched(con, "bulk/claims_of_rows").cast(_CLAIM)
    plain.next_kind += claims.height
    db.run(con, "bulk/clear")
    refused = len({p.row for p in problems})
    outcome.rows += refused
    outcome.refused += refused
    kept = max(_KEPT - len(outcome.problems), 0)
    problems.sort(key=lambda p: p.row)
    outcome.problems += problems[:kept]
    outcome.more_problems += len(problems[kept:])
    if problems:
        refuse(rows, problems)
    return claims, len(rows) - refused


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


class Plain:
    """Reads the plain rows of pieces into claims; remembers kinds, windows, values and days from one piece to the next."""

    def __init__(self, con: db.Connection, columns: Mapping[str, str], constants: Mapping[str, str], act: Act) -> None:
        self._con, self._columns, self._constants = con, columns, constants
        self.next_kind = 0
        self.registers = begin(con, act)
        db.run(con, "bulk/tables")
        self._kinds = _empty(kind_key=pl.String, kind_no=pl.UInt32, fine=pl.Boolean, source_zone=pl.String,
            clock=pl.String, source_text=pl.String, scope_text=pl.String, basis_text=pl.String, stated_text=pl.String,
            lang_text=pl.String, scope_id_text=pl.String)  # fmt: skip
        self._values = _empty(value=pl.String, kind=pl.String, lo=pl.Int64, hi=pl.Int64, value_text=pl.String)
        self._windows = _empty(window=pl.String, clock=pl.String, window_start=_TIME, window_end=_TIME,
            window_precision=pl.String, day_first=pl.Date, day=pl.Date, window_text=pl.String, days_text=pl.String)  # fmt: skip
        self._offsets = _empty(date=pl.Date, zone=pl.String, offset=pl.Duration("us"))
        self._moments = _empty(published=pl.String, source_zone=pl.String, moment=_TIME, precision=pl.String)

    def draft(self, cells: Mapping[str, str]) -> dict[str, str]:
        """A row of the file under the interchange columns."""
        return dict(self._constants) | {ours: cells.get(theirs, "") for ours, theirs in self._columns.items()}

    def claims(self, piece: Piece) -> tuple[pl.DataFrame, list[SourceRow]]:
        """The claims of the plain rows, as `_CLAIM` has them, and the other rows as they stand in the file."""
        rows = self._given(piece)
        rows = self._with_kinds(rows)
        rows = self._with_values(rows)
        rows = self._with_windows(rows)
        rows = self._with_published(rows)
        plain = (
            rows["fine"]
            & rows["kind"].is_not_null()
            & rows["window_start"].is_not_null()
            & rows["moment"].is_not_null()
        )
        others = [row for at in rows["at"].filter(~plain) for row in piece.row(at)]
        return _identified(rows.filter(plain), piece.line), others

    def _given(self, piece: Piece) -> pl.DataFrame:
        """The rows under the interchange columns, with `plain_texts`: nothing about their texts is to be mended."""
        given = piece.frame.select(
            [pl.col(self._columns[c]).alias(c) if c in self._columns else pl.lit(self._constants.get(c, "")).alias(c)
                for c in (*COLUMNS, *AS_STATED)]
        )  # fmt: skip
        many = pl.col("quote").str.len_chars() > _SHORT
        words = pl.when(many).then(pl.col("quote")).otherwise(pl.lit("")).str.count_matches(r"\s+") + 1
        texts = [c for c in _TEXTS if c in self._columns or c in self._constants]
        return given.with_columns(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"),
            pl.concat_str(_KIND, separator=_SEPARATOR).alias("kind_key"),
            (
                (pl.col("url") != "")
                & (pl.col("url").str.len_chars() <= 2000)
                & (pl.col("note").str.len_chars() <= 2000)
                & (words <= _WORDS)
                & ~pl.any_horizontal([pl.col(c).str.contains(UNPLAIN) for c in texts])
            ).alias("plain_texts"),
        ).select("at", "kind_key", "plain_texts", "published", "value", "window", *_TEXTS, *_KIND)

    def _with_kinds(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = _missing(rows, self._kinds, ["kind_key"], [*_KIND])
        if new.height:
            first = self.next_kind
            drafts = new.select(
                (pl.int_range(pl.len()) + first).alias("row_no"), pl.lit("0").alias("seq"),
                *[pl.col(c) if c in _KIND else pl.lit("").alias(c) for c in (*COLUMNS, *AS_STATED)],
            )  # fmt: skip
            self._con.execute("delete from draft")
            _give(self._con, drafts)
            db.run(self._con, "bulk/draft")
            self.next_kind += drafts.height
            read_drafts(self._con, self.registers, drafts.height)
            db.run(self._con, "bulk/kinds")
            read = _fetched(self._con, "bulk/kind_texts")
            odd = pl.any_horizontal([pl.col(c).str.contains(UNPLAIN) for c in _KIND])
            keys = new.select("kind_key", odd.alias("odd")).with_columns(
                (pl.int_range(pl.len()) + first).cast(pl.UInt32).alias("kind_no")
            )
            read = keys.join(read, on="kind_no").with_columns(pl.col("fine") & ~pl.col("odd"))
            self._kinds = pl.concat([self._kinds, read.select(self._kinds.columns)])
        return (
            rows.drop(_KIND)
            .join(self._kinds, on="kind_key", how="left", maintain_order="left")
            .with_columns(pl.col("fine") & pl.col("plain_texts"))
            .drop("kind_key", "plain_texts")
        )

    def _with_values(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = _missing(rows, self._values, ["value"])["value"].to_list()
        if new:
            read = [(word, *self._value(word)) for word in new]
            frame = pl.DataFrame(read, schema=self._values.drop("value_text").schema, orient="row").with_columns(
                _sealed("kind", "lo", "hi").alias("value_text")
            )
            self._values = pl.concat([self._values, frame])
        return rows.join(self._values, on="value", how="left", maintain_order="left")

    def _value(self, word: str) -> tuple[str | None, int | None, int | None]:
        try:
            if re.search(UNPLAIN, word):
                return None, None, None
            interval = self.registers.grammar.read(word)
        except Refused:
            return None, None, None
        return interval.kind, interval.lo, interval.hi

    def _with_windows(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = _missing(rows.filter(pl.col("fine")), self._windows, ["window", "clock"], ["source_zone"])
        if new.height:
            parts = new.with_columns(
                pl.col("window").str.split_exact("/", 1).struct.rename_fields(["from", "to"]).alias("parts")
            ).unnest("parts")
            parts = self._moment_of(self._moment_of(parts, "from", "window_start"), "to", "window_end")
            plain = parts.filter(pl.col("window_start") <= pl.col("window_end")).with_columns(
                pl.when(pl.col("window_start") == pl.col("window_end")).then(pl.lit("instant")).otherwise(pl.lit("minute"))
                .alias("window_precision")
            )  # fmt: skip
            others = parts.join(plain, on=["window", "clock"], how="anti")
            read = [self._window(*row) for row in others.select("window", "source_zone").iter_rows()]
            ends = pl.DataFrame(
                read, schema={"window_start": _TIME, "window_end": _TIME, "window_precision": pl.String}, orient="row"
            )
            stated = ("window", "clock", "window_start", "window_end", "window_precision")
            both = pl.concat([plain.select(stated), others.select("window", "clock").hstack(ends).select(stated)])
            _give(self._con, both.filter(pl.col("window_start").is_not_null()))
            found = _fetched(self._con, "bulk/windows").cast(dict(self._windows.schema))
            refused = both.filter(pl.col("window_start").is_null()).select("window", "clock")
            self._windows = pl.concat([self._windows, found, refused], how="diagonal")
        return rows.join(self._windows, on=["window", "clock"], how="left", maintain_order="left")

    def _window(self, text: str, zone: str) -> tuple[datetime | None, datetime | None, str | None]:
        try:
            if re.search(UNPLAIN, text):
                return None, None, None
            window = parse_window(text, zone)
        except Refused:
            return None, None, None
        return window.start, window.end, window.precision

    def _with_published(self, rows: pl.DataFrame) -> pl.DataFrame:
        rows = self._moment_of(rows, "published", "moment").with_columns(pl.lit("minute").alias("published_precision"))
        rest = rows.filter(pl.col("moment").is_null() & pl.col("fine"))
        if not rest.height:
            return rows
        new = _missing(rest, self._moments, ["published", "source_zone"])
        if new.height:
            read = [(*row, *self._published(*row)) for row in new.iter_rows()]
            self._moments = pl.concat([self._moments, pl.DataFrame(read, schema=self._moments.schema, orient="row")])
        read_so = self._moments.rename({"moment": "read", "precision": "read_precision"})
        return rows.join(read_so, on=["published", "source_zone"], how="left", maintain_order="left").with_columns(
            pl.col("moment").fill_null(pl.col("read")),
            pl.when(pl.col("moment").is_null()).then("read_precision").otherwise("published_precision").alias("published_precision"),
        )  # fmt: skip

    def _published(self, text: str, zone: str) -> tuple[datetime | None, str | None]:
        try:
            return (None, None) if re.search(UNPLAIN, text) else parse_moment(text, zone)
        except Refused:
            return None, None

    def _moment_of(self, rows: pl.DataFrame, column: str, name: str) -> pl.DataFrame:
        """Adds the UTC time that a column states to the minute, null where it states anything else.

        The grammar reads the dates, each once in its zone; a time of day is added to a date on which the clock is not
        changed.
        """
        stated = pl.when(pl.col(column).str.contains(_MOMENT)).then(pl.col(column))
        local = stated.str.slice(0, 16).str.to_datetime("%Y-%m-%dT%H:%M", strict=False, time_unit="us")
        own = stated.str.slice(16)
        rows = rows.with_columns(
            local.alias("local"), local.dt.date().alias("date"),
            pl.when(own != "").then(own).otherwise("source_zone").alias("zone"),
        )  # fmt: skip
        new = _missing(
            rows.filter(pl.col("date").is_not_null() & pl.col("zone").is_not_null()), self._offsets, ["date", "zone"]
        )
        if new.height:
            read = [(*row, _offset(*row)) for row in new.iter_rows()]
            self._offsets = pl.concat([self._offsets, pl.DataFrame(read, schema=self._offsets.schema, orient="row")])
        return (
            rows.join(self._offsets, on=["date", "zone"], how="left", maintain_order="left")
            .with_columns((pl.col("local") - pl.col("offset")).alias(name))
            .drop("local", "date", "zone", "offset")
        )


_TIME = pl.Datetime("us")
_CLAIM = {
    "claim_id": pl.String, "kind_no": pl.UInt32, "url": pl.String, "published": _TIME, "published_precision": pl.String,
    "value": pl.String, "kind": pl.String, "lo": pl.Int64, "hi": pl.Int64, "window_start": _TIME, "window_end": _TIME,
    "window_precision": pl.String, "day_first": pl.Date, "day": pl.Date, "part": pl.String, "quote": pl.String,
    "event": pl.String, "note": pl.String, "row_no": pl.Int64, "digest": pl.String,
}  # fmt: skip
"""What a piece gives of a claim; the rest is said by its kind."""


def _offset(date: Any, zone: str) -> timedelta | None:
    """By how much clocks in a zone (a name, or an offset) are before UTC on a date; None where they are changed on it."""
    own, name = (zone, "UTC") if _FIXED.fullmatch(zone) else ("", zone)
    try:
        first, last = (parse_moment(f"{date}T{time}{own}", name)[0] for time in ("00:00", "24:00"))
    except Refused:
        return None
    return datetime(date.year, date.month, date.day) - first if last - first == timedelta(days=1) else None


def _identified(rows: pl.DataFrame, line: int) -> pl.DataFrame:
    """The claims with their ids and, but for the id, what their seals say; in the order of the file, each id once.

    What is hashed is what the macros claim_identity and claim_digest say; `ledger verify` holds it against them.
    """
    published = pl.col("moment").dt.to_string("%Y-%m-%dT%H:%M:%S")
    rows = _with_hash(
        rows, "claim_id",
        ["source_text", "url", published, "scope_text", "part", "window_text", "basis_text", "value"],
    )  # fmt: skip
    rows = _with_hash(
        rows, "digest",
        ["claim_id", "published_precision", "value_text", "stated_text", _sealed("quote"), "lang_text",
            _sealed("event"), _sealed("note"), "days_text", "scope_id_text"],
    )  # fmt: skip
    return rows.with_columns(
        pl.col("moment").alias("published"), (pl.col("at").cast(pl.Int64) + line).alias("row_no"),
        *[_or_null(c) for c in ("part", "quote", "event", "note")],
    ).select(_CLAIM.keys())  # fmt: skip


def _with_hash(rows: pl.DataFrame, name: str, said: Sequence[str | pl.Expr]) -> pl.DataFrame:
    """Adds the first 128 bits of the sha256 of what is said, written as a UUID."""
    digest = pl.concat_str(said, separator=_SEPARATOR).chash.sha2_256()  # type: ignore[attr-defined]
    ends = ((0, 8), (8, 4), (12, 4), (16, 4), (20, 12))
    # the digest first, or it would be worked out for each part of it
    return rows.with_columns(digest.alias(name)).with_columns(
        pl.concat_str([pl.col(name).str.slice(at, length) for at, length in ends], separator="-").alias(name)
    )


def _or_null(column: str) -> pl.Expr:
    return pl.when(pl.col(column) != "").then(pl.col(column)).alias(column)


def _sealed(*columns: str) -> pl.Expr:
    """Columns as a seal says them: nothing by the sign for it."""
    texts = [
        pl.when(pl.col(c).cast(pl.String) == "").then(None).otherwise(pl.col(c)).cast(pl.String).fill_null(_NOTHING)
        for c in columns
    ]
    return pl.concat_str(texts, separator=_SEPARATOR)


def _missing(rows: pl.DataFrame, known: pl.DataFrame, on: list[str], also: Sequence[str] = ()) -> pl.DataFrame:
    """The rows whose key is not known, one for each key."""
    return rows.select(*on, *also).join(known.select(on), on=on, how="anti").unique(on, keep="any", maintain_order=True)


def _empty(**schema: Any) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


def _give(con: db.Connection, frame: pl.DataFrame) -> None:
    db.hand_over(frame, con, "arriving_rows")


def _fetched(con: db.Connection, name: str) -> pl.DataFrame:
    return pl.DataFrame(con.sql(db.statement(name)))
