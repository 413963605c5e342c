"""Large files into claims, a piece at a time, in bounded memory.

Owns the one pass over a large file: each piece is read in a frame (`plain`), what is not plain in it goes the way of
`record`, and its claims are written while the next piece is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from ledger import db
from ledger.errors import LedgerError
from ledger.ingest.bulk.frames import CLAIM, Seal, fetched, run_on, sealed
from ledger.ingest.bulk.plain import Plain
from ledger.ingest.reader import SourceRow
from ledger.ingest.reader.large import Large, Piece, Pieces, ahead
from ledger.ingest.record import Outcome, Problem, finish, judge
from ledger.model.act import Act
from ledger.registers import Registers

Refuse = Callable[[Sequence[SourceRow], Sequence[Problem]], None]
_KEPT = 10
"""Problems that an outcome keeps."""
_REACH = 4
"""Links are looked for once so many times the claims without them are as many as all claims on their days."""


def record_large(
    con: db.Connection,
    large: Large,
    act: Act,
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    refuse: Refuse,
    advance: Callable[[int, int | None], None],
) -> Outcome:
    """Records the claims of a large file, as `record` would do it.

    `columns` are the interchange columns by those of the file, `constants` what stands for all rows. `refuse` is given
    rows with the problems for which some of them are refused. `advance` is told how much of it is done.
    """
    given = {k: act.fields()[k] for k in ("recorded_at", "recorded_by", "command", "file", "file_sha256")}
    outcome, seal = Outcome(), Seal()
    with _Behind() as behind, db.rules() as rules:
        plain = Plain(con, rules, columns, constants, act, behind.wait)
        entry = str((db.run(con, "bulk/entry_id", given).fetchone() or ("",))[0])
        db.set_variables(con, {"entry": entry, "recorded_at": act.recorded_at})
        db.run(con, "bulk/settings")
        writer = _Writer(con, plain.registers)

        def take(claims: pl.DataFrame, rows: int) -> None:
            new = _new(con, claims, outcome.claims)
            writer.write(new)
            seal.add(new.select(sealed("place", "row_no", "digest")).to_series().to_list())
            outcome.loaded += new.height
            outcome.claims += new.height
            outcome.known += rows - new.height

        for done, claims, rows in _in_turn(plain, ahead(large.pieces())):
            taken = 0 if claims is None else claims.height
            behind.wait()
            if rows:
                others, sound = _one_by_one(con, plain, rows, outcome, refuse)
                claims = others if claims is None else pl.concat([claims, others]).sort("row_no")
                taken += sound
            if claims is not None:
                behind.start(take, claims, taken)
            outcome.rows += taken
            advance(done, large.size)
        behind.wait()
    if outcome.claims:
        finish(con, outcome, act, plain.registers, db.Written(entry, outcome.claims, seal.whole()))
        writer.finish()
        there = db.run(con, "bulk/recorded").fetchone()
        if there != (outcome.claims,):
            raise LedgerError(f"{outcome.claims} claims were written and {there} are there; nothing was recorded")
    return outcome


def _in_turn(plain: Plain, pieces: Pieces) -> Iterator[tuple[int, pl.DataFrame | None, list[SourceRow]]]:
    """The claims of the pieces, and the rows to be read one by one.

    A piece is begun, for which the ledger may be asked, before the one before it is given away to be written.
    """
    before: tuple[int, pl.DataFrame | None, list[SourceRow]] | None = None
    for done, piece in pieces:
        if isinstance(piece, Piece):
            begun = plain.begun(piece)
            if before:
                yield before
            before = (done, *plain.claims(piece, begun))
        else:
            if before:
                yield before
            before = (done, None, piece)
    if before:
        yield before


class _Writer:
    """Writes the claims of pieces, and what they are to the others."""

    def __init__(self, con: db.Connection, registers: Registers) -> None:
        self._con, self._registers = con, registers
        self._counted = pl.Series("what_no", dtype=pl.UInt32)
        self._written = 0
        self._linked_to(0)

    def write(self, claims: pl.DataFrame) -> None:
        if not claims.height:
            return
        run_on(self._con, claims, "bulk/record")
        self._written += claims.height
        counted = claims.select(pl.col("what_no").unique()).filter(~pl.col("what_no").is_in(self._counted.implode()))
        if counted.height:
            self._counted = pl.concat([self._counted, counted["what_no"]])
            run_on(self._con, counted, "bulk/scopes")
        # what lies in a region that arrives is known when the rows that name it are sealed
        if not self._registers.regions.arrived:
            if counted.height:
                db.run(self._con, "derive/scope_in")
            without, there = db.run(self._con, "bulk/reach").fetchone() or (0, 0)
            # in the order of time these are many of those on their days; in none, they soon are few of them
            if without * _REACH >= there:
                self._link()

    def finish(self) -> None:
        """Links what has none yet, once the entry is sealed."""
        db.run(self._con, "derive/scope_in")
        if self._written > self._linked:
            self._link()

    def _link(self) -> None:
        found = db.run(self._con, "bulk/derive").fetchone()
        if found != (0,):
            db.run(self._con, "bulk/links")
        self._linked_to(self._written)

    def _linked_to(self, place: int) -> None:
        self._linked = place
        db.set_variables(self._con, {"linked": place})


class _Behind:
    """Does one thing at a time beside what goes on: pieces are written while the next ones are read."""

    def __enter__(self) -> _Behind:
        self._pool, self._running = ThreadPoolExecutor(1), Future[None]()
        self._running.set_result(None)
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown()

    def start(self, do: Callable[..., None], *given: object) -> None:
        self._running = self._pool.submit(do, *given)

    def wait(self) -> None:
        """Until it is done. Raises what it raised."""
        self._running.result()


def _new(con: db.Connection, claims: pl.DataFrame, before: int) -> pl.DataFrame:
    """The claims that the ledger has not, each once, with their places after so many others."""
    claims = claims.unique("claim_id", keep="first", maintain_order=True)
    db.set_variables(con, {"published_from": claims["published"].min(), "published_to": claims["published"].max()})
    known = fetched(con, "bulk/known", claims.select("claim_id").with_row_index("number"))
    new = claims.filter(~pl.int_range(pl.len(), dtype=pl.UInt32).is_in(known["number"].implode()))
    return new.with_columns((pl.int_range(pl.len(), dtype=pl.Int64) + before + 1).alias("place"))


def _one_by_one(
    con: db.Connection, plain: Plain, rows: Sequence[SourceRow], outcome: Outcome, refuse: Refuse
) -> tuple[pl.DataFrame, int]:
    """The claims of rows that are read in the way of `record`, and how many rows are not refused."""
    db.run(con, "bulk/clear")
    problems = [Problem(row.line, "", row.fault) for row in rows if row.fault]
    problems += judge(con, plain.registers, ((row.line, [plain.draft(row.cells)]) for row in rows if not row.fault))
    db.set_variables(con, {"first_apart": plain.next_apart})
    db.run(con, "bulk/rows_apart")
    claims = fetched(con, "bulk/claims_apart").cast(CLAIM)
    plain.next_apart += claims.height
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
