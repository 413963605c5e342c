"""The interchange columns as options, for the commands that take a claim word by word."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli.common import words


def _column(help: str, register: str = "") -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(help=help, autocompletion=words(register) if register else None)
    return found


Source = Annotated[str | None, _column("Source id: who publishes the figure.", "sources")]
Url = Annotated[str | None, _column("Where it stands: an address or a citation.")]
Published = Annotated[str | None, _column("When: ISO 8601, in the source's time zone unless it has an offset.")]
Attacker = Annotated[str | None, _column("Party whose act it is.", "parties")]
Defender = Annotated[str | None, _column("Party at whom it is aimed.", "parties")]
Subject = Annotated[str | None, _column("Party whose people or equipment are counted.", "parties")]
Metric = Annotated[str | None, _column("What is counted.", "metrics")]
Value = Annotated[str | None, _column("The words of the figure, verbatim: 138, ~40, 'at least 5', several.")]
Window = Annotated[str | None, _column("START/END in ISO 8601, or one date.")]
Weapon = Annotated[str | None, _column("Munition or equipment; a+b for a bundle.", "weapons")]
Population = Annotated[str | None, _column("Which people.", "populations")]
Region = Annotated[str | None, _column("Where: a code or a known name; default everywhere.", "regions")]
Part = Annotated[str | None, _column("A label, where a document has several figures for one scope.")]
Basis = Annotated[str | None, _column("period, cumulative or stock.")]
Breakdown = Annotated[str | None, _column("none, exhaustive or partial: whether parts of this total follow.")]
Recap = Annotated[str | None, _column("true if the document repeats earlier figures.")]
Quote = Annotated[str | None, _column("The sentence, in its language, 60 words at most.")]
Lang = Annotated[str | None, _column("Language of the quote, such as uk.")]
Origin = Annotated[str | None, _column("Source id that is being relayed.", "sources")]
Event = Annotated[str | None, _column("A name for the one thing that several claims are about.")]
Note = Annotated[str | None, _column("Free text.")]
