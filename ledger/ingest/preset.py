"""Presets: reads `data/presets/*.toml`, how the rows of a known foreign file become interchange rows.

Owns what a preset file may say and every fault it can have; `mapping` runs what was read. Must never open a data file
or give one preset a rule of its own in Python. The language is described in docs/presets.md.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

from ledger.errors import LedgerError
from ledger.ingest import mapping
from ledger.ingest.mapping import ITEM, KEY, Figure, Filter, Parts, Preset, Ruled, Test, Text, like
from ledger.ingest.record import COLUMNS

__all__ = ["Preset", "read_preset"]

_HOLE = re.compile(r"\{([^{}|]+)(?:\|([\w-]+))?\}")
_TOP = (
    *("title", "license", "note", "needs", "ignore", "sets", "filter", "let"),
    *("skip", "refuse", "part", "columns", "figure"),
)
_TESTS = ("empty", "equals", "in", "all_in", "above", "below", "same_as", "differs_from", "matches", "until", "after")


def read_preset(path: Path) -> Preset:
    """The preset in a TOML file; its name is the file's. Raises LedgerError with file, line and key."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise LedgerError(f"cannot read the preset: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise LedgerError("the preset is not UTF-8 text", where=str(path)) from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise LedgerError(f"not TOML: {error}", where=str(path)) from error
    return _Reader(path, text).preset(table)


class _Reader:
    def __init__(self, path: Path, text: str) -> None:
        self.path, self.text = path, text
        self.used: set[str] = set()
        self.lets: dict[str, Text] = {}
        self.filters: dict[str, Filter] = {}
        self.sets: dict[str, frozenset[str]] = {}

    def preset(self, table: dict[str, Any]) -> Preset:
        self.keys(table, _TOP)
        about = {key: self.string(table.get(key, ""), key) for key in ("title", "license", "note")}
        for name, listed in self.table(table, "sets").items():
            self.sets[name] = frozenset(self.strings(listed, "sets", name))
        for name, spec in self.table(table, "filter").items():
            self.filters[name] = self.filter(spec, "filter", name)
        lets = self.table(table, "let")
        for name, spec in lets.items():
            self.lets[name] = self.compiled(spec, "let", name, later=set(lets) - set(self.lets))
        columns = self.columns(self.table(table, "columns"), "columns")
        base_value = columns.pop("value", None)
        figures = tuple(
            self.figure(spec, columns, base_value, "figure", n) for n, spec in self.blocks(table, "figure", [{}])
        )
        part = self.part(table["part"]) if "part" in table else None
        rules = tuple(
            self.rule(spec, kind, n) for kind in ("refuse", "skip") for n, spec in self.blocks(table, kind, [])
        )
        ignore = self.table(table, "ignore")
        for name, why in ignore.items():
            if name in self.used:
                self.fail(f"column {name!r} is used, it cannot be ignored too", "ignore", name)
            if not isinstance(why, str) or not why:
                self.fail(f"say why column {name!r} is ignored", "ignore", name)
        needs = tuple(self.strings(table.get("needs", []), "needs"))
        return Preset(
            name=self.path.stem, **about, needs=needs, used=frozenset(self.used) | set(needs), ignore=ignore,
            columns=columns, figures=figures, rules=rules, lets=self.lets, parts=part,
        )  # fmt: skip

    # ------------------------------------------------------------ blocks

    def columns(self, table: dict[str, Any], *at: str | int, turns: bool = False) -> dict[str, Text]:
        for name in table:
            if name not in COLUMNS:
                self.fail(f"{name!r} is no interchange column{like(name, COLUMNS)}", *at, name)
        return {name: self.compiled(spec, *at, name, turns=turns) for name, spec in table.items()}

    def figure(self, spec: Any, base: dict[str, Text], base_value: Text | None, *at: str | int) -> Figure:
        table = dict(self.as_table(spec, *at))
        each = table.pop("each", "")
        over = () if isinstance(each, str) else tuple(self.strings(each, *at, "each"))
        self.used.update(over, [each] if isinstance(each, str) and each else [])
        when = self.test(table.pop("when"), *at, "when", turns=bool(each)) if "when" in table else None
        columns = self.columns(table, *at, turns=bool(each))
        value = columns.pop("value", base_value)
        if value is None or ("metric" not in columns and "metric" not in base):
            self.fail("a figure needs a metric and a value, here or under [columns]", *at)
        return Figure(value, columns, when, "" if over else each, over)

    def rule(self, spec: Any, *at: str | int) -> Ruled:
        table = self.as_table(spec, *at)
        self.keys(table, ("when", "why", "column"), *at)
        for key in ("when", "why"):
            if key not in table:
                self.fail(f"{key!r} is missing", *at)
        test = self.test(table["when"], *at, "when")
        why, column = (self.string(table.get(key, ""), *at, key) for key in ("why", "column"))
        return Ruled(test, why, at[0] == "refuse", column)

    def part(self, spec: Any) -> Parts:
        table = self.as_table(spec, "part")
        self.keys(table, ("where_repeated", "label", "numbered"), "part")
        scope = [self.compiled("{" + name + "}", "part") for name in self.strings(table.get("where_repeated"), "part")]
        label = self.compiled(table.get("label", ""), "part", "label")
        return Parts(tuple(scope), label, self.string(table.get("numbered", "line {n}"), "part", "numbered"))

    def filter(self, spec: Any, *at: str | int) -> Filter:
        """A function of (text, column); what it gives for a text is worked out once."""
        table = self.as_table(spec, *at)
        self.keys(table, ("times", "keep", "split", "join", "alias", "only"), *at)
        if "times" in table:
            return mapping.times(self.strings(table["times"], *at, "times"), table.get("keep") == "date")
        alias = {k: self.string(v, *at, "alias", k) for k, v in self.table(table, "alias", *at).items()}
        split = self.string(table.get("split", ""), *at, "split")
        join = self.string(table.get("join", "+"), *at, "join")
        return mapping.words(alias, split, join, table.get("only") is True, str(at[-1]))

    # ------------------------------------------------------------ texts and tests

    def compiled(self, spec: Any, *at: str | int, turns: bool = False, later: Iterable[str] = ()) -> Text:
        """A template, a list of templates (those that give something, joined by `; `), or a list of choices."""
        if isinstance(spec, str):
            return self.template(spec, at, turns, set(later))
        if not isinstance(spec, list) or not spec:
            self.fail("expected a text, a list of texts, or a list of { when, is } choices", *at)
        if all(isinstance(one, str) for one in spec):
            texts = [self.template(one, at, turns, set(later)) for one in spec]
            return lambda cells: "; ".join(filter(None, (text(cells) for text in texts)))
        choices: list[tuple[Test | None, Text]] = []
        for one in spec:
            table = self.as_table(one, *at)
            self.keys(table, ("when", "is", "refuse"), *at)
            if ("is" in table) == ("refuse" in table):
                self.fail("a choice has either 'is' or 'refuse'", *at)
            test = self.test(table["when"], *at, "when", turns=turns) if "when" in table else None
            text = mapping.refusal(self.string(table["refuse"], *at)) if "refuse" in table else None
            choices.append((test, text or self.compiled(table["is"], *at, turns=turns, later=later)))
        return lambda cells: next((text(cells) for test, text in choices if test is None or test(cells)), "")

    def template(self, spec: str, at: tuple[str | int, ...], turns: bool, later: set[str]) -> Text:
        pieces: list[str | tuple[str, Filter | None]] = []
        last = 0
        for hole in _HOLE.finditer(spec):
            name, chosen = hole[1], hole[2]
            if name in (KEY, ITEM) and not turns:
                self.fail(f"{{{name}}} has a meaning only in a figure with 'each'", *at)
            if name in later:
                self.fail(f"{name!r} is defined further down, or by itself", *at)
            if chosen and chosen not in self.filters:
                self.fail(f"no filter {chosen!r}{like(chosen, self.filters)}", *at)
            if name not in self.lets and name not in (KEY, ITEM):
                self.used.add(name)
            pieces += [spec[last : hole.start()]] * (hole.start() > last)
            pieces.append((name, self.filters.get(chosen)))
            last = hole.end()
        pieces += [spec[last:]] * (last < len(spec))
        if any("{" in piece or "}" in piece for piece in pieces if isinstance(piece, str)):
            self.fail(f"a brace in {spec!r} opens or closes nothing", *at)
        return mapping.template(pieces)

    def test(self, spec: Any, *at: str | int, turns: bool = False) -> Test:
        """A table is true if every column in it passes; a list of tables, if one of them is true."""
        if isinstance(spec, list):
            tests = [self.test(one, *at, turns=turns) for one in spec]
            return lambda cells: any(test(cells) for test in tests)
        checks: list[Test] = []
        for column, conditions in self.as_table(spec, *at).items():
            text = self.template("{" + column + "}", at, turns, set())
            table = self.as_table(conditions, *at, column)
            self.keys(table, _TESTS, *at, column)
            checks += [self.condition(text, column, kind, want, at) for kind, want in table.items()]
        return lambda cells: all(check(cells) for check in checks)

    def condition(self, text: Text, column: str, kind: str, want: Any, at: tuple[str | int, ...]) -> Test:
        if kind == "empty" and isinstance(want, bool):
            return lambda cells: (text(cells) == "") is want
        if kind in ("above", "below") and isinstance(want, int | float):
            sign = 1 if kind == "above" else -1
            return lambda cells: text(cells) != "" and sign * (mapping.number(text(cells), column) - want) > 0
        if kind in ("in", "all_in"):
            members = self.sets.get(want) if isinstance(want, str) else frozenset(self.strings(want, *at, column))
            if members is None:
                self.fail(f"no set {want!r}{like(want, self.sets)}", *at, column)
            if kind == "in":
                return lambda cells: text(cells) in members
            return lambda cells: all(word in members for word in text(cells).split("+"))
        if not isinstance(want, str) or kind not in ("equals", "same_as", "differs_from", "matches", "until", "after"):
            self.fail(f"{kind!r} cannot be {want!r}", *at, column)
        if kind == "equals":
            return lambda cells: text(cells) == want
        if kind in ("same_as", "differs_from"):
            other, same = self.template("{" + want + "}", at, False, set()), kind == "same_as"
            return lambda cells: (text(cells) == other(cells)) is same
        if kind == "until":
            return lambda cells: "" != text(cells)[: len(want)] <= want
        if kind == "after":
            return lambda cells: text(cells)[: len(want)] > want
        try:
            pattern = re.compile(want)
        except re.error as error:
            self.fail(f"not a pattern: {want!r}, {error}", *at, column)
        return lambda cells: pattern.search(text(cells)) is not None

    # ------------------------------------------------------------ faults

    def keys(self, table: dict[str, Any], known: tuple[str, ...], *at: str | int) -> None:
        for key in table:
            if key not in known:
                self.fail(f"unknown key {key!r}{like(key, known)}; known here: {', '.join(known)}", *at, key)

    def blocks(self, table: dict[str, Any], key: str, default: list[Any]) -> Iterable[tuple[int, Any]]:
        blocks = table.get(key, default)
        if not isinstance(blocks, list):
            self.fail(f"expected blocks, each under [[{key}]]", key)
        return enumerate(blocks, 1)

    def table(self, table: dict[str, Any], key: str, *at: str | int) -> dict[str, Any]:
        return self.as_table(table.get(key, {}), *at, key)

    def as_table(self, spec: Any, *at: str | int) -> dict[str, Any]:
        return spec if isinstance(spec, dict) else self.fail(f"expected a table, not {spec!r}", *at)

    def string(self, spec: Any, *at: str | int) -> str:
        return spec if isinstance(spec, str) else self.fail(f"expected a text, not {spec!r}", *at)

    def strings(self, spec: Any, *at: str | int) -> list[str]:
        if not isinstance(spec, list):
            self.fail(f"expected a list of texts, not {spec!r}", *at)
        return [self.string(one, *at) for one in spec]

    def fail(self, message: str, *at: str | int) -> NoReturn:
        """Raise with the line to which the path `at` leads: each word looked for after the one before it.

        A number in the path means the n-th block of that name.
        """
        place = 0
        for key, turn in zip(at, (*at[1:], ""), strict=True):
            if isinstance(key, str):
                form = (
                    rf"(?m)^\s*\[\[\s*{key}\s*\]\]"
                    if isinstance(turn, int)
                    else rf"(?<![\w-]){re.escape(key)}(?![\w-])"
                )
                found = list(re.finditer(form, self.text[place:]))
                n = turn if isinstance(turn, int) else 1
                place += found[n - 1].end() if n <= len(found) else 0
        line = self.text.count("\n", 0, place) + 1
        path = ".".join(str(key) for key in at)
        raise LedgerError(f"{path}: {message}" if path else message, where=f"{self.path}:{line}")
