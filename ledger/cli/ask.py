"""Commands that ask a ledger: claims, show, report, sql, shell."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli import common
from ledger.cli.common import AsOf, Attacker, Db, Defender, Format, From, Output, Profile, To, say, settings, words
from ledger.errors import LedgerError

if TYPE_CHECKING:
    from ledger.queries import Result


EXAMPLES = {
    "claims": "ledger claims --source ru-mod --metric intercepted --from 2026-01-26",
    "show": "ledger show 3f2a91c0",
    "report": "ledger report side-by-side --from 2023-05-16 --to 2023-05-16 --format csv",
    "sql": 'ledger sql "select metric, count(*) from claim group by metric"',
    "shell": "ledger shell",
}
"""The example that ends each command's help."""


def claims(
    source: Annotated[str | None, typer.Option(autocompletion=words("sources"), help="Only this source.")] = None,
    metric: Annotated[str | None, typer.Option(autocompletion=words("metrics"), help="Only this metric.")] = None,
    weapon: Annotated[str | None, typer.Option(autocompletion=words("weapons"), help="Only this weapon.")] = None,
    region: Annotated[str | None, typer.Option(autocompletion=words("regions"), help="Only this region.")] = None,
    event: Annotated[str | None, typer.Option(help="Only this event.")] = None,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="In quotes, notes, urls.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 50,
    from_: From = None,
    to: To = None,
    attacker: Attacker = None,
    defender: Defender = None,
    as_of: AsOf = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """List claims, newest first; retracted and revised ones are marked."""
    given = {"source": source, "metric": metric, "weapon": weapon, "region": region, "event": event, "search": search}
    chosen = {k: v for k, v in given.items() if v} | {"limit": str(limit)}
    result = _run("lookup", "claims", common.bounds(from_, to, attacker, defender), chosen, format, output, as_of=as_of)
    if result.rows and (matching := result.rows[0][result.columns.index("matching_claims")]) > limit:
        say(f"{limit} of {matching} claims; --limit {matching} shows all")


def show(
    claim: Annotated[str, typer.Argument(metavar="ID", help="The claim's id, or a prefix of it that no other has.")],
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Everything about one claim: words, interval, window, citation, where it came from, what it is compared with."""
    from ledger import db as store
    from ledger import queries
    from ledger.ingest.record import find_claim
    from ledger.render import objects, render

    with store.reading(settings.db) as con:
        identity = find_claim(con, claim)
        results = [
            queries.run(con, queries.find("lookup", name), {}, {"claim": identity}, closing=False)
            for name in ("dossier", "life", "compared")
        ]
    with common.output(output) as out:
        if format in ("json", "ndjson"):
            facts, life, compared = results
            told = {"life": objects(life), "compared_with": objects(compared)}
            whole = {str(k): v for k, v in facts.rows} | told
            out.write(json.dumps(whole, ensure_ascii=False, indent=2 if format == "json" else None) + "\n")
        else:
            for result in results:
                render(result, format, out)


def report(
    context: typer.Context,
    name: Annotated[
        str | None, typer.Argument(autocompletion=common.complete_report, help="Which; without it, the list.")
    ] = None,
    from_: From = None,
    to: To = None,
    attacker: Attacker = None,
    defender: Defender = None,
    all_: Annotated[bool, typer.Option("--all", help="Also what the report leaves out by default.")] = False,
    profile: Profile = "bounds",
    as_of: AsOf = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Run a canned comparison, or list them.

    A report's own parameters are options too, such as --weapon shahed; the list names them.
    """
    from ledger import queries

    if name is None:
        found = [queries.find("reports", n) for n in queries.names("reports")]
        rows = [(q.name, q.title, ", ".join(p.name for p in q.params) or None) for q in found]
        common.show(queries.Result(("report", "question", "parameters"), ("VARCHAR",) * 3, rows), format, output)
        return
    given = _own_parameters(context.args)
    if all_:
        given["all"] = "true"
    _run("reports", name, common.bounds(from_, to, attacker, defender), given, format, output, profile, as_of)


def _run(
    folder: str,
    name: str,
    bounds: dict[str, str | None],
    given: dict[str, str],
    format: str,
    output: Path | None,
    profile: str = "bounds",
    as_of: str | None = None,
) -> Result:
    from ledger import coding, history, queries
    from ledger import db as store

    common.load_ahead(format)
    query = queries.find(folder, name)
    day = common.a_date(as_of, "--as-of")
    with store.reading(settings.db) as con:
        history.use_day(con, day)
        coding.use_profile(con, profile)
        take = common.taking(con, format, output) if folder == "reports" else None
        result = queries.run(con, query, bounds, given, closing=folder == "reports", take=take)
    common.show(result, format, output)
    return result


def _own_parameters(words: list[str]) -> dict[str, str]:
    """The options that are not every report's, as name and value. Raises `LedgerError` for a stray word."""
    found: dict[str, str] = {}
    rest = iter(words)
    for word in rest:
        name, sign, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name:
            raise LedgerError(f"{word!r} is not expected here", hint="ledger report NAME --weapon shahed")
        found[name.replace("-", "_")] = value if sign else next(rest, "")
    return found


def sql(
    statement: Annotated[str, typer.Argument(metavar='"SQL" | -', help="DuckDB SQL; - reads standard input.")],
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Ask in SQL. The ledger is open read-only; no file and no network can be reached."""
    import duckdb

    from ledger import db as store
    from ledger import queries

    text = sys.stdin.read() if statement == "-" else statement
    if not text.strip():
        raise LedgerError("there is no SQL to run", hint='ledger sql "from claim limit 5"')
    with store.reading(settings.db) as con:
        con.execute("set lock_configuration = true")
        try:
            result = queries.fetch(con, text)
        except duckdb.Error as e:
            raise LedgerError(str(e), hint='`ledger sql "show tables"` lists the tables and views') from e
    common.show(result, format, output)


def shell(db: Db = None) -> None:
    """Open the DuckDB shell on the ledger, read-only."""
    import subprocess

    from ledger import db as store
    from ledger import queries

    command = common.duckdb_shell()
    with store.reading(settings.db) as con:
        views = queries.fetch(con, store.statement("lookup/views"))
    greeting = f"claims ledger {settings.db}, read-only. Views: {', '.join(str(v) for (v,) in views.rows)}"
    say("leave with .quit; .tables lists everything, describe NAME its columns")
    raise typer.Exit(subprocess.call([command, "-readonly", "-cmd", f".print {greeting}", str(settings.db.absolute())]))
