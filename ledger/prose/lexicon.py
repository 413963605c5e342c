"""The phrases that the reader knows: those of data/phrases/ and the names of the registers, in any grammatical form.

Owns which words of a text are a thing, an act, a region, a party, a voice, a time. Must never decide what they mean
together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ledger.prose.phrases import phrases
from ledger.prose.tokens import Token, Words
from ledger.registers import Registers

OWN_TABLES = ("acts", "things", "voices", "times")
_COMPASS = {"north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"}
_NAMES = ("name", "name_uk", "name_ru")


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase in a sentence: its kind, what it stands for, a finer form, and its first and last + 1 token."""

    kind: str
    id: str
    form: str
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    next: dict[str, _Node] = field(default_factory=dict)
    ends: list[tuple[str, str, str]] = field(default_factory=list)


class Lexicon:
    """All phrases of one language, looked up by the dictionary forms of their words."""

    def __init__(self, words: Words, registers: Registers) -> None:
        self.words = words
        self.registers = registers
        self._root = _Node()
        for table in OWN_TABLES:
            for row in phrases(table):
                if row["lang"] in (words.lang, "zxx"):
                    self._add(row["words"], *_meaning(table, row))
        for kind, register in (("region", registers.regions), ("source", registers.sources)):
            for key, row in register.rows.items():
                for name in _spoken(row):
                    if key != "all":
                        self._add(name, kind, key, "")
        for key, row in registers.parties.rows.items():
            for name in _spoken(row):
                self._add(name, "party", key, "")
        for key, row in registers.weapons.rows.items():
            kind = "equipment" if self.line(key)[-1] == "equipment" else "munition"
            for name in _spoken(row):
                self._add(name, "thing", key, kind)
                if words.lang == "en" and name.islower():
                    self._add(words.singular(name), "thing", key, kind)

    def line(self, weapon: str) -> list[str]:
        """A weapon and all that it is a kind of; a word that is none is alone."""
        found = [weapon]
        while parent := self.registers.weapons.rows.get(found[-1], {}).get("parent", ""):
            found.append(parent)
        return found

    def _add(self, phrase: str, kind: str, key: str, form: str) -> None:
        nodes = [self._root]
        for token in self.words.tokens(phrase):
            keys = self.words.keys(token.text) if token.kind == "word" else token.forms
            nodes = [node.next.setdefault(k, _Node()) for node in nodes for k in keys]
            if len(nodes) > 64:
                return
        for node in nodes:
            if node is not self._root and (kind, key, form) not in node.ends:
                node.ends.append((kind, key, form))

    def marks(self, tokens: Sequence[Token]) -> list[list[Mark]]:
        """For each token the phrases that begin there, of each kind the longest (several, if they are equally long)."""
        return [self._at(tokens, i) for i in range(len(tokens))]

    def _at(self, tokens: Sequence[Token], i: int) -> list[Mark]:
        best: dict[str, list[Mark]] = {}
        nodes = [self._root]
        for j in range(i, len(tokens)):
            nodes = [node.next[f] for node in nodes for f in sorted(tokens[j].forms) if f in node.next]
            if not nodes:
                break
            level: dict[str, list[Mark]] = {}
            for node in nodes:
                for kind, key, form in node.ends:
                    if kind == "thing" and self.words.lang == "en" and tokens[j].folded.endswith(("ing", "ed")):
                        continue  # a verb: "targeting", not a target
                    if kind == "region" and self.words.lang == "en" and not self._named(tokens, i, j):
                        continue
                    mark = Mark(kind, key, form, i, j + 1)
                    if mark not in level.setdefault(kind, []):
                        level[kind].append(mark)
            best.update(level)
        return [mark for found in best.values() for mark in found]

    def _named(self, tokens: Sequence[Token], i: int, j: int) -> bool:
        """Whether English words can be a place's whole name: capitals, and no further capital joined to one word."""
        beyond = tokens[j + 1] if j + 1 < len(tokens) else None
        more = i == j and beyond is not None and tokens[i].folded in _COMPASS and beyond.text[:1].isupper()
        return not more and not tokens[i].text[:1].islower()

    def find(self, tokens: Sequence[Token], kind: str) -> str | None:
        """What exactly these words stand for, in one kind of phrase."""
        return next((m.id for m in self._at(tokens, 0) if m.kind == kind and m.end == len(tokens)), None)

    @cached_property
    def number_words(self) -> frozenset[str]:
        return frozenset(w.replace("ё", "е") for w in self.registers.grammar.number_words())


def _spoken(row: Mapping[str, str]) -> list[str]:
    return [n for n in [row.get(c, "") for c in _NAMES] + row.get("aliases", "").split("|") if n]


def _meaning(table: str, row: Mapping[str, str]) -> tuple[str, str, str]:
    """Kind, id and form of a row."""
    if table == "acts":
        return "act", row["act"], row["form"]
    if table == "things":
        return "thing", row["id"], row["thing"]
    return row["kind"], row["id"], ""
