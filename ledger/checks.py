"""Runs checks: each is a query file whose rows are findings. Knows no check by name.

Owns which checks run, with which thresholds, and where their findings are gathered; what a finding says is the SQL's.
Must never write to a ledger: what is gathered lies in temporary tables of the connection.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import duckdb

from ledger import coding, db, queries
from ledger.errors import LedgerError
from ledger.queries import Query, Result, Take

SEVERITIES = ("info", "notice", "minor", "major", "critical")
"""From the least to the gravest."""


def choose(only: Sequence[str] = (), without: Sequence[str] = (), *, on_request: bool = False) -> list[Query]:
    """The checks to run: those named by `only`, else all but those on request; never those of `without`.

    Raises `LedgerError` for an unknown name, with the nearest ones.
    """
    left_out = {queries.find("checks", name).name for name in without}
    named = [queries.find("checks", name) for name in dict.fromkeys(only)]
    known = named or [queries.find("checks", name) for name in queries.names("checks")]
    return [q for q in known if q.name not in left_out and (named or on_request or not q.on_request)]


def gather(
    con: db.Connection,
    chosen: Sequence[Query],
    bounds: Mapping[str, str | None],
    thresholds: Mapping[str, Mapping[str, str]] | None = None,
    advance: Callable[[int, int | None], None] = lambda done, total: None,
) -> None:
    """Runs the checks within `bounds` and leaves their findings in the temporary table `finding`.

    `thresholds` are parameters by check. Raises `LedgerError` for one that the check does not have.
    """
    db.set_variables(con, bounds)
    db.run(con, "check/begin")
    with queries.shared(con, *(check.sql for check in chosen)):
        for number, check in enumerate(chosen, 1):
            given = (thresholds or {}).get(check.name, {})
            values = queries.parameters(con, check, given)
            db.set_variables(con, values | {"check": check.name, "statement": check.sql})
            try:
                con.execute(db.statement("check/gather"))
            except duckdb.Error as e:
                raise LedgerError(f"{check.name} failed: {str(e).splitlines()[0]}", where=str(check.path)) from e
            finally:
                db.set_variables(con, dict.fromkeys(values))
            advance(number, len(chosen))


def hold(
    con: db.Connection,
    chosen: Sequence[Query],
    bounds: Mapping[str, str | None],
    thresholds: Mapping[str, Mapping[str, str]],
    profile: str,
) -> None:
    """Notes in how many coding profiles each finding holds; those gathered at the end are of `profile` again."""
    others = [name for name in coding.profiles(con) if name != profile]
    for name in (*others, profile):
        coding.use_profile(con, name)
        gather(con, chosen, bounds, thresholds)
        db.run(con, "check/hold", {"profile": name})


def findings(con: db.Connection, each: int | None = None, *, robust: bool = False, take: Take | None = None) -> Result:
    """The findings gathered, gravest first; with `each`, so many of a check at most, and their citations.

    With `robust` there is a column more: in how many coding profiles a finding holds. With `take` the rows are given
    to it.
    """
    query = queries.find("check", "findings")
    if take:
        left_out = () if robust else ("holds",)
        return queries.run(con, query, {}, {}, take=lambda rows, people: take(rows, (*people, *left_out)))
    result = queries.run(con, query, {}, {"each": str(each)} if each else {})
    if robust:
        return result._replace(shown=("id / state / holds as finding", *result.shown[1:]))
    place = result.columns.index("holds")
    columns, types = (tuple(v for i, v in enumerate(t) if i != place) for t in (result.columns, result.types))
    return result._replace(columns=columns, types=types, rows=[r[:place] + r[place + 1 :] for r in result.rows])


def counts(con: db.Connection) -> list[tuple[str, str, int, int]]:
    """Of each check with findings: its name, severity, the number of findings, and of these the open ones."""
    return db.run(con, "check/counts").fetchall()


class Finding(NamedTuple):
    """A finding as far as a decision about it is concerned: its id, its check, the ids of its claims, its message."""

    id: str
    check: str
    claims: list[str]
    message: str


def find(con: db.Connection, prefix: str) -> Finding:
    """The one finding gathered whose id starts with `prefix`. Raises `LedgerError` if there is none or several."""
    found = db.run(con, "check/by_prefix", {"prefix": prefix.strip().lower()}).fetchall()
    if len(found) == 1:
        identity, check, claims, message = found[0]
        return Finding(identity, check, [str(c) for c in claims], message)
    if not found:
        raise LedgerError(f"no finding's id starts with {prefix!r}", hint="`ledger check` lists them")
    several = ", ".join(row[0] for row in found)
    raise LedgerError(f"several findings' ids start with {prefix!r}: {several}", hint="type more of it")
