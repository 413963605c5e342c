"""The small words by what they do: prepositions, conjunctions, words of time; rows of data/phrases/grammar.csv."""

from __future__ import annotations

from functools import cache

from ledger.prose.phrases import phrases


@cache
def small_words(kind: str, lang: str = "") -> frozenset[str]:
    """The words of one kind, folded, of all languages or of one."""
    found = frozenset(row["words"] for row in phrases("grammar") if row["kind"] == kind and lang in ("", row["lang"]))
    assert found, kind
    return found
