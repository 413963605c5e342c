"""Claims and registers for the oracle, read from interchange rows and the registers' files. No code of the ledger."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parents[1] / "data"
UNSTATED = {"weapon": "unspecified", "population": "unspecified", "region": "all", "basis": "period"}


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Registers:
    """For each word of a register, itself and all that is above it."""

    above: dict[str, dict[str, frozenset[str]]]
    sources: dict[str, dict[str, str]]
    parties: dict[str, dict[str, str]]
    glossary: list[dict[str, str]]

    @classmethod
    def read(cls) -> "Registers":
        above = {
            "metric": {r["id"]: {r["parent"]} - {""} for r in rows_of("metrics")},
            "weapon": {r["id"]: {r["parent"]} - {""} for r in rows_of("weapons")},
            "population": {r["id"]: {r["parent"]} - {""} for r in rows_of("populations")},
            "region": {r["id"]: {*r["within"].split("|"), "all"} - {"", r["id"]} for r in rows_of("regions")},
        }
        for row in rows_of("regions"):
            for member in filter(None, row["members"].split("|")):
                above["region"][member].add(row["id"])
        return cls(
            {name: {word: frozenset(_climb(word, up)) for word in up} for name, up in above.items()},
            {r["id"]: r for r in rows_of("sources")},
            {r["id"]: r for r in rows_of("parties")},
            rows_of("glossary"),
        )


def _climb(word: str, up: Mapping[str, set[str]]) -> set[str]:
    found, todo = set(), {word}
    while todo:
        found |= todo
        todo = {parent for child in todo for parent in up.get(child, ())} - found
    return found


@dataclass(frozen=True)
class Claim:
    """A row of the interchange, understood. `lo`, `hi` are what the words of its value allow."""

    name: str
    row: Mapping[str, str]
    kind: str
    lo: int | None
    hi: int | None
    start: datetime
    end: datetime
    precision: str
    first: date
    last: date
    published: datetime

    def get(self, column: str) -> str:
        return self.row.get(column) or UNSTATED.get(column, "")

    def members(self, column: str) -> frozenset[str]:
        return frozenset(self.get(column).split("+"))

    @cached_property
    def voice(self) -> str:
        return self.get("origin") or self.get("source")

    @cached_property
    def direction(self) -> tuple[str, str, str]:
        return self.get("attacker"), self.get("defender"), self.get("subject")

    @cached_property
    def document(self) -> tuple[str, str]:
        return self.get("source"), self.get("url")

    @cached_property
    def subject_matter(self) -> tuple[object, ...]:
        """The scope but for the window."""
        words = (self.members("weapon"), self.get("population"), self.members("region"))
        return (self.direction, self.get("metric"), *words, self.get("part"), self.get("basis"))

    @cached_property
    def window(self) -> tuple[object, ...]:
        return (self.first, self.last) if self.precision == "day" else (self.start, self.end)

    @property
    def declared_total(self) -> bool:
        return self.get("breakdown") in ("exhaustive", "partial")

    def days(self) -> set[date]:
        return {self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)}


def read_claim(
    name: str, row: Mapping[str, str], interval: tuple[str, int | None, int | None], reg: Registers
) -> Claim:
    zone = ZoneInfo(reg.sources[row["source"]]["timezone"])
    first, _, last = row["window"].partition("/")
    last = last or first
    where = reg.parties.get(row.get("defender") or row.get("subject") or "")
    there = ZoneInfo(where["timezone"]) if where else zone
    start, end = _moment(first, zone), _moment(last, zone)
    if "T" in first:
        precision = "instant" if start == end else "minute"
        last_day = _day(end - timedelta(microseconds=1) if end > start else end, there)
        longer = end - start > timedelta(hours=24) and row.get("basis") != "cumulative"
        first_day = _day(start, there) if longer else last_day
    else:
        precision, end = "day", _moment(str(date.fromisoformat(last) + timedelta(days=1)), zone)
        last_day = date.fromisoformat(last)
        first_day = last_day if row.get("basis") == "cumulative" else date.fromisoformat(first)
    return Claim(name, row, *interval, start, end, precision, first_day, last_day, _moment(row["published"], zone))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
