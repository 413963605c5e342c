"""Which check reports a broken inequality, how gravely, and which figure comes first, by worked examples."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from test_pair import BULLETIN, KILLED, OTHER, later

from ledger import db
from ledger.ingest.record import Act, record

Row = dict[str, str]

BELOW: Row = {"metric": "neutralised", "value": "30"}
LAUNCHED: Row = {"metric": "launched", "value": "30"}
HOURS: Row = {"window": "2026-01-25T20:00+02:00/2026-01-26T06:00+02:00"}
PLANES: Row = {"subject": "RU", "attacker": "UA", "defender": "RU", "metric": "destroyed", "weapon": "aircraft"}
LATER: Row = {"window": "2026-01-25T20:00+02:00/2026-01-26T10:00+02:00"}
DAY: Row = {"window": "2026-01-26"}
DAYS: Row = {"window": "2026-01-25/2026-01-26"}


def lost(claimed: str, admitted: str, by: str = "ua-general-staff", own: str = "ru-mod", **more: str) -> Sequence[Row]:
    """Aircraft of one party: what another says that it lost, what it says itself."""
    told = BULLETIN | PLANES | more
    return told | {"source": by, "value": claimed}, told | {"source": own, "value": admitted, "url": "statement"}


CASES: list[tuple[Any, ...]] = [
    # one document
    (BULLETIN, BULLETIN | {"value": "30"}, "conflicting-duplicate major: 40 > 30"),
    (BULLETIN, BULLETIN | {"value": "several"}, "conflicting-duplicate notice: 40 > 2–9"),
    (BULLETIN | HOURS, BULLETIN | {"value": "30"}, "total-vs-sum major: 40 > 30"),
    (BULLETIN, BULLETIN | BELOW, "funnel-overflow critical: 40 > 30"),
    (BULLETIN, BULLETIN | BELOW | {"value": "several"}, "funnel-overflow notice: 40 > 2–9"),
    (BULLETIN | {"region": "UA-51"}, BULLETIN | LAUNCHED, "funnel-overflow critical: 40 > 30"),
    (KILLED, KILLED | {"metric": "casualties", "value": "30"}, "casualty-sum major: 40 > 30"),
    (KILLED | {"population": "military"}, KILLED | {"value": "30"}, "subset-overflow critical: 40 > 30"),
    (BULLETIN | {"region": "UA-51"}, BULLETIN | {"value": "30"}, "subset-overflow critical: 40 > 30"),
    (BULLETIN | {"weapon": "shahed"}, BULLETIN | {"weapon": "any", "value": "30"}, "subset-overflow critical: 40 > 30"),
    (BULLETIN | {"part": "from Kursk"}, BULLETIN | {"value": "30"}, "subset-overflow critical: 40 > 30"),
    (BULLETIN | HOURS | {"region": "UA-51"}, BULLETIN | {"value": "30"}, "subset-overflow critical: 40 > 30"),
    # windows that only overlap are no one scope
    (BULLETIN, BULLETIN | {"value": "50"} | LATER, ""),
    # what the sums of the document report is no second finding
    (BULLETIN | {"region": "UA-51"}, BULLETIN | {"value": "30", "breakdown": "partial"}, ""),
    (BULLETIN, BULLETIN | LAUNCHED, ""),
    (
        BULLETIN | {"region": "UA-51"},
        BULLETIN | {"value": "50", "breakdown": "partial"},
        OTHER | {"value": "50"},
        OTHER | {"value": "30", "region": "UA-51"},
        "same-scope-gap minor: 40 > 30",
    ),
    # unless it lies in two documents, or the voices are two
    (BULLETIN, BULLETIN | LAUNCHED | {"url": "another"}, "intercepts-exceed-launches minor: 40 > 30"),
    (
        BULLETIN | {"source": "reuters", "origin": "ua-dsns"},
        BULLETIN | {"source": "reuters", "origin": "ru-mchs"} | LAUNCHED,
        "intercepts-exceed-launches minor: 40 > 30",
    ),
    (BULLETIN | {"region": "UA-51"}, BULLETIN | {"value": "30", "url": "another"}, "part-exceeds-whole minor: 40 > 30"),
    # one party
    (
        BULLETIN | {"source": "ua-air-command-south", "region": "UA-51"},
        OTHER | {"source": "ua-air-force", "value": "30"},
        "centre-vs-region minor: 40 > 30",
    ),
    (
        BULLETIN | {"source": "ua-air-command-south", "region": "UA-51"},
        OTHER | {"source": "ua-air-force", "value": "about 30"},
        "centre-vs-region minor: 40 > 27–33",
    ),
    (BULLETIN | {"source": "ua-general-staff"}, BULLETIN | {"value": "39"}, "same-scope-gap info: 40 > 39"),
    # two parties
    (BULLETIN, OTHER | {"value": "30"}, "same-scope-gap minor: 40 > 30"),
    (BULLETIN, OTHER | {"value": "50"}, "same-scope-gap minor: 50 > 40"),
    (BULLETIN, OTHER | {"value": "at least 50"}, "same-scope-gap minor: 50+ > 40"),
    (OTHER, BULLETIN | {"value": "at least 50"}, "same-scope-gap minor: 50+ > 40"),
    # of a hundred, in per cent of the smaller; below 20, counted
    (BULLETIN | {"value": "100"}, OTHER | {"value": "105"}, "same-scope-gap info: 105 > 100"),
    (BULLETIN | {"value": "100"}, OTHER | {"value": "121"}, "same-scope-gap minor: 121 > 100"),
    (BULLETIN | {"value": "19"}, OTHER | {"value": "20"}, "same-scope-gap notice: 20 > 19"),
    (BULLETIN | {"value": "20"}, OTHER | {"value": "19"}, "same-scope-gap notice: 20 > 19"),
    (BULLETIN | {"value": "19"}, OTHER | {"value": "24"}, "same-scope-gap minor: 24 > 19"),
    (BULLETIN | {"value": "24"}, OTHER | {"value": "19"}, "same-scope-gap minor: 24 > 19"),
    (BULLETIN | {"value": "18"}, OTHER | {"value": "19"}, "same-scope-gap info: 19 > 18"),
    (BULLETIN | {"value": "14"}, OTHER | {"value": "18"}, "same-scope-gap minor: 18 > 14"),
    (BULLETIN, OTHER | {"value": "50"} | DAY, "same-scope-gap notice: 50 > 40"),
    (BULLETIN, OTHER | {"value": "30"} | DAYS, "same-scope-gap notice: 40 > 30"),
    (BULLETIN | HOURS, OTHER | {"value": "30"}, "part-exceeds-whole minor: 40 > 30"),
    (BULLETIN | {"region": "UA-51"}, OTHER | {"value": "30"} | DAYS, "part-exceeds-whole notice: 40 > 30"),
    (BULLETIN | {"region": "UA-51"}, OTHER | {"value": "30"}, "part-exceeds-whole minor: 40 > 30"),
    (BULLETIN, OTHER | LAUNCHED, "intercepts-exceed-launches minor: 40 > 30"),
    (BULLETIN, OTHER | BELOW, "part-exceeds-whole minor: 40 > 30"),
    (BULLETIN | LAUNCHED | {"region": "UA-51"}, OTHER | {"metric": "launched", "value": "10"},
     "part-exceeds-whole major: 30 > 10"),
    # losses: a claim and an admission; an independent count and an admission
    (*lost("21", "10"), "loss-ratio notice: 21 > 10"),
    (*lost("20", "10"), "same-scope-gap major: 20 > 10"),
    (*lost("30", "10"), "loss-ratio notice: 30 > 10"),
    (*lost("31", "10"), "loss-ratio minor: 31 > 10"),
    (*lost("100", "10"), "loss-ratio minor: 100 > 10"),
    (*lost("101", "10"), "loss-ratio major: 101 > 10"),
    (*lost("100", "several"), "loss-ratio notice: 100 > 2–9"),
    (*lost("10", "none"), "same-scope-gap major: 10 > 0"),
    (*lost("10", "31"), "loss-ratio minor: 31 > 10"),
    (*lost("31", "10", own="oryx"), "same-scope-gap major: 31 > 10"),
    (*lost("31", "10", by="ru-mfa"), "same-scope-gap major: 31 > 10"),
    (*lost("31", "10", by="oryx"), "floor-above-admission major: 31 > 10"),
    (*lost("11", "10", by="oryx"), "floor-above-admission major: 11 > 10"),
    (*lost("11", "several", by="oryx"), "floor-above-admission notice: 11 > 2–9"),
    (*lost("10", "31", by="oryx"), "loss-ratio minor: 31 > 10"),
    (*lost("31", "10", by="oryx", own="ua-mod"), "same-scope-gap major: 31 > 10"),
    # nobody loses what is shot down
    (BULLETIN | {"subject": "UA", "value": "100"}, OTHER | {"subject": "UA", "source": "oryx", "value": "300"},
     "same-scope-gap major: 300 > 100"),
    # figures that fit
    (BULLETIN, OTHER, ""),
    (BULLETIN, OTHER | {"value": "50"} | LAUNCHED | {"value": "50"}, ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        yield opened


def sown(con: db.Connection, cases: Sequence[tuple[Any, ...]]) -> None:
    """Records each case's rows (all but its last word) some weeks after the case before, in one ledger."""
    rows = [(n * 10 + i, [later(row, n)]) for n, case in enumerate(cases) for i, row in enumerate(case[:-1])]
    assert not record(con, rows, Act("test")).problems


def told(con: db.Connection, cases: Sequence[object], first: int, query: str) -> list[str]:
    """What is said of each case, of which the `first` has that place: `query` gives the number of a row, and words."""
    found = [""] * len(cases)
    for n, words in con.execute(query).fetchall():
        if 0 <= (place := n // 10 - first) < len(cases):
            assert found[place] in ("", words), "two things are said of one case"
            found[place] = words
    return found


def said(con: db.Connection, first: int = 0) -> list[str]:
    return told(
        con,
        CASES,
        first,
        """
        select row_no, check_name || ' ' || severity || ': ' || "left" || ' > ' || "right"
        from disagreement join claim on claim_id = claims[1]
        """,
    )


def test_each_broken_inequality_is_reported_once_by_the_most_specific_check(con: db.Connection) -> None:
    sown(con, CASES)
    wrong = [(*case, words) for case, words in zip(CASES, said(con), strict=True) if words != case[-1]]
    assert not wrong, "\n".join(map(str, wrong))


RESOLVED = [
    ("taken back", "open", 2),
    ("taken back", "dismissed", 1),
    ("explained", "dismissed", 1),
    ("explained", "explained", 2),
]
"""What a person said of two findings, and in which order."""
LAST = [("explained", "explained")]


def resolved(con: db.Connection) -> list[tuple[str, str]]:
    return con.execute("select finding_id, last.state from resolved_finding").fetchall()


def decided(con: db.Connection, said: Sequence[tuple[str, str, int]]) -> None:
    for finding, state, order in said:
        entry = f"00000000-0000-0000-0000-00000000000{order}"
        con.execute("insert into entry (entry_id, recorded_at) select ?, to_timestamp(?)::timestamp", [entry, order])
        con.execute("insert into resolution (finding_id, state, entry_id) values (?, ?, ?)", [finding, state, entry])


def test_the_last_word_on_a_finding_counts(con: db.Connection) -> None:
    decided(con, RESOLVED)
    assert resolved(con) == LAST
