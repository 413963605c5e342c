"""Where: the regions of a figure, and the place that a text is about.

Owns how lists of regions hang on figures. A place that the registers do not know is none; it is never guessed.
"""

from __future__ import annotations

from ledger.prose.acts import CLAUSE
from ledger.prose.figure import AND, DASHES, PLACING, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.page import Page, Sentence

SOME = small_words("some")
_AREA = small_words("area")
_POINTS = {"the", "this", "that", "his", "her", "their"}
_THE_REGION = small_words("the_region")
_REGION_NOUNS = small_words("region_noun")
_LINKS = AND | small_words("link")


class Places:
    """The places of one document.

    `here` is what its present paragraph is about, `last` the last region named, `counted` where the last figure was,
    `seat` the region that the present voice speaks for.
    """

    def __init__(self, page: Page) -> None:
        self.lang = page.lang
        self.lexicon = page.lexicon
        self.text = page.text
        self.names = page.registers.regions.rows
        self.regions_named = page.regions_named
        self.here = ""
        self.last = ""
        self.seat = ""
        self.counted: list[str] = []

    def enter(self, s: Sentence, *, paragraph: bool) -> None:
        """Takes up the place at the head of a sentence; a new paragraph forgets the one before."""
        ids, _, _, at = self.placed(s, 0, min(8, len(s.tokens)))
        if paragraph:
            self.here = ""
        if len(ids) == 1 and at <= 1:
            self.here = ids[0]

    def leave(self, s: Sentence) -> None:
        """Takes up the last place that a sentence named."""
        ids, _ = self.last_placed(s, len(s.tokens), some=True)
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
        ids, _, stop, _ = self.placed(s, f.stop, self._before_next(s, f.stop, ahead))
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
        return self.placed(s, max(behind, self._clause_start(s, f.start)), f.start)[0] or None

    def _shared(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """The place after the next figure, where both go together: "nine missiles and one drone over Crimea"."""
        if k + 1 >= len(s.figures) or not self._same_clause(s, f.stop, self._ahead(s, k), f.family):
            return None
        following = s.figures[k + 1]
        if following.family != f.family or (self.lang == "en" and following.bare and f.family != "people"):
            return None
        beyond = self._ahead(s, k + 1)
        ids = self.placed(s, following.stop, beyond)[0]
        return ids or self._named_before_it(s, following.stop, beyond)

    def _dashed(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """A place right before the figure, perhaps with a dash: "над Краснодарским краем — шесть"."""
        behind, i = s.figures[k - 1].stop if k else 0, f.start - 1
        while i > behind and s.tokens[i].text in DASHES:
            i -= 1
        dashed = i < f.start - 1
        if not dashed and self.lang == "en":
            return None
        ids, _, stop, _ = self.placed(s, self._before_next(s, behind, f.start) if dashed else behind, f.start)
        return ids if ids and stop == i + 1 else None

    def _resident(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """ "One resident of Donetsk region"."""
        if f.family != "people" or f.stop + 1 >= len(s.tokens) or s.tokens[f.stop].folded != "of":
            return None
        mark = self.region_at(s, f.stop + 1, self._ahead(s, k))
        return [mark.id] if mark else None

    def _before(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        """People and sites are where the sentence was last."""
        return (self.last_placed(s, f.start)[0] or None) if f.family in ("people", "place") else None

    def _the_region(self, s: Sentence, k: int, f: Figure) -> list[str] | None:
        return self._named_before_it(s, f.stop, self._ahead(s, k))

    def _named_before_it(self, s: Sentence, start: int, end: int) -> list[str] | None:
        """ "Over the region", "there": the speaking governor's, or the region that was named last."""
        meant = self.seat or self.oblast_of(self.last)
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
        ids, _, _, at = self.placed(s, 0, s.figures[0].start)
        told = any(m.kind == "say" for i in range(at) for m in s.marks[i])
        return ids if ids and at <= 3 and not told else None

    def oblast_of(self, region: str) -> str:
        """The region with a code in which a city lies; any other region as it is."""
        within = self.names.get(region, {}).get("within", "").split("|")[0]
        return within if region.startswith("X-") and within and not within.startswith("X-") else region

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

    def last_placed(self, s: Sentence, end: int, *, some: bool = False) -> tuple[list[str], str]:
        """The last place named before a token of the sentence."""
        for i in range(end - 1, -1, -1):
            if s.tokens[i].folded in PLACING[self.lang] and (found := self.placed(s, i, end, some=some))[0]:
                return found[0], found[1]
        return [], ""

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

    def placed(self, s: Sentence, start: int, end: int, *, some: bool = False) -> tuple[list[str], str, int, int]:
        """The first list of regions behind a preposition of place, its words, its end and its preposition's place."""
        i, spare = start, None
        while i < end and not (
            i > start and s.tokens[i].folded in CLAUSE | {"that", "which"} and s.tokens[i - 1].folded != "of"
        ):
            aims = self.lang == "en" and any(m.kind == "act" and m.form == "with" for m in s.marks[i])
            if (s.tokens[i].folded in PLACING[self.lang] or aims) and (some or not self._only_some(s, i)):
                j = i + 1
                if (
                    i + 1 < end
                    and s.tokens[i].folded in {"on", "against"}
                    and any(m.kind == "capital" for m in s.marks[i + 1])
                ):
                    i += 1
                    continue
                while (
                    j < min(i + 8, end)
                    and not self.region_at(s, j, end)
                    and (
                        s.tokens[j].folded in _LINKS
                        or (
                            s.tokens[j].kind == "word"
                            and j < i + 7
                            and s.tokens[j].folded not in PLACING[self.lang]
                            and not any(m.kind in ("act", "say", "thing") for m in s.marks[j])
                        )
                    )
                ):
                    j += 1
                if j < end and self.region_at(s, j, end):
                    ids, stop = self._list(s, j, end)
                    if j >= 2 and s.tokens[j - 1].folded in AND and stop:
                        ids = [*self._named_before(s, j, stop), *ids]
                    if ids:
                        found = ids, self.text[s.tokens[j].start : s.tokens[stop - 1].end], stop, i
                        if not all(r.startswith("X-") and not r.startswith("X-SEA") for r in ids) or spare is not None:
                            return found if spare is None or not ids[0].startswith("X-") else spare
                        spare = found
            i += 1
        return spare or ([], "", start, start)

    def _only_some(self, s: Sentence, i: int) -> bool:
        """Whether a place is that of most or some of them only: "40 drones, most over the Krasnodar region"."""
        return bool({f for t in s.tokens[max(0, i - 3) : i] for f in t.forms} & SOME)

    def _named_before(self, s: Sentence, j: int, stop: int) -> list[str]:
        """ "Черного и Азовского морей": a name before the first place that is one only with that place's noun."""
        mark = self.region_at(s, j, stop)
        if mark is None or mark.end - mark.start < 2:
            return []
        found = self.lexicon.find([s.tokens[j - 2], *s.tokens[mark.start + 1 : mark.end]], "region")
        return [found] if found else []

    def region_at(self, s: Sentence, i: int, end: int) -> Mark | None:
        marks = [m for m in s.marks[i] if m.kind == "region" and m.end <= end]
        if marks:
            return max(marks, key=lambda m: m.end - m.start)
        word = s.tokens[i]
        if self.lang == "en" and word.kind == "word" and word.text[0].isupper() and i >= 1:
            key = self.lexicon.find(self.lexicon.words.tokens(f"{word.text} region"), "region")
            if key and (key in self.regions_named or any(t.folded in _REGION_NOUNS for t in s.tokens)):
                return Mark("region", key, "bare", i, i + 1)
        return None

    def _list(self, s: Sentence, i: int, end: int) -> tuple[list[str], int]:
        ids: list[str] = []
        spans: list[Mark] = []
        extra: list[str] = []
        stop = i
        while i < end:
            mark = self.region_at(s, i, end)
            if mark:
                if spans and i >= 2 and s.tokens[i - 1].folded in AND:
                    extra += self._named_before(s, i, mark.end)
                spans.append(mark)
                led = [t.folded for t in s.tokens[max(0, mark.start - 2) : mark.start]]
                name = " ".join(t.text for t in s.tokens[mark.start : mark.end])
                oblast = (
                    self.lexicon.find(self.lexicon.words.tokens(f"{name} region"), "region")
                    if led == ["region", "of"]
                    else None
                )
                ids.append(oblast or mark.id)
                i = stop = mark.end
            elif (
                s.tokens[i].folded in PLACING[self.lang]
                and i
                and not (s.tokens[i - 1].folded in AND | {"также", "також", "as"} or s.tokens[i - 1].text == ",")
            ):
                break
            elif s.tokens[i].folded in _LINKS | PLACING[self.lang] or (
                s.tokens[i].text[:1].isupper()
                and not any(m.kind in ("act", "thing", "say") for m in s.marks[i])
                and spans
            ):
                i += 1
            else:
                break
        return list(dict.fromkeys([*self._shared_noun(s, ids, spans, stop), *extra])), stop

    def _shared_noun(self, s: Sentence, ids: list[str], spans: list[Mark], stop: int) -> list[str]:
        """ "Kyiv and Sumy regions", "Black and Azov Seas": the noun at the end is every name's."""
        nouns = {"regions": "region", "oblasts": "oblast", "seas": "sea", "provinces": "province"}
        last = s.tokens[stop].folded if stop < len(s.tokens) else ""
        noun = nouns.get(last) or nouns.get(s.tokens[stop - 1].folded if stop else "")
        if noun and len(spans) > 0:
            words = self.lexicon.words
            better = []
            for key, mark in zip(ids, spans, strict=True):
                name = " ".join(t.text for t in s.tokens[mark.start : mark.end] if t.folded != last)
                better.append(self.lexicon.find(words.tokens(f"{name} {noun}"), "region") or key)
            ids = better
        return list(dict.fromkeys(self._listed_with_regions(s, ids, spans)))

    def _listed_with_regions(self, s: Sentence, ids: list[str], spans: list[Mark]) -> list[str]:
        """In a list that names regions a bare name is a region's: "over Kursk and the Belgorod region"."""
        if self.lang != "en" or not any(
            "region" in t.folded or "oblast" in t.folded for t in s.tokens[spans[0].start if spans else 0 :]
        ):
            return ids
        words = self.lexicon.words
        found = []
        for key, mark in zip(ids, spans, strict=True):
            name = " ".join(t.text for t in s.tokens[mark.start : mark.end])
            found.append(
                (self.lexicon.find(words.tokens(f"{name} region"), "region") or key) if key.startswith("X-") else key
            )
        return found

    def region_of(self, city: str) -> str:
        """The region that has a city's name, the city itself where none has."""
        if not city.startswith("X-"):
            return city
        name = self.names.get(city, {}).get("name", "")
        return self.lexicon.find(self.lexicon.words.tokens(f"{name} region"), "region") or city
