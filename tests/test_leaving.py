"""Text from data where it leaves the tool: no formula in CSV, no markup in Markdown, no order to a terminal."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from conftest import MINISTRY, Ledger, adding, cells, nights, wrote
from hypothesis import given
from hypothesis import strategies as st

from ledger.ingest.load import ColumnMap, prepare
from ledger.ingest.reader import read
from ledger.model.text import guarded, unguarded, visible
from ledger.queries import Result, fetch
from ledger.render import render
from ledger.render.lines import write_lines

SIGNS = "=+-@\t\r\n＝＋－＠"
texts = st.text(st.sampled_from(f"{SIGNS}' \"aж1,;") | st.characters(exclude_categories=["Cs"]), max_size=8)


def as_text(columns: tuple[str, ...], row: tuple[object, ...], format: str) -> str:
    out = io.StringIO()
    render(Result(columns, ("VARCHAR",) * len(columns), [row]), format, out)
    return out.getvalue()


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize("sign", SIGNS)
def test_a_cell_that_begins_as_a_formula_gets_an_apostrophe(sign: str) -> None:
    for text in (f"{sign}1", f"'{sign}1", f"''{sign}1", f"{sign}\n1", f"' {sign}=1"):
        assert guarded(text) == f"'{text}"
    for text in (f"a{sign}1", f"'a{sign}", "~40", "'", "", "40", "понад 50"):
        assert guarded(text) == text


@given(texts)
def test_what_is_guarded_comes_back_exactly(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(text)[:1] not in tuple(SIGNS)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4))
def test_a_csv_written_here_is_read_as_it_was(pairs: list[tuple[str, str]]) -> None:
    written = io.StringIO()
    render(Result(("a", "b"), ("VARCHAR",) * 2, [("x" + a, b) for a, b in pairs]), "csv", written)
    raw = written.getvalue().encode()
    found = [tuple(row.cells.values()) for row in read("-", lambda size: raw[:size]).rows]
    assert found == [("x" + _lines(a), _lines(b)) for a, b in pairs]


CELLS = st.tuples(
    st.none() | texts, st.none() | st.lists(texts, max_size=3), st.none() | st.uuids(), st.none() | st.booleans(),
    st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | st.dates(),
    st.none() | st.floats(-1e15, 1e15).map(lambda ratio: round(ratio, 2)),
)  # fmt: skip


@given(st.lists(CELLS, min_size=1, max_size=4))
def test_lines_put_together_by_duckdb_are_what_is_rendered(rows: list[tuple[object, ...]]) -> None:
    with duckdb.connect() as con:
        con.execute('create table said ("=a" varchar, b varchar[], c uuid, d boolean, e bigint, f date, g double)')
        con.executemany("insert into said values (?, ?, ?, ?, ?, ?, ?)", rows)
        written, rendered = io.StringIO(), io.StringIO()
        assert write_lines(con, con.table("said"), ("e",), written) == len(rows)
        render(fetch(con, "from said")._replace(people=("e",)), "csv", rendered)
    assert written.getvalue() == rendered.getvalue()


@pytest.mark.parametrize("columns", ["timestamp '2026-01-26' as a", "{n: 1} as a", "1.50 as a", "1 as a, 'x,' as A"])
def test_so_are_those_of_a_report_of_ones_own(columns: str) -> None:
    statement = f"select {columns}, '=1' as b from range(3)"
    with duckdb.connect() as con:
        written, rendered = io.StringIO(), io.StringIO()
        write_lines(con, con.sql(statement), (), written)
        render(fetch(con, statement), "csv", rendered)
    assert written.getvalue() == rendered.getvalue()


def _lines(text: str) -> str:
    """Of the kinds of line break the reader makes one."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def test_an_export_with_formulas_in_it_is_the_same_ledger(ledger: Ledger, folder: Path) -> None:
    formulas = ["=1+1", "'=1+1", "''=1+1", "+x", "-x", "@x", "＝x", "'x", "=cmd|'/c calc'!A1"]
    rows = [{**row, "note": f, "part": f, "url": f} for row, f in zip(nights(len(formulas)), formulas, strict=True)]
    (folder / "n.json").write_text(json.dumps(rows))
    ledger("load", "n.json")
    for row in csv.DictReader(io.StringIO(ledger("export").out)):
        assert {row["note"][0], row["part"][0], row["url"][0]} == {"'"}
    for format in ("csv", "ndjson", "parquet"):
        ledger("export", "--format", format, "-o", f"out.{format}")
        assert sorted(r.cells["note"] for r in read(f"out.{format}", bytes).rows) == sorted(formulas)
        assert ledger("load", f"out.{format}", "-f", "json").json["known"] == len(formulas)


def test_refused_rows_hold_no_formula_and_come_back_as_they_were(ledger: Ledger, folder: Path) -> None:
    row = {**MINISTRY, "value": "=20+20", "note": "'@x", "=x": "1"}
    ledger("load", wrote(folder / "n.csv", [{**row, "note": guarded("'@x")}]), code=1)
    (found,) = cells(folder / "n.refused.csv")
    assert (found["value"], found["note"], found["'=x"]) == ("'=20+20", "''@x", "1")
    file = prepare("n.refused.csv", ColumnMap(), bytes, lambda done, total: None).file
    assert file.rows[0].cells.items() >= row.items()


def test_numbers_are_numbers_and_other_formats_verbatim() -> None:
    columns, row = ("n", "d", "t", "=f", "l"), (-1, Decimal("-1.5"), "-1", "=1", ["=1", "x"])
    assert as_text(columns, row, "csv") == "n,d,t,'=f,l\n-1,-1.5,'-1,'=1,'=1 x\n"
    assert json.loads(as_text(columns, row, "ndjson")) == {"n": -1, "d": -1.5, "t": "-1", "=f": "=1", "l": ["=1", "x"]}


# ---------------------------------------------------------------- markup


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a|b\\c", "a\\|b\\\\c"),
        ("<b>x</b>", "&lt;b>x&lt;/b>"),
        ("&lt;b>", "&amp;lt;b>"),
        ("a & b", "a & b"),
        ("[x](javascript:y)", "[x\\](javascript:y)"),
        ("![x](http://y)", "![x\\](http://y)"),
        ("*x* `y` $z$", "\\*x\\* \\`y\\` \\$z\\$"),
        ("_x_ a_b __y__", "_x\\_ a_b __y\\_\\_"),
        ("~40, ~~x~~", "~40, ~~x\\~\\~"),
        ("two\nlines", "two<br>lines"),
        ("https://a.b/~c_d?e=1&f=2", "https://a.b/~c_d?e=1&f=2"),
        ("\x1b[2J", "\\\\x1b[2J"),
    ],
)
def test_markdown_shows_text_and_does_nothing(text: str, shown: str) -> None:
    assert as_text(("a",), (text,), "markdown").splitlines()[2] == f"| {shown} |"


# ---------------------------------------------------------------- terminals

ESCAPES = "\x1b[2J\x07\x9b31m\u202e"


def test_what_a_terminal_would_obey_is_written_out() -> None:
    assert visible(ESCAPES + "\ud800\r\n\t") == "\\x1b[2J\\x07\\x9b31m\\u202e\\ud800\\x0d\n\\x09"


@pytest.mark.parametrize("format", ["table", "markdown", "json", "ndjson"])
def test_no_format_for_people_or_json_holds_an_escape(format: str) -> None:
    said = as_text((ESCAPES, "b"), (ESCAPES, [ESCAPES]), format)
    assert not set(said) & set(ESCAPES) - set("[2J31m")
    if format == "ndjson":
        assert json.loads(said) == {ESCAPES: ESCAPES, "b": [ESCAPES]}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_csv_holds_text_as_it_stands_but_not_on_a_terminal() -> None:
    assert as_text(("a",), (ESCAPES,), "csv") == f"a\n{ESCAPES}\n"
    terminal = Terminal()
    render(Result(("a",), ("VARCHAR",), [(ESCAPES,)]), "csv", terminal)
    assert terminal.getvalue() == "a\n\\x1b[2J\\x07\\x9b31m\\u202e\n"


def test_no_message_passes_an_escape_on(ledger: Ledger, folder: Path) -> None:
    """Names of files and columns and unknown words come from strangers too."""
    ledger(*adding())
    wrote(folder / "claims.csv", [{**MINISTRY, "source": ESCAPES, ESCAPES: "x", "metric": f"inter{ESCAPES}"}])
    (folder / "claims.json").write_text(json.dumps([{**MINISTRY, ESCAPES: "x"}]))
    (folder / f"{ESCAPES}.json").write_text(json.dumps([MINISTRY, {**MINISTRY, "value": ESCAPES}]))
    (folder / "columns.csv").write_text(f"{ESCAPES},url\n1,2\n")
    for code, words in (
        (2, ["load", f"{ESCAPES}.csv"]),
        (2, ["load", "columns.csv"]),
        (1, ["load", "claims.csv"]),
        (2, ["load", "claims.json", "--map", f"value={ESCAPES}?"]),
        (1, ["load", f"{ESCAPES}.json"]),
        (2, ["load", "claims.csv", "--preset", f"{ESCAPES}.toml"]),
        (2, ["sql", f'select "{ESCAPES}"']),
        (2, ["claims", "--from", ESCAPES]),
        (2, ["report", ESCAPES]),
        (2, ["show", ESCAPES]),
        (2, ["checks", ESCAPES]),
        (2, ["vocab", ESCAPES]),
        (2, [f"--{ESCAPES}"]),
        (2, [ESCAPES]),
        (2, ["--db", ESCAPES, "claims"]),
        (2, ["export", "-o", f"{ESCAPES}/x"]),
    ):
        ran = ledger(*words, code=code)
        assert ran.err
        assert not set(ran.out + ran.err) & {"\x1b", "\x07", "\x9b", "\u202e"}, words
