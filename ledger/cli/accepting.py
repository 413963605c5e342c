"""`ledger read --accept`: goes through drafts with the person. No ledger is held while it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import typer

from ledger.cli.asking import answer
from ledger.cli.common import say
from ledger.errors import LedgerError, Refused
from ledger.ingest.record import COLUMNS, read_word
from ledger.prose.drafts import Draft
from ledger.registers import Registers
from ledger.render import highlighted

_KINDS = {"attacker": "party", "defender": "party", "subject": "party", "origin": "source"}
_CHECKED = set(COLUMNS) - {"url", "part", "basis", "breakdown", "recap", "quote", "lang", "event", "note"}
_UNSAID = ("", "unspecified", "none", "false", "period")


def choose(
    drafts: Sequence[tuple[int, Draft]], texts: Mapping[int, str], registers: Registers
) -> list[tuple[int, Draft]]:
    """The drafts that the person accepts, as edited. Raises `LedgerError` off a terminal, `typer.Abort` on Ctrl-C."""
    import sys

    if not sys.stdin.isatty():
        raise LedgerError("--accept asks on a terminal", hint="give the text as a file, or use --load")
    kept: list[tuple[int, Draft]] = []
    for at, (number, draft) in enumerate(drafts, 1):
        typer.echo("", err=True)
        typer.echo(f"draft {at} of {len(drafts)}", err=True)
        highlighted(texts[number][draft.start : draft.end], draft.words)
        chosen = ""
        while chosen not in ("a", "s", "q"):
            _print(draft)
            chosen = answer("[a]ccept, [e]dit, [s]kip, [q]uit and record what is accepted", False).lower()[:1]
            if chosen == "e":
                draft = _edited(draft, registers)
        if chosen == "q":
            break
        if chosen == "a":
            kept.append((number, draft))
    say(f"accepted: {len(kept)} of {len(drafts)}")
    return kept


def _print(draft: Draft) -> None:
    hidden = ("quote", "lang", "url", "published")
    shown = [f"{c} {draft.row[c]}" for c in COLUMNS if c not in hidden and draft.row[c] not in _UNSAID]
    say(f"  {draft.party or 'nobody named'} says: " + ", ".join(shown))
    say(f"  read by: {draft.why}")


def _edited(draft: Draft, registers: Registers) -> Draft:
    """The draft with one column changed, if the change can be read."""
    said = answer("COLUMN=TEXT, such as region=RU-KDA", True)
    column, sign, text = (part.strip() for part in said.partition("="))
    if not sign or column not in COLUMNS:
        say(f"  columns are {', '.join(COLUMNS)}")
        return draft
    if text and column in _CHECKED:
        try:
            read_word(registers, _KINDS.get(column, column), text, draft.row["source"])
        except Refused as e:
            say(f"  {e.message}{f' ({e.hint})' if e.hint else ''}")
            return draft
    return replace(draft, row=draft.row | {column: text})
