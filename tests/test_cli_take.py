"""Commands that take claims in: add, load, retract."""

import os
import pty
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import (
    BULLETIN,
    COMMAND,
    MINISTRY,
    Ledger,
    adding,
    cells,
    claim_ids,
    conserved,
    nights,
    options,
    wrote,
)

COUNTS = ["rows", "loaded", "known", "empty", "refused", "claims", "entry"]
NEEDED = ("source", "url", "published", "metric", "value", "window")


# ---------------------------------------------------------------- add


@pytest.mark.usefixtures("anew")
def test_add_prints_the_id_on_stdout_and_the_rest_on_stderr(ledger: Ledger) -> None:
    ran = ledger(*adding())
    assert ran.out == "7b8bd3a8-8e72-ec3c-4191-d319522ab2d7\n"
    assert ran.err == "recorded: intercepted 40 by ru-mod, 2026-01-25T23:00/2026-01-26T07:00\n"


def test_a_claim_that_is_known_already_is_no_failure(ledger: Ledger) -> None:
    first = ledger(*adding())
    again = ledger(*adding())
    assert again.out == first.out
    assert again.err.startswith("already known: ")
    assert len(claim_ids(ledger)) == 1


def test_the_same_claim_in_other_words_has_the_same_id(ledger: Ledger) -> None:
    """Times in another zone, names for ids, letter case: what is said is the same."""
    first = ledger(*adding())
    again = ledger(
        *adding(published="2026-01-26T07:39+03:00", window="2026-01-25T20:00Z/2026-01-26T04:00Z", attacker="Ukraine")
    )
    assert again.out == first.out


def test_a_longer_quote_or_an_event_makes_no_new_claim_and_another_figure_does(ledger: Ledger) -> None:
    first = ledger(*adding())
    assert ledger(*adding(quote="forty were shot down", event="a-night", note="seen on the site")).out == first.out
    assert ledger(*adding(value="41")).out != first.out


def test_add_in_json(ledger: Ledger) -> None:
    found = ledger(*adding(), "--format", "json").json
    assert found["claim_id"].startswith("7b8bd3a8")
    assert found["state"] == "recorded"
    assert found["entry"]


@pytest.mark.usefixtures("anew")
def test_a_dry_run_of_add_leaves_no_ledger(ledger: Ledger, folder: Path) -> None:
    ran = ledger(*adding(), "--dry-run")
    assert ran.first.startswith("7b8bd3a8")
    assert ran.err.startswith("checked, not recorded: ")
    assert list(folder.iterdir()) == []


def test_a_dry_run_leaves_a_ledger_as_it_was(ledger: Ledger) -> None:
    ledger(*adding())
    ledger(*adding(BULLETIN), "--dry-run")
    assert len(claim_ids(ledger)) == 1


@pytest.mark.usefixtures("anew")
def test_a_refused_claim_exits_2_and_leaves_no_ledger(ledger: Ledger, folder: Path) -> None:
    ran = ledger(*adding(source="ru-modd"), code=2)
    assert ran.out == ""
    assert ran.err.startswith("error: source: 'ru-modd' is no known source; did you mean ru-mod")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("column", [*NEEDED, "attacker", "defender"])
def test_add_names_the_column_that_is_missing(ledger: Ledger, column: str) -> None:
    ran = ledger(*adding(**{column: ""}), code=2)
    assert f"error: {column}: is required here and empty" in ran.err


def test_add_names_every_fault_at_once(ledger: Ledger) -> None:
    ran = ledger(*adding(source="nobody-at-all", value="most of them", window="yesterday"), code=2)
    assert [line.split(":")[1].strip() for line in ran.err.splitlines() if line.startswith("error")] == [
        "source", "value", "window",
    ]  # fmt: skip


def test_a_loss_metric_needs_a_subject_and_no_direction(ledger: Ledger) -> None:
    row = {**MINISTRY, "metric": "killed", "attacker": "", "defender": "", "weapon": ""}
    assert "subject: is required" in ledger(*adding(row), code=2).err
    ledger(*adding(row, subject="UA"))


def test_the_ledger_is_named_by_option_before_or_after_the_command_or_by_the_environment(
    ledger: Ledger, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger("--db", "one.duckdb", *adding())
    ledger(*adding(), "--db", "two.duckdb")
    monkeypatch.setenv("LEDGER_DB", "three.duckdb")
    ledger(*adding())
    ledger(*adding(), "--db", "four.duckdb")
    assert sorted(p.name for p in folder.iterdir()) == ["four.duckdb", "one.duckdb", "three.duckdb", "two.duckdb"]


def test_on_a_terminal_add_asks_for_what_is_missing(folder: Path) -> None:
    """The person mistypes a party, asks for the list, and is asked again; the id comes out on standard output."""
    given = {k: MINISTRY[k] for k in ("source", "url", "published", "metric", "weapon")}
    answers = ["?", "Ukrainia", "UA", "RU", "", "about forty", "2026-01-25T23:00/2026-01-26T07:00", ""]
    ours, theirs = pty.openpty()
    command = [*COMMAND, "add", *options(given)]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder) as child:
        os.close(theirs)
        os.write(ours, "".join(a + "\n" for a in answers).encode())
        out, err = (stream.decode() for stream in child.communicate(timeout=30))
    os.close(ours)
    assert child.returncode == 0, err
    assert len(out.splitlines()[-1]) == 36
    assert "attacker (RU, UA" in err
    assert "'Ukrainia' is no known party; did you mean" in err
    assert "recorded: intercepted about forty by ru-mod" in err


def test_off_a_terminal_add_does_not_ask(ledger: Ledger) -> None:
    assert "is required here and empty" in ledger("add", "--source", "ru-mod", code=2).err


# ---------------------------------------------------------------- load


def test_load_counts_every_row_once(ledger: Ledger, folder: Path) -> None:
    rows = [*nights(3), nights(1)[0], {**MINISTRY, "value": "most of them"}]
    counts = ledger("load", wrote(folder / "night.csv", rows), "-f", "json", code=1).json
    assert list(counts) == COUNTS
    assert {k: counts[k] for k in COUNTS[:-1]} == {
        "rows": 5, "loaded": 3, "known": 1, "empty": 0, "refused": 1, "claims": 3,
    }  # fmt: skip
    assert conserved(counts)
    assert counts["entry"]


def test_loading_twice_changes_nothing(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "night.csv", nights(3))
    ledger("load", name)
    again = ledger("load", name, "-f", "json").json
    assert {k: again[k] for k in COUNTS} == {
        "rows": 3, "loaded": 0, "known": 3, "empty": 0, "refused": 0, "claims": 0, "entry": None,
    }  # fmt: skip
    assert ledger("sql", "select count(*) from entry", "-f", "csv").out.split() == ["count_star()", "1"]


def test_refused_rows_come_back_mended(ledger: Ledger, folder: Path) -> None:
    rows = [*nights(2), {**MINISTRY, "value": "fourty", "note": "as typed"}]
    ran = ledger("load", wrote(folder / "night.csv", rows), code=1)
    assert f"1 refused row with its reason is in {folder / 'night.refused.csv'}" in ran.err
    assert "night.csv:4: value: " in ran.err

    refused = folder / "night.refused.csv"
    (row,) = cells(refused)
    assert list(row) == [*rows[2], "_line", "_column", "_reason"]
    assert (row["value"], row["note"]) == ("fourty", "as typed")
    assert (row["_line"], row["_column"]) == ("4", "value")
    assert "forty" in row["_reason"]

    mended = wrote(refused, [{**row, "value": "forty"}])
    ran = ledger("load", mended, "-f", "json")
    assert ran.json["loaded"] == 1
    assert "not used" not in ran.err
    assert len(claim_ids(ledger)) == 3


def test_a_row_with_several_faults_names_them_all(ledger: Ledger, folder: Path) -> None:
    bad = {**MINISTRY, "value": "fourty", "region": "Nowhereland"}
    counts = ledger("load", wrote(folder / "n.csv", [bad]), "-f", "json", code=1).json
    assert counts["refused"] == 1
    (row,) = cells(folder / "n.refused.csv")
    assert sorted(row["_column"].split()) == ["region", "value"]


def test_the_file_of_refused_rows_can_be_named(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "n.csv", [{**MINISTRY, "value": ""}])
    ledger("load", name, "--refused", "elsewhere.csv", code=1)
    assert sorted(p.name for p in folder.iterdir()) == ["elsewhere.csv", "ledger.duckdb", "n.csv"]
    assert cells(folder / "elsewhere.csv")[0]["_column"] == "value"


@pytest.mark.usefixtures("anew")
def test_a_refused_file_that_cannot_be_written_is_said_before_anything_is_recorded(
    ledger: Ledger, folder: Path
) -> None:
    name = wrote(folder / "n.csv", [*nights(2), {**MINISTRY, "value": ""}])
    ran = ledger("load", name, "--refused", "nowhere/r.csv", code=2)
    assert "their file cannot be written: nowhere/r.csv" in ran.err
    assert not (folder / "ledger.duckdb").exists()


@pytest.mark.usefixtures("anew")
def test_strict_takes_all_or_nothing(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "n.csv", [*nights(3), {**MINISTRY, "value": ""}])
    ran = ledger("load", name, "--strict", "-f", "json", code=1)
    assert (ran.json["loaded"], ran.json["claims"], ran.json["entry"]) == (0, 0, None)
    assert conserved(ran.json)
    assert "nothing was recorded, because of --strict" in ran.err
    assert not (folder / "ledger.duckdb").exists()
    assert len(cells(folder / "n.refused.csv")) == 1
    ledger("load", wrote(folder / "good.csv", nights(3)), "--strict")
    assert len(claim_ids(ledger)) == 3


def test_strict_holds_for_several_files_together(ledger: Ledger, folder: Path) -> None:
    good, bad = wrote(folder / "good.csv", nights(3)), wrote(folder / "bad.csv", [{**MINISTRY, "value": ""}])
    counts = ledger("load", good, bad, "--strict", "-f", "json", code=1).json
    assert (counts["loaded"], counts["claims"]) == (0, 0)
    assert conserved(counts)
    assert all(conserved(each) for each in counts["files"])
    assert not (folder / "ledger.duckdb").exists()


@pytest.mark.usefixtures("anew")
def test_a_dry_run_of_load_leaves_no_ledger_and_no_file(ledger: Ledger, folder: Path) -> None:
    name = wrote(folder / "n.csv", [*nights(2), {**MINISTRY, "value": ""}])
    ran = ledger("load", name, "--dry-run", "-f", "json", code=1)
    assert (ran.json["loaded"], ran.json["refused"]) == (2, 1)
    assert "a dry run: nothing was recorded" in ran.err
    assert [p.name for p in folder.iterdir()] == ["n.csv"]


def test_several_files_are_counted_apart_and_together(ledger: Ledger, folder: Path) -> None:
    one, two = wrote(folder / "one.csv", nights(2)), wrote(folder / "two.csv", nights(3))
    counts = ledger("load", one, two, "-f", "json").json
    assert (counts["rows"], counts["loaded"], counts["known"]) == (5, 3, 2)
    assert [(Path(f["file"]).name, f["loaded"], f["known"]) for f in counts["files"]] == [
        ("one.csv", 2, 0), ("two.csv", 1, 2),
    ]  # fmt: skip
    table = ledger("load", one, two).out
    assert "2 files" in table


def test_a_spreadsheet_with_headings_of_its_own(ledger: Ledger, folder: Path) -> None:
    text = "When,Number,Link\n2026-01-25T23:00/2026-01-26T07:00,40,post 1\n2026-01-26,several,post 2\n"
    (folder / "mine.csv").write_text(text)
    ledger(
        "load", "mine.csv", "--map", "window=When,value=Number,url=Link",
        "--set", "source=ru-mod,published=2026-01-26,attacker=UA,defender=RU,metric=intercepted",
    )  # fmt: skip
    found = ledger("sql", "select url, value, attacker from claim order by url", "-f", "json").json
    assert found == [
        {"url": "post 1", "value": "40", "attacker": "UA"},
        {"url": "post 2", "value": "several", "attacker": "UA"},
    ]


def test_columns_that_feed_nothing_are_named(ledger: Ledger, folder: Path) -> None:
    ran = ledger("load", wrote(folder / "n.csv", [{**MINISTRY, "mood": "grim"}]))
    assert "columns not used: mood" in ran.err


@pytest.mark.parametrize("format", ["table", "csv", "json", "ndjson", "markdown"])
def test_the_counts_in_every_format(ledger: Ledger, folder: Path, format: str) -> None:
    out = ledger("load", wrote(folder / "n.csv", nights(3)), "-f", format).out
    assert "loaded" in out
    assert "3" in out


def test_an_entry_keeps_who_recorded_what_from_where(ledger: Ledger, folder: Path) -> None:
    ledger("load", wrote(folder / "n.csv", nights(2)))
    (entry,) = ledger("sql", "from entry", "-f", "json").json
    assert (entry["recorded_by"], entry["command"], entry["rows"], entry["claims"]) == ("tester", "load", 2, 2)
    assert entry["file"].endswith("n.csv")
    assert len(entry["file_sha256"]) == 64


# ---------------------------------------------------------------- retract


def test_retract_deletes_nothing_and_says_who_and_why(ledger: Ledger) -> None:
    identity = ledger(*adding()).first
    ran = ledger("retract", identity[:8], "--why", "typed the wrong night")
    assert (ran.first, ran.err) == (identity, "retracted: typed the wrong night\n")
    assert claim_ids(ledger) == {identity}
    assert ledger("sql", "select count(*) as n from current_claim", "-f", "json").json == [{"n": 0}]
    (row,) = ledger("claims", "-f", "json").json
    assert row["state"] == "retracted"
    assert "retracted by tester" in ledger("show", identity).out


def test_a_retracted_claim_is_not_retracted_again(ledger: Ledger) -> None:
    identity = ledger(*adding()).first
    ledger("retract", identity, "--why", "typed the wrong night")
    assert "is retracted already" in ledger("retract", identity, "--why", "once more", code=2).err


def test_a_prefix_has_to_be_unique(ledger: Ledger, folder: Path) -> None:
    ledger("load", wrote(folder / "n.csv", nights(20)))
    ids = sorted(claim_ids(ledger))
    twins = next(a[0] for a, b in pairwise(ids) if a[0] == b[0])
    assert f"several claims' ids start with '{twins}'" in ledger("retract", twins, "--why", "x", code=2).err
    assert "no claim's id starts with 'zz'" in ledger("retract", "zz", "--why", "x", code=2).err


def test_a_retraction_needs_its_reason(ledger: Ledger) -> None:
    identity = ledger(*adding()).first
    assert "needs its reason" in ledger("retract", identity, "--why", "  ", code=2).err
    assert "--why" in ledger("retract", identity, code=2).err


def test_retract_without_a_ledger_makes_none(ledger: Ledger, folder: Path) -> None:
    assert "there is no ledger" in ledger("retract", "7b8b", "--why", "x", code=2).err
    assert list(folder.iterdir()) == []
