"""Coverage, losses, lineage, double counts: worked examples over small ledgers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from ledger import db, queries
from ledger.ingest.record import Act, record
from ledger.render import objects

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
KILLED: Row = {
    "source": "ru-mod",
    "url": "statement",
    "published": "2026-01-27",
    "attacker": "RU",
    "defender": "UA",
    "subject": "UA",
    "metric": "killed",
    "population": "military",
    "value": "100",
    "window": "2026-01-26",
}
TOTAL: Row = {
    "url": "total",
    "published": "2026-02-01",
    "subject": "RU",
    "metric": "equipment_lost",
    "weapon": "tank",
    "basis": "cumulative",
}


def put(con: db.Connection, *rows: Row) -> None:
    """Records the rows as one load."""
    assert not record(con, [(n, [row]) for n, row in enumerate(rows, 1)], Act("load", "rows.csv")).problems


def report(con: db.Connection, name: str, **given: str) -> list[dict[str, Any]]:
    bounds = {k: given.pop(k, None) for k in queries.COMMON}
    return objects(queries.run(con, queries.find("reports", name), bounds, given))


def told(rows: Sequence[dict[str, Any]], *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[c] for c in columns) for row in rows]


# --- coverage


def on(day: str, value: str, **more: str) -> Row:
    return BULLETIN | {"url": f"{day} {value}", "published": day, "window": day, "value": value, **more}


def test_a_strip_has_a_sign_a_day_from_the_first_to_the_last(con: db.Connection) -> None:
    put(
        con,
        on("2026-01-03", "40"),
        on("2026-01-04", "none"),
        on("2026-01-04", "withheld", metric="launched"),
        on("2026-01-05", "withheld"),
        on("2026-01-08", "none"),
        on("2026-01-08", "2", metric="hit"),
    )
    (row,) = report(con, "coverage")
    assert row["strip"] == "  █0?··█"
    assert told([row], "month", "reported", "zero", "withheld", "silent", "figures") == [("2026-01", 2, 1, 1, 2, 6)]
    assert told(report(con, "coverage", metric="hit"), "strip", "silent") == [("       █", 0)]


def test_up_to_is_no_zero(con: db.Connection) -> None:
    put(con, on("2026-01-01", "up to 3"))
    assert told(report(con, "coverage"), "strip") == [("█",)]


def test_a_longer_figure_tells_of_each_day_but_a_running_total_of_its_last(con: db.Connection) -> None:
    put(
        con,
        on("2026-01-06", "40", window="2026-01-04/2026-01-06"),
        on("2026-03-31", "90", window="2026-02-01/2026-03-31"),
        TOTAL | {"source": "ua-general-staff", "value": "900", "window": "2022-02-24/2026-02-01"},
    )
    assert told(report(con, "coverage"), "direction", "month", "strip", "silent") == [
        ("RU → UA", "2026-01", "   ███·························", 25),
        ("RU → UA", "2026-02", "····························", 28),
        ("RU → UA", "2026-03", "······························█", 30),
        ("losses of RU", "2026-02", "█", 0),
    ]


def test_wholly_silent_months_are_one_row(con: db.Connection) -> None:
    put(con, on("2025-10-31", "40"), on("2026-02-01", "40"))
    assert told(report(con, "coverage"), "month", "last_day", "strip", "silent") == [
        ("2025-10", "2025-10-31", " " * 30 + "█", 0),
        ("2025-11", "2026-01-31", "· 3 months, to 2026-01-31", 92),
        ("2026-02", "2026-02-01", "█", 0),
    ]


def test_within_bounds_a_voice_is_silent_that_spoke_before_and_speaks_after(con: db.Connection) -> None:
    put(con, on("2026-01-01", "40"), on("2026-01-20", "40"))
    found = report(con, "coverage", **{"from": "2026-01-10", "to": "2026-01-12"})
    assert told(found, "strip", "reported", "silent") == [(" " * 9 + "···", 0, 3)]
    assert report(con, "coverage", **{"from": "2026-02-01"}) == []


def test_a_relay_counts_for_its_origin_but_not_beside_its_own_words(con: db.Connection) -> None:
    overnight = BULLETIN | {"source": "rna", "origin": "ua-air-force", "url": "article", "published": "2026-01-27"}
    put(
        con,
        BULLETIN,
        overnight | {"window": "2026-01-26/2026-01-27"},
        on("2026-01-29", "7", source="rna", origin="ua-air-force"),
    )
    assert told(report(con, "coverage"), "voice", "strip") == [("ua-air-force", " " * 25 + "█··█")]


# --- losses


def ratios(con: db.Connection, **given: str) -> list[tuple[Any, ...]]:
    return told(
        report(con, "losses", **given), "claimed", "admitted", "confirmed", "ratio", "confirmed_ratio", "remark"
    )


def test_a_ratio_goes_from_the_nearest_bounds_to_the_farthest(con: db.Connection) -> None:
    put(con, KILLED | {"value": "about 100"}, KILLED | {"source": "ua-mod", "value": "20-30"})
    (row,) = report(con, "losses")
    assert told([row], "subject", "metric", "claimed", "admitted") == [
        ("UA", "killed", "90–110 (ru-mod)", "20–30 (ua-mod)")
    ]
    assert (row["ratio"], row["ratio_lo"], row["ratio_hi"]) == ("3.0–5.5x", 3.0, 5.5)
    assert (row["claimed_lo"], row["claimed_hi"], row["admitted_lo"], row["admitted_hi"]) == (90, 110, 20, 30)


def test_open_bounds_zero_and_no_number(con: db.Connection) -> None:
    """Each case a day of its own."""
    cases = [
        ("2026-01-01", "100", "50", "2.0x", None),
        ("2026-01-02", "at least 100", "50", "2.0x and more", None),
        ("2026-01-03", "100", "at least 50", "up to 2.0x", None),
        ("2026-01-04", "at least 100", "at least 50", "–", None),
        ("2026-01-05", "100", "up to 50", "2.0x and more", None),
        ("2026-01-06", "100", "none", "–", "not divided: zero"),
        ("2026-01-07", "none", "50", "–", "not divided: zero"),
        ("2026-01-08", "100", "withheld", "–", "not divided: value"),
    ]
    for day, claimed, admitted, _, _ in cases:
        on_day = KILLED | {"window": day, "url": day}
        put(con, on_day | {"value": claimed}, on_day | {"source": "ua-mod", "value": admitted})
    found = told(report(con, "losses"), "day", "ratio", "remark")
    assert sorted((str(day), *rest) for day, *rest in found) == [(day, *rest) for day, _, _, *rest in cases]


def test_one_side_alone_is_shown_on_request_and_has_no_ratio(con: db.Connection) -> None:
    put(con, KILLED)
    assert ratios(con) == []
    assert ratios(con, all="true") == [("100 (ru-mod)", None, None, "–", "–", None)]


def test_unlike_scopes_are_never_divided(con: db.Connection) -> None:
    cases: list[Row] = [
        {"population": "people"},
        {"metric": "casualties"},
        {"region": "UA-14"},
        {"part": "first strike"},
        {"window": "2026-01-25/2026-01-26"},
        {"window": "2026-01-25"},
        {"basis": "cumulative", "window": "2022-02-24/2026-01-26"},
    ]
    put(con, KILLED, *(KILLED | {"source": "ua-mod", "value": "10", "url": str(n)} | c for n, c in enumerate(cases)))
    assert {row["ratio"] for row in report(con, "losses", all="true")} == {"–"}
    # all of them are there, beside a figure of the same scope as the first that is divided
    put(con, KILLED | {"source": "ua-mod", "value": "10"})
    assert sorted({row["ratio"] for row in report(con, "losses", all="true")}) == ["10.0x", "–"]


def test_windows_of_hours_that_differ_stand_in_one_row_undivided(con: db.Connection) -> None:
    morning, evening = "2026-01-26T00:00Z/2026-01-26T06:00Z", "2026-01-26T12:00Z/2026-01-26T18:00Z"
    put(con, KILLED | {"window": morning}, KILLED | {"source": "ua-mod", "value": "10", "window": evening})
    assert ratios(con) == [("100 (ru-mod)", "10 (ua-mod)", None, "–", "–", "not divided: window")]


def test_a_direction_that_one_side_does_not_state_is_another(con: db.Connection) -> None:
    put(con, KILLED, KILLED | {"source": "ua-mod", "value": "10", "attacker": "", "defender": ""})
    assert ratios(con) == [("100 (ru-mod)", "10 (ua-mod)", None, "–", "–", "not divided: direction or window")]


def test_a_third_party_claims_nothing_and_a_relay_speaks_for_its_origin(con: db.Connection) -> None:
    put(
        con,
        KILLED | {"source": "reuters", "origin": "ru-mod"},
        KILLED | {"source": "us-officials", "value": "60"},
        KILLED | {"source": "acled", "value": "80"},
    )
    (row,) = report(con, "losses")
    assert told([row], "claimed", "confirmed", "others") == [
        ("100 (ru-mod via reuters)", "80 (acled)", "60 (us-officials)")
    ]
    assert (row["ratio"], row["confirmed_ratio"]) == ("–", "1.25x")


def test_an_event_brings_together_what_days_do_not(con: db.Connection) -> None:
    event = {"event": "2026-01-26-depot", "region": "UA-14"}
    other = KILLED | event | {"source": "ua-mod", "value": "40", "window": "2026-01-27"}
    put(con, KILLED | event, other)
    assert told(report(con, "losses"), "event", "ratio") == [("2026-01-26-depot", "2.5x")]


def total(source: str, as_of: str, value: str, **more: str) -> Row:
    return (
        TOTAL
        | {"source": source, "url": f"{source} {as_of}", "published": as_of, "value": value}
        | {"window": f"2022-02-24/{as_of}"}
        | more
    )


def test_running_totals_are_compared_on_the_last_day_that_both_reach(con: db.Connection) -> None:
    put(
        con,
        total("ua-general-staff", "2026-01-01", "900"),
        total("ua-general-staff", "2026-01-15", "1000"),
        total("ua-general-staff", "2026-02-01", "1100"),
        total("ru-mod", "2026-01-02", "300"),
        total("oryx", "2026-01-15", "at least 400"),
    )
    assert told(report(con, "losses"), "day", "claimed", "admitted", "ratio", "confirmed_ratio", "remark") == [
        ("2026-01-02", "900 (ua-general-staff, as of 2026-01-01)", "300 (ru-mod)", "3.0x", "–", None),
        (
            *("2026-01-15", "1000 (ua-general-staff)", "300 (ru-mod, as of 2026-01-02)", "–", "up to 2.5x"),
            "not divided: as of other days",
        ),
    ]
    assert told(report(con, "losses", to="2026-01-10"), "day", "ratio") == [("2026-01-02", "3.0x")]


def test_running_totals_of_unlike_starts_are_not_divided(con: db.Connection) -> None:
    put(
        con,
        total("ua-general-staff", "2026-01-15", "1000"),
        total("ru-mod", "2026-01-15", "300", window="2023-01-01/2026-01-15"),
    )
    assert told(report(con, "losses"), "first_day", "ratio") == [("2022-02-24", "–"), ("2023-01-01", "–")]


# --- lineage


def lineage(con: db.Connection, **given: str) -> list[tuple[Any, ...]]:
    return told(report(con, "lineage", **given), "figure", "documents", "voices", "independent", "told_by", "standing")


def test_a_relay_stands_behind_a_figure_as_its_origin(con: db.Connection) -> None:
    put(
        con,
        BULLETIN,
        BULLETIN
        | {"source": "rna", "url": "article", "published": "2026-01-27", "origin": "ua-air-force"}
        # the article says it in other words: another weapon, another day
        | {"weapon": "uav", "window": "2026-01-26/2026-01-27"},
    )
    assert lineage(con) == [("40", 2, 1, 1, "ua-air-force (relayed by rna)", "one origin")]


def test_what_is_known_at_second_hand_only(con: db.Connection) -> None:
    relay = BULLETIN | {"origin": "ua-air-force"}
    put(con, relay | {"source": "reuters", "url": "a"}, relay | {"source": "ap", "url": "b"})
    expected = ("40", 2, 1, 1, "ua-air-force via ap, reuters", "one origin, at second hand only")
    assert lineage(con) == [expected]


def test_a_relay_of_a_relay_is_no_second_voice(con: db.Connection) -> None:
    put(
        con,
        BULLETIN | {"source": "reuters", "url": "a", "origin": "ua-air-force"},
        BULLETIN | {"source": "rna", "url": "b", "origin": "reuters"},
    )
    ((_, documents, voices, independent, _, standing),) = lineage(con)
    assert (documents, voices, independent, standing) == (2, 2, 1, "one origin, at second hand only")


def test_sources_that_quote_each_other(con: db.Connection) -> None:
    put(
        con,
        BULLETIN | {"source": "reuters", "url": "a", "origin": "ap"},
        BULLETIN | {"source": "ap", "url": "b", "origin": "reuters"},
    )
    ((_, _, voices, independent, _, standing),) = lineage(con)
    assert (voices, independent, standing) == (2, 1, "they quote each other, at second hand only")


def test_voices_of_one_body_are_one_and_of_one_party_are_said_to_be(con: db.Connection) -> None:
    put(con, KILLED | {"source": "ua-general-staff", "url": "a"}, KILLED | {"source": "ua-air-force", "url": "b"})
    body = "ua-air-force, ua-general-staff (ua-armed-forces)"
    assert lineage(con) == [("100", 2, 2, 1, body, "one body")]
    put(con, KILLED | {"source": "ua-sbu", "url": "c"})
    assert lineage(con) == [("100", 3, 3, 2, f"{body}; ua-sbu", "one party")]
    put(con, KILLED)
    ((_, documents, voices, independent, _, standing),) = lineage(con)
    assert (documents, voices, independent, standing) == (4, 4, 3, None)


def test_one_document_at_first_hand_is_shown_on_request(con: db.Connection) -> None:
    put(con, BULLETIN)
    assert lineage(con) == []
    assert lineage(con, all="true") == [("40", 1, 1, 1, "ua-air-force", None)]


def test_equal_figures_of_other_hours_are_other_figures(con: db.Connection) -> None:
    day = BULLETIN | {"url": "day", "window": "2026-01-26T08:00/2026-01-26T17:00"}
    put(con, BULLETIN, day)
    assert lineage(con) == []
    put(con, BULLETIN | {"url": "again", "window": "2026-01-25T19:00/2026-01-26T07:00"})
    assert lineage(con) == [("40", 2, 1, 1, "ua-air-force", "one voice")]


# --- double counts


def doubles(con: db.Connection, **given: str) -> list[tuple[Any, ...]]:
    return told(report(con, "double-count", **{"per": "figure"} | given), "reason", "figure", "counted_in")


def test_a_part_is_counted_in_its_whole(con: db.Connection) -> None:
    put(con, BULLETIN, BULLETIN | {"value": "9", "region": "UA-51"}, BULLETIN | {"value": "none", "region": "UA-12"})
    whole = "part of a whole that is counted"
    assert doubles(con) == [(whole, "intercepted 9 shahed over UA-51", "intercepted 40 shahed")]


def test_an_overlapping_window_and_a_recap(con: db.Connection) -> None:
    put(
        con,
        BULLETIN,
        BULLETIN | {"url": "late", "value": "12", "window": "2026-01-26T06:00/2026-01-26T12:00"},
        BULLETIN | {"url": "week", "value": "300", "recap": "true", "window": "2026-01-20/2026-01-26"},
    )
    assert doubles(con) == [
        ("its window overlaps an earlier one", "intercepted 12 shahed", "intercepted 40 shahed"),
        ("recap", "intercepted 300 shahed", "the figures that it repeats"),
    ]


def test_a_relay_and_a_revision(con: db.Connection) -> None:
    put(
        con,
        BULLETIN,
        BULLETIN | {"published": "2026-01-28", "value": "41"},
        BULLETIN | {"source": "rna", "url": "article", "value": "41", "origin": "ua-air-force"},
    )
    assert doubles(con) == [
        ("an earlier version of the same document", "intercepted 40 shahed", "intercepted 41 shahed"),
        (
            "a relay of a figure that its origin tells",
            "intercepted 41 shahed",
            "intercepted 41 shahed by ua-air-force",
        ),
    ]


def test_one_scope_in_two_documents_may_be_two_reports(con: db.Connection) -> None:
    put(con, BULLETIN, BULLETIN | {"url": "second", "published": "2026-01-27", "value": "38"})
    (row,) = report(con, "double-count")
    assert told([row], "reason", "surely", "figure", "counted_in") == [
        (
            *("one scope and window in two documents of one voice", False),
            *("intercepted 40 shahed", "intercepted 38 shahed"),
        )
    ]


def test_a_command_s_figure_lies_inside_the_national_one(con: db.Connection) -> None:
    put(
        con,
        BULLETIN,
        BULLETIN | {"source": "ua-air-command-south", "url": "south", "value": "6"},
        BULLETIN | {"source": "ua-air-command-east", "url": "east", "value": "5", "region": "UA-12"},
    )
    reason = "a lower level, inside the figure of a national voice"
    whole = "intercepted 40 shahed by ua-air-force"
    assert doubles(con) == [
        (reason, "intercepted 5 shahed over UA-12", whole),
        (reason, "intercepted 6 shahed", whole),
    ]


def test_two_commands_tell_of_their_own_areas(con: db.Connection) -> None:
    put(
        con,
        BULLETIN | {"source": "ua-air-command-south", "url": "south", "value": "6"},
        BULLETIN | {"source": "ua-air-command-east", "url": "east", "value": "5"},
    )
    assert doubles(con) == []


def test_of_two_sides_that_of_the_party_aimed_at_stands(con: db.Connection) -> None:
    put(con, KILLED, KILLED | {"source": "ua-mod", "value": "20"})
    scope = "another voice tells of the same scope"
    assert doubles(con) == [(scope, "killed 100 military", "killed 20 military by ua-mod")]


def test_a_running_total_counts_those_before_it(con: db.Connection) -> None:
    put(con, total("ua-general-staff", "2026-01-01", "900"), total("ua-general-staff", "2026-01-15", "1000"))
    assert doubles(con) == [
        (
            "a later running total counts it",
            "equipment_lost 900 tank",
            "equipment_lost 1000 tank of 2026-01-15",
        )
    ]


def test_rows_are_summed_by_period_and_the_remark_has_both_sums(con: db.Connection) -> None:
    put(con, BULLETIN, *(BULLETIN | {"value": str(n), "region": f"UA-{n}"} for n in (51, 48, 12, 63)))
    (row,) = report(con, "double-count")
    assert told([row], "period", "figures", "total", "figure") == [
        ("2026-01", 4, "174", "intercepted 63 shahed over UA-63")
    ]
    result = queries.run(con, queries.find("reports", "double-count"), {}, {})
    assert result.closing[0] == "lower bounds added up, all rows and each figure once: intercepted 214 and 40"
    assert told(report(con, "double-count", per="all"), "period") == [("all",)]
    assert len(report(con, "double-count", per="figure")) == 4


# --- neutrality


EXCHANGED = {
    "UA": "RU",
    "ua-mod": "ru-mod",
    "ua-kharkiv-ova": "ru-belgorod-gov",
    "ua-president": "ru-president-admin",
    "ua-defence-ministry": "ru-armed-forces",
    "ua-presidency": "ru-presidency",
}
OTHER = EXCHANGED | {b: a for a, b in EXCHANGED.items()}


def exchanged(text: str) -> str:
    return re.sub(r"[\w-]+", lambda word: OTHER.get(word[0], word[0]), text)


@pytest.mark.parametrize("name", ["coverage", "losses", "lineage", "double-count"])
def test_exchanging_two_parties_exchanges_their_names_and_nothing_else(con: db.Connection, name: str) -> None:
    here = {"region": "X-SEA-BLACK", "population": "military"}
    rows = [
        KILLED | here,
        KILLED | here | {"source": "ua-mod", "value": "20", "url": "denial"},
        KILLED | here | {"source": "ua-president", "value": "20", "url": "address", "published": "2026-01-28"},
        KILLED | here | {"source": "ua-kharkiv-ova", "value": "8", "url": "post"},
        KILLED | here | {"source": "rna", "origin": "ru-mod", "url": "article"},
        KILLED | here | {"source": "oryx", "value": "at least 15", "url": "list"},
        BULLETIN | {"source": "ru-mod", "window": "2026-01-26", "value": "none"},
        BULLETIN | {"source": "ua-mod", "window": "2026-01-26", "value": "several"},
    ]
    given = {"double-count": {"per": "figure"}, "losses": {"all": "true"}, "lineage": {"all": "true"}}.get(name, {})

    def seen(rows: Sequence[Row]) -> list[dict[str, Any]]:
        con.execute("delete from claim; delete from entry; delete from link")
        put(con, *rows)
        return [{k: v for k, v in row.items() if k != "claims"} for row in report(con, name, **given)]

    as_they_are = seen(rows)
    mirrored = seen([{k: OTHER.get(v, v) for k, v in row.items()} for row in rows])
    assert as_they_are
    assert sorted(map(str, mirrored)) == sorted(exchanged(str(row)) for row in as_they_are)
