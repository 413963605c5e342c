"""The pages in `docs/` say what is: pairs and checks. `python tests/test_docs.py` writes that of the checks anew."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

from ledger import queries

ROOT = Path(__file__).parents[1]
CHECKS = ROOT / "docs" / "checks.md"
MARK = "<!-- from here on made from the heads of queries/checks/ by `python tests/test_docs.py` -->\n"
GROUPS = ["record", "arithmetic", "series", "between voices", "provenance", "statistics"]


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


def checks_page() -> str:
    """The page of checks: what stands above the mark, and below it each check as its head tells it."""
    known = sorted((queries.find("checks", n) for n in queries.names("checks")), key=lambda q: GROUPS.index(q.group))
    lines = [CHECKS.read_text(encoding="utf-8").split(MARK)[0] + MARK]
    for group, checks in itertools.groupby(known, key=lambda q: q.group):
        lines.append(f"## {group.capitalize()}\n")
        for q in checks:
            runs = " · on request" if q.on_request else ""
            lines.append(f"**{q.name}** · {', '.join(q.severities)}{runs} · {q.title}.\\")
            lines.append(f"Why: {q.why}. It does not say: {q.silent}." + ("\\" if q.params else ""))
            if q.params:
                told = "; ".join(f"`{q.name}.{p.name}={p.default}` {p.text}" for p in q.params)
                lines.append(f"Set: {told}.")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def test_the_page_of_checks_is_made_from_their_heads() -> None:
    assert CHECKS.read_text(encoding="utf-8") == checks_page(), "python tests/test_docs.py writes it anew"


if __name__ == "__main__":
    CHECKS.write_text(checks_page(), encoding="utf-8")
