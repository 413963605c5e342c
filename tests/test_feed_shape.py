"""The feed that `make bench` measures on has the shape of the real files, and is the same whenever it is made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from conftest import PROJECT, Ledger

sys.path.insert(0, str(PROJECT / "tests" / "bench"))

import feed

REAL = PROJECT.parent / "shared" / "real"
SHAPE = (PROJECT / "tests" / "bench" / "shape.sql").read_text(encoding="utf-8")

AIR_FORCE = {
    "a_document": [2, 4, 10, 24], "a_night": [2, 8, 15, 37], "a_night_mean": 8.736,
    "parts": [1, 4, 12], "parts_mean": 1.908, "totals": 0.066, "regional": 0.563, "vague": 0.017, "quoted": 0.0,
    "minute": 0.443, "day": 0.519, "instant": 0.038,
    "stopped": [0, 8, 62, 210], "stopped_there": [0, 2, 10],
}  # fmt: skip
"""The shape of the daily bulletins of Ukraine's Air Force and commands, 2022 to 2026, as `shape.sql` measures it."""
MINISTRY = {
    "a_document": [1, 1, 5, 9], "a_night": [1, 6, 13, 38], "a_night_mean": 7.095,
    "parts": [3, 5, 8], "parts_mean": 3.282, "totals": 0.130, "regional": 0.833, "vague": 0.004, "quoted": 1.0,
    "minute": 0.392, "day": 0.360, "instant": 0.248,
    "stopped": [2, 14, 80, 337], "stopped_there": [1, 2, 14],
}  # fmt: skip
"""The shape of what `ledger read` finds in posts of Russia's Ministry of Defence, 2023 to 2026."""
SLACK = 1.25
"""By what factor the feed may leave the range of the two; a quantile of counts by one more."""


def shape(ledger: Ledger, path: Path) -> dict[str, Any]:
    (row,) = ledger("--db", str(path), "sql", "--format", "json", "--", SHAPE).json
    return dict(row)


def rows(nights: int = 2, directions: int = 4, seed: int = 1) -> list[tuple[Any, ...]]:
    with duckdb.connect() as con:
        feed.view(con, nights, directions, seed)
        return con.execute("from feed").fetchall()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four nights of 200 directions as CSV."""
    path = tmp_path_factory.mktemp("feed") / "feed.csv"
    with duckdb.connect() as con:
        feed.view(con, 4, 200)
        con.execute(f"copy (from feed) to '{path}' (header)")
    return path


def test_it_is_shaped_like_the_real_files(ledger: Ledger, sample: Path, folder: Path) -> None:
    path = folder / "feed.duckdb"
    feed.vocabulary(path, 200)
    counts = ledger("--db", str(path), "load", str(sample), "--format", "json").json
    assert (counts["refused"], counts["known"], counts["empty"]) == (0, 0, 0)
    found = shape(ledger, path)
    apart = {name: found[name] for name in AIR_FORCE if not within(found[name], AIR_FORCE[name], MINISTRY[name])}
    assert not apart
    said = "select kind, count(*) as links from derived_link group by all"
    links = {row["kind"]: row["links"] for row in ledger("--db", str(path), "sql", said, "--format", "json").json}
    assert links["quotes"] > counts["claims"] * 0.1
    assert links["revises"] >= 1


def within(found: Any, one: Any, other: Any) -> bool:
    """Whether a measure lies between those of the two real files, or near; of quantiles, each."""
    if isinstance(found, list):
        return all(within(*three) for three in zip(found, one, other, strict=True))
    more = 1 if isinstance(found, int) else 0
    return bool(min(one, other) / SLACK - more <= found <= max(one, other) * SLACK + more)


def test_a_row_is_as_long_as_one_of_a_feed(sample: Path) -> None:
    lines = sample.read_bytes().splitlines()[1:]
    assert 160 < sum(len(line) + 1 for line in lines) / len(lines) < 190
    assert 14 < len(lines) / (4 * 200) < 18


def test_the_same_seed_gives_the_same_rows_and_another_gives_others() -> None:
    assert rows() == rows()
    assert rows(seed=2) != rows()


def test_directions_are_hundreds_and_days_come_in_order() -> None:
    with duckdb.connect() as con:
        feed.view(con, nights=3)
        made = con.execute("select attacker, defender, published[:10] from feed where defender <> ''").fetchall()
    assert len({(attacker, defender) for attacker, defender, _ in made}) == feed.DIRECTIONS
    days = [day for _, _, day in made]
    assert days == sorted(days)
    assert len(set(days)) == 3


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")
def test_the_bulletins_have_the_shape_that_is_written_here(ledger: Ledger) -> None:
    ledger("load", "--preset", "ua-air-force", str(REAL / "ua-air-force" / "missile_attacks_daily.csv"))
    assert_near(shape(ledger, Path("ledger.duckdb")), AIR_FORCE)


@pytest.mark.soak
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not beside the project")
def test_the_posts_have_the_shape_that_is_written_here(ledger: Ledger) -> None:
    ledger("read", "--posts", str(REAL / "ru-mod" / "posts.csv"), "--source", "ru-mod", "--load", code=None)
    assert_near(shape(ledger, Path("ledger.duckdb")), MINISTRY)


def assert_near(found: dict[str, Any], measured: dict[str, Any]) -> None:
    """What was measured once holds: reading that gets better moves it a little."""
    assert found.keys() == measured.keys()
    for name, value in measured.items():
        assert found[name] == pytest.approx(value, rel=0.1, abs=1 if isinstance(value, list) else 0.02), name
