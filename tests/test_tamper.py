"""Random tampering: whatever is changed in a ledger's file, `ledger verify` with the published digest says so.

A seed is one tampering: through raw SQL on any table, on the write-ahead log, or on the bits of the file. The longer
run (`make soak`) has 150 by SQL, 50 on the log and older copies, 60 flipped bits; the others use seeds of their own.
`--junitxml` tells of each what was noticed, and how.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from conftest import MINISTRY, typed
from full_ledger import full_ledger

from ledger import db, verify
from ledger.errors import LedgerError
from ledger.ingest.record import record
from ledger.model.act import Act

FEW, MANY = range(1000, 1007), range(150)
FEW_LOGS, MANY_LOGS = range(1000, 1003), range(50)
FEW_BITS, MANY_BITS = range(1000, 1002), range(60)


def seeds(few: range, many: range) -> list[Any]:
    return [*few, *(pytest.param(seed, marks=pytest.mark.soak) for seed in many)]


class Full(NamedTuple):
    """A ledger with what was published of it; `older` is a copy from before the last act."""

    path: Path
    published: str
    older: Path


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Full:
    """Rows in all tables; nothing is left in the write-ahead log."""
    path = tmp_path_factory.mktemp("full") / "ledger.duckdb"
    *_, published = full_ledger(path)
    return Full(path, published, path)


@pytest.fixture(scope="module")
def logged(full: Full, tmp_path_factory: pytest.TempPathFactory) -> Full:
    """The same with two more acts, the last of them only in the write-ahead log, as after a crash."""
    path = tmp_path_factory.mktemp("logged") / "ledger.duckdb"
    shutil.copyfile(full.path, path)
    published = ""
    for value, rows in (("51", 2), ("71", 6)):
        with db.writing(path) as con:
            if value == "71":
                con.execute("pragma disable_checkpoint_on_shutdown")
            row = {**MINISTRY, "value": value}
            record(con, [(n, [{**row, "url": f"{row['url']} {n}"}]) for n in range(rows)], Act("load", "more.csv"))
            published = str((db.run(con, "lookup/digest").fetchone() or ("",))[0])
    assert log_of(path).exists()
    return Full(path, published, full.path)


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def rows_of(con: db.Connection, table: str) -> Counter[str]:
    return Counter(repr(row) for row in con.execute(f"select * from {table}").fetchall())


def contents(path: Path) -> dict[str, Counter[str]] | None:
    """All rows of all tables and all definitions, as DuckDB alone reads them; None where it cannot."""
    try:
        with duckdb.connect(str(path), read_only=True, config={"threads": 1}) as con:
            tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
            defined = Counter(repr(sorted(row)) for row in con.execute(db.statement("lookup/defined")).fetchall())
            return {"": defined, **{table: rows_of(con, table) for table in tables}}
    except duckdb.Error:
        return None


# ---------------------------------------------------------------- through SQL


def other(dice: random.Random, value: Any, type_: str, among: list[Any]) -> Any:
    """Another value of the type: nothing, that of another row, or one that differs a little."""
    if dice.random() < 0.3:
        return dice.choice([None, *among])
    if type_.endswith("[]"):
        return [*(value or []), dice.choice([None, "00000000-0000-0000-0000-000000000000"])]
    if type_ == "VARCHAR":
        return dice.choice(["", f"{value}x", f"{value} ", str(value).swapcase(), "\x1e", f"\n{value}", str(value)[:-1]])
    if type_ == "BOOLEAN":
        return not value
    if type_ == "BIGINT":
        return (value or 0) + 1
    return {
        "UUID": "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "DATE": "1999-01-01",
        "TIMESTAMP": "1999-01-01 00:00:00.000001",
    }[type_]


def tamper(con: db.Connection, dice: random.Random) -> str:
    """Changes a row of a table, any that has some; returns what was done."""
    tables = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
    table = dice.choice(tables)
    columns = con.execute(
        "select column_name, data_type from duckdb_columns() where table_name = ?", [table]
    ).fetchall()
    column, type_ = dice.choice(columns)
    ids = [i for (i,) in con.execute(f"select rowid from {table}").fetchall()]
    one, two = dice.choice(ids), dice.choice(ids)
    among = [v for (v,) in con.execute(f"select {column} from {table}").fetchall()]
    value = other(dice, among[ids.index(one)], type_, among)
    act = dice.choice(("update", "update", "delete", "insert", "copy", "swap"))
    if act == "update":
        con.execute(f"update {table} set {column} = cast(? as {type_}) where rowid = ?", [value, one])
    elif act == "delete":
        con.execute(f"delete from {table} where rowid = ?", [one])
    elif act == "insert":
        told = f"insert into {table} select * replace (cast(? as {type_}) as {column}) from {table} where rowid = ?"
        con.execute(told, [value, one])
    elif act == "copy":
        con.execute(f"insert into {table} from {table} where rowid = ?", [one])
    else:
        values = [among[ids.index(one)], among[ids.index(two)]]
        for row, taken in ((one, values[1]), (two, values[0])):
            con.execute(f"update {table} set {column} = cast(? as {type_}) where rowid = ?", [taken, row])
    return f"{act} {table}.{column} of row {one}: {value!r}"


@pytest.mark.parametrize("seed", seeds(FEW, MANY))
def test_a_change_through_sql_is_named(full: Full, seed: int) -> None:
    dice = random.Random(seed)
    copy = Path("copy.duckdb")
    shutil.copyfile(full.path, copy)
    with duckdb.connect(str(copy), config={"threads": 1}) as con:
        tables = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        before = {table: rows_of(con, table) for table in tables}
        done = tamper(con, dice)
        while {table: rows_of(con, table) for table in tables} == before:  # the value was the same
            done = tamper(con, dice)
    try:
        found: Any = verify.verify(copy, verify.digests(full.published)).faults
    except LedgerError as e:
        # it does not even say any more which version of the tool it is of
        found = "meta" in done and e.message
    assert found, done


# ---------------------------------------------------------------- on the write-ahead log, and older copies


def harm(ledger: Full, copy: Path, dice: random.Random, seed: int) -> str:
    """Puts a harmed copy of the ledger at `copy`; returns what was done."""
    log = log_of(copy)
    shutil.copyfile(ledger.path, copy)
    shutil.copyfile(log_of(ledger.path), log)
    content = bytearray(log.read_bytes())
    at = dice.randrange(len(content))
    if seed % 12 == 0:
        log.unlink()
        return "no log"
    if seed % 12 == 1:
        shutil.copyfile(ledger.older, copy)
        return "an older copy, with the log"
    if seed % 12 == 2:
        shutil.copyfile(ledger.older, copy)
        log.unlink()
        return "an older copy"
    if seed % 2:
        log.write_bytes(content[:at])
        return f"log cut at {at} of {len(content)}"
    content[at] ^= 1 << (bit := dice.randrange(8))
    log.write_bytes(content)
    return f"log byte {at} of {len(content)}, bit {bit} flipped"


@pytest.mark.parametrize("seed", seeds(FEW_LOGS, MANY_LOGS))
def test_a_harmed_log_or_an_older_copy_is_noticed(logged: Full, folder: Path, seed: int, record_property: Any) -> None:
    copy = folder / "copy.duckdb"
    done = harm(logged, copy, random.Random(seed), seed)
    ran = typed("--db", str(copy), "verify", "--against", logged.published, "-f", "csv")
    assert "Traceback" not in ran.err, done
    assert "inside the tool" not in ran.err, f"{done}: {ran.err}"
    record_property(done, ran.code)
    if ran.code == 0:
        assert contents(copy) == contents(logged.path), f"{done}: not noticed"
    elif ran.code == 2:
        assert ran.err.startswith("error: "), f"{done}: {ran}"
    else:
        assert ran.code == 1, f"{done}: {ran}"
        assert len(ran.out.splitlines()) > 1, done


def test_a_ledger_with_entries_in_the_log_verifies(logged: Full) -> None:
    assert verify.verify(logged.path, verify.digests(logged.published)).faults == []


# ---------------------------------------------------------------- on the bits of the file


@pytest.mark.parametrize("seed", seeds(FEW_BITS, MANY_BITS))
def test_a_flipped_bit_is_noticed_or_lies_where_nothing_is_kept(
    full: Full, folder: Path, seed: int, record_property: Any
) -> None:
    dice = random.Random(seed)
    copy = folder / "copy.duckdb"
    content = bytearray(full.path.read_bytes())
    at = dice.randrange(len(content))
    content[at] ^= 1 << dice.randrange(8)
    copy.write_bytes(content)
    ran = typed("--db", str(copy), "verify", "--against", full.published)
    assert ran.code in (0, 1, 2), f"byte {at}: {ran}"
    assert "Traceback" not in ran.err
    assert "inside the tool" not in ran.err, ran.err
    record_property(f"byte {at}", ran.code)
    if ran.code == 0:
        assert contents(copy) == contents(full.path), f"byte {at} of {len(content)}: not noticed"
