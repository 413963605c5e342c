"""The view `pair` against the oracle, over random small ledgers. ORACLE_LEDGERS=1000 runs more of them."""

import os
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from oracle import Claim, Pair, Registers, pairs, read_claim

from ledger import db
from ledger.ingest.record import Act, record

REGISTERS = Registers.read()
LEDGERS = int(os.environ.get("ORACLE_LEDGERS", "300"))
AT_ONCE = 50

FIGURES = {
    "1": ("exact", 1, 1),
    "3": ("exact", 3, 3),
    "4": ("exact", 4, 4),
    "10": ("exact", 10, 10),
    "12": ("exact", 12, 12),
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
    "2025-07-24T04:00Z/2025-07-24T15:00Z",
    "2025-07-22T06:00Z/2025-07-24T12:00Z",
    "2025-07-24",
    "2025-07-24",
    "2025-07-23",
    "2025-07-23/2025-07-24",
    "2025-07-22/2025-07-24",
    "2025-07-24/2025-07-25",
)
INSTANTS = ("2025-07-24T06:00Z/2025-07-24T06:00Z", "2025-07-24T09:00Z/2025-07-24T09:00Z")
SOURCES = (
    "ua-air-force", "ua-air-force", "ru-mod", "ru-mod", "ua-general-staff", "ru-mfa", "ua-air-command-south",
    "ru-krasnodar-hq", "oryx", "kaggle-missile-attacks", "reuters",
)  # fmt: skip
AIR = ("intercepted", "intercepted", "neutralised", "launched", "lost")
PEOPLE = ("killed", "killed", "casualties", "wounded")


def often(usual: str, *others: str) -> st.SearchStrategy[str]:
    return st.sampled_from((usual,) * 6 * len(others) + others)


@st.composite
def claim_row(draw: st.DrawFn) -> dict[str, str]:
    people = draw(st.sampled_from(("air", "air", "people"))) == "people"
    source = draw(st.sampled_from(SOURCES))
    attacker, defender = draw(st.sampled_from((("RU", "UA"),) * 6 + (("UA", "RU"),)))
    stock = draw(often("", "", "stock")) == "stock"
    row = {
        "source": source,
        "url": draw(st.sampled_from(("post 1", "post 1", "post 2"))),
        "published": draw(st.sampled_from(("2025-07-24T10:00Z", "2025-07-24T10:00Z", "2025-07-25T10:00Z"))),
        "attacker": attacker,
        "defender": defender,
        "metric": draw(st.sampled_from(PEOPLE if people else AIR)),
        "value": draw(st.sampled_from(STATED * 3 + ("withheld", "denied"))),
        "window": draw(st.sampled_from(INSTANTS if stock else WINDOWS)),
        "region": draw(st.sampled_from(("all",) * 8 + ("UA-14", "X-DONBAS", "UA-14+UA-09", "RU-KDA"))),
        "part": draw(often("", "second wave", "from Kursk")),
        "basis": "stock" if stock else draw(often("period", "period", "cumulative")),
        "breakdown": draw(st.sampled_from(("none",) * 4 + ("partial", "exhaustive"))),
        "recap": draw(often("false", "false", "false", "true")),
        "event": draw(st.sampled_from(("",) * 6 + ("a strike", "a strike", "another strike"))),
    }
    if people:
        row |= {"subject": defender, "population": draw(st.sampled_from(("people", "military", "unspecified")))}
    else:
        row["weapon"] = draw(
            st.sampled_from(("uav",) * 9 + ("shahed", "shahed", "any", "zala", "shahed+zala", "unspecified"))
        )
    if source == "reuters":
        row["origin"] = draw(st.sampled_from(("", "ua-navy", "ru-mchs")))  # neither speaks for itself here
    return row


@st.composite
def ledgers(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows that often restate each other in all but one column or two; some relays repeat a row of their origin."""
    rows = draw(st.lists(claim_row(), min_size=1, max_size=4))
    for _ in range(draw(st.integers(1, 8))):
        base, other = draw(st.sampled_from(rows)), draw(claim_row())
        loss = "subject" in other
        if loss == ("subject" in base):
            kept = set(draw(st.lists(st.sampled_from(sorted(other)), max_size=3))) | {"source", "value"}
            kept |= {"window", "basis"} if kept & {"window", "basis"} else set()
            kept |= {"attacker", "defender", "subject"} if kept & {"attacker", "defender", "subject"} else set()
            other = {**base, "origin": "", **{c: other[c] for c in kept & set(other)}}
        if other.get("origin") in ("ua-air-force", "ru-mod"):
            other["origin"] = ""
        rows.append(other)
    for base in rows[:1]:
        if not base.get("origin") and base["source"] in ("ua-air-force", "ru-mod") and draw(st.booleans()):
            rows.append(
                base | {"source": "aerotime", "origin": base["source"], "value": draw(st.sampled_from(tuple(FIGURES)))}
            )
    return rows


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
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
    select cast(claim_a as varchar), cast(claim_b as varchar), verdict, reasons, gap, severity, within_party from pair
"""


def found(con: db.Connection) -> list[Pair]:
    rows = con.execute(VIEW).fetchall()
    return [
        Pair(
            frozenset((a, b)),
            verdict,
            frozenset(reasons or ()),
            *((gap, severity) if verdict in ("contradict", "diverge") else (None, None)),
            within,
        )
        for a, b, verdict, reasons, gap, severity, within in rows
    ]


def told(claims: list[Claim], names: frozenset[str], wanted: Pair | None, has: Pair | None) -> str:
    lines = [f"{'*' if c.name in names else ' '} { {k: v for k, v in c.row.items() if v} }" for c in claims]
    return "\n".join(("the ledger, the pair starred:", *lines, f"oracle: {wanted}", f"view:   {has}"))


def apart(rows: list[dict[str, str]], n: int) -> list[dict[str, str]]:
    """The rows n weeks later and with events of their own, so that several ledgers are held in one."""

    def later(text: str) -> str:
        return re.sub(r"2025-07-[0-9]{2}", lambda m: str(date.fromisoformat(m[0]) + timedelta(weeks=n)), text)

    moved = ({k: later(v) for k, v in row.items()} for row in rows)
    return [row | {"event": f"{row['event']} {n}" if row["event"] else ""} for row in moved]


@settings(
    max_examples=-(-LEDGERS // AT_ONCE),
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # the message shows the one small ledger; shrinking a batch of them would take minutes
    suppress_health_check=list(HealthCheck),
)
@given(batch=st.lists(ledgers(), min_size=AT_ONCE, max_size=AT_ONCE))
def test_the_view_says_what_the_oracle_says(con: db.Connection, batch: list[list[dict[str, str]]]) -> None:
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
