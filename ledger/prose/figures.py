"""Figures in a sentence: which numbers are counts, and in which words.

Owns which numbers are counts. A figure keeps its own words; what has no thing that it counts is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger.prose.figure import BOTH, DASHES, ENDINGS, MONEY, NO_COUNT_AFTER, Figure
from ledger.prose.lexicon import Lexicon, Mark
from ledger.prose.things import Things
from ledger.prose.tokens import Token


class Finder:
    """Finds the figures of sentences in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.things = Things(lexicon)
        self.lang = lexicon.words.lang
        self.grammar = lexicon.registers.grammar
        terms = self.grammar.phrases()
        self.vague = {
            p: t for p, t in terms.items() if t & {"few", "several", "dozens", "tens", "hundreds", "thousands"}
        }
        self.bounds = {
            p for p, t in terms.items() if t & {"about", "almost", "at_least", "more_than", "at_most", "less_than"}
        }
        self.none = {p for p, t in terms.items() if "none" in t and p[0] not in ("did", "не", "none", "nobody")}

    def figures(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], covered: set[int]) -> list[Figure]:
        """All counts of the sentence, in order, with the things that they count where they name one."""
        found: list[Figure] = []
        i = 0
        while i < len(tokens):
            figure = None if i in covered else self._figure(tokens, i, covered)
            if figure and not self._no_count(tokens, figure):
                self.things.name(tokens, marks, figure, covered)
                found.append(figure)
                i = max(figure.end, i + 1)
            else:
                i = figure.end if figure else i + 1
        return found

    def _figure(self, tokens: Sequence[Token], i: int, covered: set[int]) -> Figure | None:
        """The figure whose words begin at `i`, with its qualifier."""
        words = [t.folded for t in tokens]
        for size in (4, 3, 2, 1, 0):
            if size and (tuple(words[i : i + size]) not in self.bounds or not self._glued(tokens, i, size)):
                continue
            end = self._number_end(tokens, i + size, covered)
            if not end:
                continue
            for stop in self._longer(tokens, end, covered):
                value = _words(tokens[i:stop])
                if interval := self._read(value):
                    return Figure(i, stop, value, interval[0], interval[1], stop=stop)
        for size in (3, 2, 1):
            part = tuple(words[i : i + size])
            if len(part) == size and part in (self.vague if size else {}) and (read := self._read(" ".join(part))):
                return Figure(i, i + size, _words(tokens[i : i + size]), *read, stop=i + size)
            if len(part) == size and part in self.none and (read := self._read(" ".join(part))):
                return Figure(i, i + size, _words(tokens[i : i + size]), *read, stop=i + size)
        if tokens[i].forms & BOTH:
            return Figure(i, i + 1, "2", 2, 2, stop=i + 1, refers=True, implied=True)
        return None

    def _glued(self, tokens: Sequence[Token], i: int, size: int) -> bool:
        """A sign qualifies only the number that it touches."""
        return tokens[i].kind == "word" or (
            i + size < len(tokens) and tokens[i + size - 1].end == tokens[i + size].start
        )

    def _read(self, value: str) -> tuple[int | None, int | None] | None:
        interval = self.grammar.find(value)
        return (interval.lo, interval.hi) if interval else None

    def _is_number(self, token: Token) -> bool:
        return token.kind == "number" or token.folded in self.lexicon.number_words

    def _number_end(self, tokens: Sequence[Token], i: int, covered: set[int]) -> int:
        """Where the whole number that begins at `i` ends, or 0."""
        if i >= len(tokens) or i in covered:
            return 0
        if tokens[i].kind == "joined":
            return i + 1 if tokens[i].folded.endswith(ENDINGS) and self.lang != "en" else 0
        whole = tokens[i].folded
        if "-" in whole and self.lang == "en" and self._read(whole):
            return i + 1
        if not self._is_number(tokens[i]):
            return 0
        best, j = 0, i
        while (
            j < len(tokens)
            and j not in covered
            and (self._is_number(tokens[j]) or (tokens[j].folded == "and" and j > i))
        ):
            j += 1
            if self._read(_words(tokens[i:j])):
                best = j
        return best

    def _longer(self, tokens: Sequence[Token], end: int, covered: set[int]) -> list[int]:
        """The ends of a figure that may stand here, the longest first: a range, `or more`, the number alone."""
        found = [end]
        if end < len(tokens) and (tokens[end].text in DASHES - {":", "—"} or tokens[end].folded in ("to", "до")):
            second = self._number_end(tokens, end + 1, covered)
            if second:
                found.insert(0, second)
        if end < len(tokens) and tokens[end].text == "+":
            found.insert(0, end + 1)
        if (
            end + 1 < len(tokens)
            and tokens[end].folded in ("or", "и", "і")
            and tokens[end + 1].folded in ("more", "более", "більше")
        ):
            found.insert(0, end + 2)
        return found

    def _no_count(self, tokens: Sequence[Token], figure: Figure) -> bool:
        before = tokens[figure.start - 1].text if figure.start else ""
        after = tokens[figure.end] if figure.end < len(tokens) else None
        glued = after is not None and after.start == tokens[figure.end - 1].end
        if before == "." and figure.start > 1 and tokens[figure.start - 2].folded in ("no", "nr"):
            return True
        if (
            before in MONEY
            or (before and before in "№#")
            or (after and (after.forms & NO_COUNT_AFTER or after.text in MONEY))
        ):
            return True
        # 2.5, 3/4, 12-й, и т. п.
        return bool(after and glued and after.text in "/°")


def _words(tokens: Sequence[Token]) -> str:
    text = ""
    for before, token in zip((None, *tokens), tokens, strict=False):
        word = token.text
        for ending in ENDINGS:
            if token.kind == "joined" and token.folded.endswith(ending):
                word = "".join(c for c in word if c.isdigit())
                break
        text += (" " if before and before.end < token.start else "") + word
    return text
