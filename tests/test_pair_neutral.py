"""No rule names a party: a ledger with its two parties exchanged gives the same verdicts with the names exchanged."""

import os
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from test_pair_oracle import apart, ledger

from ledger import db
from ledger.ingest.record import Act, record

AT_ONCE = 12
"""Ledgers at once, all in summer, when it is the same hour in both capitals."""
LEDGERS = int(os.environ.get("ORACLE_LEDGERS", "300")) // 4

EXCHANGED = (
    ("UA", "RU"),
    ("ua-air-force", "ru-mod"),
    ("ua-general-staff", "ru-mfa"),
    ("ua-air-command-south", "ru-krasnodar-hq"),
    ("ua-dsns", "ru-mchs"),
)
OTHER = dict(EXCHANGED) | {b: a for a, b in EXCHANGED}
VIEW = """
    select list_sort([a.row_no, b.row_no]), verdict, list_sort(reasons), gap, severity, scale_severity, within_party,
        shared_event, same_scope, if(same_scope or verdict = 'incomparable', null, i.row_no) as inner_row,
        list_sort([[a.row_no::varchar, voice_a, party_a], [b.row_no::varchar, voice_b, party_b]])
    from pair
    join claim a on a.claim_id = claim_a join claim b on b.claim_id = claim_b join claim i on i.claim_id = inner_id
"""

Row = dict[str, str]


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        opened.execute("delete from glossary")  # what a source means by a word is data, and differs by source
        yield opened


def exchanged(row: Row) -> Row:
    columns = ("source", "origin", "attacker", "defender", "subject")
    return row | {c: OTHER.get(row[c], row[c]) for c in columns if c in row}


def seen(con: db.Connection, rows: list[Row], names: dict[str, str]) -> list[str]:
    con.execute("begin")
    try:
        assert not record(con, [(n, [row]) for n, row in enumerate(rows)], Act("test")).problems
        found = con.execute(VIEW).fetchall()
    finally:
        con.execute("rollback")
    return sorted(str((*head, [[names.get(w, w) for w in side] for side in sides])) for *head, sides in found)


@pytest.mark.soak
@settings(max_examples=-(-LEDGERS // AT_ONCE), deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**32))
def test_exchanging_two_parties_exchanges_their_names_and_nothing_else(con: db.Connection, seed: int) -> None:
    draw = Random(seed)
    rows = [row for n in range(AT_ONCE) for row in apart(ledger(draw), n)]
    as_they_are = seen(con, rows, {})
    assert seen(con, [exchanged(row) for row in rows], OTHER) == as_they_are
    assert as_they_are
