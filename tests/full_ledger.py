"""A small ledger with rows in all of its tables, for the tests that tamper with one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import duckdb
from conftest import BULLETIN, MINISTRY, Row, nights

from ledger import db, registers, verify
from ledger.ingest import acts
from ledger.ingest.record import record
from ledger.model.act import Act

QUOTED: Row = {**BULLETIN, "quote": "138 ударних БпЛА", "lang": "uk", "note": "as posted", "event": "the night"}
LOADED: list[Row] = [
    QUOTED,
    {**BULLETIN, "metric": "intercepted", "value": "110", "region": "X-UA-IRPIN", "part": "a part", "note": "another"},
    # a relay of the bulletin, so that the claims quote one another
    {**BULLETIN, "source": "reuters", "url": "https://reuters.com/1", "origin": "ua-air-force"},
    *nights(3),
]
"""Rows 1 to 6 of one file."""


def full_ledger(path: Path) -> list[str]:
    """Makes the ledger at `path`; returns the lines that were published after each act."""
    published: list[str] = []
    place = {"id": "X-UA-IRPIN", "name": "Irpin", "within": "UA-32"}
    with db.passing() as con:
        registers.add_row(path, "regions", place, registers.vocabulary(con))
    with db.writing(path) as con:
        ids = record(con, list(enumerate(([r] for r in LOADED), 1)), Act("load", "night.csv", "0" * 64)).ids
        published.append(_line(con))
    with db.writing(path) as con:
        # the document states its figure again, so that one revises the other
        record(con, [(1, [{**QUOTED, "value": "140", "published": "2026-01-26T12:00"}])], Act("add"))
        published.append(_line(con))
        retracted = acts.retract(con, _claim(con, "value = '3'"), "typed wrong")
        published.append(_line(con))
        acts.tag(con, [i for i in ids if i != retracted][:2], "2026-01-26-night")
        acts.resolve(con, "0123456789abcdef", "no-quote", ids[:2], "explained", "it is in the second post")
        _capture(con, ids[0])
        _again(con, _claim(con, "value = '1'"))
        record(con, [(1, [{**MINISTRY, "value": "41"}]), (2, [{**MINISTRY, "value": "42"}])], Act("load", "last.csv"))
        published.append(_line(con))
    return published


def _line(con: db.Connection) -> str:
    found = db.run(con, "lookup/digest").fetchone()
    return str(found[0]) if found else ""


def _claim(con: db.Connection, which: str) -> str:
    return str(con.execute(f"select claim_id from claim where {which}").fetchall()[0][0])


def _capture(con: db.Connection, claim: str) -> None:
    db.run(con, "ingest/arriving")
    con.execute(
        """insert into arriving_capture by name select cast(? as uuid) as claim_id, 'https://t.me/kpszsu/1' as address,
        'copies/1.html' as path, repeat('a', 64) as sha256, 1000 as bytes, 'text/html' as media_type,
        timestamp '2026-01-26 10:00' as captured_at, 'curl' as tool, 'whole page' as note""",
        [claim],
    )
    db.seal(con, Act("capture"))


def _again(con: db.Connection, claim: str) -> None:
    """Another desk's later recording of a claim."""
    db.run(con, "ingest/arriving")
    con.execute("insert into arriving_claim from claim where claim_id = cast(? as uuid)", [claim])
    con.execute("update arriving_claim set place = 1, row_no = 7")
    entry = db.seal(con, Act("load", "their.csv"))
    con.execute("insert into claim_again from claim where entry_id = cast(? as uuid)", [entry])
    con.execute("delete from claim where entry_id = cast(? as uuid)", [entry])


def tampered(ledger: Path, copy: Path, *statements: str, published: Sequence[str] = ()) -> list[verify.Fault]:
    """The faults of a copy of the ledger that was changed by raw SQL."""
    shutil.copyfile(ledger, copy)
    with duckdb.connect(str(copy), config={"threads": 1}) as con:
        for statement in statements:
            con.execute(statement)
    return verify.verify(copy, [d for line in published for d in verify.digests(line)]).faults
