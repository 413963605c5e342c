"""What `ledger check` spends its time on: python tests/bench/steps.py LEDGER prints seconds of each step."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any
from unittest import mock

from ledger import checks, db
from ledger.render.lines import write_lines


def steps(path: Path) -> dict[str, float]:
    """Seconds of what checks share, of each check, and of writing the findings, in one process."""
    found: dict[str, float] = {}
    chosen = checks.choose()
    run, last = db.run, 0.0

    def step(name: str) -> None:
        nonlocal last
        found[name] = time.perf_counter() - last
        last = time.perf_counter()

    def timed_run(con: db.Connection, name: str, parameters: Any = None) -> db.Connection:
        result = run(con, name, parameters)
        step(name)
        return result

    with Path(os.devnull).open("w") as nowhere, db.reading(path) as con, mock.patch.object(db, "run", timed_run):
        last = time.perf_counter()
        checks.gather(con, chosen, {}, advance=lambda done, _: step(chosen[done - 1].name))
        checks.findings(con, take=lambda rows, people: write_lines(con, rows, people, nowhere))
        step("writing the findings")
    return found


def tell(path: Path) -> None:
    """Prints the steps, the slowest first."""
    for name, seconds in sorted(steps(path).items(), key=lambda step: -step[1]):
        print(f"{seconds:9.3f} s  {name}")


if __name__ == "__main__":
    tell(Path(sys.argv[1]))
