"""Files into rows of text, whatever they come as."""

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from conftest import as_csv

from ledger.errors import LedgerError
from ledger.ingest.reader import MAX_CELL, SourceFile, read, unique

ROWS = [
    {"source": "ru-mod", "value": "40", "note": "ночью сбиты"},
    {"source": "ua-air-force", "value": "138", "note": ""},
]


def opened(name: str, content: bytes | str) -> SourceFile:
    raw = content.encode() if isinstance(content, str) else content
    if name != "-":
        Path(name).write_bytes(raw)
    return read(name, lambda size: raw[:size])


def cells(file: SourceFile) -> list[dict[str, str]]:
    return [row.cells for row in file.rows]


def faults(file: SourceFile) -> dict[int, str]:
    return {row.line: row.fault for row in file.rows if row.fault}


# ---------------------------------------------------------------- formats


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimited_text(delimiter: str, end: str, encoding: str) -> None:
    file = opened("n.csv", as_csv(ROWS, delimiter, end).encode(encoding))
    assert (file.columns, cells(file)) == (["source", "value", "note"], ROWS)
    assert [row.line for row in file.rows] == [2, 3]


def test_cp1251_is_recognised_and_said() -> None:
    rows = [{"note": "над акваторией Азовского моря уничтожено сорок беспилотников", "value": "40"}] * 3
    file = opened("n.csv", as_csv(rows).encode("cp1251"))
    assert cells(file) == rows
    assert file.remarks == ["read as cp1251, not UTF-8: check its letters"]


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("n.json", lambda path: path.write_text(json.dumps(ROWS))),
        ("n.ndjson", lambda path: path.write_text("\n".join(map(json.dumps, ROWS)))),
        ("n.jsonl", lambda path: path.write_text("\r\n".join(map(json.dumps, ROWS)) + "\r\n\r\n")),
        ("n.parquet", lambda path: pl.DataFrame(ROWS).write_parquet(path)),
        ("n.xlsx", lambda path: pl.DataFrame(ROWS).write_excel(path)),
        ("n.tsv", lambda path: path.write_text(as_csv(ROWS, "\t"))),
        ("parquet-by-its-first-bytes", lambda path: pl.DataFrame(ROWS).write_parquet(path)),
        ("json-by-its-first-sign", lambda path: path.write_text(json.dumps(ROWS))),
        ("ndjson-by-its-first-sign", lambda path: path.write_text("\n".join(map(json.dumps, ROWS)))),
    ],
)
def test_every_format_gives_the_same_rows(name: str, write: Callable[[Path], object]) -> None:
    write(Path(name))
    file = read(name, bytes)
    assert (file.columns, cells(file)) == (["source", "value", "note"], ROWS)


def test_standard_input_is_recognised_by_its_first_signs() -> None:
    for text in (as_csv(ROWS), json.dumps(ROWS), "\n".join(map(json.dumps, ROWS))):
        file = opened("-", text)
        assert (file.name, cells(file)) == ("standard input", ROWS)


def test_json_values_become_the_text_one_would_type() -> None:
    file = opened("n.json", '[{"a": 40, "b": null, "c": true, "d": 1.5, "e": [1], "f": NaN}]')
    assert cells(file) == [{"a": "40", "b": "", "c": "true", "d": "1.5", "e": "[1]", "f": ""}]


def test_one_json_object_is_one_row() -> None:
    assert cells(opened("n.json", '{"value": 40}')) == [{"value": "40"}]


def test_ndjson_keeps_its_good_lines() -> None:
    file = opened("n.ndjson", '{"value": 1}\n{"value": \n[1]\n\n{"value": "\u2028 3"}\n')
    assert list(faults(file)) == [2, 3]
    assert [c for c in cells(file) if c] == [{"value": "1"}, {"value": "\u2028 3"}]
    assert file.rows[-1].line == 5


def test_a_sheet_called_claims_comes_before_the_first() -> None:
    with xlsxwriter.Workbook("n.xlsx") as book:
        book.add_worksheet("notes").write_row(0, 0, ["nothing"])
        book.add_worksheet("claims").write_row(0, 0, ["value"])
        book.worksheets()[1].write_row(1, 0, ["40"])
    assert cells(read("n.xlsx", bytes)) == [{"value": "40"}]


def test_numbers_and_dates_of_a_sheet_are_text() -> None:
    with xlsxwriter.Workbook("n.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["value", "published", "note"])
        sheet.write_number(1, 0, 138)
        sheet.write_datetime(1, 1, datetime(2026, 1, 26), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_formula(1, 2, "=1+1", value=2)
    (row,) = cells(read("n.xlsx", bytes))
    assert (row["value"], row["published"][:10], row["note"]) == ("138", "2026-01-26", "2")


# ---------------------------------------------------------------- rows that are not whole


def test_a_row_of_another_width_is_told_apart() -> None:
    file = opened("n.csv", "a,b,c\n1,2,3\n1,2\n1,2,3,4\n\n5,6,7\n")
    assert faults(file) == {3: "has 2 cells where the header has 3", 4: "has 4 cells where the header has 3"}
    assert [row.line for row in file.rows] == [2, 3, 4, 6]


def test_an_unclosed_quote_costs_its_own_line_only() -> None:
    for last in ("7", '"7"'):
        file = opened("n.csv", f'a,b\n1,2\n3,"4\n5,6\n{last},8\n')
        assert faults(file) == {3: "a quotation mark is not closed"}
        assert [row.cells["a"] for row in file.rows if not row.fault] == ["1", "5", "7"]
        assert [row.line for row in file.rows] == [2, 3, 4, 5]


def test_many_unclosed_quotes_do_not_take_for_ever() -> None:
    lines = ['1,"2'] * 4001
    file = opened("n.csv", "a,b\n" + "\n".join(lines) + "\n")
    assert file.rows[-1].fault == "a quotation mark is not closed"


def test_a_quoted_line_break_keeps_the_count_of_lines() -> None:
    file = opened("n.csv", 'a,b\n1,"two\nlines"\n3,4\n')
    assert [(row.line, row.cells["b"]) for row in file.rows] == [(2, "two\nlines"), (4, "4")]


def test_a_cell_of_a_megabyte_is_taken_and_a_larger_one_refused() -> None:
    file = opened("n.csv", f"a,b\n1,{'x' * (MAX_CELL - 1)}\n2,{'x' * (MAX_CELL + 1)}\n3,4\n")
    assert faults(file) == {3: "a cell is longer than 1,000,000 characters"}
    assert [row.cells.get("a") for row in file.rows if not row.fault] == ["1", "3"]


def test_headers_are_trimmed_named_and_told_apart() -> None:
    assert unique([" Source ", "Source", "", "Source"]) == ["Source", "Source_2", "column_3", "Source_3"]
    file = opened("n.csv", "\n\n value ,value,\n1,2,3\n")
    assert cells(file) == [{"value": "1", "value_2": "2", "column_3": "3"}]


def test_nothing_in_a_cell_is_reckoned() -> None:
    text = "value,note,part\n=1+1,=cmd(),\x00\n"
    assert cells(opened("n.csv", text)) == [{"value": "=1+1", "note": "=cmd()", "part": "\x00"}]


# ---------------------------------------------------------------- files that are none


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("n.csv", b"", "n.csv is empty"),
        ("n.csv", b" \r\n ", "n.csv is empty"),
        ("n.csv", b"\xef\xbb\xbf\n", "n.csv is empty"),
        ("-", b"", "standard input is empty"),
        ("n.xls", b"\xd0\xcf\x11\xe0", "spreadsheets are read as XLSX"),
        ("n.xlsx", b"PK\x03\x04 and no more", "n.xlsx cannot be read"),
        ("n.parquet", b"PAR1 and no more", "n.parquet cannot be read"),
        ("n.json", b'[{"a": 1},', "not JSON"),
        ("n.json", b"[" * 100_000, "n.json cannot be read: "),
        ("n.json", b'{"a": ' + b"9" * 5000 + b"}", "n.json cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_read_says_why(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(LedgerError) as e:
        opened(name, content)
    assert reason in e.value.message
    assert e.value.hint or e.value.where


def test_json_that_breaks_off_says_where() -> None:
    with pytest.raises(LedgerError) as e:
        opened("n.json", '[\n  {"a": 1},\n  {"a": }\n]')
    assert e.value.where == "n.json:3:9"


def test_a_folder_and_a_missing_file() -> None:
    Path("folder.csv").mkdir()
    for name, reason in (("folder.csv", "Is a directory"), ("nosuch.csv", "No such file")):
        with pytest.raises(LedgerError, match=reason):
            read(name, bytes)


def test_bytes_that_are_no_text_never_crash() -> None:
    for raw in (bytes(range(256)), b"\xff\xfe\x00", b"\x80" * 50, b"a,b\n\xff,\xfe\n"):
        with suppress(LedgerError):
            opened("n.csv", raw)
