"""Reads documents: sentence by sentence, figures with their acts, voices and places, into drafts.

Owns the order of reading and what one sentence hands on to the next. Must never record a claim.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ledger.prose.acts import Act
from ledger.prose.counting import Counting
from ledger.prose.directions import Director
from ledger.prose.drafts import Drafter, Reading
from ledger.prose.figure import Figure
from ledger.prose.figures import Finder
from ledger.prose.grammar import small_words
from ledger.prose.implied import Implied
from ledger.prose.lexicon import Lexicon, Mark
from ledger.prose.order import binder
from ledger.prose.page import Document, Page, Sentence
from ledger.prose.parties import Direction
from ledger.prose.places import Places
from ledger.prose.times import window_of
from ledger.prose.tokens import Words, language_of
from ledger.prose.totals import declare_totals, label_parts
from ledger.prose.voices import Speech, Voice
from ledger.registers import Registers

_REFERS = small_words("refers")
_SHORT = 40
"""Words of a sentence that only tells who said what was said before."""


class Reader:
    """Reads documents with one set of registers; dictionaries are loaded once a language."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self._by_language: dict[str, tuple[Lexicon, Finder]] = {}

    def read(self, document: Document) -> Reading:
        """The drafts of a document in the order of their figures, and what was not understood."""
        lang = document.lang or language_of(document.text)
        document = document if document.source else replace(document, source=self._source_of(document.url))
        reading = self._pass(document, lang, None)
        ways = {(d.row["attacker"], d.row["defender"]) for d in reading.drafts}
        if len(ways) == 1 and any(n.kind == "no direction" for n in reading.left):
            # a text that tells of one direction only: what names none is of that one
            reading = self._pass(document, lang, Direction(*ways.pop()))
        return reading

    def _pass(self, document: Document, lang: str, only: Direction | None) -> Reading:
        page = Page(document, lang, *self.tools(lang), self.registers)
        page.parties.only = only
        return _Pass(page).reading()

    def tools(self, lang: str) -> tuple[Lexicon, Finder]:
        """The phrases and the figures of a language."""
        if lang not in self._by_language:
            lexicon = Lexicon(Words(lang), self.registers)
            self._by_language[lang] = lexicon, Finder(lexicon)
        return self._by_language[lang]

    def _source_of(self, url: str) -> str:
        """The source whose channel or site an address is, by an alias such as `t.me/mod_russia`; '' where none is."""
        plain = re.sub(r"^(?:https?://)?(?:www\.)?(?:t\.me/s/)?", "", url.strip()).casefold()
        for key, row in self.registers.sources.rows.items():
            for name in row["aliases"].split("|"):
                if "." in name and "/" in name and re.match(rf"{re.escape(name.casefold())}(?:[/?#,\s]|$)", plain):
                    return key
        return ""


class _Pass:
    """One reading of one document: what was said last is what the next sentence goes on from."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.places = Places(page)
        self.counting = Counting(page, self.places)
        self.implied = Implied(page, self.places)
        self.drafter = Drafter(page, self.places)
        self.figure: tuple[Figure, Act] | None = None
        self.voice: Voice | None = None
        self.party = ""
        self.direction: Direction | None = None
        self.window = ""

    def reading(self) -> Reading:
        for k, s in enumerate(self.page.sentences):
            broken = bool(k) and "\n" in self.page.text[self.page.sentences[k - 1].end - 1 : s.start + 1]
            self.places.enter(s, paragraph=broken)
            self._figures(s)
            s.voices = Speech(s.tokens, s.marks, self.page.parties, [f.start for f in s.figures]).voices(self.party)
            self.window = window_of(s.times, self.page.published, self.page.zone) or self.window
            ahead = self._said_after(k)
            for f, act in zip(s.figures, s.acts, strict=True):
                self._draft(s, f, act, self._voice_of(s, f) or ahead or self.voice)
            self._hand_on(s)
        declare_totals(self.drafter.result.drafts, self.page.lexicon)
        label_parts(self.drafter.result.drafts)
        return self.drafter.result

    def _figures(self, s: Sentence) -> None:
        """Finds what the figures of a sentence count, and the act of each, and those that no number tells."""
        self.counting.pair(s)
        self.counting.inherit(s, self.figure)
        s.acts = binder(self.page.lexicon.words, s.tokens, s.marks, s.figures).bind()
        self.implied.singular(s)
        self.implied.everything(s, self.figure)
        self.implied.the_same(s, self.figure)
        self.implied.none(s)
        self.implied.carry(s, self.figure)

    def _draft(self, s: Sentence, f: Figure, act: Act | None, said: Voice | None) -> None:
        if act is None or not f.thing:
            if f.thing and f.thing.form != "none":
                self.drafter.leave("no act", f, s)
            return
        self.direction = self.drafter.draft(s, f, act, said, self.direction, self.window) or self.direction
        if launched := self._also_launched(s, f, act):
            self.drafter.draft(s, f, launched, said, self.direction, self.window)
        self.figure = (f, act)

    def _hand_on(self, s: Sentence) -> None:
        acting = Director(s.tokens, s.marks, self.page.parties, s.voices)
        self.drafter.attacker = acting.of_attack(self.party) or acting.of_launch(self.party) or self.drafter.attacker
        self.places.leave(s)
        if s.voices:
            self.voice = s.voices[-1]
            self.party = self.voice.party or self.party

    def _voice_of(self, s: Sentence, f: Figure) -> Voice | None:
        before = [v for v in s.voices if v.start < f.start]
        if before:
            return before[-1]
        return s.voices[0] if s.voices else None

    def _said_after(self, k: int) -> Voice | None:
        """The voice of a following sentence that tells nothing else: "That's according to …", "Про це повідомив …"."""
        if k + 1 >= len(self.page.sentences):
            return None
        s = self.page.sentences[k + 1]
        if s.figures or not s.tokens or s.tokens[0].folded not in _REFERS or len(s.tokens) > _SHORT:
            return None
        voices = Speech(s.tokens, s.marks, self.page.parties, []).voices(self.party)
        return voices[0] if voices else None

    def _also_launched(self, s: Sentence, f: Figure, act: Act) -> Act | None:
        """ "Destroyed all 27 drones launched overnight" tells two figures."""
        if not f.all or f.family != "munition" or act.mark.id == "launch" or f.total:
            return None
        if f.launched:
            return Act(Mark("act", "launch", "verb", f.end, f.stop), "participle")
        after = [m for here in s.marks[f.stop : f.stop + 4] for m in here if m.kind == "act" and m.id == "launch"]
        return Act(after[0], "participle") if after else None
