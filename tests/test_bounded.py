"""However much a file says it holds, reading it takes bounded memory: what is too much is refused, with its place."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import polars as pl
import pytest
from conftest import COMMAND, MINISTRY, Ledger, as_csv, cells, conserved, nights, wrote

from ledger.errors import LedgerError
from ledger.ingest.reader import parquet, read, rows, sheet, text

MILLION = 1_000_000


MEASURE = (
    "import resource, subprocess, sys\n"
    "code = subprocess.call(sys.argv[1:], stderr=subprocess.STDOUT)\n"
    "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)\n"
)
"""Between the test and the command: a child's first memory is counted as large as its parent's."""


def peak(*words: str, stdin: Iterable[bytes] = ()) -> tuple[int, int, str]:
    """Exit code of a command in a process of its own, the most memory it held in MB, and what it said."""
    command = [sys.executable, "-c", MEASURE, *COMMAND, *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        with suppress(BrokenPipeError):
            for piece in stdin:
                child.stdin.write(piece)
            child.stdin.close()
        *said, last = child.stdout.read().decode().splitlines()
    code, held = map(int, last.split())
    return code, held, "\n".join(said)


def refused(name: str) -> str:
    """Reads a file that cannot be read; returns what is wrong with it."""
    with pytest.raises(LedgerError) as e:
        read(name, lambda size: b"x" * size)
    assert e.value.hint
    return e.value.message


def workbook(name: str, rows: str = "", shared: str = "", spread: int = 0) -> None:
    """A workbook of one sheet with these rows of XML, these shared texts, and so many blanks between."""
    of = "http://schemas.openxmlformats.org"
    about = f'xmlns="{of}/spreadsheetml/2006/main" xmlns:r="{of}/officeDocument/2006/relationships"'
    kind = f"{of}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{of}/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{of}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{of}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="r2" Type="{kind}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {about}><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/sharedStrings.xml": f"<sst {about}>{shared}</sst>",
        "xl/worksheets/sheet1.xml": f'<worksheet {about}><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>'
        f"{' ' * spread}</worksheet>",
    }
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED) as book:
        for part, content in parts.items():
            book.writestr(part, content)


HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>value</t></is></c></row><row r="2"><c r="A2"><v>40</v></c></row>'
CORNER = f'{HEAD}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def cell_of(size: int, name: str = "n.csv", before: str = as_csv(nights(1)), after: str = ",x\n") -> None:
    """A file whose second row is one cell of so many characters."""
    with Path(name).open("w") as out:
        out.write(before)
        for _ in range(size // MILLION):
            out.write("x" * MILLION)
        out.write(after + as_csv(nights(2)).splitlines()[-1] + "\n")


# ---------------------------------------------------------------- memory


def test_what_is_far_too_large_takes_no_more_memory_than_a_small_file(folder: Path) -> None:
    _, ordinary, _ = peak("load", wrote(folder / "ordinary.csv", nights(3)))
    cell_of(60 * MILLION)
    workbook("n.xlsx", CORNER)
    pl.select(pl.repeat("x" * 1000, 2 * MILLION).alias("value")).write_parquet("n.parquet")
    for name, code, reason in (
        ("n.csv", 1, "n.csv:3: a row is longer than 4,000,000 characters"),
        ("n.xlsx", 2, "n.xlsx has more than 1,000 columns"),
        ("n.parquet", 2, "n.parquet lacks source, url, published, metric, window"),
    ):
        left, held, said = peak("load", name)
        assert (left, reason in said) == (code, True), said
        # frames take 60 MB to import
        assert held < ordinary + 90, (name, held, ordinary)


def a_bomb() -> None:
    workbook("n", HEAD, spread=1000 * MILLION)


def a_gigabyte_in_parquet() -> None:
    pl.DataFrame({"value": ["x" * 1000 * MILLION]}).write_parquet("n")


def a_hundred_million_numbers_in_a_cell() -> None:
    pl.select(pl.repeat(1, 100 * MILLION).implode().alias("value")).write_parquet("n")


def a_file_with_a_hole() -> None:
    with Path("n").open("wb") as out:
        out.truncate(3_900_000_000)


def a_terabyte() -> None:
    with Path("n").open("wb") as out:
        out.truncate(10**12)


def a_quote_that_opens_in_every_line() -> None:
    Path("n").write_text("value\n" + 'x","\n' * MILLION)


@pytest.mark.soak
@pytest.mark.parametrize(
    ("build", "code", "reason"),
    [
        (lambda: cell_of(1000 * MILLION, "n"), 1, "n:3: a row is longer than 4,000,000 characters"),
        (lambda: cell_of(1000 * MILLION, "n", 'value\n"'), 2, "n lacks"),
        (lambda: cell_of(1000 * MILLION, "n", '{"value": "'), 1, "n:1: a row is longer than 4,000,000 characters"),
        (lambda: cell_of(1000 * MILLION, "n", '[{"value": "'), 2, "not JSON: it has more than 64,000,000 characters"),
        (a_bomb, 2, "n unfolds to more than 256,000,000 bytes"),
        (a_gigabyte_in_parquet, 2, "n cannot be read within 1GB of memory"),
        (a_hundred_million_numbers_in_a_cell, 2, "n cannot be read within 1GB of memory"),
        (a_file_with_a_hole, 2, "the header cannot be read: a row is longer than 4,000,000 characters"),
        (a_terabyte, 2, "n is larger than 4,000,000,000 bytes"),
        (lambda: os.symlink("/dev/zero", "n"), 2, "n gives more than 256,000,000 bytes"),
        (a_quote_that_opens_in_every_line, 2, "too many quotation marks are not closed"),
        (lambda: Path("n").write_text("value\n" + "1,2\n" * MILLION), 2, "more than 100,000 rows cannot be read"),
        (lambda: Path("n").write_text(f"[{'{},' * MILLION * 2}{{}}]"), 2, "n has more than 1,048,576 rows"),
        (lambda: Path("n").write_text(f"[{'[],' * MILLION * 20}[]]"), 2, "n has more than 1,048,576 rows"),
    ],
)
def test_a_gigabyte_or_what_unfolds_to_it_is_refused_in_little_memory(
    folder: Path, build: Callable[[], object], code: int, reason: str
) -> None:
    build()
    left, held, said = peak("load", "n")
    assert (left, reason in said) == (code, True), said
    assert held < 1500, held


@pytest.mark.soak
def test_standard_input_without_end_is_refused_in_little_memory(folder: Path) -> None:
    code, held, said = peak("load", "-", stdin=(b"x" * MILLION for _ in range(2000)))
    assert (code, "standard input gives more than 256,000,000 bytes" in said) == (2, True), said
    assert held < 1000


# ---------------------------------------------------------------- columns


def parquet_of(count: int) -> None:
    pl.DataFrame({f"c{n}": ["1"] for n in range(count)}).write_parquet("n")


COLUMNS = {
    "csv": lambda count: Path("n").write_text(",".join(map(str, range(count))) + "\n1\n"),
    "json": lambda count: Path("n").write_text(json.dumps([{str(n): 1 for n in range(count)}])),
    "ndjson": lambda count: Path("n").write_text("".join(f'{{"{n}": 1}}\n' for n in range(count))),
    "xlsx": lambda count: workbook("n", f'<row r="1">{"<c><v>1</v></c>" * count}</row>'),
    "parquet": parquet_of,
}


@pytest.mark.parametrize("format", COLUMNS)
def test_a_thousand_columns_are_read_and_more_are_not(folder: Path, format: str) -> None:
    COLUMNS[format](1000)
    assert len(read("n", bytes).columns) == 1000
    COLUMNS[format](1001)
    assert refused("n") == "n has more than 1,000 columns"


@pytest.mark.soak
@pytest.mark.parametrize("format", ["csv", "json", "ndjson", "xlsx"])
def test_a_million_columns_are_refused_in_little_memory(folder: Path, format: str) -> None:
    COLUMNS[format](MILLION // 2 if format == "csv" else MILLION)
    code, held, said = peak("load", "n")
    assert (code, "n has more than 1,000 columns" in said) == (2, True), said
    assert held < 1000


def test_a_header_that_is_too_long_is_no_header(folder: Path) -> None:
    Path("n.csv").write_text("a," * 3 * MILLION)
    assert refused("n.csv") == "the header cannot be read: a row is longer than 4,000,000 characters"


def test_a_message_names_some_of_the_columns_only(ledger: Ledger, folder: Path) -> None:
    Path("n.csv").write_text(",".join(f"{'long' * 100}{n}" for n in range(900)) + "\n1\n")
    err = ledger("load", "n.csv", code=2).err
    assert "and 860 more" in err
    assert len(err) < 4000


# ---------------------------------------------------------------- rows and cells


def test_a_line_without_end_costs_itself_only(ledger: Ledger, folder: Path) -> None:
    """In CSV and NDJSON the rows after it keep their lines; here the limit is lower."""
    cell_of(5 * MILLION)
    counts = ledger("load", "n.csv", "-f", "json", code=1).json
    assert (counts["loaded"], counts["refused"], conserved(counts)) == (2, 1, True)
    (row,) = cells(folder / "n.refused.csv")
    assert (row["_line"], row["_reason"]) == ("3", "a row is longer than 4,000,000 characters")
    cell_of(5 * MILLION, "n.ndjson", json.dumps(MINISTRY) + '\n{"note": "', f'"}}\n{json.dumps(MINISTRY)}\nno JSON:')
    file = read("n.ndjson", bytes)
    assert [(r.line, r.fault[:14]) for r in file.rows] == [
        (1, ""),
        (2, "a row is longe"),
        (3, ""),
        (4, "not JSON: Expe"),
    ]


def test_a_quotation_mark_left_open_before_a_long_file_costs_its_own_line(folder: Path) -> None:
    Path("n.csv").write_text('a,b\n1,"2\n' + "3,4\n" * 260_000)
    file = read("n.csv", bytes)
    assert [(r.line, r.fault) for r in file.rows if r.fault] == [(2, "a quotation mark is not closed")]
    assert (len(file.rows), file.rows[-1].line) == (260_001, 260_002)


def test_quotation_marks_that_open_in_every_line_do_not_take_for_ever(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each line closes the quotation of the one before and opens another, so that any row would reach to the end."""
    monkeypatch.setattr(text, "_MAX_AGAIN", 10_000)
    Path("n.csv").write_text("value\n" + 'x","\n' * 1000)
    assert refused("n.csv") == "too many quotation marks are not closed"


def test_a_file_of_rubbish_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_FAULTS", 10)
    for name, line in (("n.csv", "1,2\n"), ("n.ndjson", "[]\n")):
        Path(name).write_text("value\n" + line * 10)
        assert len(read(name, bytes).rows) in (10, 11) if name == "n.csv" else True
        Path(name).write_text("value\n" + line * 11)
        assert refused(name) == "more than 10 rows cannot be read"


@pytest.mark.parametrize("name", ["n.json", "n.ndjson", "n.parquet", "n.xlsx"])
def test_a_cell_of_more_than_a_megabyte_is_refused_in_every_format(folder: Path, name: str) -> None:
    found = [{"value": "1"}, {"value": "x" * (MILLION + 1)}, {"value": "3"}]
    if name.endswith("json"):
        Path(name).write_text("\n".join(map(json.dumps, found)) if name == "n.ndjson" else json.dumps(found))
    elif name == "n.parquet":
        pl.DataFrame(found).write_parquet(name)
    else:
        shared = "".join(f"<si><t>{row['value']}</t></si>" for row in found)
        workbook(
            name,
            HEAD.split('<row r="2">')[0]
            + "".join(f'<row r="{n + 2}"><c r="A{n + 2}" t="s"><v>{n}</v></c></row>' for n in range(3)),
            shared,
        )
    assert [row.fault for row in read(name, bytes).rows] == ["", "a cell is longer than 1,000,000 characters", ""]


def test_json_is_held_whole_and_so_has_an_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_JSON", 100)
    Path("n.json").write_text(json.dumps(nights(5)))
    assert refused("n.json") == "not JSON: it has more than 100 characters"
    Path("n").write_text("\n".join(map(json.dumps, nights(5))))
    assert len(read("n", bytes).rows) == 5
    monkeypatch.setattr(text, "MAX_JSON", MILLION)
    monkeypatch.setattr(text, "MAX_ROWS", 4)
    assert refused("n.json") == "n.json has more than 4 rows"


def test_pipes_are_held_whole_and_so_have_an_end(folder: Path) -> None:
    assert refused("-") == "standard input gives more than 256,000,000 bytes"
    assert refused("/dev/zero") == "/dev/zero gives more than 256,000,000 bytes"
    with Path("n.csv").open("wb") as out:
        out.truncate(10**12)
    assert refused("n.csv") == "n.csv is larger than 4,000,000,000 bytes"


# ---------------------------------------------------------------- packed files


@pytest.mark.parametrize(
    ("build", "reason"),
    [
        (lambda: workbook("n", CORNER), "n has more than 1,000 columns"),
        (lambda: workbook("n", CORNER.replace("XFD", "ALL")), "n reaches to row 1,048,576 of column 1000"),
        (
            lambda: workbook("n", f'{HEAD}<row r="9999999"><c><v>1</v></c></row>'),
            "n reaches to row 9,999,999 of column 1",
        ),
        (lambda: workbook("n", '<row r="1"><c r="ABCDEFG1"><v>1</v></c></row>'), "n cannot be read: a cell stands in"),
        (lambda: workbook("n", HEAD, spread=2 * MILLION), "n unfolds to more than 1,000,000 bytes"),
        (
            lambda: workbook(
                "n",
                "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 102)),
                f"<si><r><t>{'x' * 5000}</t></r><r><t>{'x' * 5000}</t></r></si>",
            ),
            "n unfolds to more than 1,000,000 bytes",
        ),
        (lambda: workbook("n", "", "]]><!DOCTYPE"), "n cannot be read: "),
        (lambda: zipfile.ZipFile("n", "w").writestr("xl/other.xml", "<a/>"), "n cannot be read: "),
    ],
)
def test_a_workbook_that_unfolds_too_far(
    folder: Path, monkeypatch: pytest.MonkeyPatch, build: Callable[[], object], reason: str
) -> None:
    monkeypatch.setattr(sheet, "MAX_UNPACKED", MILLION)
    build()
    assert refused("n").startswith(reason)


def test_a_workbook_whose_xml_defines_entities_is_not_read(folder: Path) -> None:
    workbook("n", HEAD)
    with zipfile.ZipFile("n") as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b'<!DOCTYPE a [<!ENTITY b "bb">]>' + parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile("n", "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert "document type" in refused("n")


def test_a_workbook_that_understates_its_size_is_not_believed(folder: Path) -> None:
    workbook("n", HEAD, spread=MILLION)
    with zipfile.ZipFile("n") as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    raw = Path("n").read_bytes()
    Path("n").write_bytes(raw.replace(size.to_bytes(4, "little"), (500).to_bytes(4, "little")))
    assert "Bad CRC-32" in refused("n")


def test_a_far_cell_without_content_does_not_count(folder: Path) -> None:
    workbook("n", f'{HEAD}<row r="1048576"><c r="XFD1048576" s="1"/></row>')
    assert [row.cells for row in read("n", bytes).rows] == [{"value": "40"}]


def test_parquet_is_read_within_bounds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pl.select(pl.repeat("x" * 100, 1000).alias("a"), pl.lit("y").alias("b")).write_parquet("n")
    assert len(read("n", bytes).rows) == 1000
    for limit, least, reason in (
        ("MAX_ROWS", 999, "n has 1,000 rows of 2 columns"),
        ("MAX_CELLS", 1999, "n has 1,000 rows of 2 columns"),
        ("MAX_UNPACKED", 100_999, "n unfolds to more than 100,999 bytes of text"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(parquet, limit, least)
            assert refused("n") == reason
    pl.DataFrame({"a": ["x" * 30 * MILLION]}).write_parquet("n")
    monkeypatch.setitem(parquet._SETTINGS, "memory_limit", "20MB")
    assert refused("n") == "n cannot be read within 1GB of memory"


def test_parquet_of_any_types_name_and_origin(folder: Path) -> None:
    """Values become the text one would type; a name that looks like a pattern is the file's own."""
    (folder / "year=2026").mkdir()
    frame = pl.select(
        a=pl.lit(40), b=pl.lit(None), c=pl.lit(True), d=pl.lit(1.5), e=pl.date(2026, 1, 26),
        f=pl.datetime(2026, 1, 26, 4, 39, time_zone="UTC"), g=pl.lit(b"text"), h=pl.lit([1, 2]).implode(),
    )  # fmt: skip
    for name in ("year=2026/n[1]*.parquet", "year=2026/it's.parquet"):
        frame.write_parquet(name)
        file = read(name, bytes)
        assert file.columns == list("abcdefgh")
        assert list(file.rows[0].cells.values())[:7] == [
            "40", "", "true", "1.5", "2026-01-26", "2026-01-26 04:39:00+00", "text",
        ]  # fmt: skip
    raw = Path(name).read_bytes()
    assert read("-", lambda size: raw[:size]).rows == file.rows
