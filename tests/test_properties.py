"""Laws that hold for any claims: what goes out comes back, in any order, once or twice."""

import csv
import io
import json
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date, timedelta
from functools import cache
from typing import Any

from conftest import Row, as_csv
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledger import db, queries
from ledger.errors import LedgerError
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import AS_STATED, COLUMNS, Act, Outcome, record
from ledger.model.text import unguarded
from ledger.render import render

SLOW = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
PHASES = [phase for phase in Phase if phase is not Phase.shrink]
settings.register_profile("ledger", deadline=None, max_examples=6, suppress_health_check=SLOW, phases=PHASES)
settings.load_profile("ledger")

# ---------------------------------------------------------------- random claims

DATES = st.dates(min_value=date(1990, 1, 1), max_value=date(2035, 12, 31))
CLOCK = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.integers(0, 59))
OFFSETS = st.sampled_from(["", "", "", "Z", "+02:00", "-05:00", "+05:30", "+03:00", "-11:00", "+12:45"])
MOMENTS = st.builds(lambda day, clock, offset: f"{day}T{clock}{offset}", DATES, CLOCK, OFFSETS)
DAYS = st.builds(lambda day, offset: f"{day}{offset}", DATES, OFFSETS)


@st.composite
def windows(draw: st.DrawFn) -> str:
    """A day, a span of days, of minutes, of both, or an instant."""
    first = draw(DATES)
    last = first + timedelta(days=draw(st.integers(2, 40)))
    offset = draw(OFFSETS)
    start, end = f"{first}T{draw(CLOCK)}{offset}", f"{last}T{draw(CLOCK)}{offset}"
    return draw(
        st.sampled_from(
            [f"{first}", f"{first}{offset}", f"{first}/{last}", f"{first}{offset}/{last}{offset}", f"{start}/{end}",
             f"{first}/{end}", f"{start}/{last}", f"{first}{offset}/{end}", f"{start}/{start}"]
        )
    )  # fmt: skip


VALUES = st.one_of(
    st.integers(0, 10**6).map(str),
    st.integers(1, 10**4).flatmap(
        lambda n: st.sampled_from(
            [f"about {n}", f"~{n}", f"близько {n}", f"at least {n}", f"не менее {n}", f"{n}+", f"more than {n}",
             f"понад {n}", f"up to {n}", f"fewer than {n}", f"почти {n}", f"{n}-{n + 7}", f"{n} to {n + 7}"]
        )
    ),
    st.sampled_from(["several", "кілька", "dozens", "десятки", "hundreds", "none", "withheld", "denied", "forty"]),
)  # fmt: skip
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the direction of writing; refused, since they hide what a text says."""
TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=TURNS),
    max_size=40,
).map(str.strip)  # fmt: skip
PLACES = st.sampled_from(["", "Kyiv Oblast", "UA-51", "RU-KDA", "Одеська область+Kyiv Oblast", "FI", "X-SEA-AZOV"])
SOURCES = st.sampled_from(["ru-mod", "ua-air-force", "us-centcom", "ua-general-staff"])


@st.composite
def claims(draw: st.DrawFn) -> Row:
    row = {
        "source": draw(SOURCES),
        "url": draw(TEXTS.filter(bool)),
        "published": draw(st.one_of(MOMENTS, DAYS)),
        "value": draw(VALUES),
        "window": draw(windows()),
        "region": draw(PLACES),
        "part": draw(TEXTS),
        "basis": draw(st.sampled_from(["", "period", "cumulative", "stock"])),
        "breakdown": draw(st.sampled_from(["", "none", "partial", "exhaustive"])),
        "recap": draw(st.sampled_from(["", "true", "false"])),
        "quote": draw(TEXTS),
        "lang": draw(st.sampled_from(["", "uk", "ru"])),
        "event": draw(st.sampled_from(["", "a-night"])),
        "origin": draw(st.sampled_from(["", "ua-mod"])),
        "note": draw(TEXTS),
    }
    if draw(st.booleans()):
        air = {
            "attacker": "RU",
            "defender": "UA",
            "weapon": draw(st.sampled_from(["", "shahed", "any", "uav+missile"])),
        }
        return row | air | {"metric": draw(st.sampled_from(["launched", "intercepted", "hit_locations"]))}
    loss = {"subject": draw(st.sampled_from(["RU", "UA"])), "population": draw(st.sampled_from(["", "military"]))}
    return row | loss | {"metric": draw(st.sampled_from(["killed", "destroyed"]))}


BATCHES = st.lists(claims(), min_size=1, max_size=10)

# ---------------------------------------------------------------- ledgers in memory

KEPT = "* exclude (entry_id, row_no, place)"


STACK = ExitStack()


@cache
def opened() -> db.Connection:
    return STACK.enter_context(db.passing())


@contextmanager
def ledger() -> Iterator[db.Connection]:
    """An empty ledger: the same connection each time, rolled back after use."""
    con = opened()
    con.begin()
    try:
        yield con
    finally:
        con.rollback()


def load(con: db.Connection, text: str) -> Outcome:
    part = prepare("-", ColumnMap(), lambda size: text.encode(), lambda done, total: None)
    outcome = record(con, part.rows, Act("load"), part.problems)
    assert outcome.rows == outcome.loaded + outcome.known + outcome.empty + outcome.refused
    return outcome


def content(con: db.Connection) -> list[Any]:
    return con.table("claim").project(KEPT).order("claim_id").fetchall()


def exported(con: db.Connection, format: str = "csv") -> str:
    out = io.StringIO()
    render(queries.fetch(con, db.statement("lookup/interchange")), format, out)
    return out.getvalue()


# ---------------------------------------------------------------- laws


@given(BATCHES)
def test_nothing_a_random_claim_holds_is_refused(rows: list[Row]) -> None:
    with ledger() as con:
        assert load(con, as_csv(rows)).problems == []


@given(BATCHES, st.sampled_from(["csv", "json", "ndjson"]))
def test_an_export_loaded_again_is_the_same_ledger(rows: list[Row], format: str) -> None:
    with ledger() as con:
        load(con, as_csv(rows))
        before, text = content(con), exported(con, format)
    with ledger() as con:
        assert load(con, text).problems == []
        assert content(con) == before


@given(BATCHES)
def test_loading_twice_is_loading_once(rows: list[Row]) -> None:
    with ledger() as con:
        load(con, as_csv(rows))
        before = con.table("claim").fetchall()
        again = load(con, as_csv(rows))
        assert (again.loaded, again.claims, again.entry, again.known) == (0, 0, None, len(rows))
        assert con.table("claim").fetchall() == before


@given(BATCHES, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[Row], chance: random.Random) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)
    found = []
    for each in (rows, shuffled):
        with ledger() as con:
            load(con, as_csv(each))
            found.append([r[0] for r in con.table("claim").project("claim_id").order("claim_id").fetchall()])
    assert found[0] == found[1]


@given(BATCHES, st.integers(0, 8))
def test_two_loads_are_the_same_claims_as_one(rows: list[Row], cut: int) -> None:
    found = []
    for parts in ([rows], [rows[:cut], rows[cut:]]):
        with ledger() as con:
            for part in filter(None, parts):
                load(con, as_csv(part))
            found.append(content(con))
    assert found[0] == found[1]


@given(st.lists(st.one_of(claims(), claims().map(lambda row: row | {"value": "most"})), min_size=1, max_size=10))
def test_a_bad_row_costs_no_other(rows: list[Row]) -> None:
    good = [row for row in rows if row["value"] != "most"]
    with ledger() as con:
        outcome = load(con, as_csv(rows))
        found = content(con)
    assert outcome.refused == len(rows) - len(good)
    with ledger() as con:
        if good:
            load(con, as_csv(good))
        assert content(con) == found


@given(BATCHES)
def test_the_formats_say_the_same(rows: list[Row]) -> None:
    with ledger() as con:
        load(con, as_csv(rows))
        text, lines = exported(con, "csv"), exported(con, "ndjson")
    objects = [json.loads(line) for line in lines.split("\n") if line]
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    bare = [{k: unguarded(v) for k, v in row.items()} for row in table]  # no cell of CSV is a formula
    assert bare == [{k: v or "" for k, v in row.items()} for row in objects]
    assert list(table[0]) == [*COLUMNS, *AS_STATED]


@settings(max_examples=15)
@given(st.text(max_size=60), st.sampled_from(COLUMNS))
def test_no_text_in_any_column_breaks_the_loading(text: str, column: str) -> None:
    row = {"source": "ru-mod", "url": "x", "published": "2026-01-26", "attacker": "UA", "defender": "RU",
           "metric": "hit", "value": "1", "window": "2026-01-26", column: text}  # fmt: skip
    with ledger() as con:
        outcome = record(con, [(1, [row])], Act("load"))
        assert outcome.loaded + outcome.refused == 1
        assert all(problem.reason for problem in outcome.problems)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(raw: bytes) -> None:
    with suppress(LedgerError):
        prepare("-", ColumnMap(), lambda size: raw, lambda done, total: None)
