"""Query files: finds them, reads their heads, runs them. Knows no report by name.

A query file is plain DuckDB SQL with a head of `-- key: text` lines, and runs untouched in the DuckDB shell:
  -- title: what it answers                  -- param name: what it does (one of: a, b) (default: x)
  -- columns: those of a table for people, stacked as `a / b` (machine formats have all)
  -- section: columns whose values head a group of rows      -- cite: the column listed below a group, by number
  -- people: columns that only tables for people use         -- note: a line below the table
A check has besides: -- severity: the words it may give, -- group, -- why: one would want it, -- silent: what it does
not say, and -- run: on request, where it is not among those that run by default.
The declared parameters and the `getvariable('…')` names in the text must match, or reading the file refuses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

from ledger import db
from ledger.errors import Damaged, LedgerError
from ledger.resources import QUERIES, REGISTERS

COMMON = {
    "from": "first day, ISO date",
    "to": "last day, ISO date",
    "attacker": "party id of the attacker",
    "defender": "party id of the defender",
}
"""The bounds that every report takes; the views apply them."""

_KEYS = "title|columns|section|cite|people|note|severity|group|why|silent|run"
_HEAD = re.compile(rf"--\s*(param\s+(?P<param>\w+)|(?P<key>{_KEYS}))\s*:\s*(?P<text>.*)")
_CHOICES = re.compile(r"\s*\(one of:\s*(?P<choices>[^)]*)\)")
_DEFAULT = re.compile(r"\s*\(default:\s*(?P<default>[^)]*)\)\s*$")
_MADE = re.compile(r"create or replace (?:view|macro) (\w+)")
_VARIABLE = re.compile(r"getvariable\('(\w+)'\)")


class Param(NamedTuple):
    """A declared parameter: its name, what it does, its default as text (None: none), and the words it takes.

    `choices` are words, or the name of one register whose ids it takes; empty: anything.
    """

    name: str
    text: str
    default: str | None
    choices: tuple[str, ...] = ()


class Query(NamedTuple):
    """A query file: name, title, declared parameters, SQL."""

    name: str
    title: str
    path: Path
    sql: str
    params: tuple[Param, ...] = ()
    columns: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    cite: str | None = None
    people: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    severities: tuple[str, ...] = ()
    group: str = ""
    why: str = ""
    silent: str = ""
    on_request: bool = False


Take = Callable[[duckdb.DuckDBPyRelation, Sequence[str]], None]
"""Takes the rows of a query, of which the columns named are for tables for people only."""


class Result(NamedTuple):
    """What a query gave: column names, their DuckDB types, rows; and what a rendered table says around them."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    title: str = ""
    shown: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    cite: str | None = None
    people: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()


def read_query(path: Path) -> Query:
    """Reads a query file. Raises `Damaged` with file and line where head and text do not match."""
    sql = path.read_text(encoding="utf-8")
    heads: dict[str, str] = {}
    params: dict[str, tuple[int, Param]] = {}
    notes: list[str] = []
    for number, line in enumerate(sql.splitlines(), 1):
        if not (found := _HEAD.fullmatch(line.strip())):
            continue
        text = found["text"].strip()
        if found["param"]:
            params[found["param"]] = (number, _param(found["param"], text))
        elif found["key"] == "note":
            notes.append(text)
        else:
            heads[found["key"]] = text
    if "title" not in heads:
        raise Damaged("a query file starts with `-- title: …`", where=f"{path}:1")
    used = {m[1]: sql.count("\n", 0, m.start()) + 1 for m in _VARIABLE.finditer(sql)}
    for name, line_no in used.items():
        if name not in params and name not in COMMON:
            raise Damaged(
                f"getvariable('{name}') is not declared by a `-- param {name}: …` line", where=f"{path}:{line_no}"
            )
    for name, (line_no, _) in params.items():
        if name not in used and name not in _view_variables():
            raise Damaged(f"the declared parameter {name} is not used", where=f"{path}:{line_no}")
    return Query(
        name=path.stem,
        title=heads["title"],
        path=path,
        sql=sql,
        params=tuple(p for _, p in params.values()),
        columns=_names(heads.get("columns")),
        section=_names(heads.get("section")),
        cite=heads.get("cite"),
        people=_names(heads.get("people")),
        notes=tuple(notes),
        severities=_names(heads.get("severity")),
        group=heads.get("group", ""),
        why=heads.get("why", ""),
        silent=heads.get("silent", ""),
        on_request=heads.get("run") == "on request",
    )


def _param(name: str, text: str) -> Param:
    default, choices = _DEFAULT.search(text), _CHOICES.search(text)
    words = _CHOICES.sub("", _DEFAULT.sub("", text))
    return Param(name, words, default["default"] if default else None, _names(choices["choices"]) if choices else ())


@cache
def _view_variables() -> frozenset[str]:
    """The variables that the views read, which a report may declare without naming them itself."""
    views = (QUERIES / "views").glob("*.sql")
    return frozenset(m[1] for file in views for m in _VARIABLE.finditer(file.read_text(encoding="utf-8")))


@contextmanager
def shared(con: db.Connection, *statements: str) -> Iterator[None]:
    """Works out once the views of `queries/shared/` that the statements read several times, while they are run.

    Each is a temporary table of the view's name, which DuckDB looks up before the view; the statements stay plain SQL.
    `NAME.first.sql` is for a view that is worked out by itself even where it is read once: the memory that this takes
    is given back before what reads it takes its own.
    """
    forms = {file.stem[3:].removesuffix(".first"): file for file in sorted((QUERIES / "shared").glob("*.sql"))}
    times = Counter[str]()
    for statement in statements:
        times += _read_in(_words(statement), forms)
    chosen: list[str] = []
    # the last in order first, since what it reads it then reads once
    for view in reversed(forms):
        if not times[view]:
            continue
        often = times[view] > 1 or forms[view].stem.endswith(".first")
        chosen += [view] if often else []
        for name, count in _read_in(_words_of(view), forms).items():
            times[name] += count if often else count * times[view]
    try:
        for view in reversed(chosen):
            db.run(con, f"shared/{forms[view].stem}")
        yield
    finally:
        for view in chosen:
            con.execute(f"drop table if exists temp.main.{view}")


def _read_in(words: Counter[str], forms: Mapping[str, object]) -> Counter[str]:
    """How many times a statement of these words reads each of the shared views, itself or through other views."""
    found = Counter[str]()
    for word, count in words.items():
        if word in forms:
            found[word] += count
        elif word in _views():
            for name, within in _read_in(_words_of(word), forms).items():
                found[name] += count * within
    return found


@cache
def _views() -> dict[str, str]:
    """Every view and macro, with its statement after the name."""
    texts = (file.read_text(encoding="utf-8") for file in sorted((QUERIES / "views").glob("*.sql")))
    made = [(_MADE.search(statement), statement) for text in texts for statement in text.split(";\n")]
    return {name[1]: statement[name.end() :] for name, statement in made if name}


@cache
def _words_of(view: str) -> Counter[str]:
    """The words of a view's statement but for its own name."""
    counted = _words(_views().get(view, ""))
    del counted[view]
    return counted


def _words(sql: str) -> Counter[str]:
    return Counter(re.findall(r"(?<![.\w])[a-z]\w+", re.sub("--.*", "", sql)))


def _names(text: str | None) -> tuple[str, ...]:
    return tuple(c.strip() for c in text.split(",")) if text else ()


def names(folder: str) -> list[str]:
    """The names of the query files in a folder of `queries/`, in alphabetical order."""
    return sorted(p.stem for p in (QUERIES / folder).glob("*.sql"))


def find(folder: str, name: str) -> Query:
    """The query of that name. Raises `LedgerError` with the nearest names."""
    path = QUERIES / folder / f"{name}.sql"
    if name not in names(folder):
        near = _near(name, names(folder))
        what, lists = ("check", "checks") if folder == "checks" else ("report", "report")
        hint = f"did you mean {' or '.join(near)}?" if near else f"`ledger {lists}` lists them"
        raise LedgerError(f"there is no {what} called {name!r}", hint=hint)
    return read_query(path)


def _near(word: str, words: list[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(word, words, n=2, cutoff=0.5)


def fetch(con: db.Connection, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> Result:
    """Runs SQL and fetches everything. Raises `duckdb.Error`."""
    cursor = con.execute(sql, parameters or None)
    described = cursor.description or []
    return Result(_apart([d[0] for d in described]), tuple(str(d[1]) for d in described), cursor.fetchall())


def _apart(names: list[str]) -> tuple[str, ...]:
    """Column names told apart: a second `a` becomes `a_2`."""
    return tuple(f"{n}_{names[:i].count(n) + 1}" if n in names[:i] else n for i, n in enumerate(names))


def parameters(con: db.Connection, query: Query, given: Mapping[str, str]) -> dict[str, object]:
    """The query's own parameters: as given, else by default. Raises `LedgerError` for one that it does not have."""
    declared = {p.name: p for p in query.params}
    for name in given:
        if name not in declared:
            known = ", ".join(declared) or "none of its own"
            raise LedgerError(
                f"{query.name} has no parameter {name!r}", hint=f"it takes {known}, and {', '.join(COMMON)}"
            )
        _check(con, declared[name], given[name])
    return {**{n: p.default for n, p in declared.items()}, **given}


def _check(con: db.Connection, param: Param, value: str) -> None:
    """Raises `LedgerError` for a word that the parameter does not take."""
    choices = list(param.choices)
    if len(choices) == 1 and choices[0] in REGISTERS:
        choices = [str(row[0]) for row in con.table(REGISTERS[choices[0]]).fetchall()]
    if choices and value not in choices:
        near = _near(value, choices)
        few = f"it takes {', '.join(choices)}" if len(choices) <= 9 else f"`ledger vocab {param.choices[0]}` lists them"
        hint = f"did you mean {' or '.join(near)}?" if near else few
        raise LedgerError(f"--{param.name} {value!r} is not known", hint=hint)


def _remarks(query: Query) -> list[str]:
    """The file in `queries/remarks/` that adds lines below a report, such as what it left out, if it has one."""
    path = QUERIES / "remarks" / f"{query.name}.sql"
    return [path.read_text(encoding="utf-8")] if path.exists() else []


def run(
    con: db.Connection,
    query: Query,
    bounds: Mapping[str, str | None],
    given: Mapping[str, str],
    *,
    closing: bool = True,
    take: Take | None = None,
) -> Result:
    """Runs a report within `bounds` (from, to, attacker, defender) with the parameters `given`.

    With `closing` the result says which ledger and profile it rests on, and what was excluded (design 5). With `take`
    the rows are given to it, and the result has neither rows nor columns.
    Raises `LedgerError` for a parameter that the report does not have, and shows the SQL's name where it fails.
    """
    values: dict[str, object] = {**bounds, **parameters(con, query, given)}
    db.set_variables(con, values)
    after = [*_remarks(query), db.statement("closing")] if closing else []
    try:
        with shared(con, query.sql, *after):
            lines = [row for sql in after for row in fetch(con, sql).rows]
            if take:
                result = Result((), (), [])
                take(con.sql(query.sql), query.people)
            else:
                result = fetch(con, query.sql)
    except duckdb.Error as e:
        raise LedgerError(f"{query.name} failed: {str(e).splitlines()[0]}", where=str(query.path)) from e
    finally:
        db.set_variables(con, dict.fromkeys(values))
    return Result(
        result.columns,
        result.types,
        result.rows,
        title=query.title,
        shown=query.columns,
        section=query.section,
        cite=query.cite,
        people=query.people,
        notes=query.notes,
        closing=tuple(str(line) for (line,) in lines if line),
    )
