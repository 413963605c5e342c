"""Windows and moments: from ISO 8601 text to naive UTC, and back.

Owns how a window's two ends are read, what a date stands for in a time zone, and how a window is written.
Must never look at the clock or at the machine's own time zone.

A local time that a clock change skips or repeats is read with fold=0: a repeated time is its first pass, a skipped one
counts on from before the change. An offset in the text settles it otherwise.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_offset
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ledger.errors import Refused

YEARS = range(1800, 2201)
"""Years taken; a date outside them is a slip of the pen."""

WINDOW_FORM = "write START/END, such as 2026-01-25T18:00/2026-01-26T08:00, or one date, such as 2026-01-26"
MOMENT_FORM = "write a date or a date and time, such as 2026-01-26 or 2026-01-26T08:00+02:00"

_END = re.compile(
    r"""(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})
    (?P<time>(?:[Tt]|\s{1,3})(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]{1,6}))?)?)?
    (?:\s?(?P<utc>[Zz]|UTC)|\s?(?P<sign>[+-])(?P<oh>[0-9]{2})(?::?(?P<om>[0-9]{2})(?::(?P<os>[0-9]{2}))?)?)?""",
    re.VERBOSE,
)
# 2026-01-05-10 is more likely five days than a date ten hours behind UTC.
_DAYS = re.compile(r"[0-9-]{10}\s?[+-][0-9]{2,4}")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: naive UTC, half-open. `precision` is minute, day (an end was only a date), or instant."""

    start: datetime
    end: datetime
    precision: str


class _End(NamedTuple):
    """One end as it was written: a local date and time, or only a date, in a zone."""

    local: datetime
    timed: bool
    zone: tzinfo

    def opens(self) -> datetime:
        return _utc(self.local, self.zone)

    def closes(self) -> datetime:
        return self.opens() if self.timed else _utc(self.local + timedelta(days=1), self.zone)


def parse_window(text: str, timezone: str) -> Window:
    """The window that `text` states: START/END, or one date, which is that day.

    Without an offset of its own an end is in `timezone`. A date-only end is inclusive, so the stored end is the next
    midnight. Precision is `day` if either end is only a date, `instant` if both are the same time, else `minute`.
    Raises Refused (column `window`).
    """
    zone: tzinfo = _zone(timezone, "window")
    parts = [part.strip() for part in text.split("/")] if len(text) <= 100 else []
    if len(parts) not in (1, 2) or not all(parts):
        raise Refused(f"window is not understood: {text[:60]!r}", column="window", hint=WINDOW_FORM)
    first, last = (_read(part, zone, "window", WINDOW_FORM) for part in (parts[0], parts[-1]))
    if len(parts) == 1 and first.timed:
        hint = f"write {parts[0]}/{parts[0]} for that instant, or the time at which it ends"
        raise Refused(f"window has a start and no end: {parts[0]!r}", column="window", hint=hint)
    start, end = first.opens(), last.closes()
    if start > end or (first.local > last.local and not first.timed and not last.timed):
        reason = f"window starts after it ends: {parts[0]} is later than {parts[-1]}"
        raise Refused(reason, column="window", hint="check both ends, and that a night ends on the next date")
    if not (first.timed and last.timed):
        if start == end:
            reason = f"window is empty: {parts[0]} begins when {parts[-1]} ends"
            raise Refused(reason, column="window", hint="write a time at both ends for an instant")
        return Window(start, end, "day")
    return Window(start, end, "instant" if start == end else "minute")


def parse_moment(text: str, timezone: str) -> tuple[datetime, str]:
    """When a document was published: naive UTC and its precision, `minute`, or `day` for a date (then its midnight).

    Without an offset of its own the time is in `timezone`. Raises Refused (column `published`).
    """
    end = _read(text.strip(), _zone(timezone, "published"), "published", MOMENT_FORM)
    return end.opens(), "minute" if end.timed else "day"


def format_window(w: Window, timezone: str = "UTC") -> str:
    """ISO 8601 text that `parse_window` with the same `timezone` reads back to the same window.

    Times carry their offset. A day is a date; where it is no day of `timezone`, the date carries its offset as well
    (`2026-01-25+02:00`), so that it stays the same day.
    """
    zone: tzinfo = _zone(timezone, "window")
    if w.precision != "day":
        return f"{_timed(w.start, zone)}/{_timed(w.end, zone)}"
    first, last = _date_from(w.start, zone), _date_to(w.end, zone)
    offset = ""
    if first is None and last is None:
        zone = min(_midnight_zone(w.start), _midnight_zone(w.end), key=lambda at: abs(at.utcoffset(None)))
        first, last, offset = _date_from(w.start, zone), _date_to(w.end, zone), _offset(w.start, zone)
    if first == last:
        return f"{first}{offset}"
    start = f"{first}{offset}" if first else _timed(w.start, zone)
    end = f"{last}{offset}" if last else _timed(w.end, zone)
    return f"{start}/{end}"


def _zone(name: str, column: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        hint = "write an IANA name, such as Europe/Kyiv"
        raise Refused(f"time zone is not known: {name[:60]!r}", column=column, hint=hint) from None


def _read(text: str, zone: tzinfo, column: str, form: str) -> _End:
    match = _END.fullmatch(text)
    if not match or _DAYS.fullmatch(text):
        raise Refused(f"date or time is not understood: {text[:60]!r}", column=column, hint=form)
    year, month, day, hour, minute, second, oh, om, os = (
        int(match[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second", "oh", "om", "os")
    )
    if year not in YEARS:
        hint = f"years from {YEARS[0]} to {YEARS[-1]} are taken"
        raise Refused(f"year {year} cannot be meant: {text!r}", column=column, hint=hint)
    try:
        local = datetime(year, month, day)
    except ValueError:
        raise Refused(f"no such date: {text!r}", column=column, hint="check month and day") from None
    part = int((match["part"] or "").ljust(6, "0"))
    if (hour, minute, second, part) > (24, 0, 0, 0) or minute > 59 or second > 59:
        raise Refused(f"no such time: {text!r}", column=column, hint="times run from 00:00 to 24:00")
    if oh > 15 or om > 59 or os > 59:
        raise Refused(f"no such offset: {text!r}", column=column, hint="offsets run to 15:59 either way")
    local += timedelta(hours=hour, minutes=minute, seconds=second, microseconds=part)
    if match["utc"]:
        zone = UTC
    elif match["sign"]:
        offset = timedelta(hours=oh, minutes=om, seconds=os)
        zone = fixed_offset(-offset if match["sign"] == "-" else offset)
    return _End(local, bool(match["time"]), zone)


def _utc(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC).replace(tzinfo=None)


def _local(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return _utc(datetime(day.year, day.month, day.day), zone)


def _date_from(moment: datetime, zone: tzinfo) -> str | None:
    """The date that begins at `moment`, or None where none does."""
    day = _local(moment, zone).date()
    return day.isoformat() if _midnight(day, zone) == moment else None


def _date_to(moment: datetime, zone: tzinfo) -> str | None:
    """The date that ends at `moment`, or None where none does."""
    day = _local(moment, zone).date()
    return (day - timedelta(days=1)).isoformat() if _midnight(day, zone) == moment else None


def _midnight_zone(moment: datetime) -> fixed_offset:
    """The nearest offset at which a day begins at `moment`."""
    since = moment - datetime(moment.year, moment.month, moment.day)
    return fixed_offset(-since if since < timedelta(hours=12) else timedelta(days=1) - since)


def _timed(moment: datetime, zone: tzinfo) -> str:
    local = _local(moment, zone).replace(tzinfo=None)
    text = local.isoformat(timespec="auto" if local.second or local.microsecond else "minutes")
    return text + _offset(moment, zone)


def _offset(moment: datetime, zone: tzinfo) -> str:
    text = _local(moment, zone).isoformat(timespec="minutes")[len("2026-01-25T00:00") :]
    return "Z" if text == "+00:00" else text
