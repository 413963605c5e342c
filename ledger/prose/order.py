"""Which order of words a language has."""

from __future__ import annotations

from collections.abc import Sequence

from ledger.prose.binding import Binder
from ledger.prose.english import English
from ledger.prose.figure import Figure
from ledger.prose.lexicon import Mark
from ledger.prose.slavic import Slavic
from ledger.prose.tokens import Token, Words


def binder(words: Words, tokens: Sequence[Token], marks: Sequence[Sequence[Mark]], figures: Sequence[Figure]) -> Binder:
    """What finds the acts of a sentence's figures."""
    return (English if words.lang == "en" else Slavic)(words, tokens, marks, figures)
