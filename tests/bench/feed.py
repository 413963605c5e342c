"""Makes the feed to measure on: CSV and Parquet of about so many rows, and the vocabulary that its rows speak."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import NamedTuple

import duckdb

STATEMENTS = Path(__file__).with_name("feed.sql")
DIRECTIONS = 300
CLAIMS_A_NIGHT = 15.5
"""Of one direction, as the feed comes out."""
FIRST_DAY = "2019-01-01"
ZONES = ("Europe/Kyiv", "Europe/Moscow", "Asia/Karachi", "America/New_York", "UTC", "Asia/Jerusalem")


class Feed(NamedTuple):
    """Rows of the feed as files, and over how many nights they are spread."""

    csv: Path
    parquet: Path
    rows: int
    nights: int


def view(con: duckdb.DuckDBPyConnection, nights: int, directions: int = DIRECTIONS, seed: int = 1) -> None:
    """Makes the view `feed` on a connection."""
    for name, value in (("seed", seed), ("directions", directions), ("nights", nights)):
        con.execute(f"set variable {name} = {value}")
    con.execute(STATEMENTS.read_text(encoding="utf-8"))


def made(folder: Path, claims: int) -> Feed:
    """The feed of about so many claims in `folder`; files that are there already are used again."""
    nights = max(1, round(claims / DIRECTIONS / CLAIMS_A_NIGHT))
    rows, packed = folder / f"feed-{claims}.csv", folder / f"feed-{claims}.parquet"
    with duckdb.connect() as con:
        if not packed.exists() or packed.stat().st_mtime < STATEMENTS.stat().st_mtime:
            view(con, nights)
            con.execute(f"copy (from feed) to '{rows}' (header)")
            con.execute(f"copy (from read_csv('{rows}', all_varchar = true)) to '{packed}' (compression zstd)")
        counted = con.execute(f"select count(*) from '{packed}'").fetchone()
    return Feed(rows, packed, counted[0] if counted else 0, nights)


def vocabulary(ledger: Path, directions: int = DIRECTIONS) -> None:
    """Puts the parties and sources of the feed beside a ledger."""
    folder = ledger.with_suffix(".vocab")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    parties = range(1, 2 * ((directions + 1) // 2) + 1)
    with (folder / "parties.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("id", "name", "kind", "timezone", "aliases"))
        out.writerows((f"d{n:03}", f"Party {n}", "state", _zone(n), "") for n in parties)
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        names = "id", "name", "party", "level", "timezone", "lang", "independence_group", "license", "aliases", "note"
        out.writerow(names)
        for n in parties:
            for office, level in (("mod", "national"), ("command", "command"), ("staff", "national")):
                row = f"d{n:03}-{office}", f"{office} of {n}", f"d{n:03}", level, _zone(n), "en"
                out.writerow((*row, "", "", "", ""))
        for n in range(13):
            out.writerow((f"media-{n:02}", f"Media {n}", "", "media", "UTC", "en", "", "", "", ""))
        for n in (1, 2):
            out.writerow((f"dataset-{n}", f"Dataset {n}", "", "dataset", "UTC", "en", "", "", "", ""))


def _zone(party: int) -> str:
    return ZONES[party % len(ZONES)]
