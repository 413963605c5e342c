"""How `ledger check` grows with the ledger: ledgers shaped like a real feed, timed as a user would run the command.

python tests/bench/check_growth.py missile_attacks_daily.csv FOLDER [--sizes 100000,1000000] [--runs 3,1] [--except a,b]

A real file is loaded, and its claims are repeated in as many directions as make up the size, each between two parties
of its own, by sources of its own. Ledgers are kept in FOLDER and used again. Not collected by pytest.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from ledger import checks, db
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import record
from ledger.model.act import Act

REPLICATE = Path(__file__).parent / "replicate.sql"


def feed(data: Path, folder: Path) -> Path:
    """A ledger of the real file."""
    path = folder / "feed.duckdb"
    if not path.exists():
        with db.writing(path) as con:
            prepared = prepare(str(data), ColumnMap("ua-air-force"), data.read_bytes, lambda done, total: None)
            record(con, prepared.rows, Act("load", data.name, preset="ua-air-force"), prepared.problems)
    return path


def grown(real: Path, size: int) -> Path:
    """A ledger of about `size` claims, each direction of it a copy of the real one."""
    path = real.with_name(f"grown-{size}.duckdb")
    if path.exists():
        return path
    with db.reading(real) as con:
        claims = con.execute("select count(*) from claim").fetchall()[0][0]
    shutil.copyfile(real, path)
    with db.writing(path) as con:
        db.set_variables(con, {"copies": max(1, round(size / claims))})
        con.execute(REPLICATE.read_text(encoding="utf-8"))
        db.run(con, "ingest/scope_in")
        con.execute(db.statement("schema/003_history.then"))
        db.run(con, "ingest/arriving")
        db.seal(con, Act("update"), registers=True)
    return path


def timed(path: Path, without: list[str]) -> tuple[float, float, float]:
    """Seconds by the wall clock and of the processors, and peak megabytes, of one `ledger check`."""
    command = [sys.executable, "-m", "ledger", "--db", str(path), "check", "--format", "csv", "--fail-on", "never"]
    command += [word for name in without for word in ("--except", name)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        said = process.stderr.read() if process.stderr else b""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(said.decode())
    return time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def steps(path: Path, without: list[str]) -> dict[str, float]:
    """Seconds of what checks share, of each check, and of fetching the findings, in one process."""
    found: dict[str, float] = {}
    chosen = checks.choose((), without)
    run, last = db.run, time.perf_counter()

    def step(name: str) -> None:
        nonlocal last
        found[name] = time.perf_counter() - last
        last = time.perf_counter()

    def timed_run(con: db.Connection, name: str, parameters: Any = None) -> db.Connection:
        result = run(con, name, parameters)
        step(name)
        return result

    with db.reading(path) as con, mock.patch.object(db, "run", timed_run):
        last = time.perf_counter()
        checks.gather(con, chosen, {}, advance=lambda done, _: step(chosen[done - 1].name))
        rows = len(checks.findings(con).rows)
        step("fetching the findings")
    print(f"  {rows} findings")
    return found


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("data", type=Path)
    words.add_argument("folder", type=Path)
    words.add_argument("--sizes", default="100000,1000000")
    words.add_argument("--runs", default="3,1", help="how often each size is timed")
    words.add_argument("--except", dest="without", default="", help="checks to leave out")
    given = words.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    without = [name for name in given.without.split(",") if name]
    real = feed(given.data, given.folder)
    best: list[float] = []
    columns: list[dict[str, float]] = []
    for size, runs in zip(map(int, given.sizes.split(",")), map(int, given.runs.split(",")), strict=True):
        path = grown(real, size)
        with db.reading(path) as con:
            claims = con.execute("select count(*) from claim").fetchall()[0][0]
        print(f"{claims} claims, {path.stat().st_size / 1e6:.0f} MB")
        times = [timed(path, without) for _ in range(runs)]
        for wall, cpu, memory in times:
            print(f"  ledger check: {wall:.1f} s, processors {cpu:.1f} s, peak {memory:.0f} MB", flush=True)
        best.append(min(wall for wall, _, _ in times))
        columns.append(steps(path, without))
    for n in range(1, len(best)):
        print(f"factor {best[n] / best[n - 1]:.1f}")
    first, last = columns[0], columns[-1]
    print("\nslowest steps, seconds at the first and the last size")
    for (name, was), now in sorted(zip(first.items(), last.values(), strict=True), key=lambda x: -x[1]):
        if now > 0.05:
            print(f"{was:9.2f} {now:9.2f}  {now / max(was, 0.001):6.1f}x  {name}")


if __name__ == "__main__":
    main()
