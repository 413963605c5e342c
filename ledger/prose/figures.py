"""Figures in a sentence: their words, what they count, how they hang together, and the regions beside them.

Owns which numbers are counts. A figure keeps its own words; what has no thing that it counts is no figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Lexicon, Mark
from ledger.prose.tokens import LANGUAGES, Token

PREPOSITIONS = {lang: small_words("preposition", lang) for lang in LANGUAGES}
PLACING = {lang: small_words("placing", lang) for lang in LANGUAGES}
AND = small_words("and")
OF = small_words("of")
BOTH = small_words("both")
ALL = small_words("all")
EACH_BEFORE = small_words("each_before")
EACH_AFTER = small_words("each_after")
ONE_MORE = {"another", "еще", "ще", "an", "a"}
MORE = small_words("more")
ENDINGS = ("-ма", "-ми", "-ти", "-х", "-мя", "-ю", "-ох", "ма")
_PIECES = small_words("piece")
_WHICH = small_words("which")
_THESE = small_words("these")
DASHES = {"-", "–", "—", "−", "―", ":"}
QUOTES = set("\"'“”«»„‘’")
NO_COUNT_AFTER = small_words("uncounted")
MONEY = set("$€£¥₴₽")


@dataclass(slots=True)
class Figure:
    """A count: its tokens `start` to `end`, its words and interval, the thing counted, and where it stands.

    `stop` is the end of the whole noun phrase. `bare` figures name no thing of their own and take over the one before.
    `total` stands for "N of this", `each` for "so many in each region", `implied` for one told by a singular.
    """

    start: int
    end: int
    value: str
    lo: int | None
    hi: int | None
    thing: Mark | None = None
    stop: int = 0
    bare: bool = False
    each: bool = False
    total: bool = False
    implied: bool = False
    all: bool = False
    numbered: bool = False
    launched: bool = False
    nowhere: bool = False
    refers: bool = False
    within: bool = False
    regions: list[str] = field(default_factory=list)
    region_text: str = ""
    own_party: str = ""

    @property
    def thing_start(self) -> int:
        return self.thing.start if self.thing else -1

    @property
    def family(self) -> str:
        return self.thing.form if self.thing else ""


class Finder:
    """Finds the figures of sentences in one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.lang = lexicon.words.lang
        self.grammar = lexicon.registers.grammar
        terms = self.grammar.phrases()
        self.vague = {
            p: t for p, t in terms.items() if t & {"few", "several", "dozens", "tens", "hundreds", "thousands"}
        }
        self.bounds = {
            p for p, t in terms.items() if t & {"about", "almost", "at_least", "more_than", "at_most", "less_than"}
        }
        self.none = {p for p, t in terms.items() if "none" in t and p[0] not in ("did", "не", "none", "nobody")}

    def figures(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], covered: set[int]) -> list[Figure]:
        """All counts of the sentence, in order, with the things that they count where they name one."""
        found: list[Figure] = []
        i = 0
        while i < len(tokens):
            figure = None if i in covered else self._figure(tokens, i, covered)
            if figure and not self._no_count(tokens, figure):
                self._thing(tokens, marks, figure, covered)
                found.append(figure)
                i = max(figure.end, i + 1)
            else:
                i = figure.end if figure else i + 1
        return found

    def _figure(self, tokens: Sequence[Token], i: int, covered: set[int]) -> Figure | None:
        """The figure whose words begin at `i`, with its qualifier."""
        words = [t.folded for t in tokens]
        for size in (4, 3, 2, 1, 0):
            if size and (tuple(words[i : i + size]) not in self.bounds or not self._glued(tokens, i, size)):
                continue
            end = self._number_end(tokens, i + size, covered)
            if not end:
                continue
            for stop in self._longer(tokens, end, covered):
                value = _words(tokens[i:stop])
                if interval := self._read(value):
                    return Figure(i, stop, value, interval[0], interval[1], stop=stop)
        for size in (3, 2, 1):
            part = tuple(words[i : i + size])
            if len(part) == size and part in (self.vague if size else {}) and (read := self._read(" ".join(part))):
                return Figure(i, i + size, _words(tokens[i : i + size]), *read, stop=i + size)
            if len(part) == size and part in self.none and (read := self._read(" ".join(part))):
                return Figure(i, i + size, _words(tokens[i : i + size]), *read, stop=i + size)
        if tokens[i].forms & BOTH:
            return Figure(i, i + 1, "2", 2, 2, stop=i + 1, refers=True, implied=True)
        return None

    def _glued(self, tokens: Sequence[Token], i: int, size: int) -> bool:
        """A sign qualifies only the number that it touches."""
        return tokens[i].kind == "word" or (
            i + size < len(tokens) and tokens[i + size - 1].end == tokens[i + size].start
        )

    def _read(self, value: str) -> tuple[int | None, int | None] | None:
        interval = self.grammar.find(value)
        return (interval.lo, interval.hi) if interval else None

    def _is_number(self, token: Token) -> bool:
        return token.kind == "number" or token.folded in self.lexicon.number_words

    def _number_end(self, tokens: Sequence[Token], i: int, covered: set[int]) -> int:
        """Where the whole number that begins at `i` ends, or 0."""
        if i >= len(tokens) or i in covered:
            return 0
        if tokens[i].kind == "joined":
            return i + 1 if tokens[i].folded.endswith(ENDINGS) and self.lang != "en" else 0
        whole = tokens[i].folded
        if "-" in whole and self.lang == "en" and self._read(whole):
            return i + 1
        if not self._is_number(tokens[i]):
            return 0
        best, j = 0, i
        while (
            j < len(tokens)
            and j not in covered
            and (self._is_number(tokens[j]) or (tokens[j].folded == "and" and j > i))
        ):
            j += 1
            if self._read(_words(tokens[i:j])):
                best = j
        return best

    def _longer(self, tokens: Sequence[Token], end: int, covered: set[int]) -> list[int]:
        """The ends of a figure that may stand here, the longest first: a range, `or more`, the number alone."""
        found = [end]
        if end < len(tokens) and (tokens[end].text in DASHES - {":", "—"} or tokens[end].folded in ("to", "до")):
            second = self._number_end(tokens, end + 1, covered)
            if second:
                found.insert(0, second)
        if end < len(tokens) and tokens[end].text == "+":
            found.insert(0, end + 1)
        if (
            end + 1 < len(tokens)
            and tokens[end].folded in ("or", "и", "і")
            and tokens[end + 1].folded in ("more", "более", "більше")
        ):
            found.insert(0, end + 2)
        return found

    def _no_count(self, tokens: Sequence[Token], figure: Figure) -> bool:
        before = tokens[figure.start - 1].text if figure.start else ""
        after = tokens[figure.end] if figure.end < len(tokens) else None
        glued = after is not None and after.start == tokens[figure.end - 1].end
        if before == "." and figure.start > 1 and tokens[figure.start - 2].folded in ("no", "nr"):
            return True
        if (
            before in MONEY
            or (before and before in "№#")
            or (after and (after.forms & NO_COUNT_AFTER or after.text in MONEY))
        ):
            return True
        # 2.5, 3/4, 12-й, и т. п.
        return bool(after and glued and after.text in "/°")

    def _thing(
        self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], figure: Figure, covered: set[int]
    ) -> None:
        """Sets the thing that a figure counts: the noun after it, behind adjectives only."""
        i = figure.end
        before = tokens[figure.start - 1].folded if figure.start else ""
        figure.all = before in ALL or (before == "the" and figure.start > 1 and tokens[figure.start - 2].folded in ALL)
        figure.each = before in EACH_BEFORE or (i < len(tokens) and tokens[i].folded in EACH_AFTER)
        limit, best = i + 9, None
        around = (
            [t.folded for t in tokens[max(0, figure.start - 2) : figure.start]],
            [t.folded for t in tokens[i : i + 2]],
        )
        figure.within = any(len(w) == 2 and w[0] in OF and w[1] in _WHICH for w in around) or [
            t.folded for t in tokens[i : i + 2]
        ] in (["of", "which"], ["of", "them"], ["of", "those"])
        while i < min(limit, len(tokens)):
            token = tokens[i]
            things = [m for m in marks[i] if m.kind == "thing"]
            parties = [m for m in marks[i] if m.kind in ("party", "enemy")]
            if things:
                mark = max(things, key=lambda m: m.end - m.start)
                if self.lang == "en" and best and i - best.end > 2:
                    break
                if best and mark.id != best.id and mark.id in self.lexicon.line(best.id):
                    mark = replace(best, end=mark.end)  # "Harop drones": the narrower word counts
                best = mark
                i = mark.end
                several = bool(figure.lo and figure.lo > 1)
                if self.lang == "en" and (self._noun_follows(marks, i) or (several and self._singular(tokens[i - 1]))):
                    continue
                break
            if (
                best
                and self.lang == "en"
                and token.kind == "word"
                and not self._closes(token, marks[i])
                and self._noun_near(tokens, marks, i + 1)
            ):
                i += 1
                continue
            if best and self.lang == "en":
                # "drone attacks": a noun that a noun only describes
                named = tokens[i - 1].text[:1].isupper()
                if (
                    not named
                    and self._singular(tokens[i - 1])
                    and token.kind == "word"
                    and not self._closes(token, marks[i])
                ):
                    best = None
                    i += 1
                    limit = i + 2
                    continue
                break
            if self.lang == "en" and token.folded.endswith(("-launched", "-fired")):
                launcher = self.lexicon.words.tokens(token.text.rpartition("-")[0])
                figure.own_party = self.lexicon.find(launcher, "party") or figure.own_party
                figure.launched = True
            if parties:
                whose = "enemy" if parties[0].kind == "enemy" else parties[0].id
                figure.own_party = figure.own_party or (whose if not made(tokens, i) else "")
                i = max(m.end for m in parties)
                continue
            if (
                self.lang != "en"
                and token.kind == "word"
                and token.text[:1].islower()
                and not token.forms & _PIECES
                and self.lexicon.words.noun(token.text)
            ):
                break
            if i in covered or token.kind in ("number", "clock") or token.folded in self.lexicon.number_words:
                break
            if token.kind == "sign" and token.text not in QUOTES:
                break
            if (
                token.folded in AND
                and i > figure.end
                and not best
                and any(self._noun_follows(marks, j) for j in (i + 1, i + 2))
            ):
                i += 1
                continue
            if token.folded in OF and i + 1 < len(tokens) and tokens[i + 1].folded in _THESE and i == figure.end:
                i += 2
                continue
            if (
                token.folded in PREPOSITIONS[self.lang]
                or token.folded in AND
                or token.folded in {"which", "которых", "яких"}
            ):
                break
            if token.folded in {"of"} and i > figure.end:
                break
            acts = [m for m in marks[i] if m.kind == "act"]
            if acts and not self._inside(tokens, marks, i):
                break
            if any(m.kind in ("say", "again") for m in marks[i]) or token.folded in {
                "was",
                "were",
                "had",
                "been",
                "is",
                "are",
                "that",
                "who",
            }:
                break
            i += 1
        if best:
            figure.thing, figure.stop = best, best.end
            if self.lang != "en" and not figure.own_party and best.end < len(marks):
                # "беспилотников противника", "дронов ВСУ": whose they are stands right after
                owners = [m for m in marks[best.end] if m.kind in ("party", "enemy")]
                adjective = owners and self.lexicon.words.adjective(tokens[best.end].text)
                if owners and not adjective:
                    figure.own_party = "enemy" if owners[0].kind == "enemy" else owners[0].id
        else:
            figure.stop = figure.end
            figure.bare = True

    def _noun_near(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], i: int) -> bool:
        """Whether a thing stands here or one plain word further: "HARM anti-radar missiles"."""
        return self._noun_follows(marks, i) or (
            i < len(tokens)
            and tokens[i].kind == "word"
            and not self._closes(tokens[i], marks[i])
            and self._noun_follows(marks, i + 1)
        )

    def _noun_follows(self, marks: Sequence[Sequence[Mark]], i: int) -> bool:
        return i < len(marks) and any(m.kind == "thing" for m in marks[i])

    def _singular(self, token: Token) -> bool:
        word = token.folded
        return not word.endswith("s") and word not in {
            "people", "men", "women", "children", "troops", "aircraft", "personnel", "servicemen", "military",
        }  # fmt: skip

    def _closes(self, token: Token, marks: Sequence[Mark]) -> bool:
        return (
            token.folded
            in PREPOSITIONS["en"]
            | AND
            | {
                "was",
                "were",
                "had",
                "has",
                "have",
                "been",
                "is",
                "are",
                "that",
                "which",
                "who",
                "being",
                "when",
                "while",
            }
            or any(m.kind in ("act", "say", "night", "day") for m in marks)
            or token.folded.endswith("ly")
        )

    def _inside(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], i: int) -> bool:
        """Whether an act is an adjective before the noun: "15 сбитых беспилотников"."""
        return self.lang != "en" and any(
            m.kind == "thing" for j in range(i + 1, min(i + 4, len(tokens))) for m in marks[j]
            if all(tokens[k].kind == "word" for k in range(i, j))
        )  # fmt: skip


def made(tokens: Sequence[Token], i: int) -> bool:
    """Whether a party's name only tells who built the thing: "Israeli-made", "Iranian Shahed" is not so marked."""
    return tokens[i].folded.endswith(("-made", "-designed", "-built", "-supplied", "-produced"))


def _words(tokens: Sequence[Token]) -> str:
    text = ""
    for before, token in zip((None, *tokens), tokens, strict=False):
        word = token.text
        for ending in ENDINGS:
            if token.kind == "joined" and token.folded.endswith(ending):
                word = "".join(c for c in word if c.isdigit())
                break
        text += (" " if before and before.end < token.start else "") + word
    return text
