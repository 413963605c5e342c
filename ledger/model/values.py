"""The value grammar: from the published words of a figure to an interval of whole numbers.

Owns what the words of a figure mean, in every language of the phrase tables, and why other words are no figure.
Must never read a file (rows are handed in), use a float, or guess: what is not understood is refused with a reason.

Three tables drive it; a new word is a new row. Phrases say which `term` words stand for. A term is one of the grammar's
own (below) or a key of the coding profile, whose `lo` and `hi` give its width: written with `N` it wants a number
("about 40"), without `N` it stands alone ("several"). Numbers give a word's value (see `numerals`).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ledger.errors import Damaged, Refused
from ledger.model.numerals import LIMIT, Numerals, Words, bad_digits

LONGEST = 120
"""Characters in a value; anything longer is prose."""

MOST_TOKENS = 24
"""Words and signs in a value: room for a range of two long numbers in words."""

FORMS = "138, ~40, at least 5, more than 100, up to 20, 20-25, several, none, withheld, denied"

ALONE = {"none": (0, 0), "withheld": (None, None), "denied": (None, None)}
BEFORE = {"at_least", "more_than", "at_most", "less_than"}
AFTER = {"or_more": "at_least", "or_fewer": "at_most"}

# Words that belong to reading prose: understood well enough to say why they are no figure.
NO_FIGURE = {
    "absent": ("no figure stands here", "leave the row out, or write withheld or denied if the source says so"),
    "negative": ("a count cannot be negative", "write the figure without its sign, or correct it at its source"),
    "percentage": ("a percentage is no count", "record the counts it was made from, as the source states them"),
    "each": ("so many for each of several is not one figure", "record one row for each of them"),
    "most": ("most of something is no figure", "record the figure it is a part of, as its own claim"),
    "all": ("all of something is no figure", "record the figure it refers to, as its own claim"),
    "share": ("one figure beside another is two figures", "record two rows, one for each figure"),
    "fraction": ("a count has no fraction", "write the whole number"),
}

OWN = {*ALONE, *BEFORE, *AFTER, *NO_FIGURE, "to", "from", "between", "and"}

_PLAIN = re.compile("0|[1-9][0-9]{0,11}")
"""Figures as most sources state them, which need no taking apart."""
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[^\W\d_]+(?:'[^\W\d_]+)*\.?|[<>]=|\S")
_MIXED = re.compile(r"\w*(?:\d[^\W\d_]|[^\W\d_]\d)\w*")
_BOUND = re.compile(r"(?P<times>[0-9]*)N(?:/(?P<by>[1-9][0-9]*))?|(?P<fixed>[0-9]+)")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼʹ`´′＇"), "'")
_DASHES = dict.fromkeys(map(ord, "–—−‒―"), "-")


@dataclass(frozen=True, slots=True)
class Interval:
    """What a figure's words allow: whole numbers from `lo` to `hi`, both included; None is unbounded (or no figure).

    `kind` is exact, approx, at_least, more_than, at_most, less_than, range, vague, none, withheld or denied.
    """

    kind: str
    lo: int | None
    hi: int | None


class _Bound(NamedTuple):
    """One side of a profile's width: `times` N / `by`, or `fixed` where `times` is 0."""

    times: int
    by: int
    fixed: int

    def floor(self, n: int) -> int:
        return self.times * n // self.by + self.fixed

    def ceil(self, n: int) -> int:
        return -(-self.times * n // self.by) + self.fixed


class Grammar:
    """Reads the words of figures by one coding profile. Raises Damaged where a table's row cannot be understood."""

    def __init__(
        self,
        phrases: Iterable[Mapping[str, str]],
        numbers: Iterable[Mapping[str, str]],
        widths: Iterable[Mapping[str, str]],
    ) -> None:
        self._terms: dict[Words, set[str]] = {}
        for row in phrases:
            self._terms.setdefault(tuple(_tokens(row["words"])), set()).add(row["term"])
        self._numerals = Numerals((row["lang"], _tokens(row["words"]), row["value"]) for row in numbers)
        self._widths: dict[str, tuple[_Bound, _Bound | None]] = {}
        for row in widths:
            if row["term"] in self._widths:
                raise Damaged(f"profile gives the width of {row['term']} twice")
            self._widths[row["term"]] = _width(row)

    def read(self, words: str) -> Interval:
        """The interval that `words` state. Raises Refused, saying why, for anything that is not one figure."""
        if _PLAIN.fullmatch(words):
            return Interval("exact", int(words), int(words))
        tokens = tuple(_tokens(_plain(words)))
        if len(tokens) > MOST_TOKENS:
            raise _refused(f"{len(tokens)} words are too many for a figure", "write only the figure's own words")
        found = self._parse(tokens)
        if found is None:
            raise self._why(tokens)
        return found

    def find(self, words: str) -> Interval | None:
        """The interval that `words` state, None where they are no figure (`read` says why)."""
        try:
            tokens = tuple(_tokens(_plain(words)))
            return self._parse(tokens) if tokens and len(tokens) <= MOST_TOKENS else None
        except Refused:
            return None

    def number_words(self) -> list[str]:
        """The words of which whole numbers are made, folded."""
        return self._numerals.words()

    def phrases(self) -> dict[Words, set[str]]:
        """The folded words of each phrase that qualifies or is a figure, and the terms that they stand for."""
        return self._terms

    def _parse(self, tokens: Words) -> Interval | None:
        for term in sorted(self._terms.get(tokens, ())):
            if alone := self._alone(term, tokens):
                return alone
        if (n := self._numerals.read(tokens)) is not None:
            return Interval("exact", n, n)
        for cut in range(len(tokens) - 1, 0, -1):
            for term in sorted(self._terms.get(tokens[:cut], ())):
                if self._wants_number(term) and (n := self._numerals.read(tokens[cut:])) is not None:
                    return self._qualified(term, n)
            for term in sorted(self._terms.get(tokens[cut:], ())):
                if term in AFTER and (n := self._numerals.read(tokens[:cut])) is not None:
                    return self._qualified(AFTER[term], n)
        return self._range(tokens)

    def _alone(self, term: str, tokens: Words) -> Interval | None:
        if term in ALONE:
            return Interval(term, *ALONE[term])
        if term in OWN or self._wants_number(term):
            return None
        if term not in self._widths:
            raise _no_width(term, tokens)
        lo, hi = self._widths[term]
        return Interval("vague", lo.floor(0), hi.ceil(0) if hi else None)

    def _wants_number(self, term: str) -> bool:
        return term in BEFORE or (term in self._widths and any(b and b.times for b in self._widths[term]))

    def _qualified(self, term: str, n: int) -> Interval:
        if term == "at_least":
            return Interval(term, n, None)
        if term == "more_than":
            return Interval(term, n + 1, None)
        if term == "at_most":
            return Interval(term, 0, n)
        if term == "less_than":
            if n == 0:
                raise _refused("nothing is fewer than 0", "write 0 or none")
            return Interval(term, 0, n - 1)
        lo, hi = self._widths[term]
        return Interval("approx", lo.floor(n), hi.ceil(n) if hi else None)

    def _range(self, tokens: Words) -> Interval | None:
        for start in range(len(tokens)):
            opened = self._terms.get(tokens[:start], set()) if start else {"from"}
            wanted = {"to", "and"} if "between" in opened else {"to"} if "from" in opened else set()
            for left, middle, right in _thirds(tokens[start:]) if wanted else ():
                if self._terms.get(middle, set()) & wanted:
                    lo, hi = self._numerals.read(left), self._numerals.read(right)
                    if lo is not None and hi is not None:
                        return self._ordered(lo, hi, left, right)
        return None

    def _ordered(self, lo: int, hi: int, left: Words, right: Words) -> Interval:
        if lo > hi:
            raise _refused(f"range runs backwards: {lo} is more than {hi}", f"write {hi}-{lo}, if that is meant")
        multiplier = self._numerals.multiplies(right[-1])
        raised = self._numerals.read((*left, right[-1])) if multiplier else None
        if raised is not None and raised <= hi:
            raise _refused(f"range may start at {lo} or at {raised}", f"write {lo}-{hi} or {raised}-{hi} in digits")
        return Interval("range", lo, hi)

    def _why(self, tokens: Words) -> Refused:
        """Why these tokens are no figure: the most specific reason first."""
        if tokens == ("-",):
            return _refused(*NO_FIGURE["absent"])
        if any(token == "-" and (not i or (tokens[i - 1],) in self._terms) for i, token in enumerate(tokens)):
            return _refused(*NO_FIGURE["negative"])
        for token in tokens:
            if token[0].isdigit() and (wrong := bad_digits(token)):
                return _refused(*wrong)
        spans = [(terms, part) for part in _parts(tokens) if (terms := self._terms.get(part))]
        figures = sum(self._numerals.read((token,)) is not None for token in tokens)
        for term, (reason, hint) in NO_FIGURE.items():
            for terms, part in spans:
                applies = {"absent": part == tokens, "share": figures > 1}.get(term, True)
                if term in terms and applies:
                    return _refused(f"{reason}: {' '.join(part)!r}", hint)
        for terms, part in spans:
            for term in sorted(terms - OWN - self._widths.keys()):
                return _no_width(term, part)
        for part in _parts(tokens):
            if len(part) < len(tokens) and self._parse(part):
                figure, rest = " ".join(part), _without(tokens, part)
                known = all(any(t in p for p in self._terms) or self._numerals.read((t,)) is not None for t in rest)
                if known:
                    return _refused("more than one figure or qualifier stands here", f"write one of: {FORMS}")
                reason = f"{' '.join(rest)!r} is not part of the figure"
                return _refused(reason, f"write only the figure's own words: {figure}")
        for terms, part in spans:
            if any(self._wants_number(term) for term in terms) and len(part) == len(tokens):
                return _refused(f"{' '.join(part)!r} wants a number after it", f"write one of: {FORMS}")
        return self._unknown(tokens)

    def _unknown(self, tokens: Words) -> Refused:
        import difflib  # only needed to word a refusal

        known = [" ".join(phrase) for phrase in self._terms] + self._numerals.words()
        shown = " ".join(tokens)
        near = difflib.get_close_matches(shown, known, n=3, cutoff=0.7)
        for token in tokens:
            near += [] if token in known else difflib.get_close_matches(token, known, n=2, cutoff=0.7)
        hint = f"nearest known: {', '.join(dict.fromkeys(near))}" if near else f"write one of: {FORMS}"
        return _refused(f"words of the figure are not understood: {shown!r}", hint)


def _refused(reason: str, hint: str) -> Refused:
    return Refused(reason, column="value", hint=hint)


def _no_width(term: str, words: Words) -> Refused:
    reason = f"the coding profile gives no width for {' '.join(words)!r}"
    return _refused(reason, f"add {term} to the profile, or write one of: {FORMS}")


def _plain(words: str) -> str:
    """`words` trimmed, once nothing in them can be mistaken for something else."""
    if len(words) > LONGEST:
        raise _refused(f"{len(words)} characters are too long for a figure", "write only the figure's own words")
    first, last = 0, len(words)
    while first < last and _blank(words[first]):
        first += 1
    while first < last and _blank(words[last - 1]):
        last -= 1
    words = words[first:last]
    if not words:
        raise _refused("value is empty", "write the figure, or withheld or denied; silence is no row")
    for char in words:
        digit = unicodedata.category(char)
        if digit in {"No", "Nl"} or (digit == "Nd" and not unicodedata.normalize("NFKC", char).isascii()):
            raise _refused(f"{char!r} is not a plain digit", "write the figure in digits 0 to 9, without note marks")
        if unicodedata.category(char) in {"Cc", "Cf"} and not char.isspace():
            raise _refused(f"an invisible character stands in the figure: {char!r}", "type the figure anew")
    for word in _MIXED.findall(unicodedata.normalize("NFKC", words)):
        letter = next((char for char in word if char.isalpha()), word[0])
        reason = f"digits and letters are mixed in {word!r}: {letter!r} is {unicodedata.name(letter, 'a letter')}"
        raise _refused(reason, "write the figure in digits only, other words apart")
    for word in re.findall(r"[^\W\d_]+", words):
        scripts = {name for c in word for name in ("LATIN", "CYRILLIC") if unicodedata.name(c, "").startswith(name)}
        if len(scripts) > 1:
            raise _refused(f"Latin and Cyrillic letters are mixed in {word!r}", "type the word anew in one alphabet")
    return words


def _blank(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) == "Cf"


def _tokens(words: str) -> list[str]:
    """Folded words, digit groups and signs. A hyphen inside words parts them; any other dash is the sign of a range."""
    text = unicodedata.normalize("NFKC", words.translate(_APOSTROPHES)).casefold()
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHES).replace("ё", "е").replace("\u2010", "-")
    text = re.sub(r"(?<=[^\W\d_])-(?=[^\W\d_])", " ", text).translate(_DASHES)
    return [token if token[0].isdigit() else token.rstrip(".") or token for token in _TOKEN.findall(text)]


def _parts(tokens: Words) -> Iterator[Words]:
    """Every run of tokens, longest first."""
    for size in range(len(tokens), 0, -1):
        for start in range(len(tokens) - size + 1):
            yield tokens[start : start + size]


def _thirds(tokens: Words) -> Iterator[tuple[Words, Words, Words]]:
    for first in range(1, len(tokens) - 1):
        for second in range(first + 1, len(tokens)):
            yield tokens[:first], tokens[first:second], tokens[second:]


def _without(tokens: Words, part: Words) -> Words:
    start = next(i for i in range(len(tokens)) if tokens[i : i + len(part)] == part)
    return tokens[:start] + tokens[start + len(part) :]


def _width(row: Mapping[str, str]) -> tuple[_Bound, _Bound | None]:
    bounds: list[_Bound | None] = []
    for text in (row["lo"], row["hi"]):
        match = _BOUND.fullmatch(text.strip())
        if not match and (text.strip() or not bounds):
            raise Damaged(f"width {text!r} of {row['term']} is neither a number nor a fraction of N")
        if match and match["fixed"]:
            bounds.append(_Bound(0, 1, int(match["fixed"])))
        else:
            bounds.append(match and _Bound(int(match["times"] or 1), int(match["by"] or 1), 0))
    lo, hi = bounds
    if lo is None or (hi and any(lo.floor(n) > hi.ceil(n) for n in (0, 1, LIMIT))):
        raise Damaged(f"width of {row['term']} has its lower bound above its upper")
    return lo, hi
