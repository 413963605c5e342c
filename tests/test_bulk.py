"""A large file, read in pieces, gives what the same file gives row by row: claims, ids, seals, counts, refused rows."""

import csv
import io
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledger import db
from ledger.ingest.load import ColumnMap, Refusals, prepare
from ledger.ingest.reader import SourceRow, large, parquet, read
from ledger.ingest.record import UNPLAIN
from ledger.model.act import Act
from ledger.verify import verify

COLUMNS = ("source", "url", "published", "attacker", "defender", "subject", "metric", "value", "window", "weapon",
    "region", "basis", "breakdown", "part", "quote", "note", "origin", "event")  # fmt: skip

WORDS = {
    "source": ["ru-mod", "ua-air-force", "UA-Air-Force ", "tass", "nobody", "", "'ru-mod"],
    "url": ["t.me/a", "t.me/b", "https://example.org/x?a=1,2", 'a "quoted" place', "", " t.me/a", "t.me/a\tb"],
    # the clocks change on the nights of 2025-10-26 and 2026-03-29
    "published": ["2026-01-26T09:00", "2026-01-26T04:39Z", "2026-01-26T09:00+02:00", "2026-01-26", "2025-10-26T03:30",
        "2026-03-29T03:30", "2026-03-29", "2026-1-26T9:00", "2026-01-26T24:00", "2026-01-26 09:00:30", "soon", "",
        "0026-01-26T09:00", "2026-01-26T09:00+99:00"],
    "attacker": ["RU", "UA", "Russia", "", "XX"],
    "defender": ["UA", "RU", "Україна", ""],
    "subject": ["", "RU", "UA"],
    "metric": ["launched", "intercepted", "destroyed", "killed", "Launched", "no-metric"],
    "value": ["138", "0", "007", "~40", "several", "at least 5", "-1", " 40", "понад 50", "20-25", "withheld", "1'000"],
    "window": ["2026-01-25T18:00/2026-01-26T08:00", "2026-01-26", "2026-01-25/2026-01-26", "2026-01-20/2026-01-26",
        "2026-01-26T08:00/2026-01-26T08:00", "2026-01-26T08:00/2026-01-25T18:00", "2026-03-29T02:00/2026-03-29T04:00",
        "2026-01-25T18:00Z/2026-01-26T08:00+02:00", "2026-01-25T18:00", "a/b/c", ""],
    "weapon": ["", "shahed", "uav", "kalibr+kh_101_555", "Шахед", "broom"],
    "region": ["", "UA-32", "RU-KDA", "all", "Kyiv Oblast", "nowhere"],
    "basis": ["", "period", "cumulative", "Stock", "other"],
    "breakdown": ["", "partial", "none"],
    "part": ["", "first wave", " first wave", "\u202ewave"],
    "quote": ["", "They say 138.", 'They say "138".', "word " * 61, "x\u00a0", "two\nlines", "=1+1", "'=1+1"],
    "note": ["", "n", "tab\there", "\x07"],
    "origin": ["", "ru-mod", "ua-air-force"],
    "event": ["", "2026-01-26-night"],
}  # fmt: skip
SOUND = {"source": "ua-air-force", "url": "t.me/a", "published": "2026-01-26T09:00", "attacker": "RU", "defender": "UA",
    "metric": "launched", "value": "138", "window": "2026-01-25T18:00/2026-01-26T08:00"}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """Mostly sound rows, with one to three cells of any kind."""
    row = dict.fromkeys(COLUMNS, "") | SOUND
    for column in draw(st.lists(st.sampled_from(COLUMNS), max_size=3)):
        row[column] = draw(st.sampled_from(WORDS[column]))
    return row


def as_text(found: list[dict[str, str]], ends: str, broken: list[tuple[int, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found:
        writer.writerow(row.values())
    lines = out.getvalue().split("\n")
    for at, line in broken:
        lines.insert(1 + at % len(lines), line)
    return ends.join(lines)


def recorded(folder: Path, name: str, file: Path) -> tuple[list[object], ...]:
    """What a ledger holds after the file was loaded, how the loading went, and the refused rows."""
    ledger, refused = folder / f"{name}.duckdb", folder / f"{name}.refused.csv"
    for path in (ledger, refused):
        path.unlink(missing_ok=True)
    found = prepare(str(file), ColumnMap(), lambda size: b"", lambda done, total: None)
    with db.writing(ledger) as con:
        refusals = Refusals(refused, found.file.columns)
        outcome = found.record(con, Act("load", "f.csv"), refusals, lambda done, total: None, strict=False)
        refusals.close()
        claims = con.execute("select * exclude (entry_id, place) from claim order by row_no").fetchall()
        links = con.execute("select * from derived_link order by all").fetchall()
        scopes = con.execute("select * from scope order by all").fetchall()
        places = con.execute("select place from claim order by row_no").fetchall()
    assert places == [(n,) for n in range(1, len(claims) + 1)]
    if claims and name == "pieces":
        assert not verify(ledger, []).faults
    counts = [outcome.rows, outcome.loaded, outcome.known, outcome.refused, outcome.claims]
    assert outcome.rows == outcome.loaded + outcome.known + outcome.empty + outcome.refused
    return claims, links, scopes, counts, refused.read_text("utf-8").splitlines() if refused.exists() else []


def held(folder: Path, found: list[dict[str, str]], ends: str, broken: list[tuple[int, str]], piece: int) -> None:
    file = folder / "f.csv"
    file.write_bytes(as_text(found, ends, broken).encode())
    with pytest.MonkeyPatch.context() as patch:
        one_by_one = recorded(folder, "rows", file)
        patch.setattr(large, "LARGE", 1)
        patch.setattr(large, "_PIECE", piece)
        assert large.open_large(str(file))
        in_pieces = recorded(folder, "pieces", file)
    assert in_pieces == one_by_one


FILES = (
    st.lists(rows(), min_size=20, max_size=40),
    st.sampled_from(["\n", "\r\n"]),
    st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["", "a,b", 'x,"y', "," * 20])), max_size=1),
    st.integers(2000, 9000),
)
QUIETLY = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=2, deadline=None, suppress_health_check=QUIETLY, phases=[Phase.generate])
@given(*FILES)
def test_pieces_give_what_rows_give(
    tmp_path: Path, found: list[dict[str, str]], ends: str, broken: list[tuple[int, str]], piece: int
) -> None:
    held(tmp_path, found, ends, broken, piece)


def test_parquet_in_pieces_gives_what_its_rows_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [dict.fromkeys(COLUMNS, "") | SOUND | {"value": str(n), "note": "n" if n % 7 else " n"} for n in range(50)]
    found += [{**found[3], "metric": "no-metric"}, {**found[4], "url": ""}, dict.fromkeys(COLUMNS, "")]
    file = tmp_path / "f.parquet"
    pl.DataFrame(found).write_parquet(file)
    one_by_one = recorded(tmp_path, "rows", file)
    monkeypatch.setattr(large, "LARGE", 1)
    monkeypatch.setattr(parquet, "_ROWS_A_PIECE", 20)
    assert large.open_large(str(file))
    assert recorded(tmp_path, "pieces", file) == one_by_one


@pytest.mark.soak
@settings(max_examples=100, deadline=None, suppress_health_check=QUIETLY)
@given(*FILES)
def test_pieces_give_what_rows_give_at_length(
    tmp_path: Path, found: list[dict[str, str]], ends: str, broken: list[tuple[int, str]], piece: int
) -> None:
    held(tmp_path, found, ends, broken, piece)


@settings(max_examples=200, deadline=None, suppress_health_check=QUIETLY)
@given(st.text(st.sampled_from('ab,,""\n\n\r é'), max_size=120), st.integers(20, 60))
def test_any_text_has_the_same_rows_in_pieces(tmp_path: Path, text: str, piece: int) -> None:
    """Each row of a frame that is not doubted is what the line by itself says, and no line is lost."""
    file = tmp_path / "f.csv"
    file.write_bytes(b"x,y,z\n" + text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "LARGE", 1)
        patch.setattr(large, "_PIECE", piece)
        found = large.open_large(str(file))
        assert found
        in_pieces = []
        for _, part in found.pieces():
            if isinstance(part, large.Piece):
                for at, cells in enumerate(part.frame.iter_rows(named=True)):
                    plain = not any(re.search(UNPLAIN, cell) for cell in cells.values()) and any(cells.values())
                    in_pieces += [SourceRow(part.line + at, cells)] if plain else part.row(at)
            else:
                in_pieces += part
    assert in_pieces == read(str(file), lambda size: b"").rows
