"""Presets: the language on small invented rows, then the shipped presets on rows of the real files' shape."""

import csv
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.errors import LedgerError, Refused
from ledger.ingest.mapping import items, tidy
from ledger.ingest.preset import Preset, read_preset

PRESETS = Path(__file__).parents[1] / "data" / "presets"
REAL = Path(__file__).parents[2] / "shared" / "real"

Draft = dict[str, str]
Result = list[tuple[int, list[Draft] | Refused]]


def made(tmp_path: Path, text: str) -> Preset:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return read_preset(path)


def shipped(name: str) -> Preset:
    return read_preset(PRESETS / f"{name}.toml")


def real_rows(name: str, delimiter: str = ",") -> list[tuple[int, dict[str, str]]]:
    path = REAL / name
    if not path.exists():
        pytest.skip("the shared real files are not here")
    if path.suffix == ".json":
        rows = json.loads(path.read_text(encoding="utf-8"))
        return [(n, {k: "" if v is None else str(v) for k, v in row.items()}) for n, row in enumerate(rows, 1)]
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *body = csv.reader(file, delimiter=delimiter)
    seen: Counter[str] = Counter()
    for at, column in enumerate(head):
        seen[column] += 1
        head[at] = column if seen[column] == 1 else f"{column}_{seen[column]}"
    return [(n, dict(zip(head, row, strict=True))) for n, row in enumerate(body, 2)]


def drafts(result: Result) -> Iterator[Draft]:
    for _, made in result:
        if not isinstance(made, Refused):
            yield from made


def refusals(result: Result) -> dict[int, Refused]:
    return {line: made for line, made in result if isinstance(made, Refused)}


# ---------------------------------------------------------------- the language

FORM = """
needs = ["Link", "Number"]
[ignore]
Colour = "no figure"
[columns]
source = "me"
url = "https://example.org/{Link}"
metric = "launched"
value = "{Number}"
window = "{Day}"
note = ["at {Place}", "by {Who}"]
"""


def test_renames_constants_templates_and_notes(tmp_path: Path) -> None:
    row = {"Link": " 7 ", "Number": "138.0", "Day": "2026-01-26", "Place": "NaN", "Who": "A", "Colour": "red"}
    assert made(tmp_path, FORM).drafts(row) == [
        {"source": "me", "url": "https://example.org/7", "metric": "launched", "window": "2026-01-26",
         "note": "by A", "value": "138"},
    ]  # fmt: skip


def test_a_null_is_no_figure_and_a_zero_is_one(tmp_path: Path) -> None:
    preset = made(tmp_path, FORM)
    assert preset.drafts({"Link": "7", "Number": ""}) == []
    assert preset.drafts({"Link": "7", "Number": "NaN"}) == []
    assert preset.drafts({"Link": "7", "Number": "0.0"})[0]["value"] == "0"


@pytest.mark.parametrize(
    ("cell", "seen"),
    [("138.0", "138"), ("-3.0", "-3"), ("90.5", "90.5"), ("nan", ""), (" a ", "a"), (".0", ".0"), ("v1.0", "v1.0")],
)
def test_cells(cell: str, seen: str) -> None:
    assert tidy(cell) == seen


def test_every_column_is_used_or_ignored_or_the_file_is_not_read(tmp_path: Path) -> None:
    preset = made(tmp_path, FORM)
    with pytest.raises(LedgerError, match="'Numbr' is neither used nor ignored") as caught:
        list(preset.drafts_of([(2, {"Link": "1", "Number": "1", "Numbr": "1"})]))
    assert "did you mean 'Number'?" in caught.value.hint
    with pytest.raises(LedgerError, match="no column 'Number'"):
        list(preset.drafts_of([(2, {"Link": "1"})]))


def test_a_column_that_comes_later_refuses_its_row_only(tmp_path: Path) -> None:
    row = {"Link": "1", "Number": "1"}
    result = list(made(tmp_path, FORM).drafts_of([(1, row), (2, row | {"New": "1"}), (3, row)]))
    assert list(refusals(result)) == [2]
    assert refusals(result)[2].column == "New"


CONDITIONS = (
    FORM
    + """
[sets]
red = ["x", "y"]
[[figure]]
when = {TEST}
"""
)


@pytest.mark.parametrize(
    ("test", "holds", "fails"),
    [
        ('{ Place = { equals = "x" } }', {"Place": "x"}, {"Place": "z"}),
        ('{ Place = { in = ["x", "y"] } }', {"Place": "y"}, {"Place": ""}),
        ('{ Place = { in = "red" } }', {"Place": "y"}, {"Place": "z"}),
        ('{ Place = { all_in = "red" } }', {"Place": "x+y"}, {"Place": "x+z"}),
        ("{ Place = { above = 0 } }", {"Place": "1"}, {"Place": "0"}),
        ("{ Place = { above = 0 } }", {"Place": "1.0"}, {"Place": ""}),
        ("{ Place = { below = 0 } }", {"Place": "-1"}, {"Place": "0"}),
        ("{ Place = { empty = true } }", {"Place": "NaN"}, {"Place": "0"}),
        ("{ Place = { empty = false } }", {"Place": "0"}, {}),
        ('{ Place = { matches = "^x" } }', {"Place": "xy"}, {"Place": "yx"}),
        ('{ Place = { same_as = "Who" } }', {"Place": "1", "Who": "1.0"}, {"Place": "1"}),
        ('{ Place = { differs_from = "Who" } }', {"Place": "1"}, {"Place": "1", "Who": "1.0"}),
        ('{ Day = { until = "2025-07-23" } }', {"Day": "2025-07-23 09:00"}, {"Day": "2025-07-24"}),
        ('{ Day = { until = "2025-07-23" } }', {"Day": "2025-07-23"}, {"Day": ""}),
        ('{ Day = { after = "2025-07-23" } }', {"Day": "2025-07-24"}, {"Day": "2025-07-23 09:00"}),
        ('{ Place = { equals = "x" }, Who = { equals = "A" } }', {"Place": "x", "Who": "A"}, {"Place": "x"}),
        ('[{ Place = { equals = "x" } }, { Who = { equals = "A" } }]', {"Who": "A"}, {}),
    ],
)
def test_conditions(tmp_path: Path, test: str, holds: dict[str, str], fails: dict[str, str]) -> None:
    preset = made(tmp_path, CONDITIONS.replace("{TEST}", test))
    row = {"Link": "1", "Number": "5"}
    assert len(preset.drafts(row | holds)) == 1
    assert preset.drafts(row | fails) == []


def test_a_number_that_is_none_refuses_the_row(tmp_path: Path) -> None:
    preset = made(tmp_path, CONDITIONS.replace("{TEST}", "{ Place = { above = 0 } }"))
    with pytest.raises(Refused, match="not a number: many") as caught:
        preset.drafts({"Link": "1", "Number": "5", "Place": "many"})
    assert caught.value.column == "Place"


def test_row_filters_leave_out_or_refuse(tmp_path: Path) -> None:
    preset = made(
        tmp_path,
        FORM
        + """
[[skip]]
when = { Who = { equals = "total" } }
why = "the sum of the rows above"
[[refuse]]
when = { Number = { below = 0 } }
why = "negative"
column = "Number"
""",
    )
    row = {"Link": "1", "Number": "5"}
    result = list(preset.drafts_of([(2, row), (3, row | {"Who": "total"}), (4, row | {"Number": "-1"})]))
    assert [made if isinstance(made, Refused) else len(made) for _, made in result[:2]] == [1, 0]
    assert (refusals(result)[4].message, refusals(result)[4].column) == ("negative", "Number")


EACH = """
[filter.where]
only = true
alias = { belarus = "BY", russia = "RU" }
[columns]
source = "me"
[[figure]]
each = "gone"
metric = "left_airspace"
value = "{@value}"
region = "{@key|where}"
[[figure]]
each = ["tank", "gun"]
metric = "equipment_lost"
value = "{@value}"
weapon = "{@key}"
"""


def test_one_figure_for_each_pair_of_a_cell_and_for_each_column(tmp_path: Path) -> None:
    preset = made(tmp_path, EACH)
    found = preset.drafts({"gone": "{'belarus': 1.0, \"russia\": NaN}", "tank": "3", "gun": ""})
    assert [(d["metric"], d.get("region"), d.get("weapon"), d["value"]) for d in found] == [
        ("left_airspace", "BY", None, "1"),
        ("equipment_lost", None, "tank", "3"),
    ]
    with pytest.raises(Refused, match="'russa' is not among the words of where; did you mean 'russia'"):
        preset.drafts({"gone": "{'russa': 1}"})


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("{}", []),
        ("{ }", []),
        ("{'a': 1, 'b, c': NaN,}", [("a", "1"), ("b, c", "")]),
        ('{"a": null, "b": -2.0}', [("a", ""), ("b", "-2")]),
        ("{'a': None}", [("a", "")]),
    ],
)
def test_pairs_as_python_and_json_write_them(text: str, pairs: list[tuple[str, str]]) -> None:
    assert items(text, "x") == pairs


@pytest.mark.parametrize(
    "text", ["[1]", "{'a'}", "{'a': 1 'b': 2}", "{'a': 'x'}", "{'a': 1", "{'a': 1}}", "{'a': {}}", "x"]
)
def test_what_is_no_list_of_pairs_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="not a list of names and numbers"):
        items(text, "x")


PARTS = (
    FORM
    + """
[part]
where_repeated = ["Day", "Link"]
label = "from {Place}"
numbered = "report {n}"
"""
)


def parts(preset: Preset, rows: list[dict[str, str]]) -> list[str]:
    result = list(preset.drafts_of(enumerate(rows, 2)))
    return [draft.get("part", "") for draft in drafts(result)]


def test_rows_that_repeat_a_scope_are_told_apart_by_place(tmp_path: Path) -> None:
    row = {"Link": "1", "Number": "5", "Day": "2026-01-26"}
    here, there, alone = row | {"Place": "A"}, row | {"Place": "B"}, row | {"Place": "A", "Day": "2026-01-27"}
    assert parts(made(tmp_path, PARTS), [here, alone, there]) == ["from A", "", "from B"]


def test_rows_that_no_place_tells_apart_are_numbered_by_content_not_by_order(tmp_path: Path) -> None:
    row = {"Link": "1", "Day": "2026-01-26"}
    few, many = row | {"Number": "1"}, row | {"Number": "2"}
    preset = made(tmp_path, PARTS)
    assert parts(preset, [few, many]) == ["report 1", "report 2"]
    assert parts(preset, [many, few]) == ["report 2", "report 1"]
    assert parts(preset, [few, dict(few)]) == ["report 1", "report 2"]
    both = [few | {"Place": "A"}, many | {"Place": "A"}]
    assert parts(preset, both) == ["from A, report 1", "from A, report 2"]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("a = ", "not TOML", ""),
        ("title = 1", "title: expected a text, not 1", ":1"),
        ("\nfigures = []", "unknown key 'figures'; did you mean 'figure'?", ":2"),
        ('[columns]\nmetrik = "x"', "'metrik' is no interchange column; did you mean 'metric'?", ":2"),
        ('[columns]\nmetric = "x"', "a figure needs a metric and a value", ""),
        (FORM + '[[figure]]\npart = "a"\n[[figure]]\nprt = "b"', "'prt' is no interchange column", ":15"),
        ('[columns]\nvalue = "{A|dat}"\nmetric = "x"', "no filter 'dat'", ":2"),
        ('[columns]\nvalue = "{A"\nmetric = "x"', "a brace in '{A' opens or closes nothing", ":2"),
        ('[columns]\nvalue = "{@key}"\nmetric = "x"', "has a meaning only in a figure with 'each'", ":2"),
        ('[let]\na = "{b}"\nb = "{c}"', "'b' is defined further down, or by itself", ":2"),
        ('[let]\na = "{a}"', "'a' is defined further down, or by itself", ":2"),
        (FORM.replace("Colour", "Place"), "column 'Place' is used, it cannot be ignored too", ":4"),
        (FORM.replace('"no figure"', '""'), "say why column 'Colour' is ignored", ":4"),
        (CONDITIONS.replace("{TEST}", '{ A = { equal = "x" } }'), "unknown key 'equal'; did you mean 'equals'?", ":16"),
        (CONDITIONS.replace("{TEST}", '{ A = { in = "redd" } }'), "no set 'redd'; did you mean 'red'?", ":16"),
        (CONDITIONS.replace("{TEST}", '{ A = { matches = "(" } }'), "not a pattern", ":16"),
        (CONDITIONS.replace("{TEST}", '{ A = { above = "1" } }'), "'above' cannot be '1'", ":16"),
        (CONDITIONS.replace("{TEST}", '"x"'), "expected a table, not 'x'", ":16"),
        ('figure = 3\n[columns]\nmetric = "x"', "expected blocks, each under [[figure]]", ":1"),
        ('[columns]\nurl = [{ when = {} }]', "a choice has either 'is' or 'refuse'", ":2"),
        ('[[skip]]\nwhen = {}\n' + FORM, "unknown key", ""),
    ],
)  # fmt: skip
def test_a_bad_preset_says_what_and_where(tmp_path: Path, text: str, message: str, line: str) -> None:
    with pytest.raises(LedgerError) as caught:
        made(tmp_path, text)
    assert message in str(caught.value)
    assert caught.value.where.endswith("mine.toml" + line) or not line


def test_a_preset_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="cannot read the preset"):
        read_preset(tmp_path / "none.toml")


def test_the_example_of_the_manual_reads(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[1] / "docs" / "presets.md").read_text(encoding="utf-8")
    preset = made(tmp_path, manual.split("```toml")[1].split("```")[0])
    row = {
        "Day": "26.01.2026",
        "Link": "https://example.org/1",
        "Number": "5",
        "Model": "ZALA",
        "Place": "A",
        "Who": "",
    }
    found = preset.drafts(row | {"by_region": "{'south': 2}", "tank": "1"})
    assert [draft["value"] for draft in found] == ["about 5", "2", "1"]
    assert found[1] == {
        "source": "me", "url": "https://example.org/1", "published": "2026-01-26", "window": "2026-01-26",
        "note": "at A", "metric": "launched", "value": "2", "region": "X-UA-SOUTH",
    }  # fmt: skip


# ---------------------------------------------------------------- the shipped presets


def air_row(**cells: str) -> dict[str, str]:
    row = {
        "time_start": "2026-03-01 18:00", "time_end": "2026-03-02 08:00", "model": "Shahed-136/131", "launch_place": "",
        "target": "Ukraine", "launched": "20.0", "destroyed": "15.0", "border_crossing": "{}",
        "source": "kpszsu/posts/pfbidX",
    }  # fmt: skip
    return row | cells


def said(found: list[Draft], *columns: str) -> list[tuple[str, ...]]:
    return [tuple(draft.get(column, "") for column in columns) for draft in found]


def test_air_force_row() -> None:
    preset = shipped("ua-air-force")
    found = preset.drafts(
        air_row(
            not_reach_goal="0.0", still_attacking="0.0", is_shahed="12.0", num_hit_location="3.0",
            num_fall_fragment_location="", border_crossing="{'belarus': 2.0, 'poland': 1}", turbojet="4.0",
            turbojet_destroyed="3.0", destroyed_details="{'south': 2, 'east': NaN, 'Kyiv oblast and Sumy oblast': 1}",
        )
    )  # fmt: skip
    assert said(found, "metric", "value", "weapon", "region", "part", "breakdown") == [
        ("launched", "20", "Shahed-136/131", "all", "", ""),
        ("launched", "about 12", "Shahed-136/131", "all", "strike drones", ""),
        ("launched", "4", "Shahed-136/131", "all", "turbojet", ""),
        ("neutralised", "15", "Shahed-136/131", "all", "", "partial"),
        ("neutralised", "2", "Shahed-136/131", "X-UA-SOUTH", "", ""),
        ("neutralised", "1", "Shahed-136/131", "Kyiv oblast+Sumy oblast", "", ""),
        ("neutralised", "3", "Shahed-136/131", "all", "turbojet", ""),
        ("airborne_at_cutoff", "0", "Shahed-136/131", "all", "", ""),
        ("left_airspace", "2", "Shahed-136/131", "X-AIRSPACE-BY", "", ""),
        ("left_airspace", "1", "Shahed-136/131", "X-AIRSPACE-PL", "", ""),
        ("hit_locations", "3", "any", "all", "", ""),
    ]
    assert said(found[:1], "source", "url", "published", "attacker", "defender", "window") == [
        ("ua-air-force", "https://www.facebook.com/kpszsu/posts/pfbidX", "2026-03-02", "RU", "UA",
         "2026-03-01T18:00/2026-03-02T08:00"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("end", "model", "not_reach_goal", "expected"),
    [
        ("2025-07-23 09:00", "Shahed-136/131", "", ["intercepted"]),
        ("2025-07-23 09:00", "Shahed-136/131", "0.0", ["intercepted", "lost"]),
        ("2025-07-24 09:00", "Shahed-136/131", "0.0", ["neutralised"]),
        ("2025-07-24 09:00", "Shahed-136/131", "", ["neutralised"]),
        ("2025-07-24 09:00", "Shahed-136/131", "17.0", ["intercepted", "lost"]),
        ("2025-07-24", "Молнія and Lancet", "", ["neutralised"]),
        ("2025-07-24 09:00", "Kalibr", "0.0", ["intercepted"]),
        ("2025-07-24 09:00", "X-47 Kinzhal and Iskander-M", "3.0", ["intercepted", "lost"]),
        ("2025-07-24 09:00", "GBU", "", ["intercepted"]),
    ],
)
def test_what_destroyed_means(end: str, model: str, not_reach_goal: str, expected: list[str]) -> None:
    row = air_row(time_start="2025-07-22 20:00", time_end=end, model=model, launched="", not_reach_goal=not_reach_goal)
    assert [draft["metric"] for draft in shipped("ua-air-force").drafts(row)] == expected


def test_a_model_in_neither_set_is_refused_only_where_it_matters() -> None:
    preset = shipped("ua-air-force")
    assert len(preset.drafts(air_row(model="New one", time_end="2025-07-01", time_start="2025-07-01"))) == 2
    with pytest.raises(Refused, match="neither set of the preset"):
        preset.drafts(air_row(model="New one"))


@pytest.mark.parametrize(
    ("address", "source", "url"),
    [
        ("https://t.me/kpszsu/1", "ua-air-force", "https://t.me/kpszsu/1"),
        ("kpszsu/videos/1/", "ua-air-force", "https://www.facebook.com/kpszsu/videos/1/"),
        ("PvKPivden/posts/x", "ua-air-command-south", "https://www.facebook.com/PvKPivden/posts/x"),
        ("pvkshid/posts/x", "ua-air-command-east", "https://www.facebook.com/pvkshid/posts/x"),
        ("PvkZahid/posts/x", "ua-air-command-west", "https://www.facebook.com/PvkZahid/posts/x"),
        ("PvkCenter/posts/x", "ua-air-command-center", "https://www.facebook.com/PvkCenter/posts/x"),
        ("GeneralStaff.ua/posts/x", "ua-general-staff", "https://www.facebook.com/GeneralStaff.ua/posts/x"),
        ("CinCAFU/posts/x", "ua-cinc", "https://www.facebook.com/CinCAFU/posts/x"),
        ("kharkivoda.gov.ua/news/1", "ua-kharkiv-ova", "https://kharkivoda.gov.ua/news/1"),
        ("https://t.me/ChiefUkrDIU/1", "ua-hur", "https://t.me/ChiefUkrDIU/1"),
        ("https://t.me/war_monitor/1", "war-monitor", "https://t.me/war_monitor/1"),
        ("watch/?v=1", "ua-unnamed", "https://www.facebook.com/watch/?v=1"),
    ],
)
def test_who_speaks(address: str, source: str, url: str) -> None:
    assert said(shipped("ua-air-force").drafts(air_row(source=address))[:1], "source", "url") == [(source, url)]


def test_an_address_of_nobody_known_is_refused() -> None:
    with pytest.raises(Refused, match="no pattern of the preset"):
        shipped("ua-air-force").drafts(air_row(source="someone/posts/1"))


def test_bundles_and_their_weapons() -> None:
    row = air_row(model="Kalibr and X-22", destroyed="", launched_details="{'Kalibr': 12, 'X-22': 8}")
    assert said(shipped("ua-air-force").drafts(row), "weapon", "value", "breakdown") == [
        ("Kalibr+X-22", "20", "exhaustive"), ("Kalibr", "12", ""), ("X-22", "8", ""),
    ]  # fmt: skip


def test_times_without_zero_and_with_a_space() -> None:
    row = air_row(time_start="2023-05-16 3:30", time_end="2023-05-16 ")
    assert shipped("ua-air-force").drafts(row)[0]["window"] == "2023-05-16T03:30/2023-05-16"
    with pytest.raises(Refused, match="not a time") as caught:
        shipped("ua-air-force").drafts(air_row(time_end="16.05.2023"))
    assert caught.value.column == "time_end"


def test_general_staff_rows() -> None:
    preset = shipped("ua-general-staff")
    found = preset.drafts({"date": "2023-03-01", "day": "371", "tank": "3397", "APC": "0", "drone": ""})
    assert said(found, "metric", "value", "weapon", "subject", "basis", "window") == [
        ("equipment_lost", "3397", "tank", "RU", "cumulative", "2022-02-24/2023-03-01"),
        ("equipment_lost", "0", "apc", "RU", "cumulative", "2022-02-24/2023-03-01"),
    ]
    people = {"date": "2022-03-01", "day": "6", "personnel": "5000", "personnel*": "more", "POW": "200"}
    assert said(preset.drafts(people), "metric", "value", "population") == [
        ("casualties", "more than 5000", "military"), ("captured", "200", "military"),
    ]  # fmt: skip
    assert preset.drafts(people | {"personnel*": "about"})[0]["value"] == "about 5000"
    with pytest.raises(Refused, match="neither about nor more"):
        preset.drafts(people | {"personnel*": "maybe"})
    with pytest.raises(Refused, match="corrections"):
        preset.drafts(people | {"tank": "-5"})


def strike(**cells: str) -> dict[str, str]:
    return {"date": "2/3/2010", "village": "V", "region": "Kurram Agency", "total_low": "4", "total_high": "6"} | cells


@pytest.mark.parametrize(
    ("low", "high", "value"), [("4", "6", "4-6"), ("4", "4", "4"), ("4", "", "at least 4"), ("", "6", "up to 6")]
)
def test_low_and_high_become_one_value(low: str, high: str, value: str) -> None:
    found = shipped("us-drone-strikes").drafts(strike(total_low=low, total_high=high))
    assert said(found, "value", "population", "window", "region", "url") == [
        (value, "people", "2010-02-03", "Kurram", "New America, Drone Strikes: Pakistan, 2010-02-03, V"),
    ]  # fmt: skip


def test_several_strikes_of_one_day() -> None:
    rows = [strike(village="A"), strike(village="B"), strike(village="B", total_low="1"), strike(date="3/3/2010")]
    assert parts(shipped("us-drone-strikes"), rows) == ["at A", "at B, strike 3", "at B, strike 2", ""]


def test_negative_counts_refuse_the_row() -> None:
    row = {"S#": "1", "Month": "6", "Day": "8", "Year": "2010", "Location": "L", "City": "Bajaur  Agency"}
    row |= {"Al_Qaeda": "", "Taliban": "2", "Civilians": "0", "Total_Died": "1"}
    preset = shipped("pk-drone-attacks")
    assert said(preset.drafts(row), "value", "population", "region", "window") == [
        ("1", "people", "Bajaur", "2010-06-08"),
        ("2", "taliban", "Bajaur", "2010-06-08"),
        ("0", "civilian", "Bajaur", "2010-06-08"),
    ]
    with pytest.raises(Refused, match="cannot be negative") as caught:
        preset.drafts(row | {"Civilians": "-6"})
    assert caught.value.column == "Civilians"


@pytest.mark.parametrize("path", sorted(PRESETS.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_preset_reads_and_says_what_it_is(path: Path) -> None:
    preset = read_preset(path)
    assert preset.title
    assert preset.note
    assert preset.needs


# ---------------------------------------------------------------- the real files, where they are


def test_real_air_force_file() -> None:
    rows = real_rows("ua-air-force/missile_attacks_daily.csv")
    preset = shipped("ua-air-force")
    start = time.perf_counter()
    result = list(preset.drafts_of(rows))
    assert time.perf_counter() - start < 2
    assert len(result) == len(rows) == 3348
    assert not refusals(result)
    assert all(made for _, made in result)
    launched = [d for d in drafts(result) if d["metric"] == "launched" and d["source"] == "ua-air-force"]
    totals = [d for d in launched if d.get("part", "") not in ("strike drones", "turbojet")]
    assert sum(int(d["value"]) for d in totals if d["note"] != "part of a bundle") == 79574


def test_real_guiding_night() -> None:
    rows = real_rows("ua-air-force/missile_attacks_daily.csv")
    night = [row for row in rows if row[1]["time_start"] == "2026-01-25 18:00" and "Shahed" in row[1]["model"]]
    found = list(drafts(list(shipped("ua-air-force").drafts_of(night))))
    assert {d["window"] for d in found} == {"2026-01-25T18:00/2026-01-26T08:00"}
    assert all(d["url"].startswith("https://www.facebook.com/kpszsu/posts/pfbid02U8") for d in found)
    assert said(found, "metric", "value", "weapon", "part", "region")[:2] == [
        ("launched", "138", "Shahed-136/131", "", "all"),
        ("launched", "about 90", "Shahed-136/131", "strike drones", "all"),
    ]
    assert set(said(found, "metric", "value", "weapon")) >= {
        ("neutralised", "110", "Shahed-136/131"),
        ("airborne_at_cutoff", "7", "Shahed-136/131"),
        ("hit_locations", "11", "any"),
        ("debris_locations", "1", "any"),
    }


def test_real_lines_of_one_bulletin_that_differ_only_in_launch_place() -> None:
    result = list(shipped("ua-air-force").drafts_of(real_rows("ua-air-force/missile_attacks_daily.csv")))
    found = {d["part"] for d in drafts(result) if d.get("part", "").startswith("from ")}
    assert found == {"from Voronezh oblast", "from Crimea"}


def test_real_older_copy() -> None:
    rows = real_rows("ua-air-force/missile_attacks_daily-semicolon.csv", ";")
    result = list(shipped("ua-air-force-semicolon").drafts_of(rows))
    assert (len(result), len(refusals(result))) == (619, 0)
    assert {d["source"] for d in drafts(result)} == {"kaggle-missile-attacks"}
    launched = [d for d in drafts(result) if d["metric"] == "launched"]
    scopes = {tuple(d.get(c, "") for c in ("window", "weapon", "region", "part")) for d in launched}
    assert len(launched) == len(scopes) == 619


def test_real_general_staff_files() -> None:
    preset = shipped("ua-general-staff")
    for name, figures in (("equipment", 20687), ("personnel", 1688)):
        result = list(preset.drafts_of(real_rows(f"ua-general-staff/russia_losses_{name}.json")))
        assert not refusals(result)
        assert len(list(drafts(result))) == figures
    corrections = list(preset.drafts_of(real_rows("ua-general-staff/russia_losses_equipment_correction.json")))
    assert len(refusals(corrections)) == len(corrections) == 28
    with pytest.raises(LedgerError, match="no column 'date'"):
        list(preset.drafts_of(real_rows("ua-general-staff/russia_losses_equipment_oryx.json")))


def test_real_strikes() -> None:
    result = list(shipped("us-drone-strikes").drafts_of(real_rows("us-drone-strikes-pakistan/drone_attacks.csv")))
    assert (len(result), len(refusals(result)), len(list(drafts(result)))) == (414, 0, 980)
    result = list(shipped("pk-drone-attacks").drafts_of(real_rows("us-drone-strikes-pakistan/PkDroneAttacks.csv")))
    assert (len(result), sorted(refusals(result))) == (404, [369, 370, 371, 376])
    assert [made for _, made in result].count([]) == 1
    assert all(draft["url"] for draft in drafts(result))
