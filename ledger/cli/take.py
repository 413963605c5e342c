"""Commands that take claims in: add, load."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import columns, common
from ledger.cli.common import Db, Format, refuse, say, settings
from ledger.errors import DONE, FINDINGS, LedgerError

if TYPE_CHECKING:
    from ledger.ingest.load import Prepared
    from ledger.ingest.record import Outcome


_ADD_EXAMPLE = (
    'ledger add --source ru-mod --url "t.me/mod_russia, 2026-01-26 04:39 UTC" --published 2026-01-26T04:39Z '
    "--attacker UA --defender RU --metric intercepted --weapon uav --value 40 "
    "--window 2026-01-25T23:00/2026-01-26T07:00"
)
EXAMPLES = {
    "add": _ADD_EXAMPLE,
    "load": "ledger load --preset ua-air-force bulletins.csv",
}
"""The example that ends each command's help."""


def add(
    source: columns.Source = None,
    url: columns.Url = None,
    published: columns.Published = None,
    attacker: columns.Attacker = None,
    defender: columns.Defender = None,
    subject: columns.Subject = None,
    metric: columns.Metric = None,
    value: columns.Value = None,
    window: columns.Window = None,
    weapon: columns.Weapon = None,
    population: columns.Population = None,
    region: columns.Region = None,
    part: columns.Part = None,
    basis: columns.Basis = None,
    breakdown: columns.Breakdown = None,
    recap: columns.Recap = None,
    quote: columns.Quote = None,
    lang: columns.Lang = None,
    origin: columns.Origin = None,
    event: columns.Event = None,
    note: columns.Note = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and show, record nothing.")] = False,
    db: Db = None,
    format: Format = "table",
) -> None:
    """Record one claim. On a terminal it asks for what is missing."""
    given = {k: v for k, v in locals().items() if k not in ("dry_run", "db", "format") and v is not None}
    from ledger import db as store
    from ledger.ingest.acts import is_retracted
    from ledger.ingest.record import REQUIRED, record
    from ledger.model.act import Act

    if sys.stdin.isatty() and any(c not in given for c in REQUIRED):
        from ledger.cli.asking import complete_claim

        given = complete_claim(given)
    with suppress(store.Abandoned), store.writing(settings.db, keep=not dry_run, few=True) as con:
        outcome = record(con, [(1, [given])], Act("add"), strict=True)
        if outcome.problems:
            raise store.Abandoned
        retracted = is_retracted(con, outcome.ids[0])
    if outcome.problems:
        refuse(outcome.problems, "add")
    identity = outcome.ids[0]
    known = f"already known, and retracted (ledger show {identity[:8]} says why)" if retracted else "already known"
    state = "checked, not recorded" if dry_run else "recorded" if outcome.loaded else known
    if format == "json" or format == "ndjson":
        typer.echo(json.dumps({"claim_id": identity, "state": state, "entry": None if dry_run else outcome.entry}))
    else:
        typer.echo(identity)
    say(f"{state}: {given['metric']} {given['value']} by {given['source']}, {given['window']}")


def load(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE…", help="CSV, TSV, JSON, NDJSON, Parquet, XLSX; - is standard input.")
    ],
    preset: Annotated[
        str | None,
        typer.Option(
            autocompletion=common.complete_preset, help="How a known foreign file maps; a name or your own .toml."
        ),
    ] = None,
    map: Annotated[
        str | None, typer.Option(metavar="OURS=THEIRS,…", help="Your columns: value=Number,url=Link.")
    ] = None,
    set: Annotated[
        str | None, typer.Option(metavar="OURS=TEXT,…", help="Constants: source=ru-mod,attacker=UA.")
    ] = None,
    refused: Annotated[
        Path | None, typer.Option(help="Where refused rows go; default NAME.refused.csv beside the file.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check and count, record nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Record nothing at all if any row is refused.")] = False,
    db: Db = None,
    format: Format = "table",
) -> None:
    """Load claims from files. Rows that cannot be taken go to a file with their reasons: mend it and load that."""
    from ledger import db as store
    from ledger.ingest import load as loading
    from ledger.ingest.record import Outcome
    from ledger.model.act import Act
    from ledger.queries import Result
    from ledger.render import Progress, render

    how = loading.ColumnMap(preset, loading.assignments(map, "--map"), loading.assignments(set, "--set"))
    if preset and (how.renames or how.constants):
        raise LedgerError(
            "--preset maps the columns itself", hint="leave --map and --set out, or copy the preset and change it"
        )
    if refused and len(files) > 1:
        raise LedgerError("--refused names one file, and there are several to load", hint="load them one by one")
    with Progress("reading") as bar:
        prepared = [loading.prepare(f, how, sys.stdin.buffer.read, bar.advance) for f in files]
    outcomes: list[Outcome] = []
    refusals = [loading.Refusals(None if dry_run else _refused_of(p, refused), p.file.columns) for p in prepared]
    with suppress(store.Abandoned), store.writing(settings.db, keep=not dry_run) as con:
        for part, refusal in zip(prepared, refusals, strict=True):
            with Progress(f"recording {part.file.name}", part.large.unit if part.large else "") as bar:
                act = Act("load", part.file.name, part.file.sha256, preset)
                outcomes.append(part.record(con, act, refusal, bar.advance, strict=strict))
            # before the end of the transaction: rows that are in neither place would be lost
            refusal.close()
        if strict and any(o.refused for o in outcomes):
            outcomes = [o.undone() for o in outcomes]
            raise store.Abandoned
    for part, outcome in zip(prepared, outcomes, strict=True):
        for remark in part.file.remarks:
            say(f"{part.file.name}: {remark}")
        for problem in outcome.problems[:_SHOWN]:
            column = f"{problem.column}: " if problem.column else ""
            say(f"{part.file.name}:{problem.row}: {column}{problem.reason}")
        if more := len(outcome.problems[_SHOWN:]) + outcome.more_problems:
            say(f"… and more problems: {more}, in the file of refused rows too")
    for refusal in refusals:
        if refusal.path and refusal.rows:
            what = "refused row with its reason is" if refusal.rows == 1 else "refused rows with their reasons are"
            say(f"{refusal.rows} {what} in {refusal.path}")
    total = Outcome.total(outcomes)
    if strict and total.problems:
        say("nothing was recorded, because of --strict")
    if format == "json":
        each = [{"file": p.file.name} | o.counts() for p, o in zip(prepared, outcomes, strict=True)]
        typer.echo(json.dumps(total.counts() | ({"files": each} if len(each) > 1 else {})))
    else:
        columns = ("file", *total.counts())
        rows = [(p.file.name, *o.counts().values()) for p, o in zip(prepared, outcomes, strict=True)]
        if len(rows) > 1:
            rows.append((f"{len(rows)} files", *total.counts().values()))
        types = ("VARCHAR", *["BIGINT"] * 6, "VARCHAR")
        render(Result(columns, types, rows, shown=columns[:-1] if format == "table" else ()), format, sys.stdout)
    if dry_run:
        say("a dry run: nothing was recorded")
    raise typer.Exit(FINDINGS if total.problems else DONE)


def _refused_of(part: Prepared, path: Path | None) -> Path:
    """Where the refused rows of a file go."""
    stem = Path("standard-input") if part.file.name == "standard input" else Path(part.file.name)
    return path or stem.with_suffix(".refused.csv")


_SHOWN = 10
"""Problems printed on the terminal; all of them are in the file of refused rows."""
