"""Words of a text with their places and dictionary forms, its sentences, its language.

Owns how a text is cut. Chat markup and addresses are no words: a place always counts characters of the text as given.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

LANGUAGES = ("en", "uk", "ru")

_WORD = r"[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*"
_TOKEN = re.compile(
    rf"""(?P<hidden>\]\(\s*<?[^()\s]+\)|https?://\S+|(?<![\w.])(?:t\.me|www\.)\S+)
    |(?P<clock>(?<!\d)\d{{1,2}}:\d{{2}}(?!\d))
    |(?P<initials>(?<!\w)(?:[^\W\d_]\.){{2,}}(?:[-‑]{_WORD})*)
    |(?P<model>[^\W\d_]+[-‑–]?\d+(?:[-‑/][^\W_]+)*)
    |(?P<number>(?<![\w.,])\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?![\w])|\d+(?:[.,]\d+)*(?![\d\w]|[-‑][^\W\d_]))
    |(?P<joined>\d+(?:[-‑]?[^\W_]+)+)
    |(?P<word>{_WORD}(?:[-‑]{_WORD})*)
    |(?P<sign>\S)""",
    re.VERBOSE,
)
_WRAPPED = 110
"""Where no line is longer, lines may be broken anywhere; else a line that ends without a sign of going on is one."""
_BREAK = re.compile(r"(\n\s*\n|(?<=[a-zа-яіїє][.!?])(?=[A-ZА-ЯІЇЄ][a-zа-яіїє]))")
_LINE = re.compile(_BREAK.pattern[:-1] + r"|(?<=[^\s,;:–—-])\s*\n(?=\s*[A-ZА-ЯІЇЄ“\"«]))")
_MARKUP = frozenset("*_#`~\\[]")
_SIGNS = frozenset("$€£¥%₴₽+<>=≈~")
_FOLD = {"ё": "е", "’": "'", "ʼ": "'", "`": "'", "´": "'", "‑": "-"}
_POSSESSIVE = re.compile(r"'s$|(?<=s)'$")
_LOOKS_LATIN = str.maketrans("аеосрхукіАЕОСРХКІМТВН", "aeocpxykiAEOCPXKIMTBH")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `folded` has no case, `forms` are its dictionary forms too; places are of the text."""

    text: str
    start: int
    end: int
    kind: str
    folded: str
    forms: frozenset[str]


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """The form in which words are compared: no case, plain apostrophes and hyphens, no ё."""
    return "".join(_FOLD.get(c, c) for c in unicodedata.normalize("NFKC", word).casefold())


class Words:
    """Cuts texts of one language, with its dictionary: a table of English forms, else a morphology."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.forms = lru_cache(maxsize=100_000)(self._forms)

    def tokens(self, text: str, offset: int = 0) -> list[Token]:
        """The words, numbers and signs of a text; markup, emoji and addresses are left out."""
        found = []
        for match in _TOKEN.finditer(text):
            kind, word = str(match.lastgroup), match[0]
            hidden = word in _MARKUP or (unicodedata.category(word[0])[0] in "SC" and word not in _SIGNS)
            if kind == "hidden" or (kind == "sign" and hidden):
                continue
            kind = "word" if kind == "initials" else kind
            found.append(Token(word, offset + match.start(), offset + match.end(), kind, fold(word), self.forms(word)))
        return found

    def _forms(self, word: str) -> frozenset[str]:
        folded = fold(word)
        if not any(c.isalpha() for c in folded):
            return frozenset((folded,))
        first, joined, model = folded.partition("-")
        if not joined or self.lang == "en" or len(first) < 4 or not first.isalpha():
            first, model = folded, ""
        model = f"-{model}" if model.isalpha() and len(model) <= 2 else ""  # "Точки-У" is no "точка"
        plain = _POSSESSIVE.sub("", folded)
        return frozenset(
            (
                folded,
                plain.replace(".", ""),
                plain.replace("'", ""),
                *_lemmas(self.lang, plain),
                *(lemma + model for lemma in _lemmas(self.lang, first)),
            )
        )

    @lru_cache(maxsize=10_000)  # noqa: B019 (one object a language and process)
    def one(self, word: str) -> bool:
        """Whether a Slavic participle or noun is in the singular, and not in the neuter that impersonal forms share."""
        parses = _morphology(self.lang).parse(fold(word).partition("-")[0])
        return bool(parses) and "plur" not in parses[0].tag and "neut" not in parses[0].tag

    @lru_cache(maxsize=10_000)  # noqa: B019 (one object a language and process)
    def one_thing(self, word: str) -> bool:
        """Whether a Slavic noun is one thing that acts or is acted upon: nominative or accusative, no surname."""
        first, _, last = fold(word).partition("-")
        parses = _morphology(self.lang).parse(last if last and first.isascii() else first)
        top = [p for p in parses if (p.score >= 0.2 or p is parses[0]) and "Surn" not in p.tag]
        return any("plur" not in p.tag and ("nomn" in p.tag or "accs" in p.tag) for p in top)

    @lru_cache(maxsize=10_000)  # noqa: B019 (one object a language and process)
    def adjective(self, word: str) -> bool:
        """Whether a Slavic word is most likely an adjective or participle."""
        parses = _morphology(self.lang).parse(fold(word))
        return bool(parses) and parses[0].tag.POS in ("ADJF", "PRTF")

    @lru_cache(maxsize=10_000)  # noqa: B019 (one object a language and process)
    def noun(self, word: str) -> bool:
        """Whether a Slavic word can only be a noun."""
        parses = _morphology(self.lang).parse(fold(word))
        return bool(parses) and all(p.tag.POS == "NOUN" for p in parses)

    @lru_cache(maxsize=10_000)  # noqa: B019 (one object a language and process)
    def adjectival(self, word: str) -> bool:
        """Whether a Slavic participle can only describe a noun: "сбитых", not "сбиты" nor "знищені"."""
        parses = _morphology(self.lang).parse(fold(word))
        return bool(parses) and all(p.tag.POS in ("PRTF", "ADJF") and "nomn" not in p.tag for p in parses)

    def singular(self, phrase: str) -> str:
        """An English phrase with the dictionary form of its last word: "guided bombs", a guided bomb."""
        lead, space, last = phrase.rpartition(" ")
        return lead + space + _lemmas(self.lang, last)[-1]

    def keys(self, word: str) -> frozenset[str]:
        """Under which forms a word of a phrase is looked up: English as it is written, else by dictionary forms."""
        return frozenset((fold(word),)) if self.lang == "en" else self.forms(word)


def sentences(lang: str, text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end."""
    import sentencex

    found, at = [], 0
    wrapped = max(map(len, text.split("\n"))) <= _WRAPPED
    line = _BREAK if wrapped else _LINE
    for part in sentencex.segment(lang, text):
        for piece in line.split(part):
            if piece.strip():
                found.append((at, at + len(piece)))
            at += len(piece)
    return found


def language_of(text: str) -> str:
    """The language, of those read, whose dictionary knows most of the words (the first 400)."""
    words = [m[0].casefold() for m in re.finditer(_WORD, text)][:400]
    cyrillic = [w for w in words if unicodedata.name(w[0], "").startswith("CYRILLIC")]
    if len(cyrillic) * 2 < len(words):
        return "en"
    return max(("uk", "ru"), key=lambda lang: sum(_morphology(lang).word_is_known(w) for w in cyrillic))


def _lemmas(lang: str, folded: str) -> tuple[str, ...]:
    cyrillic = unicodedata.name(folded[0], "").startswith("CYRILLIC") if folded else False
    if cyrillic and lang != "en":
        parses = _morphology(lang).parse(folded)
        lemmas = {fold(p.normal_form) for p in parses if p.score >= 0.05 or p is parses[0]}
        return (folded, *lemmas)
    if cyrillic or not folded.isascii() or not folded:
        return (folded,)
    import simplemma

    return (folded, simplemma.lemmatize(folded, lang="en"))


@lru_cache
def _morphology(lang: str) -> Any:
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang=lang)
