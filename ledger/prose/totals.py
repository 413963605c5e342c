"""What drafts of one document are to each other: totals and their parts, and several figures of one scope."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.prose.drafts import Draft
from ledger.prose.lexicon import Lexicon

_ADDED = {"intercepted", "neutralised", "suppressed", "launched"}
_SCOPE = ("attacker", "defender", "metric", "weapon", "population", "region", "part", "window", "quote", "origin")


def declare_totals(drafts: Sequence[Draft], lexicon: Lexicon) -> None:
    """A figure whose regional parts follow is a declared total: exhaustive if they meet it.

    A part of a total that is told more broadly ("drones" of "fixed-wing drones") is of the total's weapon.
    """
    for i, total in enumerate(drafts):
        parts = _parts(total, drafts[i + 1 :], lexicon)
        known = sum(p.lo or 0 for p in parts)
        if not parts or known > (total.lo or 0):
            continue
        for part in parts:
            part.group = total.group
            if part.row["weapon"] in lexicon.line(total.row["weapon"]):
                part.row["weapon"] = total.row["weapon"]
        total.row["breakdown"] = "exhaustive" if known == total.lo == total.hi else "partial"


def _parts(total: Draft, following: Sequence[Draft], lexicon: Lexicon) -> list[Draft]:
    """The figures of regions that follow a figure of everywhere, as long as nothing else is told."""
    found: list[Draft] = []
    for d in following if total.row["region"] == "all" and total.row["metric"] in _ADDED else ():
        same = all(d.row[c] == total.row[c] for c in ("attacker", "defender", "metric", "window"))
        one, other = d.row["weapon"], total.row["weapon"]
        related = one in lexicon.line(other) or other in lexicon.line(one)
        if not same or d.row["region"] == "all" or d.more or not related:
            break
        found.append(d)
    return found


def label_parts(drafts: Sequence[Draft]) -> None:
    """Several figures of one scope in one sentence are parts, told apart by the words after their figures."""
    scopes: dict[tuple[str, ...], list[Draft]] = {}
    for d in drafts:
        scopes.setdefault(tuple(d.row[c] for c in _SCOPE), []).append(d)
    for same in scopes.values():
        for number, d in enumerate(same, 1):
            if len(same) > 1 and not d.row["part"]:
                words = " ".join(d.row["quote"][d.words[0][1] :].split()[:4]) if d.words else ""
                d.row["part"] = words.strip("*_,.;:()[]–—- ") or str(number)
