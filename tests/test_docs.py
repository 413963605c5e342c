"""The page of known disagreements says what the test of them expects."""

from __future__ import annotations

import csv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_of_pairs_has_every_row_and_its_verdict() -> None:
    page = [
        [cell.strip() for cell in line.strip("| \n").split(" | ")]
        for line in (ROOT / "docs" / "pairs.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| P") and line.count("|") >= 6
    ]
    told = {cells[0]: cells[4] for cells in page if len(cells) == 6}
    with (ROOT / "tests" / "pairs_expected.csv").open(encoding="utf-8", newline="") as file:
        expected = {row["pair_id"]: row for row in csv.DictReader(file)}
    for pair, row in expected.items():
        if row["verdict"] == "no-pair":
            assert f"| {pair} |" in (ROOT / "docs" / "pairs.md").read_text(encoding="utf-8")
            continue
        verdict = row["verdict"] + (f": {row['reasons']}" if row["reasons"] else "")
        assert told[pair].startswith(verdict), pair
        assert ("within one party" in told[pair]) == (row["within_party"] == "true"), pair
    assert set(told) <= set(expected)
