"""Section 3 of the design by worked examples: each rule with a case on either side of it."""

import datetime
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import pytest

from ledger import db
from ledger.db import schema
from ledger.ingest.acts import retract
from ledger.ingest.record import Act, record

Row = dict[str, str]

NIGHT = "2026-01-25T18:00+02:00/2026-01-26T08:00+02:00"
BULLETIN: Row = {
    "source": "ua-air-force",
    "url": "bulletin",
    "published": "2026-01-26T09:00+02:00",
    "attacker": "RU",
    "defender": "UA",
    "metric": "intercepted",
    "weapon": "uav",
    "value": "40",
    "window": NIGHT,
}
OTHER: Row = BULLETIN | {"source": "ru-mod", "url": "statement"}
KILLED: Row = BULLETIN | {"subject": "UA", "metric": "killed", "weapon": "", "population": "people"}


class Seen(NamedTuple):
    """What the view says of a pair."""

    verdict: str
    reasons: tuple[str, ...]
    gap: int | None
    severity: str | None
    within_party: bool


VIEW = """
    select row_no, verdict, reasons, gap, severity, within_party from pair join claim on claim_id = claim_a
"""


def put(con: db.Connection, *rows: Row) -> list[str]:
    """Records the rows as one load; returns their ids."""
    outcome = record(con, [(n, [row]) for n, row in enumerate(rows, 1)], Act("test"))
    assert not outcome.problems
    return outcome.ids


def view(con: db.Connection) -> list[Seen]:
    return [seen for _, seen in numbered(con)]


def numbered(con: db.Connection) -> list[tuple[int, Seen]]:
    """The pairs, each with the number of the row of one of its claims."""
    rows = con.execute(VIEW).fetchall()
    return [
        (n, Seen(verdict, tuple(sorted(reasons)), *((None, None) if severity is None else (gap, severity)), within))
        for n, verdict, reasons, gap, severity, within in rows
    ]


def afresh(con: db.Connection) -> db.Connection:
    con.execute("rollback")
    con.execute("begin")
    return con


def seen_of(con: db.Connection, cases: Sequence[tuple[Row, Row]]) -> list[Seen | None]:
    """What is said of each case's two claims, each case some weeks later than the one before, in one ledger.

    It is the same whichever claim comes first: each case is there once more, the other way round.
    """
    both = [*cases, *(case[::-1] for case in cases)]
    put(afresh(con), *(later(row, n) for n, case in enumerate(both) for row in case))
    pairs = numbered(con)
    by_case = {(n - 1) // 2: seen for n, seen in pairs}
    assert len(by_case) == len(pairs)
    found = [by_case.get(n) for n in range(len(both))]
    there, back = found[: len(cases)], found[len(cases) :]
    assert there == back
    return there


def later(row: Row, n: int) -> Row:
    def moved(date: re.Match[str]) -> str:
        return str(datetime.date.fromisoformat(date[0]) + n * datetime.timedelta(weeks=2))

    event = {"event": f"{row['event']} {n}"} if row.get("event") else {}
    return row | event | {c: re.sub(r"\d{4}-\d\d-\d\d", moved, row[c]) for c in ("published", "window")}


def holds(con: db.Connection, cases: Sequence[tuple[Row, Row, str]]) -> None:
    """Each case's verdict is as expected; with its reasons if it is not comparable: `incomparable: part, window`."""
    seen = seen_of(con, [(a, b) for a, b, _ in cases])
    wrong = [
        (a, b, expected, said)
        for (a, b, expected), s in zip(cases, seen, strict=True)
        if (said := words(s)) != expected
    ]
    assert not wrong, "\n".join(f"{a}\n{b}\n  expected {expected}, got {said}" for a, b, expected, said in wrong)


def words(seen: Seen | None) -> str:
    if seen is None:
        return "no pair"
    return f"{seen.verdict}: {', '.join(seen.reasons)}" if seen.reasons else seen.verdict


def of(con: db.Connection, a: Row, b: Row) -> Seen:
    (seen,) = seen_of(con, [(a, b)])
    assert seen
    return seen


# what pairs at all


def test_claims_pair_that_share_direction_and_day_and_whose_words_are_related(con: db.Connection) -> None:
    cases = [
        ({}, 1),
        ({"attacker": "UA", "defender": "RU"}, 0),
        ({"window": "2026-01-26T18:00+02:00/2026-01-27T08:00+02:00"}, 0),
        ({"metric": "neutralised"}, 1),
        ({"metric": "suppressed"}, 0),
        ({"metric": "hit_locations"}, 0),
        ({"weapon": "shahed"}, 1),
        ({"weapon": "cruise_missile"}, 0),
        ({"weapon": "unspecified"}, 0),
        ({"weapon": "any"}, 1),
        ({"source": "ua-air-force"}, 0),
        ({"source": "reuters", "origin": "ua-air-force"}, 0),
    ]
    seen = seen_of(con, [(BULLETIN, OTHER | change) for change, _ in cases])
    assert [(c, int(s is not None)) for (c, _), s in zip(cases, seen, strict=True)] == cases


def test_a_window_of_several_days_belongs_to_each_of_them(con: db.Connection) -> None:
    week = OTHER | {"window": "2026-01-22/2026-01-28", "value": "100"}
    put(con, week, *(BULLETIN | {"url": str(d), "window": f"2026-01-{d}"} for d in (21, 22, 25, 28, 29)))
    assert [seen.verdict for seen in view(con)] == ["nested"] * 3


def test_a_night_belongs_to_the_day_on_which_it_ends_where_it_happened(con: db.Connection) -> None:
    late = BULLETIN | {"window": "2026-01-25T15:00Z/2026-01-25T21:30Z"}  # 23:30 in Kyiv
    assert words(of(con, late, OTHER | {"window": "2026-01-25"})) == "compatible"
    late["window"] = "2026-01-25T15:00Z/2026-01-25T22:30Z"  # half past midnight
    afresh(con)
    put(con, late, OTHER | {"window": "2026-01-25"})
    assert view(con) == []


def test_a_running_total_belongs_to_its_last_day_only(con: db.Connection) -> None:
    put(
        con,
        *(
            row | {"basis": "cumulative", "window": w}
            for row, w in ((BULLETIN, "2026-01-01/2026-01-26"), (OTHER, "2026-01-01/2026-01-25"))
        ),
    )
    assert view(con) == []


# equal scopes


def test_equal_scopes_agree_fit_or_contradict(con: db.Connection) -> None:
    cases = [
        ("40", "40", "agree"),
        ("40-40", "40", "agree"),
        ("none", "0", "agree"),
        ("about 40", "44", "compatible"),
        ("about 40", "45", "contradict"),
        ("at least 5", "1000", "compatible"),
        ("at least 5", "4", "contradict"),
        ("more than 5", "5", "contradict"),
        ("up to 20", "20", "compatible"),
        ("several", "10", "contradict"),
        ("none", "withheld", "incomparable: value"),
        ("denied", "40", "incomparable: value"),
    ]
    holds(con, [(BULLETIN | {"value": a}, OTHER | {"value": b}, expected) for a, b, expected in cases])


# containment and its limits


def test_the_inner_figure_is_at_most_the_outer_one(con: db.Connection) -> None:
    cases = [
        ({}, {"metric": "neutralised"}, "39", "contradict"),
        ({}, {"metric": "neutralised"}, "40", "nested"),
        ({}, {"metric": "launched"}, "39", "contradict"),
        ({"region": "UA-51"}, {}, "39", "contradict"),
        ({"region": "UA-51"}, {}, "90", "nested"),
        ({"weapon": "shahed"}, {"weapon": "any"}, "39", "contradict"),
        ({"part": "second wave"}, {}, "39", "contradict"),
        ({"window": "2026-01-25T20:00+02:00/2026-01-26T08:00+02:00"}, {}, "39", "contradict"),
        ({"weapon": "shahed+zala"}, {"weapon": "any"}, "39", "contradict"),
        ({"region": "UA-51+UA-48"}, {}, "39", "contradict"),
        # a broader word is not a total
        ({"weapon": "zala"}, {}, "1", "incomparable: weapon"),
        ({"weapon": "zala"}, {"breakdown": "partial"}, "39", "contradict"),
        ({"region": "UA-14"}, {"region": "X-DONBAS"}, "1", "incomparable: region"),
        ({"region": "UA-14"}, {"region": "X-DONBAS", "breakdown": "exhaustive"}, "39", "contradict"),
        ({"region": "UA-14"}, {"region": "UA-14+UA-09"}, "1", "incomparable: region"),
        # a command's `all` is its own area
        ({}, {"metric": "neutralised", "source": "ru-black-sea-fleet"}, "1", "incomparable: level"),
        ({"region": "UA-14"}, {"source": "ru-black-sea-fleet"}, "1", "incomparable: level"),
        ({}, {"source": "ru-black-sea-fleet"}, "1", "incomparable: level"),
        ({}, {"source": "ru-black-sea-fleet"}, "40", "incomparable: level"),
        ({}, {"source": "ru-black-sea-fleet"}, "60", "incomparable: level"),
        ({}, {"source": "ru-krasnodar-hq"}, "70", "incomparable: level"),
        ({}, {"source": "ru-moscow-mayor"}, "80", "incomparable: level"),
        ({"region": "UA-14"}, {"source": "oryx"}, "39", "contradict"),
        ({"region": "UA-14"}, {"source": "kaggle-missile-attacks"}, "39", "contradict"),
        ({"region": "UA-14"}, {"source": "reuters"}, "1", "incomparable: level"),
        ({}, {"source": "reuters"}, "1", "contradict"),
        # where it was aimed is not where it fell
        ({"region": "UA-14"}, {"metric": "launched", "region": "UA-14"}, "1", "incomparable: region"),
        ({"region": "UA-14"}, {"metric": "launched"}, "39", "contradict"),
        ({"region": "UA-14", "metric": "launched"}, {"metric": "launched", "region": "UA-14"}, "1", "contradict"),
        ({"region": "UA-14", "event": "e"}, {"metric": "launched", "region": "UA-14", "event": "e"}, "1", "contradict"),
        # a date is no bound
        ({}, {"window": "2026-01-26"}, "39", "diverge"),
        ({}, {"window": "2026-01-25/2026-01-26"}, "39", "diverge"),
        ({"window": "2026-01-26"}, {"window": "2026-01-25/2026-01-26"}, "39", "diverge"),
        ({"window": "2026-01-26", "region": "UA-51"}, {"window": "2026-01-26"}, "39", "contradict"),
        ({"window": "2026-01-26"}, {"window": "2026-01-25T00:00Z/2026-01-27T12:00Z"}, "39", "contradict"),
        ({"window": "2026-01-26"}, {"window": "2026-01-25T00:00Z/2026-01-26T12:00Z"}, "39", "diverge"),
        ({"event": "e"}, {"window": "2026-01-26", "event": "e"}, "39", "contradict"),
    ]
    holds(
        con, [(BULLETIN | inner, OTHER | {"value": value} | outer, expected) for inner, outer, value, expected in cases]
    )


def test_a_population_lies_within_everyone_and_unstated_within_nothing(con: db.Connection) -> None:
    cases = [
        ("military", "people", "contradict"),
        ("people", "people", "contradict"),
        ("people", "military", "nested"),
        ("military", "civilian", "incomparable: population"),
        ("unspecified", "people", "incomparable: population"),
        ("unspecified", "unspecified", "contradict"),
    ]
    ours, theirs = KILLED | {"value": "more than 60"}, KILLED | {"source": "ru-mod", "url": "statement", "value": "34"}
    holds(con, [(ours | {"population": a}, theirs | {"population": b}, expected) for a, b, expected in cases])


def test_a_container_in_the_same_document_may_be_of_a_lower_level(con: db.Connection) -> None:
    """An outlet that relays two bodies in one article."""
    command = BULLETIN | {"source": "reuters", "origin": "ua-air-command-south", "metric": "neutralised", "value": "39"}
    inner = BULLETIN | {"source": "reuters", "origin": "ru-mod"}
    assert words(of(con, inner, command)) == "contradict"
    afresh(con)
    assert words(of(con, inner, command | {"url": "another article"})) == "incomparable: level"


# windows


def test_windows_that_overlap(con: db.Connection) -> None:
    cases = [
        ("2026-01-25T20:00+02:00/2026-01-26T10:00+02:00", "40", "compatible"),
        ("2026-01-25T20:00+02:00/2026-01-26T10:00+02:00", "50", "diverge"),
        ("2026-01-26T00:40+02:00/2026-01-26T10:00+02:00", "50", "incomparable: window"),  # 7:20 of 16:00 shared
        ("2026-01-26T00:00+02:00/2026-01-26T10:00+02:00", "50", "diverge"),  # 8:00 of 16:00, just half
        ("2026-01-26T00:40+02:00/2026-01-26T10:00+02:00", "40", "compatible"),
        ("2026-01-26T08:00+02:00/2026-01-26T10:00+02:00", "40", "incomparable: window"),
        ("2026-01-26", "40", "compatible"),
        ("2026-01-26", "50", "diverge"),
    ]
    holds(con, [(BULLETIN, OTHER | {"window": window, "value": value}, expected) for window, value, expected in cases])


def test_dates_are_compared_by_days(con: db.Connection) -> None:
    """Midnight in Kyiv and in Moscow is not the same hour, and still the same day."""
    cases = [
        ("2026-01-26", "2026-01-26", "contradict"),
        ("2026-01-24/2026-01-26", "2026-01-25/2026-01-27", "diverge"),  # two days of four
        ("2026-01-25/2026-01-26", "2026-01-26/2026-01-27", "incomparable: window"),  # one of three
    ]
    holds(con, [(BULLETIN | {"window": a}, OTHER | {"window": b, "value": "50"}, expected) for a, b, expected in cases])


def test_a_level_compares_only_at_one_time(con: db.Connection) -> None:
    cases = [
        ("2026-01-26T08:00Z/2026-01-26T08:00Z", "2026-01-26T08:00Z/2026-01-26T08:00Z", "contradict"),
        ("2026-01-26T08:00Z/2026-01-26T08:00Z", "2026-01-26T09:00Z/2026-01-26T09:00Z", "incomparable: window"),
        ("2026-01-26", "2026-01-26", "contradict"),
    ]
    for event in ("", "a strike"):
        ours = KILLED | {"basis": "stock", "event": event, "metric": "present"}
        theirs = ours | {"source": "ru-mod", "url": "statement", "value": "50"}
        holds(con, [(ours | {"window": a}, theirs | {"window": b}, expected) for a, b, expected in cases])


# the gate


def test_the_gate_names_every_reason(con: db.Connection) -> None:
    cases = [
        ({"part": "from Kursk"}, {"part": "from Crimea"}, "part"),
        ({"basis": "cumulative"}, {}, "basis"),
        ({"basis": "cumulative"}, {"basis": "cumulative"}, ""),
        ({"region": "UA-51"}, {"region": "UA-14"}, "region"),
        ({"region": "UA-51"}, {"metric": "launched", "part": "from Kursk"}, "crossed"),
        ({"metric": "neutralised", "region": "UA-51"}, {}, "crossed"),
        ({"event": "one strike"}, {"event": "another strike"}, "event"),
        ({"event": "one strike"}, {}, ""),
        ({"recap": "true"}, {}, "recap"),
        ({"value": "withheld", "recap": "true"}, {}, "recap, value"),
    ]
    expected = [f"incomparable: {reasons}" if reasons else "agree" for _, _, reasons in cases]
    holds(con, [(BULLETIN | a, OTHER | b, e) for (a, b, _), e in zip(cases, expected, strict=True)])


def test_a_shared_event_lifts_window_and_region(con: db.Connection) -> None:
    cases = [
        ({"window": "2026-01-28T18:00Z/2026-01-28T20:00Z"}, "contradict"),
        ({"window": "2026-01-26"}, "contradict"),
        ({"region": "UA-51"}, "contradict"),
        ({"region": "UA-51", "value": "40"}, "agree"),
        ({"window": "2026-01-26", "value": "40"}, "agree"),
        ({"metric": "launched"}, "contradict"),
        ({"metric": "lost"}, "no pair"),
        ({"attacker": "UA", "defender": "RU"}, "incomparable: direction"),
    ]
    ours = BULLETIN | {"event": "e", "region": "UA-14"}
    theirs = OTHER | {"event": "e", "region": "UA-14", "value": "30"}
    holds(con, [(ours, theirs | change, expected) for change, expected in cases])


def test_a_shared_event_does_not_lift_what_truly_contains(con: db.Connection) -> None:
    whole = BULLETIN | {"event": "e"}
    assert words(of(con, whole, OTHER | {"event": "e", "region": "UA-14", "value": "30"})) == "nested"


def test_who_did_it_may_differ_in_one_event(con: db.Connection) -> None:
    ours = KILLED | {"event": "e"}
    other = ours | {"source": "ru-mod", "url": "statement", "attacker": "UA"}
    assert words(of(con, ours, other)) == "incomparable: attribution"
    afresh(con)
    put(con, ours, other | {"event": ""})
    assert view(con) == []
    afresh(con)
    assert words(of(con, ours, other | {"subject": "RU"})) == "incomparable: direction"


def test_two_figures_of_one_voice_that_day_leave_open_which_is_meant(con: db.Connection) -> None:
    second = OTHER | {"url": "second statement", "value": "50"}
    put(con, BULLETIN, OTHER, second)
    assert [s.reasons for s in view(con)] == [("repeated",)] * 2
    for change, expected in (
        ({"value": "40"}, "agree"),
        ({"part": "evening"}, "agree"),
        ({"window": "2026-01-26T18:00+02:00/2026-01-26T20:00+02:00"}, "agree"),
    ):
        afresh(con)
        put(con, BULLETIN, OTHER, second | change)
        assert expected in {s.verdict for s in view(con)}
        assert "repeated" not in {r for s in view(con) for r in s.reasons}
    afresh(con)
    put(con, *(row | {"event": "e"} for row in (BULLETIN, OTHER, second)))
    assert sorted(s.verdict for s in view(con)) == ["agree", "contradict"]


def test_a_term_that_changed_its_meaning_between_the_two(con: db.Connection) -> None:
    """The Air Force states neutralised drones as one figure since 24 July 2025, and shot down apart until the 23rd."""
    cases = [
        ("neutralised", "shahed", "2025-07-23", "2025-07-24", "incomparable: definition"),
        ("neutralised", "shahed", "2025-07-22", "2025-07-23", "diverge"),
        ("neutralised", "shahed", "2025-07-24", "2025-07-25", "diverge"),
        ("neutralised", "kalibr", "2025-07-23", "2025-07-24", "diverge"),  # the change was of drones
        ("intercepted", "uav", "2025-07-23", "2025-07-24", "incomparable: definition"),
    ]
    for metric, weapon, first, last, expected in cases:
        ours = BULLETIN | {"metric": metric, "window": first, "weapon": weapon, "value": "50"}
        other = OTHER | {"metric": metric, "window": f"{first}/{last}", "weapon": weapon}
        # of these dates alone, so each in a ledger of its own
        for rows in ((ours, other), (other, ours)):
            put(afresh(con), *rows)
            assert [words(seen) for seen in view(con)] == [expected], (metric, weapon, first, rows)


# voices


def test_a_relay_is_held_against_its_origin_and_stands_in_where_there_is_none(con: db.Connection) -> None:
    relay = BULLETIN | {"source": "reuters", "origin": "ua-air-force", "url": "article", "value": "41"}
    put(con, BULLETIN, relay, OTHER)
    assert [s.verdict for s in view(con)] == ["agree"]
    afresh(con)
    seen = of(con, relay, OTHER)
    assert (seen.verdict, seen.gap) == ("contradict", 1)
    afresh(con)
    put(con, relay, relay | {"source": "ap"}, OTHER)
    assert len(view(con)) == 1  # two outlets, one voice


def test_a_relay_that_says_only_overnight(con: db.Connection) -> None:
    """It is its origin's claim of the last 48 hours with the same figure; the night ended on 26 January at 8:00."""
    cases = [
        ("2026-01-27T20:00+02:00", "40", False),
        ("2026-01-28T07:59+02:00", "40", False),
        ("2026-01-28T08:01+02:00", "40", True),
        ("2026-01-27T20:00+02:00", "41", True),
        ("2026-01-25T20:00+02:00", "40", True),
    ]
    relay = BULLETIN | {"source": "reuters", "origin": "ua-air-force", "url": "article", "window": "2026-01-27"}
    beside = OTHER | {"window": "2026-01-27"}
    put(
        con,
        *(
            later(row, n)
            for n, (published, value, _) in enumerate(cases)
            for row in (BULLETIN, relay | {"published": published, "value": value}, beside)
        ),
    )
    pairs = [(number - 1) // 3 for number, _ in numbered(con)]
    assert sorted(pairs) == [n for n, (_, _, stands_in) in enumerate(cases) if stands_in]


def test_pairs_of_one_partys_voices_are_marked(con: db.Connection) -> None:
    assert of(con, BULLETIN, OTHER).within_party is False
    afresh(con)
    assert of(con, BULLETIN, OTHER | {"source": "ua-general-staff"}).within_party is True
    afresh(con)
    assert of(con, BULLETIN | {"source": "oryx"}, OTHER | {"source": "acled"}).within_party is False


# one document, one figure


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_statement_of_a_document_stands(con: db.Connection, turned: bool) -> None:
    later = BULLETIN | {"published": "2026-01-27T09:00+02:00", "value": "44"}
    for row in (later, BULLETIN) if turned else (BULLETIN, later):
        put(con, row)
    put(con, OTHER)
    assert [s.gap for s in view(con)] == [4]


def test_two_documents_both_stand(con: db.Connection) -> None:
    later = BULLETIN | {"published": "2026-01-27T09:00+02:00", "value": "44", "url": "another"}
    put(con, *(row | {"event": "e"} for row in (BULLETIN, later, OTHER)))
    assert sorted(s.verdict for s in view(con)) == ["agree", "contradict"]


def test_a_retracted_claim_neither_speaks_nor_revises(con: db.Connection) -> None:
    (first,) = put(con, BULLETIN | {"value": "42"})
    (second,) = put(con, BULLETIN | {"published": "2026-01-27T09:00+02:00", "value": "44"})
    (third,) = put(con, BULLETIN | {"published": "2026-01-28T09:00+02:00", "value": "46"})
    put(con, OTHER)
    assert [s.gap for s in view(con)] == [6]
    retract(con, second, "a slip")
    assert [s.gap for s in view(con)] == [6]
    retract(con, third, "a slip")
    assert [s.gap for s in view(con)] == [2]
    retract(con, first, "a slip")
    assert view(con) == []


# how far apart, how grave


def test_severity_is_a_scale(con: db.Connection) -> None:
    cases = [
        ("100", "105", 5, "info"),
        ("100", "106", 6, "notice"),
        ("100", "120", 20, "notice"),
        ("100", "121", 21, "minor"),
        ("100", "150", 50, "minor"),
        ("100", "151", 51, "major"),
        ("more than 150", "100", 51, "major"),
        ("at least 150", "about 100", 40, "minor"),  # 40 of 110
        ("none", "30", 30, "major"),
        # both below 20: absolute
        ("18", "19", 1, "info"),
        ("17", "19", 2, "notice"),
        ("16", "19", 3, "minor"),
        ("15", "19", 4, "minor"),
        ("14", "19", 5, "major"),
        ("19", "20", 1, "notice"),  # 1 of 19, more than five per cent
        # a vague figure
        ("several", "100", 91, "notice"),
        ("several", "200", 191, "notice"),
        ("300", "dozens", 201, "notice"),
        ("1", "several", 1, "info"),
        ("several", "10", 1, "info"),
    ]
    seen = seen_of(con, [(BULLETIN | {"value": a}, OTHER | {"value": b}) for a, b, *_ in cases])
    assert [(*case[:2], s and s.gap, s and s.severity) for case, s in zip(cases, seen, strict=True)] == cases


def test_a_date_alone_gives_no_more_than_notice(con: db.Connection) -> None:
    cases = [
        ("2026-01-25T20:00+02:00/2026-01-26T10:00+02:00", "major"),
        ("2026-01-26", "notice"),
        ("2026-01-25/2026-01-26", "notice"),
    ]
    seen = seen_of(con, [(BULLETIN | {"value": "400"}, OTHER | {"window": window}) for window, _ in cases])
    assert [s and (s.verdict, s.severity) for s in seen] == [("diverge", severity) for _, severity in cases]


# the guiding words of the design


def test_other_drones_beside_zala_are_no_contradiction(con: db.Connection) -> None:
    """A list of one night: UAV 1, Zala 2."""
    seen = of(con, BULLETIN | {"value": "1"}, OTHER | {"weapon": "zala", "value": "2"})
    assert (seen.verdict, seen.reasons) == ("incomparable", ("weapon",))


def test_no_view_names_a_party_or_a_source() -> None:
    names: Sequence[Any] = [r[0] for r in registers_of("parties")] + [r[0] for r in registers_of("sources")]
    for file in sorted(schema.QUERIES.glob("views/*.sql")):
        words = set(re.findall(r"'([^']*)'", file.read_text(encoding="utf-8")))
        assert not words & set(names), file.name


def registers_of(name: str) -> list[list[str]]:
    lines = (schema.DATA / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split(",") for line in lines]


def test_a_party_beside_a_voice_of_none_is_neither_within_nor_between_parties(con: db.Connection) -> None:
    """A data set without a party that repeats a bulletin is no second side; two such voices are compared."""
    put(con, BULLETIN, BULLETIN | {"source": "new-america"}, BULLETIN | {"source": "pk-drone-attacks-dataset"}, OTHER)
    found = con.execute(
        "select party_a is null and party_b is null, party_a is null or party_b is null, within_party, between_parties"
        " from pair"
    ).fetchall()
    assert sorted(found) == [
        (False, False, False, True),
        *[(False, True, False, False)] * 4,
        (True, True, False, True),
    ]
