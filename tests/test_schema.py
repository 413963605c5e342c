"""Ledgers of every released schema: brought up in one transaction, with a copy of what was there."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from conftest import Ledger, adding, limited, obeying, typed

sys.path.insert(0, str(Path(__file__).parent / "schema"))
from old_ledgers import VERSIONS, build

from ledger import db
from ledger.db import schema
from ledger.errors import LedgerError

HERE = Path("ledger.duckdb")
OLDER = VERSIONS[:-1]
TABLES = ("meta", "entry", "claim", "link", "scope")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with duckdb.connect(str(path), read_only=True) as con:
        return {table: con.execute(f"from {table} order by all").fetchall() for table in TABLES}


def test_every_released_schema_has_its_rows() -> None:
    assert list(range(1, len(schema.schema_files()) + 1)) == VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_a_ledger_of_before_says_what_it_said(ledger: Ledger, version: int) -> None:
    before = rows(build(version, HERE))
    copy = Path(f"ledger.schema-{version}.duckdb")
    told = typed("claims", "-f", "json")
    assert told.code == 0
    if version in OLDER:
        assert told.err == f"ledger.duckdb was brought to schema {VERSIONS[-1]}; the ledger as it was: {copy}\n"
        assert rows(copy) == before
    assert copy.exists() == (version in OLDER)
    assert len(rows(HERE)["claim"]) == 6
    assert "verified: 6 claims" in ledger("verify").err
    standing = ledger("sql", "select source, value from current_claim order by all", "-f", "json").json
    assert [tuple(r.values()) for r in standing] == [
        ("interfax", "40"), ("ru-mod", "40"), ("ua-air-force", "110"), ("ua-air-force", "140"),
    ]  # fmt: skip
    derived = ledger("sql", "select kind, count(*) n from derived_link group by kind order by kind", "-f", "json").json
    assert derived == [{"kind": "quotes", "n": 2}, {"kind": "revises", "n": 1}]
    said = ledger("sql", "select distinct kind from link order by kind", "-f", "json").json
    assert [r["kind"] for r in said] == ["retracts", "same_event"]
    assert "140" in ledger("report", "nights").out
    ledger(*adding(url="a later one"))
    assert "verified: 7 claims" in ledger("verify").err


def test_merging_an_older_ledger_leaves_it_as_it_is(ledger: Ledger) -> None:
    other = build(2, Path("other.duckdb"))
    before = other.read_bytes()
    ledger("merge", "other.duckdb")
    assert other.read_bytes() == before
    assert "verified: 6 claims" in ledger("verify").err


def test_a_copy_never_overwrites_a_file(ledger: Ledger) -> None:
    build(1, HERE)
    Path("ledger.schema-1.duckdb").write_text("mine")
    ledger("claims")
    assert Path("ledger.schema-1.duckdb").read_text() == "mine"
    assert len(rows(Path("ledger.schema-1-2.duckdb"))["claim"]) == 6


def test_what_a_killed_process_left_beside_an_older_ledger_is_in_its_copy(ledger: Ledger) -> None:
    build(1, HERE)
    code = (
        f"import duckdb, os; duckdb.connect('{HERE}').execute(\"update entry set recorded_by = 'late'\"); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    ledger("claims")
    with duckdb.connect("ledger.schema-1.duckdb", read_only=True) as con:
        assert con.execute("select distinct recorded_by from entry").fetchall() == [("late",)]


def test_nobody_gets_in_between_the_copy_and_the_migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy is made while the ledger is held, and holding goes on after it."""
    monkeypatch.setenv("LEDGER_PATIENCE", "0")
    build(1, HERE)
    with db.writing(HERE):
        assert Path("ledger.schema-1.duckdb").exists()
        assert "is held by process" in typed("claims").err


@pytest.mark.parametrize("name", ["005_next.sql", "005_next.then.sql"])
def test_a_migration_that_fails_leaves_the_ledger_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    queries = folder / "queries"
    shutil.copytree(schema.QUERIES, queries)
    (queries / "schema" / "005_next.sql").write_text("create table next (a int);")
    (queries / "schema" / name).write_text("create table half (a int); from nowhere;")
    monkeypatch.setattr(schema, "QUERIES", queries)
    build(2, HERE)
    before = rows(HERE)
    with pytest.raises(LedgerError, match="nowhere"), db.writing(HERE):
        pass
    assert rows(HERE) == before
    assert sorted(p.name for p in Path().iterdir()) == ["ledger.duckdb", "queries"]


def test_a_command_that_is_abandoned_leaves_an_older_ledger_as_it_was(ledger: Ledger) -> None:
    before = rows(build(2, HERE))
    ledger(*adding(value="many of them"), code=2)
    ledger(*adding(), "--dry-run")
    assert rows(HERE) == before
    assert [p.name for p in Path().iterdir()] == ["ledger.duckdb"]


def test_without_room_for_the_copy_nothing_is_migrated(folder: Path) -> None:
    before = rows(build(2, HERE))
    ran = limited("claims", room=HERE.stat().st_size // 2)
    assert ran.code == 2
    assert "error: ledger.duckdb has schema 2, and no copy of it can be kept" in ran.err
    assert rows(HERE) == before
    assert [p.name for p in folder.iterdir()] == ["ledger.duckdb"]


@pytest.mark.parametrize("command", ["claims", "verify"])
def test_an_older_ledger_that_cannot_be_written_says_so(command: str) -> None:
    build(2, HERE).chmod(0o444)
    ran = obeying(command)
    assert ran.code == 2
    assert ran.err.startswith("error: ledger.duckdb has an older schema, and cannot be written to bring it up to date")
    assert len(ran.err.splitlines()) == 2
