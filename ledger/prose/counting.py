"""Figures that hang on each other: N of M, "17 of which", "six in the Kursk region", "the number of … rose to N".

Owns what a figure counts that names no thing of its own.
"""

from __future__ import annotations

from ledger.prose.acts import Act
from ledger.prose.figure import AND, DASHES, OF, PLACING, QUOTES, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.page import Page, Sentence
from ledger.prose.places import Places

NUMBER_OF = small_words("number_of")
REACHES = small_words("reaches")
_SKIPPED = small_words("skipped")


class Counting:
    """Gives the bare figures of one document their things."""

    def __init__(self, page: Page, places: Places) -> None:
        self.lang = page.lang
        self.text = page.text
        self.places = places
        self.munition: tuple[Mark, str] | None = None

    def pair(self, s: Sentence) -> None:
        """N out of M of a thing: both count it, and M is all of them."""
        for a, b in zip(s.figures, s.figures[1:], strict=False):
            between = [t.folded for t in s.tokens[a.end : b.start]]
            inner = [t for t in between if t not in QUOTES]
            if inner and inner[-1] in {"the"}:
                inner = inner[:-1]
            if (
                a.bare
                and b.thing
                and inner
                and inner[-1] in OF - {"with"}
                and len(inner) <= 3
                and not set(inner) & {","}
            ):
                a.thing, a.stop, a.bare, b.total = b.thing, a.end, False, True
                a.own_party = a.own_party or b.own_party
            elif a.bare and b.bare and inner and inner[-1] in OF - {"with"} and len(inner) <= 2:
                b.total = a.within = True
            elif a.thing and b.bare and b.start == a.stop + 1 and s.tokens[a.stop].folded in OF - {"of", "with"}:
                b.thing, b.bare, b.total = a.thing, False, True
            elif self._of_before(s, a) and b.bare and not any(t.text in {",", ":"} for t in s.tokens[a.stop : b.start]):
                b.thing, b.bare, a.total = a.thing, False, True

    def _of_before(self, s: Sentence, f: Figure) -> bool:
        """Whether a figure is what others are of: "из 31 беспилотника сбито 28"."""
        return bool(f.thing and f.start and not f.within) and s.tokens[f.start - 1].folded in OF - {"of", "with"}

    def inherit(self, s: Sentence, last: tuple[Figure, Act] | None) -> None:
        """Bare figures count what the one before counts, where the words after them allow it."""
        thing = last[0].thing if last else None
        party = last[0].own_party if last else ""
        listed = bool(last)
        for f in s.figures:
            if f.bare and f.hi == 0:
                continue
            if f.bare and (named := self._number_of(s, f)):
                f.thing, f.numbered, f.bare = named, True, False
                self._reached(s, f)
            elif f.bare:
                kind = "act" if f.total else self._goes_on(s, f)
                if kind == "people":
                    f.thing = Mark("thing", "people", "people", f.start, f.end)
                elif kind and thing and (kind != "any" or thing.form != "people" or listed):
                    f.thing, f.own_party = thing, party
                    if kind == "act" and thing.form != "munition" and self._shot(s, f):
                        f.thing, f.own_party = self.munition or (None, "")
            if f.thing:
                thing, party = f.thing, f.own_party
                listed = True
                if f.family == "munition":
                    self.munition = (f.thing, f.own_party)

    def _shot(self, s: Sentence, f: Figure) -> bool:
        """Whether the act beside a figure is one that is done to munitions."""
        near = range(max(0, f.start - 3), min(f.end + 5, len(s.marks)))
        return any(m.kind == "act" and m.id in ("intercept", "suppress", "launch") for i in near for m in s.marks[i])

    def _reached(self, s: Sentence, f: Figure) -> None:
        """After a verb of growing "до" is no bound: "число погибших выросло до 24"."""
        if s.tokens[f.start].folded == "до" and f.hi is not None and f.start + 1 < f.end:
            f.start, f.lo = f.start + 1, f.hi
            f.value = self.text[s.tokens[f.start].start : s.tokens[f.end - 1].end]

    def _number_of(self, s: Sentence, f: Figure) -> Mark | None:
        """The thing of which a sentence tells the number: "the number of drones shot down reached N"."""
        words = [t.forms for t in s.tokens[max(0, f.start - 3) : f.start]]
        counts = [i for i, t in enumerate(s.tokens[: f.start]) if t.forms & NUMBER_OF]
        if not counts or not any(w & REACHES for w in words):
            return None
        i = counts[-1]
        named = [m for here in s.marks[i : min(i + 5, f.start)] for m in here if m.kind == "thing" and m.end <= f.start]
        if named:
            return named[0]
        hurt = [
            m for here in s.marks[max(0, i - 1) : i + 3] for m in here if m.kind == "act" and m.id in ("kill", "wound")
        ]
        if hurt:
            return Mark("thing", "people", "people", hurt[0].start, hurt[0].start)
        things = [m for here in s.marks[: f.start] for m in here if m.kind == "thing" and m.end <= f.start]
        return things[-1] if things else None

    def _goes_on(self, s: Sentence, f: Figure) -> str:
        """How the words after a bare figure go on: with a place, with an act on munitions or people, or not at all."""
        i = f.end
        tokens = s.tokens
        while i < len(tokens) and (tokens[i].text in DASHES | QUOTES or tokens[i].folded in _SKIPPED):
            i += 1
        if f.within:
            return "act"
        if any(t.folded == "condition" for t in tokens[f.end : f.end + 4]):
            return "people"
        if i >= len(tokens):
            i = len(tokens) - 1
        acts = [m for m in s.marks[i] if m.kind == "act"]
        if any(m.id in ("kill", "wound") for m in acts):
            return "people"
        attacks = any(m.kind == "attack" for m in s.marks[i])  # "18 attacks": a noun, not what was done to them
        if acts and not (attacks and (self.lang != "en" or tokens[i].folded.endswith("s"))):
            return "act"
        if tokens[i].folded in PLACING[self.lang] and any(
            self.places.regions.region_at(s, j, len(tokens)) for j in range(i + 1, min(i + 9, len(tokens)))
        ):
            return self._before_kind(s, f) or "any"
        if (
            f.start > 1
            and tokens[f.start - 1].text in DASHES
            and any(
                m.kind == "region" and m.end == f.start - 1
                for j in range(max(0, f.start - 5), f.start)
                for m in s.marks[j]
            )
        ):
            return "any"
        if tokens[i].text in {",", ".", ")"} or tokens[i].folded in AND | PLACING[self.lang]:
            return self._before_kind(s, f)
        return ""

    def _before_kind(self, s: Sentence, f: Figure) -> str:
        """People, if an act on people stands right before the figure: "injuring three"."""
        acts = [
            m for j in range(max(0, f.start - 3), f.start) for m in s.marks[j] if m.kind == "act" and m.end == f.start
        ]
        return "people" if any(m.id in ("kill", "wound") and m.form in ("verb", "state") for m in acts) else ""
