"""What the views say of a claim or a pair in words, and which claims of one voice are compared: worked examples."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from test_disagreement import DAY, DAYS, HOURS, LATER, LAUNCHED, sown, told
from test_pair import BULLETIN, KILLED, OTHER, Row, later

from ledger import db
from ledger.ingest.record import Act, record

ANOTHER: Row = {"url": "another bulletin"}
STRIKE: Row = {"event": "a strike"}
SOUTH: Row = {"region": "UA-51"}

OWN: list[tuple[Row, Row, str]] = [
    (BULLETIN, BULLETIN | {"value": "30"}, "contradict: equal scopes"),
    (BULLETIN, BULLETIN | {"value": "30"} | ANOTHER, ""),
    (BULLETIN, BULLETIN | {"value": "30"} | ANOTHER | HOURS, ""),
    (BULLETIN | {"part": "from Kursk"}, BULLETIN | {"value": "30"} | ANOTHER, "contradict: a part of the whole"),
    (BULLETIN | SOUTH, BULLETIN | {"value": "30"} | ANOTHER, "contradict: UA-51 within all"),
    (BULLETIN | SOUTH, BULLETIN | {"value": "40"} | ANOTHER, "nested: UA-51 within all"),
    (BULLETIN, BULLETIN | {"value": "withheld"} | SOUTH, ""),
    (BULLETIN | {"basis": "cumulative"}, BULLETIN | SOUTH, ""),
    (BULLETIN, BULLETIN | SOUTH | {"metric": "launched"}, ""),  # neither scope lies inside the other
    (BULLETIN, BULLETIN | SOUTH | {"attacker": "UA", "defender": "RU"}, ""),
    (BULLETIN, BULLETIN | SOUTH | {"window": "2026-01-26T18:00+02:00/2026-01-27T08:00+02:00"}, ""),
    (BULLETIN | DAY, BULLETIN | LAUNCHED | DAYS, "diverge: intercepted below launched, window within"),
    (BULLETIN, BULLETIN | LATER | {"value": "30"}, "diverge: windows overlap"),
]
"""Two claims of one voice: the verdict and why, or no pair."""

SAME = "metric equal, weapon equal, region equal"
FIFTY: Row = OTHER | {"value": "50"}
PAIRS: list[tuple[Any, ...]] = [
    (BULLETIN, OTHER, f"agree: {SAME}, window equal"),
    (BULLETIN, OTHER | {"metric": "launched"},
     "nested: intercepted below launched, weapon equal, region equal, window equal"),
    (BULLETIN | SOUTH, OTHER | {"weapon": "any"},
     "nested: metric equal, uav below any, UA-51 within all, window equal"),
    (BULLETIN | SOUTH, OTHER | {"region": "UA-14"},
     "incomparable: metric equal, weapon equal, regions apart, window equal"),
    (BULLETIN | SOUTH | STRIKE, OTHER | STRIKE | {"region": "UA-14"},
     "agree: metric equal, weapon equal, region by event, window equal"),
    (BULLETIN | {"part": "from Crimea"}, OTHER | {"part": "from Kursk"},
     f"incomparable: {SAME}, window equal, parts apart"),
    (BULLETIN, OTHER | DAYS | {"part": "from Kursk"},
     f"incomparable: {SAME}, window within, a part of the whole"),
    (KILLED, KILLED | {"source": "ru-mod", "population": "military"},
     f"nested: {SAME}, military within people, window equal"),
    (KILLED | {"population": "civilian"}, KILLED | {"source": "ru-mod", "population": "military"},
     f"incomparable: {SAME}, populations apart, window equal"),
    # two figures of one voice, in other words
    (BULLETIN, OTHER | {"value": "at least 41"}, OTHER | {"url": "another", "value": "more than 40"},
     f"incomparable: {SAME}, window equal"),
    # windows
    (BULLETIN, OTHER | DAY, f"compatible: {SAME}, window by days"),
    (BULLETIN | HOURS, OTHER, f"nested: {SAME}, window within"),
    (BULLETIN | STRIKE, OTHER | STRIKE | LATER, f"agree: {SAME}, window by event"),
    (BULLETIN, OTHER | LATER, f"compatible: {SAME}, windows overlap"),
    (BULLETIN, FIFTY | {"window": "2026-01-26T00:00+02:00/2026-01-26T10:00+02:00"},  # just half
     f"diverge: {SAME}, windows overlap"),
    (BULLETIN, FIFTY | {"window": "2026-01-26T00:40+02:00/2026-01-26T10:00+02:00"},
     f"incomparable: {SAME}, windows overlap"),
    (BULLETIN, OTHER | {"window": "2026-01-26T08:00+02:00/2026-01-26T10:00+02:00"},
     f"incomparable: {SAME}, windows apart"),
    (BULLETIN | {"window": "2026-01-24/2026-01-26"}, FIFTY | {"window": "2026-01-25/2026-01-27"},  # two days of four
     f"diverge: {SAME}, windows overlap"),
    (BULLETIN | {"window": "2026-01-25/2026-01-26"}, FIFTY | {"window": "2026-01-26/2026-01-27"},  # one day of three
     f"incomparable: {SAME}, windows overlap"),
    (KILLED | {"basis": "stock", "window": "2026-01-26T08:00Z/2026-01-26T08:00Z"},
     KILLED | {"basis": "stock", "window": "2026-01-26T09:00Z/2026-01-26T09:00Z", "source": "ru-mod"},
     f"incomparable: {SAME}, windows apart"),
]  # fmt: skip
"""Claims of two voices: the verdict, and in what relation they stand."""


@pytest.fixture
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        yield opened


def own(con: db.Connection, first: int = 0) -> list[str]:
    return told(con, OWN, first, "select row_no, verdict || ': ' || why from own_pair join claim on claim_id = claim_a")


def proofs(con: db.Connection, first: int = 0) -> list[str]:
    return told(con, PAIRS, first, "select row_no, verdict || ': ' || proof from pair join claim on claim_id = claim_a")


@pytest.mark.parametrize("turn", [1, -1])
def test_claims_of_one_voice(con: db.Connection, turn: int) -> None:
    sown(con, [(*case[:2][::turn], "") for case in OWN])
    assert list(zip(OWN, own(con), strict=True)) == [(case, case[2]) for case in OWN]


@pytest.mark.parametrize("turn", [1, -1])
def test_the_relation_in_words(con: db.Connection, turn: int) -> None:
    sown(con, [(*case[:-1][::turn], "") for case in PAIRS])
    assert list(zip(PAIRS, proofs(con), strict=True)) == [(case, case[-1]) for case in PAIRS]


ASKED = [PAIRS[n] for n in (2, 4, 8, 17)]


def asked(con: db.Connection, first: int = 0) -> list[str]:
    """What is said of two claims that someone asks for, whichever comes first."""
    said = []
    for place in range(first, first + len(ASKED)):
        ids = [str(i) for (i,) in con.execute(CLAIMS_OF, [place]).fetchall()]
        for a, b in (ids, ids[::-1]):
            db.set_variables(con, {"claim_a": a, "claim_b": b})
            said.append(
                con.execute("select verdict || ': ' || proof from comparison('asked_candidate')").fetchall()[0][0]
            )
    assert said[::2] == said[1::2]
    return said[::2]


CLAIMS_OF = "select claim_id from claim where row_no // 10 = ? order by row_no"


def test_two_claims_that_someone_asks_for(con: db.Connection) -> None:
    sown(con, ASKED)
    assert asked(con) == [case[2] for case in ASKED]


LOSSES: Row = BULLETIN | {"metric": "destroyed", "weapon": "aircraft", "attacker": "", "defender": "", "subject": "RU"}
ROLES: list[tuple[Row, str]] = [
    (BULLETIN, "defender"),
    (OTHER, "attacker"),
    (OTHER | {"source": "oryx"}, "other"),
    (OTHER | {"source": "us-centcom"}, "other"),
    (OTHER | {"source": "reuters", "origin": "ua-dsns"}, "defender"),
    (LOSSES, "other"),
    (LOSSES | {"source": "ru-mod"}, "defender"),
    (LOSSES | {"attacker": "UA"}, "attacker"),
    (KILLED | {"attacker": "", "defender": "", "subject": "UA"}, "defender"),
    (KILLED | {"attacker": "UA", "defender": "RU", "subject": "UA"}, "attacker"),
    (KILLED | {"attacker": "RU", "defender": "RU", "subject": "UA"}, "defender"),
]
"""Whose voice it is in the direction of the claim."""


def spoken(con: db.Connection, cases: Sequence[tuple[Row, str]]) -> None:
    put(con, *(later(row, n) for n, (row, _) in enumerate(cases)))


def roles(con: db.Connection) -> list[str]:
    return [role for (role,) in con.execute("select role from selected_claim order by row_no").fetchall()]


def test_who_speaks(con: db.Connection) -> None:
    spoken(con, ROLES)
    assert list(zip(ROLES, roles(con), strict=True)) == [(case, case[1]) for case in ROLES]


RELAYED: list[Row] = [
    BULLETIN | {"value": "41"} | ANOTHER,
    BULLETIN,
    BULLETIN | {"source": "reuters", "origin": "ua-air-force", "url": "article"},
    BULLETIN | {"source": "ap", "origin": "ua-air-force", "url": "article", "value": "43"},
]
"""Two bulletins of one night, a relay that has the second's figure, and one that has neither's."""
HELD = [(2, 1, True), (3, None, False)]


def held(con: db.Connection) -> list[tuple[int, int | None, bool]]:
    return con.execute(
        """
        select r.row_no, if(h.same_figure, o.row_no, null), h.same_figure
        from held_relay h join claim r using (claim_id) join claim o on o.claim_id = h.own_claim_id order by 1
        """
    ).fetchall()


def test_a_relay_is_held_against_the_figure_that_it_has(con: db.Connection) -> None:
    put(con, *RELAYED)
    assert held(con) == HELD


def put(con: db.Connection, *rows: Row) -> None:
    assert not record(con, [(n, [row]) for n, row in enumerate(rows)], Act("test")).problems
