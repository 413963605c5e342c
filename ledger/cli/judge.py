"""Commands that check a ledger: check, checks, resolve, explain, suggest-events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import common
from ledger.cli.common import AsOf, Attacker, Db, Defender, Format, From, Output, Profile, To, bounds, say, settings
from ledger.errors import DONE, FINDINGS, LedgerError

if TYPE_CHECKING:
    from ledger.queries import Query, Result

EXAMPLES = {
    "check": "ledger check --from 2026-01-26 --fail-on minor",
    "checks": "ledger checks funnel-overflow",
    "resolve": 'ledger resolve 3f2a91c0 --as explained --why "the bulletin counts the day before as well"',
    "explain": "ledger explain 3f2a91c0 77b01d2e",
    "suggest-events": "ledger suggest-events --tag 3f2a91c0 --event 2023-05-16-kyiv-kinzhal",
}
"""The example that ends each command's help."""

_Names = Annotated[
    list[str] | None,
    typer.Option(metavar="CHECK", autocompletion=common.complete_check, help="Only these checks; repeat, or a,b."),
]


def check(
    only: _Names = None,
    except_: Annotated[
        list[str] | None,
        typer.Option("--except", metavar="CHECK", autocompletion=common.complete_check, help="All but these checks."),
    ] = None,
    on_request: Annotated[
        bool, typer.Option("--on-request", help="Also the checks that run on request only (statistics).")
    ] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="CHECK.NAME=VALUE", help="A check's threshold; `ledger checks` lists them."),
    ] = None,
    fail_on: Annotated[
        str,
        typer.Option(autocompletion=common.complete_severity, help="Exit 1 from this severity on, or never."),
    ] = "major",
    each: Annotated[int, typer.Option(min=0, help="Findings of a check that a table shows; 0: all.")] = 5,
    profile: Profile = "bounds",
    robust: Annotated[bool, typer.Option("--robust", help="In how many coding profiles each finding holds.")] = False,
    from_: From = None,
    to: To = None,
    attacker: Attacker = None,
    defender: Defender = None,
    as_of: AsOf = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Find what cannot both be true and what does not fit. Exit 1 if an open finding reaches --fail-on."""
    from ledger import checks, coding, history
    from ledger import db as store
    from ledger.render import Progress

    if fail_on not in (*checks.SEVERITIES, "never"):
        raise LedgerError(f"--fail-on {fail_on!r} is no severity", hint=", ".join((*checks.SEVERITIES, "never")))
    chosen = checks.choose(_listed(only), _listed(except_), on_request=on_request)
    within, thresholds = bounds(from_, to, attacker, defender), _thresholds(set_ or [])
    day = common.a_date(as_of, "--as-of")
    common.load_ahead(format)
    with store.reading(settings.db) as con, Progress("checking") as bar:
        history.use_day(con, day)
        coding.use_profile(con, profile)
        checks.gather(con, chosen, within, thresholds, bar.advance)
        if robust:
            checks.hold(con, chosen, within, thresholds, profile)
        found = checks.counts(con)
        most = each or None if format in ("table", "markdown") else None
        shown = checks.findings(con, most, robust=robust, take=common.taking(con, format, output))
    common.show(shown, format, output)
    failing = checks.SEVERITIES[checks.SEVERITIES.index(fail_on) :] if fail_on != "never" else ()
    raise typer.Exit(FINDINGS if any(is_open for _, severity, _, is_open in found if severity in failing) else DONE)


def checks(
    name: Annotated[
        str | None, typer.Argument(autocompletion=common.complete_check, help="Which; without it, all of them.")
    ] = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """List the checks, or tell everything about one."""
    from ledger import queries

    known = [queries.find("checks", n) for n in ([name] if name else queries.names("checks"))]
    common.show(_one(known[0]) if name else _all(known), format, output)


def _all(known: list[Query]) -> Result:
    from ledger import queries

    rows = [
        (q.group, q.name, ", ".join(q.severities), q.title, ", ".join(p.name for p in q.params) or None, q.on_request)
        for q in known
    ]
    columns = ("group", "check", "severities", "title", "parameters", "on_request")
    order = {g: n for n, g in enumerate(_GROUPS)}
    rows.sort(key=lambda r: order.get(str(r[0]), len(order)))
    shown = ("check", "severities", "title")
    return queries.Result(columns, ("VARCHAR",) * 5 + ("BOOLEAN",), rows, shown=shown, section=("group",))


_GROUPS = ("record", "arithmetic", "series", "between voices", "provenance", "statistics")


def _one(q: Query) -> Result:
    from ledger import queries

    rows = [
        ("check", q.name), ("title", q.title), ("group", q.group), ("severities", ", ".join(q.severities)),
        ("runs", "on request: --only or --on-request" if q.on_request else "by default"),
        ("why", q.why), ("says nothing of", q.silent),
        *((f"--set {q.name}.{p.name}", f"{p.text} (default {p.default})") for p in q.params),
    ]  # fmt: skip
    return queries.Result(("field", "text"), ("VARCHAR",) * 2, rows)


def _listed(names: list[str] | None) -> list[str]:
    return [name.strip() for text in names or [] for name in text.split(",") if name.strip()]


def _thresholds(texts: list[str]) -> dict[str, dict[str, str]]:
    """`funnel.share=5` as check, parameter and value. Raises `LedgerError`."""
    found: dict[str, dict[str, str]] = {}
    for text in texts:
        left, sign, value = text.partition("=")
        name, dot, parameter = left.partition(".")
        if not (sign and dot and name and parameter and value):
            raise LedgerError(f"--set {text!r} is not CHECK.NAME=VALUE", hint="--set implausible-value.munitions=9000")
        found.setdefault(name, {})[parameter] = value
    return found


def resolve(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="A finding's id, or a prefix of it.")],
    as_: Annotated[
        str, typer.Option("--as", autocompletion=common.complete_state, help="explained, dismissed, or open again.")
    ],
    why: Annotated[str, typer.Option(help="The reason, kept with it.")],
    db: Db = None,
) -> None:
    """Say what a finding is. It stays so over reruns and reloads, until one of its figures changes."""
    from ledger import checks
    from ledger import db as store
    from ledger.ingest.acts import STATES
    from ledger.ingest.acts import resolve as resolve_finding

    if as_ not in STATES:
        raise LedgerError(f"--as {as_!r} is no state", hint=", ".join(STATES))
    with store.reading(settings.db) as con:
        checks.gather(con, checks.choose(on_request=True), {})
        found = checks.find(con, finding)
    with store.writing(settings.db, make=False, few=True) as con:
        resolve_finding(con, found.id, found.check, found.claims, as_, why)
    typer.echo(found.id)
    say(f"{as_}: {found.check}: {found.message}")


def explain(
    one: Annotated[str, typer.Argument(metavar="A", help="A claim's id, or a prefix of it.")],
    other: Annotated[str, typer.Argument(metavar="B", help="The other claim's.")],
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Why two claims can or cannot be compared: each gate, what would have to change, and what the gap is made of."""
    from ledger import db as store
    from ledger import queries
    from ledger.ingest.record import find_claim

    with store.reading(settings.db) as con:
        a, b = find_claim(con, one), find_claim(con, other)
        if a == b:
            raise LedgerError("both are the same claim", hint="`ledger claims` lists them")
        query = queries.find("lookup", "explanation")
        result = queries.run(con, query, {}, {"claim_a": a, "claim_b": b}, closing=False)
    common.show(result, format, output)


def suggest_events(
    tag: Annotated[
        str | None, typer.Option(metavar="ID", help="Say that this suggestion's claims are one event.")
    ] = None,
    event: Annotated[str | None, typer.Option(help="The event's name, instead of the one suggested.")] = None,
    days: Annotated[int, typer.Option(min=0, help="At most so many days apart.")] = 1,
    limit: Annotated[int, typer.Option(min=1, help="At most so many suggestions.")] = 20,
    from_: From = None,
    to: To = None,
    attacker: Attacker = None,
    defender: Defender = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """List claims of different parties that may be about one event; --tag confirms one, and then they are compared."""
    from ledger import db as store
    from ledger import queries
    from ledger.ingest.acts import tag as tag_claims

    if event and not tag:
        raise LedgerError("--event names the event of a suggestion", hint="add --tag ID; without it, they are listed")
    query = queries.find("lookup", "event_suggestions")
    given = {"days": str(days), "limit": "2" if tag else str(limit)} | ({"suggestion": tag} if tag else {})
    with store.reading(settings.db) as con:
        found = queries.run(con, query, bounds(from_, to, attacker, defender), given, closing=False)
    if not tag:
        common.show(found, format, output)
        return
    if len(found.rows) != 1:
        what = "several suggestions' ids start" if found.rows else "no suggestion's id starts"
        hint = "type more of it" if found.rows else "`ledger suggest-events` lists them, within the same bounds"
        raise LedgerError(f"{what} with {tag!r}", hint=hint)
    suggestion = dict(zip(found.columns, found.rows[0], strict=True))
    name = event or suggestion["event"]
    with store.writing(settings.db, make=False, few=True) as con:
        tag_claims(con, [str(c) for c in suggestion["claims"]], name)
    typer.echo(name)
    one, other = (f"{suggestion[w]} by {suggestion[f'{w}_voice']}" for w in ("one", "other"))
    say(f"one event: {one}, {other}")
