"""What may be added up: worked examples of `countable_claim` and `night`."""

from __future__ import annotations

from ledger import db, queries
from ledger.ingest.record import Act, record

Row = dict[str, str]

BULLETIN: Row = {
    "source": "ua-air-force",
    "url": "bulletin",
    "published": "2026-01-26",
    "attacker": "RU",
    "defender": "UA",
    "metric": "intercepted",
    "weapon": "shahed",
    "value": "40",
    "window": "2026-01-25T18:00/2026-01-26T08:00",
}


def left_out(con: db.Connection, *rows: list[Row]) -> dict[str, str | None]:
    """By value: why a sum leaves the figure out. Each argument is one input row and the claims that it states."""
    assert not record(con, list(enumerate(rows, 1)), Act("test")).problems
    return dict(con.execute("select value, left_out from countable_claim").fetchall())


def down(con: db.Connection) -> list[tuple[str, int]]:
    return con.execute("select voice, neutralised_lo from night order by voice").fetchall()


def test_a_region_of_everywhere_and_a_labelled_part_are_counted_in_the_whole(con: db.Connection) -> None:
    whole = "part of a whole that is counted"
    found = left_out(
        con,
        [BULLETIN],
        [BULLETIN | {"value": "9", "region": "UA-51"}],
        [BULLETIN | {"value": "12", "part": "second wave"}],
        [BULLETIN | {"value": "5", "weapon": "lancet"}],
    )
    assert found == {"40": None, "9": whole, "12": whole, "5": None}
    assert down(con) == [("ua-air-force", 45)]


def test_parts_that_one_row_gives_beside_the_total_it_declares(con: db.Connection) -> None:
    """A total over "the south" with its oblasts: nobody says what the south is made of, but the row does."""
    south = BULLETIN | {"region": "X-UA-SOUTH", "breakdown": "partial"}
    found = left_out(con, [south, BULLETIN | {"region": "UA-51", "value": "32"}])
    assert found["32"] == "part of a whole that is counted"
    assert down(con) == [("ua-air-force", 40)]


def test_a_total_by_region_is_no_total_of_weapons(con: db.Connection) -> None:
    """ "Unknown drones: 2, one over each of two oblasts" stands beside "Shahed: 3", not above it."""
    unknown = BULLETIN | {"weapon": "uav", "value": "2", "breakdown": "exhaustive"}
    found = left_out(
        con,
        [unknown, unknown | {"value": "1", "region": "UA-35", "breakdown": "none"}],
        [BULLETIN | {"value": "3"}],
    )
    assert found["3"] is None
    assert down(con) == [("ua-air-force", 5)]


def test_a_composite_or_its_parts_not_both(con: db.Connection) -> None:
    left_out(
        con,
        [BULLETIN | {"metric": "neutralised"}],
        [BULLETIN | {"value": "30"}],
        [BULLETIN | {"metric": "suppressed", "value": "10"}],
    )
    assert down(con) == [("ua-air-force", 40)]


def test_the_later_of_two_overlapping_windows_is_left_out_and_the_night_says_so(con: db.Connection) -> None:
    day = BULLETIN | {"url": "day", "value": "7", "window": "2026-01-26T07:00/2026-01-26T17:00"}
    assert left_out(con, [BULLETIN], [day])["7"] == "its window overlaps an earlier one"
    assert down(con) == [("ua-air-force", 40)]
    assert con.execute("select left_out from night").fetchone() == ("intercepted 7",)


def test_equal_windows_in_two_documents_are_separate_reports(con: db.Connection) -> None:
    assert left_out(con, [BULLETIN], [BULLETIN | {"url": "another", "value": "2"}]) == {"40": None, "2": None}


def test_of_one_scope_stated_twice_in_one_document_the_first_counts(con: db.Connection) -> None:
    left_out(con, [BULLETIN], [BULLETIN | {"value": "41"}])
    assert down(con) == [("ua-air-force", 40)]


def test_a_regional_command_adds_nothing_to_the_national_figure(con: db.Connection) -> None:
    left_out(con, [BULLETIN], [BULLETIN | {"source": "ua-air-command-south", "url": "south", "value": "22"}])
    assert down(con) == [("ua-air-force", 40)]
    assert con.execute("select other_voices from night").fetchone() == (1,)


# An upper bound that is open leaves each sum open that it goes into: "at least 30" shot down and 5 suppressed are 35+
OUTCOMES = [
    BULLETIN | {"metric": "launched", "value": "40"},
    BULLETIN | {"value": "at least 30"},
    BULLETIN | {"metric": "suppressed", "value": "5"},
    BULLETIN | {"metric": "lost", "value": "at least 2"},
]


def told(con: db.Connection, report: str) -> list[dict[str, object]]:
    found = queries.run(con, queries.find("reports", report), {}, {}, closing=False)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def test_a_funnel_whose_outcomes_are_open_above(con: db.Connection) -> None:
    left_out(con, *[[row] for row in OUTCOMES])
    (row,) = told(con, "funnel")
    wanted = {"neutralised": "35+", "lost": "lost 2+", "unaccounted": "0–3", "rate": "87.5–100.0 %"}
    assert {name: row[name] for name in wanted} == wanted


def test_a_night_whose_outcomes_are_open_above(con: db.Connection) -> None:
    left_out(con, *[[row] for row in OUTCOMES])
    asked = "neutralised_lo, neutralised_hi, lost_lo, lost_hi, rate_lo, rate_hi, unaccounted_lo, unaccounted_hi"
    assert con.execute(f"select {asked} from night").fetchone() == (35, None, 2, None, 0.875, 1, 0, 3)
    assert [row["rate"] for row in told(con, "nights")] == ["87.5–100.0 %"]


def test_what_follows_in_a_brief_whose_outcomes_are_open_above(con: db.Connection) -> None:
    left_out(con, *[[row] for row in OUTCOMES])
    derived = {str(row["what"]): row["says"] for row in told(con, "brief")}
    assert derived["not neutralised (derived)"] == "0–5"
    assert derived["unaccounted (derived)"] == "0–3"


def test_more_shot_down_than_launched_is_told_as_it_was_said(con: db.Connection) -> None:
    left_out(con, [BULLETIN | {"metric": "launched", "value": "24"}], [BULLETIN | {"value": "25"}])
    assert [row["rate"] for report in ("funnel", "nights") for row in told(con, report)] == ["104.2 %", "104.2 %"]


def test_of_launches_that_are_open_above_any_number_may_be_unaccounted_for(con: db.Connection) -> None:
    left_out(con, [BULLETIN | {"metric": "launched", "value": "at least 50"}], [BULLETIN])
    (row,) = told(con, "funnel")
    assert (row["launched"], row["unaccounted"], row["rate"]) == ("50+", "10+", "0.0–80.0 %")
    assert con.execute("select unaccounted_lo, unaccounted_hi from night").fetchone() == (10, None)
    assert [row["rate"] for row in told(con, "nights")] == ["0.0–80.0 %"]


def test_parts_that_are_open_above_may_meet_their_total(con: db.Connection) -> None:
    total = BULLETIN | {"breakdown": "exhaustive"}
    over = BULLETIN | {"region": "UA-51", "value": "at least 10"}
    left_out(con, [total], [over], [over | {"region": "UA-48", "value": "20"}])
    remarks = [row["remark"] for row in told(con, "brief") if row["says"] == "40"]
    assert remarks == ["2 parts, together 30+: they meet the total"]
