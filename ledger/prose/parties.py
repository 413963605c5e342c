"""The parties of a document, and who is at war with whom: rows of data/phrases/adversaries.csv."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

from ledger.prose.phrases import phrases
from ledger.registers import Registers


@dataclass(frozen=True, slots=True)
class Direction:
    """Who acts against whom, and by whose word; '' where the text does not tell."""

    attacker: str
    defender: str
    voice: str = ""


@cache
def _adversaries() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in phrases("adversaries"):
        found.setdefault(row["party"], []).append(row["other"])
        found.setdefault(row["other"], []).append(row["party"])
    return found


def country(region: str) -> str:
    """The party on whose internationally recognised territory a region lies, by its code; '' for seas and the like."""
    head = region.split("-")[0]
    if head == "X":
        parts = region.split("-")
        head = parts[1] if len(parts) > 2 and len(parts[1]) == 2 else ""
    return head


class Parties:
    """The parties of one document: how often each is named, and who is the enemy of whom."""

    def __init__(self, registers: Registers, named: Counter[str], own: str = "", home: str = "") -> None:
        self.registers = registers
        self.named = named
        self.own = own
        self.home = home
        self.only: Direction | None = None

    def adversary(self, party: str) -> str:
        """The party that the document sets against `party`: its known enemy that is named most, else a known enemy."""
        enemies = _adversaries().get(party, [])
        named = [p for p, _ in self.named.most_common() if p in enemies]
        if named or not enemies:
            return named[0] if named else ""
        # two others are at war in this text: of a third it tells nothing
        return "" if any(self.enemies(p, q) for p in self.named for q in self.named) else enemies[0]

    def enemies(self, one: str, other: str) -> bool:
        return other in _adversaries().get(one, [])
