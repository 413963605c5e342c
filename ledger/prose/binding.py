"""The act of each figure: what the languages share; `english` and `slavic` find it by position and by nearness.

Owns how verbs and nouns reach their figures. A figure without an act is no claim.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.prose.acts import Act, acts_of, meanings
from ledger.prose.figure import Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.tokens import Token, Words

_SUPPOSED = small_words("supposed")
FAR = 28
"""Words between an act and a figure from which on they have nothing to do with each other."""


class Binder:
    """Finds the act of each figure of one sentence."""

    def __init__(
        self, words: Words, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], figures: Sequence[Figure]
    ) -> None:
        self.words = words
        self.lang = words.lang
        self.tokens = tokens
        self.marks = marks
        self.figures = figures
        self.acts = acts_of(tokens, marks)
        self.starts = {f.start: f for f in figures}
        self.says = {m.start for here in marks for m in here if m.kind in ("say", "deny")}

    def bind(self) -> list[Act | None]:
        """The act of each figure, None where it has none. Sets the thing of bare figures."""
        found: list[Act | None] = []
        for k, figure in enumerate(self.figures):
            before = [(f, a) for f, a in zip(self.figures[:k], found, strict=True) if a]
            act = self._numbered(figure) or self._act_of(figure, before)
            found.append(act)
        self._complete(found)
        return found

    def _act_of(self, figure: Figure, before: list[tuple[Figure, Act]]) -> Act | None:
        """The act of one figure, given those before it with theirs."""
        raise NotImplementedError

    def _complete(self, found: list[Act | None]) -> None:
        """What only the acts of later figures tell."""

    def fits(self, mark: Mark, figure: Figure) -> bool:
        if figure.family:
            return (
                mark.form != "zero"
                and not self._supposed(mark)
                and ((mark.id, figure.family) in meanings() or mark.id == "exceed" or mark.form == "count")
            )
        return mark.id != "exceed"

    def _supposed(self, mark: Mark) -> bool:
        """Whether an act is only planned or possible."""
        return mark.id == "launch" and any(
            t.folded in _SUPPOSED for t in self.tokens[max(0, mark.start - 3) : mark.start]
        )

    def _numbered(self, figure: Figure) -> Act | None:
        """The act on the thing whose number is told: "the number of people injured has risen to 11"."""
        if not figure.numbered or not figure.thing:
            return None
        near = [m for m in self.acts if self.fits(m, figure) and m.end <= figure.start]
        near = [m for m in near if 0 <= m.start - figure.thing.end <= 2 or 0 <= figure.thing.start - m.end <= 2]
        return Act(near[0], "number") if near else None

    def _previous(self, figure: Figure) -> Figure | None:
        k = next(i for i, f in enumerate(self.figures) if f is figure)
        return self.figures[k - 1] if k else None
