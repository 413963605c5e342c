"""`ledger read`: forms of text, posts, what it prints, and what it records."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from conftest import COMMAND, Ledger

ARTICLE = (
    "Russia's Defence Ministry said on Monday that it shot down 40 Ukrainian drones overnight. "
    "Kyiv said Russia launched 138 drones. The 12 ministers met for 3 hours.\n"
)
RELAY = ("--source", "rna", "--published", "2026-01-27", "--url", "https://example.org/a")


def test_the_drafts_are_interchange_rows_and_more(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = ledger("read", "a.txt", *RELAY, "--format", "ndjson")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(r["party"], r["metric"], r["lo"], r["hi"], r["origin"]) for r in rows] == [
        ("RU", "intercepted", 40, 40, "ru-mod"),
        ("UA", "launched", 138, 138, "ua-air-force"),
    ]
    assert rows[0]["quote"] in ARTICLE
    assert rows[0]["window"] == "2026-01-26/2026-01-27"
    assert rows[0]["why"]
    assert not Path("ledger.duckdb").exists()


@pytest.mark.parametrize("seed", ["0", "2"])
def test_the_drafts_hang_on_no_order_of_a_set(folder: Path, seed: str) -> None:
    """One form of two names, with both orders in which Python may keep them."""
    text = "На Донецком направлении противник потерял убитыми и ранеными более 160 военнослужащих."
    command = [*COMMAND, "read", "-", "--source", "ru-mod", "--published", "2023-10-24", "-f", "csv"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    ran = subprocess.run(command, input=text.encode(), capture_output=True, check=True, env=environment)
    assert [r["region"] for r in csv.DictReader(io.StringIO(ran.stdout.decode()))] == ["UA-14"]


def test_every_format_has_the_same_drafts(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    table = list(csv.DictReader(io.StringIO(ledger("read", "a.txt", *RELAY, "--format", "csv").out)))
    assert [r["value"] for r in table] == ["40", "138"]
    assert json.loads(ledger("read", "a.txt", *RELAY, "--format", "json").out)[1]["value"] == "138"
    assert "138" in ledger("read", "a.txt", *RELAY).out


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", f"<!DOCTYPE html><html><body><script>var x = 40;</script><p>{ARTICLE}</p></body></html>"),
        ("a.md", ARTICLE.replace("40 Ukrainian", "**40** Ukrainian")),
    ],
)
def test_html_and_markdown_are_texts(ledger: Ledger, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    rows = json.loads(ledger("read", name, *RELAY, "--format", "json").out)
    assert [r["value"] for r in rows] == ["40", "138"]


def test_standard_input_is_a_text() -> None:
    ran = subprocess.run([*COMMAND, "read", "-", "-f", "csv"], input=ARTICLE.encode(), capture_output=True, check=False)
    assert ran.returncode == 0
    assert len(ran.stdout.decode().splitlines()) == 3


def test_what_is_not_understood_is_told_with_its_sentence(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text("Ukraine's air force said that 40 Russian drones were painted.", encoding="utf-8")
    ran = ledger("read", "a.txt")
    assert "not understood, no act: '40' in: Ukraine's air force said that 40 Russian drones were painted." in ran.err


def test_load_records_relays_that_are_held_against_their_origin(ledger: Ledger, folder: Path) -> None:
    """An article beside the ministry's own post is no second voice."""
    (folder / "post.txt").write_text("С 23.00 25 января до 7.00 26 января уничтожены 40 украинских БПЛА.", "utf-8")
    (folder / "a.txt").write_text(ARTICLE.replace("Monday", "Tuesday"), encoding="utf-8")
    own = ("--source", "ru-mod", "--published", "2026-01-26T08:00", "--url", "t.me/mod_russia/1")
    assert "1 claim recorded, 0 rows already known, 0 refused" in ledger("read", "post.txt", *own, "--load").err
    assert "2 claims recorded" in ledger("read", "a.txt", *RELAY, "--load").err
    assert "0 claims recorded, 2 rows already known" in ledger("read", "a.txt", *RELAY, "--load").err
    asked = "select r.source, o.source from any_link l join claim r on r.claim_id = l.from_id "
    asked += "join claim o on o.claim_id = l.to_id where l.kind = 'quotes'"
    assert ledger("sql", asked, "--format", "csv").out.splitlines()[1:] == ["rna,ru-mod"]
    assert ledger("sql", "select command from entry", "--format", "csv").out.splitlines()[1:] == ["read"] * 2


def test_load_lists_what_cannot_be_recorded(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ran = ledger("read", "a.txt", "--source", "rna", "--load", code=1)
    assert "not recorded: intercepted 40: url: is required here and empty" in ran.err
    assert "0 claims recorded, 0 rows already known, 2 refused" in ran.err


def test_the_parts_of_a_total_are_one_row(ledger: Ledger, folder: Path) -> None:
    text = "Уничтожены 40 украинских БПЛА: 34 над Курской областью, шесть над Брянской областью. Сбита одна ракета."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    ledger("read", "a.txt", "--source", "ru-mod", "--published", "2026-01-26", "--url", "t.me/mod_russia/1", "--load")
    rows = ledger("sql", "select value, breakdown, row_no from claim order by row_no, value", "-f", "csv").out
    assert sorted(rows.splitlines()[1:]) == ["34,none,1", "40,exhaustive,1", "одна,none,2", "шесть,none,1"]


POSTS = [
    {"id": "1", "datetime": "2026-01-26 04:39", "text": "Уничтожены 40 украинских БПЛА над Курской областью."},
    {
        "id": "2",
        "datetime": "2026-01-26 04:39",
        "text": "За ночь уничтожены два украинских БПЛА над Брянской областью.",
    },
    {"id": "3", "datetime": "2026-01-26 09:00", "text": "Вручены 12 медалей."},
    {"id": "4", "datetime": "soon", "text": "Уничтожены 40 украинских БПЛА."},
    {"id": "5", "datetime": "2026-01-26 10:00", "text": ""},
]


def test_posts_are_documents_of_their_own(ledger: Ledger, folder: Path) -> None:
    """Times are UTC unless told otherwise; a post without an address is cited by channel and time, each differently."""
    with (folder / "posts.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(POSTS[0]))
        writer.writeheader()
        writer.writerows(POSTS)
    ran = ledger("read", "--posts", "posts.csv", "--source", "ru-mod", "--format", "ndjson")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [(r["url"], r["published"], r["value"]) for r in rows] == [
        ("t.me/mod_russia, 2026-01-26 04:39 UTC", "2026-01-26T04:39Z", "40"),
        ("t.me/mod_russia, 2026-01-26 04:39 UTC (2)", "2026-01-26T04:39Z", "два"),
    ]
    assert "row 5 was not read: datetime: date or time is not understood: 'soon'" in ran.err
    assert "3 documents read, 2 drafts, 1 without text, 1 not read" in ran.err


def test_posts_with_columns_of_other_names(ledger: Ledger, folder: Path) -> None:
    post = {"when": "2026-01-26T08:00", "where": "https://example.org/1", "words": POSTS[0]["text"]}
    (folder / "posts.ndjson").write_text(json.dumps(post), encoding="utf-8")
    names = ("--text-column", "words", "--published-column", "when", "--url-column", "where")
    zone = ("--published-zone", "Europe/Moscow")
    (row,) = json.loads(
        ledger("read", "--posts", "posts.ndjson", "--source", "ru-mod", *names, *zone, "-f", "json").out
    )
    assert (row["url"], row["published"]) == ("https://example.org/1", "2026-01-26T05:00Z")


def test_a_chat_export_is_posts(ledger: Ledger, folder: Path) -> None:
    text = ["Уничтожены ", {"type": "bold", "text": "40"}, " украинских БПЛА над Курской областью."]
    export = {"name": "Минобороны", "messages": [{"id": 1, "date_unixtime": "1769402340", "text": text}, {"id": 2}]}
    (folder / "result.json").write_text(json.dumps(export), encoding="utf-8")
    (row,) = json.loads(ledger("read", "result.json", "--source", "ru-mod", "-f", "json").out)
    assert (row["value"], row["published"], row["region"]) == ("40", "2026-01-26T04:39Z", "RU-KRS")
    assert row["url"] == "Минобороны, 2026-01-26 04:39 UTC"


def test_what_is_not_understood_goes_to_a_file(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text("Ukraine's air force said that 40 Russian drones were painted.", encoding="utf-8")
    ledger("read", "a.txt", "--not-understood", "left.csv")
    (row,) = csv.DictReader((folder / "left.csv").read_text(encoding="utf-8").splitlines())
    assert (row["kind"], row["value"]) == ("no act", "40")


def test_accept_asks_about_each_draft_and_records_once(folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    ours, theirs = pty.openpty()
    asked = subprocess.Popen(
        [*COMMAND, "read", "a.txt", *RELAY, "--accept"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.write(ours, b"e\nregion=RU-KDA\na\ns\n")
    _, err = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    said = err.decode()
    assert "draft 1 of 2" in said
    assert "region RU-KDA" in said
    assert "accepted: 1 of 2" in said
    assert "1 claim recorded, 0 rows already known, 0 refused" in said
    assert asked.returncode == 0


def test_accept_wants_a_terminal(ledger: Ledger, folder: Path) -> None:
    (folder / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert "--accept asks on a terminal" in ledger("read", "a.txt", *RELAY, "--accept", code=2).err


def test_only_reading_prose_loads_its_dictionaries() -> None:
    code = "import sys, ledger.cli; ledger.cli.application(['claims']); print([m for m in sys.modules if 'prose' in m])"
    ran = subprocess.run([COMMAND[0], "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
