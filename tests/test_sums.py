"""Which figures of one document are added up, and to what: worked examples of `breakdown_sum` and `component_sum`."""

from collections.abc import Iterator
from typing import Any

import pytest
from test_disagreement import HOURS, sown, told
from test_pair import BULLETIN, KILLED, Row

from ledger import db

TOTAL: Row = BULLETIN | {"breakdown": "exhaustive"}
LAUNCHED: Row = BULLETIN | {"metric": "launched"}
RELAY: Row = {"source": "reuters", "origin": "ua-dsns"}
SECOND: Row = {"source": "ap", "origin": "ua-dsns"}


def over(region: str, value: str, **more: str) -> Row:
    return BULLETIN | {"region": region, "value": value} | more


def by(weapon: str, value: str, **more: str) -> Row:
    return BULLETIN | {"weapon": weapon, "value": value} | more


def became(metric: str, value: str, **more: str) -> Row:
    return BULLETIN | {"metric": metric, "value": value} | more


def people(metric: str, population: str, value: str) -> Row:
    return KILLED | {"metric": metric, "population": population, "value": value}


CASES: list[tuple[Any, ...]] = [
    (TOTAL, over("UA-51", "30"), over("UA-14", "10"), "2 by region: 40"),
    (TOTAL, over("UA-51", "about 30"), over("UA-14", "10"), "2 by region: 37–43"),
    (TOTAL, over("UA-51", "30"), over("UA-14", "at least 5"), "2 by region: 35+"),
    (TOTAL | {"weapon": "any"}, by("shahed", "30"), by("zala", "5"), "2 by weapon: 35"),
    # a part that is withheld may be any number, a total that is withheld says nothing
    (TOTAL, over("UA-51", "30"), over("UA-14", "withheld"), "2 by region: 30+"),
    (TOTAL | {"value": "withheld"}, over("UA-51", "30"), ""),
    # what may be counted twice is left out of the least
    (TOTAL, over("UA-51", "30"), over("UA-51", "about 30"), "1 by region: 27–33"),
    (TOTAL, over("UA-14", "30"), over("X-UA-BAKHMUT", "10"), "2 by region: 30–40"),
    (TOTAL, by("shahed", "1"), by("owa_uav", "2"), by("zala", "3"), "3 by weapon: 5–6"),
    (TOTAL, over("UA-14+UA-09", "20"), over("UA-14+UA-23", "15"), "2 by region: 0–35"),
    (TOTAL, over("UA-14+UA-09", "20"), over("UA-51+UA-23", "15"), "2 by region: 35"),
    (TOTAL, by("shahed+zala", "20"), by("shahed+decoy", "15"), by("lancet", "1"), "3 by weapon: 1–36"),
    # a total of regions is none of weapons, unless of all
    (TOTAL, over("UA-51", "30"), by("shahed", "39"), "1 by region: 30"),
    (TOTAL | {"weapon": "any"}, over("UA-51", "30", weapon="any"), by("shahed", "39"),
     "1 by region: 30, 1 by weapon: 39"),
    # in one thing only, and of the same document, window, part and metric
    (TOTAL | {"weapon": "any"}, over("UA-51", "30", weapon="shahed"), ""),
    (TOTAL, over("UA-51", "30", url="another"), ""),
    (TOTAL, over("UA-51", "30", **HOURS), ""),
    (TOTAL, over("UA-51", "30", part="second wave"), ""),
    (TOTAL, over("UA-51", "30", metric="suppressed"), ""),
    (TOTAL, over("UA-51", "30", recap="true"), ""),
    (BULLETIN, over("UA-51", "30"), ""),
    (TOTAL | {"region": "X-UA-SOUTH"}, over("UA-51", "30"), ""),
    (TOTAL | {"region": "X-DONBAS"}, over("UA-14", "30"), over("UA-51", "10"), "1 by region: 30"),
    # two outlets that relay two editions: each list has its own parts
    (TOTAL | RELAY, over("UA-51", "30", **RELAY), over("UA-14", "10", **RELAY),
     TOTAL | SECOND | {"value": "45"}, over("UA-51", "30", **SECOND), over("UA-14", "15", **SECOND),
     "2 by region: 40, 2 by region: 45"),
    # what became of what was launched: the composite or its parts
    (LAUNCHED, became("intercepted", "20"), became("suppressed", "10"), became("lost", "5"), "3 by munitions: 35"),
    (LAUNCHED, became("neutralised", "31"), became("intercepted", "20"), became("suppressed", "10"),
     "1 by munitions: 31"),
    (LAUNCHED, became("neutralised", "31", part="second wave"), became("intercepted", "20"), "1 by munitions: 20"),
    (LAUNCHED, became("neutralised", "31", weapon="shahed"), became("intercepted", "20"), "1 by munitions: 20"),
    (LAUNCHED, became("hit", "20"), became("hit", "about 20"), became("airborne_at_cutoff", "2"),
     "2 by munitions: 20–24"),
    (LAUNCHED, became("intercepted", "20", region="UA-51"), ""),
    (LAUNCHED, became("intercepted", "withheld"), became("lost", "5"), "1 by munitions: 5"),
    # the region of what left the airspace is where it went, from everywhere
    (LAUNCHED, became("left_airspace", "3", region="BY"), became("lost", "5"), "2 by munitions: 8"),
    (LAUNCHED, became("left_airspace", "3", region="BY"), became("left_airspace", "5"), "1 by munitions: 5"),
    (LAUNCHED | {"region": "UA-51"}, became("left_airspace", "3", region="BY"), ""),
    # people
    (people("casualties", "people", "40"), people("killed", "people", "10"), people("wounded", "people", "20"),
     "2 by killed and wounded: 30"),
    (people("killed", "people", "40"), people("killed", "military", "10"), people("killed", "civilian", "20"),
     "2 by populations: 30"),
    (people("killed", "people", "40"), people("killed", "militant", "10"), people("killed", "taliban", "at least 5"),
     people("killed", "civilian", "20"), "2 by populations: 30"),
    (people("casualties", "people", "40"), people("killed", "military", "10"), ""),
    (people("killed", "people", "40"), people("missing", "people", "10"), ""),
]  # fmt: skip


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        yield opened


def sums(con: db.Connection, first: int = 0) -> list[str]:
    query = """
        select row_no // 10 * 10, string_agg(parts || ' by ' || what || ': ' || interval_text(parts_lo, parts_hi), ', '
            order by row_no, what)
        from (
            select total_id as claim_id, by_what as what, parts, parts_lo, parts_hi from breakdown_sum
            union all
            select whole_id, what, parts, parts_lo, parts_hi from component_sum
            -- of the groups of groups, only the first
            where whole_id not in (select claim_id from component where what = 'populations')
        )
        join claim using (claim_id)
        group by all
        """
    return told(con, CASES, first, query)


def test_what_a_document_adds_up_to(con: db.Connection) -> None:
    sown(con, CASES)
    wrong = [(*case, words) for case, words in zip(CASES, sums(con), strict=True) if words != case[-1]]
    assert not wrong, "\n".join(map(str, wrong))
