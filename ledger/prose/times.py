"""When: the dates and clock times of a sentence, and the window that they give a figure.

Owns which numbers are dates and times, and how words such as "overnight" become a window by the day of publication.
A window is ISO 8601 text in the source's time zone, or '' where the text and its date of publication do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.tokens import Token

_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})")
_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_FROM = small_words("from")
_TO = small_words("until")
_YEAR = small_words("year")
_BEFORE_YEAR = small_words("before_year")


@dataclass(slots=True)
class Clock:
    """A time of day as it stands: its token, `role` from, to, as_of or at, and the date beside it, if there is one."""

    at: int
    time: time
    role: str
    date: date | None = None


@dataclass(slots=True)
class Times:
    """What one sentence says of time. `covered` are tokens that are no counts."""

    covered: set[int] = field(default_factory=set)
    clocks: list[Clock] = field(default_factory=list)
    dates: list[tuple[int, int, int, int | None]] = field(default_factory=list)
    zone: str = ""
    night: bool = False
    night_to: bool = False
    day: int | None = None
    since: str = ""

    def says_when(self) -> bool:
        return bool(self.clocks or self.dates or self.night or self.day is not None or self.since)


def times_of(tokens: Sequence[Token], marks: Sequence[Sequence[Mark]]) -> Times:
    """Finds dates, clock times and the words of time in a sentence."""
    found = Times()
    for i, here in enumerate(marks):
        for mark in here:
            if mark.kind == "zone":
                found.zone = mark.id
            elif mark.kind in ("night", "night_to"):
                found.night = True
                found.night_to = found.night_to or mark.kind == "night_to"
            elif mark.kind == "day":
                found.day = int(mark.id)
            elif mark.kind == "since":
                found.since = mark.id
                found.covered.update(range(mark.start, mark.end))
            elif mark.kind == "month":
                _month(found, tokens, i, int(mark.id))
        _number(found, tokens, marks, i)
    for clock in found.clocks:
        clock.role = _role(tokens, marks, clock.at)
    return found


def _month(found: Times, tokens: Sequence[Token], i: int, month: int) -> None:
    """A day of the month before it (`25 января`) or after it (`January 26, 2026`), and the year."""
    after = i + 2 if i + 1 < len(tokens) and tokens[i + 1].text == "." else i + 1
    for at, beyond in ((i - 1, after), (after, after + 1)):
        day = re.fullmatch(r"(\d{1,2})(?:-\w+|st|nd|rd|th)?", tokens[at].text) if 0 <= at < len(tokens) else None
        if day and 1 <= int(day[1]) <= 31:
            found.covered.update((at, i))
            if beyond < len(tokens) and tokens[beyond].text == ",":
                beyond += 1
            year = tokens[beyond].text if beyond < len(tokens) else ""
            known = int(year) if re.fullmatch(r"(19|20)\d\d", year) else None
            if known:
                found.covered.add(beyond)
            # "с 20 по 26 сентября": the first day has its month from the second
            if at >= 2 and tokens[at - 1].folded in _TO and re.fullmatch(r"\d{1,2}", tokens[at - 2].text):
                found.covered.add(at - 2)
                found.dates.append((at - 2, int(tokens[at - 2].text), month, known))
            found.dates.append((at, int(day[1]), month, known))
            return


def _number(found: Times, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], i: int) -> None:
    token = tokens[i]
    if numeric := _DATE.fullmatch(token.text):
        found.covered.add(i)
        found.dates.append((i, int(numeric[1]), int(numeric[2]), int(numeric[3])))
    elif clock := _CLOCK.fullmatch(token.text):
        hour, minute = int(clock[1]), int(clock[2])
        half = tokens[i + 1].folded if i + 1 < len(tokens) else ""
        if half in ("p", "pm") and hour < 12:
            hour += 12
        if half in ("a", "am") and hour == 12:
            hour = 0
        if hour <= 24 and minute < 60 and half not in ("%", "млн", "млрд", "million", "billion", "trillion"):
            found.covered.add(i)
            found.clocks.append(Clock(i, time(hour % 24, minute), "at"))
    elif re.fullmatch(r"\d{1,2}", token.text) and i + 1 < len(tokens):
        half, dot = tokens[i + 1].folded, i + 3 < len(tokens) and tokens[i + 2].text == "."
        if half in ("am", "pm") or (half in ("a", "p") and dot and tokens[i + 3].folded == "m"):
            found.covered.add(i)
            found.clocks.append(Clock(i, time(int(token.text) % 12 + (12 if half[0] == "p" else 0), 0), "at"))
    elif re.fullmatch(r"(19|20)\d\d", token.text):
        before = tokens[i - 1].folded if i else ""
        beyond = tokens[i + 1].forms if i + 1 < len(tokens) else frozenset()
        if before in _BEFORE_YEAR or beyond & _YEAR:
            found.covered.add(i)


def _role(tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], at: int) -> str:
    before = tokens[at - 1].folded if at else ""
    if any(m.kind == "as_of" and m.end == at for i in range(max(0, at - 4), at) for m in marks[i]):
        return "as_of"
    return "from" if before in _FROM else "to" if before in _TO else "at"


@dataclass(frozen=True, slots=True)
class Published:
    """When a document was published, in its source's time zone; `timed` where the time of day is known."""

    moment: datetime
    timed: bool


def window_of(times: Times, published: Published | None, zone: str) -> str:
    """The window that a sentence's times give, in `zone`, or '' where they give none."""
    if times.since:
        return f"{times.since}/{published.moment.date().isoformat()}" if published else ""
    dates = [d for at, day, month, year in times.dates if (d := _date(day, month, year, published))]
    named = (max(dates) if times.night_to else dates[-1]) if dates else None
    reference = named or (published.moment.date() if published else None)
    if reference is None:
        return ""
    if times.day is not None and not dates:
        reference += timedelta(days=times.day)
    local = ZoneInfo(times.zone or zone)
    date_clocks(times, published)
    return _clocked(times, reference, published, local, zone) or _dated(times, dates, reference, published)


def date_clocks(times: Times, published: Published | None) -> None:
    """Gives each clock the date that stands right after it, where one does."""
    beside = {at: _date(day, month, year, published) for at, day, month, year in times.dates}
    for clock in times.clocks:
        clock.date = clock.date or next(
            (beside[at] for at in range(clock.at + 1, clock.at + 5) if beside.get(at)), None
        )


def join(all_times: Sequence[Times], published: Published | None) -> None:
    """A start in one sentence and an "as of" in another are one window: each gets the other's clock."""
    for times in all_times:
        date_clocks(times, published)
    opened = [
        (t, c) for t in all_times for c in t.clocks if c.role == "from" and not any(d.role == "to" for d in t.clocks)
    ]
    closed = [(t, c) for t in all_times for c in t.clocks if c.role == "as_of"]
    if len(opened) == 1 and closed and opened[0][0] is not closed[0][0]:
        (first, start), (last, end) = opened[0], closed[0]
        first.clocks.append(Clock(end.at, end.time, "as_of", end.date))
        last.clocks.append(Clock(start.at, start.time, "from", start.date))


def _clocked(times: Times, reference: date, published: Published | None, local: ZoneInfo, zone: str) -> str:
    ends = [c for c in times.clocks if c.role in ("to", "as_of")]
    starts = [c for c in times.clocks if c.role == "from"]
    if ends and not starts and len(times.clocks) > len(ends):
        starts = [c for c in times.clocks if c.role == "at"][:1]
    if starts and ends:
        first, last = starts[0], ends[-1]
        end_date = last.date or reference
        start_date = first.date or (end_date if first.time <= last.time else end_date - timedelta(days=1))
        start, end = datetime.combine(start_date, first.time), datetime.combine(end_date, last.time)
        if published and published.timed and not last.date and not times.dates and times.day is None:
            while end.replace(tzinfo=local) > published.moment + timedelta(minutes=15):
                start, end = start - timedelta(days=1), end - timedelta(days=1)
        if start <= end:
            return f"{_written(start, local, zone)}/{_written(end, local, zone)}"
    single = [c for c in times.clocks if c.role == "at"]
    if len(single) == 1 and not starts and not ends and not times.night:
        moment = datetime.combine(single[0].date or reference, single[0].time)
        if published and published.timed and not times.dates and moment.replace(tzinfo=local) > published.moment:
            moment -= timedelta(days=1)
        return f"{_written(moment, local, zone)}/{_written(moment, local, zone)}"
    return ""


def _dated(times: Times, dates: list[date], reference: date, published: Published | None) -> str:
    if times.night:
        return f"{reference - timedelta(days=1)}/{reference}"
    if len(dates) > 1 and dates[0] < dates[-1]:
        return f"{dates[0]}/{dates[-1]}"
    return reference.isoformat() if times.says_when() else ""


def _date(day: int, month: int, year: int | None, published: Published | None) -> date | None:
    """The date; without a year, the last such day that is not after publication (a day's grace for time zones)."""
    try:
        if year:
            return date(year, month, day)
        if published is None:
            return None
        latest = published.moment.date() + timedelta(days=1)
        found = date(latest.year, month, day)
        return found if found <= latest else date(latest.year - 1, month, day)
    except ValueError:
        return None


def _written(moment: datetime, local: ZoneInfo, zone: str) -> str:
    return moment.replace(tzinfo=local).astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat(timespec="minutes")
