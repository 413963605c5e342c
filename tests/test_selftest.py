"""The test of neutrality, and the test of that test: a rule that favours a party is caught, by whatever it does so."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import BULLETIN, MINISTRY, Ledger, Row, adding, wrote

from ledger import db, queries, selftest
from ledger.db import schema, statements
from ledger.ingest import acts
from ledger.ingest.record import Act, record
from ledger.resources import CLAIMS, QUERIES

REAL = Path(__file__).parents[2] / "shared" / "real"
SWAP = ("selftest", "--swap", "RU", "UA")
FAIR = """-- title: A figure
-- severity: info
-- group: record
-- why: it is there
-- silent: whether it is true
select 'info' as severity, [claim_id] as claims, value as "left", null as "right",
    about_text(day, attacker, defender, subject) || ': ' || value as message, 'stated' as proof
from selected_claim
"""
A_REPORT = (
    "-- title: Parties\nselect attacker, count(*) as claims from selected_claim group by attacker order by attacker"
)

Rules = Callable[[str, str], None]


@pytest.fixture
def rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rules]:
    """Puts one check and one report in the place of all, with the views and everything else as they are."""

    def only(check: str, report: str) -> None:
        copy = folder / "queries"
        shutil.copytree(QUERIES, copy, ignore=lambda at, names: names if Path(at).name in ("checks", "reports") else [])
        (copy / "checks" / "rule.sql").write_text(check, encoding="utf-8")
        (copy / "reports" / "rule.sql").write_text(report, encoding="utf-8")
        for module in (schema, statements, queries):
            monkeypatch.setattr(module, "QUERIES", copy)
        db.statement.cache_clear()

    yield only
    db.statement.cache_clear()


def recorded(folder: Path, *rows: Row) -> Path:
    path = folder / "ledger.duckdb"
    with db.writing(path) as con:
        outcome = record(con, [(n, [row]) for n, row in enumerate(rows or (MINISTRY, BULLETIN), 1)], Act("test"))
        assert not outcome.problems
    return path


def differing(path: Path, one: str = "RU", other: str = "UA") -> list[tuple[str, str]]:
    """How the rows differ, and in which kind of rule."""
    compared = selftest.prove(path, one, other)
    return [(c.kind, how) for c in compared for how, _ in c.differing]


@pytest.mark.soak
def test_a_fair_rule_passes(folder: Path, rules: Rules) -> None:
    rules(FAIR, A_REPORT)
    compared = selftest.prove(recorded(folder), "RU", "UA")
    # a report's rows and its two closing lines
    assert [(c.kind, c.rows, c.differing) for c in compared] == [("check", 2, []), ("report", 2 + 3, [])]


FAVOURS = {
    "only one party's figures": ("from selected_claim", "from selected_claim where attacker = 'RU'"),
    "graver for one party": ("'info' as severity", "if(defender = 'UA', 'minor', 'info') as severity"),
    "named in the message": (": ' || value", ": of Russia or RU ' || value"),
    "the party first in the alphabet": (
        "from selected_claim",
        "from selected_claim qualify row_number() over (partition by day order by attacker) = 1",
    ),
    "by the sources of one country": ("from selected_claim", "from selected_claim where starts_with(region, attacker)"),
    "by the claim's id": (
        "from selected_claim",
        "from selected_claim qualify claim_id = min(claim_id) over (partition by source)",
    ),
}


@pytest.mark.soak
@pytest.mark.parametrize("case", FAVOURS)
def test_a_check_that_favours_a_party_is_caught(folder: Path, rules: Rules, case: str) -> None:
    fair, unfair = FAVOURS[case]
    assert fair in FAIR
    rules(FAIR.replace(fair, unfair), A_REPORT)
    several = [MINISTRY | {"url": f"post {n}", "region": "RU-KDA"} for n in range(12)]
    found = differing(recorded(folder, BULLETIN, *several))
    assert {kind for kind, _ in found} == {"check"}
    assert {how for _, how in found} <= {selftest.HERE, selftest.THERE}


def test_a_view_that_favours_a_party_is_caught(folder: Path, rules: Rules) -> None:
    rules(FAIR, A_REPORT)
    view = schema.QUERIES / "views" / "20_current.sql"
    text = view.read_text(encoding="utf-8")
    changed = text.replace("where in_bounds(", "where c.defender <> 'UA' and in_bounds(")
    assert changed != text
    view.write_text(changed, encoding="utf-8")
    assert set(differing(recorded(folder))) == {
        (kind, how) for kind in ("check", "report") for how in (selftest.HERE, selftest.THERE)
    }


@pytest.mark.soak
@pytest.mark.parametrize(
    "report", ["select string_agg(attacker, ', ' order by attacker) as parties from selected_claim",
               "select list(attacker order by attacker) as parties from selected_claim"]
)  # fmt: skip
def test_things_listed_in_the_order_of_their_ids_are_caught(folder: Path, rules: Rules, report: str) -> None:
    rules(FAIR, f"-- title: Parties\n{report}")
    assert differing(recorded(folder)) == [("report", selftest.ORDER)]


@pytest.mark.soak
def test_rows_in_the_order_of_ids_are_no_difference(folder: Path, rules: Rules) -> None:
    rules(
        FAIR, "-- title: Parties\nselect distinct attacker, [claim_id] as claims from claim order by attacker, claims"
    )
    assert differing(recorded(folder)) == []


@pytest.mark.soak
def test_a_word_is_exchanged_only_where_it_stands_alone(folder: Path, rules: Rules) -> None:
    rules(
        FAIR,
        "-- title: All\nselect source, url, region, quote, left(claim_id::varchar, 8) || ' ' || source from claim",
    )
    words = {"quote": "RU or UA, RU-KDA, ru-mod, UAE, RU_1, «RU»", "url": "RU/UA RU RU UA", "region": "UA"}
    path = recorded(folder, MINISTRY | words, BULLETIN | {"region": "RU+UA-32", "part": "from RU"})
    assert differing(path) == []
    with db.writing(path, keep=False) as con:
        db.set_variables(con, {"one": "RU", "other": "UA"})
        db.run(con, "selftest/exchange")
        said = con.execute("select quote, url, region from claim where source = 'ru-mod'").fetchall()
    assert said == [("UA or RU, RU-KDA, ru-mod, UAE, RU_1, «UA»", "UA/RU UA UA RU", "RU")]


@pytest.mark.soak
def test_a_party_that_nobody_names_can_stand_in(folder: Path, rules: Rules) -> None:
    rules(FAIR, A_REPORT)
    path = recorded(folder)
    assert differing(path, "FR", "UA") == []
    assert differing(path, "houthis", "RU") == []


TABLES = ("claim", "link", "resolution", "scope", "scope_in", "entry", "party", "source", "region", "glossary")


def dumped(con: db.Connection) -> list[list[tuple[object, ...]]]:
    return [con.table(table).order("all").fetchall() for table in TABLES]


@pytest.mark.soak
def test_exchanging_twice_gives_the_same_ledger(folder: Path) -> None:
    relay = MINISTRY | {"source": "reuters", "origin": "ru-mod", "url": "an article, RU and UA", "region": "RU"}
    path = recorded(folder, MINISTRY | {"region": "RU"}, BULLETIN, relay)
    with db.writing(path, keep=False) as con:
        of_claims = "select list_sort(list(claim_id)) as claims, finding_identity('rule', claims) from claim"
        ((claims, finding),) = con.execute(f"{of_claims} where origin is null").fetchall()
        claims = [str(claim) for claim in claims]
        acts.resolve(con, finding, "rule", claims, "explained", "RU says nothing of it")
        acts.tag(con, claims, "a night over UA")
        before = dumped(con)
        assert all(before), "a table without rows proves nothing"
        db.set_variables(con, {"one": "RU", "other": "UA"})
        for same in (False, True):
            db.run(con, "selftest/exchange")
            db.run(con, "derive/scope_in")
            assert (dumped(con) == before) == same


@pytest.mark.soak
def test_the_exchanged_claims_are_those_that_would_have_been_recorded(folder: Path) -> None:
    exchanged = {"RU": "UA", "UA": "RU"}
    rows = [MINISTRY, BULLETIN]
    there = [r | {c: exchanged[r[c]] for c in ("attacker", "defender")} for r in rows]
    (folder / "there").mkdir()
    with db.reading(recorded(folder / "there", *there)) as con:
        wanted = con.execute("select claim_id, scope_id, attacker, defender from claim order by all").fetchall()
    with db.writing(recorded(folder, *rows), keep=False) as con:
        db.set_variables(con, {"one": "RU", "other": "UA"})
        db.run(con, "selftest/exchange")
        assert con.execute("select claim_id, scope_id, attacker, defender from claim order by all").fetchall() == wanted


@pytest.mark.soak
def test_the_ledger_is_only_read_and_its_own_words_come_along(folder: Path, ledger: Ledger, rules: Rules) -> None:
    rules(
        FAIR, "-- title: Parties\nselect attacker, p.name from claim c join party p on p.id = c.attacker order by all"
    )
    words = ("id=northerners", "name=Northerners", "kind=group", "timezone=UTC")
    ledger("vocab", "parties", *(w for word in words for w in ("--add", word)))
    ledger(*adding(attacker="northerners"))
    before = (folder / "ledger.duckdb").read_bytes()
    ran = ledger("selftest", "--swap", "northerners", "RU")
    assert "are the same with northerners and RU swapped" in ran.out
    assert (folder / "ledger.duckdb").read_bytes() == before
    assert not list(folder.glob("ledger-*"))


def test_what_differs_is_shown_and_the_exit_code_says_so(folder: Path, ledger: Ledger, rules: Rules) -> None:
    rules(FAIR.replace("from selected_claim", "from selected_claim where attacker = 'RU'"), A_REPORT)
    several = [BULLETIN | {"url": f"post {n}", "value": str(n)} for n in range(7)]
    recorded(folder, MINISTRY, *several)
    ran = ledger(*SWAP, "--each", "2", code=1)
    assert "check rule" in ran.out
    assert "6 more" in ran.out
    assert "8 differences in 7 findings" in ran.out
    shown = ledger(*SWAP, "-f", "json", code=1)
    outcomes = [row["outcome"] for row in shown.json]
    assert outcomes == ["same", "same", *[selftest.HERE] * 7, selftest.THERE]
    assert "8 differences" in shown.err


@pytest.mark.soak
def test_without_a_ledger_or_with_a_held_one_it_could_not(
    ledger: Ledger, locked: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_PATIENCE", "0.1")
    assert "there is no ledger" in ledger(*SWAP, code=2).err
    assert "is held by" in ledger("--db", str(locked), *SWAP, code=2).err


@pytest.mark.soak
def test_with_a_rule_that_fails_it_could_not(folder: Path, ledger: Ledger, rules: Rules) -> None:
    rules(FAIR.replace("from selected_claim", "from nowhere"), A_REPORT)
    recorded(folder)
    assert "rule failed" in ledger(*SWAP, code=2).err


# --- the ledger's own rules


@pytest.mark.parametrize(
    ("files", "least"), [("2026-01-26*.csv", 100), pytest.param("*.csv", 300, marks=pytest.mark.soak)]
)
def test_the_shipped_claims_pass(folder: Path, ledger: Ledger, files: str, least: int) -> None:
    ledger("load", *map(str, sorted(CLAIMS.glob(files))))
    finding = ledger("check", "--only", "one-sided", "-f", "json").json[0]["id"]
    ledger("resolve", finding, "--as", "explained", "--why", "UA counts what RU does not")
    ledger("retract", ledger("claims", "-f", "json").json[0]["claim_id"], "--why", "a trial")
    ran = ledger(*SWAP, "-f", "json")
    assert {row["outcome"] for row in ran.json} == {"same"}
    assert sum(row["compared"] for row in ran.json) > least


@pytest.mark.soak
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")
def test_a_real_feed_passes(folder: Path, ledger: Ledger) -> None:
    """Some weeks of the real files: all of them take about half a minute."""
    with (REAL / "ua-air-force" / "missile_attacks_daily.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    bulletins = wrote(
        folder / "missile_attacks_daily.csv", [r for r in rows if "2024-05" <= r["time_end"][:7] <= "2024-07"]
    )
    series = json.loads((REAL / "ua-general-staff" / "russia_losses_personnel.json").read_text(encoding="utf-8"))
    (folder / "russia_losses_personnel.json").write_text(json.dumps(series[:60]), encoding="utf-8")
    ledger("load", "--preset", "ua-air-force", bulletins)
    ledger("load", "--preset", "ua-general-staff", "russia_losses_personnel.json")
    ran = ledger(*SWAP, "-f", "json")
    assert {row["outcome"] for row in ran.json} == {"same"}
