"""The ledger file: opened, migrated, kept current; all of a command or none of it."""

import multiprocessing
import re
import subprocess
import weakref
from contextlib import suppress
from pathlib import Path

import duckdb
import polars as pl
import psutil
import pytest
from conftest import MINISTRY, Ledger, adding, held, limited, nights, obeying, wrote

from ledger import db
from ledger.db import opening, schema
from ledger.errors import Busy, Damaged, LedgerError
from ledger.ingest.record import Act, record
from ledger.resources import REGISTERS

HERE = Path("ledger.duckdb")


def recorded(value: str = "40") -> str:
    with db.writing(HERE) as con:
        return record(con, [(1, [{**MINISTRY, "value": value}])], Act("add")).ids[0]


def count(path: Path = HERE) -> int:
    with db.reading(path) as con:
        found = con.table("claim").aggregate("count(*)").fetchone()
    return int(found[0]) if found else -1


# ---------------------------------------------------------------- one transaction a command


def test_an_error_inside_leaves_a_ledger_as_it_was() -> None:
    recorded()
    with suppress(ZeroDivisionError), db.writing(HERE) as con:
        record(con, [(1, [{**MINISTRY, "value": "41"}])], Act("add"))
        raise ZeroDivisionError
    assert count() == 1


@pytest.mark.usefixtures("anew")
def test_an_error_inside_leaves_no_new_ledger() -> None:
    with pytest.raises(db.Abandoned), db.writing(HERE):
        raise db.Abandoned
    assert not HERE.exists()
    assert not Path("ledger.duckdb.wal").exists()


def test_a_dry_run_sees_its_own_claims_and_keeps_none() -> None:
    recorded()
    with db.writing(HERE, keep=False) as con:
        record(con, [(1, [{**MINISTRY, "value": "41"}])], Act("add"))
        assert con.table("claim").aggregate("count(*)").fetchone() == (2,)
    assert count() == 1


def test_writing_does_not_make_a_ledger_where_one_is_expected() -> None:
    with pytest.raises(LedgerError, match="there is no ledger"), db.writing(HERE, make=False):
        pass
    assert not HERE.exists()


# ---------------------------------------------------------------- what a reader may do


def test_a_reader_can_neither_write_nor_leave_the_ledger() -> None:
    recorded()
    Path("secret.csv").write_text("a\n1\n")
    with db.reading(HERE) as con:
        for statement in (
            "delete from claim",
            "create table t (a int)",
            "copy claim to 'out.csv'",
            "from 'secret.csv'",
            "attach 'other.duckdb'",
            "set enable_external_access = true",
            "load httpfs",
        ):
            with pytest.raises(duckdb.Error):
                con.execute(statement)
    assert sorted(p.name for p in Path().iterdir()) == ["ledger.duckdb", "secret.csv"]


def test_readers_do_not_keep_each_other_out() -> None:
    recorded()
    with db.reading(HERE):
        code = "from pathlib import Path; from ledger import db\nwith db.reading(Path('ledger.duckdb')): print('in')"
        assert subprocess.run(held(code), capture_output=True, check=True).stdout == b"in\n"


def test_a_writer_keeps_readers_out_and_is_named(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_PATIENCE", "0")
    for opened in (db.reading(locked), db.writing(locked)):
        with pytest.raises(Busy, match=r"is held by process \d+ \("), opened:
            pass


def test_a_reader_waits_for_a_writer_that_is_soon_done(monkeypatch: pytest.MonkeyPatch) -> None:
    recorded()
    monkeypatch.setenv("LEDGER_PATIENCE", "20")
    context = multiprocessing.get_context("spawn")
    holds = context.Event()
    writer = context.Process(target=_hold, args=(str(HERE.absolute()), holds))
    writer.start()
    assert holds.wait(20)
    assert count() == 1
    writer.join()
    assert writer.exitcode == 0


def _hold(path: str, holds: "multiprocessing.synchronize.Event") -> None:
    import threading

    with duckdb.connect(path):
        holds.set()
        threading.Event().wait(0.3)


def test_a_ledger_whose_name_speaks_of_locks_is_not_taken_for_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_PATIENCE", "0")
    Path("block.duckdb").write_text("no database, a lock\n" * 900)
    with pytest.raises(Damaged, match="is not a ledger"), db.reading(Path("block.duckdb")):
        pass


def test_who_holds_it_is_told_with_its_command_and_since_when(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDGER_PATIENCE", "0")
    with (
        pytest.raises(Busy, match=r"process \d+ \(\S+ -c .*import duckdb.*\) since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"),
        db.reading(locked),
    ):
        pass


def test_who_is_not_ours_to_look_at_is_told_by_its_program(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(pid: int) -> None:
        raise psutil.AccessDenied(pid)

    monkeypatch.setenv("LEDGER_PATIENCE", "0")
    monkeypatch.setattr(psutil, "Process", denied)
    with pytest.raises(Busy, match=r"process \d+ \(\S+python[\d.]*\)$"), db.reading(locked):
        pass


# ---------------------------------------------------------------- files that are not as they should be


@pytest.mark.parametrize("size", [0, 100, 4096, 8192, 12288])
def test_a_file_that_was_left_half_made_is_no_ledger_yet_and_is_taken_over(size: int) -> None:
    duckdb.connect("empty.duckdb", config=opening.STORAGE).close()
    HERE.write_bytes(Path("empty.duckdb").read_bytes()[:size])
    with (
        pytest.raises(LedgerError, match=r"there is no ledger at ledger\.duckdb: that file is empty"),
        db.reading(HERE),
    ):
        pass
    recorded()
    assert count() == 1


def test_a_log_without_its_ledger_is_set_aside() -> None:
    Path("ledger.duckdb.wal").write_bytes(b"of another ledger")
    recorded()
    assert count() == 1
    assert Path("ledger.duckdb.wal.old").read_bytes() == b"of another ledger"


def test_a_ledger_cut_short_is_told_in_one_line(ledger: Ledger) -> None:
    recorded()
    whole = HERE.read_bytes()
    for size in (5000, 12288, 20000, len(whole) // 3, len(whole) // 2, len(whole) - 200_000):
        HERE.write_bytes(whole[:size])
        for command in (["claims"], ["verify"], adding(value="41")):
            ran = ledger(*command, code=None)
            if ran.code == 2:
                assert ran.err.startswith("error: ")
                assert len(ran.err.splitlines()) <= 2, ran.err
            assert HERE.exists()


@pytest.mark.parametrize("command", [["claims"], ["verify"], adding()])
def test_a_ledger_of_a_newer_version_is_told_in_one_line(ledger: Ledger, command: list[str]) -> None:
    recorded()
    with duckdb.connect(str(HERE)) as con:
        con.execute("update meta set value = '99' where key = 'schema'")
    ran = ledger(*command, code=2)
    assert ran.err == (
        "error: ledger.duckdb was written by a newer version of the tool\n  try: upgrade claims-ledger\n"
    )


# ---------------------------------------------------------------- no room, no right to write


@pytest.mark.parametrize("room", [4000, 20_000, 300_000])
def test_without_room_a_new_ledger_is_not_begun(folder: Path, room: int) -> None:
    ran = limited(*adding(), room=room)
    assert (ran.code, ran.out) == (2, "")
    assert re.fullmatch(
        r"error: there is no room to write ledger\.duckdb: File too large; nothing was recorded\n  try: .+\n", ran.err
    )
    assert list(folder.iterdir()) == []


def test_without_room_a_ledger_is_left_as_it_was(ledger: Ledger, folder: Path) -> None:
    """Whatever the room: exit 0 says that it is there, exit 2 that it is not."""
    ledger(*adding())
    name = wrote(folder / "n.csv", nights(300))
    ran = limited("load", name, room=20_000)
    assert (ran.code, ran.out) == (2, "")
    assert "error: there is no room to write ledger.duckdb: File too large; nothing was recorded" in ran.err
    assert count() == 1
    # room for the log, not for the file itself
    assert limited("load", name, room=1_000_000).code == 0
    assert count() == 301
    assert "verified" in ledger("verify").err


def test_a_ledger_that_may_only_be_read_is_read_and_verified(ledger: Ledger, folder: Path) -> None:
    ledger(*adding())
    HERE.chmod(0o444)
    folder.chmod(0o555)
    for command in ("claims", "verify", "digest", "log"):
        assert obeying(command).code == 0
    ran = obeying(*adding(value="41"))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: ledger.duckdb cannot be opened or written: Permission denied\n  try: ")
    assert count() == 1


def test_a_folder_that_may_only_be_read(ledger: Ledger, folder: Path) -> None:
    folder.chmod(0o555)
    ran = obeying(*adding())
    assert ran.code == 2
    assert ran.err.startswith("error: ledger.duckdb cannot be opened or written: Permission denied\n  try: ")
    assert not HERE.exists()
    ledger(*adding())
    ran = obeying(*adding(value="41"))
    assert ran.code == 2
    assert ran.err.startswith("error: ledger.duckdb cannot be opened or written: Permission denied\n  try: ")
    assert count() == 1


# ---------------------------------------------------------------- schema, views, registers


@pytest.mark.usefixtures("anew")
def test_the_schema_is_of_plain_tables() -> None:
    """No keys, constraints, sequences, enums, generated columns: DuckLake has none of them."""
    with db.passing() as con:
        assert con.execute(
            "select count(*) from duckdb_constraints() where constraint_type <> 'NOT NULL'"
        ).fetchone() == (0,)
        assert con.execute("select count(*) from duckdb_sequences()").fetchone() == (0,)
        assert con.execute(
            "select count(*) from duckdb_types() where logical_type = 'ENUM' and not internal"
        ).fetchone() == (0,)
        assert con.execute("select count(*) from duckdb_indexes()").fetchone() == (0,)


def test_schema_files_are_numbered_without_a_gap() -> None:
    numbers = [int(p.name[:3]) for p in schema.schema_files()]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.usefixtures("anew")
def test_every_view_can_be_asked() -> None:
    with db.passing() as con:
        names = [n for (n,) in con.execute("select view_name from duckdb_views() where not internal").fetchall()]
        assert {"current_claim", "pair", "night"} <= set(names)
        for name in names:
            assert con.execute(f'from "{name}" limit 1').fetchall() is not None  # a relation would be bound three times


def test_old_views_are_renewed_when_a_ledger_is_read() -> None:
    recorded()
    con = duckdb.connect(str(HERE))
    con.execute("create or replace view current_claim as select 1 as old")
    con.execute("update meta set value = 'old' where key = 'views'")
    con.close()
    with db.reading(HERE) as con:
        assert "claim_id" in con.table("current_claim").columns


def test_a_ledger_of_a_later_schema_is_left_alone() -> None:
    recorded()
    con = duckdb.connect(str(HERE))
    con.execute("update meta set value = '999' where key = 'schema'")
    con.close()
    with pytest.raises(Damaged, match="newer version of the tool"), db.writing(HERE):
        pass


@pytest.mark.usefixtures("anew")
def test_any_shell_since_1_4_can_open_the_file() -> None:
    recorded()
    con = duckdb.connect(str(HERE), read_only=True)
    tags = con.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone()
    con.close()
    assert tags is not None
    assert tags[0].startswith("v1.4")


@pytest.mark.usefixtures("anew")
def test_all_registers_are_copied_into_the_ledger() -> None:
    with db.passing() as con:
        for table in ("party", "source", "metric", "weapon", "population", "region", "profile", "glossary"):
            assert con.table(table).limit(1).fetchall(), table
    assert len(REGISTERS) == 8


def whole(con: db.Connection) -> list[list[object]]:
    """All that a ledger consists of: its tables with their rows, its views and functions.

    Of views and functions the words, in any order: DuckDB writes down what `exclude` names as it likes.
    """
    tables = con.execute("select table_name, sql from duckdb_tables() order by all").fetchall()
    views = con.execute("select view_name, sql from duckdb_views() where not internal order by all").fetchall()
    functions = con.execute(
        "select function_name, macro_definition from duckdb_functions() where not internal order by all"
    ).fetchall()
    texts = [(name, sorted(re.findall(r"\w+", sql))) for name, sql in (*views, *functions)]
    return [tables, texts, *(con.table(name).order("all").fetchall() for name, _ in tables)]


def test_the_ledgers_of_the_tests_are_like_one_made_anew(request: pytest.FixtureRequest) -> None:
    found = []
    for name in ("copied", "anew"):
        request.getfixturevalue(name)
        with db.writing(Path(name)):
            pass
        with db.reading(Path(name)) as con:
            found.append(whole(con))
    copied, made = found
    assert copied == made
    assert all(made[:2])


def test_opening_twice_changes_nothing() -> None:
    recorded()
    with db.writing(HERE) as con:
        before = con.table("meta").fetchall()
    with db.writing(HERE) as con:
        assert con.table("meta").fetchall() == before


# ---------------------------------------------------------------- statements


def test_a_statement_of_ours_that_fails_names_its_file() -> None:
    with db.passing() as con:
        con.execute("drop view current_claim")
        with pytest.raises(Damaged, match=r"queries/lookup/doctor.sql failed: "):
            db.run(con, "lookup/doctor")


def test_variables_are_bound_never_spliced() -> None:
    with db.passing() as con:
        db.set_variables(con, {"from": "'; drop table claim; --"})
        assert con.execute("select getvariable('from')").fetchone() == ("'; drop table claim; --",)
        db.set_variables(con, {"from": None})
        assert con.execute("select getvariable('from')").fetchone() == (None,)
        with pytest.raises(LedgerError, match="cannot name a variable"):
            db.set_variables(con, {"x = 1; drop table claim": "1"})


def test_a_frame_that_was_handed_over_is_let_go_of_before_the_transaction_ends() -> None:
    frame = pl.DataFrame({"n": [1, 2]})
    gone = weakref.ref(frame)
    with duckdb.connect() as con:
        con.execute("begin")
        with db.handed_over(frame, con, "arriving_rows"):
            con.execute("create table seen as from arriving_rows")
        del frame
        assert gone() is None
        assert con.execute("select sum(n) from seen").fetchone() == (3,)
