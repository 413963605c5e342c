"""The command that reads prose: read."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli import columns, common
from ledger.cli.common import Db, Format, Output, say, settings
from ledger.errors import DONE, FINDINGS, LedgerError

if TYPE_CHECKING:
    from ledger.prose.documents import Posts
    from ledger.prose.drafts import Draft, Reading
    from ledger.prose.page import Document
    from ledger.registers import Registers

EXAMPLES = {
    "read": "ledger read article.txt --source rna --published 2026-01-27 --url https://example.org/article --accept"
}
"""The example that ends the command's help."""
_SHOWN = 20
_PLAIN = ("region", "window", "quote")


def read(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="Text, Markdown, HTML, chat export; - is standard input.")
    ],
    source: columns.Source = None,
    published: columns.Published = None,
    url: columns.Url = None,
    lang: Annotated[str | None, typer.Option(help="en, uk or ru; found out if not given.")] = None,
    posts: Annotated[
        bool, typer.Option("--posts", help="FILE is a table (CSV, NDJSON) or chat export of posts, a document each.")
    ] = False,
    text_column: Annotated[str, typer.Option(help="With --posts: the column of the text.")] = "",
    published_column: Annotated[str, typer.Option(help="With --posts: the column of the time.")] = "",
    url_column: Annotated[str, typer.Option(help="With --posts: the column of the address.")] = "",
    published_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="With --posts: the time zone of times without an offset.")
    ] = "UTC",
    accept: Annotated[
        bool, typer.Option("--accept", help="Go through the drafts: accept, edit or skip each; then record them.")
    ] = False,
    load: Annotated[bool, typer.Option("--load", help="Record all drafts that can be; list the others.")] = False,
    not_understood: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was not understood to this CSV file.")
    ] = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Draft the claims in a text, each with its quote. Rules and registers, no model; nothing is recorded unasked."""
    from ledger.prose.documents import Known, Posts, read_document, read_posts
    from ledger.prose.tokens import LANGUAGES

    if lang is not None and lang not in LANGUAGES:
        raise LedgerError(f"--lang {lang!r} is not read", hint=f"texts are read in {', '.join(LANGUAGES)}")
    if accept and load:
        raise LedgerError("--accept asks about each draft, --load about none", hint="give one of them")
    registers = _registers()
    named = registers.sources.resolve(source) if source else ""
    known = Known(named, published or "", url or "", lang or (_language(registers, named) if posts else ""))
    if posts:
        places = {"text": text_column, "published": published_column, "url": url_column}
        found = read_posts(file, sys.stdin.buffer.read, known, places, published_zone, _citation(registers, named))
    else:
        one = read_document(file, sys.stdin.buffer.read, known)
        found = one if isinstance(one, Posts) else Posts([(1, one)])
    readings = _read(registers, found)
    drafts = [(number, draft) for number, _, reading in readings for draft in reading.drafts]
    left = [(number, n) for number, _, reading in readings for n in reading.left]
    if accept:
        from ledger.cli.accepting import choose

        drafts = choose(drafts, {number: document.text for number, document, _ in readings}, registers)
    if accept or load:
        code = _record(file, found, drafts)
    else:
        _show(drafts, format, output)
        code = DONE
    _tell(found, readings, left, not_understood)
    raise typer.Exit(code)


def _registers() -> Registers:
    from ledger import db as store
    from ledger.registers import read_registers

    with store.reading(settings.db) if settings.db.exists() else store.passing(settings.db) as con:
        return read_registers(con)


def _language(registers: Registers, source: str) -> str:
    from ledger.prose.tokens import LANGUAGES

    stated = registers.sources.rows[source].get("lang", "") if source else ""
    return stated if stated in LANGUAGES else ""


def _citation(registers: Registers, source: str) -> str:
    """How posts of a source are cited: by its channel, if an alias is one, else by its name."""
    if not source:
        return "post"
    row = registers.sources.rows[source]
    return next((a for a in row["aliases"].split("|") if "/" in a and "." in a), row["name"])


def _read(registers: Registers, found: Posts) -> list[tuple[int, Document, Reading]]:
    from ledger.prose.reading import Reader
    from ledger.render import Progress

    reader = Reader(registers)
    readings = []
    with Progress("reading") as bar:
        for at, (number, document) in enumerate(found.documents, 1):
            readings.append((number, document, reader.read(document)))
            if at % 50 == 0 or at == len(found.documents):
                bar.advance(at, len(found.documents))
    return readings


def _show(drafts: list[tuple[int, Draft]], format: str, output: Path | None) -> None:
    from ledger.ingest.record import COLUMNS
    from ledger.queries import Result

    if format == "table":
        shown = [
            (d.party, f"{d.row['attacker']} → {d.row['defender']}", _figure(d), *(d.row[c] for c in _PLAIN))
            for _, d in drafts
        ]
        names: tuple[str, ...] = ("party", "way", "figure", *_PLAIN)
        closing = ("every interchange column: --format csv or ndjson; --accept or --load records",) if drafts else ()
        common.show(Result(names, ("VARCHAR",) * len(names), shown, closing=closing), format, output)
        return
    names = (*COLUMNS, "party", "lo", "hi", "why")
    rows: list[tuple[Any, ...]] = [
        (*(d.row[c] or None for c in COLUMNS), d.party or None, d.lo, d.hi, d.why) for _, d in drafts
    ]
    types = (*["VARCHAR"] * (len(COLUMNS) + 1), "BIGINT", "BIGINT", "VARCHAR")
    common.show(Result(names, types, rows), format, output)


def _figure(d: Draft) -> str:
    """A figure in one cell: what is counted, how many, of what."""
    of = d.row["population"] if d.row["weapon"] == "unspecified" else d.row["weapon"]
    return f"{d.row['metric']} {d.row['value']}{'' if of == 'unspecified' else f' {of}'}"


def _record(file: str, found: Posts, drafts: list[tuple[int, Draft]]) -> int:
    """Records the drafts; what goes together in one document is one row. Returns the exit code."""
    from ledger import db as store
    from ledger.ingest.record import record
    from ledger.model.act import Act

    groups: dict[tuple[int, int], list[dict[str, str]]] = {}
    for number, draft in drafts:
        groups.setdefault((number, draft.group), []).append(draft.row)
    rows = list(enumerate(groups.values(), 1))
    if not rows:
        say("nothing to record")
        return DONE
    with store.writing(settings.db) as con:
        outcome = record(con, rows, Act("read", "standard input" if file == "-" else file))
    for problem in outcome.problems[:_SHOWN]:
        row = rows[problem.row - 1][1][0]
        column = f"{problem.column}: " if problem.column else ""
        say(f"not recorded: {row['metric']} {row['value']}: {column}{problem.reason}")
    if len(outcome.problems) > _SHOWN:
        say(f"… and more that could not be recorded: {len(outcome.problems) - _SHOWN}")
    recorded = f"{outcome.claims} {'claim' if outcome.claims == 1 else 'claims'} recorded"
    say(f"{recorded}, {outcome.known} rows already known, {outcome.refused} refused")
    return FINDINGS if outcome.problems else DONE


def _tell(
    found: Posts, readings: list[tuple[int, Document, Reading]], left: list[tuple[int, Any]], path: Path | None
) -> None:
    """What was not understood: counts by kind, the sentences, or a file of them."""
    for line, reason in found.problems[:_SHOWN]:
        say(f"row {line} was not read: {reason}")
    if len(readings) > 1 or found.empty or found.problems:
        counts = f"{len(readings)} documents read, {sum(len(r.drafts) for _, _, r in readings)} drafts"
        say(f"{counts}, {found.empty} without text, {len(found.problems)} not read")
    kinds = Counter(n.kind for _, n in left)
    if path:
        import csv

        from ledger.model.text import guarded

        try:
            with path.open("w", encoding="utf-8", newline="") as out:
                writer = csv.writer(out)
                writer.writerow(("document", "kind", "value", "sentence"))
                writer.writerows((number, n.kind, guarded(n.value), guarded(n.sentence)) for number, n in left)
        except OSError as e:
            raise LedgerError(f"cannot write {path}: {e.strerror}", hint="name another file") from e
    elif len(readings) == 1:
        for _, n in left[:_SHOWN]:
            say(f"not understood, {n.kind}: {n.value!r} in: {' '.join(n.sentence.split())}")
    if kinds and (len(readings) > 1 or len(left) > _SHOWN):
        told = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        say(f"figures not understood: {told}" + ("" if path else "; --not-understood FILE lists them"))
