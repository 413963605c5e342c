"""Reading real texts: labelled passages, a ministry's posts, an article. None is shipped: without them these skip."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from conftest import COMMAND, PROJECT, Ledger

SHARED = PROJECT.parent / "shared"
POSTS = SHARED / "real" / "ru-mod" / "posts.csv"
ARTICLE = SHARED / "seed" / "2026-01-27-rna-article.txt"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared real texts are not here")


@pytest.mark.soak
def test_the_labelled_passages_by_their_own_scorer() -> None:
    scorer = SHARED / "passages" / "score.py"
    ran = subprocess.run(
        [sys.executable, str(scorer), "--", *COMMAND, "read", "-", "--format", "ndjson"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    tally = [(float(p), float(r)) for p, r in re.findall(r"precision ([\d.]+) recall ([\d.]+)", ran.stdout)]
    assert "drafts from texts without claims: 0" in ran.stdout
    assert all(precision >= 0.9 and recall >= 0.8 for precision, recall in tally[:-1]), ran.stdout
    assert tally[-1][0] >= 0.95, ran.stdout
    assert tally[-1][1] >= 0.85, ran.stdout


def test_the_article_that_began_it(ledger: Ledger) -> None:
    """Its seven figures, each with its party and direction, and nothing of the diplomacy around them."""
    rows = json.loads(ledger("read", str(ARTICLE), "--source", "rna", "--published", "2026-01-27", "-f", "json").out)
    found = {(r["party"], r["attacker"], r["defender"], r["metric"], r["lo"], r["region"], r["origin"]) for r in rows}
    assert found == {
        ("RU", "UA", "RU", "intercepted", 40, "all", "ru-mod"),
        ("RU", "UA", "RU", "sites_damaged", 2, "RU-KDA", "ru-krasnodar-hq"),
        ("RU", "UA", "RU", "wounded", 1, "RU-KDA", "ru-krasnodar-hq"),
        ("UA", "UA", "RU", "sites_struck", 1, "RU-KDA", "ua-general-staff"),
        ("UA", "RU", "UA", "launched", 138, "all", "ua-air-force"),
        ("UA", "RU", "UA", "neutralised", 110, "all", "ua-air-force"),
        ("UA", "RU", "UA", "hit_locations", 11, "all", "ua-air-force"),
    }
    assert {r["window"] for r in rows} == {"2026-01-26/2026-01-27"}


def test_the_article_relays_the_shipped_night(ledger: Ledger) -> None:
    """Beside the officials' own claims its figures are held against theirs, and speak for nobody."""
    ledger("load", str(PROJECT / "data" / "claims" / "2026-01-26-night.csv"))
    read = ("read", str(ARTICLE), "--source", "rna", "--published", "2026-01-27", "--url", "https://example.org/a")
    ledger(*read, "--load")
    where = "where url = 'https://example.org/a'"
    speaking = ledger("sql", f"select count(*) from speaking_claim {where}", "-f", "csv").out.splitlines()[1]
    assert speaking == "0"
    quoted = "select count(distinct from_id) from any_link l join claim on claim_id = from_id"
    assert ledger("sql", f"{quoted} {where} and l.kind = 'quotes'", "-f", "csv").out.splitlines()[1] == "7"


@pytest.mark.parametrize("every", [8, pytest.param(1, marks=pytest.mark.soak)])
def test_posts_of_a_ministry(ledger: Ledger, folder: Path, every: int) -> None:
    """Parts meet their totals; a post that tells of no shooting down gives no such draft."""
    rows = list(csv.DictReader(io.StringIO(POSTS.read_text(encoding="utf-8"))))[::every]
    with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    ran = ledger("read", "--posts", "posts.csv", "--source", "ru-mod", "--format", "ndjson")
    drafts = [json.loads(line) for line in ran.out.splitlines()]
    text: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for row in rows:
        cited = f"t.me/mod_russia, {row['datetime']} UTC"
        seen[cited] += 1
        text[cited if seen[cited] == 1 else f"{cited} ({seen[cited]})"] = row["text_snippet"]
    totals = [d for d in drafts if d["breakdown"] != "none" and len(text[d["url"]]) < 400]
    assert sum(d["breakdown"] == "exhaustive" for d in totals) >= 0.95 * len(totals) > 0
    down = re.compile(r"уничтож|перехва|сбит|сбил|подавл|пораж|поразил|отраж|посадил", re.IGNORECASE)
    silent = {d["url"] for d in drafts if d["metric"] == "intercepted" and not down.search(text[d["url"]])}
    assert silent == set()
