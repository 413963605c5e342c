"""Lists of regions: which a sentence names behind a preposition of place, and how names in a list share a noun.

Owns what is a region's name in a text. A place that the registers do not know is none; it is never guessed.
"""

from __future__ import annotations

from ledger.prose.acts import CLAUSE
from ledger.prose.figure import AND, PLACING
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.page import Page, Sentence

SOME = small_words("some")
_REGION_NOUNS = small_words("region_noun")
_LINKS = AND | small_words("link")


class Regions:
    """Finds the regions that the sentences of one document name."""

    def __init__(self, page: Page) -> None:
        self.lang = page.lang
        self.lexicon = page.lexicon
        self.text = page.text
        self.names = page.registers.regions.rows
        self.named = page.regions_named

    def _called(self, name: str) -> str | None:
        """The region of this name in full."""
        return self.lexicon.find(self.lexicon.words.tokens(name), "region")

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

    def last_placed(self, s: Sentence, end: int, *, some: bool = False) -> tuple[list[str], str]:
        """The last place named before a token of the sentence."""
        for i in range(end - 1, -1, -1):
            if s.tokens[i].folded in PLACING[self.lang] and (found := self.placed(s, i, end, some=some))[0]:
                return found[0], found[1]
        return [], ""

    def region_at(self, s: Sentence, i: int, end: int) -> Mark | None:
        marks = [m for m in s.marks[i] if m.kind == "region" and m.end <= end]
        if marks:
            # a form of both a city's and a region's name ("на Донецком направлении") is the wider one's
            return max(marks, key=lambda m: (m.end - m.start, not m.id.startswith("X-")))
        word = s.tokens[i]
        if self.lang == "en" and word.kind == "word" and word.text[0].isupper() and i >= 1:
            key = self._called(f"{word.text} region")
            if key and (key in self.named or any(t.folded in _REGION_NOUNS for t in s.tokens)):
                return Mark("region", key, "bare", i, i + 1)
        return None

    def region_of(self, city: str) -> str:
        """The region that has a city's name, the city itself where none has."""
        if not city.startswith("X-"):
            return city
        name = self.names.get(city, {}).get("name", "")
        return self._called(f"{name} region") or city

    def oblast_of(self, region: str) -> str:
        """The region with a code in which a city lies; any other region as it is."""
        within = self.names.get(region, {}).get("within", "").split("|")[0]
        return within if region.startswith("X-") and within and not within.startswith("X-") else region

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
                oblast = self._called(f"{name} region") if led == ["region", "of"] else None
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
            better = []
            for key, mark in zip(ids, spans, strict=True):
                name = " ".join(t.text for t in s.tokens[mark.start : mark.end] if t.folded != last)
                better.append(self._called(f"{name} {noun}") or key)
            ids = better
        return list(dict.fromkeys(self._listed_with_regions(s, ids, spans)))

    def _listed_with_regions(self, s: Sentence, ids: list[str], spans: list[Mark]) -> list[str]:
        """In a list that names regions a bare name is a region's: "over Kursk and the Belgorod region"."""
        if self.lang != "en" or not any(
            "region" in t.folded or "oblast" in t.folded for t in s.tokens[spans[0].start if spans else 0 :]
        ):
            return ids
        found = []
        for key, mark in zip(ids, spans, strict=True):
            name = " ".join(t.text for t in s.tokens[mark.start : mark.end])
            found.append((self._called(f"{name} region") or key) if key.startswith("X-") else key)
        return found

    def _named_before(self, s: Sentence, j: int, stop: int) -> list[str]:
        """ "Черного и Азовского морей": a name before the first place that is one only with that place's noun."""
        mark = self.region_at(s, j, stop)
        if mark is None or mark.end - mark.start < 2:
            return []
        found = self.lexicon.find([s.tokens[j - 2], *s.tokens[mark.start + 1 : mark.end]], "region")
        return [found] if found else []

    def _only_some(self, s: Sentence, i: int) -> bool:
        """Whether a place is that of most or some of them only: "40 drones, most over the Krasnodar region"."""
        return bool({f for t in s.tokens[max(0, i - 3) : i] for f in t.forms} & SOME)
