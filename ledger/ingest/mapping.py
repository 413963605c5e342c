"""How one foreign row becomes interchange rows, once a preset has been read.

Owns the running of a preset: cells, conditions, repeated scopes, figures; `preset` reads one from its file. Must never
open a file, know a register or a particular war, or judge a value: a word it has no rule for is handed on as it stands,
and the loader refuses it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ledger.errors import LedgerError, Refused

KEY, ITEM = "@key", "@value"
"""What a figure with `each` may use beside the row's own columns."""

Row = Mapping[str, str]
_NULLS = frozenset({"nan", "NaN"})
_PAIR = re.compile(r"""\s*(?P<quote>['"])(?P<key>.*?)(?P=quote)\s*:\s*(?P<item>-?\d+(?:\.\d+)?|NaN|nan|None|null)\s*""")


def tidy(text: str) -> str:
    """A cell as templates see it: no space around it, NaN as nothing, `138.0` as `138`; `90.5` stays as it is."""
    text = text.strip()
    if text.endswith(".0") and text[:-2].removeprefix("-").isdecimal():
        return text[:-2]
    return "" if text in _NULLS else text


def like(word: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` for the nearest known word, or ''."""
    from difflib import get_close_matches  # only a fault needs it

    near = get_close_matches(word, list(known), n=1, cutoff=0.7)
    return f"; did you mean {near[0]!r}?" if near else ""


class Cells(dict[str, str]):
    """One row while it is read: a cell, or a text of `[let]`, is worked out when first asked for."""

    def __init__(self, row: Row, lets: "Mapping[str, Text]") -> None:
        super().__init__()
        self._row, self._lets = row, lets

    def __missing__(self, name: str) -> str:
        let = self._lets.get(name)
        text = let(self) if let else tidy(self._row.get(name) or "")
        self[name] = text
        return text


Text = Callable[[Cells], str]
Test = Callable[[Cells], bool]
Filter = Callable[[str, str], str]
"""Text and its column -> text; raises Refused."""


def template(pieces: list[str | tuple[str, Filter | None]]) -> Text:
    """Text with holes; it is empty as soon as one of its holes is, since half a figure is no figure."""
    if all(isinstance(piece, str) for piece in pieces):
        words = "".join(piece for piece in pieces if isinstance(piece, str))
        return lambda cells: words
    if len(pieces) == 1:
        ((name, chosen),) = (piece for piece in pieces if not isinstance(piece, str))
        return (lambda cells: chosen(cells[name], name)) if chosen else (lambda cells: cells[name])

    def fill(cells: Cells) -> str:
        filled = []
        for piece in pieces:
            if isinstance(piece, str):
                filled.append(piece)
            else:
                text = piece[1](cells[piece[0]], piece[0]) if piece[1] else cells[piece[0]]
                if not text:
                    return ""
                filled.append(text)
        return "".join(filled)

    return fill


def refusal(reason: str) -> Text:
    def refuse(cells: Cells) -> str:
        raise Refused(reason)

    return refuse


def number(text: str, column: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise Refused(f"not a number: {text[:60]}", column=column) from error


def times(formats: list[str], date_only: bool) -> Filter:
    """A filter that reads any of these `strptime` forms and gives an ISO 8601 date-time, or a date."""
    known: dict[str, str] = {"": ""}

    def convert(text: str, column: str) -> str:
        if text in known:
            return known[text]
        for form in formats:
            try:
                moment = datetime.strptime(text, form)
            except ValueError:
                continue
            timed = "%H" in form and not date_only
            known[text] = moment.isoformat(timespec="minutes") if timed else moment.date().isoformat()
            return known[text]
        raise Refused(f"not a time this preset can read: {text[:60]}", column=column, hint=f"it reads {formats}")

    return convert


def words(alias: dict[str, str], split: str, join: str, only: bool, name: str) -> Filter:
    """A filter that splits a list, gives each word its alias, and joins again; with `only`, no other word passes."""
    known: dict[str, str] = {}

    def convert(text: str, column: str) -> str:
        if text not in known:
            found = [" ".join(word.split()) for word in (text.split(split) if split else [text])]
            if only and (unknown := [word for word in found if word not in alias]):
                reason = f"{unknown[0]!r} is not among the words of {name}{like(unknown[0], alias)}"
                raise Refused(reason, column=column)
            known[text] = join.join(alias.get(word, word) for word in found)
        return known[text]

    return convert


def items(text: str, column: str) -> list[tuple[str, str]]:
    """The pairs of a flat mapping of names to numbers, as Python or JSON writes it; NaN, None and null become ''."""
    found: list[tuple[str, str]] = []
    body = text.strip()
    if body[:1] != "{" or body[-1:] != "}":
        raise Refused(f"not a list of names and numbers: {text[:60]}", column=column)
    body = body[1:-1].strip().removesuffix(",")
    at = 0
    while at < len(body):
        pair = _PAIR.match(body, at)
        if not pair or (pair.end() < len(body) and body[pair.end()] != ","):
            raise Refused(f"not a list of names and numbers: {text[:60]}", column=column)
        item = pair["item"]
        found.append((pair["key"].strip(), "" if item[0] in "Nn" else tidy(item)))
        at = pair.end() + 1
    return found


@dataclass(frozen=True, slots=True)
class Figure:
    """One `[[figure]]` block: what it sets over the preset's `[columns]`, and when it is stated at all."""

    value: Text
    columns: Mapping[str, Text]
    when: Test | None = None
    each: str = ""
    over: tuple[str, ...] = ()

    def turns(self, cells: Cells) -> Iterator[None]:
        """Once, or once for each pair of the mapping in a cell (`each`) or each of several columns (`over`)."""
        if self.each:
            pairs = items(cells[self.each], self.each) if cells[self.each] else []
        elif self.over:
            pairs = [(name, cells[name]) for name in self.over]
        else:
            yield
            return
        for cells[KEY], cells[ITEM] in pairs:
            if cells[ITEM]:
                yield


@dataclass(frozen=True, slots=True)
class Ruled:
    """A row filter: rows for which `when` holds state no figure (`refuse` false) or cannot be read."""

    when: Test
    why: str
    refuse: bool
    column: str


@dataclass(frozen=True, slots=True)
class Parts:
    """How to tell apart the rows in which one document repeats one scope."""

    scope: tuple[Text, ...]
    label: Text
    numbered: str

    def of(self, rows: list[Row], lets: Mapping[str, Text]) -> dict[int, str]:
        """Position of a row -> its part, for rows whose scope another row states too.

        A row is numbered where its label is empty or not its own, by content, so that the order of rows is no matter.
        A row whose scope cannot be read gets none: it is refused when its turn comes.
        """
        groups: dict[tuple[str, ...], list[tuple[str, int]]] = defaultdict(list)
        for at, row in enumerate(rows):
            cells = Cells(row, lets)
            try:
                groups[tuple(text(cells) for text in self.scope)].append((self.label(cells), at))
            except Refused:
                continue
        parts: dict[int, str] = {}
        for group in groups.values():
            if len(group) < 2:
                continue
            often = Counter(label for label, _ in group)
            group.sort(key=lambda one: (one[0], sorted((k, tidy(v)) for k, v in rows[one[1]].items())))
            for n, (label, at) in enumerate(group, 1):
                own = label and often[label] == 1
                parts[at] = ", ".join(filter(None, (label, "" if own else self.numbered.replace("{n}", str(n)))))
        return parts


@dataclass(frozen=True)
class Preset:
    """A preset read without fault. `used` are the foreign columns it looks at; `ignore` says why it leaves others."""

    name: str
    title: str
    license: str
    note: str
    needs: tuple[str, ...]
    used: frozenset[str]
    ignore: Mapping[str, str]
    columns: Mapping[str, Text]
    figures: tuple[Figure, ...]
    rules: tuple[Ruled, ...] = ()
    lets: Mapping[str, Text] = field(default_factory=dict)
    parts: Parts | None = None

    def check_columns(self, columns: Iterable[str]) -> None:
        """Raise LedgerError if the file lacks a needed column, or has one that this preset neither uses nor ignores."""
        there = list(columns)
        for name in self.needs:
            if name not in there:
                hint = f"its columns are {', '.join(there)}; is {self.name} the right preset?"
                raise LedgerError(f"the file has no column {name!r}, which preset {self.name} needs", hint=hint)
        for name in there:
            if not self._knows(name):
                hint = f"use it in the preset, or name it under [ignore] with the reason{like(name, self.used)}"
                raise LedgerError(f"column {name!r} is neither used nor ignored by preset {self.name}", hint=hint)

    def _knows(self, column: str) -> bool:
        return column in self.used or column in self.ignore

    def drafts_of(self, rows: Iterable[tuple[int, Row]]) -> Iterator[tuple[int, list[dict[str, str]] | Refused]]:
        """For each (line, row), in that order: the line, and the row's interchange rows or why it cannot be read.

        The first row's columns are checked as the file's. All rows are held in memory only if the preset has `[part]`.
        """
        parts: dict[int, str] = {}
        if self.parts:
            held = list(rows)
            parts, rows = self.parts.of([row for _, row in held], self.lets), held
        for at, (line, row) in enumerate(rows):
            if at == 0:
                self.check_columns(row)
            try:
                yield line, self.drafts(row, parts.get(at, ""))
            except Refused as refusal:
                yield line, refusal

    def drafts(self, row: Row, part: str = "") -> list[dict[str, str]]:
        """The interchange rows of one foreign row, none where it states no figure.

        `part` tells it from other rows of its scope. Raises Refused with the foreign column where there is one.
        """
        for name in row:
            if not self._knows(name):
                raise Refused(f"column {name!r} is neither used nor ignored by preset {self.name}", column=name)
        cells = Cells(row, self.lets)
        for rule in self.rules:
            if rule.when(cells):
                if rule.refuse:
                    raise Refused(rule.why, column=rule.column)
                return []
        base: dict[str, str] = {}
        drafts = []
        for figure in self.figures:
            for _ in figure.turns(cells):
                if figure.when and not figure.when(cells):
                    continue
                value = figure.value(cells)
                if not value:
                    continue
                base = base or {name: text(cells) for name, text in self.columns.items()}
                draft = base | {name: text(cells) for name, text in figure.columns.items()}
                draft["value"] = value
                if part:
                    draft["part"] = ", ".join(filter(None, (draft.get("part", ""), part)))
                drafts.append(draft)
        return drafts
