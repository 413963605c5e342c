"""Whole numbers, in digits or in number words of any language of the table.

Owns how number words combine into one number, and which digits state one. Must never read a file, know what a
qualifier means, or take a number that could be two.

A row of the number table gives a word's value, where `*100` multiplies what stands before it, `1*` counts only before
such a multiplier ("a hundred"), and `+` joins ("hundred and five").
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ledger.errors import Damaged, Refused

LIMIT = 10**15
"""The largest figure taken: beyond any count, and with the widest profile still well inside a 64-bit integer."""

_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+")
_VALUE = re.compile(r"(?P<times>\*?)(?P<n>[0-9]+)(?P<only>\*?)|\+")

Words = tuple[str, ...]


class _Word(NamedTuple):
    """A number word: `n`; `times` where it multiplies what stands before, `only` where it must be multiplied."""

    n: int
    times: bool = False
    only: bool = False


_JOIN = _Word(-1)


class Numerals:
    """Reads whole numbers. Rows are (language, the word's tokens, its value); Damaged where one is not understood."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str], str]]) -> None:
        self._tables: dict[str, dict[str, _Word]] = {}
        for lang, tokens, value in rows:
            if len(tokens) != 1:
                raise Damaged(f"number word {' '.join(tokens)!r} is not one word")
            self._tables.setdefault(lang, {})[tokens[0]] = _number_word(tokens[0], value)

    def words(self) -> list[str]:
        return [word for table in self._tables.values() for word in table]

    def multiplies(self, token: str) -> bool:
        """Whether the token is a word for a thousand, or the like, in any language."""
        return any(token in table and table[token].times for table in self._tables.values())

    def read(self, tokens: Words) -> int | None:
        """The whole number that exactly these tokens state, or None."""
        found = _digits(tokens)
        for table in self._tables.values() if found is None else ():
            last = table.get(tokens[-1]) if tokens else None
            if last and last.times and (head := _digits(tokens[:-1])) is not None:
                found = head * last.n
            elif all(token in table for token in tokens):
                found = _compose([table[token] for token in tokens])
            if found is not None:
                break
        if found is not None and found > LIMIT:
            raise Refused(
                f"figure is larger than {LIMIT}", column="value", hint="no count is; correct it at its source"
            )
        return found


def bad_digits(token: str) -> tuple[str, str] | None:
    """Why a token that starts with a digit is no whole number, and what to write; None where it is one."""
    if _GROUPED.fullmatch(token):
        return None
    whole, _, fraction = token.rpartition("." if "." in token else ",")
    if not re.fullmatch(r"[0-9]+", whole) or not fraction.isdigit():
        return f"digits are not grouped by thousands: {token}", "write the figure without separators"
    if "." in token and re.fullmatch(r"[1-9][0-9]{0,2}", whole) and len(fraction) == 3:
        return f"{token} may be {whole}{fraction} or a fraction", f"write {whole}{fraction}, if that is meant"
    return f"a count has no fraction: {token}", "write the whole number" if fraction.strip("0") else f"write {whole}"


def _digits(tokens: Words) -> int | None:
    """`1234`, `1,234`, `1 234`; None where the tokens are not one number in digits."""
    if len(tokens) == 1:
        return int(tokens[0].replace(",", "")) if _GROUPED.fullmatch(tokens[0]) else None
    if not tokens or not _GROUPED.fullmatch(",".join(tokens)) or any("," in token for token in tokens):
        return None
    return int("".join(tokens))


def _compose(words: list[_Word]) -> int | None:
    """One number from number words in order (`two hundred and five`), None where they do not make one."""
    if len(words) == 1 and words[0] == _Word(0):
        return 0
    total, group, room, scale = 0, 0, 1000, LIMIT * 1000
    before: _Word | None = None
    for word in words:
        if before and before.only and not word.times:
            return None
        if word == _JOIN:
            if not (before and before.times):
                return None
        elif not word.times:
            if not 0 < word.n < room or (word.only and group):
                return None
            group += word.n
            room = 100 if word.n >= 100 else 10 if word.n >= 20 else 1
        elif word.n < 1000:
            if group > 99 or before == _JOIN or (total and not group):
                return None
            group = (group or 1) * word.n
            room = 100 if word.n == 100 else 1
        else:
            if word.n >= scale or group > 999 or before == _JOIN or (total and not group):
                return None
            total, group, room, scale = total + (group or 1) * word.n, 0, 1000, word.n
        before = word
    if before is None or before == _JOIN or before.only:
        return None
    return total + group


def _number_word(word: str, value: str) -> _Word:
    match = _VALUE.fullmatch(value)
    if not match:
        raise Damaged(f"value {value!r} of number word {word!r} is not understood")
    return _Word(int(match["n"]), bool(match["times"]), bool(match["only"])) if match["n"] else _JOIN
