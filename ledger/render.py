"""A result in the five formats; the only importer of rich.

Owns how a cell looks. Every format shows the same rows; a table may show fewer columns, and then says so. Must never
compute a figure.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import os
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, Literal

from ledger.queries import Result

FORMATS = ("table", "csv", "json", "ndjson", "markdown")
NULL = "NULL"
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_UNBOUNDED = 100_000
_GAP = 3
"""Columns of the terminal between two columns of a table."""
_STYLES = {
    "contradict": "bold red", "diverge": "yellow", "agree": "green", "compatible": "green", "nested": "cyan",
    "incomparable": "magenta", "one-sided": "dim", "refused": "red",
}  # fmt: skip


def render(result: Result, format: str, out: IO[str]) -> None:
    """Writes a result to `out` in one of `FORMATS`."""
    if format == "table":
        _table(result, out)
    elif format == "markdown":
        _markdown(result, out)
    elif format == "csv":
        kept = [i for i, c in enumerate(result.columns) if c not in result.people]
        for row in (result.columns, *result.rows):
            out.write(",".join(_csv_cell(row[i]) for i in kept) + "\n")
    elif format == "json":
        out.write(json.dumps(objects(result), ensure_ascii=False, indent=2) + "\n")
    else:
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in objects(result))


def objects(result: Result) -> list[dict[str, Any]]:
    """The rows as JSON objects: times as ISO 8601 with a Z, ids as text, lists as lists."""
    pairs = (zip(result.columns, row, strict=True) for row in result.rows)
    return [{c: _plain(v) for c, v in row if c not in result.people} for row in pairs]


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat() + ("Z" if value.tzinfo is None else "")
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)


def _csv_cell(value: Any) -> str:
    """A cell of CSV: NULL is empty, an empty text is quoted; lists are joined by spaces."""
    if value is None:
        return ""
    plain = _plain(value)
    text = " ".join(map(str, plain)) if isinstance(plain, list) else str(plain)
    return '"' + text.replace('"', '""') + '"' if text == "" or re.search(r'[",\r\n]', text) else text


def _text(value: Any) -> str:
    """A cell for people: NULL visible, ids by their first eight digits, control characters made visible."""
    if value is None:
        return NULL
    if isinstance(value, uuid.UUID):
        return str(value)[:8]
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return _CONTROL.sub(lambda m: f"\\x{ord(m[0]):02x}", str(_plain(value)))


@dataclass
class _Group:
    """Rows under one heading: the columns worth showing, their cells, and what the numbers in them cite."""

    heading: str
    columns: list[str]
    cells: list[list[str]]
    cited: list[str]


def _groups(result: Result) -> Iterator[_Group]:
    rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
    columns = [c for c in (result.shown or result.columns) if c not in result.section]
    for key, found in itertools.groupby(rows, key=lambda r: tuple(r[c] for c in result.section)):
        group, cited = list(found), list[str]()
        # under a heading, a column in which nobody says anything is left out
        kept = [
            c for c in columns if not result.section or any(r[p] is not None for r in group for p in c.split(" / "))
        ]
        cells = [[_cell(column, row, result.cite, cited) for column in kept] for row in group]
        yield _Group(" · ".join(_text(k) for k in key if k is not None), kept, cells, cited)


def _cell(column: str, row: dict[str, Any], cite: str | None, cited: list[str]) -> str:
    """The cell of one table column, which may stack several (`metric / weapon`); NULLs in a stack are left out."""
    if column == cite:
        return _numbers(row[column], cited)
    parts = column.split(" / ")
    if len(parts) == 1:
        return _text(row[column])
    return "\n".join(_text(row[p]) for p in parts if row[p] is not None) or NULL


def _numbers(value: Any, cited: list[str]) -> str:
    texts = [_text(v) for v in (value if isinstance(value, list) else [value]) if v is not None]
    cited += [t for t in dict.fromkeys(texts) if t not in cited]
    return "".join(f"[{cited.index(t) + 1}]" for t in texts)


def _remarks(result: Result) -> list[str]:
    shown = {p for c in result.shown for p in c.split(" / ")} | {*result.section, *result.people}
    hidden = [c for c in result.columns if c not in shown] if result.shown else []
    more = [f"not in this table: {', '.join(hidden)} (--format csv or json has them)"] if hidden else []
    return [*result.notes, *more, *result.closing]


def _table(result: Result, out: IO[str]) -> None:
    from rich.console import Console
    from rich.table import Table, box
    from rich.text import Text

    wide = None if out.isatty() or os.environ.get("COLUMNS") else _UNBOUNDED
    console = Console(file=out, width=wide, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if result.title:
        console.print(Text(result.title, "bold"))
    numeric = {
        c for c, t in zip(result.columns, result.types, strict=True) if re.search("INT|DOUBLE|DECIMAL|NUMBER", t)
    }
    for group in _groups(result):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, title_justify="left", title_style="bold cyan")
        table.title = Text(group.heading, "bold cyan") if group.heading else None
        for name, width in zip(group.columns, _widths(group, console.width), strict=True):
            justify: Literal["left", "right"] = "right" if name in numeric else "left"
            table.add_column(Text(name.replace("_", " ")), overflow="fold", justify=justify, width=width)
        for cells in group.cells:
            table.add_row(*(Text(cell, _style(cell)) for cell in cells))
        console.print(table)
        for number, text in enumerate(group.cited, 1):
            console.print(Text(f" [{number}] {text}", "dim"), soft_wrap=True)
        if group.cited:
            console.print()
    if not result.rows:
        console.print(Text("no rows", "dim"))
    for line in _remarks(result):
        console.print(Text(line, "dim"))


def _widths(group: _Group, width: int) -> list[int]:
    """The columns' widths: as wide as their cells if all fit, else their longest word and a share of the room left.

    Where not even the longest words fit side by side, the longest are broken. (Rich alone would break short ones too.)
    """
    columns = [
        [name.replace("_", " "), *(line for cells in group.cells for line in cells[n].split("\n"))]
        for n, name in enumerate(group.columns)
    ]
    room = width - _GAP * len(columns)
    wanted = [max(map(len, lines)) for lines in columns]
    if sum(wanted) <= room:
        return wanted
    longest = [max((len(word) for line in lines for word in line.split()), default=1) for lines in columns]
    cap = next((c for c in range(max(longest), 1, -1) if sum(min(w, c) for w in longest) <= room), 1)
    least = [min(w, cap) for w in longest]
    spare, asked = room - sum(least), sum(wanted) - sum(least)
    return [lo + (spare * (hi - lo)) // asked for lo, hi in zip(least, wanted, strict=True)]


def _style(cell: str) -> str:
    return "dim" if cell == NULL else _STYLES.get(cell.split("\n")[0], "")


def _markdown(result: Result, out: IO[str]) -> None:
    def escaped(text: str) -> str:
        return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", "<br>")

    if result.title:
        out.write(f"## {result.title}\n\n")
    for group in _groups(result):
        if group.heading:
            out.write(f"### {escaped(group.heading)}\n\n")
        out.write("| " + " | ".join(c.replace("_", " ") for c in group.columns) + " |\n")
        out.write("|" + " --- |" * len(group.columns) + "\n")
        out.writelines("| " + " | ".join(map(escaped, cells)) + " |\n" for cells in group.cells)
        out.writelines(f"\n[{n}] {escaped(text)}\n" for n, text in enumerate(group.cited, 1))
        out.write("\n")
    if not result.rows:
        out.write("no rows\n\n")
    out.writelines(f"- {line}\n" for line in _remarks(result))


class Progress:
    """A progress bar on standard error, shown only on a terminal; `advance` is called with rows done and rows in all."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        import sys

        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self.title, total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, done: int, total: int | None) -> None:
        """Shows that `done` of `total` rows are through."""
        if self._bar:
            self._bar.update(self._task, completed=done, total=total)
