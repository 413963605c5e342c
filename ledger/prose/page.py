"""A document cut into sentences, with what is known of it as a whole: its parties, its places, its day.

Owns what one reading shares. Must never draft a claim.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from ledger.model.windows import parse_moment
from ledger.prose.acts import Act
from ledger.prose.figure import Figure
from ledger.prose.figures import Finder
from ledger.prose.lexicon import Lexicon, Mark
from ledger.prose.parties import Parties, country
from ledger.prose.times import Published, Times, join, times_of
from ledger.prose.tokens import Token, sentences
from ledger.prose.voices import Voice
from ledger.registers import Registers


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known of it from outside; '' where it is not."""

    text: str
    source: str = ""
    published: str = ""
    url: str = ""
    lang: str = ""


@dataclass(slots=True)
class Sentence:
    """A sentence: where it stands, its words and phrases, its times, figures with their acts, and who speaks."""

    start: int
    end: int
    tokens: list[Token]
    marks: list[list[Mark]]
    times: Times
    figures: list[Figure]
    acts: list[Act | None] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)

    def insert(self, figure: Figure, act: Act) -> None:
        """Takes up a figure that no number tells, in its place."""
        at = sum(f.start < figure.start for f in self.figures)
        self.figures.insert(at, figure)
        self.acts.insert(at, act)


class Page:
    """One document under one reading."""

    def __init__(self, document: Document, lang: str, lexicon: Lexicon, finder: Finder, registers: Registers) -> None:
        self.document = document
        self.lang = lang
        self.lexicon = lexicon
        self.finder = finder
        self.registers = registers
        self.text = document.text
        row = registers.sources.rows.get(document.source, {})
        self.own = row.get("party", "")
        self.zone = row.get("timezone") or "UTC"
        self.sentences = [self._sentence(a, b) for a, b in sentences(lang, self.text)]
        join([s.times for s in self.sentences], self.published)
        marks = [m for s in self.sentences for here in s.marks for m in here]
        self.sector = any(m.kind == "sector" for m in marks)
        self.recap = any(m.kind == "recap" for m in marks)
        self.regions_named = {m.id for m in marks if m.kind == "region"}
        named = Counter(m.id for m in marks if m.kind in ("party", "capital"))
        self.parties = Parties(registers, named, self.own, self._home(marks))

    def _home(self, marks: list[Mark]) -> str:
        """The party on whose ground most places named lie: by their codes, and by words ("the Russian city of")."""
        homes = Counter(c for m in marks if m.kind == "region" and (c := country(m.id)) in self.registers.parties.rows)
        for s in self.sentences:
            grounds = {i for i, here in enumerate(s.marks) for m in here if m.kind == "ground"}
            homes.update(m.id for here in s.marks for m in here if m.kind == "party" and grounds & {m.end, m.end + 1})
        return homes.most_common(1)[0][0] if homes else ""

    @cached_property
    def published(self) -> Published | None:
        """When the document was published, in its source's time zone; None if that is not known."""
        if not self.document.published:
            return None
        moment, precision = parse_moment(self.document.published, self.zone)
        zone = ZoneInfo(self.zone)
        return Published(moment.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone), precision == "minute")

    def _sentence(self, start: int, end: int) -> Sentence:
        tokens = self.lexicon.words.tokens(self.text[start:end], start)
        marks = self.lexicon.marks(tokens)
        names = [m for here in marks for m in here if m.kind in ("party", "body") and m.end - m.start > 1]
        for i, here in enumerate(marks):
            # "киевского режима" names no oblast
            marks[i] = [m for m in here if m.kind != "region" or not any(_inside(m, name) for name in names)]
        times = times_of(tokens, marks)
        return Sentence(start, end, tokens, marks, times, self.finder.figures(tokens, marks, times.covered))


def _inside(mark: Mark, name: Mark) -> bool:
    return name.start <= mark.start and mark.end <= name.end and name.end - name.start > mark.end - mark.start
