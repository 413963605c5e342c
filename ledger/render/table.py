"""A result as a table for people, by Rich."""

from __future__ import annotations

import os
from typing import IO, Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ledger.model.text import visible
from ledger.queries import Result
from ledger.render.layout import NULL, groups, remarks, widths

_UNBOUNDED = 100_000
_STYLES = {
    "contradict": "bold red", "diverge": "yellow", "agree": "green", "compatible": "green", "nested": "cyan",
    "incomparable": "magenta", "one-sided": "dim", "refused": "red", NULL: "dim",
}  # fmt: skip


def write_table(result: Result, out: IO[str]) -> None:
    """Writes the table; off a terminal nothing in it is wrapped or cut."""
    wide = None if out.isatty() or os.environ.get("COLUMNS") else _UNBOUNDED
    console = Console(file=out, width=wide, highlight=False, soft_wrap=False, emoji=False, markup=False)
    if result.title:
        console.print(Text(visible(result.title), "bold"))
    for group in groups(result):
        table = Table(box=SIMPLE_HEAD, pad_edge=False, title_justify="left")
        table.title = Text(group.heading, "bold cyan") if group.heading else None
        for title, width, number in zip(group.titles, widths(group, console.width), group.numbers, strict=True):
            justify: Literal["left", "right"] = "right" if number else "left"
            table.add_column(Text(title), overflow="fold", justify=justify, width=width)
        for cells in group.cells:
            # text from data is never markup
            table.add_row(*(Text(cell, _STYLES.get(cell.split("\n")[0], "")) for cell in cells))
        console.print(table)
        for place, cited in enumerate(group.cited, 1):
            console.print(Text(f" [{place}] {cited}", "dim"), soft_wrap=True)
        if group.cited:
            console.print()
    if not result.rows:
        console.print(Text("no rows", "dim"))
    for line in remarks(result):
        console.print(Text(visible(line), "dim"))
