"""`ledger add` on a terminal: asks for what is missing, offering the known values. No ledger is held while it asks."""

from __future__ import annotations

import typer

from ledger import db as store
from ledger.cli.common import say, settings
from ledger.errors import Refused
from ledger.ingest.record import read_word
from ledger.registers import Register, Registers, read_registers

_KINDS = {"attacker": "party", "defender": "party", "subject": "party"}
_OFFERED = 8


def complete_claim(given: dict[str, str]) -> dict[str, str]:
    """The claim with every needed column filled in by the person. Raises `typer.Abort` if they leave."""
    with store.reading(settings.db) if settings.db.exists() else store.passing(settings.db) as con:
        registers = read_registers(con)
    answers = dict(given)
    say("a claim needs the following; ? lists what is known, Ctrl-C leaves")
    for column in ("source", "url", "published", "metric"):
        _ask(answers, column, registers)
    for column in _direction(registers, answers["metric"]):
        _ask(answers, column, registers)
    for column in ("weapon", "region"):
        _ask(answers, column, registers, optional=True)
    for column in ("value", "window"):
        _ask(answers, column, registers)
    _ask(answers, "quote", registers, optional=True)
    return {k: v for k, v in answers.items() if v}


def _direction(registers: Registers, metric: str) -> list[str]:
    row = registers.metrics.rows[registers.metrics.resolve(metric)]
    return row["direction"].split("+")


def _ask(answers: dict[str, str], column: str, registers: Registers, *, optional: bool = False) -> None:
    kind = _KINDS.get(column, column)
    known = {
        "source": registers.sources, "party": registers.parties, "metric": registers.metrics,
        "weapon": registers.weapons, "region": registers.regions,
    }.get(kind)  # fmt: skip
    while True:
        text = answers.get(column)
        if text is None:
            label = f"{column} ({_offer(known)})" if known else column
            text = answer(label, optional)
        if text == "?" and known:
            say(", ".join(known.rows))
        elif problem := _problem(registers, kind, text, answers.get("source", "")):
            say(f"  {problem}")
        else:
            answers[column] = text
            return
        answers.pop(column, None)


def answer(label: str, optional: bool) -> str:
    """What the person types. The question is no data: it goes to standard error, all of it."""
    while True:
        typer.echo(f"{label}: ", nl=False, err=True)
        text = input().strip()
        if text or optional:
            return text


def _offer(known: Register) -> str:
    ids = list(known.rows)
    return ", ".join(ids[:_OFFERED]) + (", …" if len(ids) > _OFFERED else "")


def _problem(registers: Registers, kind: str, text: str, source: str) -> str:
    if not text or kind in ("url", "quote"):
        return ""
    try:
        read_word(registers, kind, text, source)
    except Refused as e:
        return f"{e.message}{f' ({e.hint})' if e.hint else ''}"
    return ""
