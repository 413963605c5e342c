"""Who acts against whom: the direction of each figure, from what stands nearest to it down to what its voice means.

Owns what in a sentence tells an attacker or a defender. Must never know a party: names and wars are data.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from ledger.prose.acts import Act
from ledger.prose.figure import IN, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.parties import Direction, Parties, country
from ledger.prose.things import made
from ledger.prose.tokens import Token
from ledger.prose.voices import Voice
from ledger.registers import normalise

TARGET = small_words("target")
_LINKING = small_words("linking")


def act_is_active(lead: Sequence[str]) -> bool:
    """Whether the words before a verb leave it active."""
    return not set(lead) & {"was", "were", "been", "being"}


class Director:
    """Finds the direction of the figures of one sentence."""

    def __init__(
        self,
        tokens: Sequence[Token],
        marks: Sequence[Sequence[Mark]],
        parties: Parties,
        voices: Sequence[Voice],
        context: str = "",
        *,
        local: bool = False,
    ) -> None:
        self.context = context
        self.local = local
        self.tokens = tokens
        self.marks = marks
        self.parties = parties
        self.voices = voices
        flat = [m for here in marks for m in here]
        self.named = sorted((m for m in flat if m.kind in ("party", "enemy", "own")), key=lambda m: m.start)
        self.attacks = [m for m in flat if m.kind == "attack"]
        self.acts = [m for m in flat if m.kind == "act" and m.form in ("verb", "with")]

    def _id(self, mark: Mark, voice: str) -> str:
        if mark.kind == "own":
            return voice
        if mark.kind == "enemy":
            own = voice or self.parties.own
            return self.parties.adversary(own) if own else mark.id
        return mark.id

    def _before(self, i: int, reach: int, voice: str, *, agents: bool = True) -> str:
        """The nearest party named before token `i`, who can be the one acting."""
        for mark in reversed(self.named):
            if (
                mark.end <= i
                and i - mark.end <= reach
                and not any(mark.end <= a.start and a.end < i for a in self.acts)
            ):
                if agents and (
                    self._owns(mark) or self._is_voice(mark) or self._is_target(mark) or made(self.tokens, mark.start)
                ):
                    continue
                if found := self._id(mark, voice):
                    return found
        return ""

    def _after(self, i: int, reach: int, voice: str, words: Set[str]) -> str:
        """The party named after token `i` behind one of `words`."""
        for mark in self.named:
            if i <= mark.start <= i + reach and self._led_by(mark, words) and (found := self._id(mark, voice)):
                return found
        return ""

    def _led_by(self, mark: Mark, words: Set[str]) -> bool:
        lead = [t.folded for t in self.tokens[max(0, mark.start - 2) : mark.start]]
        return bool({*lead, " ".join(lead)} & words)

    def _borders(self, mark: Mark) -> bool:
        """Whether only a border is named: "on the Ukrainian border"."""
        return mark.end < len(self.tokens) and self.tokens[mark.end].folded in {"border", "frontier"}

    def _is_target(self, mark: Mark) -> bool:
        return self._led_by(mark, TARGET | IN | {"of"})

    def _is_voice(self, mark: Mark) -> bool:
        return any(v.start <= mark.start < v.end + 1 or 0 <= v.start - mark.end <= 3 for v in self.voices)

    def of_attack(self, voice: str) -> str:
        """Whose attack the sentence speaks of: "a Ukrainian drone attack", "its missile strike"."""
        for attack in self.attacks:
            for mark in reversed(self.named):
                latin = self.tokens[attack.start].text.isascii()
                if not latin and attack.end <= mark.start <= attack.end + 1 and mark.kind != "own":
                    return self._id(mark, voice)  # "атака ВСУ"
                if (
                    mark.end <= attack.start
                    and attack.start - mark.end <= (3 if latin else 0)
                    and not made(self.tokens, mark.start)
                ):
                    if not self._together(mark.end, attack.start):
                        continue
                    return self._id(mark, voice)
            if by := self._after(attack.end, 6, voice, {"by"}):
                return by
        return ""

    def of_launch(self, voice: str) -> str:
        """Who launches something in the sentence: "Russian forces fired cruise missiles at the city, killing three"."""
        acts = [
            m
            for here in self.marks
            for m in here
            if m.kind == "act" and m.id == "launch" and m.form in ("verb", "with")
        ]
        return next((p for m in acts if not self._passive(m) and (p := self._before(m.start, 6, voice))), "")

    def target(self, voice: str, after: int = 0) -> str:
        """The party at which something is aimed, named after a token."""
        for mark in self.named:
            if (
                mark.start >= after
                and not self._borders(mark)
                and self._led_by(mark, TARGET - {"over", "над"})
                and (found := self._id(mark, voice))
            ):
                return found
        return ""

    def of(self, figure: Figure, act: Act, metric: str, voice: str, last: Direction | None) -> Direction:
        """The direction of a figure, from what stands nearest to it down to what its voice would mean."""
        own, mark = figure.own_party, act.mark
        if own == "enemy":
            own = (
                self.parties.adversary(voice or self.parties.own)
                if (voice or self.parties.own)
                else next((m.id for m in self.named if m.kind == "enemy"), "")
            )
        attacker = defender = ""
        family = figure.family
        if family == "munition":
            attacker = (
                own or self._after(figure.stop, 6, voice, {"by"}) or self._after(figure.stop, 3, voice, {"of the"})
            )
            if not (mark.id == "launch" and act.rule in ("object", "with") and self._agent(mark, voice)):
                attacker = attacker or self._after(figure.stop, 6, voice, {"from"})
            if mark.id == "launch" and self._suffered(mark):
                attacker = attacker or self._after(mark.end, 8, voice, {"by"})
                defender = self._before(mark.start, 12, voice)
            elif mark.id == "launch" and (self._passive(mark) or mark.form == "attack"):
                defender = self.target(voice, figure.stop) or self.target(voice)
                attacker = attacker or self.of_attack(voice)
                attacker = "" if attacker == defender else attacker
            elif mark.id == "launch":
                attacker = attacker or self._itself(mark, voice) or self._agent(mark, voice) or self.of_attack(voice)
                defender = self.target(voice, figure.stop) or self.target(voice)
            else:
                defender = (
                    self._agent(mark, voice)
                    if act.rule not in ("passive", "participle", "subject", "list")
                    else self._after(mark.end, 5, voice, {"by"})
                )
                defender = "" if defender == attacker else defender
                aimed = self.target(voice)
                if aimed and aimed != attacker and (attacker or not defender):
                    defender = aimed
                attacker = attacker or self.of_attack(voice)
                if defender and attacker == defender:
                    defender = ""
        elif family in ("people", "equipment", "place"):
            defender = own or self._losses_of(voice)
            attacker = self.of_attack(voice) or self.of_launch(voice)
            if not defender and figure.stop:
                defender = self._place_after(figure, voice)
            if act.mark.form == "count" and figure.hi == 0 and voice:
                return Direction(self.parties.adversary(voice), voice, voice)
            if (
                not attacker
                and not defender
                and mark.form in ("verb", "with")
                and mark.id in ("intercept", "kill", "strike", "launch", "neutralise", "damage")
                and act.rule in ("object", "with", "nearest")
            ):
                attacker = self._itself(mark, voice) or self._actor(mark, voice)
            done = family == "people" or act.rule not in ("passive", "participle", "row")
            if (
                mark.id in ("intercept", "neutralise")
                and family != "place"
                and done
                and voice
                and not attacker
                and not defender
            ):
                attacker = voice
            if metric == "sites_struck" and not attacker and not defender:
                attacker = self._itself(mark, voice)
            if attacker == defender:
                attacker = ""
        return self._complete(attacker, defender, figure, metric, voice, last)

    def _losses_of(self, voice: str) -> str:
        """Whose losses the sentence counts: "потери противника", "Ukraine's losses"."""
        for losses in (m for here in self.marks for m in here if m.kind == "losses"):
            for mark in self.named:
                near = losses.end <= mark.start <= losses.end + 1 or 0 <= losses.start - mark.end <= 1
                if near and (found := self._id(mark, voice)):
                    return found
        return ""

    def _place_after(self, figure: Figure, voice: str) -> str:
        """The country in which it happened: "leaving several wounded in Ukraine"."""
        for mark in self.named:
            word = self.tokens[mark.end - 1].text
            country = normalise(word) in self.parties.registers.parties.names or not word.isascii()
            if (
                mark.kind == "party"
                and country
                and figure.stop <= mark.start <= figure.stop + 4
                and self.tokens[mark.start - 1].folded in IN
            ):
                return self._id(mark, voice)
        return ""

    def _passive(self, mark: Mark) -> bool:
        return any(
            t.folded in {"were", "was", "been", "being"} for t in self.tokens[max(0, mark.start - 3) : mark.start]
        )

    def _suffered(self, mark: Mark) -> bool:
        """Whether the act was done to the party before it: "US vessels were targeted with"."""
        return mark.form == "with" and self._passive(mark)

    def _together(self, start: int, end: int) -> bool:
        """Whether only what describes stands between two words: no verb of saying, preposition, sign or source."""
        words = self.tokens[start:end]
        kinds = {m.kind for i in range(start, end) for m in self.marks[i]} - {
            "thing",
            "party",
            "night",
            "day",
            "attack",
            "weekday",
            "own",
        }
        return not any(t.text in {",", ".", ":", ";"} or t.folded in _LINKING for t in words) and not kinds & {
            "say",
            "act",
            "source",
            "region",
        }

    def _actor(self, mark: Mark, voice: str) -> str:
        """The party right before an act, alone or with its forces: "Russian troops injured", not "debris … damaged"."""
        for named in reversed(self.named):
            if (
                named.end <= mark.start <= named.end + 5
                and self._together(named.end, mark.start)
                and not self._is_voice(named)
            ):
                bodies = [m.id for i in range(named.end, mark.start) for m in self.marks[i] if m.kind == "body"]
                return "" if any(b.startswith("air_defence") for b in bodies) else self._id(named, voice)
        return ""

    def _itself(self, mark: Mark, voice: str) -> str:
        """The voice, where it tells what it did itself: "said it fired two missiles"."""
        lead = [t.folded for t in self.tokens[max(0, mark.start - (12 if mark.form == "use" else 3)) : mark.start]]
        return voice if voice and set(lead) & {"it", "we", "they"} and act_is_active(lead) else ""

    def _owns(self, mark: Mark) -> bool:
        """Whether a party's name only tells whose munitions are meant: "украинских БПЛА", "Russian drones"."""
        latin = self.tokens[mark.start].text.isascii()
        ahead = range(mark.end, min(mark.end + (1 if latin else 3), len(self.marks)))
        acts = [m.start for i in ahead for m in self.marks[i] if m.kind == "act"]
        ahead = range(mark.end, min([ahead.stop, *acts]))
        thing = any(m.kind == "thing" and m.form == "munition" for i in ahead for m in self.marks[i])
        behind = not latin and any(
            m.kind == "thing" and m.form == "munition" and m.end == mark.start
            for here in self.marks[max(0, mark.start - 4) : mark.start]
            for m in here
        )
        return thing or behind

    def _agent(self, mark: Mark, voice: str) -> str:
        return self._before(mark.start, 10, voice) or self._after(mark.end, 5, voice, {"by"})

    def _complete(
        self, attacker: str, defender: str, figure: Figure, metric: str, voice: str, last: Direction | None
    ) -> Direction:
        if not attacker and not defender:
            if last and (last.attacker or last.defender) and (not voice or last.voice == voice):
                return last
            if self.parties.only and not voice:
                return self.parties.only
            if self.context and not voice and figure.family != "munition":
                return self._complete(self.context, "", figure, metric, voice, None)
            places = [c for r in figure.regions if (c := country(r)) in self.parties.registers.parties.rows]
            if (
                figure.family == "place"
                and voice
                and places
                and not self.local
                and self.parties.enemies(voice, places[0])
            ):
                return Direction(voice, places[0], voice)
            defender = voice or (places[0] if places else self.parties.home)
        if attacker and not defender:
            defender = voice if voice and self.parties.enemies(attacker, voice) else self.parties.adversary(attacker)
        elif defender and not attacker:
            attacker = voice if voice and self.parties.enemies(defender, voice) else self.parties.adversary(defender)
        return Direction(attacker, defender, voice)
