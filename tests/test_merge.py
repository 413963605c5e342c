"""Two desks' ledgers become one: the laws of a union, both histories, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import pytest
from conftest import BULLETIN, MINISTRY, Ledger, adding, nights, wrote
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger import db
from ledger.ingest import acts
from ledger.ingest.merge import take_in
from ledger.ingest.record import record
from ledger.model import act
from ledger.model.act import Act

# ---------------------------------------------------------------- ledgers in memory

RELAY = {
    **BULLETIN,
    "source": "rna",
    "origin": "ua-air-force",
    "url": "rna 1",
    "published": "2026-01-27",
    "weapon": "uav",
}
POOL = [
    BULLETIN,
    {**BULLETIN, "value": "139"},
    {**BULLETIN, "value": "140", "published": "2026-01-27T09:00"},
    {**BULLETIN, "metric": "neutralised", "value": "110"},
    RELAY,
    MINISTRY,
    {**MINISTRY, "region": "RU-KDA", "value": "34"},
]
"""Claims that revise and quote each other."""

Desk = Sequence[tuple[int, str, list[int]]]
"""What a desk does: the minute, how (load, retract, tag), and the claims of POOL."""

DESK = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from(["load", "load", "load", "retract", "tag"]),
        st.lists(st.integers(0, len(POOL) - 1), min_size=1, max_size=4, unique=True),
    ),
    max_size=3,
)
STACK = ExitStack()


@cache
def opened(number: int) -> db.Connection:
    return STACK.enter_context(db.passing())


@contextmanager
def ledgers(*desks: tuple[str, Desk]) -> Iterator[list[db.Connection]]:
    """A ledger of each desk, in memory; the same desk does the same at the same time. Rolled back after use."""
    cons = [opened(n) for n in range(len(desks))]
    for con, (name, desk) in zip(cons, desks, strict=True):
        con.begin()
        for number, (minute, how, chosen) in enumerate(desk):
            with patch.object(act, "datetime", _clock(number, minute)), patch.dict("os.environ", LEDGER_USER=name):
                _do(con, how, chosen, name)
    try:
        yield cons
    finally:
        for con in cons:
            con.rollback()


def _clock(number: int, minute: int) -> type[datetime]:
    class Then(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime(2026, 2, 1, number, minute, tzinfo=UTC)

    return Then


def _do(con: db.Connection, how: str, chosen: Sequence[int], name: str) -> None:
    rows = [{**POOL[n], "note": f"seen by {name}"} for n in chosen]
    if how == "load":
        record(con, [(n, [row]) for n, row in enumerate(rows, 1)], Act("load", f"{name}.csv"))
        return
    there = con.execute("select claim_id from claim order by claim_id").fetchall()
    taken = con.execute("select claim_id from retracted_claim").fetchall()
    standing = [str(i) for (i,) in there if (i,) not in taken]
    if standing and how == "retract":
        acts.retract(con, standing[chosen[0] % len(standing)], f"{name} says so")
    elif standing:
        acts.tag(con, standing[: chosen[0] + 1], f"event of {name}")


def merged(con: db.Connection, other: db.Connection) -> None:
    take_in(con, other, "other")


SAID = ("claim", "claim_again", "link", "resolution", "capture", "derived_link", "scope", "scope_in")


def content(con: db.Connection) -> dict[str, Any]:
    """All that a ledger says, but for the acts that say nothing of their own."""
    found: dict[str, Any] = {t: sorted(con.table(t).fetchall(), key=repr) for t in SAID}
    entries = con.execute("from entry where command not in ('merge', 'update')").fetchall()
    return found | {"entry": sorted(entries, key=repr), "digest": con.execute("from claims_digest").fetchall()}


# ---------------------------------------------------------------- laws

FEW_OR_MANY = pytest.mark.parametrize("examples", [2, pytest.param(100, marks=pytest.mark.soak)])


def holds(law: Callable[..., None], desks: int, examples: int) -> None:
    """Whether a law holds for that many examples of so many desks."""
    settings(max_examples=examples, deadline=None)(given(*[DESK] * desks)(law))()


@FEW_OR_MANY
def test_it_does_not_matter_who_merges_into_whom(examples: int) -> None:
    def law(one: Desk, two: Desk) -> None:
        with ledgers(("one", one), ("two", two), ("one", one), ("two", two)) as (a, b, c, d):
            merged(a, b)
            merged(d, c)
            assert content(a) == content(d)

    holds(law, 2, examples)


@FEW_OR_MANY
def test_it_does_not_matter_in_which_order_three_are_merged(examples: int) -> None:
    def law(one: Desk, two: Desk, three: Desk) -> None:
        desks = [("one", one), ("two", two), ("three", three)]
        with ledgers(*desks, *desks) as (a, b, c, d, e, f):
            merged(a, b)
            merged(a, c)
            merged(e, f)
            merged(d, e)
            assert content(a) == content(d)

    holds(law, 3, examples)


@FEW_OR_MANY
def test_merging_again_brings_nothing(examples: int) -> None:
    def law(one: Desk, two: Desk) -> None:
        with ledgers(("one", one), ("two", two), ("two", two)) as (a, b, c):
            merged(a, b)
            before = {t: con_rows(a, t) for t in (*SAID, "entry")}
            assert take_in(a, c, "again").entry is None
            merged(b, a)
            assert content(a) == content(b)
            # each has the other's merge to tell, and nothing else
            assert take_in(a, b, "back").entry is None
            assert {t: con_rows(a, t) for t in (*SAID, "entry")} == before

    holds(law, 2, examples)


def con_rows(con: db.Connection, table: str) -> list[Any]:
    return sorted(con.table(table).fetchall(), key=repr)


# ---------------------------------------------------------------- as typed


@pytest.fixture
def desks(ledger: Ledger, folder: Path) -> tuple[str, str]:
    """Two ledgers that share a claim, with another note at each desk, and have one of their own each."""
    ledger("--db", "one.duckdb", *adding(BULLETIN, note="seen by one"))
    ledger("--db", "one.duckdb", *adding(MINISTRY))
    ledger("--db", "two.duckdb", *adding(BULLETIN, note="seen by two"))
    ledger("--db", "two.duckdb", "load", wrote(folder / "n.csv", nights(3)))
    return "one.duckdb", "two.duckdb"


def digest(ledger: Ledger, name: str) -> str:
    return ledger("--db", name, "digest").out.split("content=")[1].strip()


def test_both_histories_are_kept_and_verify(ledger: Ledger, desks: tuple[str, str]) -> None:
    one, two = desks
    published = [ledger("--db", name, "digest").out.split("head=")[1].split()[0] for name in desks]
    before = Path(two).read_bytes()
    found = ledger("--db", one, "merge", two, "-f", "json").json
    assert (found["entries"], found["claims"], found["known"]) == (2, 3, 1)
    assert Path(two).read_bytes() == before
    ledger("--db", two, "merge", one)
    for name in desks:
        ledger("--db", name, "verify", "--against", published[0], "--against", published[1])
        claim = ledger("--db", name, "sql", "select claim_id from claim where value = '138'", "-f", "csv").out.split()[
            1
        ]
        told = ledger("--db", name, "show", claim, "-f", "json").json
        assert told["note"] == "seen by one"
        assert [s["detail"] for s in told["life"] if s["what"] == "recorded again by another desk"] == [
            "row 1, seen by two"
        ]
    assert digest(ledger, one) == digest(ledger, two)
    joined = ledger("--db", one, "log", "-f", "json").json[0]
    assert (joined["command"], joined["file"], len(joined["parents"])) == ("merge", "two.duckdb", 2)


def test_what_came_by_a_merge_was_not_known_before(ledger: Ledger, folder: Path) -> None:
    def at(day: str, *words: str) -> None:
        class Then(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC)

        with patch.object(act, "datetime", Then):
            ledger(*words)

    at("2026-02-01", "--db", "one.duckdb", *adding(MINISTRY))
    at("2026-02-02", "--db", "two.duckdb", *adding(BULLETIN))
    at("2026-02-05", "--db", "one.duckdb", *adding(BULLETIN, note="later here"))
    at("2026-02-09", "--db", "one.duckdb", "merge", "two.duckdb")

    def told(day: str) -> list[str]:
        found = ledger("--db", "one.duckdb", "claims", "--as-of", day, "-f", "json").json
        return sorted(r["value"] for r in found)

    assert told("2026-02-03") == ["40"]
    assert told("2026-02-06") == ["138", "40"]
    assert told("2026-02-09") == ["138", "40"]


def test_a_history_as_text_is_a_ledger_again(ledger: Ledger, desks: tuple[str, str], folder: Path) -> None:
    one, two = desks
    ledger("--db", one, "merge", two)
    claim = ledger("--db", one, "sql", "select claim_id from claim where value = '40'", "-f", "csv").out.split()[1]
    ledger("--db", one, "retract", claim, "--why", "a test")
    ledger("--db", one, "export", "--history", "-o", "whole.ndjson")
    ledger("--db", "new.duckdb", "merge", "whole.ndjson")
    published = ledger("--db", one, "digest").out.split("head=")[1].split()[0]
    ledger("--db", "new.duckdb", "verify", "--against", published)
    assert digest(ledger, "new.duckdb") == digest(ledger, one)
    assert ledger("--db", "new.duckdb", "show", claim, "-f", "json").json["state"].startswith("retracted by tester")


def test_an_export_of_claims_is_merged_by_loading_it(ledger: Ledger, desks: tuple[str, str]) -> None:
    ledger("--db", desks[1], "export", "-o", "claims.csv")
    ledger("--db", desks[0], "merge", "claims.csv")
    assert ledger("--db", desks[0], "sql", "select count(*) as n from claim", "-f", "json").json == [{"n": 5}]
    ledger("--db", "new.duckdb", "load", "claims.csv")
    assert digest(ledger, "new.duckdb") == digest(ledger, desks[1])


def test_a_ledger_that_was_altered_is_not_taken_in(ledger: Ledger, desks: tuple[str, str], folder: Path) -> None:
    one, two = desks
    before = Path(one).read_bytes()
    with duckdb.connect(two) as con:
        con.execute("update claim set note = 'edited'")
    assert "two.duckdb is not as it was recorded" in ledger("--db", one, "merge", two, code=2).err
    ledger("--db", two, "export", "--history", "-o", "whole.ndjson")
    assert "whole.ndjson is not as it was recorded" in ledger("--db", one, "merge", "whole.ndjson", code=2).err
    lines = [json.loads(line) for line in Path("whole.ndjson").read_text().splitlines()]
    Path("whole.ndjson").write_text("".join(json.dumps(line) + "\n" for line in lines if line["table"] != "entry"))
    assert "whole.ndjson is not as it was recorded" in ledger("--db", one, "merge", "whole.ndjson", code=2).err
    kinds = [{**line, "lo": ["x"]} if line["table"] == "claim" and i % 2 else line for i, line in enumerate(lines)]
    Path("whole.ndjson").write_text("".join(json.dumps(line) + "\n" for line in kinds))
    assert "of another kind of value" in ledger("--db", one, "merge", "whole.ndjson", code=2).err
    Path("whole.ndjson").write_bytes(b'{"table": "claim", "note": "\xff"}\n')
    assert "whole.ndjson:1: no row of a ledger's history" in ledger("--db", one, "merge", "whole.ndjson", code=2).err
    kept = [{**line, "value": "9"} if line.get("key") == "schema" else line for line in lines]
    Path("whole.ndjson").write_text("".join(json.dumps(line) + "\n" for line in kept))
    assert "has schema 9, not 4" in ledger("--db", one, "merge", "whole.ndjson", code=2).err
    assert Path(one).read_bytes() == before


def test_a_word_of_ones_own_must_mean_one_thing(ledger: Ledger, folder: Path) -> None:
    for name, place in (("one", "Irpin"), ("two", "Another Irpin")):
        db_ = f"{name}.duckdb"
        ledger(
            "--db", db_, "vocab", "regions", "--add", "id=X-IRPIN", "--add", f"name={place}", "--add", "within=UA-32"
        )
        ledger("--db", db_, *adding(BULLETIN, region="X-IRPIN", value="3", url=name))
    said = ledger("--db", "one.duckdb", "merge", "two.duckdb", code=2).err
    assert "the two ledgers mean different things by 'X-IRPIN' (regions)" in said
    assert ledger("--db", "one.duckdb", "sql", "select count(*) as n from claim", "-f", "json").json == [{"n": 1}]


def test_words_of_the_other_desk_come_with_its_claims(ledger: Ledger, folder: Path) -> None:
    ledger("--db", "one.duckdb", *adding(MINISTRY))
    ledger(
        "--db", "two.duckdb", "vocab", "regions", "--add", "id=X-IRPIN", "--add", "name=Irpin", "--add", "within=UA-32"
    )
    ledger("--db", "two.duckdb", *adding(BULLETIN, region="X-IRPIN", value="3"))
    ledger("--db", "one.duckdb", "merge", "two.duckdb")
    ledger("--db", "one.duckdb", *adding(BULLETIN, region="X-IRPIN", value="4", url="x"))
    ledger("--db", "one.duckdb", "verify")
