"""From interchange rows to claims: what is read, what is refused, what is written."""

from typing import Any

import pytest
from conftest import BULLETIN, MINISTRY, Row, nights

from ledger import db
from ledger.errors import LedgerError
from ledger.ingest.acts import retract
from ledger.ingest.record import Act, Outcome, Problem, find_claim, record

LOSS = {**MINISTRY, "metric": "killed", "attacker": "", "defender": "", "weapon": "", "subject": "UA"}


def taken(con: db.Connection, *rows: Row, strict: bool = False) -> Outcome:
    """Records rows numbered from 1, one claim each."""
    return record(con, [(n, [row]) for n, row in enumerate(rows, 1)], Act("load"), strict=strict)


def claim(con: db.Connection, columns: str) -> Any:
    rows = con.table("claim").project(columns).fetchall()
    assert len(rows) == 1
    return rows[0]


def counts(outcome: Outcome) -> list[int]:
    return [outcome.rows, outcome.loaded, outcome.known, outcome.empty, outcome.refused, outcome.claims]


# ---------------------------------------------------------------- what is read


def test_defaults_are_those_of_the_design(con: db.Connection) -> None:
    taken(con, {**MINISTRY, "weapon": ""})
    assert claim(con, "weapon, population, region, basis, breakdown, recap") == (
        "unspecified", "unspecified", "all", "period", "none", False,
    )  # fmt: skip
    assert claim(con, "part, quote, lang, origin, event, note, weapon_as_stated, region_as_stated") == (None,) * 8


def test_names_become_ids_and_the_words_are_kept(con: db.Connection) -> None:
    taken(con, {**BULLETIN, "source": "kpszsu", "attacker": "росія", "weapon": "Шахед", "region": "Одеська область"})
    assert claim(con, "source, attacker, weapon, weapon_as_stated, region, region_as_stated") == (
        "ua-air-force", "RU", "shahed", "Шахед", "UA-51", "Одеська область",
    )  # fmt: skip


def test_a_bundle_is_one_whatever_the_order(con: db.Connection) -> None:
    outcome = taken(con, {**BULLETIN, "weapon": "uav+shahed"}, {**BULLETIN, "weapon": "Шахед + drones"})
    assert counts(outcome) == [2, 1, 1, 0, 0, 1]
    assert claim(con, "weapon") == ("shahed+uav",)


def test_a_value_keeps_its_words_beside_its_interval(con: db.Connection) -> None:
    taken(con, {**BULLETIN, "value": "  понад 50 "})
    assert claim(con, "value, kind, lo, hi") == ("понад 50", "more_than", 51, None)


@pytest.mark.parametrize(
    ("row", "first", "last", "precision"),
    [
        ({"window": "2026-01-25T18:00/2026-01-26T08:00"}, "2026-01-26", "2026-01-26", "minute"),
        ({"window": "2026-01-26"}, "2026-01-26", "2026-01-26", "day"),
        ({"window": "2026-01-20/2026-01-26"}, "2026-01-20", "2026-01-26", "day"),
        ({"window": "2026-01-26T00:00/2026-01-27T00:00"}, "2026-01-26", "2026-01-26", "minute"),
        ({"window": "2026-01-26T03:00/2026-01-26T03:00"}, "2026-01-26", "2026-01-26", "instant"),
        ({"window": "2022-02-24/2026-01-26", "basis": "cumulative"}, "2026-01-26", "2026-01-26", "day"),
        # 23:30 in Kyiv is another day in Moscow, where this falls
        ({"window": "2026-01-25T22:00/2026-01-25T23:30", "defender": "RU"}, "2026-01-26", "2026-01-26", "minute"),
    ],
)  # fmt: skip
def test_the_day_of_a_claim(con: db.Connection, row: Row, first: str, last: str, precision: str) -> None:
    taken(con, {**BULLETIN, **row})
    found = claim(con, "day_first, day, window_precision")
    assert [str(f) for f in found] == [first, last, precision]


def test_times_are_utc_read_in_the_sources_zone(con: db.Connection) -> None:
    taken(con, {**BULLETIN, "published": "2026-01-26 09:00"})
    assert [str(t) for t in claim(con, "published, window_start, window_end")] == [
        "2026-01-26 07:00:00", "2026-01-25 16:00:00", "2026-01-26 06:00:00",
    ]  # fmt: skip


def test_line_breaks_and_tabs_in_text_are_spaces(con: db.Connection) -> None:
    taken(con, {**MINISTRY, "note": " one\r\ntwo\tthree ", "quote": "four\nfive"})
    assert claim(con, "note, quote") == ("one two three", "four five")


# ---------------------------------------------------------------- ids


def test_what_is_beside_the_figure_makes_no_new_claim(con: db.Connection) -> None:
    words = {"note": "x", "quote": "x", "event": "x", "lang": "x", "breakdown": "partial", "recap": "true"}
    rows = [MINISTRY | {column: word} for column, word in words.items()]
    assert counts(taken(con, MINISTRY, *rows)) == [7, 1, 6, 0, 0, 1]


def test_what_the_figure_is_about_makes_a_new_claim(con: db.Connection) -> None:
    words = {
        "source": "ru-general-staff", "url": "elsewhere", "published": "2026-01-26T04:40Z", "attacker": "KP",
        "defender": "BY", "subject": "BY", "metric": "suppressed", "value": "forty", "window": "2026-01-26",
        "weapon": "shahed", "population": "military", "region": "RU-KDA", "part": "second wave",
        "basis": "cumulative", "origin": "ua-mod",
    }  # fmt: skip
    rows = [MINISTRY | {column: word} for column, word in words.items()]
    assert counts(taken(con, MINISTRY, *rows)) == [16, 16, 0, 0, 0, 16]
    ids = [identity for (identity,) in con.execute("select claim_id from claim").fetchall()]
    assert len(set(ids)) == 16


# ---------------------------------------------------------------- counts


def test_rows_of_several_claims_are_taken_or_refused_whole(con: db.Connection) -> None:
    one, two, three = nights(3)
    rows = [(1, [one, two]), (2, [three, {**three, "value": "?"}]), (3, []), (4, [two, three])]
    outcome = record(con, rows, Act("load"), [Problem(5, "", "unreadable")])
    assert counts(outcome) == [5, 2, 0, 1, 2, 3]
    assert [p.row for p in outcome.problems] == [2, 5]


def test_a_row_is_known_only_if_all_of_it_is(con: db.Connection) -> None:
    one, two, three = nights(3)
    record(con, [(1, [one, two])], Act("load"))
    outcome = record(con, [(1, [one, two]), (2, [two, three])], Act("load"))
    assert counts(outcome) == [2, 1, 1, 0, 0, 1]


def test_strict_writes_nothing_and_still_counts_every_row(con: db.Connection) -> None:
    outcome = taken(con, *nights(3), {**MINISTRY, "value": "?"}, strict=True)
    assert counts(outcome) == [4, 0, 0, 0, 4, 0]
    assert [p.row for p in outcome.problems] == [4]
    assert con.table("claim").fetchall() == []
    assert con.table("entry").fetchall() == []


def test_many_rows_are_the_same_as_few(con: db.Connection) -> None:
    """Above some hundreds of rows they travel as a frame."""
    outcome = taken(con, *nights(500), {**MINISTRY, "value": "?"})
    assert counts(outcome) == [501, 500, 0, 0, 1, 500]
    assert counts(taken(con, *nights(3))) == [3, 0, 3, 0, 0, 0]


def test_no_entry_is_written_where_there_is_nothing_new(con: db.Connection) -> None:
    assert taken(con, MINISTRY).entry
    assert taken(con, MINISTRY).entry is None
    assert len(con.table("entry").fetchall()) == 1


def test_scopes_are_kept_once_and_lie_in_each_other(con: db.Connection) -> None:
    taken(con, *nights(3), {**MINISTRY, "region": "RU-KDA"}, {**MINISTRY, "weapon": "any"})
    scopes = {row[0]: row[1:] for row in con.table("scope").fetchall()}
    assert len(scopes) == 3
    inside = {(scopes[a][3], scopes[b][3]) for a, b, *_ in con.table("scope_in").fetchall()}
    assert ("RU-KDA", "all") in inside
    assert ("all", "RU-KDA") not in inside


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ({"url": ""}, "url", "is required here and empty"),
        ({"attacker": ""}, "attacker", "is required here and empty"),
        ({"region": "Krasnodarr"}, "region", "'Krasnodarr' is no known region; did you mean RU-KDA"),
        ({"weapon": "uav+Shahedd"}, "weapon", "'Shahedd' is no known weapon; did you mean"),
        ({"value": "most of them"}, "value", "most of something is no figure"),
        ({"quote": "w " * 61}, "quote", "a quote has 60 words at most, this one has 61"),
        ({"origin": "ru-mod"}, "origin", "a source does not relay itself"),
        ({"note": "\x1b[31m"}, "note", "holds the control character U+001B"),
    ],
)
def test_a_refusal_names_the_column_and_the_reason(con: db.Connection, row: Row, column: str, reason: str) -> None:
    (problem,) = taken(con, {**MINISTRY, **row}).problems
    assert (problem.row, problem.column) == (1, column)
    assert reason in problem.reason


def test_a_loss_needs_its_subject_and_takes_no_direction(con: db.Connection) -> None:
    outcome = taken(con, LOSS, {**LOSS, "subject": ""})
    assert [(p.row, p.column) for p in outcome.problems] == [(2, "subject")]


def test_countries_of_the_world_are_places_without_being_listed(con: db.Connection) -> None:
    taken(con, {**BULLETIN, "region": "FI"})
    assert con.sql("select name from region where id = 'FI'").fetchall() == [("Finland",)]


# ---------------------------------------------------------------- retraction


def test_a_retraction_is_a_link_and_an_entry(con: db.Connection) -> None:
    identity = taken(con, MINISTRY).ids[0]
    assert retract(con, identity[:6], "the wrong night") == identity
    assert con.sql("select kind, cast(to_id as varchar), why from link").fetchall() == [
        ("retracts", identity, "the wrong night")
    ]
    assert con.sql("select command from entry order by recorded_at").fetchall() == [("load",), ("retract",)]
    assert con.table("current_claim").fetchall() == []
    assert len(con.table("claim").fetchall()) == 1


def test_a_claim_is_found_by_a_prefix_that_no_other_has(con: db.Connection) -> None:
    ids = sorted(taken(con, *nights(40)).ids)
    assert find_claim(con, ids[0].upper()) == ids[0]
    with pytest.raises(LedgerError, match="several claims"):
        find_claim(con, "")
    with pytest.raises(LedgerError, match="no claim's id starts with '%'"):
        find_claim(con, "%")
