"""Every report: its golden result over the shipped claims, the same rows in the DuckDB shell, and the real night.

A golden file is written by `LEDGER_GOLDEN=write pytest tests/test_reports.py -n0`, and then read by a person.
"""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ledger import db, queries
from ledger.cli.common import duckdb_shell
from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.record import Act, record
from ledger.render import objects, render
from ledger.resources import CLAIMS

GOLDEN = Path(__file__).parent / "reports"
REPORTS = queries.names("reports")
WITH = {"brief": {"to": "2026-12-31"}}
"""What a golden result is run with, where the report's defaults show little."""
NOBODY = dict.fromkeys(queries.COMMON)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the claims that ship with the project."""
    path = tmp_path_factory.mktemp("shipped") / "ledger.duckdb"
    with db.writing(path) as con:
        for file in sorted(CLAIMS.glob("*.csv")):
            prepared = prepare(str(file), ColumnMap(), bytes, lambda done, total: None)
            outcome = record(con, prepared.rows, Act("load", file.name), prepared.problems)
            assert not outcome.problems
    return path


@cache
def run(ledger: Path, name: str, **given: str) -> queries.Result:
    """What a report says of a ledger that no test writes to, asked once."""
    bounds = {k: given.pop(k, None) for k in NOBODY}
    with db.reading(ledger) as con:
        return queries.run(con, queries.find("reports", name), bounds, given)


def rows(ledger: Path, name: str, **given: str) -> list[dict[str, Any]]:
    return objects(run(ledger, name, **given))


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_gives_its_golden_result(name: str, shipped: Path) -> None:
    out = io.StringIO()
    render(run(shipped, name, **WITH.get(name, {})), "csv", out)
    with db.reading(shipped) as con:
        digest = con.table("ledger_digest").fetchall()[0][0]
    found = out.getvalue().replace(digest, "0" * 12)  # it covers the moment of recording
    golden = GOLDEN / f"{name}.csv"
    if os.environ.get("LEDGER_GOLDEN") == "write":
        golden.write_text(found, encoding="utf-8")
    assert golden.exists(), "a report without a golden file: LEDGER_GOLDEN=write writes it, then read it"
    assert found == golden.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_report() -> None:
    assert sorted(p.stem for p in GOLDEN.glob("*.csv")) == REPORTS


@pytest.mark.parametrize("name", REPORTS)
def test_the_report_runs_untouched_in_the_shell_with_the_same_rows(name: str, shipped: Path) -> None:
    path = queries.find("reports", name).path
    command = [duckdb_shell(), "-readonly", "-json", str(shipped), "-c", f".read {path}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    people = run(shipped, name).people
    there = [{k: str(v) for k, v in row.items() if k not in people} for row in json.loads(done.stdout or "[]")]
    assert there == [{k: str(v) for k, v in row.items()} for row in rows(shipped, name)]


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("width", ["80", "160"])
def test_the_table_fits_the_terminal(name: str, width: str, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out = io.StringIO()
    render(run(shipped, name), "table", out)
    table = [line for line in out.getvalue().splitlines() if not line.startswith(" [")]  # citations are never broken
    assert max(map(len, table)) <= int(width)


# --- the night of 25 to 26 January 2026


@pytest.fixture(scope="module")
def night(shipped: Path) -> list[dict[str, Any]]:
    return rows(shipped, "brief", **{"from": "2026-01-26", "to": "2026-01-26"})


def figure(night: list[dict[str, Any]], direction: str, what: str, **more: str | None) -> dict[str, Any]:
    wanted = {"direction": direction, "what": what, **more}
    found = [r for r in night if all(r[k] == v for k, v in wanted.items())]
    assert len(found) == 1, wanted
    return found[0]


def test_the_air_force_s_bulletin(night: list[dict[str, Any]]) -> None:
    to_ukraine = "RU → UA"
    assert figure(night, to_ukraine, "launched", part=None)["says"] == "138"
    assert figure(night, to_ukraine, "launched", part="strike drones")["says"] == "about 90"
    assert figure(night, to_ukraine, "shot down or suppressed")["says"] == "110"
    assert figure(night, to_ukraine, "still airborne at cut-off")["says"] == "7"
    assert figure(night, to_ukraine, "locations hit")["says"] == "11"
    assert figure(night, to_ukraine, "locations where debris fell")["says"] == "1"


def test_what_follows_from_it(night: list[dict[str, Any]]) -> None:
    left = figure(night, "RU → UA", "not neutralised (derived)")
    assert (left["says"], left["remark"]) == (
        "28",
        "launched less neutralised, of which 7 still airborne at cut-off",
    )
    unaccounted = figure(night, "RU → UA", "unaccounted (derived)")
    assert unaccounted["says"] == "21"
    assert "places, not munitions" in unaccounted["remark"]


def test_the_defence_ministry_s_parts_meet_its_total(night: list[dict[str, Any]]) -> None:
    to_russia = "UA → RU"
    total = figure(night, to_russia, "shot down", region=None)
    assert (total["says"], total["remark"]) == ("40", "4 parts, together 40: they meet the total")
    parts = {r["region"]: r["says"] for r in night if r["what"] == "shot down" and r["region"]}
    assert parts == {"Krasnodar Krai": "34", "Sea of Azov": "4", "Bryansk oblast": "1", "Kaluga oblast": "1"}


def test_the_refinery_stands_beside_the_two_plants(night: list[dict[str, Any]]) -> None:
    struck = figure(night, "UA → RU", "sites struck (attacker's word)")
    damaged = figure(night, "UA → RU", "sites damaged (defender's or independent word)")
    assert (struck["source"], struck["region"]) == ("ua-general-staff", "Krasnodar Krai")
    assert (damaged["source"], damaged["says"], damaged["region"]) == ("ru-krasnodar-hq", "two", "Krasnodar Krai")
    assert figure(night, "UA → RU", "wounded")["says"] == "one"


def test_the_article_is_a_relay_and_no_voice_of_its_own(night: list[dict[str, Any]], shipped: Path) -> None:
    relayed = {r["what"] for r in night if r["relayed_by"] == "relayed by rna"}
    assert len(relayed) == 7
    assert not [r for r in night if "rna" in r["source"]]
    with db.reading(shipped) as con:
        assert con.execute("select count(*) from pair where 'rna' in (voice_a, voice_b)").fetchone() == (0,)


# --- side by side


def test_side_by_side_has_the_agreed_columns(shipped: Path) -> None:
    out = io.StringIO()
    render(run(shipped, "side-by-side"), "csv", out)
    assert out.getvalue().splitlines()[0] == (
        "day,attacker,defender,subject,metric,weapon,region,event,attacker_says,defender_says,others_say,"
        "gap,factor,verdict,reasons,claims"
    )


@pytest.mark.parametrize(
    ("event", "metric", "verdict", "reasons"),
    [
        ("2023-05-16-kyiv-kinzhal", "launched", "contradict", "window by days"),
        ("2023-01-01-makiivka", "killed", "contradict", "equal scopes"),
        ("2020-09-27-karabakh-helicopters", "destroyed", "contradict", "equal scopes"),
        ("2024-12-22-fa18", "destroyed", "incomparable", "attribution"),
        ("2024-01-24-il76", "present", "incomparable", "value"),
        ("2025-05-in-aircraft", "destroyed", "incomparable", "value"),
        ("2025-12-29-novgorod-residence", "launched", "contradict", "equal scopes"),
    ],
)
def test_the_documented_disagreements(event: str, metric: str, verdict: str, reasons: str, shipped: Path) -> None:
    found = [r for r in rows(shipped, "side-by-side") if r["event"] == event and r["metric"] == metric]
    assert [(r["verdict"], r["reasons"]) for r in found] == [(verdict, reasons)]


def test_by_default_only_scopes_of_two_parties_are_shown(shipped: Path) -> None:
    shown = rows(shipped, "side-by-side")
    everything = rows(shipped, "side-by-side", all="true")
    assert not [r for r in shown if r["verdict"] == "one-sided"]
    assert {"one-sided"} < {r["verdict"] for r in everything}
    assert any("within-party" in (r["reasons"] or "") for r in everything)
    assert len(everything) > len(shown)


# --- nights: the two directions stand beside each other


def test_the_night_has_both_directions(shipped: Path) -> None:
    (row,) = rows(shipped, "nights", **{"from": "2026-01-26", "to": "2026-01-26"})
    assert (row["attacker"], row["launched"], row["neutralised"], row["rate"]) == ("RU", "138", "110", "79.7 %")
    assert (row["the_other_way"], row["intercepted"]) == ("UA → RU", "40")
    assert row["regions"] == "RU-KDA 34, X-SEA-AZOV 4, RU-BRY 1, RU-KLU 1"


def opposite_directions() -> list[dict[str, str]]:
    """The documented nights on which each side told of the other's drones (P01 to P16)."""
    with (Path(__file__).parent / "pairs_expected.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["verdict"] == "no-pair"]


@pytest.fixture(scope="module")
def opposed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of those nights: launched by the one side, shot down by the other, each in its own window."""
    drafts = []
    for row in opposite_directions():
        day = date.fromisoformat(row["day"])
        eve = day - timedelta(days=1)
        common = {"url": row["pair_id"], "published": row["day"]}
        drafts.append(
            common
            | {"source": "ua-air-force", "attacker": "RU", "defender": "UA", "metric": "launched", "weapon": "shahed"}
            | {"value": row["value_a"], "window": f"{eve}T18:00/{day}T09:00"}
        )
        places = ["RU-BEL", "RU-KRS"] if "+" in row["value_b"] else ["all"]
        for figure, place in zip(row["value_b"].split("+"), places, strict=True):
            drafts.append(
                common
                | {"source": "ru-mod", "attacker": "UA", "defender": "RU", "metric": "intercepted", "weapon": "uav"}
                | {"value": figure, "region": place, "window": f"{eve}T23:00/{day}T07:00"}
            )
    path = tmp_path_factory.mktemp("opposed") / "ledger.duckdb"
    with db.writing(path) as con:
        assert not record(con, [(n, [d]) for n, d in enumerate(drafts)], Act("load")).problems
    return path


@pytest.mark.parametrize("pair", opposite_directions(), ids=lambda p: p["pair_id"])
def test_opposite_directions_stand_beside_each_other(pair: dict[str, str], opposed: Path) -> None:
    (night,) = (row for row in rows(opposed, "nights") if str(row["day"]) == pair["day"])
    assert (night["attacker"], night["defender"], night["launched"]) == ("RU", "UA", pair["value_a"])
    told = sum(int(n) for n in pair["value_b"].split("+"))
    assert (night["the_other_way"], night["intercepted"]) == ("UA → RU", str(told))


def test_opposite_directions_are_no_pair(opposed: Path) -> None:
    with db.reading(opposed) as con:
        assert con.execute("select count(*) from pair").fetchone() == (0,)


def test_a_side_without_launches_has_no_rate(shipped: Path) -> None:
    found = rows(shipped, "funnel", **{"from": "2026-01-26", "to": "2026-01-26"})
    by_source = {r["source"]: r for r in found}
    assert by_source["ru-mod"]["rate"] == "no launch figure"
    assert by_source["ru-mod"]["rate_lo"] is None
    assert by_source["ua-air-force"]["unaccounted_lo"] == by_source["ua-air-force"]["unaccounted_hi"] == 21
