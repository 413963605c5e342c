"""Measures the ledger beside its baselines and prints one table: `make bench`, `make bench CLAIMS=100000` for a try.

Everything it writes lies in build/bench; the table is there too, as Markdown for docs/benchmarks.md. Not collected by
pytest.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import steps
from sections import SECTIONS, Bench
from table import Row, Size, machine, result

from ledger.render import render

FOLDER = Path(__file__).parents[2] / "build" / "bench"


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--claims", type=int, default=10_000_000, help="about how many claims the large ledger has")
    words.add_argument("--only", default=",".join(SECTIONS), help="the sections to measure (default: all of them)")
    words.add_argument("--steps", action="store_true", help="also each report, and each step of check")
    given = words.parse_args()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.duckdb*"):  # feeds are kept, ledgers are of this run
        file.unlink()
    bench = Bench(FOLDER, given.claims)
    rows: list[Row | Size] = []
    failed: list[str] = []
    for name in given.only.split(","):
        try:
            rows.extend(SECTIONS[name](bench))
        except SystemExit as e:  # a command failed: what else was measured is not lost
            failed.append(f"{name}: {e}")
    table, header = result(rows), f"Measured on {machine()}."
    render(table, "table", sys.stdout)
    print(header)
    with (FOLDER / "benchmarks.md").open("w", encoding="utf-8") as out:
        out.write(f"{header}\n\n")
        render(table, "markdown", out)
    if given.steps:
        print(*bench.details, sep="\n")
        for claims in (given.claims // 10, given.claims):
            print(f"\nsteps of check at about {claims:,} claims")
            steps.tell(bench.ledger(claims))
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
