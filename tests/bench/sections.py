"""What is measured: each section runs commands in turn with their baselines, and gives rows of the table."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import feed
from measure import Command, Used, always, in_turn, median
from table import Bar, Row, Size

from ledger import queries
from ledger.resources import DATA

PYTHON = Path(sys.executable)
LEDGER = PYTHON.with_name("ledger")
BASELINES = Path(__file__).with_name("baselines")
FEW, MANY = 3, 5
"""How often large and small things are measured."""
SMALL = 11
"""How often what takes a fraction of a second is measured."""
LOAD = 1_000_000
"""Rows of the load that is compared with the slower tools."""
ADDED = (
    "--source", "ru-mod", "--url", "t.me/bench", "--published", "2026-01-26T04:39Z", "--attacker", "UA",
    "--defender", "RU", "--metric", "intercepted", "--weapon", "uav", "--window", "2026-01-25T23:00/2026-01-26T07:00",
)  # fmt: skip


class Bench:
    """Where the files of a run lie, and how many claims it is about."""

    def __init__(self, folder: Path, claims: int) -> None:
        self.folder, self.claims = folder, claims
        self.python = folder / "venv" / "bin" / "python"
        self.details: list[str] = []

    def feed(self, claims: int) -> feed.Feed:
        return feed.made(self.folder, claims)

    def path(self, claims: int) -> Path:
        return self.folder / f"ledger-{claims}.duckdb"

    def ledger(self, claims: int) -> Path:
        """The ledger of so many claims, loaded in this run."""
        path = self.path(claims)
        if not path.exists():
            in_turn({f"load of {claims:,}": loading(path, self.feed(claims).csv)}, 1, self.folder)
        return path

    def run(self, commands: dict[str, Command], runs: int, warm: int = 0) -> list[list[Used]]:
        return list(in_turn(commands, runs, self.folder, warm).values())


def ledger(path: Path, *words: str | Path) -> tuple[str | Path, ...]:
    return (LEDGER, "--db", path, *words)


def anew(path: Path) -> Callable[[], None]:
    """What removes a database file, so that it is made anew."""

    def remove() -> None:
        for file in (path, path.with_name(f"{path.name}.wal")):
            file.unlink(missing_ok=True)

    return remove


def loading(path: Path, file: Path) -> Command:
    """A load into a fresh ledger."""

    def before() -> None:
        anew(path)()
        feed.vocabulary(path)

    return always(*ledger(path, "load", file), before=before)


def script(python: Path, name: str, *words: str | Path, before: Callable[[], object] = lambda: None) -> Command:
    return always(python, BASELINES / name, *words, before=before)


def load(bench: Bench) -> Iterator[Row | Size]:
    """The whole feed as CSV, again when all is known, and as Parquet."""
    made, path, plain = bench.feed(bench.claims), bench.path(bench.claims), bench.folder / "plain.duckdb"
    fresh, again, base = bench.run(
        {
            "load": loading(path, made.csv),
            "load again": always(*ledger(path, "load", made.csv)),
            "DuckDB": script(PYTHON, "duckdb_load.py", made.csv, plain, before=anew(plain)),
        },
        FEW,
    )
    name = "DuckDB create table from read_csv"
    yield Row(f"load of {made.rows:,} rows of CSV", fresh, name, base, Bar(2.0, megabytes=2000))
    yield Row("the same again, all known", again, name, base, Bar(1.5, megabytes=2000))
    for kind, other in (("CSV", made.csv), ("Parquet, zstd", made.parquet), ("DuckDB's own table", plain)):
        yield Size(f"file size at {made.rows:,}", path.stat().st_size, kind, other.stat().st_size)
    packed = bench.folder / "packed.duckdb"
    fresh, base = bench.run(
        {
            "load of Parquet": loading(packed, made.parquet),
            "DuckDB": script(PYTHON, "duckdb_load.py", made.parquet, plain, before=anew(plain)),
        },
        FEW,
    )
    anew(packed)()
    anew(plain)()
    name = "DuckDB create table from read_parquet"
    yield Row("load of the same as Parquet", fresh, name, base)


def tools(bench: Bench) -> Iterator[Row]:
    """A load beside the tools that people use for it."""
    claims = min(LOAD, bench.claims)
    made, path, lite = bench.feed(claims), bench.path(claims), bench.folder / "plain.sqlite"
    words = bench.python.with_name("sqlite-utils"), "insert", lite, "feed", made.csv, "--csv"
    fresh, utils, frames = bench.run(
        {
            "load": loading(path, made.csv),
            "sqlite-utils": always(*words, before=anew(lite)),
            "pandas": script(bench.python, "pandas_load.py", made.csv, lite, before=anew(lite)),
        },
        FEW,
    )
    anew(lite)()
    yield Row(f"load of {made.rows:,} rows of CSV", fresh, "sqlite-utils insert", utils, Bar(1 / 25))
    yield Row(f"load of {made.rows:,} rows of CSV", fresh, "pandas read_csv, to_sql", frames, Bar(1 / 2.5))


def sides(bench: Bench) -> Iterator[Row]:
    """Where the sides differ, over everything."""
    path, made, answer = bench.ledger(bench.claims), bench.feed(bench.claims), bench.folder / "answer.csv"
    report, sql, rows, packed = bench.run(
        {
            "side-by-side": always(*ledger(path, "report", "side-by-side", "--format", "csv", "-o", answer)),
            "SQL by hand": script(PYTHON, "answer.py", path, BASELINES / "side_by_side.sql", answer),
            "datacompy of CSV": script(bench.python, "datacompy_sides.py", made.csv, answer),
            "datacompy of Parquet": script(bench.python, "datacompy_sides.py", made.parquet, answer),
        },
        FEW,
    )
    what = f"report side-by-side over {made.rows:,}"
    yield Row(what, report, "the best SQL by hand", sql, Bar(1.5))
    yield Row(what, report, "datacompy, Polars, reading CSV", rows, Bar(1.0))
    yield Row(what, report, "datacompy, Polars, reading Parquet", packed)


def month(bench: Bench) -> Iterator[Row]:
    """Each report over one month in the middle; the slowest is the figure."""
    path, made = bench.ledger(bench.claims), bench.feed(bench.claims)
    first = (date.fromisoformat(feed.FIRST_DAY) + timedelta(days=made.nights // 2)).replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    bounds = ("--from", str(first), "--to", str(last), "--format", "csv", "-o", bench.folder / "answer.csv")
    names = queries.names("reports")
    found = bench.run({f"report {n}": always(*ledger(path, "report", n, *bounds)) for n in names}, MANY)
    ranked = sorted(zip(names, found, strict=True), key=lambda report: -median(report[1]))
    bench.details += [f"{median(runs):9.3f} s  report {name}, one month" for name, runs in ranked]
    slowest, runs = ranked[0]
    yield Row(f"any report of one month at {made.rows:,} (slowest: {slowest})", runs, bar=Bar(seconds=1))


def check(bench: Bench) -> Iterator[Row]:
    """All checks, at a tenth and at all."""
    sizes = bench.claims // 10, bench.claims
    paths = [bench.ledger(claims) for claims in sizes]
    words = ("check", "--format", "csv", "--fail-on", "never", "-o", bench.folder / "answer.csv")
    small, large = bench.run({f"check of {path.stem}": always(*ledger(path, *words)) for path in paths}, FEW)
    few, many = (bench.feed(claims).rows for claims in sizes)
    yield Row(f"check at {many:,}", large, f"check at {few:,}", small, Bar(12, seconds=120))


def add(bench: Bench) -> Iterator[Row]:
    """One claim more, in a copy of the large ledger and in one that has none."""
    large, empty = bench.folder / "adding.duckdb", bench.folder / "empty.duckdb"
    shutil.copyfile(bench.ledger(bench.claims), large)
    feed.vocabulary(large)
    anew(empty)()
    feed.vocabulary(empty)
    at_large, at_empty = bench.run({"add": adding(large), "add to an empty ledger": adding(empty)}, SMALL, warm=1)
    anew(large)()
    rows = bench.feed(bench.claims).rows
    yield Row(f"add at {rows:,}", at_large, "add to an empty ledger", at_empty, Bar(1.5))


def adding(path: Path) -> Command:
    """An `add` of another figure each time."""
    return Command(lambda run: ledger(path, "add", *ADDED, "--value", str(run + 1)))


def start(bench: Bench) -> Iterator[Row]:
    """Small commands, on the claims that ship with the project."""
    path, answer = bench.folder / "shipped.duckdb", bench.folder / "answer.csv"
    shipped = sorted((DATA / "claims").glob("*.csv"))
    bench.run({"load of the shipped claims": always(*ledger(path, "load", *shipped), before=anew(path))}, 1)
    completing = {"_LEDGER_COMPLETE": "complete_bash", "COMP_WORDS": "ledger report br", "COMP_CWORD": "2"}
    helped, completed, typer = bench.run(
        {
            "--help": always(LEDGER, "--help"),
            "completion": always(LEDGER, env=completing),
            "typer": always(PYTHON, "-c", "import typer"),
        },
        SMALL,
        warm=1,
    )
    yield Row("--help", helped, "import typer", typer, Bar(1.3))
    yield Row("completion", completed, "import typer", typer, Bar(1.3))
    brief, checked, added, base = bench.run(
        {
            "report brief": always(*ledger(path, "report", "brief")),
            "check": always(*ledger(path, "check", "--fail-on", "never", "-o", answer)),
            "add": adding(path),
            "imports": always(PYTHON, "-c", "import duckdb, typer, rich.table"),
        },
        SMALL,
        warm=1,
    )
    for what, runs in (("report brief", brief), ("check", checked), ("add", added)):
        yield Row(f"{what}, shipped claims", runs, "import duckdb, typer, rich.table", base, Bar(1.3))


SECTIONS = {"start": start, "load": load, "tools": tools, "sides": sides, "month": month, "check": check, "add": add}
