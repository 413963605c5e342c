"""From figures to drafts of claims, each with its quote and why; and what could not be drafted.

Owns the guards: a figure stands in its quote and the quote in the text, or there is no draft. Must never guess: a
figure whose scope the text leaves open is listed with its sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ledger.prose.acts import Act, meanings
from ledger.prose.directions import Director
from ledger.prose.figure import AND, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.page import Page, Sentence
from ledger.prose.parties import Direction
from ledger.prose.places import Places
from ledger.prose.tokens import fold
from ledger.prose.voices import Voice, origin_of

LONGEST_QUOTE = 60
_ADDED = {"intercepted", "neutralised", "suppressed", "launched"}
_INFLICTED = {"intercept", "neutralise", "lose", "damage", "strike"}
_COUNTED = {"land": "place", "reach": "munition"}
_ADDITIONAL = small_words("additional")
_DEFINITE = {"the", "these", "those", "its"}
_ENDS = frozenset('.!?)»”"…]')
_MANY = 10
"""From so many on, one figure told twice in a text is one claim even if the second names another place."""
_OUTCOMES = {"intercepted", "suppressed", "neutralised", "lost", "hit"}


@dataclass(slots=True)
class Draft:
    """A claim as read: the interchange columns, who asserts it, its interval, and the rule that read it."""

    row: dict[str, str]
    party: str
    lo: int | None
    hi: int | None
    why: str
    start: int
    end: int
    words: list[tuple[int, int]] = field(default_factory=list)
    group: int = 0
    timed: bool = False
    more: bool = False


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """A figure of which no claim could be made: its words, its sentence, and the kind of obstacle."""

    kind: str
    value: str
    sentence: str
    start: int


@dataclass(slots=True)
class Reading:
    """What was read out of one document."""

    drafts: list[Draft] = field(default_factory=list)
    left: list[NotUnderstood] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one figure tells of one region, before it is a draft."""

    sentence: Sentence
    figure: Figure
    act: Act
    metric: str
    way: Direction
    party: str
    said: Voice | None
    region: str
    window: str


def _stands_in(value: str, quote: str) -> bool:
    """Whether the words of a figure stand in its quote, whatever markup lies between them."""
    folded = fold(quote)
    return all(fold(word) in folded for word in value.split())


class Drafter:
    """Drafts the claims of one document into `result`. `attacker` is whose attack it speaks of at present."""

    def __init__(self, page: Page, places: Places) -> None:
        self.page = page
        self.places = places
        self.result = Reading()
        self.attacker = ""

    def draft(
        self, s: Sentence, f: Figure, act: Act, said: Voice | None, last: Direction | None, window: str
    ) -> Direction | None:
        """Drafts what one figure tells, a claim for each of its regions; returns its direction, None without a draft.

        `last` is the direction of the figure before, `window` the last that the text gave.
        """
        metric = self._metric(f, act)
        if f.total and f.family != "munition":
            return None
        if not metric:
            self.leave("exceeds" if act.mark.id == "exceed" else "no metric", f, s)
            return None
        if self.page.sector and f.family in ("people", "equipment", "place") and act.mark.id in _INFLICTED:
            self.leave("losses at the front", f, s)
            return None
        self._place(s, f, said)
        if f.nowhere and not f.regions:
            self.leave("place not known", f, s)
            return None
        if not f.regions and f.family == "munition" and self._cut_off(s, f):
            self.leave("cut off", f, s)
            return None
        if metric == "left_airspace":
            self.leave("where to is not known", f, s)
            return None
        voice = self.page.own or (said.party if said else "")
        way = self._way(s, f, act, metric, said, last)
        if self.page.sector and f.family == "people" and voice and way.attacker == voice:
            self.leave("losses at the front", f, s)
            return None
        if not way.attacker or not way.defender or (metric in _OUTCOMES and self.page.own == way.attacker):
            self.leave("no direction", f, s)
            return None
        named = self.page.own or (said and (said.party or not said.official))
        party = voice if named else way.attacker if metric == "sites_struck" else way.defender
        if metric in ("sites_struck", "sites_damaged"):
            told = "hit_locations" if f.thing and f.thing.id == "hit_locations" else "sites_damaged"
            metric = "sites_struck" if party and party == way.attacker else told
        each = f.each or "each" in [t.folded for t in s.tokens[f.end : f.stop + 3]]
        for region in f.regions if each and f.regions else ["+".join(f.regions) or "all"]:
            self._add(_Told(s, f, act, metric, way, party, said, region, window))
        return way

    def _metric(self, f: Figure, act: Act) -> str:
        """What is counted, by act and thing; '' where together they mean nothing."""
        mark = act.mark
        if f.total:
            return "launched"
        if mark.form == "count" and mark.id == "harm" and f.hi == 0:
            return "killed"
        metric = meanings().get((mark.id, f.family), "")
        if mark.form == "count" and not metric:
            f.thing = Mark("thing", "", _COUNTED.get(mark.id, "people"), f.start, f.end)
            return meanings()[mark.id, f.family]
        joined = mark.end - mark.start > 2
        if metric == "neutralised" and joined and f.thing and "missile" in self.page.lexicon.line(f.thing.id):
            return "intercepted"  # "intercepted or jammed 566 drones and 45 missiles": only drones are jammed
        return metric

    def _place(self, s: Sentence, f: Figure, said: Voice | None) -> None:
        """Sets the regions of a figure: its own, those its voice speaks for, or the place that the text is about."""
        self.places.seat = said.region if said else ""
        f.regions = self.places.of(s, next(i for i, g in enumerate(s.figures) if g is f))
        if f.regions:
            self.places.here = f.regions[0] if len(f.regions) == 1 else self.places.here
        elif said and said.region:
            f.regions = [said.region]
        elif said and said.local and self.places.last:
            f.regions = [self.places.regions.oblast_of(self.places.last)]
        elif self.places.here and f.family in ("people", "place"):
            f.regions = [self.places.here]
        if f.bare and f.family == "munition" and self.page.lang == "en" and f.regions[:1] == f.regions:
            # in a list of counted places a bare name is a region's: "ten in Kharkiv, two in Mykolaiv"
            f.regions = [self.places.regions.region_of(r) for r in f.regions]
        self.places.counted = f.regions

    def _way(
        self, s: Sentence, f: Figure, act: Act, metric: str, said: Voice | None, last: Direction | None
    ) -> Direction:
        director = Director(
            s.tokens, s.marks, self.page.parties, s.voices, self.attacker, local=bool(said and said.local)
        )
        way = director.of(f, act, metric, self.page.own or (said.party if said else ""), last)
        if last and not f.own_party:
            if act.rule.startswith("list"):
                return last
            if (f.total or f.refers) and (last.attacker or last.defender):
                return last
        return way

    def _add(self, told: _Told) -> None:
        s, f, document, published = told.sentence, told.figure, self.page.document, self.page.published
        quote, start, end = self._quote(s, f)
        if not f.implied and not _stands_in(f.value, quote):
            self.leave("not in its quote", f, s)
            return
        thing = f.thing or Mark("thing", "", "munition", f.start, f.end)
        family = self.page.registers.metrics.rows[told.metric]["family"]
        origin, note = self._origin(told, family)
        day = published.moment.date().isoformat() if published else ""
        row = {
            "source": document.source, "url": document.url, "published": document.published,
            "attacker": told.way.attacker, "defender": told.way.defender,
            "subject": told.way.defender if family in ("people", "equipment") else "",
            "metric": told.metric, "value": f.value, "window": told.window or day,
            "weapon": thing.id if thing.form in ("munition", "equipment") and thing.id else "unspecified",
            "population": (thing.id or "people") if thing.form == "people" else "unspecified",
            "region": told.region, "part": self._subset(f, told.metric, told.region),
            "basis": "cumulative" if s.times.since else "period", "breakdown": "none",
            "recap": "true" if self.page.recap else "false",
            "quote": quote, "lang": self.page.lang, "origin": origin, "event": "", "note": note,
        }  # fmt: skip
        timed = bool(s.times.clocks)
        definite = f.start > 0 and s.tokens[f.start - 1].folded in _DEFINITE
        if self._told_before(row, f, told.party, timed, definite=definite):
            return
        words = self._words(s, f, told.act, start, end)
        why = f"{told.act.rule}: {told.act.mark.id} {thing.form}"
        group, more = len(self.result.drafts), self._one_more(s, f)
        self.result.drafts.append(Draft(row, told.party, f.lo, f.hi, why, start, end, words, group, timed, more))

    def _origin(self, told: _Told, family: str) -> tuple[str, str]:
        """Whom the document relays, and a note where its words name them only broadly."""
        said = told.said
        if not said or self.page.own:
            return "", ""
        origin = origin_of(said, family, told.region, self.page.registers)
        if not origin or origin == self.page.document.source:
            return "", ""
        here = said in told.sentence.voices
        if not here or (origin == said.source and said.body not in ("state", "officials")):
            return origin, ""
        first, last = told.sentence.tokens[said.start], told.sentence.tokens[said.end - 1]
        return origin, f"the text says only {self.page.text[first.start : last.end]!r}"

    def _subset(self, f: Figure, metric: str, region: str) -> str:
        """A label for a figure that is part of the one before in the same scope: "two of which were destroyed"."""
        last = self.result.drafts[-1].row if self.result.drafts else {}
        same = f.within and last.get("metric") == metric and last.get("region") == region
        return "of which" if same and last.get("part") == "" else ""

    def _cut_off(self, s: Sentence, f: Figure) -> bool:
        """Whether a list of regions breaks off at this figure, as texts do that were cut to a length."""
        ends = self.page.text.rstrip()[-1:] not in _ENDS
        last = s is self.page.sentences[-1] and s.figures[-1] is f and len(s.figures) > 1
        return ends and last and bool(s.figures[-2].regions)

    def _one_more(self, s: Sentence, f: Figure) -> bool:
        """Whether a figure comes on top of those before: "and 13 more", "и еще тринадцать", "и семь уничтожены"."""
        before = [t.folded for t in s.tokens[max(0, f.start - 2) : f.start]]
        own = any(m.kind == "act" for m in s.marks[f.end]) if f.end < len(s.marks) else False
        return bool(_ADDITIONAL & set(before)) or (own and bool(AND & set(before[-1:])))

    def _words(self, s: Sentence, f: Figure, act: Act, start: int, end: int) -> list[tuple[int, int]]:
        """Where in the quote the words stand from which the draft was made: figure, thing, act."""
        spans = [(f.start, max(f.end, f.start + 1))]
        spans += [(m.start, m.end) for m in (f.thing, act.mark) if m and act.rule != "list of the sentence before"]
        places = [(s.tokens[a].start, s.tokens[b - 1].end) for a, b in spans if 0 <= a < b <= len(s.tokens)]
        return [(a - start, b - start) for a, b in places if start <= a and b <= end]

    def _told_before(self, row: dict[str, str], f: Figure, party: str, timed: bool, *, definite: bool) -> bool:
        """Whether the document has stated this figure already, perhaps in broader or narrower words."""
        for d in self.result.drafts:
            same = all(d.row[c] == row[c] for c in ("attacker", "defender", "metric"))
            apart = timed and d.timed and d.row["window"] != row["window"]
            if not same or apart or (d.lo, d.hi, d.party) != (f.lo, f.hi, party):
                continue
            several, anywhere = (f.lo or 0) > 1, "all" in (row["region"], d.row["region"])
            people = row["metric"] in ("killed", "wounded") and row["quote"] != d.row["quote"]
            listed = several and "+" in row["region"] and d.row["region"] == "all"
            again = definite or (people and ((f.lo or 0) >= _MANY or (several and anywhere)))
            if (d.row["region"] == row["region"] or listed or again) and self._related(d.row["weapon"], row["weapon"]):
                if timed and not d.timed:
                    d.row["window"], d.timed = row["window"], True
                return True
        return False

    def _related(self, one: str, other: str) -> bool:
        return one in self.page.lexicon.line(other) or other in self.page.lexicon.line(one)

    def _quote(self, s: Sentence, f: Figure) -> tuple[str, int, int]:
        """The sentence, or the stretch of at most 60 words around the figure where it is longer."""
        first = s
        if f.refers and f.value not in self.page.text[s.start : s.end] and s is not self.page.sentences[0]:
            first = self.page.sentences[self.page.sentences.index(s) - 1]
        raw = self.page.text[first.start : s.end]
        a = first.start + len(raw) - len(raw.lstrip())
        b = first.start + len(raw.rstrip())
        words = [(m.start() + a, m.end() + a) for m in re.finditer(r"\S+", self.page.text[a:b])]
        if len(words) > LONGEST_QUOTE:
            at = s.tokens[f.start].start if f.start < len(s.tokens) else s.tokens[-1].start
            near = next((i for i, (x, y) in enumerate(words) if y > at), len(words) - 1)
            begin = max(0, min(near - 15, len(words) - LONGEST_QUOTE))
            a, b = words[begin][0], words[min(begin + LONGEST_QUOTE, len(words)) - 1][1]
        quote = self.page.text[a:b]
        return quote, a, b

    def leave(self, kind: str, f: Figure, s: Sentence) -> None:
        """Lists a figure that no claim is made of, with the kind of obstacle."""
        self.result.left.append(NotUnderstood(kind, f.value, self.page.text[s.start : s.end].strip(), s.start))
