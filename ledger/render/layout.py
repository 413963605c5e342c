"""A result laid out for people: rows under headings, stacked cells, citations by number, column widths.

Table and Markdown are drawn from this one layout, so that they agree cell for cell. Must never write anything.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
import uuid
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from ledger.model.text import visible
from ledger.queries import Result

NULL = "NULL"
GAP = 3
"""Columns of the terminal between two columns of a table."""
_TITLE = 8
"""A title's word up to this long counts like a cell's."""
_NUMERIC = re.compile("INT|DOUBLE|DECIMAL|NUMBER")


class Group(NamedTuple):
    """Rows under one heading: the columns' titles, which are numbers, the cells, and what `[1]`, `[2]` in them cite."""

    heading: str
    titles: list[str]
    numbers: list[bool]
    cells: list[list[str]]
    cited: list[str]


def plain(value: Any) -> Any:
    """A value as JSON has it: times as ISO 8601 with a Z, ids as text, lists as lists."""
    if isinstance(value, dt.datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def text(value: Any) -> str:
    """A cell for people: NULL visible, ids by their first eight digits, control characters made visible."""
    if value is None:
        return NULL
    if isinstance(value, uuid.UUID):
        return str(value)[:8]
    if isinstance(value, (list, tuple)):
        return ", ".join(map(text, value))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return visible(str(plain(value)))


def groups(result: Result) -> Iterator[Group]:
    """The rows by section, each with its heading and the columns worth showing."""
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    titles = {column: visible(title) for column, title in map(_titled, _shown(result))}
    types = dict(zip(result.columns, result.types, strict=True))
    for key, found in itertools.groupby(rows, key=lambda r: tuple(r[c] for c in result.section)):
        group, cited = list(found), list[str]()
        # under a heading, a column in which nobody says anything is left out
        kept = [c for c in titles if not result.section or any(r[p] is not None for r in group for p in _parts(c))]
        yield Group(
            heading=" · ".join(text(k) for k in key if k is not None),
            titles=[titles[c] for c in kept],
            numbers=[bool(_NUMERIC.search(types.get(c, ""))) for c in kept],
            cells=[[_cell(column, row, result.cite, cited) for column in kept] for row in group],
            cited=cited,
        )


def remarks(result: Result) -> list[str]:
    """The lines below a table: notes, the columns it does not show, and how the report closes."""
    shown = {p for spec in result.shown for p in _parts(_titled(spec)[0])} | {*result.section, *result.people}
    hidden = [c for c in result.columns if c not in shown] if result.shown else []
    more = [f"not in this table: {', '.join(hidden)} (--format csv or json has them)"] if hidden else []
    return [*result.notes, *more, *result.closing]


def _shown(result: Result) -> list[str]:
    return [c for c in (result.shown or result.columns) if c not in result.section]


def _titled(spec: str) -> tuple[str, str]:
    """A column as a query's head names it, `neutralised as down`, and its title."""
    column, _, title = spec.partition(" as ")
    return column, title or column.replace("_", " ")


def _parts(column: str) -> list[str]:
    """The columns that one column of a table stacks: `metric / weapon`."""
    return column.split(" / ")


def _cell(column: str, row: dict[str, Any], cite: str | None, cited: list[str]) -> str:
    if column == cite:
        return _numbers(row[column], cited)
    parts = _parts(column)
    if len(parts) == 1:
        return text(row[column])
    return "\n".join(text(row[p]) for p in parts if row[p] is not None) or NULL


def _numbers(value: Any, cited: list[str]) -> str:
    texts = [text(v) for v in (value if isinstance(value, list) else [value]) if v is not None]
    cited += [t for t in dict.fromkeys(texts) if t not in cited]
    return "".join(f"[{cited.index(t) + 1}]" for t in texts)


def widths(group: Group, width: int) -> list[int]:
    """The columns' widths: as wide as their cells if all fit; else no word is broken that need not be.

    Where not even the longest words fit side by side, the longest are broken. (Rich alone would break short ones.)
    """
    columns = [[line for cells in group.cells for line in cells[n].split("\n")] for n in range(len(group.titles))]
    room = width - GAP * len(columns)
    wanted = [max(map(len, [title, *lines])) for title, lines in zip(group.titles, columns, strict=True)]
    if sum(wanted) <= room:
        return wanted
    titles = [_longest_word([title]) for title in group.titles]
    longest = [max(_longest_word(lines), min(t, _TITLE)) for lines, t in zip(columns, titles, strict=True)]
    cap = next((c for c in range(max(longest), 1, -1) if sum(min(w, c) for w in longest) <= room), 1)
    least = [min(w, cap) for w in longest]
    # then the titles' words, the least demanding first
    for need, n in sorted((title - least[n], n) for n, title in enumerate(titles)):
        if 0 < need <= room - sum(least):
            least[n] += need
    # what room is left, in equal shares, so that the least demanding columns need not wrap at all
    spare = room - sum(least)
    for place, (need, n) in enumerate(sorted((wanted[n] - least[n], n) for n in range(len(wanted)))):
        share = min(need, spare // (len(wanted) - place))
        least[n] += share
        spare -= share
    return least


def _longest_word(lines: Sequence[str]) -> int:
    return max((len(word) for line in lines for word in line.split()), default=1)
