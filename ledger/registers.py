"""Registers: the words the ledger knows, and how a word of the user's becomes an id.

Owns resolving names, nearest-word hints and the ISO codes of other countries. Reads the registers out of a ledger, so
that a ledger that travelled alone knows its own words. Writes only the user's file of own rows beside a ledger.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from ledger.errors import LedgerError, Refused
from ledger.model.values import Grammar
from ledger.resources import DATA, REGISTERS, user_register

_ISO = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_APOSTROPHES = dict.fromkeys(map(ord, "'’ʼ`´‘"))
_LOOK_ALIKE = str.maketrans("аеёіїкмнорсстухѕјԁԛԝ", "aeeiikmhopcctyxsjdqw")
"""Cyrillic letters that look like Latin ones, once folded."""
Row = dict[str, str]


def normalise(word: str) -> str:
    """The form in which names are matched: NFKC, no case, hyphens as spaces, no apostrophes."""
    text = unicodedata.normalize("NFKC", word).translate(_APOSTROPHES).casefold()
    return " ".join(re.sub(r"[-‐‑–—_]", " ", text).split())


@dataclass
class Register:
    """One register: rows by id, and every name by which a row is known."""

    kind: str
    rows: dict[str, Row]
    bundles: bool = False
    arrived: list[Row] = field(default_factory=list)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every name by which a row is known, normalised, and its id; made when a word is not simply an id."""
        found: dict[str, str] = {}
        for key, row in self.rows.items():
            spoken = [row.get(c) or "" for c in ("name", "name_uk", "name_ru")] + (row.get("aliases") or "").split("|")
            for name in (key, *spoken):
                if name:
                    found.setdefault(normalise(name), key)
        return found

    def resolve(self, word: str) -> str:
        """The id of a name or code, or of a bundle `a+b` as ids in a fixed order. Raises `Refused` with near words."""
        if self.bundles and "+" in word and word not in self.rows and normalise(word) not in self.names:
            return "+".join(sorted({self._one(part) for part in word.split("+")}))
        return self._one(word)

    def _one(self, word: str) -> str:
        if word in self.rows:
            return word
        known = self.names.get(normalise(word))
        if known is not None:
            return known
        if self.kind == "region" and (row := _iso_region(word.strip().upper())):
            self.rows[row["id"]] = row
            self.arrived.append(row)
            return row["id"]
        raise Refused(f"{word.strip()!r} is no known {self.kind}{self.nearest(word)}", column=self.kind)

    def nearest(self, word: str) -> str:
        """A hint: the ids and names nearest to a word, or where to see them all."""
        from rapidfuzz import fuzz, process

        if twin := self.names.get(normalise(word).translate(_LOOK_ALIKE)):
            return f"; did you mean {twin}? some of its letters only look like it: type it anew"
        matches = process.extract(normalise(word), list(self.names), scorer=fuzz.WRatio, limit=6, score_cutoff=75)
        ids = list(dict.fromkeys(self.names[name] for name, _, _ in matches))[:3]
        plural = next(name for name, table in REGISTERS.items() if table == self.kind)
        see = f"`ledger vocab {plural}` lists them"
        return f"; did you mean {' or '.join(ids)}? {see}" if ids else f"; {see}, `--add` adds one"


def _iso_region(code: str) -> Row | None:
    """A country's or subdivision's row by its ISO 3166 code, as pycountry has it, or None."""
    if not _ISO.fullmatch(code):
        return None
    import pycountry

    known: Any = pycountry
    found = known.subdivisions.get(code=code) if "-" in code else known.countries.get(alpha_2=code)
    if found is None:
        return None
    within = (getattr(found, "parent_code", None) or code.split("-")[0]) if "-" in code else ""
    return {"id": code, "name": found.name, "within": within, "members": "", "aliases": ""}


@dataclass
class Registers:
    """All registers of one ledger and the value grammar under one coding profile."""

    parties: Register
    sources: Register
    metrics: Register
    weapons: Register
    populations: Register
    regions: Register
    grammar: Grammar

    def timezone_of(self, source: str) -> str:
        """The IANA time zone in which a source (by any of its names) states its times. Raises `Refused`."""
        return self.sources.rows[self.sources.resolve(source)]["timezone"] or "UTC"


def read_registers(con: Any, profile: str = "bounds") -> Registers:
    """The registers as the ledger holds them. `profile` names the coding profile."""

    def register(table: str, *, bundles: bool = False) -> Register:
        relation = con.table(table)
        columns = relation.columns
        rows = [dict(zip(columns, (v or "" for v in row), strict=True)) for row in relation.fetchall()]
        return Register(table, {row["id"]: row for row in rows}, bundles)

    profiles = con.execute("select term, lo, hi from profile where profile = ?", [profile]).fetchall()
    if not profiles:
        raise Refused(f"no coding profile is called {profile!r}", hint="`ledger vocab profiles` lists them")
    return Registers(
        parties=register("party"),
        sources=register("source"),
        metrics=register("metric"),
        weapons=register("weapon", bundles=True),
        populations=register("population"),
        regions=register("region", bundles=True),
        grammar=_grammar(tuple(profiles)),
    )


@cache
def _grammar(widths: tuple[tuple[str, str | None, str | None], ...]) -> Grammar:
    """The value grammar under these widths: made once, since each of its words is taken apart."""
    terms = ({"term": term, "lo": lo or "", "hi": hi or ""} for term, lo, hi in widths)
    return Grammar(_rows("values"), _rows("numbers"), terms)


def _rows(name: str) -> Iterable[Mapping[str, str]]:
    with (DATA / "phrases" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def vocabulary(con: Any) -> dict[str, tuple[tuple[str, ...], list[tuple[str | None, ...]]]]:
    """Every register by name: its columns and its rows in order, as text."""
    found = {}
    for name, table in REGISTERS.items():
        relation = con.table(table)
        rows = [tuple(None if v is None else str(v) for v in row) for row in relation.fetchall()]
        found[name] = (tuple(relation.columns), rows)
    return found


def add_row(
    ledger: Path,
    name: str,
    cells: Mapping[str, str],
    known: Mapping[str, tuple[tuple[str, ...], list[tuple[str | None, ...]]]],
) -> Path:
    """Adds a row of the user's own to a file beside the ledger and returns the file. Raises `LedgerError`."""
    columns, rows = known[name]
    if wrong := [c for c in cells if c not in columns]:
        raise LedgerError(f"{name} has no column {wrong[0]!r}", hint=f"its columns are {', '.join(columns)}")
    if needed := [c for c in columns[:2] if not cells.get(c)]:
        raise LedgerError(f"a row of {name} needs its {needed[0]}", hint=f"--add {needed[0]}=…")
    ids = {row[0] for row in rows}
    key = cells[columns[0]]
    if columns[0] == "id" and key in ids:
        raise LedgerError(f"{key} is in {name} already", hint=f"`ledger vocab {name} --search {key}` shows it")
    if name == "regions" and not key.startswith("X-"):
        raise LedgerError(
            f"{key}: a place of one's own has an id that starts with X-", hint=f"--add id=X-{key.upper()}"
        )
    for column in ("parent", "within", "members", "party"):
        among = {row[0] for row in known["parties"][1]} if column == "party" else ids
        for other in filter(None, cells.get(column, "").split("|")):
            if other not in among:
                raise LedgerError(f"{column} {other!r} is not known", hint="add that row first")
    if (zone := cells.get("timezone")) and zone not in available_timezones():
        raise LedgerError(f"time zone is not known: {zone!r}", hint="write an IANA name, such as Europe/Kyiv")
    path = user_register(ledger, name)
    path.parent.mkdir(exist_ok=True)
    fresh = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        if fresh:
            writer.writerow(columns)
        writer.writerow([cells.get(c, "") for c in columns])
    return path
