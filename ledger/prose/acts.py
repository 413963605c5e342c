"""What happened: the acts of a sentence, and what act and thing mean together, a row of data/phrases/meanings.csv."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ledger.prose.figure import AND
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.phrases import phrases
from ledger.prose.tokens import Token

BE = small_words("be")
CLAUSE = small_words("clause")
_JOINS = AND | {"/", "or", "або", "или", "чи"}


@dataclass(frozen=True, slots=True)
class Act:
    """An act found for a figure, and the rule by which it was found."""

    mark: Mark
    rule: str


@cache
def meanings() -> dict[tuple[str, str], str]:
    """The metric of each act and family of things."""
    return {(row["act"], row["thing"]): row["metric"] for row in phrases("meanings")}


def acts_of(tokens: Sequence[Token], marks: Sequence[Sequence[Mark]]) -> list[Mark]:
    """The acts of a sentence, the longer where two overlap; shot down *or* suppressed become one."""
    found = sorted((m for here in marks for m in here if m.kind == "act"), key=lambda m: (m.start - m.end, m.start))
    kept: list[Mark] = []
    for mark in found:
        if not any(
            k.start < mark.end and mark.start < k.end and (k.start, k.end) != (mark.start, mark.end) for k in kept
        ):
            kept.append(mark)
    kept.sort(key=lambda m: m.start)
    joined: list[Mark] = []
    for mark in kept:
        last = joined[-1] if joined else None
        between = [t.text for t in tokens[last.end : mark.start]] if last else []
        if (
            last
            and {last.id, mark.id}
            in ({"intercept", "suppress"}, {"neutralise", "suppress"}, {"neutralise", "intercept"})
            and len(between) <= 1
            and all(b in _JOINS for b in between)
        ):
            joined[-1] = Mark("act", "neutralise", mark.form, last.start, mark.end)
        elif last and {last.id, mark.id} == {"kill", "wound"} and len(between) == 1 and between[0] in _JOINS:
            joined[-1] = Mark("act", "harm", mark.form, last.start, mark.end)
        elif (
            last
            and mark.id == last.id
            and mark.form == last.form
            and len(between) <= 1
            and all(b in AND or b == "/" for b in between)
        ):
            joined[-1] = Mark("act", mark.id, mark.form, last.start, mark.end)
        else:
            joined.append(mark)
    return joined
