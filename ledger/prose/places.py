"""Where: the regions of a figure, and the place that a text is about.

Owns how lists of regions hang on figures.
"""

from __future__ import annotations

from ledger.prose.acts import CLAUSE
from ledger.prose.figure import AND, DASHES, PLACING, Figure
from ledger.prose.grammar import small_words
from ledger.prose.page import Page, Sentence
from ledger.prose.regions import Regions

_AREA = small_words("area")
_POINTS = {"the", "this", "that", "his", "her", "their"}
_THE_REGION = small_words("the_region")


class Places:
    """The places of one document.

    `here` is what its present paragraph is about, `last` the last region named, `counted` where the last figure was,
    `seat` the region that the present voice speaks for.
    """

    def __init__(self, page: Page) -> None:
        self.lang = page.lang
        self.regions = Regions(page)
        self.here = ""
        self.last = ""
        self.seat = ""
        self.counted: list[str] = []

    def enter(self, s: Sentence, *, paragraph: bool) -> None:
        """Takes up the place at the head of a sentence; a new paragraph forgets the one before."""
        ids, _, _, at = self.regions.placed(s, 0, min(8, len(s.tokens)))
        if paragraph:
            self.here = ""
        if len(ids) == 1 and at <= 1:
            self.here = ids[0]

    def leave(self, s: Sentence) -> None:
        """Takes up the last place that a sentence named."""
        ids, _ = self.regions.last_placed(s, len(s.tokens), some=True)
        named = {m.id for here in s.marks for m in here if m.kind == "region" and not m.id.startswith("X-")}
        if not ids and len(named) == 1:
            self.last = named.pop()
        if len(ids) == 1:
            self.last = ids[0]
            self.here = self.here if any(f.regions for f in s.figures) else ids[0]

    def of(self, s: Sentence, k: int) -> list[str]:
        """The regions of a figure, by the first rule that tells them; a rule may also tell that there are none."""
        rules = (
            self._bracketed, self._after, self._of_total, self._clause, self._shared, self._dashed, self._resident,
            self._before, self._the_region, self._within, self._attacked, self._head,
        )  # fmt: skip
        for rule in rules:
            found = rule(s, k, s.figures[k])
            if found is not None:
                return found
        return []

    def _ahead(self, s: Sentence, k: int) -> int:
        return s.figures[k + 1].start if k + 1 < len(s.figures) else len(s.tokens)

    def _bracketed(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """ "Над территорией Белгородской (4 БПЛА) и Курской (1 БПЛА) областей"."""
        if f.start < 2 or s.tokens[f.start - 1].text != "(":
            return None
        before = [m for here in s.marks[max(0, f.start - 5) : f.start] for m in here]
        named = [m for m in before if m.kind == "region" and m.end == f.start - 1]
        return [max(named, key=lambda m: m.end - m.start).id] if named else None

    def _after(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """The first list of regions behind a preposition of place after the figure, before the next."""
        ahead = self._ahead(s, k)
        ids, _, stop, _ = self.regions.placed(s, f.stop, self._before_next(s, f.stop, ahead))
        if ids:
            # figures in brackets have these places, not the one before them
            bracket = stop < len(s.tokens) and s.tokens[stop].text == "(" and ahead == stop + 1
            return [] if bracket else ids
        if self._unknown_place(s, f.stop, ahead):
            f.nowhere = True
            return []
        return None

    def _of_total(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """N of M: both are where M is."""
        return self.of(s, k + 1) if k + 1 < len(s.figures) and s.figures[k + 1].total else None

    def _clause(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """A place that the clause begins with, where order is free: "над Брянском перехвачены два БПЛА"."""
        if self.lang == "en":
            return None
        behind = s.figures[k - 1].stop if k else 0
        return self.regions.placed(s, max(behind, self._clause_start(s, f.start)), f.start)[0] or None

    def _shared(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """The place after the next figure, where both go together: "nine missiles and one drone over Crimea"."""
        if k + 1 >= len(s.figures) or not self._same_clause(s, f.stop, self._ahead(s, k), f.family):
            return None
        following = s.figures[k + 1]
        if following.family != f.family or (self.lang == "en" and following.bare and f.family != "people"):
            return None
        beyond = self._ahead(s, k + 1)
        ids = self.regions.placed(s, following.stop, beyond)[0]
        return ids or self._named_before_it(s, following.stop, beyond)

    def _dashed(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """A place right before the figure, perhaps with a dash: "над Краснодарским краем — шесть"."""
        behind, i = s.figures[k - 1].stop if k else 0, f.start - 1
        while i > behind and s.tokens[i].text in DASHES:
            i -= 1
        dashed = i < f.start - 1
        if not dashed and self.lang == "en":
            return None
        ids, _, stop, _ = self.regions.placed(s, self._before_next(s, behind, f.start) if dashed else behind, f.start)
        return ids if ids and stop == i + 1 else None

    def _resident(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """ "One resident of Donetsk region"."""
        if f.family != "people" or f.stop + 1 >= len(s.tokens) or s.tokens[f.stop].folded != "of":
            return None
        mark = self.regions.region_at(s, f.stop + 1, self._ahead(s, k))
        return [mark.id] if mark else None

    def _before(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """People and sites are where the sentence was last."""
        return (self.regions.last_placed(s, f.start)[0] or None) if f.family in ("people", "place") else None

    def _the_region(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        return self._named_before_it(s, f.stop, self._ahead(s, k))

    def _named_before_it(self, s: Sentence, start: int, end: int) -> list[str] | None:
        """ "Over the region", "there": the speaking governor's, or the region that was named last."""
        meant = self.seat or self.regions.oblast_of(self.last)
        if not meant:
            return None
        for i in range(start, min(end, len(s.tokens))):
            words = [t.folded for t in s.tokens[i : i + 3]]
            if (
                words[0] == "there"
                and (i == 0 or s.tokens[i - 1].text != ",")
                and words[1:2] not in (["were"], ["was"])
            ):
                return [meant]
            if words[0] in PLACING[self.lang] and len(words) > 1:
                pointed = (
                    len(words) > 2 and words[1] in _POINTS and words[2] in {"region", "area", "oblast", "province"}
                )
                return [meant] if pointed or words[1] in _THE_REGION else None
        return None

    def _within(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """ "17 of which": where those were."""
        if not f.within:
            return None
        return (s.figures[k - 1].regions if k else self.counted) or None

    def _attacked(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """ "The Odesa region was attacked by eight drones"."""
        for mark in (m for here in s.marks[: f.start] for m in here if m.kind == "region"):
            verb = s.marks[mark.end + 1] if mark.end + 1 < f.start else []
            if s.tokens[mark.end].folded in {"was", "were"} and any(m.kind == "act" and m.form == "with" for m in verb):
                return [mark.id]
        return None

    def _head(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """The place that the sentence begins with."""
        ids, _, _, at = self.regions.placed(s, 0, s.figures[0].start)
        told = any(m.kind == "say" for i in range(at) for m in s.marks[i])
        return ids if ids and at <= 3 and not told else None

    def _unknown_place(self, s: Sentence, start: int, end: int) -> bool:
        """Whether a place is named that the registers do not know: "над территорией Н-ской области"."""
        for i in range(start, min(end, len(s.tokens))):
            if s.tokens[i].folded in PLACING[self.lang] and i + 1 < len(s.tokens) and s.tokens[i + 1].folded in _AREA:
                rest = s.tokens[i + 2 : i + 4]
                return (
                    not any(
                        m.kind in ("party", "region")
                        for j in range(i + 2, min(i + 5, len(s.marks)))
                        for m in s.marks[j]
                    )
                    and any(t.text[:1].isupper() for t in rest)
                ) or not rest
        return False

    def _clause_start(self, s: Sentence, end: int) -> int:
        return next((i + 1 for i in range(end - 1, -1, -1) if s.tokens[i].text in {",", ";", ":"}), 0)

    def _same_clause(self, s: Sentence, start: int, end: int, family: str) -> bool:
        if family == "munition":
            words = s.tokens[start:end]
            apart = {",", ";", ":", "–", "—", "-", "("}
            few = len(words) <= (2 if self.lang == "en" else 8)
            return (
                few
                and bool(words)
                and words[-1].folded in AND
                and not any(t.text in apart or t.folded in PLACING[self.lang] for t in words)
            )
        return any(t.folded in AND or t.text == "," for t in s.tokens[start:end]) and not any(
            t.folded in CLAUSE for t in s.tokens[start:end]
        )

    def _before_next(self, s: Sentence, start: int, ahead: int) -> int:
        """Where the words that may be this figure's end: a place before a dash and the next figure is that one's."""
        i = ahead - 1
        while i > start and s.tokens[i].text in DASHES:
            i -= 1
        if i == ahead - 1 or ahead >= len(s.tokens):
            return ahead
        while i > start and s.tokens[i].folded not in PLACING[self.lang]:
            i -= 1
        return i
