"""Large files into claims, a piece at a time, in bounded memory.

Owns the one pass over a large file: each piece is read in a frame (`plain`), what is not plain in it goes the way of
`record`, and its claims are written while the next piece is read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import polars as pl

from ledger import db
from ledger.errors import LedgerError
from ledger.ingest.bulk.frames import CLAIM, Seal, fetched, give, sealed
from ledger.ingest.bulk.plain import Plain
from ledger.ingest.reader import SourceRow
from ledger.ingest.reader.large import Large, Piece, ahead
from ledger.ingest.record import Outcome, Problem, finish, judge
from ledger.model.act import Act

Refuse = Callable[[Sequence[SourceRow], Sequence[Problem]], None]
_KEPT = 10
"""Problems that an outcome keeps."""


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
    outcome, seal, counted = Outcome(), Seal(), pl.Series("what_no", dtype=pl.UInt32)
    with _Behind() as behind:
        plain = Plain(con, columns, constants, act, behind.wait)
        entry = str((db.run(con, "bulk/entry_id", given).fetchone() or ("",))[0])
        db.set_variables(con, {"entry": entry})
        db.run(con, "bulk/settings")
        for done, piece in ahead(large.pieces()):
            claims, rows = plain.claims(piece) if isinstance(piece, Piece) else (None, piece)
            taken = 0 if claims is None else claims.height
            behind.wait()
            if rows:
                others, sound = _one_by_one(con, plain, rows, outcome, refuse)
                claims = others if claims is None else pl.concat([claims, others]).sort("row_no")
                taken += sound
            if claims is not None:
                new = _new(con, claims, outcome.claims)
                behind.start(_written, con, new)
                seal.add(new.select(sealed("place", "row_no", "digest")).to_series().to_list())
                counted = pl.concat([counted, new["what_no"]]).unique()
                outcome.loaded += new.height
                outcome.claims += new.height
                outcome.known += taken - new.height
            outcome.rows += taken
            advance(done, large.size)
        behind.wait()
    if outcome.claims:
        give(con, counted.to_frame())
        db.run(con, "bulk/scopes")
        finish(con, outcome, act, plain.registers, db.Written(entry, outcome.claims, seal.whole()))
        db.run(con, "ingest/scope_in")
        db.run(con, "bulk/derive")
        there = db.run(con, "bulk/recorded").fetchone()
        if there != (outcome.claims,):
            raise LedgerError(f"{outcome.claims} claims were written and {there} are there; nothing was recorded")
    return outcome


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


def _written(con: db.Connection, claims: pl.DataFrame) -> None:
    give(con, claims)
    db.run(con, "bulk/record")


def _new(con: db.Connection, claims: pl.DataFrame, before: int) -> pl.DataFrame:
    """The claims that the ledger has not, each once, with their places after so many others."""
    claims = claims.unique("claim_id", keep="first", maintain_order=True)
    db.set_variables(con, {"published_from": claims["published"].min(), "published_to": claims["published"].max()})
    give(con, claims.select("claim_id"))
    new = claims.join(fetched(con, "bulk/known"), on="claim_id", how="anti", maintain_order="left")
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
