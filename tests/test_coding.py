"""Coding profiles: the words of the claims read again, for one connection, with nothing stored changed."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BULLETIN, MINISTRY, PROJECT, Ledger, Row, adding, cells, typed

from ledger import checks, coding, db, queries
from ledger.errors import LedgerError
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import Act, record
from ledger.model.values import Grammar, Interval
from ledger.render import objects, render
from ledger.resources import CLAIMS, DATA

WIDTHS = cells(DATA / "profiles.csv")
NAMES = list(dict.fromkeys(row["profile"] for row in WIDTHS))
OTHERS = [name for name in NAMES if name != "bounds"]  # what is stored is tested everywhere else
PHRASES, NUMBERS = cells(DATA / "phrases" / "values.csv"), cells(DATA / "phrases" / "numbers.csv")
GRAMMARS = {name: Grammar(PHRASES, NUMBERS, [r for r in WIDTHS if r["profile"] == name]) for name in NAMES}
NESTED = [("narrow", "bounds"), ("bounds", "wide")]
EVERYTHING: dict[str, str | None] = {"from": "1900-01-01", "to": "2100-01-01", "attacker": None, "defender": None}

HERE: Row = {**BULLETIN, "window": "2026-01-25T16:00Z/2026-01-26T06:00Z"}
THERE: Row = {**HERE, "source": "ru-mod", "url": "t.me/mod_russia, 2026-01-26 07:00 UTC"}
"""Two voices of one scope."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the claims that ship with the project, and one claim of each vague word."""
    path = tmp_path_factory.mktemp("coding") / "ledger.duckdb"
    with db.writing(path) as con:
        for file in sorted(CLAIMS.glob("*.csv")):
            prepared = prepare(str(file), ColumnMap(), bytes, lambda done, total: None)
            assert not record(con, prepared.rows, Act("load", file.name), prepared.problems).problems
        words = ("about 40", "almost 40", "a few", "several", "dozens", "tens", "hundreds", "понад 50", "withheld")
        rows = [{**MINISTRY, "url": f"t.me/{n}", "value": value} for n, value in enumerate(words)]
        assert not record(con, [(n, [r]) for n, r in enumerate(rows)], Act("load", "words.csv")).problems
    return path


@pytest.fixture
def con(shipped: Path) -> Iterator[db.Connection]:
    with db.reading(shipped) as opened:
        yield opened


def intervals(con: db.Connection) -> dict[str, tuple[Any, ...]]:
    """What each current claim is read as, by its id."""
    found = con.execute("select cast(claim_id as varchar), value, kind, lo, hi from current_claim").fetchall()
    return {claim: tuple(rest) for claim, *rest in found}


def stored(con: db.Connection) -> list[tuple[Any, ...]]:
    return con.execute("select claim_id, value, kind, lo, hi from claim order by all").fetchall()


def within(inner: Interval, outer: Interval) -> bool:
    if inner.lo is None or outer.lo is None:
        return inner == outer
    return outer.lo <= inner.lo and (outer.hi is None or (inner.hi is not None and inner.hi <= outer.hi))


# ---------------------------------------------------------------- the shipped profiles


def test_every_profile_has_the_same_terms_and_reads_every_width() -> None:
    terms = {name: [r["term"] for r in WIDTHS if r["profile"] == name] for name in NAMES}
    assert set(map(tuple, terms.values())) == {tuple(terms["bounds"])}
    assert NAMES[0] == "bounds"


def values() -> list[str]:
    shipped = {row["value"] for file in CLAIMS.glob("*.csv") for row in cells(file)}
    words = {row["words"] for row in PHRASES if row["term"] in {r["term"] for r in WIDTHS} - {"about", "almost"}}
    numbers = (0, 1, 2, 9, 10, 11, 19, 20, 37, 40, 99, 101, 399, 1000, 10**9)
    return sorted(shipped | words | {f"{word} {n}" for word in ("about", "almost") for n in numbers})


@pytest.mark.parametrize(("inner", "outer"), NESTED)
def test_a_narrower_profile_lies_inside_a_wider_one(inner: str, outer: str) -> None:
    apart = [v for v in values() if not within(GRAMMARS[inner].read(v), GRAMMARS[outer].read(v))]
    assert apart == []


@pytest.mark.parametrize("name", NAMES)
def test_a_profile_changes_only_approx_and_vague(name: str) -> None:
    for value in values():
        here, there = GRAMMARS[name].read(value), GRAMMARS["bounds"].read(value)
        assert here.kind == there.kind
        assert here == there or here.kind in ("approx", "vague"), value


@pytest.mark.parametrize(
    ("value", "lo", "hi"),
    [("about 40", 40, 40), ("almost 40", 40, 40), ("several", 3, 10), ("tens", 10, 10), ("dozens", 12, 12),
     ("сотні", 100, 100), ("at least 5", 5, None)],
)  # fmt: skip
def test_acled_s_conventions(value: str, lo: int, hi: int | None) -> None:
    read = GRAMMARS["acled"].read(value)
    assert (read.lo, read.hi) == (lo, hi)


def test_the_page_of_profiles_says_what_the_data_say() -> None:
    lines = (PROJECT / "docs" / "profiles.md").read_text(encoding="utf-8").splitlines()
    head, _, *table = [[c.strip() for c in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    names = [name.strip("`") for name in head[1:]]
    told = {(name, words.split(",")[0].split(" · ")[0].split()[-1]): cell
            for words, *cells in table for name, cell in zip(names, cells, strict=True)}  # fmt: skip
    data = {(r["profile"], r["term"]): r["lo"] if r["lo"] == r["hi"] else f"{r['lo']} – {r['hi']}" for r in WIDTHS}
    assert told == data


# ---------------------------------------------------------------- one connection


def test_bounds_comes_first_and_the_order_is_stable(con: db.Connection) -> None:
    assert coding.profiles(con) == ["bounds", *sorted(set(NAMES) - {"bounds"})]


@pytest.mark.parametrize("name", NAMES)
def test_claims_are_read_as_the_grammar_reads_their_words(con: db.Connection, name: str) -> None:
    coding.use_profile(con, name)
    for value, kind, lo, hi in intervals(con).values():
        assert Interval(kind, lo, hi) == GRAMMARS[name].read(value), value


def test_profiles_can_be_switched_and_nothing_stored_changes(con: db.Connection) -> None:
    before, kept = intervals(con), stored(con)
    seen = {}
    for name in ("wide", "narrow", "acled", "wide", "bounds", "bounds", "narrow"):
        coding.use_profile(con, name)
        assert seen.setdefault(name, intervals(con)) == intervals(con)
        assert con.execute("select distinct profile from coding_profile").fetchall() == [(name,)]
    assert seen["bounds"] == before
    assert len({str(sorted(read.items())) for read in seen.values()}) == len(seen)
    assert stored(con) == kept


def test_the_stored_ledger_is_the_same_after_a_report(shipped: Path) -> None:
    before = shipped.read_bytes()
    with db.reading(shipped) as con:
        coding.use_profile(con, "wide")
        queries.run(con, queries.find("reports", "brief"), EVERYTHING, {})
    assert shipped.read_bytes() == before
    with db.reading(shipped) as con:
        assert con.execute("select count(*) from current_claim c join claim using (claim_id, lo)").fetchone() == (
            con.execute("select count(lo) from current_claim").fetchone()
        )


def test_bounds_makes_nothing(con: db.Connection) -> None:
    coding.use_profile(con, "bounds")
    assert con.execute("select count(*) from duckdb_tables() where temporary").fetchone() == (0,)
    assert con.execute("select count(*) from duckdb_views() where temporary and not internal").fetchone() == (0,)


def test_an_unknown_profile_leaves_the_one_in_use(con: db.Connection) -> None:
    coding.use_profile(con, "wide")
    before = intervals(con)
    with pytest.raises(LedgerError, match="no coding profile is called 'Wide'") as refused:
        coding.use_profile(con, "Wide")
    assert refused.value.hint == "there are bounds, acled, narrow, pitf, wide"
    assert intervals(con) == before


def test_a_profile_that_cannot_read_a_claim_is_refused_whole() -> None:
    with db.passing() as con:
        record(con, [(1, [{**MINISTRY, "value": "several"}])], Act("add"))
        con.execute("insert into profile values ('mine', 'about', 'N', null, null)")
        with pytest.raises(LedgerError, match="coding profile mine cannot read the claim 'several'"):
            coding.use_profile(con, "mine")
        assert [r[1:] for r in intervals(con).values()] == [("vague", 2, 9)]
        assert con.execute("select distinct profile from coding_profile").fetchall() == [("bounds",)]


def test_a_width_without_an_upper_end_stays_unbounded() -> None:
    with db.passing() as con:
        record(con, [(1, [{**MINISTRY, "value": "hundreds"}])], Act("add"))
        con.execute("insert into profile values ('mine', 'hundreds', '100', null, null)")
        coding.use_profile(con, "mine")
        assert [r[2:] for r in intervals(con).values()] == [(100, None)]


def test_a_profile_works_where_the_ledger_is_written() -> None:
    with db.passing() as con:
        coding.use_profile(con, "narrow")
        record(con, [(1, [{**MINISTRY, "value": "about 40"}])], Act("add"))
        coding.use_profile(con, "wide")
        assert con.execute("select lo, hi from claim").fetchall() == [(36, 44)]  # stored under bounds, as ever
        assert con.execute("select lo, hi from current_claim").fetchall() == [(32, 48)]


# ---------------------------------------------------------------- reports and checks


@pytest.mark.soak
@pytest.mark.parametrize("report", queries.names("reports"))
def test_a_report_is_sensible_under_every_profile(con: db.Connection, report: str) -> None:
    query = queries.find("reports", report)
    for name in OTHERS:
        coding.use_profile(con, name)
        result = queries.run(con, query, EVERYTHING, {})
        assert [line for line in result.closing if line.endswith(f" · coding profile {name}")]
        for row in objects(result):
            for low in [c for c in row if c.endswith("_lo") and f"{c[:-3]}_hi" in row]:
                high = row[f"{low[:-3]}_hi"]
                assert row[low] is None or high is None or 0 <= row[low] <= high, (name, row)


def test_how_a_source_publishes_is_no_matter_of_profiles(con: db.Connection) -> None:
    query = queries.find("reports", "sources")
    as_stored = queries.run(con, query, EVERYTHING, {}).rows
    coding.use_profile(con, "acled")
    assert queries.run(con, query, EVERYTHING, {}).rows == as_stored


@pytest.mark.parametrize("name", OTHERS)
def test_every_check_runs_under_every_profile(con: db.Connection, name: str) -> None:
    coding.use_profile(con, name)
    checks.gather(con, checks.choose(on_request=True), EVERYTHING)
    severities = con.execute('select distinct "check", severity from finding').fetchall()
    assert all(severity in queries.find("checks", check).severities for check, severity in severities)


@pytest.mark.parametrize(("inner", "outer"), NESTED)
def test_a_wider_profile_never_adds_a_disagreement(con: db.Connection, inner: str, outer: str) -> None:
    found = {}
    for name in (inner, outer):
        coding.use_profile(con, name)
        pairs = "select claim_a, claim_b from pair where verdict in ('contradict', 'diverge')"
        found[name] = set(con.execute(pairs).fetchall())
    assert found[outer] <= found[inner]
    assert found[outer]


def method(con: db.Connection) -> str:
    out = io.StringIO()
    render(queries.run(con, queries.find("reports", "method"), EVERYTHING, {}), "csv", out)
    return out.getvalue()


@pytest.mark.parametrize("name", NAMES)
def test_method_shows_the_widths_of_the_profile(con: db.Connection, name: str) -> None:
    coding.use_profile(con, name)
    told = [row for row in csv.DictReader(io.StringIO(method(con))) if row["topic"].startswith("coding profile")]
    assert {row["topic"] for row in told} == {f"coding profile {name}: how words become intervals"}
    widths = {row["item"]: re.split(r" \(", row["text"])[0] for row in told}
    assert widths == {
        r["term"]: r["lo"] if r["lo"] == r["hi"] else f"{r['lo']} to {r['hi']}" for r in WIDTHS if r["profile"] == name
    }


# ---------------------------------------------------------------- as typed


def test_a_contradiction_appears_under_narrow_and_vanishes_under_wide(ledger: Ledger) -> None:
    ledger(*adding(HERE, value="about 40"))
    ledger(*adding(THERE, value="45"))
    verdicts = {}
    for name in NAMES:
        ran = ledger("report", "side-by-side", "--all", "--profile", name, "-f", "json")
        verdicts[name] = {row["verdict"] for row in ran.json}
        assert f"coding profile {name}\n" in ran.err
    assert verdicts == {"bounds": {"contradict"}, "narrow": {"contradict"}, "wide": {"compatible"},
                        "acled": {"contradict"}, "pitf": {"contradict"}}  # fmt: skip
    assert ledger("report", "side-by-side", "--all", "-f", "json").err.count("coding profile bounds\n") == 1


def test_a_check_takes_the_profile_too(ledger: Ledger) -> None:
    ledger(*adding(HERE, value="about 40"))
    ledger(*adding(THERE, value="45"))
    found = {n: ledger("check", "--profile", n, "--fail-on", "never", "-f", "json").json for n in ("narrow", "wide")}
    pairs = {n: [f for f in fs if (f["left"], f["right"]) == ("45", "38–42")] for n, fs in found.items()}
    assert len(pairs["narrow"]) == 1
    assert pairs["wide"] == []


def test_a_term_added_to_a_profile_leaves_its_other_terms(ledger: Ledger) -> None:
    row = ("profile=wide", "term=thousands", "lo=1000", "hi=9999")
    ledger("vocab", "profiles", *(word for cell in row for word in ("--add", cell)))
    ledger(*adding(value="about 40"))
    terms = ledger("sql", "select term, lo from profile where profile = 'wide' order by all", "-f", "json").json
    assert [t["term"] for t in terms] == sorted([*(r["term"] for r in WIDTHS if r["profile"] == "wide"), "thousands"])


def test_the_names_are_completed() -> None:
    env = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger report brief --profile w", "COMP_CWORD": "4"}
    assert typed(env=env).out.split() == ["wide"]
