"""Windows and moments: what the words of a time span stand for, in UTC."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ledger.errors import Refused
from ledger.model.windows import Window, format_window, parse_moment, parse_window

Parsed = Window | tuple[datetime, str]
ZONES = st.sampled_from(["Europe/Kyiv", "Europe/Moscow", "UTC", "Asia/Karachi"])
MOMENTS = st.datetimes(datetime(1801, 1, 1), datetime(2199, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0))
DATES = st.dates(datetime(1801, 1, 1).date(), datetime(2199, 12, 31).date())


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "zone", "start", "end", "precision"),
    [
        ("2026-01-25T18:00/2026-01-26T08:00", "Europe/Kyiv", "2026-01-25T16:00", "2026-01-26T06:00", "minute"),
        ("2026-01-25T23:00/2026-01-26T07:00", "Europe/Moscow", "2026-01-25T20:00", "2026-01-26T04:00", "minute"),
        ("2023-05-16 3:30 / 2023-05-16 07:00 ", "Europe/Kyiv", "2023-05-16T00:30", "2023-05-16T04:00", "minute"),
        ("2026-01-25T18:00Z/2026-01-26T08:00+03:00", "Europe/Kyiv", "2026-01-25T18:00", "2026-01-26T05:00", "minute"),
        ("2026-01-25T18:00+0200/2026-01-26T08:00+02", "UTC", "2026-01-25T16:00", "2026-01-26T06:00", "minute"),
        ("2026-01-25T18:00:30Z/2026-01-25T24:00Z", "UTC", "2026-01-25T18:00:30", "2026-01-26T00:00", "minute"),
        ("2026-01-26", "Europe/Kyiv", "2026-01-25T22:00", "2026-01-26T22:00", "day"),
        ("2022-02-24/2026-01-26", "Europe/Kyiv", "2022-02-23T22:00", "2026-01-26T22:00", "day"),
        ("2026-01-25/2026-01-26T08:00", "Europe/Kyiv", "2026-01-24T22:00", "2026-01-26T06:00", "day"),
        ("2026-01-25T18:00/2026-01-26", "Europe/Kyiv", "2026-01-25T16:00", "2026-01-26T22:00", "day"),
        ("2026-01-26+03:00", "UTC", "2026-01-25T21:00", "2026-01-26T21:00", "day"),
        ("2026-01-26T10:00/2026-01-26T10:00", "UTC", "2026-01-26T10:00", "2026-01-26T10:00", "instant"),
        ("2026-01-26T12:00+02:00/2026-01-26T10:00Z", "UTC", "2026-01-26T10:00", "2026-01-26T10:00", "instant"),
    ],
)
def test_what_a_window_states(text: str, zone: str, start: str, end: str, precision: str) -> None:
    assert parse_window(text, zone) == Window(utc(start), utc(end), precision)


def test_a_day_is_as_long_as_its_zone_makes_it() -> None:
    spring, autumn = parse_window("2026-03-29", "Europe/Kyiv"), parse_window("2026-10-25", "Europe/Kyiv")
    assert spring.end - spring.start == timedelta(hours=23)
    assert autumn.end - autumn.start == timedelta(hours=25)


def test_skipped_and_repeated_local_times_are_read_with_fold_0() -> None:
    assert parse_moment("2026-03-29 03:30", "Europe/Kyiv") == (utc("2026-03-29T01:30"), "minute")
    assert parse_moment("2026-10-25 03:30", "Europe/Kyiv") == (utc("2026-10-25T00:30"), "minute")


@pytest.mark.parametrize(
    ("text", "moment", "precision"),
    [
        ("2026-01-26", "2026-01-25T22:00", "day"),
        ("2024-05-16 ", "2024-05-15T21:00", "day"),
        ("2023-05-16 3:30", "2023-05-16T00:30", "minute"),
        ("2026-01-26T04:39Z", "2026-01-26T04:39", "minute"),
        ("2026-01-26 04:39 UTC", "2026-01-26T04:39", "minute"),
        ("2026-01-26T04:39:07.250+03:00", "2026-01-26T01:39:07.250", "minute"),
    ],
)
def test_when_a_document_was_published(text: str, moment: str, precision: str) -> None:
    assert parse_moment(text, "Europe/Kyiv") == (utc(moment), precision)


@pytest.mark.parametrize(
    ("text", "reason", "hint"),
    [
        ("", "not understood", "START/END"),
        ("/", "not understood", "START/END"),
        ("last night", "not understood: 'last night'", "START/END"),
        ("26.01.2026", "not understood: '26.01.2026'", "START/END"),
        ("01/26/2026", "not understood: '01/26/2026'", "START/END"),
        ("2026-01-05-10", "not understood", "START/END"),
        ("2026-01-25T18:00/08:00", "not understood: '08:00'", "START/END"),
        ("2026-01-26T10:00", "a start and no end", "2026-01-26T10:00/2026-01-26T10:00"),
        ("2026-01-26T08:00/2026-01-25T18:00", "2026-01-26T08:00 is later than 2026-01-25T18:00", "next date"),
        ("2026-01-27/2026-01-26", "window starts after it ends: 2026-01-27 is later than 2026-01-26", "both ends"),
        ("2026-01-25/2026-01-25T00:00", "window is empty", "instant"),
        ("2026-02-30", "no such date", "month and day"),
        ("2026-01-25T25:00/2026-01-26", "no such time", "24:00"),
        ("2026-01-25T24:01/2026-01-26", "no such time", "24:00"),
        ("2026-01-25T18:00+23:00/2026-01-26", "no such offset", "15:59"),
        ("1023-05-16", "year 1023", "1800 to 2200"),
        ("٢٠٢٦-٠١-٢٦", "not understood", "START/END"),
        ("2026-01-26" * 100_000, "not understood", "START/END"),
    ],
)
def test_what_is_no_window_is_refused_with_its_reason(text: str, reason: str, hint: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_window(text, "Europe/Kyiv")
    assert caught.value.column == "window"
    assert reason in caught.value.message
    assert hint in caught.value.hint
    assert len(caught.value.message) < 200


def test_a_moment_that_is_not_understood_is_refused() -> None:
    with pytest.raises(Refused, match="not understood: 'yesterday'") as caught:
        parse_moment("yesterday", "UTC")
    assert caught.value.column == "published"


@pytest.mark.parametrize("zone", ["", "Nowhere/Town", "../etc", "Europe", "\0"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(Refused, match="time zone"):
        parse_window("2026-01-26", zone)


@pytest.mark.parametrize(
    ("text", "zone", "written"),
    [
        ("2026-01-25T18:00/2026-01-26T08:00", "Europe/Kyiv", "2026-01-25T18:00+02:00/2026-01-26T08:00+02:00"),
        ("2026-01-25T18:00/2026-01-26T08:00", "UTC", "2026-01-25T18:00Z/2026-01-26T08:00Z"),
        ("2026-01-26", "Europe/Kyiv", "2026-01-26"),
        ("2022-02-24/2026-01-26", "Europe/Kyiv", "2022-02-24/2026-01-26"),
        ("2026-01-25/2026-01-26T08:00", "Europe/Kyiv", "2026-01-25/2026-01-26T08:00+02:00"),
    ],
)
def test_how_a_window_is_written(text: str, zone: str, written: str) -> None:
    assert format_window(parse_window(text, zone), zone) == written


def test_a_day_of_another_zone_stays_that_day() -> None:
    day = parse_window("2026-01-26", "Europe/Kyiv")
    assert format_window(day) == "2026-01-26+02:00"
    assert format_window(parse_window("2026-01-25T18:00/2026-01-26", "Europe/Kyiv")) == (
        "2026-01-25T18:00+02:00/2026-01-26+02:00"
    )


@given(MOMENTS, MOMENTS, ZONES)
def test_timed_windows_round_trip(a: datetime, b: datetime, zone: str) -> None:
    start, end = sorted((a, b))
    for window in (Window(start, start, "instant"), Window(start, end, "minute")):
        if window.precision == "instant" or start < end:
            assert parse_window(format_window(window, zone), zone) == window


@given(DATES.map(str) | MOMENTS.map(lambda at: at.isoformat(timespec="minutes")), DATES, ZONES, ZONES)
def test_day_windows_round_trip_in_their_zone_and_in_any_other(start: str, end: object, own: str, other: str) -> None:
    try:
        window = parse_window(f"{start}/{end}", own)
    except Refused:
        assume(False)
    assert window.precision == "day"
    for zone in (own, other):
        assert parse_window(format_window(window, zone), zone) == window


PIECES = st.sampled_from(
    ["2026-01-25", "2026-02-30", "T24:00", "t3:30", "+03:00", "-10", "Z", "/", "-", ":", "0000", "9999", "\u00a0"]
)
TEXTS = st.text() | st.lists(PIECES, max_size=6).map("".join) | st.lists(PIECES, max_size=6).map(" ".join)


def parsed_or_refused(parse: Callable[[str, str], Parsed], text: str, zone: str) -> Parsed | Refused:
    try:
        return parse(text, zone)
    except Refused as refused:
        return refused


@given(TEXTS, ZONES | st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str, zone: str) -> None:
    for column, parse in (("window", parse_window), ("published", parse_moment)):
        found = parsed_or_refused(parse, text, zone)
        if isinstance(found, Refused):
            assert found.column == column
        elif isinstance(found, Window):
            assert found.start < found.end or (found.precision == "instant" and found.start == found.end)
        else:
            assert found[1] in ("minute", "day")
