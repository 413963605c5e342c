"""The comparison changed in one operator is noticed: by the oracle, by a worked example, or by a check's cases.

Owns what counts as a change (`CHANGES`) and which changes say the same (`EQUIVALENT`). A sample is tried in each run,
against the oracle and the examples, a larger one in the soak; LEDGER_MUTANTS=all there tries all changes, and the
checks' cases too, for half an hour.
A change that DuckDB does not understand is no mutant.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from random import Random
from threading import Timer
from typing import Any

import duckdb
import pytest
import test_checks
import test_disagreement
import test_own_pair
import test_sums
from oracle import pairs
from oracle_claims import Claim
from test_own_oracle import REGISTERS, recorded, said
from test_own_oracle import found as found_own
from test_own_oracle import ledger as own_ledger
from test_pair_oracle import MEANINGS
from test_pair_oracle import found as found_pairs
from test_pair_oracle import ledger as pair_ledger

from ledger import db, queries
from ledger.db import schema
from ledger.ingest.record import Act, record

FILES = ("20_current", "30_pair", "60_sum", "70_disagreement")
WANTED = os.environ.get("LEDGER_MUTANTS", "10")
PATIENCE = 20.0
"""Seconds; a change that makes a view take for ever is noticed."""

CORE = {"judgement", "worded", "own_meetings", "declared_part", "component", "disagreement"}
"""The views that a sample is drawn from: the comparison, the sums, and which check reports what."""

CHANGES = {
    "<=": "<", ">=": ">", "<": "<=", ">": ">=", "<>": "=", "and": "or", "or": "and", "not": "",
    "least": "greatest", "greatest": "least", "min": "max", "max": "min", "arg_min": "arg_max", "arg_max": "arg_min",
    "bool_or": "bool_and", "bool_and": "bool_or",
}  # fmt: skip
OPERATOR = re.compile(
    r"<=|>=|<>|<|>|(?<!create )\b(?:and|or|not)\b"
    r"|\b(?:least|greatest|(?:arg_)?(?:min|max)|bool_(?:or|and))(?=\()"
)
UNREAD = re.compile(r"--[^\n]*|'[^']*'|\"[^\"]*\"")
NOT_UNDERSTOOD = (
    duckdb.ParserException,
    duckdb.BinderException,
    duckdb.CatalogException,
    duckdb.NotImplementedException,
)

EQUIVALENT = {
    "scope_relation: join scope b on b.metric = m.b and b.weapon = w.b and b.scope_id > a.scope_id [> 1]":
        "a scope lies in itself, so that the anti-joins leave it out",
    "meetings: and (a.scope_id <> b.scope_id or a.claim_id < b.claim_id) [< 1]":
        "two voices have no claim in common",
}  # fmt: skip
"""Changes that say the same, and why."""


@dataclass(frozen=True)
class Mutant:
    """One statement of a view file, as it is and with one operator changed."""

    label: str
    view: str
    statement: str
    changed: str


def mutants(file: str) -> Iterator[Mutant]:
    text = (schema.QUERIES / "views" / f"{file}.sql").read_text(encoding="utf-8")
    code = UNREAD.sub(lambda m: re.sub(r"[^\n]", "_", m[0]), text)
    start = 0
    for end in (m.end() for m in re.finditer(";", code)):
        made = re.search(r"replace (?:view|macro) (\w+)", code[start:end])
        for found in OPERATOR.finditer(code, start, end) if made else ():
            line = code.rfind("\n", 0, found.start()) + 1
            nth = 1 + sum(m[0] == found[0] for m in OPERATOR.finditer(code, line, found.start()))
            words = text[line : text.find("\n", line)].strip()
            changed = text[start : found.start()] + CHANGES[found[0]] + text[found.end() : end]
            yield Mutant(f"{made[1]}: {words} [{found[0]} {nth}]", made[1], text[start:end], changed)
        start = end


class Tier:
    """A ledger in memory, what is to be said of it, and how to ask."""

    def __init__(self, con: db.Connection, expected: Any, ask: Callable[[db.Connection], Any], *views: str) -> None:
        self.con, self.expected, self.ask, self.views = con, expected, ask, set(views)
        assert self.ask(con) == expected

    def notices(self, mutant: Mutant) -> bool:
        """Whether something else is said under a mutant. Raises if it is none."""
        if not self.views & reach(mutant.view):
            return False
        patience = Timer(PATIENCE, self.con.interrupt)
        patience.start()
        try:
            self.con.execute(mutant.changed)
            return self.ask(self.con) != self.expected
        except NOT_UNDERSTOOD:
            raise
        except (duckdb.Error, AssertionError):
            return True
        finally:
            patience.cancel()
            self.con.execute(mutant.statement)


@cache
def reach(view: str) -> frozenset[str]:
    """A view or macro and all that are made of it, checks too."""
    texts = {
        name[1]: statement
        for file in sorted((schema.QUERIES / "views").glob("*.sql"))
        for statement in file.read_text(encoding="utf-8").split(";\n")
        if (name := re.search(r"replace (?:view|macro) (\w+)", statement))
    } | {name: queries.find("checks", name).sql for name in test_checks.CHECKS}
    texts["pair"] += " candidate"
    texts["own_pair"] += " own_candidate"
    texts["asked_candidate"] += " comparison"  # test_own_pair asks the macro about this view
    found, fresh = {view}, {view}
    while fresh:
        fresh = {name for name, text in texts.items() if fresh & set(re.findall(r"\w+", text))} - found
        found |= fresh
    return frozenset(found)


def tiers(stack: ExitStack) -> Iterator[Tier]:
    """What notices a change, the quickest first; each made when it is first needed."""

    def opened() -> db.Connection:
        con = stack.enter_context(db.passing())
        con.execute("set memory_limit = '1GB'; set temp_directory = ''")
        return con

    con, first = opened(), 0
    examples: tuple[tuple[list[Any], Callable[[db.Connection, int], list[str]], str], ...] = (
        (test_own_pair.OWN, test_own_pair.own, "own_pair"),
        (test_own_pair.PAIRS, test_own_pair.proofs, "pair"),
        (test_sums.CASES, test_sums.sums, "component_sum"),
        (test_disagreement.CASES, test_disagreement.said, "disagreement"),
        (test_own_pair.ASKED, test_own_pair.asked, "asked_candidate"),
    )
    test_disagreement.sown(con, [case for cases, _, _ in examples for case in cases])
    for cases, asked, *views in examples:
        yield Tier(con, [case[-1] for case in cases], partial(asked, first=first), *views)
        first += len(cases)
    con = opened()
    told = random_ledgers(con)
    own = Counter(x for claims in told for x in said(claims))
    yield Tier(con, own, lambda c: Counter(found_own(c)), "own_pair", "breakdown_sum", "component_sum")
    two = Counter(p for claims in told for p in pairs(claims, REGISTERS))
    yield Tier(con, two, lambda c: Counter(found_pairs(c)), "pair")
    con = opened()
    test_own_pair.spoken(con, test_own_pair.ROLES)
    yield Tier(con, [role for _, role in test_own_pair.ROLES], test_own_pair.roles, "selected_claim")
    con = opened()
    test_own_pair.put(con, *test_own_pair.RELAYED)
    yield Tier(con, test_own_pair.HELD, test_own_pair.held, "held_relay")
    test_disagreement.decided(con, test_disagreement.RESOLVED)
    yield Tier(con, test_disagreement.LAST, test_disagreement.resolved, "resolved_finding")
    # the checks' own cases take minutes, and add little to the above
    if WANTED == "all":
        yield from check_cases(opened())


def random_ledgers(con: db.Connection) -> list[list[Claim]]:
    """Random ledgers, in which some claims were then retracted and some given an event."""
    for row in MEANINGS:
        con.execute("insert into glossary (source, metric, weapon, since, until) values (?, ?, ?, ?, ?)", row)
    draw, count = Random(5), 200 if WANTED == "all" else 70
    ledgers = recorded(con, [(pair_ledger if n % 3 == 0 else own_ledger)(draw) for n in range(count)])
    con.execute(ACTS)
    return [acted(con, n, claims, draw) for n, claims in enumerate(ledgers)]


ACTS = """
    insert into entry (entry_id, recorded_at) values
        ('00000000-0000-0000-0000-000000000001', '2026-01-01 10:00'),
        ('00000000-0000-0000-0000-000000000002', '2026-01-01 11:00')
"""
LINK = "insert into link values (?, null, ?, ?, ('00000000-0000-0000-0000-00000000000' || ?)::uuid)"


def acted(con: db.Connection, n: int, claims: list[Claim], draw: Random) -> list[Claim]:
    """The claims that are left, with the event that each was given last."""
    kept = []
    for claim in claims:
        fate, event = draw.randrange(15), f"a strike {n}"
        if fate == 0 and not any(c.declared_total for c in claims):
            con.execute(LINK, ["retracts", claim.name, "a slip", 1])
            continue
        if fate == 1:
            con.execute(LINK, ["same_event", claim.name, event, 2])
            con.execute(LINK, ["same_event", claim.name, draw.choice(("a name", "z, a name")), 1])
            claim = replace(claim, row=claim.row | {"event": event})
        kept.append(claim)
    return kept


TABLES = ("claim", "entry", "link", "scope", "scope_in", "resolution", "glossary")


def check_cases(con: db.Connection) -> Iterator[Tier]:
    """The cases of the checks, each kept in a schema of its own and asked anew for each change."""
    kept(con, "empty")
    for n, param in enumerate((*test_checks.cases("trips"), *test_checks.cases("passes"))):
        name, case = param.values
        restored(con, "empty")
        for rows in (case.get("rows", []), case.get("later", [])):
            drafts = [case["common"] | {k: str(v) for k, v in row.items()} for row in rows]
            assert not record(con, [(i, [d]) for i, d in enumerate(drafts, 1)], Act("load", "rows.csv")).problems
        con.execute(case.get("sql", "select 1"))
        kept(con, f"case_{n}")
        yield Tier(con, case.get("finds", []), asking(n, name, case), name)


def kept(con: db.Connection, schema: str) -> None:
    con.execute(f"create schema {schema}")
    for table in TABLES:
        con.execute(f"create table {schema}.{table} as from main.{table}")


def restored(con: db.Connection, schema: str) -> None:
    for table in TABLES:
        con.execute(f"delete from main.{table}")
        con.execute(f"insert into main.{table} from {schema}.{table}")


def asking(n: int, name: str, case: dict[str, Any]) -> Callable[[db.Connection], Any]:
    """Asks what is found of a case, of what the case says of it."""
    check = queries.find("checks", name)

    def ask(con: db.Connection) -> list[dict[str, Any]]:
        restored(con, f"case_{n}")
        db.set_variables(con, queries.parameters(con, check, case.get("set", {})))
        found = con.execute(check.sql)
        columns = [column[0] for column in found.description or ()]
        left = [dict(zip(columns, row, strict=True)) for row in found.fetchall()]
        wanted = []
        for want in case.get("finds", []):
            like = next((f for f in left if all(str(f.get(k, v)) == v for k, v in want.items())), None)
            if like:
                left.remove(like)
                wanted.append(want)
        return wanted + left

    return ask


class Judge:
    """The tiers, each made when a change has passed all before it."""

    def __init__(self, stack: ExitStack) -> None:
        self.made: list[Tier] = []
        self.to_come = tiers(stack)

    def tiers(self) -> Iterator[Tier]:
        yield from self.made
        for tier in self.to_come:
            self.made.append(tier)
            yield tier

    def notices(self, mutant: Mutant) -> bool | None:
        """Whether a mutant is noticed; None if it is no mutant."""
        try:
            return any(tier.notices(mutant) for tier in self.tiers())
        except NOT_UNDERSTOOD:
            return None


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    with ExitStack() as stack:
        yield Judge(stack)


@pytest.mark.parametrize("wanted", ["3", pytest.param(WANTED, marks=pytest.mark.soak)])
def test_a_change_is_noticed(judge: Judge, wanted: str) -> None:
    """A seeded sample, of the same changes for the same views."""
    known = [m for file in FILES for m in mutants(file) if m.label not in EQUIVALENT]
    if wanted != "all":
        known = [m for m in known if m.view in CORE]
        Random(1).shuffle(known)
    unnoticed, tried = [], 0
    for mutant in known:
        if wanted != "all" and tried == int(wanted):
            break
        noticed = judge.notices(mutant)
        tried += noticed is not None
        if noticed is False:
            unnoticed.append(mutant.label)
    assert not unnoticed, "\n".join(("nothing notices:", *unnoticed))


def test_each_change_said_to_be_equivalent_is_one_of_the_views() -> None:
    assert not EQUIVALENT.keys() - {m.label for file in FILES for m in mutants(file)}
