"""Commands that say something about claims that are recorded: revise, link, retract, capture."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from ledger.cli import columns
from ledger.cli.common import Db, Format, complete_link, refuse, say, settings

EXAMPLES = {
    "revise": 'ledger revise 3f2a91c0 --value 41 --published 2026-01-27T09:00 --why "the next bulletin says 41"',
    "link": 'ledger link 3f2a91c0 disputes 9b1c22d7 --why "it calls the figure false"',
    "retract": 'ledger retract 3f2a91c0 --why "typed the wrong night"',
    "capture": "ledger capture page.html --for 3f2a91c0 --address https://web.archive.org/web/2026/https://example.org",
}
"""The example that ends each command's help."""

Claim = Annotated[str, typer.Argument(metavar="ID", help="The claim's id, or a prefix of it that no other has.")]
Why = Annotated[str, typer.Option(help="The reason, kept with it.")]


def revise(
    claim: Claim,
    why: Why,
    kind: Annotated[
        str, typer.Option(help="revises: the source changed its figure; corrects: it was recorded wrongly.")
    ] = "revises",
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
    """Record a claim anew with what has changed. The earlier one stays, and `show` tells both.

    What is not said stays as it was. Without another --url it is the same document.
    """
    outside = ("claim", "why", "kind", "dry_run", "db", "format")
    changes = {k: v for k, v in locals().items() if k not in outside and v is not None}
    from ledger import db as store
    from ledger.ingest import acts

    with store.writing(settings.db, keep=not dry_run, make=False, few=True) as con:
        before, outcome = acts.revise(con, claim, changes, kind, why)
    if outcome.problems:
        refuse(outcome.problems, "revise")
    made = outcome.ids[0]
    state = "checked, not recorded" if dry_run else "recorded" if outcome.claims else "already known, now linked"
    if format in ("json", "ndjson"):
        found = {
            "claim_id": made,
            "kind": kind,
            "of": before,
            "state": state,
            "entry": None if dry_run else outcome.entry,
        }
        typer.echo(json.dumps(found))
    else:
        typer.echo(made)
    say(f"{state}: {kind} {before[:8]}: {why}")


def link(
    one: Claim,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            autocompletion=complete_link,
            help="revises, corrects, repeats, quotes, part_of, disputes, confirms, same_event.",
        ),
    ],
    other: Annotated[str, typer.Argument(metavar="ID", help="The other claim.")],
    why: Annotated[str, typer.Option(help="The reason, kept with it; for same_event the event's name.")],
    db: Db = None,
) -> None:
    """Say what one claim is to another.

    revises: its source changed the figure, the other no longer stands. corrects: the other was recorded wrongly.
    repeats, quotes: it is no further voice. part_of: sums count it in the other. disputes, confirms: `show` tells it.
    same_event: both are about one event. To take a link back, retract the claim that makes it, or say another.
    """
    from ledger import db as store
    from ledger.ingest import acts

    with store.writing(settings.db, make=False, few=True) as con:
        from_id, to_id = acts.link(con, one, kind, other, why)
    typer.echo(from_id)
    say(f"recorded: {from_id[:8]} {kind} {to_id[:8]}: {why}")


def retract(
    claim: Claim,
    why: Why,
    db: Db = None,
) -> None:
    """Take a claim out of comparisons and reports. Nothing is deleted: `show` tells who took it out, when, and why."""
    from ledger import db as store
    from ledger.ingest.acts import retract as retract_claim

    with store.writing(settings.db, make=False, few=True) as con:
        identity = retract_claim(con, claim, why)
    typer.echo(identity)
    say(f"retracted: {why}")


def capture(
    what: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A copy that you keep (HTML, WARC, PDF, …), or a page.")
    ],
    claims: Annotated[
        list[str], typer.Option("--for", metavar="ID", help="A claim that stands in it; give it once each.")
    ],
    address: Annotated[
        str | None, typer.Option(metavar="URL", help="Where a FILE comes from, or its archive address.")
    ] = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When it was taken; else what the copy says, else the file.")
    ] = None,
    tool: Annotated[str | None, typer.Option(help="What took it, such as a browser extension or an archiver.")] = None,
    note: Annotated[str | None, typer.Option(help="Free text.")] = None,
    db: Db = None,
    format: Format = "table",
) -> None:
    """Record a copy of a document: its sha256, type, size, time, tool, and where it is.

    A FILE stays where it is, and no network is needed. A URL is fetched once and kept beside the ledger. A changed page
    is another capture, and `ledger check` says so; nothing is overwritten.
    """
    from ledger import db as store
    from ledger.ingest import acts
    from ledger.ingest.evidence import evidence

    facts = evidence(what, settings.db, address=address, at=at, tool=tool, note=note)
    with store.writing(settings.db, make=False, few=True) as con:
        found = acts.capture(con, claims, facts)
    if format in ("json", "ndjson"):
        typer.echo(json.dumps({"claims": found, **facts}))
    else:
        typer.echo(str(facts["sha256"]))
    say(f"captured: {facts['bytes']} bytes, {facts['media_type']}, for {', '.join(c[:8] for c in found)}")
