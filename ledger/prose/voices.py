"""Who says it: attribution within a text ("Ukraine's air force said", "по данным ведомства").

Owns which words of a sentence speak, and whose figure a relay tells. Words of parties and bodies are data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from ledger.prose.figure import IN
from ledger.prose.lexicon import Mark
from ledger.prose.parties import Parties, country
from ledger.prose.phrases import phrases
from ledger.prose.tokens import Token
from ledger.registers import Registers

_OF = {"of", "for"}
_BETWEEN = 12
_LOCAL = {"governor", "mayor", "local_officials"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something in a sentence: party and register source where known, and the tokens of its name."""

    party: str
    source: str
    start: int
    end: int
    official: bool = True
    region: str = ""
    body: str = ""

    @property
    def local(self) -> bool:
        return self.body in _LOCAL


@cache
def _bodies() -> dict[tuple[str, str], str]:
    return {(row["party"], row["body"]): row["source"] for row in phrases("bodies")}


_BROAD = {"state", "military", "forces", "army", "air_defence", "officials"}


def origin_of(voice: Voice, family: str, region: str, registers: Registers) -> str:
    """The register source that a voice stands for, by what it tells: a state's air figures come from one body.

    Local officials are those of the figure's region, where the register has one such source. '' where none is known.
    """
    told = family == "air" or (family == "places" and voice.body == "state")
    if told and voice.body in _BROAD and (found := _bodies().get((voice.party, "air"), "")):
        return found
    if voice.body in _LOCAL and region and region != "all":
        place = registers.regions.rows.get(region, {}).get("name", "").split(" ")[0]
        local = [
            k
            for k, r in registers.sources.rows.items()
            if r["party"] == voice.party and r["level"] == "regional" and place and place in r["name"].split(" ")
        ]
        if len(local) == 1:
            return local[0]
    return voice.source


class Speech:
    """The voices of one sentence."""

    def __init__(
        self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], parties: Parties, figures: Sequence[int]
    ) -> None:
        self.tokens = tokens
        self.marks = marks
        self.parties = parties
        self.figures = set(figures)
        flat = [m for here in marks for m in here]
        lives = {"lives", "life"}
        denies = [m for m in flat if m.kind == "deny" and any(t.folded == "any" for t in tokens[m.end : m.end + 6])]
        self.says = denies + [
            m for m in flat if m.kind == "say" and not any(t.folded in lives for t in tokens[m.end : m.end + 5])
        ]
        self.accordings = [m for m in flat if m.kind == "according"]
        self.bodies = [m for m in flat if m.kind in ("body", "source", "unofficial")]
        self.named = [m for m in flat if m.kind in ("party", "capital")]

    def voices(self, context: str) -> list[Voice]:
        """Who speaks in the sentence, in order. `context` is the party of the last voice."""
        found: list[Voice] = []
        for mark in sorted([*self.bodies, *self.named], key=lambda m: (m.start, m.start - m.end)):
            if any(v.start <= mark.start < v.end for v in found):
                continue
            if not self._speaks(mark):
                continue
            if (
                found
                and mark.kind == "body"
                and not self._says_between(found[-1].end, mark.start)
                and not self._own_party(mark)
            ):
                continue  # a title within the name of who speaks already
            voice = self._voice(mark, context)
            if voice and not any(v.start <= voice.start < v.end or voice.start <= v.start < voice.end for v in found):
                found.append(voice)
            elif voice:
                found = [v for v in found if not (voice.start <= v.start < voice.end)] + (
                    [voice] if not any(v.start <= voice.start < v.end for v in found) else []
                )
        return sorted(found, key=lambda v: v.start)

    def _says_between(self, start: int, end: int) -> bool:
        return end - start > _BETWEEN or any(start <= m.start < end for m in self.says)

    def _own_party(self, mark: Mark) -> bool:
        return ":" in mark.id or bool(self._party_of(mark))

    def _clear(self, start: int, end: int) -> bool:
        return end - start <= _BETWEEN and not any(i in self.figures for i in range(start, end))

    def _owned(self, mark: Mark) -> bool:
        """Whether a party is only named as the owner of a thing: "53 беспилотника ВСУ"."""
        before = self.marks[max(0, mark.start - 5) : mark.start]
        return mark.kind == "party" and any(m.kind == "thing" and m.end == mark.start for here in before for m in here)

    def _speaks(self, mark: Mark) -> bool:
        if self._owned(mark):
            return False
        for cue in self.accordings:
            if (
                cue.end <= mark.start <= cue.end + 8
                and (mark.kind != "body" or not mark.id.startswith(("air_defence", "forces")))
                and self._clear(cue.end, mark.start)
                and not self._entity_between(cue, mark)
            ):
                return True
        for say in self.says:
            if say.start == mark.start:
                continue
            named = mark.kind in ("party", "capital")
            if named and mark.end < len(self.marks) and any(m.kind == "ground" for m in self.marks[mark.end]):
                continue
            aside = mark.start <= 1 and mark.end < len(self.tokens) and self.tokens[mark.end].text == ","
            near = (8 if aside else 3) if named else _BETWEEN
            if mark.end <= say.start <= mark.end + near and self._clear(mark.end, say.start):
                apart = any(t.text == ";" for t in self.tokens[mark.end : say.start])
                if not apart and (":" in mark.id or not self._other_between(mark, say)):
                    return True
            if say.end <= mark.start <= say.end + (2 if mark.kind in ("party", "capital") else 4) and self._clear(
                say.end, mark.start
            ):
                between = {t.folded for t in self.tokens[say.end : mark.start]}
                follows = mark.kind == "body" or mark.kind == "source"
                if follows and not between & {"that", "что", "що", ",", "it"} and not self._acts_after(mark):
                    return True
        return False

    def _acts_after(self, mark: Mark) -> bool:
        """Whether the body goes on to do something, so that it did not say it: "said air defences shot down"."""
        return any(
            m.kind == "act" and m.form in ("verb", "with")
            for i in range(mark.end, min(mark.end + 4, len(self.marks)))
            for m in self.marks[i]
        )

    def _entity_between(self, cue: Mark, mark: Mark) -> bool:
        """Whether another is named first: who speaks stands next to "according to"."""
        between = [b for b in [*self.bodies, *self.named] if cue.end <= b.start and b.end <= mark.start]
        return any(b.kind != "party" or mark.kind in ("party", "capital") or b.start + 4 < mark.start for b in between)

    def _other_between(self, mark: Mark, say: Mark) -> bool:
        return any(
            mark.end <= b.start and b.end <= say.start and (b.start > mark.end or self.tokens[mark.end].text == ",")
            and self.tokens[b.start - 1].folded not in {"of", "the"}
            for b in self.named
        )  # fmt: skip

    def _voice(self, mark: Mark, context: str) -> Voice | None:
        if mark.kind == "unofficial":
            return Voice("", "", mark.start, mark.end, official=False)
        if mark.kind == "source":
            row = self.parties.registers.sources.rows[mark.id]
            region = self._seat(mark, mark.start - 1) if row["level"] in ("regional", "local") else ""
            return Voice(row["party"], mark.id, mark.start, mark.end, region=region) if row["party"] else None
        if mark.kind in ("party", "capital"):
            unofficial = next(
                (m for m in self.bodies if m.kind == "unofficial" and mark.end <= m.start <= mark.end + 1), None
            )
            if unofficial:
                return Voice("", "", mark.start, unofficial.end, official=False)
            of_it = next((m for m in self.bodies if m.kind == "body" and mark.end <= m.start <= mark.end + 2), None)
            if of_it:
                return self._voice(of_it, context)
            return Voice(mark.id, _bodies().get((mark.id, "officials"), ""), mark.start, mark.end, body="state")
        body, _, party = mark.id.partition(":")
        if not party:
            persons = [m for m in self.bodies if mark.end <= m.start <= mark.end + 4 and ":" in m.id]
            party = persons[0].id.partition(":")[2] if persons else self._party_of(mark)
        start = mark.start
        if not party:
            party = self._country_near(mark) or context
        source = _bodies().get((party, body), "") or (
            _bodies().get((party, "officials"), "") if body not in ("air_force",) else ""
        )
        return Voice(party, source, start, mark.end, region=self._seat(mark) if body in _LOCAL else "", body=body)

    def _seat(self, mark: Mark, start: int | None = None) -> str:
        """The region that a local body speaks for: "Belgorod Governor", "governor of the Lipetsk region"."""
        regions = [m for here in self.marks for m in here if m.kind == "region"]
        before = [
            m for m in regions if 0 <= mark.start - m.end <= 2 or (start is not None and start <= m.start < mark.end)
        ]
        after = [m for m in regions if 0 <= m.start - mark.end <= 4 and m.start > mark.end]
        found = before[-1:] or after[:1]
        rows = self.parties.registers.regions.rows
        if found and found[0].id.startswith("X-") and not mark.id.startswith("mayor"):
            return rows[found[0].id]["within"].split("|")[0]
        return found[0].id if found else ""

    def _party_of(self, mark: Mark) -> str:
        """The party whose body it is: "Ukraine's air force", "Ministry of Defence of Ukraine"."""
        before = [m for m in self.named if m.end <= mark.start and mark.start - m.end <= 3]
        if before and not any(t.text in {",", ";"} for t in self.tokens[before[-1].end : mark.start]):
            return before[-1].id
        after = [m for m in self.named if mark.end <= m.start and m.start - mark.end <= 4]
        parted = after and any(t.text in {",", ";", "."} for t in self.tokens[mark.end : after[0].start])
        led = after and (
            after[0].start == mark.end or self.tokens[after[0].start - 1].folded in _OF | {"the", "forces"}
        )
        if after and led and not parted:
            return after[0].id
        lead = [m for m in self.named if m.start <= 2 and m.end < mark.start]
        if lead and self.tokens[0].folded in IN:
            return lead[0].id
        return ""

    def _country_near(self, mark: Mark) -> str:
        regions = [m for here in self.marks for m in here if m.kind == "region"]
        near = sorted(regions, key=lambda m: min(abs(m.start - mark.end), abs(mark.start - m.end)))
        return next((c for m in near if (c := country(m.id)) in self.parties.registers.parties.rows), "")
