"""What the tests share: a folder of one's own, the command line as typed, and claims to type."""

import csv
import ctypes
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
import typer.main

from ledger import db
from ledger.cli import main
from ledger.db import opening, schema

COMMAND = [sys.executable, "-m", "ledger"]
PROJECT = Path(__file__).parents[1]

Row = dict[str, str]

MINISTRY: Row = {
    "source": "ru-mod",
    "url": "t.me/mod_russia, 2026-01-26 04:39 UTC",
    "published": "2026-01-26T04:39Z",
    "attacker": "UA",
    "defender": "RU",
    "metric": "intercepted",
    "weapon": "uav",
    "value": "40",
    "window": "2026-01-25T23:00/2026-01-26T07:00",
}
"""A claim of one night, with every column it needs."""

BULLETIN: Row = {
    "source": "ua-air-force",
    "url": "https://t.me/kpszsu/1",
    "published": "2026-01-26T09:00",
    "attacker": "RU",
    "defender": "UA",
    "metric": "launched",
    "weapon": "shahed",
    "value": "138",
    "window": "2026-01-25T18:00/2026-01-26T08:00",
}
"""The other side's claim of the same night, in the other direction."""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code, its data, its remarks."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def first(self) -> str:
        """The first line of data, such as an id."""
        return self.out.splitlines()[0]


Ledger = Callable[..., Ran]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every test works in a folder of its own, where `ledger.duckdb` is its ledger."""
    monkeypatch.chdir(tmp_path)
    for name in ("LEDGER_DB", "LEDGER_PATIENCE", "LEDGER_DEBUG", "COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LEDGER_USER", "tester")
    return tmp_path


def made_of(path: Path | None) -> list[str]:
    """The files that a ledger at `path` is made of, with their contents as a checksum."""
    registers = [file for _, file in schema._register_files(path)]
    parts = schema._view_files(), registers, sorted(schema.QUERIES.glob("schema/*.sql"))
    return [schema._digest(files) for files in parts]


@pytest.fixture(scope="session", autouse=True)
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A new ledger, in a file or in memory, starts as a copy of one made before: binding the views takes most of a
    second. What is done to an existing ledger is done to the copy; other registers or statements are read anew."""
    made, version_of, make = schema.bring_up_to_date, schema.version_of, opening._make
    blank = tmp_path_factory.mktemp("blank") / "blank.duckdb"
    with db.writing(blank):
        pass
    files = made_of(blank)
    begun: set[tuple[int, int]] = set()  # files that are copied, and by right have nothing in them yet

    def copy_file(path: Path) -> None:
        if not path.exists() and not opening._wal(path).exists() and made_of(path) == files:
            copyfile(blank, path)
            begun.add(opening._identity(path))
        make(path)

    def version(con: db.Connection, path: Path | None) -> int:
        return 0 if path and path.exists() and opening._identity(path) in begun else version_of(con, path)

    def copy(con: db.Connection, path: Path | None, done: int = 0) -> None:
        if path and path.exists() and opening._identity(path) in begun:
            begun.remove(opening._identity(path))
            done = len(schema.schema_files())
        # beside the transaction of `con`, which has not looked at the ledger yet
        with con.cursor() as other:
            if not done and not schema.tables(other) and made_of(path) == files:
                (name,) = other.execute("select current_database()").fetchone() or ()
                other.execute(f"attach '{blank}' as blank_ledger (read_only)")
                other.execute(f'copy from database blank_ledger to "{name}"')
                other.execute("detach blank_ledger")
                done = len(schema.schema_files())
        made(con, path, done)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "bring_up_to_date", copy)
        patch.setattr(schema, "version_of", version)
        patch.setattr(opening, "_make", copy_file)
        patch.setattr(schema, "made", made, raising=False)
        patch.setattr(opening, "make", make, raising=False)
        yield


class NoPandas:
    """Says at once that there is no pandas, which DuckDB looks for anew with each value that is bound."""

    def find_spec(self, name: str, *where: object) -> None:
        if name == "pandas":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.fixture(scope="session", autouse=True)
def quicker() -> Iterator[None]:
    """What one process asks once and the tests hundreds of times: is there pandas, what options does a command take."""
    with pytest.MonkeyPatch.context() as patch:
        if find_spec("pandas") is None:
            patch.setattr(sys, "meta_path", [NoPandas(), *sys.meta_path])
        patch.setattr(typer.main, "get_params_from_function", cache(typer.main.get_params_from_function))
        yield


@pytest.fixture
def anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests of how a ledger is made: it is made from its files, and nothing is copied."""
    monkeypatch.setattr(schema, "bring_up_to_date", schema.made)
    monkeypatch.setattr(opening, "_make", opening.make)


@pytest.fixture(scope="module")
def registers() -> Iterator[db.Connection]:
    """A ledger in memory with the registers and no claim, made once a module."""
    with db.passing() as opened:
        yield opened


@pytest.fixture
def con(registers: db.Connection) -> Iterator[db.Connection]:
    """The same, and what a test records in it is gone after the test."""
    registers.execute("begin")
    yield registers
    registers.execute("rollback")


@pytest.fixture
def ledger(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The command line as typed, in this process. The exit code is 0 unless `code` says otherwise; None: any."""

    def run(*words: str, stdin: bytes = b"", code: int | None = 0) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["ledger", *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
            patch.setattr(sys, "stdout", out)
            patch.setattr(sys, "stderr", err)
            with pytest.raises(SystemExit) as left:
                main()
        ran = Ran(int(left.value.code or 0), out.getvalue(), err.getvalue())
        assert code is None or ran.code == code, ran
        assert "Traceback" not in ran.out + ran.err
        assert "inside the tool" not in ran.err, ran.err
        return ran

    return run


def typed(*words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Ran:
    """The command line as typed, in a process of its own."""
    done = subprocess.run(
        [*COMMAND, *words], input=stdin, capture_output=True, env={**os.environ, **(env or {})}, check=False
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def options(row: Mapping[str, str], **changed: str) -> list[str]:
    """A row as the options of `ledger add`."""
    cells = {**row, **changed}
    return [word for column, text in cells.items() if text for word in (f"--{column}", text)]


def adding(row: Mapping[str, str] = MINISTRY, **changed: str) -> list[str]:
    return ["add", *options(row, **changed)]


def as_csv(rows: Iterable[Mapping[str, str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as CSV text, under every column that any of them has."""
    rows = list(rows)
    columns = list(dict.fromkeys(c for row in rows for c in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, delimiter=delimiter, lineterminator=end, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def wrote(path: Path, rows: Iterable[Mapping[str, str]], delimiter: str = ",") -> str:
    """Writes rows as a CSV file; returns its name as one would type it."""
    path.write_text(as_csv(rows, delimiter), encoding="utf-8", newline="")
    return str(path)


def nights(count: int, row: Mapping[str, str] = MINISTRY, **changed: str) -> list[Row]:
    """So many claims that differ in their citation and figure."""
    return [{**row, "url": f"{row['url']} {n}", "value": str(n), **changed} for n in range(1, count + 1)]


def cells(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def conserved(counts: Mapping[str, Any]) -> bool:
    """Whether every row that went in came out as one of the four."""
    return bool(counts["rows"] == sum(counts[k] for k in ("loaded", "known", "empty", "refused")))


def claim_ids(ledger: Ledger, *more: str) -> set[str]:
    return {r["claim_id"] for r in ledger("sql", "select claim_id from claim", "-f", "json", *more).json}


def held(code: str, *words: str) -> Sequence[str]:
    """The command of a process that runs Python `code`."""
    return [sys.executable, "-c", code, *words]


@pytest.fixture
def locked(folder: Path, ledger: Ledger) -> Iterable[Path]:
    """A ledger with a claim in it that another process holds open for writing; the tool waits a moment only."""
    path = folder / "held.duckdb"
    ledger("--db", str(path), *adding())
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(held(code, str(path)), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        yield path
        holder.communicate()


def limited(*words: str, room: int) -> Ran:
    """The command line as typed, where no file can grow beyond `room` bytes, as on a disk that is full."""
    import resource

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, preexec_fn=limit)
    return Ran(done.returncode, done.stdout, done.stderr)


def obeying(*words: str) -> Ran:
    """The command line as typed, by a process that the permissions of files hold for, even if it is root's."""
    if sys.platform != "linux" and os.getuid() == 0:
        pytest.skip("root may do everything here")
    libc = ctypes.CDLL(None)

    def obey() -> None:
        if os.getuid() == 0:
            for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
                libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP

    done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, check=False, preexec_fn=obey)
    return Ran(done.returncode, done.stdout, done.stderr)
