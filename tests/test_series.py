"""What one source says over time: the reports on running totals and on revisions, by worked examples."""

from typing import Any

from ledger import db, queries
from ledger.ingest.acts import retract
from ledger.ingest.record import Act, record
from ledger.render import objects

Row = dict[str, str]

LOSSES = {"source": "ua-general-staff", "subject": "RU", "metric": "equipment_lost", "weapon": "tank"}
BULLETIN = {
    "source": "ua-air-force",
    "attacker": "RU",
    "defender": "UA",
    "metric": "launched",
    "weapon": "shahed",
    "window": "2026-03-01T20:00/2026-03-02T08:00",
    "published": "2026-03-02",
    "url": "bulletin",
}


def say(con: db.Connection, *rows: Row) -> str:
    """Records rows as loaded from a file; returns the first claim's id."""
    outcome = record(con, [(n, [row]) for n, row in enumerate(rows, 1)], Act("load", "rows.csv"))
    assert not outcome.problems
    return outcome.ids[0]


def report(con: db.Connection, name: str, **given: str) -> list[dict[str, Any]]:
    return objects(queries.run(con, queries.find("reports", name), {}, given, closing=False))


def total(day: int, value: str) -> Row:
    until = f"2026-03-{day:02}"
    return LOSSES | {
        "url": f"{day}", "published": until, "value": value, "window": f"2022-02-24/{until}", "basis": "cumulative"
    }  # fmt: skip


def daily(day: int, value: str) -> Row:
    of = f"2026-03-{day:02}"
    return LOSSES | {"url": f"{day}", "published": of, "value": value, "window": of}


def test_running_totals_and_dailies(con: db.Connection) -> None:
    say(
        con, total(1, "100"), daily(2, "9"), daily(3, "14"), total(3, "120"), daily(4, "3"), total(4, "123"),
        total(5, "119"), total(6, "at least 122"),
    )  # fmt: skip
    by_day = report(con, "cumulative", per="day")
    assert [(r["period"][-2:], r["totals"], r["rise"], r["told"], r["remark"]) for r in by_day] == [
        ("03", "100 → 120", "20", "23", "apart in 1 step"),
        ("04", "120 → 123", "3", "3", "reconcile"),
        ("05", "123 → 119", "-4", None, "falls on 2026-03-05 by 4; no dailies"),
        ("06", "119 → at least 122", "3+", None, "no dailies"),
    ]
    (month,) = report(con, "cumulative")
    assert (month["totals"], month["rise"], month["told"], month["told_for"]) == (
        "100 → at least 122",
        "22+",
        "26",
        "for 2 of 4 steps",
    )
    assert month["remark"] == "falls on 2026-03-05 by 4; apart in 1 step"


def test_about_a_number_rises_by_a_wide_interval_but_never_below_zero(con: db.Connection) -> None:
    say(con, total(1, "about 1000"), total(2, "about 1010"))
    (row,) = report(con, "cumulative")
    assert (row["totals"], row["rise"]) == ("about 1000 → about 1010", "0–211")


def changes(con: db.Connection, **given: str) -> list[tuple[str, str | None, str | None, bool, str]]:
    found = report(con, "revisions", **given)
    return [(r["change"], r["was"], r["now"], r["stated"], r["said"]) for r in found]


def test_a_figure_changed_in_its_document(con: db.Connection) -> None:
    say(con, BULLETIN | {"value": "90"})
    say(con, BULLETIN | {"value": "92"})
    say(con, BULLETIN | {"value": "93", "note": "Corrected by the press office"})
    assert changes(con) == [
        ("changed", "90", "92", False, "no"),
        ("corrected", "92", "93", True, "yes: Corrected by the press office"),
    ]
    assert [c for c, *_ in changes(con, correction="erratum")] == ["changed", "changed"]


def test_the_quote_states_a_correction_too(con: db.Connection) -> None:
    say(con, BULLETIN | {"value": "90"})
    say(con, BULLETIN | {"value": "92", "quote": "Уточнено: 92", "note": "from the channel"})
    assert changes(con) == [("corrected", "90", "92", True, "yes: from the channel; Уточнено: 92")]


def test_a_figure_restated_in_another_document(con: db.Connection) -> None:
    say(con, BULLETIN | {"value": "90"})
    say(con, BULLETIN | {"value": "95", "url": "a later bulletin", "published": "2026-03-05"})
    say(con, BULLETIN | {"value": "95", "url": "a third bulletin", "published": "2026-03-06"})
    assert changes(con) == [("restated", "90", "95", False, "no")]


def test_figures_of_one_day_in_two_documents_are_two_reports(con: db.Connection) -> None:
    say(con, BULLETIN | {"value": "90"}, BULLETIN | {"value": "95", "url": "another bulletin"})
    assert changes(con) == []


def test_a_figure_appears_in_its_document(con: db.Connection) -> None:
    lost = BULLETIN | {"metric": "lost", "value": "3"}
    say(con, BULLETIN | {"value": "90"}, lost | {"url": "another", "window": "2026-02-01"})
    say(con, lost)
    assert changes(con) == [("appeared", None, "3", False, "no")]


def test_a_retraction_gives_its_reason(con: db.Connection) -> None:
    retract(con, say(con, BULLETIN | {"value": "90"}), "typed the wrong night")
    assert changes(con) == [("retracted", "90", None, True, "yes: typed the wrong night")]
