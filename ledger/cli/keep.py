"""Commands that keep a ledger: vocab, export, merge, template, doctor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import common
from ledger.cli.common import Db, Format, Output, say, settings
from ledger.errors import DONE, FAILED, LedgerError

EXPORTS = ("csv", "ndjson", "parquet")


EXAMPLES = {
    "vocab": "ledger vocab regions --add id=X-UA-IRPIN --add name=Irpin --add within=UA-32",
    "export": "ledger export -o claims.csv",
    "merge": "ledger merge desk-two.duckdb",
    "template": "ledger template my-claims",
    "doctor": "ledger doctor",
}
"""The example that ends each command's help."""


def vocab(
    name: Annotated[
        str | None,
        typer.Argument(autocompletion=common.complete_register, help="Which register; without it, the list."),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="COLUMN=TEXT", help="A cell of the row to add; give it once a column."),
    ] = None,
    search: Annotated[str | None, typer.Option(metavar="TEXT", help="Only rows that hold this text.")] = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """List the words the ledger knows (parties, sources, metrics, weapons, populations, regions, …), or add one."""
    from ledger import db as store
    from ledger import registers
    from ledger.queries import Result

    with store.reading(settings.db) if settings.db.exists() else store.passing(settings.db) as con:
        known = registers.vocabulary(con)
    if name is None:
        rows: list[tuple[object, ...]] = [(n, len(rows)) for n, (_, rows) in known.items()]
        common.show(Result(("register", "rows"), ("VARCHAR", "BIGINT"), rows), format, output)
        return
    if name not in known:
        raise LedgerError(f"there is no register {name!r}", hint=f"there are {', '.join(known)}")
    if add:
        path = registers.add_row(settings.db, name, dict(_cell(c) for c in add), known)
        say(f"added to {path}; the ledger takes it up with the next claim")
        return
    columns, found = known[name]
    wanted = [r for r in found if not search or any(search.casefold() in (c or "").casefold() for c in r)]
    common.show(Result(columns, ("VARCHAR",) * len(columns), list(wanted)), format, output)


def _cell(text: str) -> tuple[str, str]:
    column, sign, value = text.partition("=")
    if not sign:
        raise LedgerError(f"--add {text!r} is not COLUMN=TEXT", hint="--add id=X-UA-IRPIN --add name=Irpin")
    return column.strip(), value.strip()


def export(
    format: Annotated[str, typer.Option("--format", "-f", help=f"One of {', '.join(EXPORTS)}.")] = "csv",
    history: Annotated[
        bool,
        typer.Option("--history", help="The whole ledger as text (NDJSON): acts, links, retractions too; for merge."),
    ] = False,
    output: Output = None,
    db: Db = None,
) -> None:
    """Write all claims as interchange rows; loading them gives the same claims. Retracted ones are left out.

    With --history everything is written, and `ledger merge` reads it back.
    """
    from ledger import db as store
    from ledger import queries
    from ledger.render import render
    from ledger.render.lines import write_lines

    if history:
        from ledger.ingest.merge import history as whole

        with store.untouched(settings.db) as con:
            lines = whole(con)
        with common.output(output) as out:
            out.writelines(f"{line}\n" for line in lines)
        say(f"{len(lines)} rows")
        return

    if format not in EXPORTS:
        raise LedgerError(f"{format!r} is none of {', '.join(EXPORTS)}", hint="ledger export --format csv")
    if format == "parquet" and output is None:
        raise LedgerError("Parquet needs a file", hint="ledger export --format parquet -o claims.parquet")
    with store.reading(settings.db) as con:
        if format == "csv":
            with common.output(output) as out:
                claims = write_lines(con, con.sql(store.statement("lookup/interchange")), (), out)
        else:
            result = queries.fetch(con, store.statement("lookup/interchange"))
            claims = len(result.rows)
        retracted = queries.fetch(con, store.statement("lookup/retracted_count")).rows[0][0]
    if format == "parquet" and output is not None:
        from ledger.frames import write_parquet

        write_parquet(result, output)
    elif format != "csv":
        with common.output(output) as out:
            render(result, format, out)
    left_out = "1 retracted one is" if retracted == 1 else f"{retracted} retracted ones are"
    say(f"{claims} claims" + (f"; {left_out} left out" if retracted else ""))


def merge(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="A ledger, or what `export` wrote of one.")],
    db: Db = None,
    format: Format = "table",
) -> None:
    """Take in what another ledger has: claims by their content, and both histories.

    The other one is verified first and not changed. It does not matter who merges into whom: both end with the same
    claims (`ledger digest` says so: content). A claims-only export is loaded like any file.
    """
    from ledger import db as store
    from ledger.ingest import merge as union
    from ledger.render import Progress

    if not other.exists():
        raise LedgerError(f"there is no file {other}", hint="name a ledger, or what `ledger export` wrote")
    if not (union.is_history(other) or store.is_database(other)):
        from ledger.cli.take import load

        load([str(other)], format=format)
    if settings.db.exists() and other.samefile(settings.db):
        raise LedgerError("a ledger cannot be merged into itself", hint="--db names the one that takes in the other")
    with Progress("verifying the other") as bar:
        found = union.merge(settings.db, other, bar.advance)
    if format in ("json", "ndjson"):
        typer.echo(json.dumps(found._asdict()))
    if found.entry:
        say(f"merged: {found.claims} claims that are new here, in {found.entries} acts; {found.known} were known")
    else:
        say(f"nothing is new here; {found.known} claims were known")


def template(
    folder: Annotated[Path, typer.Argument(help="Where the two files go.")] = Path(),
    db: Db = None,
) -> None:
    """Write claims.xlsx and claims.csv to fill in; the XLSX offers the known values in each column."""
    from ledger import db as store
    from ledger import registers
    from ledger.frames import write_template

    with store.reading(settings.db) if settings.db.exists() else store.passing(settings.db) as con:
        known = registers.vocabulary(con)
    for path in write_template(folder, known):
        typer.echo(str(path))


def doctor(
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Work out anew what follows from the claims: scopes, revisions, relays.")
    ] = False,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Versions, where the ledger is, whether the shell can open it, counts."""
    import platform
    from importlib.metadata import version

    from ledger import db as store
    from ledger import queries
    from ledger.resources import DATA

    path = settings.db
    if rebuild:
        with store.writing(path, make=False) as con:
            store.derive(con)
        say("worked out anew: what follows from the claims")
    rows: list[tuple[str, str, str]] = [
        ("ledger", version("claims-ledger"), "ok"),
        ("Python", platform.python_version(), "ok"),
    ]
    rows += [(p, version(p), "ok") for p in ("duckdb", "duckdb-cli", "polars", "typer", "rich")]
    rows += [
        ("registers and queries", str(DATA.parent), "ok"),
        ("ledger file", str(path.absolute()), "ok" if path.exists() else "not there yet"),
    ]
    if path.exists():
        try:
            with store.reading(path) as con:
                rows += [(str(a), str(b), "ok") for a, b in queries.fetch(con, store.statement("lookup/doctor")).rows]
        except LedgerError as e:
            rows.append(("can be read", e.message, "failed"))
    rows.append(_shell_row(path))
    common.show(queries.Result(("what", "found", "state"), ("VARCHAR",) * 3, list(rows)), format, output)
    raise typer.Exit(FAILED if any(state == "failed" for *_, state in rows) else DONE)


def _shell_row(path: Path) -> tuple[str, str, str]:
    import subprocess

    try:
        command = common.duckdb_shell()
    except LedgerError as e:
        return ("DuckDB shell", e.message, "failed")
    target = ["-readonly", str(path.absolute())] if path.exists() else []
    asked = "select count(*) from current_claim" if path.exists() else "select 1"
    done = subprocess.run([command, *target, "-c", asked], capture_output=True, text=True, check=False)
    if done.returncode:
        return ("DuckDB shell", (done.stderr.strip() or "it failed").splitlines()[0], "failed")
    return ("DuckDB shell", f"{command} opens the ledger" if path.exists() else command, "ok")
