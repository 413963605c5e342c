"""The checks on the real files, where they are at hand: what is known to be in them is found, and little else."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from ledger import checks, db
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import Act, record
from ledger.render import objects

REAL = Path(__file__).parents[2] / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")

Cells = dict[str, str]


def load(path: Path, preset: str, file: Path) -> None:
    with db.writing(path) as con:
        prepared = prepare(str(file), ColumnMap(preset), bytes, lambda done, total: None)
        outcome = record(con, prepared.rows, Act("load", file.name, preset=preset), prepared.problems)
    assert not outcome.problems


Findings = list[dict[str, Any]]


def found(path: Path, *names: str) -> Findings:
    """What the checks of these names say of a ledger, by their defaults."""
    with db.reading(path) as con:
        checks.gather(con, checks.choose(names), {})
        return objects(checks.findings(con))


# --- the General Staff's running totals


@pytest.fixture(scope="module")
def running_totals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("totals") / "ledger.duckdb"
    for name in ("equipment", "personnel"):
        load(path, "ua-general-staff", REAL / f"ua-general-staff/russia_losses_{name}.json")
    return path


def test_the_thirteen_decreases_are_found_and_nothing_else(running_totals: Path) -> None:
    findings = found(
        running_totals, "cumulative-decrease", "cumulative-vs-daily", "total-vs-sum", "silent-edit", "silent-gap"
    )
    assert {(f["check"], f["severity"]) for f in findings} == {("cumulative-decrease", "minor")}
    assert len(findings) == 13


# --- the Air Force's bulletins


@pytest.fixture(scope="module")
def of_bulletins(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    path = tmp_path_factory.mktemp("bulletins") / "ledger.duckdb"
    load(path, "ua-air-force", REAL / "ua-air-force/missile_attacks_daily.csv")
    return found(path, "window-overlap", "definition-break", "locations-vs-residual", "total-vs-sum", "silent-edit")


def test_the_overlapping_windows_of_the_bulletins_are_found(of_bulletins: Findings) -> None:
    days = {f["message"][:10] for f in of_bulletins if f["check"] == "window-overlap"}
    assert days == {"2025-01-04", "2025-01-05", "2025-04-22", "2026-01-14"}


def test_the_change_of_what_shot_down_means_is_found(of_bulletins: Findings) -> None:
    changes = {f["message"].split(" by ")[0] for f in of_bulletins if f["check"] == "definition-break"}
    assert changes == {"2025-07-24: intercepted uav", "2025-07-24: lost uav"}


def test_their_places_and_days_fit_and_nothing_was_edited(of_bulletins: Findings) -> None:
    assert {f["check"] for f in of_bulletins} == {"window-overlap", "definition-break"}


# --- three cells that changed between versions of that file


@pytest.fixture(scope="module")
def drifted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of two versions of the rows that changed, and of those around them, the older loaded first."""
    folder = tmp_path_factory.mktemp("drift")
    with (REAL / "ua-air-force/version_drift.csv").open(encoding="utf-8", newline="") as file:
        drift = list(csv.DictReader(file))
    with (REAL / "ua-air-force/missile_attacks_daily.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["time_start"][:7] in ("2024-07", "2024-08")]
    for version in ("old", "new"):
        changed = [{**row} for row in rows]
        for cell in drift:
            (row,) = [row for row in changed if is_of(cell, row)] or [row_of(cell, rows[0])]
            row[cell["field"]] = cell[version]
            if row not in changed:
                changed.append(row)
        with (folder / f"{version}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(changed)
        load(folder / "ledger.duckdb", "ua-air-force", folder / f"{version}.csv")
    return folder / "ledger.duckdb"


def is_of(cell: Cells, row: Cells) -> bool:
    return all(row[c] == cell[c] for c in ("time_start", "model", "target", "source"))


def row_of(cell: Cells, like: Cells) -> Cells:
    """A row that the file at hand does not have: one munition, all shot down, in a window of which one end is known."""
    known = {c: cell[c] for c in ("time_start", "model", "target", "source")}
    return dict.fromkeys(like, "") | known | {"time_end": cell["time_start"], "launched": "9", "destroyed": "1"}


def test_the_three_edits_between_versions_are_found(drifted: Path) -> None:
    findings = found(drifted, "silent-edit")
    assert [(f["severity"], f["left"], f["right"]) for f in findings] == [
        ("major", "115", "109"),
        ("major", "0", "4"),
        ("info", "2", "–"),
    ]
