"""How a file's columns feed the interchange columns, by their names, by a map of one's own, or by a preset."""

from pathlib import Path

import pytest
from conftest import MINISTRY, as_csv, cells, nights

from ledger.errors import LedgerError
from ledger.ingest.load import ColumnMap, Prepared, Refusals, assignments, prepare
from ledger.ingest.record import Problem


def prepared(text: str, how: ColumnMap | None = None) -> Prepared:
    return prepare("-", how or ColumnMap(), lambda size: text.encode(), lambda done, total: None)


def write_refused(found: Prepared, problems: list[Problem], path: Path) -> None:
    refusals = Refusals(path, found.file.columns)
    refusals.add(found.file.rows, problems)
    refusals.close()


# ---------------------------------------------------------------- columns


def test_columns_feed_by_name_in_any_order() -> None:
    row = dict(reversed(list(MINISTRY.items())))
    ((line, (draft,)),) = prepared(as_csv([row])).rows
    assert line == 2
    assert draft == MINISTRY


def test_a_map_renames_and_constants_fill_in() -> None:
    how = ColumnMap(renames={"value": "Number"}, constants={"source": "ua-mod", "metric": "hit"})
    text = as_csv([{k: v for k, v in MINISTRY.items() if k not in ("value", "metric")} | {"Number": "7"}])
    ((_, (draft,)),) = prepared(text, how).rows
    assert (draft["value"], draft["source"], draft["metric"]) == ("7", "ua-mod", "hit")


def test_a_constant_stands_for_a_column_of_that_name() -> None:
    ((_, (draft,)),) = prepared(as_csv([MINISTRY]), ColumnMap(constants={"attacker": "KP"})).rows
    assert draft["attacker"] == "KP"


def test_a_file_that_lacks_what_is_needed_says_what_it_has_and_guesses() -> None:
    text = as_csv([{**{k: v for k, v in MINISTRY.items() if k not in ("value", "url")}, "Values": "7", "link": "x"}])
    with pytest.raises(LedgerError) as e:
        prepared(text)
    assert e.value.message.startswith("standard input lacks url, value; it has source, ")
    assert e.value.hint == "--map value=Values names it"


def test_a_map_to_a_column_that_is_not_there_says_the_nearest() -> None:
    with pytest.raises(LedgerError) as e:
        prepared(as_csv([MINISTRY]), ColumnMap(renames={"value": "valu"}))
    assert e.value.hint == "did you mean 'value'?"


def test_columns_that_feed_nothing_are_remarked_and_ours_are_not() -> None:
    row = {**MINISTRY, "mood": "grim", "_line": "4", "_column": "value", "_reason": "because"}
    assert prepared(as_csv([row])).file.remarks == ["columns not used: mood"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (None, {}),
        ("", {}),
        ("value=Number", {"value": "Number"}),
        (" value = Number , url=Link,", {"value": "Number", "url": "Link"}),
        ("note=a=b", {"note": "a=b"}),
    ],
)
def test_assignments(text: str | None, found: dict[str, str]) -> None:
    assert assignments(text, "--map") == found


@pytest.mark.parametrize(
    ("text", "hint"),
    [("vlaue=N", "did you mean value?"), ("value", "did you mean value?"), ("xyz=1", "the columns are source, ")],
)
def test_an_assignment_to_no_column_is_refused(text: str, hint: str) -> None:
    with pytest.raises(LedgerError) as e:
        assignments(text, "--map")
    assert e.value.hint.startswith(hint)


# ---------------------------------------------------------------- faults and refused rows


def test_a_row_that_cannot_be_read_becomes_a_problem_and_no_draft() -> None:
    found = prepared(as_csv(nights(2)) + "short,row\n")
    assert [line for line, _ in found.rows] == [2, 3]
    assert found.problems == [Problem(4, "", "has 2 cells where the header has 9")]


def test_refused_rows_keep_their_cells_and_say_why_in_one_line() -> None:
    found = prepared(as_csv([*nights(2), {**MINISTRY, "note": 'two\nlines, "quoted"'}]))
    problems = [Problem(4, "value", "no figure"), Problem(4, "url", "is empty"), Problem(2, "", "broken")]
    write_refused(found, problems, Path("r.csv"))
    first, second = cells(Path("r.csv"))
    assert (first["_line"], first["_column"], first["_reason"]) == ("2", "", "broken")
    assert (second["_column"], second["_reason"]) == ("value url", "value: no figure; url: is empty")
    assert second["note"] == 'two\nlines, "quoted"'


def test_the_marks_of_an_earlier_refusal_are_replaced() -> None:
    found = prepared(as_csv([{**MINISTRY, "_line": "9", "_column": "url", "_reason": "old"}]))
    write_refused(found, [Problem(2, "value", "new")], Path("r.csv"))
    (row,) = cells(Path("r.csv"))
    assert (row["_line"], row["_column"], row["_reason"]) == ("2", "value", "value: new")
    assert list(row).count("_line") == 1


# ---------------------------------------------------------------- presets


def test_a_preset_of_ones_own() -> None:
    Path("mine.toml").write_text(
        """
        title = "A sheet of mine"
        [columns]
        source = "ru-mod"
        url = "{link}"
        published = "{day}"
        window = "{day}"
        attacker = "UA"
        defender = "RU"
        [[figure]]
        metric = "intercepted"
        value = "{down}"
        """
    )
    found = prepared("link,day,down\nx,2026-01-26,40\ny,2026-01-27,\n", ColumnMap(preset="mine.toml"))
    (one, (draft,)), (two, nothing) = found.rows
    assert (one, draft["value"], draft["metric"], two, nothing) == (2, "40", "intercepted", 3, [])


def test_a_preset_that_is_not_there_names_the_nearest() -> None:
    with pytest.raises(LedgerError) as e:
        prepared("a\n1\n", ColumnMap(preset="ua-generalstaff"))
    assert e.value.hint == "did you mean ua-general-staff?"
