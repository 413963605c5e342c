"""The plain rows of a large file into claims: who, what, when and how many, each read once.

Owns which rows are plain. Must never take a row otherwise than `record` would: in doubt it is not plain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from ledger import db
from ledger.errors import Refused
from ledger.ingest.bulk.frames import SEPARATOR, TIME, beside, empty, fetched, identified, missing, run_on, sealed
from ledger.ingest.reader import SourceRow
from ledger.ingest.reader.large import Piece
from ledger.ingest.record import AS_STATED, COLUMNS, UNPLAIN, begin, read_drafts
from ledger.model.act import Act
from ledger.model.windows import parse_moment, parse_window

_WHO = ("source", "origin", "attacker", "defender", "subject", "metric")
_WHAT = ("metric", "weapon", "population", "region", "basis", "breakdown", "recap", "lang", *AS_STATED)
_TEXTS = ("url", "part", "quote", "event", "note")
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?:Z|[+-][0-9]{2}:[0-9]{2})?$"
_FIXED = re.compile(r"Z|[+-][0-9]{2}:[0-9]{2}")
APART = 2**31
"""From here on are the numbers of rows that were read one by one."""
_WORDS = 60
_SHORT = 2 * _WORDS - 1
"""Characters that hold no more than so many words."""


class Plain:
    """Reads the plain rows of pieces into claims; remembers what it has read from one to the next.

    `wait` is called before the ledger is asked something; `rules` is a connection that can be asked at any time.
    """

    def __init__(
        self,
        con: db.Connection,
        rules: db.Connection,
        columns: Mapping[str, str],
        constants: Mapping[str, str],
        act: Act,
        wait: Callable[[], None],
    ) -> None:
        self._con, self._rules, self._wait = con, rules, wait
        self._columns, self._constants = columns, constants
        self.next_apart = APART
        self.registers = begin(con, act)
        db.run(con, "bulk/tables")
        self._who = empty(who=pl.String, who_no=pl.UInt32, who_fine=pl.Boolean, source_zone=pl.String, zones=pl.String,
            source_text=pl.String, parties_text=pl.String)  # fmt: skip
        self._what = empty(what=pl.String, what_no=pl.UInt32, what_fine=pl.Boolean, basis_text=pl.String,
            scope_text=pl.String, stated_text=pl.String, lang_text=pl.String, scope_id_text=pl.String)  # fmt: skip
        self._values = empty(value=pl.String, kind=pl.String, lo=pl.Int64, hi=pl.Int64, value_text=pl.String)
        self._windows = empty(window=pl.String, zones=pl.String, basis_text=pl.String,
            window_start=TIME, window_end=TIME, window_precision=pl.String,
            day_first=pl.Date, day=pl.Date, window_text=pl.String, days_text=pl.String)  # fmt: skip
        self._offsets = empty(date=pl.Date, zone=pl.String, offset=pl.Duration("us"))
        self._moments = empty(published=pl.String, source_zone=pl.String, moment=TIME, precision=pl.String)

    def draft(self, cells: Mapping[str, str]) -> dict[str, str]:
        """A row of the file under the interchange columns."""
        return dict(self._constants) | {ours: cells.get(theirs, "") for ours, theirs in self._columns.items()}

    def begun(self, piece: Piece) -> pl.DataFrame:
        """The rows with who and what they are about: where that is new, the ledger is asked."""
        rows = self._given(piece)
        rows = self._with_read(rows, "who", _WHO)
        rows = self._with_read(rows, "what", _WHAT)
        return rows.with_columns((pl.col("who_fine") & pl.col("what_fine") & pl.col("plain_texts")).alias("fine")).drop(
            dict.fromkeys((*_WHO, *_WHAT))
        )

    def claims(self, piece: Piece, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[SourceRow]]:
        """The claims of the plain rows begun, as `CLAIM` has them, and the other rows as they stand in the file."""
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
        return identified(rows.filter(plain), piece.line), others

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
            self._key(_WHO).alias("who"),
            self._key(_WHAT).alias("what"),
            (
                (pl.col("url") != "")
                & (pl.col("url").str.len_chars() <= 2000)
                & (pl.col("note").str.len_chars() <= 2000)
                & (words <= _WORDS)
                & ~pl.any_horizontal([pl.col(c).str.contains(UNPLAIN) for c in texts])
            ).alias("plain_texts"),
        )

    def _key(self, columns: Sequence[str]) -> pl.Expr:
        """What the file says in these columns, as one text."""
        return pl.concat_str([c for c in columns if c in self._columns] or [pl.lit("")], separator=SEPARATOR)

    def _with_read(self, rows: pl.DataFrame, name: str, columns: Sequence[str]) -> pl.DataFrame:
        """Adds what the rows say in these columns: each of the few ways in which they are filled is read once."""
        known: pl.DataFrame = getattr(self, f"_{name}")
        new = missing(rows, known, [name], columns)
        if new.height:
            first = known.height
            self._wait()
            db.run(self._con, "bulk/clear")
            drafts = new.select(
                (pl.int_range(pl.len()) + first).alias("row_no"), pl.lit("0").alias("seq"),
                *[pl.col(c) if c in columns else pl.lit("").alias(c) for c in (*COLUMNS, *AS_STATED)],
            )  # fmt: skip
            run_on(self._con, drafts, "bulk/draft")
            read_drafts(self._con, self.registers, new.height)
            db.run(self._con, f"bulk/{name}")
            odd = pl.any_horizontal([pl.col(c).str.contains(UNPLAIN) for c in columns])
            fine = f"{name}_fine"
            read = (
                new.select(name, odd.alias("odd"), (pl.int_range(pl.len()) + first).cast(pl.UInt32).alias(f"{name}_no"))
                .join(fetched(self._con, f"bulk/{name}_texts"), on=f"{name}_no")
                .with_columns(pl.col(fine) & ~pl.col("odd"))
            )
            known = pl.concat([known, read.select(known.columns)])
            setattr(self, f"_{name}", known)
        return beside(rows, known, [name]).drop(name)

    def _with_values(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = missing(rows, self._values, ["value"])["value"].to_list()
        if new:
            read = [(word, *self._value(word)) for word in new]
            frame = pl.DataFrame(read, schema=self._values.drop("value_text").schema, orient="row").with_columns(
                sealed("kind", "lo", "hi").alias("value_text")
            )
            self._values = pl.concat([self._values, frame])
        return beside(rows, self._values, ["value"])

    def _value(self, word: str) -> tuple[str | None, int | None, int | None]:
        try:
            if re.search(UNPLAIN, word):
                return None, None, None
            interval = self.registers.grammar.read(word)
        except Refused:
            return None, None, None
        return interval.kind, interval.lo, interval.hi

    def _with_windows(self, rows: pl.DataFrame) -> pl.DataFrame:
        new = missing(rows.filter(pl.col("fine")), self._windows, ["window", "zones", "basis_text"], ["source_zone"])
        if new.height:
            parts = new.with_columns(
                pl.col("window").str.split_exact("/", 1).struct.rename_fields(["from", "to"]).alias("parts")
            ).unnest("parts")
            parts = self._moment_of(self._moment_of(parts, "from", "window_start"), "to", "window_end")
            plain = parts.filter(pl.col("window_start") <= pl.col("window_end")).with_columns(
                pl.when(pl.col("window_start") == pl.col("window_end"))
                .then(pl.lit("instant")).otherwise(pl.lit("minute")).alias("window_precision")
            )  # fmt: skip
            others = parts.join(plain, on=["window", "zones", "basis_text"], how="anti")
            read = [self._window(*row) for row in others.select("window", "source_zone").iter_rows()]
            ends = pl.DataFrame(
                read, schema={"window_start": TIME, "window_end": TIME, "window_precision": pl.String}, orient="row"
            )
            stated = ("window", "zones", "basis_text", "window_start", "window_end", "window_precision")
            both = pl.concat(
                [plain.select(stated), others.select("window", "zones", "basis_text").hstack(ends).select(stated)]
            )
            found = fetched(self._rules, "bulk/windows", both.filter(pl.col("window_start").is_not_null()))
            found = found.cast(self._windows.schema)
            refused = both.filter(pl.col("window_start").is_null()).select("window", "zones", "basis_text")
            self._windows = pl.concat([self._windows, found, refused], how="diagonal")
        return beside(rows, self._windows, ["window", "zones", "basis_text"])

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
        new = missing(rest, self._moments, ["published", "source_zone"])
        if new.height:
            read = [(*row, *self._published(*row)) for row in new.iter_rows()]
            self._moments = pl.concat([self._moments, pl.DataFrame(read, schema=self._moments.schema, orient="row")])
        read_so = self._moments.rename({"moment": "read", "precision": "read_precision"})
        return beside(rows, read_so, ["published", "source_zone"]).with_columns(
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
        new = missing(
            rows.filter(pl.col("date").is_not_null() & pl.col("zone").is_not_null()), self._offsets, ["date", "zone"]
        )
        if new.height:
            read = [(*row, _offset(*row)) for row in new.iter_rows()]
            self._offsets = pl.concat([self._offsets, pl.DataFrame(read, schema=self._offsets.schema, orient="row")])
        return (
            beside(rows, self._offsets, ["date", "zone"])
            .with_columns((pl.col("local") - pl.col("offset")).alias(name))
            .drop("local", "date", "zone", "offset")
        )


def _offset(day: date, zone: str) -> timedelta | None:
    """By how much clocks in a zone (a name, or an offset) are before UTC on a day; None where they are changed."""
    own, name = (zone, "UTC") if _FIXED.fullmatch(zone) else ("", zone)
    try:
        first, last = (parse_moment(f"{day}T{time}{own}", name)[0] for time in ("00:00", "24:00"))
    except Refused:
        return None
    return datetime(day.year, day.month, day.day) - first if last - first == timedelta(days=1) else None
