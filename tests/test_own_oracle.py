"""What one voice says, `own_pair` and the sums, against the oracle over random bulletins. ORACLE_LEDGERS=1000: more.

The bulletins hold each kind of agreement, contradiction and wrong sum (`KINDS`).
"""

import os
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from oracle import Pair
from oracle_claims import Claim, read_claim
from oracle_sums import Sum, breakdown_sums, component_sums, own_pairs
from test_pair_oracle import AT_ONCE, FIGURES, MEANINGS, REGISTERS, VIEW, WINDOWS, apart
from test_pair_oracle import found as found_pairs
from test_pair_oracle import ledger as any_ledger

from ledger import db
from ledger.ingest.record import Act, record

LEDGERS = int(os.environ.get("ORACLE_LEDGERS", "300"))

Row = dict[str, str]

SMALL = ("1", "2", "3", "3", "4", "5", "3-4", "several", "at least 3", "up to 10", "none")
LARGE = ("9", "10", "ten", "12", "14", "about 40", "at least 12", "up to 10", "40")
WORDS = FIGURES | {
    "2": ("exact", 2, 2),
    "5": ("exact", 5, 5),
    "9": ("exact", 9, 9),
    "14": ("exact", 14, 14),
    "at least 3": ("at_least", 3, None),
    "ten": ("exact", 10, 10),
    "three": ("exact", 3, 3),
    "forty": ("exact", 40, 40),
}
OTHER_WORDS = {"10": "ten", "ten": "10", "3": "three", "40": "forty"}
NIGHT = WINDOWS[0]
LISTS = ("UA-09+UA-14", "UA-14+UA-23", "UA-09+UA-23", "UA-09+UA-14+UA-23", "UA-14", "RU-KDA")
PLACES = ("UA-14", "UA-09", "UA-23", "RU-KDA", "X-UA-BAKHMUT", "X-DONBAS", "UA-14+UA-23", "all")
WEAPONS = ("shahed", "shahed", "zala", "decoy", "gerbera", "cruise", "shahed+zala", "decoy+shahed", "shahed_136")
OUTCOMES = ("neutralised", "intercepted", "suppressed", "lost", "hit", "airborne_at_cutoff", "left_airspace")
PEOPLE = ("people", "military", "civilian", "militant", "taliban", "unspecified")


def listing(draw: Random) -> list[Row]:
    """A declared total and what the document says of it by region, by weapon, or of both."""
    total = {
        "metric": draw.choice(("intercepted", "intercepted", "neutralised", "launched")),
        "weapon": draw.choice(("uav", "uav", "any", "shahed", "unspecified")),
        "region": draw.choice(("all", "all", "X-DONBAS", "X-UA-SOUTH", "UA-14+UA-23", "UA-14")),
        "breakdown": draw.choice(("exhaustive", "exhaustive", "partial", "none")),
        "value": draw.choice(LARGE),
    }
    rows = [total]
    by = draw.choice((("region",), ("weapon",), ("lists",), ("region", "weapon"), ("region", "weapon", "both")))
    for _ in range(draw.randint(1, 5)):
        part = total | {"breakdown": "none", "value": draw.choice((*SMALL, *SMALL, "withheld", "12"))}
        way = draw.choice(by)
        if way != "weapon":
            part["region"] = draw.choice(LISTS if way == "lists" else PLACES)
        if way in ("weapon", "both"):
            part["weapon"] = draw.choice(WEAPONS)
        rows.append(part)
    if draw.randrange(2):
        rows = [row | {"input": "a row of the list"} for row in rows]
    return rows


def funnel(draw: Random) -> list[Row]:
    """What was launched and what became of it, mostly at one place."""
    region, weapon = draw.choice(("all", "all", "UA-14")), draw.choice(("uav", "shahed", "any", "shahed+zala"))
    rows = [{"metric": "launched", "weapon": weapon, "region": region, "value": draw.choice(LARGE)}]
    for metric in draw.sample((*OUTCOMES, "left_airspace"), draw.randint(1, 5)):
        where = draw.choice(("X-UA-BAKHMUT", "UA-14", "X-DONBAS", "all")) if metric == "left_airspace" else region
        row = {"metric": metric, "weapon": weapon, "region": where, "value": draw.choice((*SMALL, "12", "withheld"))}
        if draw.randrange(10) == 0:
            row["weapon"] = draw.choice(WEAPONS)
        if draw.randrange(10) == 0:
            row["region"] = draw.choice(PLACES)
        rows.append(row)
    return rows


def toll(draw: Random) -> list[Row]:
    """People: casualties with the killed and the wounded, everyone with groups of people."""
    subject, region = draw.choice(("UA", "UA", "RU")), draw.choice(("all", "UA-14"))
    rows = []
    for _ in range(draw.randint(2, 6)):
        whole = draw.randrange(3) == 0
        row = {
            "subject": subject,
            "region": region if draw.randrange(8) else draw.choice(PLACES),
            "metric": draw.choice(("casualties", "killed", "killed", "wounded")),
            "population": "people" if whole else draw.choice(PEOPLE),
        }
        rows.append(row | {"value": draw.choice(LARGE if whole or row["metric"] == "casualties" else SMALL)})
    return rows


def document(draw: Random, url: str, kind: Any) -> list[Row]:
    """One document of the ledger's voice, with a slip here and there in what its figures are about."""
    window = draw.choice((NIGHT, NIGHT, *WINDOWS))
    common = {"url": url, "published": "2025-07-24T10:00Z", "window": window}
    rows = []
    for row in kind(draw):
        row = common | row
        for column, words, rarity in (
            ("part", ("second wave", "from Kursk"), 14),
            ("window", (NIGHT, *WINDOWS), 10),
            ("basis", ("cumulative", "stock"), 25),
            ("recap", ("true",), 25),
            ("event", ("a strike", "another strike"), 12),
            ("breakdown", ("partial", "exhaustive"), 12),
            ("region", PLACES, 14),
            ("value", tuple(WORDS), 12),
            ("published", ("2025-07-25T10:00Z",), 14),
        ):
            if draw.randrange(rarity) == 0:
                row[column] = draw.choice(words)
        rows.append(row)
        if draw.randrange(8) == 0:  # said again, at once or in an edit
            published = draw.choice((row["published"], row["published"], "2025-07-25T10:00Z"))
            value = OTHER_WORDS.get(row["value"]) or draw.choice(tuple(WORDS))
            rows.append(row | {"value": value, "published": published})
    return rows


def ledger(draw: Random) -> list[Row]:
    """One to three documents of mostly one voice, which may be relayed by one outlet or two."""
    source = draw.choice(("ua-air-force", "ua-air-force", "ru-mod", "ua-air-command-south", "oryx", "ua-dsns"))
    kind = draw.choice((listing, listing, funnel, toll, any_ledger))
    rows: list[Row] = []
    for url in ("post 1", "post 2", "post 3")[: draw.choice((1, 1, 1, 2, 3))]:
        told = rows if rows and draw.randrange(3) == 0 else document(draw, url, kind)
        outlet = draw.choice(("", "", "", "reuters", "reuters", "ap")) if source == "ua-dsns" else ""
        speaker = {"source": outlet or source, "origin": source if outlet else "", "url": url}
        rows += [row | speaker for row in told if draw.randrange(12)]
    common = {"attacker": "RU", "defender": "UA", "event": ""}
    if draw.randrange(6) == 0 and rows:
        rows.append(draw.choice(rows) | {"source": "ua-general-staff", "origin": "", "url": "another"})
    return [common | row for row in rows]


@pytest.fixture(scope="module")
def con() -> Iterator[db.Connection]:
    with db.passing() as opened:
        for row in MEANINGS:
            opened.execute("insert into glossary (source, metric, weapon, since, until) values (?, ?, ?, ?, ?)", row)
        yield opened


def recorded(con: db.Connection, ledgers: list[list[Row]]) -> list[list[Claim]]:
    """Records all ledgers at once. Rows of one `input` are one row of the file."""
    inputs: dict[object, list[int]] = {}
    rows = [(n, row) for n, told in enumerate(ledgers) for row in apart(told, n)]
    for i, (n, row) in enumerate(rows):
        inputs.setdefault((n, row["url"], row["input"]) if "input" in row else i, []).append(i)
    drafts = [(n, [rows[i][1] | {"note": str(i)} for i in told]) for n, told in enumerate(inputs.values())]
    outcome = record(con, drafts, Act("test"))
    assert not outcome.problems
    claims: list[list[Claim]] = [[] for _ in ledgers]
    given = con.execute("select cast(note as int), cast(claim_id as varchar), row_no from claim order by 1").fetchall()
    for i, name, row_no in given:
        n, row = rows[i]
        claims[n].append(read_claim(name, row | {"input": str(row_no)}, WORDS[row["value"]], REGISTERS))
    return claims


def found(con: db.Connection) -> list[Pair | Sum]:
    sums = [Sum(*row, frozenset(parts or ())) for *row, parts in con.execute(SUMS).fetchall()]
    return found_pairs(con, VIEW.replace("pair", "own_pair")) + sums


SUMS = """
    select total_id::varchar, by_what, parts_lo, parts_hi, parts, null, part_ids::varchar[] from breakdown_sum
    union all
    select whole_id::varchar, what, parts_lo, parts_hi, parts, largest_lo, part_ids::varchar[] from component_sum
"""


def said(claims: list[Claim]) -> list[Pair | Sum]:
    return [
        *own_pairs(claims, REGISTERS), *breakdown_sums(claims, REGISTERS), *component_sums(claims, REGISTERS)
    ]  # fmt: skip


def of(item: Pair | Sum) -> frozenset[str]:
    return item.names if isinstance(item, Pair) else frozenset({item.whole})


def key(item: Pair | Sum) -> tuple[object, ...]:
    return (of(item), item.by if isinstance(item, Sum) else "")


def told(claims: list[Claim], wrong: tuple[object, ...], wanted: object, has: object) -> str:
    lines = [
        f"{'*' if c.name in wrong[0] else ' '} {c.name[:6]} { {k: v for k, v in c.row.items() if v} }" for c in claims
    ]
    return "\n".join(("the ledger, the pair or the whole starred:", *lines, f"oracle: {wanted}", f"view:   {has}"))


def kinds(claims: list[Claim], item: Pair | Sum) -> Iterator[str]:
    """What an item is an example of."""
    if isinstance(item, Pair):
        a, b = (c for c in claims if c.name in item.names)
        yield f"{item.verdict} in {'one document' if a.document == b.document else 'two documents'}"
        yield from (f"incomparable: {reason}" for reason in item.reasons)
        return
    (whole,) = (c for c in claims if c.name == item.whole)
    yield item.by
    if whole.hi is not None and item.lo > whole.hi:
        yield f"{item.by} exceed"
    if whole.get("breakdown") == "exhaustive" and item.hi is not None and item.hi < (whole.lo or 0):
        yield f"{item.by} fall short"
    if item.hi is None:
        yield f"{item.by} unbounded"


KINDS = {
    *(f"{verdict} in one document" for verdict in ("agree", "compatible", "nested", "contradict", "diverge")),
    *(f"{verdict} in two documents" for verdict in ("nested", "contradict", "diverge")),
    *(f"incomparable: {reason}" for reason in ("region", "weapon", "part", "window", "level", "crossed", "event")),
    *(f"incomparable: {reason}" for reason in ("repeated", "recap", "definition")),
    *(f"{by}{what}" for by in ("region", "weapon") for what in ("", " exceed", " fall short", " unbounded")),
    *(f"{by}{what}" for by in ("munitions", "killed and wounded", "populations") for what in ("", " exceed")),
}


def test_the_views_say_what_the_oracle_says(con: db.Connection) -> None:
    seen: Counter[str] = Counter()

    @settings(
        max_examples=-(-LEDGERS // AT_ONCE), deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate)
    )
    @given(seed=st.integers(0, 2**32))
    def holds(seed: int) -> None:
        draw = Random(seed)
        batch = [ledger(draw) for _ in range(AT_ONCE)]
        con.execute("begin")
        try:
            ledgers = recorded(con, batch)
            items = found(con)
        finally:
            con.execute("rollback")
        got = {key(item): item for item in items}
        assert len(got) == len(items), "a pair or a sum stands twice"
        for claims in ledgers:
            names = {c.name for c in claims}
            expected = {key(item): item for item in said(claims)}
            has = {k: item for k, item in got.items() if of(item) & names}
            wrong = [k for k in expected.keys() | has.keys() if expected.get(k) != has.get(k)]
            assert not wrong, told(claims, wrong[0], expected.get(wrong[0]), has.get(wrong[0]))
            seen.update(kind for item in expected.values() for kind in kinds(claims, item))

    holds()
    assert not KINDS - seen.keys()
