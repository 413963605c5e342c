"""Commands that keep a ledger: vocab, export, template, doctor."""

import csv
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from conftest import BULLETIN, MINISTRY, Ledger, Row, adding, cells, claim_ids, nights, wrote

from ledger.resources import DATA, REGISTERS

# ---------------------------------------------------------------- vocab


def test_the_registers_are_listed(ledger: Ledger) -> None:
    rows = {r["register"]: r["rows"] for r in ledger("vocab", "-f", "json").json}
    assert list(rows) == list(REGISTERS)
    assert all(rows.values())


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_is_printed_as_its_file_has_it(ledger: Ledger, name: str) -> None:
    printed = list(csv.DictReader(ledger("vocab", name, "-f", "csv").out.splitlines()))
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert printed == list(csv.DictReader(file))


def test_vocab_is_searched_in_any_script_and_case(ledger: Ledger) -> None:
    assert [r["id"] for r in ledger("vocab", "weapons", "--search", "ШАХЕД-136", "-f", "json").json] == ["shahed_136"]
    assert "no rows" in ledger("vocab", "weapons", "--search", "no such thing").out


def test_a_place_of_ones_own_is_known_from_the_next_claim_on(ledger: Ledger, folder: Path) -> None:
    row = {**BULLETIN, "region": "Irpin"}
    assert "'Irpin' is no known region" in ledger(*adding(row), code=2).err
    ran = ledger("vocab", "regions", "--add", "id=X-UA-IRPIN", "--add", "name=Irpin", "--add", "within=UA-32")
    assert f"added to {Path('ledger.vocab') / 'regions.csv'}" in ran.err
    ledger(*adding(row))
    found = ledger("sql", "select region, region_as_stated from claim", "-f", "json").json
    assert found == [{"region": "X-UA-IRPIN", "region_as_stated": "Irpin"}]
    assert ledger("vocab", "regions", "--search", "irpin", "-f", "json").json[0]["within"] == "UA-32"


def test_the_ledger_travels_alone_with_the_words_it_uses(ledger: Ledger, folder: Path) -> None:
    ledger("vocab", "regions", "--add", "id=X-UA-IRPIN", "--add", "name=Irpin", "--add", "within=UA-32")
    ledger(*adding(BULLETIN, region="Irpin"))
    (folder / "ledger.vocab" / "regions.csv").unlink()
    (folder / "ledger.duckdb").rename(folder / "elsewhere.duckdb")
    ledger("--db", "elsewhere.duckdb", *adding(BULLETIN, region="Irpin", value="3"))
    assert len(claim_ids(ledger, "--db", "elsewhere.duckdb")) == 2


def test_a_source_of_ones_own_needs_no_time_zone(ledger: Ledger) -> None:
    """Without one its times are UTC, and its claims have a day like any other."""
    ledger(
        "vocab", "sources", "--add", "id=my-blog", "--add", "name=A blog", "--add", "party=US", "--add", "level=media"
    )
    ledger(*adding(source="my-blog", window="2026-01-26", published="2026-01-26"))
    (row,) = ledger("claims", "-f", "json").json
    assert (row["day"], row["published"]) == ("2026-01-26", "2026-01-26")
    (exported,) = csv.DictReader(ledger("export").out.splitlines())
    assert (exported["published"], exported["window"]) == ("2026-01-26", "2026-01-26/2026-01-26")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["regions", "id=IRPIN", "name=Irpin"], "has an id that starts with X-"),
        (["regions", "id=X-1"], "needs its name"),
        (["regions", "id=X-1", "name=x", "within=UA-999"], "within 'UA-999' is not known"),
        (["regions", "id=X-1", "name=x", "colour=red"], "regions has no column 'colour'"),
        (["regions", "id"], "is not COLUMN=TEXT"),
        (["sources", "id=ru-mod", "name=x"], "ru-mod is in sources already"),
        (["sources", "id=mine", "name=x", "party=XX"], "party 'XX' is not known"),
        (["sources", "id=mine", "name=x", "timezone=Mars/Olympus"], "time zone is not known: 'Mars/Olympus'"),
        (["weapons", "id=w", "name=x", "parent=nosuch"], "parent 'nosuch' is not known"),
    ],
)
def test_a_row_that_cannot_be_added(ledger: Ledger, folder: Path, words: list[str], reason: str) -> None:
    name, *given = words
    adds = [w for cell in given for w in ("--add", cell)]
    assert reason in ledger("vocab", name, *adds, code=2).err
    assert list(folder.iterdir()) == []


# ---------------------------------------------------------------- export


@pytest.fixture
def rows() -> list[Row]:
    return [
        {**MINISTRY, "note": ' a "quoted", note ', "quote": "сорок [red]", "event": "2026-01-26-night"},
        {**BULLETIN, "value": "понад 130", "breakdown": "partial", "region": "Kyiv Oblast+Odesa Oblast"},
        {**BULLETIN, "metric": "neutralised", "recap": "true", "weapon": "shahed+uav", "part": "друга хвиля"},
        {**MINISTRY, "window": "2026-01-25/2026-01-26", "published": "2026-01-26", "value": "several"},
        {**MINISTRY, "window": "2026-01-26T04:00/2026-01-26T04:00", "value": "~5", "origin": "ua-air-force"},
        {**MINISTRY, "metric": "killed", "attacker": "", "defender": "", "weapon": "", "subject": "UA",
         "value": "denied", "basis": "cumulative", "window": "2022-02-24/2026-01-26", "population": "military"},
    ]  # fmt: skip


@pytest.mark.parametrize("format", ["csv", "ndjson", "parquet"])
def test_an_export_loaded_elsewhere_is_the_same_ledger(
    ledger: Ledger, folder: Path, rows: list[Row], format: str
) -> None:
    ledger("load", wrote(folder / "n.csv", rows))
    ledger("export", "--format", format, "-o", f"out.{format}")
    counts = ledger("--db", "copy.duckdb", "load", f"out.{format}", "-f", "json").json
    assert (counts["loaded"], counts["refused"]) == (6, 0)
    columns = "select * exclude (entry_id, row_no, place) from claim order by claim_id"
    one, two = (ledger("--db", db, "sql", columns, "-f", "json").json for db in ("ledger.duckdb", "copy.duckdb"))
    assert one == two
    assert ledger("load", f"out.{format}", "-f", "json").json["known"] == 6


def test_an_export_of_a_copy_is_the_same_text(ledger: Ledger, folder: Path, rows: list[Row]) -> None:
    ledger("load", wrote(folder / "n.csv", rows))
    first = ledger("export").out
    ledger("--db", "copy.duckdb", "load", "-", stdin=first.encode())
    assert sorted(ledger("--db", "copy.duckdb", "export").out.splitlines()) == sorted(first.splitlines())


def test_retracted_claims_are_left_out_and_counted(ledger: Ledger, folder: Path) -> None:
    ledger("load", wrote(folder / "n.csv", nights(3)))
    identity = ledger("sql", "select claim_id from claim limit 1", "-f", "json").json[0]["claim_id"]
    ledger("retract", identity, "--why", "a mistake")
    ran = ledger("export")
    assert len(ran.out.splitlines()) == 3
    assert ran.err == "2 claims; 1 retracted one is left out\n"


def test_parquet_needs_a_file_and_formats_are_named(ledger: Ledger) -> None:
    ledger(*adding())
    assert "Parquet needs a file" in ledger("export", "--format", "parquet", code=2).err
    assert "none of csv, ndjson, parquet" in ledger("export", "--format", "xml", code=2).err
    assert "cannot write nowhere/x.parquet" in ledger("export", "-f", "parquet", "-o", "nowhere/x.parquet", code=2).err


# ---------------------------------------------------------------- template


def test_the_template_filled_in_loads(ledger: Ledger, folder: Path) -> None:
    out = ledger("template", "mine").out
    assert out.splitlines() == ["mine/claims.csv", "mine/claims.xlsx"]
    sheet = folder / "mine" / "claims.xlsx"
    columns = fastexcel.read_excel(sheet).load_sheet("claims").available_columns()
    names = [c.name for c in columns]
    assert names == (folder / "mine" / "claims.csv").read_text(encoding="utf-8-sig").strip().split(",")

    with (folder / "mine" / "claims.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, names).writerows(nights(2))
    assert ledger("load", "mine/claims.csv", "-f", "json").json["loaded"] == 2

    filled = [{c: row.get(c) for c in names} for row in nights(3)]
    pl.DataFrame(filled, schema=dict.fromkeys(names, pl.String)).write_excel(sheet, worksheet="claims")
    counts = ledger("load", "mine/claims.xlsx", "-f", "json").json
    assert (counts["loaded"], counts["known"]) == (1, 2)


def test_the_template_offers_the_known_values(ledger: Ledger, folder: Path) -> None:
    ledger("template")
    values = fastexcel.read_excel(folder / "claims.xlsx").load_sheet("known values").to_polars()
    assert "ru-mod" in values["sources"].to_list()
    assert values["basis"].drop_nulls().to_list() == ["period", "cumulative", "stock"]


def test_an_empty_template_loads_as_nothing(ledger: Ledger) -> None:
    ledger("template")
    for name in ("claims.csv", "claims.xlsx"):
        assert ledger("load", name, "-f", "json").json["rows"] == 0


def test_a_template_never_replaces_a_file(ledger: Ledger, folder: Path) -> None:
    (folder / "claims.csv").write_text("mine")
    assert "claims.csv is there already" in ledger("template", code=2).err
    assert (folder / "claims.csv").read_text() == "mine"
    assert not (folder / "claims.xlsx").exists()


# ---------------------------------------------------------------- doctor


def test_doctor_of_a_sound_ledger(ledger: Ledger) -> None:
    ledger(*adding())
    rows = {r["what"]: r for r in ledger("doctor", "-f", "json").json}
    assert rows["claims"]["found"] == "1"
    assert "opens the ledger" in rows["DuckDB shell"]["found"]
    assert {r["state"] for r in rows.values()} == {"ok"}


def test_doctor_without_a_ledger(ledger: Ledger) -> None:
    rows = {r["what"]: r for r in ledger("doctor", "-f", "json").json}
    assert rows["ledger file"]["state"] == "not there yet"


def test_doctor_of_something_else(ledger: Ledger, folder: Path) -> None:
    (folder / "ledger.duckdb").write_bytes(b"x" * 5000)
    rows = ledger("doctor", "-f", "json", code=2).json
    assert "failed" in {r["state"] for r in rows}


def test_cells_reads_what_wrote_writes(folder: Path) -> None:
    assert cells(Path(wrote(folder / "n.csv", [MINISTRY]))) == [MINISTRY]
