"""Files of every format, damaged in every way: `load` gives 0, 1 or 2, conserves rows, and refuses without a trace.

A mutation is known by its number: `MUTATIONS_FROM=1234 MUTATIONS=1 pytest -m soak` makes that one again.
"""

import csv
import io
import json
import os
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl
import pytest
from conftest import BULLETIN, MINISTRY, Ledger, Ran, Row, adding, as_csv, cells, conserved, nights

from ledger.cli import main
from ledger.db import opening

FROM = int(os.environ.get("MUTATIONS_FROM", "0"))
COUNT = int(os.environ.get("MUTATIONS", "20000"))
SHARES = 8
"""Parts of the long run, so that several processes can take them."""
FEW = 28
"""How many of them the ordinary run takes."""

ROWS = [
    *nights(3, note="уночі збито, «shot down»", quote="сорок беспилотников"),
    {**BULLETIN, "value": "понад 130", "breakdown": "partial", "region": "Kyiv Oblast+Odesa Oblast"},
    {**MINISTRY, "window": "2026-01-25/2026-01-26", "published": "2026-01-26", "value": "several"},
    {**MINISTRY, "metric": "killed", "attacker": "", "defender": "", "weapon": "", "subject": "UA", "value": "~5"},
]
FOREIGN = (
    "time_start,time_end,model,launch_place,target,launched,destroyed,not_reach_goal,still_attacking,border_crossing,"
    "is_shahed,num_hit_location,num_fall_fragment_location,carrier,turbojet,turbojet_destroyed,affected region,"
    "destroyed_details,launched_details,launch_place_details,source\n"
    "2026-01-31 18:00,2026-02-01 08:30,Shahed-136/131,Kursk oblast,Ukraine,90.0,76.0,0.0,0.0,{},60.0,9.0,2.0,,,,,"
    "\"{'east': NaN, 'north': NaN}\",,,kpszsu/posts/1\n"
    "2026-01-30 17:40,2026-01-31 08:00,Kalibr,Black Sea,Ukraine,8.0,6.0,,,,,2.0,,,,,['Kyiv oblast'],,,,kpszsu/posts/2\n"
)
"""Two rows as the preset `ua-air-force` takes them."""
TOKENS = [
    *(b'"', b"'", b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\x00", b"\x1b[2J", b"\xef\xbb\xbf", b"\xff\xfe"),
    *(b"{", b"}", b"[", b"]", b":", b"null", b"NaN", b"1e999", b"9" * 5000, b"-1", b"\\ud800", b"\\u0000", b"=1+1"),
    *(b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xd0", b"<", b"&a;", b"]]>", b"<!DOCTYPE a>", b"x" * 70_000, b"[" * 2000),
    *(b"PAR1", b"PK\x03\x04", b"2026-02-30", b"0001-01-01", b"~", b"at least", b"+", b"/", b"all", b"several"),
]
SUFFIXES = [".csv", ".tsv", ".txt", ".json", ".ndjson", ".jsonl", ".xlsx", ".parquet", ".xls", ""]
ENCODINGS = ["utf-16", "utf-16-le", "utf-8-sig", "cp1251", "koi8-r", "utf-32", "cp1252", "utf-7"]


# ---------------------------------------------------------------- seeds


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def xlsx(rows: list[Row]) -> bytes:
    out = io.BytesIO()
    pl.DataFrame(rows).write_excel(out)
    return out.getvalue()


def seeds() -> list[tuple[str, bytes]]:
    """Small sound files, each with the suffix of its name."""
    whole = [{**dict.fromkeys((c for r in ROWS for c in r), ""), **row} for row in ROWS]
    return [
        (".csv", as_csv(ROWS).encode()),
        (".tsv", as_csv(ROWS, "\t", "\r\n").encode()),
        (".json", json.dumps(ROWS, ensure_ascii=False, indent=1).encode()),
        (".ndjson", "\n".join(json.dumps(r, ensure_ascii=False) for r in ROWS).encode()),
        (".xlsx", xlsx(whole)),
        (".parquet", parquet(pl.DataFrame(whole))),
        (".preset", FOREIGN.encode()),
    ]


# ---------------------------------------------------------------- mutations


def spot(rng: random.Random, raw: bytes) -> tuple[int, int]:
    """A piece of the file: where it starts and ends."""
    start = rng.randrange(len(raw) + 1)
    return start, min(len(raw), start + rng.choice([1, 1, 2, 8, 40, 300, len(raw)]))


def flip(rng: random.Random, raw: bytes) -> bytes:
    found = bytearray(raw)
    for _ in range(rng.choice([1, 1, 3, 20]) if found else 0):
        found[rng.randrange(len(found))] = rng.randrange(256)
    return bytes(found)


def cut(rng: random.Random, raw: bytes) -> bytes:
    return raw[: rng.randrange(len(raw) + 1)]


def drop(rng: random.Random, raw: bytes) -> bytes:
    start, end = spot(rng, raw)
    return raw[:start] + raw[end:]


def repeat(rng: random.Random, raw: bytes) -> bytes:
    start, end = spot(rng, raw)
    return raw[:end] + raw[start:end] * rng.choice([1, 1, 2, 30]) + raw[end:]


def insert(rng: random.Random, raw: bytes) -> bytes:
    start, _ = spot(rng, raw)
    return raw[:start] + rng.choice(TOKENS) * rng.choice([1, 1, 2, 10]) + raw[start:]


def overwrite(rng: random.Random, raw: bytes) -> bytes:
    start, end = spot(rng, raw)
    return raw[:start] + rng.choice([*TOKENS, b"\x00" * (end - start)]) + raw[end:]


def swap(rng: random.Random, raw: bytes) -> bytes:
    a, b, c = sorted(rng.randrange(len(raw) + 1) for _ in range(3))
    return raw[:a] + raw[b:c] + raw[a:b] + raw[c:]


def shuffle_lines(rng: random.Random, raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    rng.shuffle(lines)
    return b"".join(lines)


def recode(rng: random.Random, raw: bytes) -> bytes:
    return raw.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def replace_cell(rng: random.Random, raw: bytes) -> bytes:
    """A word that stands in the file by a token, wherever it stands."""
    word = rng.choice([b"ru-mod", b"UA", b"intercepted", b"uav", b"2026", b"value", b"source", b"40", b"window"])
    return raw.replace(word, rng.choice(TOKENS))


BYTES = [flip, cut, drop, repeat, insert, overwrite, swap]
WORDS = [*BYTES, shuffle_lines, recode, replace_cell, replace_cell, insert]


def within_zip(rng: random.Random, raw: bytes) -> bytes:
    """A workbook one of whose parts is mutated, packed again."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
        chosen = rng.choice([*names, "xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
        for name in old.namelist():
            content = old.read(name)
            if name == chosen:
                content = rng.choice([replace_xml, replace_xml, *BYTES])(rng, content)
            new.writestr(name, content)
    return out.getvalue()


def replace_xml(rng: random.Random, raw: bytes) -> bytes:
    """XML that stays well formed: another type, place, style or index."""
    old, new = rng.choice(
        [
            *((b't="s"', kind) for kind in (b't="n"', b't="b"', b't="e"', b't="d"', b't="str"', b't="inlineStr"', b"")),
            *((b"<v>1</v>", v) for v in (b"<v>99999</v>", b"<v>-1</v>", b"<v/>", b"<v>1e308</v>", b"<v>x</v>")),
            *(
                (b'r="B2"', r)
                for r in (b'r="A0"', b'r="ZZ9"', b'r="XFD1048576"', b'r="B4294967296"', b'r="\xd0\x90"', b"")
            ),
            *((b'r="2"', r) for r in (b'r="0"', b'r="-1"', b'r="5000"', b'r="99999999999"', b'r="x"')),
            *((b's="1"', s) for s in (b's="99"', b's="-1"')),
            *(
                (b"<c ", b"<x:c "),
                (b"<si>", b"<si><r>"),
                (b"</t>", b"</t><rPh><t>x</t></rPh>"),
                (b"<t>", b"<t>&#10;=1"),
            ),
            *((b"sheetData", b"sheetdata"), (b"sheet1.xml", b"sheet2.xml"), (b"UTF-8", b"UTF-16")),
        ]
    )
    return raw.replace(old, new, rng.choice([1, 1, -1]))


def odd_frame(rng: random.Random, _: bytes) -> bytes:
    """A Parquet file with columns of another type, nested, empty, renamed, repeated."""
    columns: dict[str, object] = {c: [r.get(c) for r in ROWS] for c in dict.fromkeys(c for r in ROWS for c in r)}
    count = len(ROWS)
    odd: list[object] = [
        [None] * count, [1] * count, [-1.5] * count, [float("nan")] * count, [True] * count, [b"\xff\x00"] * count,
        [[1, 2]] * count, [{"a": {"b": [None]}}] * count, [[]] * count, ["\x1b[2J"] * count, [2**63] * count,
        pl.Series([0] * count, dtype=pl.Date), pl.Series([2**62] * count, dtype=pl.Datetime("us")),
        pl.Series([10**15] * count, dtype=pl.Duration), pl.Series([1] * count, dtype=pl.Decimal(38, 10)),
        pl.Series(["a"] * count, dtype=pl.Categorical), pl.Series([0] * count, dtype=pl.Time),
        pl.Series([-(10**6)] * count, dtype=pl.Date),
    ]  # fmt: skip
    for _ in range(rng.choice([1, 1, 2, 5])):
        columns[rng.choice([*columns, "new", "Value", " value", "", "\x1b", "_line"])] = rng.choice(odd)
    frame = pl.DataFrame(columns, strict=False)
    out = io.BytesIO()
    frame.head(rng.choice([count, count, 1, 0])).write_parquet(out, compression=rng.choice(["zstd", "snappy", "gzip"]))
    return out.getvalue()


def mutated(number: int, sound: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The file that a number stands for: suffix and content. The first are the sound ones as they are."""
    suffix, raw = sound[number % len(sound)]
    if number < len(sound):
        return suffix, raw
    rng = random.Random(number)
    for _ in range(rng.choice([1, 1, 2, 3])):
        kinds: list[Callable[[random.Random, bytes], bytes]] = {
            ".xlsx": [*BYTES, *[within_zip] * 10], ".parquet": [*BYTES, *[odd_frame] * 7]
        }.get(suffix, WORDS)  # fmt: skip
        kind = rng.choice(kinds)
        raw = kind(rng, raw)
        if kind is not within_zip and suffix == ".xlsx":
            break  # it need not be a zip any more
    if suffix != ".preset" and rng.random() < 0.07:
        suffix = rng.choice(SUFFIXES)
    return suffix, raw


# ---------------------------------------------------------------- the runs


def ran(monkeypatch: pytest.MonkeyPatch, *words: str) -> Ran:
    """The command line as typed, whatever its exit code."""
    out, err = io.StringIO(), io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "argv", ["ledger", *words])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as left:
            main()
    return Ran(int(left.value.code or 0), out.getvalue(), err.getvalue())


def contents(path: Path) -> list[object]:
    """All rows of all tables of a ledger."""
    with duckdb.connect(str(path), read_only=True) as con:
        names = con.execute("select table_name from duckdb_tables() order by all").fetchall()
        return [con.table(name).order("all").fetchall() for (name,) in names]


def judge(run: Ran, before: bytes, rows: list[object], refused: Path) -> None:
    """What must hold after every load."""
    assert run.code in (0, 1, 2), run
    assert "Traceback" not in run.err
    assert "inside the tool" not in run.err, run.err
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(run.out + run.err)
    ledger = Path("ledger.duckdb")
    if run.code == 2:
        assert run.err.startswith("error: ")
        assert run.out == ""
    else:
        assert conserved(run.json), run
        assert bool(run.json["refused"]) == (run.code == 1)
        if run.json["refused"]:
            csv.field_size_limit(10**9)
            assert len(cells(refused)) == run.json["refused"]
        if run.json["loaded"]:
            return
    assert ledger.read_bytes() == before or contents(ledger) == rows


def load_mutations(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, numbers: range) -> None:
    monkeypatch.setitem(opening.NO_DOWNLOADS, "threads", "1")  # starting more takes longer than such a load
    ledger(*adding(url="t.me/already-there"))
    path, refused = Path("ledger.duckdb"), Path("refused.csv")
    before, rows, sound = path.read_bytes(), contents(path), seeds()
    codes = Counter[int]()
    for number in numbers:
        suffix, raw = mutated(number, sound)
        name = Path("n.csv" if suffix == ".preset" else f"n{suffix}")
        name.write_bytes(raw)
        preset = ["--preset", "ua-air-force"] if suffix == ".preset" else []
        try:
            run = ran(monkeypatch, "load", str(name), "--refused", str(refused), "-f", "json", *preset)
            judge(run, before, rows, refused)
        except BaseException as e:
            e.add_note(f"mutation {number}: {name}, {len(raw)} bytes")
            raise
        assert number >= len(sound) or run.json["loaded"] + run.json["known"] == run.json["rows"] > 1
        codes[run.code] += 1
        if run.code != 2 and run.json["loaded"]:
            path.write_bytes(before)
        name.unlink()
        refused.unlink(missing_ok=True)
    print(dict(codes))
    assert FROM or set(codes) == {0, 1, 2}


def test_a_few_damaged_files(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    load_mutations(ledger, monkeypatch, range(FEW))


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_many_damaged_files(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, share: int) -> None:
    load_mutations(ledger, monkeypatch, range(FROM + share, FROM + COUNT, min(SHARES, COUNT)))
