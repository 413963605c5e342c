"""What a figure counts: the noun after it, behind nothing but what describes it.

Owns noun phrases. A noun that only describes another ("drone attacks") is no thing that is counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ledger.prose.figure import (
    ALL,
    AND,
    EACH_AFTER,
    EACH_BEFORE,
    OF,
    PIECES,
    PREPOSITIONS,
    QUOTES,
    THESE,
    WHICH,
    Figure,
)
from ledger.prose.lexicon import Lexicon, Mark
from ledger.prose.tokens import Token


class Things:
    """Names the things that figures of one language count."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.lang = lexicon.words.lang

    def name(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], figure: Figure, covered: set[int]) -> None:
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
        figure.within = any(len(w) == 2 and w[0] in OF and w[1] in WHICH for w in around) or [
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
                if self.lang == "en" and (self.noun_follows(marks, i) or (several and self.singular(tokens[i - 1]))):
                    continue
                break
            if (
                best
                and self.lang == "en"
                and token.kind == "word"
                and not self.closes(token, marks[i])
                and self.noun_near(tokens, marks, i + 1)
            ):
                i += 1
                continue
            if best and self.lang == "en":
                # "drone attacks": a noun that a noun only describes
                named = tokens[i - 1].text[:1].isupper()
                if (
                    not named
                    and self.singular(tokens[i - 1])
                    and token.kind == "word"
                    and not self.closes(token, marks[i])
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
                and not token.forms & PIECES
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
                and any(self.noun_follows(marks, j) for j in (i + 1, i + 2))
            ):
                i += 1
                continue
            if token.folded in OF and i + 1 < len(tokens) and tokens[i + 1].folded in THESE and i == figure.end:
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

    def noun_near(self, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], i: int) -> bool:
        """Whether a thing stands here or one plain word further: "HARM anti-radar missiles"."""
        return self.noun_follows(marks, i) or (
            i < len(tokens)
            and tokens[i].kind == "word"
            and not self.closes(tokens[i], marks[i])
            and self.noun_follows(marks, i + 1)
        )

    def noun_follows(self, marks: Sequence[Sequence[Mark]], i: int) -> bool:
        return i < len(marks) and any(m.kind == "thing" for m in marks[i])

    def singular(self, token: Token) -> bool:
        word = token.folded
        return not word.endswith("s") and word not in {
            "people", "men", "women", "children", "troops", "aircraft", "personnel", "servicemen", "military",
        }  # fmt: skip

    def closes(self, token: Token, marks: Sequence[Mark]) -> bool:
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
