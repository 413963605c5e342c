"""The view `pair` against the oracle, over random small ledgers. ORACLE_LEDGERS=1000 runs more of them."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle import Pair, pairs
from oracle_claims import Claim, Registers, read_claim

from ledger import db
from ledger.ingest.record import Act, record

LEDGERS = int(os.environ.get("ORACLE_LEDGERS", "300"))

FIGURES = {
    "1": ("exact", 1, 1),
    "3": ("exact", 3, 3),
    "4": ("exact", 4, 4),
    "10": ("exact", 10, 10),
    "12": ("exact", 12, 12),
    "19": ("exact", 19, 19),
    "20": ("exact", 20, 20),
    "21": ("exact", 21, 21),
    "24": ("exact", 24, 24),
    "30": ("exact", 30, 30),
    "31": ("exact", 31, 31),
    "40": ("exact", 40, 40),
    "about 40": ("approx", 36, 44),
    "at least 12": ("at_least", 12, None),
    "more than 40": ("more_than", 41, None),
    "up to 10": ("at_most", 0, 10),
    "3-4": ("range", 3, 4),
    "several": ("vague", 2, 9),
    "none": ("none", 0, 0),
    "withheld": ("withheld", None, None),
    "denied": ("denied", None, None),
}
STATED = tuple(FIGURES)[:-2]
WINDOWS = (
    "2025-07-23T15:00Z/2025-07-24T05:00Z",
    "2025-07-23T15:00Z/2025-07-24T05:00Z",
    "2025-07-23T20:00Z/2025-07-24T04:00Z",
    "2025-07-23T20:00Z/2025-07-24T08:00Z",
    "2025-07-23T20:00Z/2025-07-24T09:00Z",  # just half of the first
    "2025-07-23T20:00Z/2025-07-24T05:00Z",
    "2025-07-23T15:00Z/2025-07-24T04:00Z",
    "2025-07-24T04:00Z/2025-07-24T15:00Z",
    "2025-07-22T06:00Z/2025-07-24T12:00Z",
    "2025-07-24",
    "2025-07-24",
    "2025-07-23",
    "2025-07-23/2025-07-24",
    "2025-07-22/2025-07-24",
    "2025-07-24/2025-07-25",
    "2025-07-23/2025-07-25",
)
INSTANTS = ("2025-07-24T06:00Z/2025-07-24T06:00Z", "2025-07-24T09:00Z/2025-07-24T09:00Z")
SOURCES = (
    "ua-air-force", "ua-air-force", "ru-mod", "ru-mod", "ua-general-staff", "ru-mfa", "ua-air-command-south",
    "ru-krasnodar-hq", "oryx", "kaggle-missile-attacks", "reuters",
)  # fmt: skip
WEEKS = range(100)
"""One small ledger a week, so that many are held in one database."""
AT_ONCE = 50
MEANINGS = [
    (source, metric, weapon, *(str(date.fromisoformat(day) + timedelta(weeks=n)) if day else None for day in span))
    for n in WEEKS
    for source, metric, weapon, *span in (
        ("ru-mod", "intercepted", "uav", None, "2025-07-23"),
        ("ua-general-staff", "intercepted", "shahed", "2025-07-24", None),
        ("oryx", "killed", "unspecified", "2025-07-24", "2025-07-24"),
        ("ua-air-force", "neutralised", "uav", "2025-07-25", None),
        ("ua-air-force", "intercepted", "shahed", None, "2025-07-24"),
    )
]
"""Changes of meaning in each of those weeks, beside those of the glossary."""
REGISTERS = Registers.read()
REGISTERS.glossary.extend(
    dict(zip(("source", "metric", "weapon", "since", "until"), row, strict=True)) for row in MEANINGS
)
AIR = ("intercepted", "intercepted", "neutralised", "launched", "lost")
PEOPLE = ("killed", "killed", "casualties", "wounded")


def rarely(draw: Random, usual: str, *others: str) -> str:
    return draw.choice(others) if draw.randrange(8) == 0 else usual


def claim_row(draw: Random) -> dict[str, str]:
    people = draw.randrange(3) == 0
    source = draw.choice(SOURCES)
    attacker, defender = draw.choice((("RU", "UA"),) * 6 + (("UA", "RU"),))
    basis = rarely(draw, "period", "stock", "cumulative")
    row = {
        "source": source,
        "url": draw.choice(("post 1", "post 1", "post 2")),
        "published": draw.choice(("2025-07-24T10:00Z", "2025-07-24T10:00Z", "2025-07-25T10:00Z")),
        "attacker": attacker,
        "defender": defender,
        "metric": draw.choice(PEOPLE if people else AIR),
        "value": draw.choice(STATED * 3 + ("withheld", "denied")),
        "window": draw.choice(INSTANTS if basis == "stock" else WINDOWS),
        "region": draw.choice(("all",) * 6 + ("UA-14", "UA-14", "X-DONBAS", "UA-14+UA-09", "RU-KDA")),
        "part": rarely(draw, "", "second wave", "from Kursk"),
        "basis": basis,
        "breakdown": draw.choice(("none",) * 4 + ("partial", "exhaustive")),
        "recap": rarely(draw, "false", "false", "true"),
        "event": draw.choice(("",) * 6 + ("a strike", "a strike", "another strike")),
    }
    if people:
        row |= {
            "subject": draw.choice((defender, defender, "UA")),
            "population": draw.choice(("people", "people", "military", "unspecified")),
        }
    else:
        weapons = ("uav",) * 9 + ("shahed", "shahed", "any", "zala", "shahed+zala", "unspecified")
        row["weapon"] = draw.choice(weapons)
    if source == "reuters":
        row["origin"] = draw.choice(("", "ua-dsns", "ru-mchs"))  # neither speaks for itself here
    return row


def ledger(draw: Random) -> list[dict[str, str]]:
    """Rows that mostly restate each other in all but a column or two; a relay may repeat a row of its origin."""
    rows = [claim_row(draw) for _ in range(draw.randint(1, 3))]
    for _ in range(draw.randint(1, 8)):
        base, other = draw.choice(rows), claim_row(draw)
        if ("subject" in other) == ("subject" in base):
            kept = {"source", *draw.sample(sorted(other), draw.randint(0, 3)), *draw.choice(((), ("value",)))}
            for together in ({"window", "basis"}, {"attacker", "defender", "subject"}, {"source", "origin"}):
                kept |= together if kept & together else set()
            other = base | {"origin": ""} | {c: other[c] for c in kept & set(other)}
        rows.append(other)
    for base in rows[: draw.randrange(2)]:
        if not base.get("origin"):
            rows.append(base | {"source": "aerotime", "origin": base["source"], "value": draw.choice(STATED)})
    return rows


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        for row in MEANINGS:
            opened.execute("insert into glossary (source, metric, weapon, since, until) values (?, ?, ?, ?, ?)", row)
        yield opened


def recorded(con: db.Connection, ledgers: list[list[dict[str, str]]]) -> list[list[Claim]]:
    """Records the rows of all ledgers for their ids; a row known already is no further claim."""
    rows = [(n, row) for n, ledger in enumerate(ledgers) for row in apart(ledger, n)]
    outcome = record(con, [(i, [row]) for i, (_, row) in enumerate(rows)], Act("test"))
    assert not outcome.problems
    claims: list[list[Claim]] = [[] for _ in ledgers]
    for i, name in con.execute("select row_no, cast(claim_id as varchar) from claim order by row_no").fetchall():
        n, row = rows[i]
        claims[n].append(read_claim(name, row, FIGURES[row["value"]], REGISTERS))
    return claims


VIEW = """
    select [claim_a::varchar, claim_b::varchar], verdict, reasons, gap, severity, factor, same_scope, narrower_in,
        case when within_party then 'one' when between_parties then 'two' else 'neither' end,
        [day::varchar, coalesce(attacker, ''), coalesce(defender, ''), coalesce(subject, '')],
        inner_id::varchar, outer_id::varchar
    from pair
"""


BROKEN = """
    select [claim_a::varchar, claim_b::varchar] from comparison('broken_candidate')
    where verdict in ('contradict', 'diverge') and voice_a <> voice_b
"""


def found(con: db.Connection, view: str = VIEW) -> list[Pair]:
    """The pairs of a view, which must be those of its quicker twin too where they are broken."""
    pairs = []
    for names, verdict, reasons, gap, severity, factor, same, narrower, parties, about, inner, outer in rows(con, view):
        assert {inner, outer} == set(names)
        which = inner if narrower and "crossed" not in reasons else None
        told = (gap, severity, factor, same, frozenset(narrower), parties, tuple(about), which)
        pairs.append(Pair(frozenset(names), verdict, frozenset(reasons), *told))
    broken = rows(con, BROKEN.replace("<> voice_b", "= voice_b" if "own_pair" in view else "<> voice_b"))
    assert {frozenset(n) for (n,) in broken} == {p.names for p in pairs if p.verdict in ("contradict", "diverge")}
    return pairs


def rows(con: db.Connection, query: str) -> list[Any]:
    return con.execute(query).fetchall()


def told(claims: list[Claim], names: frozenset[str], wanted: Pair | None, has: Pair | None) -> str:
    lines = [f"{'*' if c.name in names else ' '} { {k: v for k, v in c.row.items() if v} }" for c in claims]
    return "\n".join(("the ledger, the pair starred:", *lines, f"oracle: {wanted}", f"view:   {has}"))


def apart(rows: list[dict[str, str]], n: int) -> list[dict[str, str]]:
    """The rows n weeks later and with events of their own, so that several ledgers are held in one."""

    def later(text: str) -> str:
        return re.sub(r"2025-07-[0-9]{2}", lambda m: str(date.fromisoformat(m[0]) + timedelta(weeks=n)), text)

    moved = ({k: later(v) for k, v in row.items()} for row in rows)
    return [row | {"event": f"{row['event']} {n}" if row["event"] else ""} for row in moved]


@settings(max_examples=-(-LEDGERS // AT_ONCE), deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(seed=st.integers(0, 2**32))
def test_the_view_says_what_the_oracle_says(con: db.Connection, seed: int) -> None:
    draw = Random(seed)
    batch = [ledger(draw) for _ in range(AT_ONCE)]
    con.execute("begin")
    try:
        ledgers = recorded(con, batch)
        rows = found(con)
    finally:
        con.execute("rollback")
    got = {pair.names: pair for pair in rows}
    assert len(got) == len(rows), "a pair stands twice"
    wrong = ""
    for claims in ledgers:
        expected = {pair.names: pair for pair in pairs(claims, REGISTERS)}
        has = {names: pair for names, pair in got.items() if names & {c.name for c in claims}}
        different = [n for n in expected.keys() | has.keys() if expected.get(n) != has.get(n)]
        if different and not wrong:
            wrong = told(claims, different[0], expected.get(different[0]), has.get(different[0]))
    assert not wrong, wrong
