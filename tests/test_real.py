"""The real files, where they are at hand: rows conserved, sums as the files have them, nothing twice."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from ledger import db, queries
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import Act, Outcome, record
from ledger.render import objects
from ledger.resources import PRESETS

REAL = Path(__file__).parents[2] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")

BULLETINS = "ua-air-force/missile_attacks_daily.csv"
FILES = {
    ("ua-air-force", BULLETINS): (3348, 0),
    ("ua-air-force-semicolon", "ua-air-force/missile_attacks_daily-semicolon.csv"): (619, 0),
    ("ua-general-staff", "ua-general-staff/russia_losses_equipment.json"): (1626, 0),
    ("ua-general-staff", "ua-general-staff/russia_losses_personnel.json"): (1626, 0),
    ("us-drone-strikes", "us-drone-strikes-pakistan/drone_attacks.csv"): (414, 0),
    ("pk-drone-attacks", "us-drone-strikes-pakistan/PkDroneAttacks.csv"): (404, 4),
}
"""Preset and file: rows in it, and rows refused."""


def load(path: Path, preset: str, file: str) -> Outcome:
    with db.writing(path) as con:
        prepared = prepare(str(REAL / file), ColumnMap(preset), bytes, lambda done, total: None)
        return record(con, prepared.rows, Act("load", file, preset=preset), prepared.problems)


@pytest.fixture(scope="module")
def wars(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], Outcome]]:
    """A ledger of all files, and what became of each."""
    path = tmp_path_factory.mktemp("wars") / "ledger.duckdb"
    return path, {(preset, file): load(path, preset, file) for preset, file in FILES}


@pytest.mark.parametrize(("preset", "file"), FILES)
def test_rows_are_conserved_and_a_second_load_adds_nothing(
    preset: str, file: str, wars: tuple[Path, dict[tuple[str, str], Outcome]]
) -> None:
    rows, refused = FILES[preset, file]
    path, outcomes = wars
    first = outcomes[preset, file]
    assert (first.rows, first.refused) == (rows, refused)
    assert first.rows == first.loaded + first.known + first.empty + first.refused
    second = load(path, preset, file)
    assert (second.loaded, second.claims, second.refused) == (0, 0, refused)
    assert second.known == first.loaded + first.known


def test_the_four_negative_counts_are_refused_with_their_reason(tmp_path: Path) -> None:
    outcome = load(tmp_path / "ledger.duckdb", "pk-drone-attacks", "us-drone-strikes-pakistan/PkDroneAttacks.csv")
    assert [(p.row, p.column) for p in outcome.problems] == [(n, "Civilians") for n in (369, 370, 371, 376)]
    assert all("negative" in p.reason for p in outcome.problems)


@pytest.fixture(scope="module")
def bulletins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("real") / "ledger.duckdb"
    load(path, "ua-air-force", BULLETINS)
    return path


def test_launched_of_the_national_source_sums_to_the_file_s_own(bulletins: Path) -> None:
    with (REAL / BULLETINS).open(encoding="utf-8", newline="") as file:
        own = sum(
            int(float(row["launched"]))
            for row in csv.DictReader(file)
            if row["launched"] and row["source"].startswith(("kpszsu/", "https://t.me/kpszsu/"))
        )
    with db.reading(bulletins) as con:
        summed = con.execute(
            "select sum(lo) from claim where source = 'ua-air-force' and metric = 'launched' and kind = 'exact'"
            " and part is distinct from 'turbojet' and note is distinct from 'part of a bundle'"
        ).fetchone()
    assert summed == (own,) == (79574,)


def test_what_a_sum_leaves_out_is_said(bulletins: Path) -> None:
    with db.reading(bulletins) as con:
        left_out = dict(
            con.execute(
                "select left_out, count(*) from countable_claim where metric = 'launched' group by left_out"
            ).fetchall()
        )
    assert left_out["part of a whole that is counted"] >= 146 + 16  # strike drones, and the parts of bundles


def test_every_night_is_the_sum_of_the_file_s_own_rows(bulletins: Path) -> None:
    """886 nights, in plain Python; where the ledger differs, the reason is known."""
    launched: dict[str, int] = defaultdict(int)
    down: dict[str, int] = defaultdict(int)
    drones = set(tomllib.loads((PRESETS / "ua-air-force.toml").read_text(encoding="utf-8"))["sets"]["uav"])
    with (REAL / BULLETINS).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            national = row["source"].startswith(("kpszsu/", "https://t.me/kpszsu/"))
            if national and set(row["model"].split(" and ")) <= drones:
                # a window that ends at midnight belongs to the day before
                midnight = row["time_end"].endswith(" 00:00") and row["time_end"] != row["time_start"]
                day = str(date.fromisoformat(row["time_end"][:10]) - timedelta(days=midnight))
                launched[day] += int(float(row["launched"] or 0))
                down[day] += int(float(row["destroyed"] or 0))
    with db.reading(bulletins) as con:
        con.execute("set variable weapon = 'uav'")
        told = con.execute("select day, launched_lo, neutralised_lo, left_out from night where voice = 'ua-air-force'")
        nights = {str(day): (sent or 0, shot or 0, left_out) for day, sent, shot, left_out in told.fetchall()}
    differ = {day for day in launched if nights.get(day, (0, 0, ""))[:2] != (launched[day], down[day])}
    overlapping = {day for day, (_, _, left_out) in nights.items() if left_out}
    assert overlapping == {"2025-04-22", "2026-01-14"}
    # a part over one oblast beside the figure for everywhere, in one bulletin
    assert differ - overlapping == {"2022-12-29"}
    assert len(launched) > 880


def test_a_night_that_only_a_regional_command_tells_of_is_a_part_report(bulletins: Path) -> None:
    april = {"from": "2025-04-01", "to": "2025-04-30"}
    with db.reading(bulletins) as con:
        nights = objects(queries.run(con, queries.find("reports", "nights"), april, {}))
    told = {night["day"]: (night["voice"], night["rate"]) for night in nights}
    assert told["2025-04-01"] == ("ua-air-command-south", "part-report of ua-air-command-south")
    assert sum(voice == "ua-air-force" for voice, _ in told.values()) == 27


def test_a_null_is_no_zero_and_a_zero_after_july_2025_is_no_figure(bulletins: Path) -> None:
    with db.reading(bulletins) as con:
        late = con.execute(
            "select count(*), min(lo) from claim"
            " where metric = 'lost' and day > '2025-07-23' and source = 'ua-air-force'"
        ).fetchone()
        down = con.execute(
            "select distinct metric from claim c join weapon_under u on u.id = c.weapon and u.within = 'uav'"
            " where c.day > '2025-10-22' and c.day < '2025-12-27' and c.source = 'ua-air-force'"
            " and c.metric in ('intercepted', 'neutralised')"
        ).fetchall()
    assert late == (5, 3)
    assert down == [("neutralised",)]


def test_the_guiding_night_of_the_file_is_the_shipped_one(bulletins: Path, tmp_path: Path) -> None:
    shipped = Path(__file__).parents[1] / "data" / "claims" / "2026-01-26-night.csv"
    with db.writing(tmp_path / "ledger.duckdb") as con:
        prepared = prepare(str(shipped), ColumnMap(), bytes, lambda done, total: None)
        record(con, prepared.rows, Act("load"))
        ours = {i for (i,) in con.execute("select claim_id from claim where source = 'ua-air-force'").fetchall()}
    with db.reading(bulletins) as con:
        theirs = {i for (i,) in con.execute("select claim_id from claim where day = '2026-01-26'").fetchall()}
    assert len(ours) == 6
    assert ours <= theirs


def test_both_wars_live_in_one_ledger(wars: tuple[Path, dict[tuple[str, str], Outcome]]) -> None:
    with db.reading(wars[0]) as con:
        result = queries.run(
            con, queries.find("reports", "side-by-side"), {"from": "2009-01-01", "to": "2009-12-31"}, {}
        )
    assert {(r["attacker"], r["subject"]) for r in objects(result)} == {("US", "PK")}
