"""Which check reports a broken inequality, how gravely, and which figure comes first, by worked examples."""

from collections.abc import Iterator, Sequence

import pytest
from test_pair import BULLETIN, KILLED, OTHER, later

from ledger import db
from ledger.ingest.record import Act, record

Row = dict[str, str]
Case = tuple[Row, Row, str]

BELOW: Row = {"metric": "neutralised", "value": "30"}
LAUNCHED: Row = {"metric": "launched", "value": "30"}
HOURS: Row = {"window": "2026-01-25T20:00+02:00/2026-01-26T06:00+02:00"}
PLANES: Row = {"subject": "RU", "attacker": "UA", "defender": "RU", "metric": "destroyed", "weapon": "aircraft"}
DAY: Row = {"window": "2026-01-26"}
DAYS: Row = {"window": "2026-01-25/2026-01-26"}


def lost(claimed: str, admitted: str, by: str = "ua-general-staff", own: str = "ru-mod", **more: str) -> Sequence[Row]:
    """Aircraft of one party: what another says that it lost, what it says itself."""
    told = BULLETIN | PLANES | more
    return told | {"source": by, "value": claimed}, told | {"source": own, "value": admitted, "url": "statement"}


CASES: list[Case] = [
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
    # what the sums of the document report is no second finding
    (BULLETIN | {"region": "UA-51"}, BULLETIN | {"value": "30", "breakdown": "partial"}, ""),
    (BULLETIN, BULLETIN | LAUNCHED, ""),
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
    # figures that fit
    (BULLETIN, OTHER, ""),
    (BULLETIN, OTHER | {"value": "50"} | LAUNCHED | {"value": "50"}, ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        yield opened


def sown(con: db.Connection, cases: Sequence[tuple[Row, ...]]) -> None:
    """Records the first two rows of each case, each case some weeks after the one before, in one ledger."""
    rows = [later(row, n) for n, case in enumerate(cases) for row in case[:2]]
    assert not record(con, [(n, [row]) for n, row in enumerate(rows)], Act("test")).problems


def said(con: db.Connection) -> list[str]:
    """What is said of each case."""
    found = [""] * len(CASES)
    for n, words in con.execute(
        """
        select row_no // 2, string_agg(check_name || ' ' || severity || ': ' || "left" || ' > ' || "right", ', ')
        from disagreement join claim on claim_id = claims[1] group by all
        """
    ).fetchall():
        found[n] = words
    return found


def test_each_broken_inequality_is_reported_once_by_the_most_specific_check(con: db.Connection) -> None:
    sown(con, CASES)
    wrong = [(a, b, f"{expected!r}, not {words!r}") for (a, b, expected), words in zip(CASES, said(con), strict=True)
             if words != expected]  # fmt: skip
    assert not wrong, "\n".join(map(str, wrong))
