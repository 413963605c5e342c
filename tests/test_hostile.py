"""Input that means harm, or looks as if it did: taken as it stands or refused with its reason, never a crash."""

import csv
import json
import subprocess
from pathlib import Path

import duckdb
import pytest
from conftest import (
    BULLETIN,
    COMMAND,
    MINISTRY,
    Ledger,
    adding,
    as_csv,
    cells,
    claim_ids,
    conserved,
    nights,
    wrote,
)

from ledger.model.text import unguarded

# ---------------------------------------------------------------- cells


KEPT = [
        ("note", "=1+1"),
        ("note", "@SUM(A1)"),
        ("note", "[red]all[/b] [link=file:///etc/passwd]x[/link]"),
        ("quote", "'; drop table claim; --"),
        ("quote", "{value} %s $1 getvariable('x')"),
        ("note", "a | b \\ c ` <script>"),
        ("note", "שלום مرحبا 🛩 é"),
        ("url", "https://example.org/?a=1&b=2#c,d;e"),
        ("part", "-1"),
        ("note", "NULL"),
        ("note", "line\u2028separator"),
    ]  # fmt: skip


def test_text_is_kept_as_it_stands(ledger: Ledger, folder: Path) -> None:
    rows = [{**row, column: text} for row, (column, text) in zip(nights(len(KEPT)), KEPT, strict=True)]
    ledger("load", wrote(folder / "n.csv", rows))
    found = ledger("sql", "select * from claim order by row_no", "-f", "json").json
    for row, (column, text) in zip(found, KEPT, strict=True):
        assert row[column] == text
        if "[" in text or "{" in text:
            assert text in ledger("show", row["claim_id"]).out
    ledger("--db", "copy.duckdb", "load", "-", stdin=ledger("export").out.encode())
    assert claim_ids(ledger, "--db", "copy.duckdb") == claim_ids(ledger)


REFUSED = [
        ("note", "\x1b[2J\x1b]0;owned\x07", "note: holds the control character U+001B"),
        ("note", "a\x00b", "note: holds the control character U+0000"),
        ("url", "x\x07", "url: holds the control character U+0007"),
        ("note", "abc\u202egnp.exe", "note: holds the control character U+202E"),
        ("note", "\x9b31m", "note: holds the control character U+009B"),
        ("source", "ru-mоd", "source: 'ru-mоd' is no known source; did you mean ru-mod"),
        ("attacker", "UА", "attacker: 'UА' is no known party; did you mean UA"),
        ("metric", "intеrcepted", "did you mean intercepted"),
        ("value", "4О", "value: digits and letters are mixed in '4О'"),
        ("value", "４٠", "value: "),
        ("value", "-5", "value: a count cannot be negative"),
        ("value", "1000000000000000000", "value: "),
        ("value", "9" * 400, "value: "),
        ("value", "1e9", "value: "),
        ("value", "1.5", "value: "),
        ("value", "0x10", "value: "),
        ("value", "nan", "value: "),
        ("value", "40%", "value: a percentage is no count"),
        ("value", "=20+20", "value: "),
        ("window", "2026-02-30", "window: no such date"),
        ("window", "2026-01-26T07:00/2026-01-25T23:00", "window: window starts after it ends"),
        ("window", "0001-01-01", "window: year 1 cannot be meant"),
        ("window", "9" * 5000, "window: window is not understood"),
        ("published", "yesterday", "published: date or time is not understood"),
        ("published", "2026-01-26T04:39+99:00", "published: no such offset"),
        ("weapon", "uav+", "weapon: "),
        ("region", "+", "region: "),
        ("region", "all; drop table claim", "region: "),
        ("basis", "weekly", "basis: 'weekly' is none of period, cumulative, stock"),
        ("recap", "maybe", "recap: 'maybe' is none of true, false"),
        ("quote", "word " * 61, "quote: a quote has 60 words at most, this one has 61"),
        ("url", "x" * 2001, "url: a citation has 2,000 characters at most"),
        ("note", "x" * 2001, "note: a note has 2,000 characters at most"),
        ("origin", "ru-mod", "origin: a source does not relay itself"),
    ]  # fmt: skip


def test_a_cell_that_cannot_be_taken_says_why(ledger: Ledger, folder: Path) -> None:
    """One row for each; every row comes back with its reason, and no escape reaches the terminal."""
    rows = [{**row, column: text} for row, (column, text, _) in zip(nights(len(REFUSED)), REFUSED, strict=True)]
    ran = ledger("load", wrote(folder / "n.csv", rows), "-f", "json", code=1)
    assert (ran.json["loaded"], ran.json["refused"]) == (0, len(REFUSED))
    for row, (column, text, reason) in zip(cells(folder / "n.refused.csv"), REFUSED, strict=True):
        assert reason in row["_reason"], row
        assert (row["_column"], unguarded(row[column])) == (column, text)
    assert "\x1b" not in ran.err


def test_a_cell_of_a_megabyte_is_refused_and_given_back_whole(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "n.csv", [{**MINISTRY, "note": "x" * 999_000}, *nights(2)])
    assert ledger("load", name, "-f", "json", code=1).json["loaded"] == 2
    (row,) = cells_wide(folder / "n.refused.csv")
    assert len(row["note"]) == 999_000


def cells_wide(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(2_000_000)
    return cells(path)


def test_lone_surrogates_do_not_get_in(ledger: Ledger, folder: Path) -> None:
    (folder / "n.json").write_text(json.dumps([{**MINISTRY, "url": "\ud800"}]))
    assert "U+D800" in ledger("load", "n.json", code=1).err


def test_arguments_that_are_no_utf_8(folder: Path, ledger: Ledger) -> None:
    ledger(*adding())
    for words in (["claims", "--search", b"\xff"], ["sql", b"select '\xff'"], ["show", b"\xff"]):
        done = subprocess.run([*COMMAND, *words], capture_output=True, check=False)
        assert done.returncode == 2
        assert b"inside the tool" not in done.stderr + done.stdout
        assert b"Traceback" not in done.stderr


def test_dates_in_the_future_are_recorded_for_the_checks_to_judge(ledger: Ledger) -> None:
    """Design 4: a window that ends after publication is a finding of `bad-window`, not a refusal."""
    ledger(*adding(window="2099-01-01", published="2026-01-26"))
    ledger(*adding(published="2099-01-01"))


def test_names_of_the_same_sound_in_another_apostrophe_or_case_are_the_same(ledger: Ledger, folder: Path) -> None:
    words = ["Kyiv Oblast", "KYIV OBLAST", "Київська область", "київська  область", "ua-32"]
    ledger("load", wrote(folder / "n.csv", [{**BULLETIN, "region": word} for word in words]))
    assert len(claim_ids(ledger)) == 1


# ---------------------------------------------------------------- files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bom", b"\xef\xbb\xbf" + as_csv(nights(3)).encode()),
        ("crlf", as_csv(nights(3), end="\r\n").encode()),
        ("semicolons", as_csv(nights(3), ";").encode()),
        ("tabs", as_csv(nights(3), "\t").encode()),
        ("bars", as_csv(nights(3), "|").encode()),
        ("utf-16", as_csv(nights(3)).encode("utf-16")),
        ("cp1251", as_csv(nights(3, note="над Азовским морем уничтожены беспилотники")).encode("cp1251")),
        ("blank lines", as_csv(nights(3)).replace("\n", "\n\n").encode()),
        ("no end of line", as_csv(nights(3)).strip().encode()),
    ],
)
def test_three_claims_however_they_are_written(ledger: Ledger, name: str, content: bytes) -> None:
    counts = ledger("load", "-", "-f", "json", stdin=content).json
    assert (counts["rows"], counts["loaded"]) == (3, 3), name
    assert {r["value"] for r in ledger("claims", "-f", "json").json} == {"1", "2", "3"}


@pytest.mark.parametrize(
    ("content", "loaded", "refused"),
    [
        (as_csv(nights(3)).replace("\n", ",\n").replace("window,\n", "window\n", 1), 0, 3),
        (as_csv(nights(2)) + "short,row\n" + as_csv(nights(3)).splitlines()[-1], 3, 1),
        (as_csv(nights(1)) + '"open\n' + "\n".join(as_csv(nights(3)).splitlines()[2:]), 3, 1),
        (as_csv(nights(2)).replace("ru-mod", "ru-mod\x00", 1), 1, 1),
        (as_csv(nights(1)).splitlines()[0] + "\n", 0, 0),
        ("source,source,value\n1,2,3\n", None, None),
        ("nothing\nof the kind\n", None, None),
        ("<html><body>not found</body></html>", None, None),
    ],
)
def test_files_that_are_not_whole(ledger: Ledger, content: str, loaded: int | None, refused: int | None) -> None:
    ran = ledger("load", "-", "-f", "json", stdin=content.encode(), code=2 if loaded is None else 1 if refused else 0)
    if loaded is not None:
        assert (ran.json["loaded"], ran.json["refused"]) == (loaded, refused)
        assert conserved(ran.json)


def test_a_ledger_in_places_that_are_none(ledger: Ledger, folder: Path) -> None:
    (folder / "a-folder").mkdir()
    assert "is not a ledger" in ledger("--db", "a-folder", *adding(), code=2).err
    assert "the folder nowhere does not exist" in ledger("--db", "nowhere/l.duckdb", *adding(), code=2).err
    duckdb.connect("other.duckdb").execute("create table t (a int)").close()
    for command in (adding(), ["claims"], ["export"]):
        assert "is a database but not a ledger" in ledger("--db", "other.duckdb", *command, code=2).err
    assert duckdb.connect("other.duckdb").execute("show tables").fetchall() == [("t",)]


def test_a_file_cut_short_is_no_ledger(ledger: Ledger, folder: Path) -> None:
    ledger(*adding())
    whole = (folder / "ledger.duckdb").read_bytes()
    for size in (1, 100, 5000, len(whole) // 2):
        (folder / "cut.duckdb").write_bytes(whole[:size])
        ran = ledger("--db", "cut.duckdb", "claims", code=2)
        assert ran.err.startswith("error: ")


@pytest.mark.parametrize("name", ["with space.duckdb", "ключ.duckdb", "lock's.duckdb", "no-suffix", "-dash.duckdb"])
def test_a_ledger_of_any_name(ledger: Ledger, name: str) -> None:
    ledger(f"--db={name}", *adding())
    assert len(ledger(f"--db={name}", "claims", "-f", "json").json) == 1
    assert "opens the ledger" in ledger(f"--db=./{name}", "doctor").out


def test_a_preset_from_nowhere(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "n.csv", nights(1))
    assert "did you mean ua-air-force" in ledger("load", name, "--preset", "ua-airforce", code=2).err
    (folder / "mine.toml").write_text("this is = = no toml")
    assert "mine.toml" in ledger("load", name, "--preset", "mine.toml", code=2).err
    (folder / "mine.toml").write_bytes(b"\xff\xfe\x00")
    assert "mine.toml" in ledger("load", name, "--preset", "mine.toml", code=2).err
