"""A result in the five formats; the only importer of rich.

Owns the formats. Machine formats have every column; a table may show fewer, and then says so. Must never compute a
figure.
"""

from __future__ import annotations

import json
import re
from typing import IO, Any

from ledger.model.text import UNSEEN, guarded, visible
from ledger.queries import Result
from ledger.render.layout import groups, plain, remarks
from ledger.render.progress import Progress

__all__ = ["Progress", "highlighted", "objects", "render"]

# Signs that act in Markdown; of underscores and tildes those that end an emphasis, so that addresses stay whole.
_MARKUP = re.compile(r"[\\|`*$]|\](?=[(:])|(?<=\S)_(?![^\W_])|(?<=\w)~|(?<=\S)~(?!\w)")
_ENTITY = re.compile(r"&(?=#?\w+;)")


def render(result: Result, format: str, out: IO[str]) -> None:
    """Writes a result to `out` as a table, csv, json, ndjson or markdown."""
    if format == "table":
        from ledger.render.table import write_table

        write_table(result, out)
    elif format == "markdown":
        _markdown(result, out)
    elif format == "csv":
        kept = [i for i, c in enumerate(result.columns) if c not in result.people]
        shown = visible if out.isatty() else str
        for row in (result.columns, *result.rows):
            out.write(shown(",".join(csv_cell(row[i]) for i in kept)) + "\n")
    elif format == "json":
        out.write(_json(objects(result), indent=2) + "\n")
    else:
        out.writelines(_json(row) + "\n" for row in objects(result))


def objects(result: Result) -> list[dict[str, Any]]:
    """The rows as JSON objects."""
    pairs = (zip(result.columns, row, strict=True) for row in result.rows)
    return [{c: plain(v) for c, v in row if c not in result.people} for row in pairs]


def highlighted(text: str, words: list[tuple[int, int]]) -> None:
    """Prints a passage to the person (standard error) with some of its words, given by their places, set off."""
    from rich.console import Console
    from rich.text import Text

    shown = Text(text)
    for start, end in words:
        shown.stylize("bold reverse", start, end)
    # places count the text as it is, so what a terminal would obey is blanked, sign by sign
    shown.plain = UNSEEN.sub(" ", text)
    Console(stderr=True, highlight=False, emoji=False, markup=False).print(shown)


def _json(value: Any, indent: int | None = None) -> str:
    # escaped within its strings, the only place where such a sign can be, it is the same JSON
    return UNSEEN.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def csv_cell(value: Any) -> str:
    """A cell of CSV: NULL is empty, an empty text is quoted, lists are joined by spaces; no text is a formula."""
    if value is None:
        return ""
    found = plain(value)
    if isinstance(found, (int, float)):
        return str(found)
    text = guarded(" ".join(map(str, found)) if isinstance(found, list) else str(found))
    return '"' + text.replace('"', '""') + '"' if text == "" or re.search(r'[",\r\n]', text) else text


def _markdown(result: Result, out: IO[str]) -> None:
    if result.title:
        out.write(f"## {_escaped(result.title)}\n\n")
    for group in groups(result):
        if group.heading:
            out.write(f"### {_escaped(group.heading)}\n\n")
        out.write("| " + " | ".join(map(_escaped, group.titles)) + " |\n")
        out.write("|" + " --- |" * len(group.titles) + "\n")
        out.writelines("| " + " | ".join(map(_escaped, cells)) + " |\n" for cells in group.cells)
        out.writelines(f"\n[{n}] {_escaped(cited)}\n" for n, cited in enumerate(group.cited, 1))
        out.write("\n")
    if not result.rows:
        out.write("no rows\n\n")
    out.writelines(f"- {_escaped(line)}\n" for line in remarks(result))


def _escaped(text: str) -> str:
    """A text as Markdown that shows it and does nothing else: no cell ends early, no HTML, link or emphasis begins."""
    signs = _MARKUP.sub(r"\\\g<0>", visible(text))
    return _ENTITY.sub("&amp;", signs).replace("<", "&lt;").replace("\n", "<br>")
