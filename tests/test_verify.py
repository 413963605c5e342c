"""What `ledger verify` says of a ledger that was changed, each kind of fault once; and of one that was not: nothing."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copyfile
from typing import NamedTuple

import duckdb
import pytest
from conftest import BULLETIN, Ledger, adding, as_csv, typed
from full_ledger import full_ledger, tampered

from ledger import db, verify
from ledger.errors import LedgerError
from ledger.model.act import Act


class Full(NamedTuple):
    path: Path
    published: list[str]
    entries: dict[str, str]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Full:
    """A ledger with rows in all tables; its entries are numbered as they were recorded."""
    path = tmp_path_factory.mktemp("full") / "ledger.duckdb"
    published = full_ledger(path)
    with db.reading(path) as con:
        found = con.execute("select cast(entry_id as varchar) from entry order by recorded_at").fetchall()
    return Full(path, published, {entry: str(number) for number, (entry,) in enumerate(found, 1)})


def told(full: Full, *statements: str, published: tuple[str, ...] = ()) -> list[str]:
    """The faults after raw SQL, a line each: what, which entry, which row, in words."""
    faults = tampered(full.path, Path("copy.duckdb"), *statements, published=published)
    return [
        " ".join(
            word
            for word in (
                f.what,
                f"entry {full.entries.get(f.entry, 'unknown')}" if f.entry else "",
                f"row {f.row}" if f.row is not None else "",
            )
            if word
        )
        + f": {f.detail}"
        for f in faults
    ]


# ---------------------------------------------------------------- changed: each kind of fault

ID = "its id does not follow from its source, citation, time, direction, scope and words"
SEAL = "its seal does not follow from its reading, quote, note, day or scope"
CLAIMS = "its claims (a place, a row number, or a claim together with its seal) are not as sealed"
ENTRY = "the entry itself: who, when, what, counts, or its parents"
WORDS = "altered entry 8: the registers, number words or the table meta are not those of the last entry"
# row 2 of the first entry
SET = "update claim set {} where value = '110'"
ROW = "update claim set {} where row_no = {} and entry_id = (select entry_id from entry where file = 'night.csv'); "

CLAIM = {
    # one of them (row 4) leaves the text that the id is made of as it was, letter by letter
    ROW.format("value = '139'", 1) + ROW.format("published = published + interval 1 microsecond", 2)
    + ROW.format("subject = ''", 5) + ROW.format("url = source || chr(31) || url, source = null", 4):
        [f"altered entry 1 row {row}: {ID}" for row in (1, 2, 4, 5)],
    ROW.format("note = 'as we say'", 1) + ROW.format("quote = ''", 2) + ROW.format("quote = chr(30)", 3)
    + ROW.format("lo = lo + 1", 4) + ROW.format("day = day + 1", 5):
        [f"altered entry 1 row {row}: {SEAL}" for row in (1, 2, 3, 4, 5)],
    SET.format("row_no = 9"): [f"altered entry 1: {CLAIMS}"],
    SET.format("digest = null"): [f"altered entry 1 row 2: {SEAL}", f"altered entry 1: {CLAIMS}"],
    SET.format("place = 7"): [
        "missing entry 1: claim 2 of the 6 that it sealed, after row 1",
        "added entry 1 row 2: claim 7 of an entry that sealed 6",
        f"altered entry 1: {CLAIMS}",
    ],
    SET.format("place = null"): [
        "missing entry 1: claim 2 of the 6 that it sealed, after row 1",
        "added entry 1 row 2: it has no place in its entry",
        f"altered entry 1: {CLAIMS}",
    ],
    SET.format("entry_id = (select entry_id from entry where command = 'add')"): [
        "missing entry 1: claim 2 of the 6 that it sealed, after row 1",
        "added entry 2 row 2: claim 2 of an entry that sealed 1",
    ],
    "delete from claim where value = '110'": [
        "missing entry 1: claim 2 of the 6 that it sealed, after row 1",
        "added: a row of the table scope: intercepted, shahed, unspecified, X-UA-IRPIN, "
        "which does not follow from the claims",
    ],
    "insert into claim from claim where value = '110'": [
        "added entry 1 row 2: claim 2 of its entry is there 2 times",
        "added entry 1 row 2: a claim that stands 2 times",
    ],
    "insert into claim select * replace (uuid() as claim_id, uuid() as entry_id) from claim where value = '110'": [
        f"altered entry unknown row 2: {ID}",
        "added entry unknown row 2: a claim of an entry that is not there",
    ],
    "update claim set note = if(value = '110', 'as posted', 'another') where note is not null and value <> '140'": [
        f"altered entry 1 row 1: {SEAL}",
        f"altered entry 1 row 2: {SEAL}",
    ],
    "update claim_again set note = 'x'": [f"altered entry 7 row 7: {SEAL}"],
    "delete from claim_again": ["missing entry 7: claim 1 of the 1 that it sealed"],
}  # fmt: skip

ENTRIES = {
    "update entry set recorded_by = 'somebody' where command = 'add'": [f"altered entry 2: {ENTRY}"],
    "update entry set refused = 5 where command = 'add'": [f"altered entry 2: {ENTRY}"],
    "update entry set preset = chr(30) where command = 'add'": [f"altered entry 2: {ENTRY}"],
    "update entry set parents = [] where command = 'add'": [
        f"altered entry 2: {ENTRY}",
        "missing: the entry that joins the 2 ends of the chain",
    ],
    "update entry set parents = list_append(parents, null) where command = 'add'": [
        f"altered entry 2: {ENTRY}",
        "altered: the chain of entries has no end",
    ],
    "delete from entry where command = 'retract'": [
        "added entry 3: a link of kind retracts of an entry that is not there",
        "missing entry 4: the entry before it, …",
        "missing: the entry that joins the 2 ends of the chain",
    ],
    "insert into entry from entry where command = 'add'": ["added entry 2: an entry that stands 2 times"],
    "insert into entry select * replace (uuid() as entry_id) from entry where command = 'retract'": [
        f"altered entry unknown: {ENTRY}",
        "missing entry unknown: links: 1 sealed, 0 there",
        "added entry 3: an entry that stands 2 times",
    ],
}

SAID = {
    "update link set why = 'no reason' where kind = 'retracts'; update resolution set state = 'dismissed'; "
    "update capture set sha256 = repeat('b', 64)": [
        "altered entry 3: its links are not as sealed",
        "altered entry 5: its decisions are not as sealed",
        "altered entry 6: its captures are not as sealed",
    ],
    "delete from link where kind = 'retracts'; delete from resolution; delete from capture": [
        "missing entry 3: links: 1 sealed, 0 there",
        "missing entry 5: decisions: 1 sealed, 0 there",
        "missing entry 6: captures: 1 sealed, 0 there",
    ],
    "insert into link from link where kind = 'retracts'": ["added entry 3: links: 1 sealed, 2 there"],
    "insert into link select * replace (null as entry_id) from link where kind = 'retracts'": [
        "added: a link of kind retracts of an entry that is not there"
    ],
    "update resolution set claims = list_append(claims, null)": [
        "altered entry 5: a decision on 0123456789abcdef holds a sign for nothing that no recording writes"
    ],
}

KNOWN = {
    "update region set within = 'UA-30' where id = 'X-UA-IRPIN'": [WORDS],
    "update meta set value = 'x' where key = 'views'": [WORDS],
    "insert into meta values ('more', '')": [WORDS],
    "update scope_in set region_same = not region_same where rowid = 0": ["added: …", "missing: …"],
    "delete from scope where metric = 'intercepted' and region <> 'all'": [
        "added: a row of the table scope_in: … in …, which does not follow from the claims",
        "added: a row of the table scope_in: … in …, which does not follow from the claims",
        "added: a row of the table scope_in: … in …, which does not follow from the claims",
        "missing: a row of the table scope: intercepted, shahed, unspecified, X-UA-IRPIN, "
        "which follows from the claims",
    ],
    "delete from derived_link where kind = 'revises'": [
        "missing: a row of the table derived_link: revises …, which follows from the claims"
    ],
    "insert into derived_link select * replace (to_id as from_id, from_id as to_id) from derived_link"
    " where kind = 'revises'": [
        "added: a row of the table derived_link: revises …, which does not follow from the claims"
    ],
}

DEFINED = {
    "create or replace view current_claim as from claim; create or replace macro sealed(value) as 'x'; "
    "drop view pair; create view more as from claim; create table things (a int); create type mood as enum ('a')": [
        "missing: the view pair, which the tool makes",
        "added: the table things, which the tool does not make",
        "added: the type mood, which the tool does not make",
        "added: the view more, which the tool does not make",
        "altered: the macro sealed, which is not as the tool makes it",
        "altered: the view current_claim, which is not as the tool makes it",
    ],
    "alter table claim drop column lang; alter table link alter why set default 'x'; drop table capture; "
    "alter table scope add column more int": [
        "missing: the table capture, which the tool makes",
        "altered: the table claim, which is not as the tool makes it",
        "altered: the table link, which is not as the tool makes it",
        "altered: the table scope, which is not as the tool makes it",
    ],
    "create macro sha256(x) as 'x'; create macro duckdb_functions() as table select 'x' as function_name": [
        f"added: a macro in the file hides DuckDB's function {name}: nothing can be verified with it there"
        for name in ("duckdb_functions", "sha256")
    ],
}

CASES = CLAIM | ENTRIES | SAID | KNOWN | DEFINED


@pytest.mark.parametrize("statement", CASES)
def test_each_kind_of_fault_is_named(full: Full, statement: str) -> None:
    found = told(full, statement)
    assert len(found) == len(CASES[statement]), found
    for line, wanted in zip(found, CASES[statement], strict=True):
        assert re.fullmatch(".+".join(map(re.escape, wanted.split("…"))), line), found


def test_a_later_recording_does_not_take_the_place_of_the_first(full: Full) -> None:
    swap = (
        "create temp table first as from claim where claim_id in (select claim_id from claim_again)",
        "delete from claim where claim_id in (select claim_id from claim_again)",
        "insert into claim from claim_again",
        "delete from claim_again",
        "insert into claim_again from first",
    )
    assert told(full, *swap) == [
        "altered entry 1 row 4: the later recording of a claim stands in the place of the first"
    ]


def test_what_was_cut_off_shows_against_what_was_published(full: Full) -> None:
    cut = (
        "delete from claim where entry_id in (select entry_id from head)",
        "delete from entry where file = 'last.csv'",
    )
    assert told(full, *cut) == []
    *before, last = full.published
    assert told(full, *cut, published=tuple(before)) == []
    found = told(full, *cut, published=tuple(full.published))
    assert len(found) == 1
    assert found[0].startswith("missing: the entry that was published as ")
    assert re.search("head=(.{12})", last)[1] in found[0]  # type: ignore[index]


# ---------------------------------------------------------------- a file that says too little of itself


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("update meta set value = 'x' where key = 'schema'", "does not say which version it has"),
        ("update meta set value = '0' where key = 'schema'", "does not say which version it has"),
        ("update meta set value = null where key = 'schema'", "does not say which version it has"),
        ("delete from meta where key = 'schema'", "does not say which version it has"),
        ("update meta set value = '999' where key = 'schema'", "newer version of the tool"),
        ("update meta set value = '2' where key = 'schema'", "already exists"),
        ("delete from meta", "does not say which version it has"),
        ("drop table meta", "is a database but not a ledger"),
        ("alter table meta rename value to other", "is damaged"),
    ],
)
def test_an_altered_meta_is_one_clear_line(full: Full, statement: str, words: str) -> None:
    with pytest.raises(LedgerError, match=words) as error:
        told(full, statement)
    assert "\n" not in error.value.message
    assert error.value.hint


# ---------------------------------------------------------------- not changed: no false alarm


def test_a_ledger_that_was_only_used_verifies(ledger: Ledger, folder: Path) -> None:
    """Through add, load, refused rows, retract, resolve, a word of one's own, a country, and another tool's views."""
    ledger(*adding())
    first = ledger("digest").out
    rows = [BULLETIN, {**BULLETIN, "region": "PL"}, {**BULLETIN, "region": "nowhere"}]
    (folder / "rows.csv").write_text(as_csv(rows), encoding="utf-8")
    ledger("load", "rows.csv", code=1)
    ledger("vocab", "regions", "--add", "id=X-HERE", "--add", "name=Here", "--add", "within=UA-32")
    claim = ledger(*adding(BULLETIN, region="X-HERE", value="3")).first
    ledger("retract", claim, "--why", "typed wrong")
    finding = ledger("check", "--fail-on", "never", "-f", "json").json[0]["id"]
    ledger("resolve", finding, "--as", "explained", "--why", "known")
    with duckdb.connect("ledger.duckdb") as con:
        con.execute("create or replace view current_claim as select 1 as old")
        con.execute("update meta set value = 'old' where key = 'views'")
    ledger("claims")  # the tool puts its views right, in an entry of its own
    (folder / "published.txt").write_text(first + ledger("digest").out, encoding="utf-8")
    ran = ledger("verify", "--against", "published.txt")
    assert re.fullmatch(r"verified: 4 claims in 7 entries, head \w{12}; holds what was published \(2\)\n", ran.err)
    assert ledger("verify", "-f", "json").json == []


def test_a_country_in_a_refused_row_leaves_no_trace(ledger: Ledger, folder: Path) -> None:
    ledger(*adding())
    (folder / "rows.csv").write_text(as_csv([{**BULLETIN, "source": "nobody", "region": "PL"}]), encoding="utf-8")
    ledger("load", "rows.csv", code=1)
    assert "verified" in ledger("verify").err


def test_what_follows_from_the_claims_follows_a_changed_vocabulary(ledger: Ledger, folder: Path) -> None:
    """A relay quotes its origin's figure once the vocabulary says that its weapon is one of those."""
    weapons = folder / "ledger.vocab" / "weapons.csv"
    weapons.parent.mkdir()
    weapons.write_text("id,name,parent,aliases,note\nours,Ours,,,\n")
    ledger(*adding(BULLETIN, weapon="ours"))
    ledger(*adding(BULLETIN, weapon="uav", source="reuters", origin="ua-air-force", url="https://reuters.com/1"))
    links = "select count(*) as n from derived_link"
    assert ledger("sql", links, "-f", "json").json == [{"n": 0}]
    weapons.write_text("id,name,parent,aliases,note\nours,Ours,uav,,\n")
    ledger(*adding(value="7"))
    assert ledger("sql", links, "-f", "json").json == [{"n": 1}]
    assert "verified" in ledger("verify").err


SPOILT = (
    "delete from derived_link; delete from scope where region <> 'all'; insert into scope_in select * from scope_in;"
    "insert into derived_link select 'quotes', claim_id, claim_id, 'x', day_first, day, day from claim"
)


def test_what_follows_from_the_claims_is_worked_out_anew_by_one_command(full: Full) -> None:
    copy = Path("copy.duckdb")
    copyfile(full.path, copy)
    kept = "from scope order by all", "from scope_in order by all", "from derived_link order by all"
    with duckdb.connect(str(copy)) as con:
        before = [con.execute(table).fetchall() for table in kept]
        con.execute(SPOILT)
    spoilt = typed("--db", str(copy), "verify")
    assert spoilt.code == 1
    assert "try: ledger doctor --rebuild" in spoilt.err
    assert "worked out anew: what follows from the claims" in typed("--db", str(copy), "doctor", "--rebuild").err
    with duckdb.connect(str(copy)) as con:
        assert [con.execute(table).fetchall() for table in kept] == before
    assert "verified" in typed("--db", str(copy), "verify").err


def test_it_is_worked_out_anew_where_its_rules_have_changed(full: Full) -> None:
    """As a ledger is that an earlier version of the tool wrote."""
    copy = Path("copy.duckdb")
    copyfile(full.path, copy)
    with duckdb.connect(str(copy)) as con:
        con.execute("delete from derived_link; update meta set value = 'older' where key in ('views', 'derived')")
    assert typed("--db", str(copy), "report", "brief").code == 0
    with duckdb.connect(str(copy)) as con:
        assert con.execute("select count(*) > 0 from derived_link").fetchone() == (True,)


def test_a_ledger_opened_often_is_not_called_altered(full: Full) -> None:
    """DuckDB words what it stores anew each time, and does not keep the order of `exclude`."""
    copy = Path("copy.duckdb")
    assert tampered(full.path, copy) == []
    for _ in range(3):
        with duckdb.connect(str(copy), config={"threads": 1}) as con:
            con.execute("create table t as select 1 as a")
            con.execute("drop table t")
            con.execute("force checkpoint")
    assert verify.verify(copy, []).faults == []


def test_views_of_another_version_are_no_fault_but_what_they_hide_is(full: Full) -> None:
    """A reader that may not write verifies with the tool's own rules, whatever the file holds."""
    copy = Path("copy.duckdb")
    with db.writing(copy) as con:
        con.execute("create or replace view head as select 1 as digest")
        con.execute("create or replace macro sealed(value) as 'x'")
        con.execute("update meta set value = 'of old' where key = 'views'")
        db.run(con, "ingest/arriving")
        con.execute(db.statement("views/05_seal"))
        db.seal(con, Act("update"), registers=True)
        con.execute("create or replace view head as select 1 as digest")
        con.execute("create or replace macro sealed(value) as 'x'")
    assert verify.verify(copy, []).faults == []
    with duckdb.connect(str(copy)) as con:
        con.execute("create macro sha256(x) as 'x'")
    assert [f.what for f in verify.verify(copy, []).faults] == ["added"]


def test_a_ledger_of_before_is_sealed_as_it_is(full: Full) -> None:
    """A ledger without seals, as the version before made it, is brought up to date and then verifies."""
    copy = Path("copy.duckdb")
    with db.writing(copy):
        pass
    with duckdb.connect(str(copy)) as con:
        con.execute(f"attach '{full.path}' as full_ledger (read_only)")
        con.execute("insert into entry from full_ledger.entry where loaded > 0")
        con.execute("insert into claim from full_ledger.claim semi join entry using (entry_id)")
        con.execute("insert into region from full_ledger.region where id = 'X-UA-IRPIN'")
        for table in ("scope", "scope_in"):
            con.execute(f"insert into {table} from full_ledger.{table}")
    with duckdb.connect(str(copy)) as con:
        views = con.execute("select view_name from duckdb_views() where not internal").fetchall()
        for (view,) in views:
            con.execute(f"drop view {view}")
        for table in ("claim_again", "derived_link", "capture"):
            con.execute(f"drop table {table}")
        for table, column in (("claim", "place"), ("claim", "digest"), *(("entry", c) for c in
            ("parents", "links", "decisions", "captures", "content", "registers"))):  # fmt: skip
            con.execute(f"alter table {table} drop column {column}")
        con.execute("update meta set value = '2' where key = 'schema'")
        con.execute("update meta set value = '' where key = 'views'")
    found = verify.verify(copy, [])
    assert found.faults == []
    assert found.claims == 9


# ---------------------------------------------------------------- what was published


def head(line: str) -> str:
    return re.findall("head=([0-9a-f]{64})", line)[0]


def test_what_was_published_may_be_a_line_a_file_or_the_digits(full: Full, ledger: Ledger, folder: Path) -> None:
    given = ("--db", str(full.path), "verify")
    first, *_, last = full.published
    (folder / "all.txt").write_text("Published on the wall:\n\n" + "\n".join(full.published) + "\n", encoding="utf-8")
    assert "(4)" in ledger(*given, "--against", "all.txt").err
    for one in (last, first, head(last), head(first), head(first)[:12]):
        assert "(1)" in ledger(*given, "--against", one).err
    assert "(2)" in ledger(*given, "--against", first, "--against", last).err


def test_a_digest_that_the_chain_does_not_hold_is_missing(full: Full, ledger: Ledger) -> None:
    ran = ledger("--db", str(full.path), "verify", "--against", "0" * 64, "-f", "json", code=1)
    assert [(f["what"], f["detail"][:47]) for f in ran.json] == [
        ("missing", "the entry that was published as 000000000000: t")
    ]
    assert "not as it was recorded: 1 fault; 9 claims in 8 entries" in ran.err


def test_what_is_no_digest_is_refused(full: Full, ledger: Ledger, folder: Path) -> None:
    (folder / "empty.txt").write_text("nothing here\n", encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\xff\xfe")
    for word, says in (
        ("empty.txt", "is neither a digest nor a file with one"),
        ("no-such.txt", "is neither a digest nor a file with one"),
        ("abc", "is neither a digest nor a file with one"),
        ("binary.txt", "cannot read binary.txt"),
    ):
        assert says in ledger("--db", str(full.path), "verify", "--against", word, code=2).err


def test_a_table_says_where_each_fault_is(full: Full, ledger: Ledger) -> None:
    tampered(full.path, Path("copy.duckdb"), "update claim set value = '111' where value = '110'")
    ran = ledger("--db", "copy.duckdb", "verify", code=1)
    entry = next(e for e, number in full.entries.items() if number == "1")
    assert re.search(rf"altered +entry {entry[:8]}, row 2, claim 770ff223 +its id does not", ran.out), ran.out
    assert ran.err.startswith("not as it was recorded: 1 fault; 9 claims")


def test_a_ledger_whose_tables_changed_is_looked_at_no_further(full: Full, ledger: Ledger) -> None:
    tampered(full.path, Path("copy.duckdb"), "drop table capture")
    ran = ledger("--db", "copy.duckdb", "verify", code=1)
    assert ran.err == "not as it was recorded: 1 fault; its claims cannot be read so\n"


def test_an_empty_ledger_verifies(ledger: Ledger) -> None:
    with db.writing(Path("ledger.duckdb")):
        pass
    assert ledger("verify").err == "verified: 0 claims in 0 entries, head none\n"
