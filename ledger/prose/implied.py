"""Figures that no number tells: "a truck driver was killed", "all of them were shot down", "no casualties".

Owns when words without a number are a figure. They are one, none, or the figure before; anything else is no figure.
"""

from __future__ import annotations

from ledger.prose.acts import Act, meanings
from ledger.prose.figure import ALL, AND, PLACING, QUOTES, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.order import binder
from ledger.prose.page import Page, Sentence
from ledger.prose.places import Places

_NO_LINKS = small_words("no_link")
_ABSENT = small_words("absent")
_INITIALISMS = small_words("initialism")
_OUTCOMES = {"intercepted", "suppressed", "neutralised", "lost", "hit"}


class Implied:
    """Finds the implied figures of one document's sentences."""

    def __init__(self, page: Page, places: Places) -> None:
        self.lang = page.lang
        self.lexicon = page.lexicon
        self.finder = page.finder
        self.places = places

    def singular(self, s: Sentence) -> None:
        """A singular tells one: "a truck driver was killed", "украинский БпЛА уничтожен"."""
        taken = {i for f in s.figures for i in range(f.start, f.stop)}
        fresh: list[Figure] = []
        i = 0
        while i < len(s.tokens):
            things = [
                m for m in s.marks[i] if m.kind == "thing" and m.form in ("munition", "people", "place", "equipment")
            ]
            if not things or i in taken:
                i += 1
                continue
            mark = max(things, key=lambda m: m.end - m.start)
            figure = self._one_en(s, mark) if self.lang == "en" else self._one_free(s, mark)
            if figure:
                fresh.append(figure)
            i = mark.end
        if self.lang == "en":
            fresh += [f for i in range(len(s.tokens)) if i not in taken and (f := self._another(s, i))]
        for figure in fresh:
            figures = sorted([*s.figures, figure], key=lambda f: f.start)
            bound = binder(self.lexicon.words, s.tokens, s.marks, figures)
            act = self._tight(s, figure, bound.bind()[next(i for i, f in enumerate(figures) if f is figure)])
            if act:
                at = next(i for i, f in enumerate(figures) if f is figure)
                s.figures.insert(at, figure)
                s.acts.insert(at, act)

    def _one_en(self, s: Sentence, mark: Mark) -> Figure | None:
        for j in range(mark.start - 1, max(-1, mark.start - 5), -1):
            word = s.tokens[j].folded
            if word in {"a", "an"} or (
                word == "the" and mark.form == "munition" and j == mark.start - 1 and self._is_shot_down(s, mark.end)
            ):
                if self.finder.things.noun_follows(s.marks, mark.end) or not self.finder.things.singular(
                    s.tokens[mark.end - 1]
                ):
                    return None
                if (
                    mark.end < len(s.tokens)
                    and s.tokens[mark.end].kind == "word"
                    and not self.finder.things.closes(s.tokens[mark.end], s.marks[mark.end])
                ):
                    return None
                if mark.end < len(s.tokens) and any(m.kind == "attack" for m in s.marks[mark.end]):
                    return None
                if j and s.tokens[j - 1].folded in {"including", "as", "of", "like"}:
                    return None
                own = next((m.id for i in range(j, mark.start) for m in s.marks[i] if m.kind == "party"), "")
                return Figure(j, j + 1, "1", 1, 1, mark, mark.end, implied=True, own_party=own)
            if s.tokens[j].kind == "sign" and word not in QUOTES:
                return None
        return None

    def _is_shot_down(self, s: Sentence, i: int) -> bool:
        return (
            i + 1 < len(s.tokens)
            and s.tokens[i].folded == "was"
            and any(m.kind == "act" and m.id == "intercept" for m in s.marks[i + 1])
        )

    def _another(self, s: Sentence, i: int) -> Figure | None:
        if s.tokens[i].folded != "another" or i + 1 >= len(s.tokens):
            return None
        hurt = [
            m
            for j in range(max(0, i - 2), i)
            for m in s.marks[j]
            if m.kind == "act" and m.end == i and m.id in ("kill", "wound")
        ]
        if (hurt and s.tokens[i + 1].text in {",", "."}) or (hurt and s.tokens[i + 1].folded in PLACING["en"]):
            return Figure(i, i + 1, "1", 1, 1, Mark("thing", "people", "people", i, i + 1), i + 1, implied=True)
        j = i + 2 if s.tokens[i + 1].folded in {"was", "were"} else i + 1
        acts = [m for m in s.marks[j] if m.kind == "act" and m.id in ("kill", "wound")] if j < len(s.tokens) else []
        person = Mark("thing", "people", "people", i, i + 1)
        return Figure(i, i + 1, "1", 1, 1, person, i + 1, implied=True) if acts else None

    def _one_free(self, s: Sentence, mark: Mark) -> Figure | None:
        noun = s.tokens[mark.end - 1]
        if mark.form == "people" and not (noun.text.islower() and self.lexicon.words.one(noun.text)):
            return None
        generic = noun.folded in _INITIALISMS or (
            noun.text[-1:].islower() and not noun.text.isascii() and self.lexicon.words.one_thing(noun.text)
        )
        named = noun.text[:1].isupper() and "-" not in noun.text and noun.folded not in _INITIALISMS and mark.start > 0
        if mark.form not in ("munition", "people") or mark.id == "any" or not generic or named:
            return None
        start = mark.start
        while start and any(m.kind in ("party", "enemy") and m.end == start for m in s.marks[start - 1]):
            start -= 1
        own = next((m.id for i in range(start, mark.start) for m in s.marks[i] if m.kind == "party"), "")
        return Figure(start, start, "1", 1, 1, mark, mark.end, implied=True, own_party=own)

    def _tight(self, s: Sentence, figure: Figure, act: Act | None) -> Act | None:
        """An implied one wants its act close by, and in the singular."""
        if act and self.lang == "en" and figure.family == "munition" and act.mark.id == "launch":
            before = [t.folded for t in s.tokens[max(0, figure.start - 2) : figure.start]]
            previous = [f for f in s.figures if f.stop <= figure.start and f.family == "munition"]
            if act.mark.form == "verb" and act.mark.end == figure.start and act.rule == "object":
                return act
            return (
                act
                if previous and (before[-1:] in (["and"], ["plus"], ["alongside"]) or before == ["along", "with"])
                else None
            )
        if act is None or act.rule == "list":
            return None
        mark = act.mark
        between = s.tokens[mark.end : figure.start] if mark.end <= figure.start else s.tokens[figure.stop : mark.start]
        between = [t for t in between if t.text not in QUOTES]
        if any(t.text in {",", ";", ":"} for t in between) or _no_place_of_its_own(s, figure):
            return None
        if self.lang == "en":
            if figure.family not in ("people", "munition", "equipment", "place") or mark.id in (
                "launch",
                "damage",
                "debris",
                "reach",
            ):
                return None
            if figure.family == "place" and not any(m.kind == "say" for here in s.marks for m in here):
                return None
            return act if len(between) <= (4 if act.rule in ("passive", "subject") else 1) else None
        noun = s.tokens[figure.stop - 1]
        singular = noun.text.islower() and len(noun.text) > 5 and self.lexicon.words.one(noun.text)
        if figure.family == "people":
            near = mark.form in ("verb", "subject") and len(between) <= 1
            return (
                act
                if near and mark.id in ("kill", "wound") and self.lexicon.words.one(s.tokens[mark.end - 1].text)
                else None
            )
        if mark.id == "launch" and mark.form == "verb":
            return act if singular and not between else None
        if mark.id not in ("intercept", "suppress") or mark.form != "verb" or len(between) > 3:
            return None
        words = [t for t in s.tokens[mark.start : mark.end] if t.kind == "word"]
        single = words and all(self.lexicon.words.one(t.text) for t in words if t.folded not in AND)
        return act if single or singular else None

    def everything(self, s: Sentence, last: tuple[Figure, Act] | None) -> None:
        """ "All of them were shot down": the figure that was named before."""
        known = [
            (f, a)
            for f, a in zip(s.figures, s.acts, strict=True)
            if a and a.mark.id == "launch" and f.family == "munition"
        ]
        whole = known[-1][0] if known else last[0] if last and last[1].mark.id == "launch" else None
        if whole is None or whole.value == "":
            return
        for i, token in enumerate(s.tokens):
            if not token.forms & ALL or any(f.start <= i < f.stop or f.start in (i + 1, i + 2) for f in s.figures):
                continue
            after = [t.folded for t in s.tokens[i + 1 : i + 4]]
            bare = (
                not after
                or after[0] in {"of", "were", "was", "они", "вони", "."}
                or any(m.kind == "act" for m in s.marks[i + 1 : i + 2][0])
            )
            if not bare or (known and whole.start > i):
                continue
            figure = Figure(
                i, i + 1, whole.value, whole.lo, whole.hi, whole.thing, i + 1, refers=True, own_party=whole.own_party
            )
            at = sum(f.start < i for f in s.figures)
            figures = [*s.figures[:at], figure, *s.figures[at:]]
            act = binder(self.lexicon.words, s.tokens, s.marks, figures).bind()[at]
            if act and meanings().get((act.mark.id, "munition")) in _OUTCOMES and act.rule != "list":
                s.figures.insert(at, figure)
                s.acts.insert(at, act)
            return

    def the_same(self, s: Sentence, last: tuple[Figure, Act] | None) -> None:
        """ "С применением двух БПЛА … украинские БПЛА уничтожены": the plural without a number is the two of before."""
        if (
            self.lang == "en"
            or last is None
            or last[1].mark.id != "launch"
            or last[0].family != "munition"
            or any(f.family == "munition" for f in s.figures)
        ):
            return
        for i in range(len(s.tokens)):
            things = [m for m in s.marks[i] if m.kind == "thing" and m.form == "munition"]
            if not things:
                continue
            mark = max(things, key=lambda m: m.end - m.start)
            whole = last[0]
            own = next(
                (m.id for j in range(max(0, i - 2), i) for m in s.marks[j] if m.kind == "party"), whole.own_party
            )
            figure = Figure(i, i, whole.value, whole.lo, whole.hi, mark, mark.end, refers=True, own_party=own)
            at = sum(f.start < i for f in s.figures)
            act = binder(self.lexicon.words, s.tokens, s.marks, [*s.figures[:at], figure, *s.figures[at:]]).bind()[at]
            near = act and (abs(act.mark.start - mark.end) <= 1 or abs(i - act.mark.end) <= 2)
            if act and near and act.mark.id in ("intercept", "suppress", "neutralise") and act.mark.form == "verb":
                s.figures.insert(at, figure)
                s.acts.insert(at, act)
                return

    def none(self, s: Sentence) -> None:
        """None killed, nobody hurt: a phrase of its own, or "no" with a word for casualties close after it."""
        acts = [m for here in s.marks for m in here if m.kind == "act"]
        found = [(m.start, m) for m in acts if m.form == "zero"]
        if any(t.folded in _ABSENT for t in s.tokens):
            found += [
                (m.start, m)
                for m in acts
                if m.form == "state" and m.id in ("kill", "wound") and not any(f.end == m.start for f in s.figures)
            ]
        for i, token in enumerate(s.tokens):
            negated = token.folded == "any" and any(
                t.folded.endswith("n't") or t.folded in {"not", "without", "denies", "denied", "deny"}
                for t in s.tokens[max(0, i - 5) : i]
            )
            if self.lang == "en" and (token.folded == "no" or negated):
                for m in acts:
                    if (
                        m.form == "count"
                        and i < m.start <= i + 6
                        and all(t.folded in _NO_LINKS for t in s.tokens[i + 1 : m.start])
                    ):
                        found.append((i, m))
        for at, mark in found:
            told = "kill" if mark.id == "harm" else mark.id
            pairs = list(zip(s.figures, s.acts, strict=True))
            pairs = [(f, a) for f, a in pairs if f.start != at or (f.implied and f.hi == 0)]
            if any(a and a.mark.id == told and a.rule == "none" for _, a in pairs):
                continue
            person = Mark("thing", "people", "people", mark.start, mark.end)
            none = Figure(at, at + 1, "0", 0, 0, person, mark.end, implied=True)
            pairs.append((none, Act(Mark("act", told, "count", mark.start, mark.end), "none")))
            pairs.sort(key=lambda p: p[0].start)
            s.figures, s.acts = [f for f, _ in pairs], [a for _, a in pairs]

    def carry(self, s: Sentence, last: tuple[Figure, Act] | None) -> None:
        """A sentence that only goes on listing takes its act from the one before."""
        if last is None or any(s.acts) or last[0].family != "munition":
            return
        if any(m.kind == "act" for here in s.marks for m in here):
            return
        for k, f in enumerate(s.figures):
            if f.thing and f.family == "munition" and self.places.of(s, k):
                s.acts[k] = Act(last[1].mark, "list of the sentence before")


def _no_place_of_its_own(s: Sentence, figure: Figure) -> bool:
    """ "A target" names no place."""
    return figure.family == "place" and s.tokens[figure.stop - 1].folded in {"target", "site", "place", "object"}
