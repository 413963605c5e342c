"""A claim's life: revised, corrected, linked, retracted, captured; and what the ledger knew on an earlier day."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from conftest import BULLETIN, MINISTRY, Ledger, adding, wrote

from ledger.model import act

Clock = Callable[[str], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Sets the day on which the following commands record."""

    def at(day: str) -> None:
        class Then(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.fromisoformat(f"{day}T12:00:00.000001").replace(tzinfo=UTC)

        monkeypatch.setattr(act, "datetime", Then)

    return at


def state(ledger: Ledger, claim: str) -> str:
    return str(ledger("show", claim, "-f", "json").json["state"])


def life(ledger: Ledger, claim: str) -> list[tuple[str, str]]:
    return [(step["what"], step["detail"]) for step in ledger("show", claim, "-f", "json").json["life"]]


def rows(ledger: Ledger, table: str) -> list[dict[str, Any]]:
    return list(ledger("sql", f"from {table}", "-f", "json").json)


# ---------------------------------------------------------------- revise


def test_a_revision_is_another_claim_and_the_earlier_one_stays(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    two = ledger("revise", one, "--value", "139", "--published", "2026-01-27T09:00", "--why", "the next bulletin").first
    assert state(ledger, one) == f"revised by {two}"
    assert state(ledger, two) == "stands"
    assert {r["value"] for r in rows(ledger, "claim")} == {"138", "139"}
    assert ("revises", f"{one[:8]} ua-air-force: launched 138 shahed: the next bulletin") in life(ledger, two)
    assert ("revised by", f"{two[:8]} ua-air-force: launched 139 shahed: the next bulletin") in life(ledger, one)
    # all else is as it was
    claims = {r["claim_id"]: r for r in rows(ledger, "claim")}
    same = ("url", "window_start", "window_end", "window_precision", "weapon", "weapon_as_stated", "attacker", "quote")
    assert {c: claims[one][c] for c in same} == {c: claims[two][c] for c in same}
    # one act: the claim and what it is to the other
    assert [(e["claims"], e["links"]) for e in ledger("log", "-f", "json").json] == [(1, 1), (1, 0)]
    ledger("verify")


def test_a_revision_in_another_document_is_told_by_the_revisions_report(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    ledger(
        "revise",
        one,
        "--value",
        "139",
        "--url",
        "https://t.me/kpszsu/2",
        "--published",
        "2026-01-28",
        "--why",
        "a later post",
    )
    found = ledger("report", "revisions", "-f", "json").json
    assert [(r["was"], r["now"], r["change"], r["said"]) for r in found] == [
        ("138", "139", "revised", "yes: a later post")
    ]


def test_a_correction_takes_the_earlier_claim_back_and_blames_no_source(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    two = ledger("revise", one, "--kind", "corrects", "--value", "139", "--why", "typed wrongly").first
    assert state(ledger, one).startswith(f"corrected, by {two}, by tester")
    assert state(ledger, two) == "stands"
    assert ledger("check", "--only", "silent-edit", "-f", "json").json == []
    assert [r["claim_id"] for r in ledger("sql", "from current_claim", "-f", "json").json] == [two]
    found = ledger("report", "revisions", "-f", "json").json
    assert [(r["was"], r["now"], r["change"], r["who"]) for r in found] == [
        ("138", "139", "corrected by its recorder", "recorder tester")
    ]
    # when the correction is taken back, what it corrected stands again
    ledger("retract", two, "--why", "it was right after all")
    assert state(ledger, one) == "stands"


def test_nothing_is_revised_by_what_makes_no_other_claim(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    said = ledger("revise", one, "--note", "a longer note", "--why", "more", code=2).err
    assert "nothing changes that makes" in said
    said = ledger("revise", one, "--value", "plenty", "--why", "more", code=2).err
    assert "value: " in said
    assert "no known metric" in ledger("revise", one, "--metric", "lunched", "--why", "more", code=2).err
    assert len(rows(ledger, "entry")) == 1
    assert (
        ledger("revise", one, "--value", "139", "--why", "x", "--dry-run", "-f", "json").json["state"]
        == "checked, not recorded"
    )
    assert len(rows(ledger, "claim")) == 1


def test_a_revision_that_is_recorded_already_is_linked_only(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    two = ledger(*adding(BULLETIN, value="139", url="https://t.me/kpszsu/2", published="2026-01-27T09:00")).first
    given = ("--value", "139", "--url", "https://t.me/kpszsu/2", "--published", "2026-01-27T09:00", "--why", "x")
    ran = ledger("revise", one, *given)
    assert ran.first == two
    assert "already known, now linked" in ran.err
    assert state(ledger, one) == f"revised by {two}"


# ---------------------------------------------------------------- link


@pytest.mark.parametrize("kind", ["revises", "corrects", "repeats", "quotes", "part_of", "disputes", "confirms"])
def test_a_link_shows_in_the_lives_of_both(ledger: Ledger, kind: str) -> None:
    one, two = ledger(*adding(BULLETIN)).first, ledger(*adding(MINISTRY)).first
    ledger("link", two[:8], kind, one[:8], "--why", "it says so")
    words = kind.replace("_", " ")
    assert (words, f"{one[:8]} ua-air-force: launched 138 shahed: it says so") in life(ledger, two)
    assert any(f"{two[:8]} ru-mod: intercepted 40 uav: it says so" == detail for _, detail in life(ledger, one))
    assert "is recorded already" in ledger("link", two, kind, one, "--why", "again", code=2).err or kind == "corrects"
    ledger("verify")


def test_what_repeats_another_claim_is_no_further_voice(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    two = ledger(*adding(BULLETIN, source="ua-general-staff", url="x", value="140")).first
    asked = ("sql", "select claim_id from speaking_claim", "-f", "json")
    assert {r["claim_id"] for r in ledger(*asked).json} == {one, two}
    ledger("link", two, "repeats", one, "--why", "the evening summary")
    assert {r["claim_id"] for r in ledger(*asked).json} == {one}


def test_what_is_part_of_another_claim_is_not_added_to_it(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    two = ledger(
        *adding(BULLETIN, url="https://t.me/kpszsu/0", value="20", window="2026-01-26T08:00/2026-01-26T10:00")
    ).first
    asked = ("report", "nights", "-f", "json")
    before = ledger(*asked).json[0]["launched"]
    ledger("link", two, "part_of", one, "--why", "counted in the night, its author says")
    left_out = ledger("sql", f"select left_out from countable_claim where claim_id = '{two}'", "-f", "json").json
    assert left_out == [{"left_out": "part of a whole that is counted"}]
    assert (before, ledger(*asked).json[0]["launched"]) == ("158", "138")


def test_the_same_event_is_a_name_that_both_carry(ledger: Ledger) -> None:
    one, two = ledger(*adding(BULLETIN)).first, ledger(*adding(MINISTRY)).first
    ledger("link", one, "same_event", two, "--why", "a-night")
    assert {r["event"] for r in ledger("sql", "from current_claim", "-f", "json").json} == {"a-night"}


def test_a_retracted_claim_is_linked_to_nothing(ledger: Ledger) -> None:
    one, two = ledger(*adding(BULLETIN)).first, ledger(*adding(MINISTRY)).first
    ledger("retract", one, "--why", "typed wrongly")
    assert "is retracted already" in ledger("link", two, "disputes", one, "--why", "x", code=2).err
    assert "is retracted already" in ledger("revise", one, "--value", "1", "--why", "x", code=2).err


# ---------------------------------------------------------------- capture


def test_a_file_is_captured_where_it_lies(ledger: Ledger, folder: Path) -> None:
    one = ledger(*adding(BULLETIN)).first
    (folder / "page.html").write_text("<html>the bulletin</html>")
    facts = ledger("capture", "page.html", "--for", one[:8], "--address", "https://archive.org/1", "-f", "json").json
    assert (facts["bytes"], facts["media_type"], facts["path"]) == (25, "text/html", "page.html")
    found = rows(ledger, "capture")[0]
    assert (found["claim_id"], found["sha256"], found["address"]) == (one, facts["sha256"], "https://archive.org/1")
    assert any(what == "captured" and facts["sha256"][:12] in detail for what, detail in life(ledger, one))
    assert (
        "is recorded already"
        in ledger("capture", "page.html", "--for", one, "--address", "https://archive.org/1", code=2).err
    )
    ledger("verify")


def test_a_changed_page_is_another_capture_and_a_candidate_for_a_silent_edit(ledger: Ledger, folder: Path) -> None:
    one = ledger(*adding(BULLETIN)).first
    for day, text in (("2026-01-27", "first"), ("2026-01-29", "second")):
        (folder / f"{text}.html").write_text(text)
        ledger("capture", f"{text}.html", "--for", one, "--at", f"{day}T10:00Z", "--tool", "a browser")
    assert len(rows(ledger, "capture")) == 2
    found = ledger("check", "--only", "silent-edit", "-f", "json").json
    assert [f["severity"] for f in found] == ["notice"]
    assert "the copy of 2026-01-29 10:00 UTC is not that of 2026-01-27 10:00 UTC" in found[0]["message"]


WARC = b"WARC/1.0\r\nWARC-Type: warcinfo\r\nWARC-Date: 2026-01-26T10:11:12Z\r\nContent-Length: 0\r\n\r\n\r\n\r\n"
SINGLE = b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://example.org/ \n saved date: %s\n-->"


@pytest.mark.parametrize(
    ("name", "content", "media_type", "taken"),
    [
        ("page.warc", WARC, "application/warc", "2026-01-26T10:11:12Z"),
        ("page.warc.gz", gzip.compress(WARC, mtime=0), "application/warc+gzip", "2026-01-26T10:11:12Z"),
        ("page.html", SINGLE % b"Mon Jan 26 2026 12:00:00 GMT+0200 (Kyiv)", "text/html", "2026-01-26T10:00:00Z"),
        ("page.pdf", b"%PDF-1.7", "application/pdf", None),
        ("page.unknown", b"?", "application/octet-stream", None),
    ],
    ids=["warc", "warc.gz", "singlefile", "pdf", "unknown"],
)  # fmt: skip
def test_what_an_archiver_wrote_is_taken_as_it_is(
    ledger: Ledger, folder: Path, name: str, content: bytes, media_type: str, taken: str | None
) -> None:
    one = ledger(*adding(BULLETIN)).first
    (folder / name).write_bytes(content)
    ledger("capture", name, "--for", one)
    found = rows(ledger, "capture")[0]
    assert found["media_type"] == media_type
    assert taken is None or found["captured_at"] == taken
    assert (folder / name).read_bytes() == content


def test_a_page_that_cannot_be_fetched_says_what_to_do(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    said = ledger("capture", "http://127.0.0.1:9/x", "--for", one, code=2).err
    assert "cannot fetch http://127.0.0.1:9/x" in said
    assert "ledger capture FILE --address URL" in said


def test_a_page_is_fetched_once_and_kept_beside_the_ledger(ledger: Ledger, folder: Path) -> None:
    import threading
    from http.server import BaseHTTPRequestHandler, HTTPServer

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(b"<html>online</html>")

        def log_message(self, *args: object) -> None:
            pass

    one = ledger(*adding(BULLETIN)).first
    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/page"
    facts = ledger("capture", url, "--for", one, "-f", "json").json
    thread.join()
    server.server_close()
    assert (facts["address"], facts["media_type"], facts["bytes"]) == (url, "text/html", 19)
    assert (folder / facts["path"]).read_bytes() == b"<html>online</html>"


# ---------------------------------------------------------------- as the ledger knew


def test_the_ledger_answers_as_it_knew_on_a_day(ledger: Ledger, clock: Clock, folder: Path) -> None:
    clock("2026-01-26")
    one = ledger(*adding(BULLETIN)).first
    clock("2026-01-28")
    ledger("revise", one, "--value", "139", "--published", "2026-01-27T09:00", "--why", "the next bulletin")
    clock("2026-02-01")
    ledger("load", wrote(folder / "n.csv", [MINISTRY]))
    ledger("retract", one, "--why", "a test")

    def told(day: str | None) -> set[tuple[str, str]]:
        found = ledger("claims", *(("--as-of", day) if day else ()), "-f", "json").json
        return {(r["value"], r["state"]) for r in found}

    assert told("2026-01-27") == {("138", "stands")}
    assert told("2026-01-28") == {("138", "revised"), ("139", "stands")}
    assert told("2026-02-01") == told(None) == {("138", "retracted"), ("139", "stands"), ("40", "stands")}
    night = ("report", "nights", "-f", "json")
    assert [r["launched"] for r in ledger(*night, "--as-of", "2026-01-27").json] == ["138"]
    assert [r["launched"] for r in ledger(*night, "--as-of", "2026-01-28").json] == ["139"]
    assert "as it was known on 2026-01-27" in ledger(*night, "--as-of", "2026-01-27").err
    edits = ("check", "--only", "silent-edit", "-f", "json", "--fail-on", "never")
    assert [len(ledger(*edits, "--as-of", day).json) for day in ("2026-01-27", "2026-01-28")] == [0, 1]
    assert (
        "nothing was recorded by 2026-01-25; the first act is of 2026-01-26"
        in ledger("claims", "--as-of", "2026-01-25", code=2).err
    )


def test_the_digest_of_a_day_is_the_one_that_was_published_then(ledger: Ledger, clock: Clock) -> None:
    clock("2026-01-26")
    ledger(*adding(BULLETIN))
    published = ledger("digest").out
    clock("2026-01-28")
    ledger(*adding(MINISTRY))
    said = ledger("report", "brief", "--as-of", "2026-01-27", "-f", "csv").err
    assert f"ledger {published.split('head=')[1][:12]}" in said


def test_figures_drift_by_the_days_after_the_night(ledger: Ledger) -> None:
    one = ledger(*adding(BULLETIN)).first
    for value, published in (("139", "2026-01-30"), ("141", "2026-02-20"), ("142", "2026-05-01")):
        ledger(*adding(BULLETIN, value=value, published=published, url=f"https://t.me/kpszsu/{value}"))
    found = ledger("report", "drift", "-f", "json").json
    assert [(r["day_1"], r["day_7"], r["day_30"], r["now"], r["changes"]) for r in found] == [
        ("138", "139", "141", "142", 3)
    ]
    assert one in found[0]["claims"]
    assert json.loads(ledger("report", "drift", "--attacker", "UA", "-f", "json").out) == []
