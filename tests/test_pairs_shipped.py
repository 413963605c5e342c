"""Known disagreements: each row of pairs_expected.csv against the claims that ship with the project."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger import checks, db
from ledger.ingest.record import Act, record

FOLDER = Path(__file__).parent
CLAIMS = sorted((FOLDER.parent / "data" / "claims").glob("*.csv"))

Row = dict[str, str]


def read(file: Path) -> list[Row]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


EXPECTED = read(FOLDER / "pairs_expected.csv")
Con = db.Connection


def rows_of(verdict: str | None) -> list[Any]:
    """The expected rows with that verdict; with None, those that are pairs of the ledger."""
    apart = {"no-pair", "revision", "not-held"}
    chosen = [r for r in EXPECTED if r["verdict"] == verdict or (verdict is None and r["verdict"] not in apart)]
    return [pytest.param(row, id=row["pair_id"]) for row in chosen]


@pytest.fixture(scope="module")
def con() -> Iterator[Con]:
    rows = [row for file in CLAIMS for row in read(file)]
    with db.passing() as opened:
        outcome = record(opened, [(n, [row]) for n, row in enumerate(rows, 1)], Act("test"))
        assert not outcome.problems
        checks.gather(opened, checks.choose(on_request=True), {})
        yield opened


SIDES = """
    select p.event, p.verdict, array_to_string(list_sort(p.reasons), ', '), p.within_party,
        a.source, a.metric, a.value, b.source, b.metric, b.value
    from pair p join claim a on a.claim_id = p.claim_a join claim b on b.claim_id = p.claim_b
"""


Pairs = list[tuple[tuple[str | None, frozenset[tuple[str, str, str]]], tuple[str, str, bool]]]


@pytest.fixture(scope="module")
def pairs(con: Con) -> Pairs:
    """Each pair: its event and its two sides (source, metric, value), and what is said of it."""
    rows = con.execute(SIDES).fetchall()
    return [((r[0], frozenset((r[4:7], r[7:10]))), (r[1], r[2], r[3])) for r in rows]


def sides(row: Row) -> tuple[str | None, frozenset[tuple[str, str, str]]]:
    first, _, second = row["metric"].partition("|")
    a, b = (row["source_a"], first, row["value_a"]), (row["source_b"], second or first, row["value_b"])
    return row["event"] or None, frozenset((a, b))


@pytest.mark.parametrize("row", rows_of(None))
def test_the_ledger_says_of_a_known_pair_what_is_expected(pairs: Pairs, row: Row) -> None:
    said = [what for who, what in pairs if who == sides(row)]
    assert said == [(row["verdict"], row["reasons"], row["within_party"] == "true")]


def test_every_contradiction_of_the_shipped_claims_is_a_known_one(pairs: Pairs) -> None:
    known = {sides(row) for row in EXPECTED if row["verdict"] == "contradict"}
    assert {who for who, what in pairs if what[0] in ("contradict", "diverge")} == known


def test_each_contradiction_is_one_finding_and_no_other_pair_is_any(con: Con) -> None:
    two_voices = """
        select count(*) from finding f where "check" in (select check_name from disagreement where not one_voice)
    """
    reported = """
        select p.verdict, count(*) from finding f
        join pair p on list_sort([p.claim_a, p.claim_b]) = f.claims group by p.verdict
    """
    (found,) = con.execute(two_voices).fetchone() or (0,)
    by_verdict = dict(con.execute(reported).fetchall())
    expected = sum(row["verdict"] in ("contradict", "diverge") for row in EXPECTED)
    assert by_verdict == {"contradict": expected}
    assert found == expected


@pytest.mark.parametrize("row", rows_of("revision"))
def test_a_changed_row_of_a_dataset_is_a_revision(con: Con, pairs: Pairs, row: Row) -> None:
    stands = con.execute(
        "select value from current_claim where source = ? and metric = ? and day = cast(? as date)",
        [row["source_a"], row["metric"], row["day"]],
    ).fetchall()
    assert stands == [(row["value_b"],)]
    assert sides(row) not in [who for who, _ in pairs]


@pytest.mark.parametrize("row", rows_of("not-held"))
def test_what_is_no_count_is_not_held(con: Con, row: Row) -> None:
    held = con.execute("select count(*) from claim where source = ?", [row["source_b"]]).fetchone()
    assert held == (0,)


NIGHTS = [row for row in EXPECTED if row["verdict"] == "no-pair"]


def both_directions(row: Row) -> list[Row]:
    """What the one side says was launched at it, and the other side's figures of what it shot down."""
    launched, intercepted = row["metric"].split("|")
    shared = {"published": row["day"], "window": row["day"], "weapon": "uav"}
    ours = shared | {"source": row["source_a"], "url": row["pair_id"], "attacker": "RU", "defender": "UA"}
    theirs = shared | {"source": row["source_b"], "url": row["pair_id"], "attacker": "UA", "defender": "RU"}
    return [
        ours | {"metric": launched, "value": row["value_a"]},
        *(
            theirs | {"metric": intercepted, "value": v, "part": str(n)}
            for n, v in enumerate(row["value_b"].split("+"))
        ),
    ]


@pytest.fixture(scope="module")
def nights() -> Iterator[tuple[list[str], list[str]]]:
    """The days of the pairs of those nights: as they are, and with a figure more of each, in the one direction."""
    told = [both_directions(row) for row in NIGHTS]
    turned = [claims[1] | {"attacker": "RU", "defender": "UA", "part": "", "url": "turned"} for claims in told]
    with db.passing() as con:
        days = []
        for claims in ([claim for night in told for claim in night], turned):
            assert record(con, [(n, [claim]) for n, claim in enumerate(claims)], Act("test")).loaded == len(claims)
            days.append([str(day) for (day,) in con.execute("select day from pair").fetchall()])
        yield days[0], days[1]


def test_each_of_the_nights_is_another() -> None:
    assert len({row["day"] for row in NIGHTS}) == len(NIGHTS)


@pytest.mark.parametrize("row", rows_of("no-pair"))
def test_opposite_directions_of_one_night_are_no_pair(nights: tuple[list[str], list[str]], row: Row) -> None:
    as_they_are, with_one_turned = nights
    assert row["day"] not in as_they_are
    # the two figures do pair, were they of one direction
    assert with_one_turned.count(row["day"]) == 1
