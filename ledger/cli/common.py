"""What the commands share: the options that mean the same everywhere, completion of known words, and output."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, NoReturn

import typer

from ledger.errors import FAILED, LedgerError
from ledger.model.text import visible
from ledger.resources import DATA, PRESETS, QUERIES, REGISTERS, user_register

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation

    from ledger.db import Connection
    from ledger.ingest.record import Problem
    from ledger.queries import Result, Take

DEFAULT_LEDGER = Path("ledger.duckdb")
FORMATS = ("table", "csv", "json", "ndjson", "markdown")


class Settings:
    """What was said before the command's name."""

    def __init__(self) -> None:
        self.db = DEFAULT_LEDGER


settings = Settings()


def words(register: str) -> Callable[[str], list[str]]:
    """A completion of the ids of a register, straight from its files, the user's own beside the ledger too."""
    key = "profile" if register == "profiles" else "id"  # a profile has several rows

    def complete(incomplete: str) -> list[str]:
        found: list[str] = []
        for path in (DATA / f"{register}.csv", user_register(settings.db, register)):
            if path.exists():
                with path.open(encoding="utf-8", newline="") as file:
                    found += [row[key] for row in csv.DictReader(file)]
        return [word for word in dict.fromkeys(found) if word.lower().startswith(incomplete.lower())]

    return complete


def _files(folder: Path, suffix: str) -> Callable[[str], list[str]]:
    return lambda incomplete: sorted(p.stem for p in folder.glob(f"*{suffix}") if p.stem.startswith(incomplete))


def _choices(*choices: str) -> Callable[[str], list[str]]:
    return lambda incomplete: [c for c in choices if c.startswith(incomplete)]


complete_report = _files(QUERIES / "reports", ".sql")
complete_check = _files(QUERIES / "checks", ".sql")
complete_severity = _choices("critical", "major", "minor", "notice", "info", "never")
complete_state = _choices("explained", "dismissed", "open")
complete_link = _choices("revises", "corrects", "repeats", "quotes", "part_of", "disputes", "confirms", "same_event")
complete_preset = _files(PRESETS, ".toml")
complete_register = _choices(*REGISTERS)


def _set_db(path: Path | None) -> Path | None:
    if path is not None:
        settings.db = path
    return path


def _a_format(text: str) -> str:
    if text not in FORMATS:
        raise typer.BadParameter(f"{text!r} is none of {', '.join(FORMATS)}")
    return text


Db = Annotated[
    Path | None, typer.Option("--db", callback=_set_db, help="The ledger file (LEDGER_DB, else ./ledger.duckdb).")
]
Format = Annotated[
    str,
    typer.Option(
        "--format", "-f", callback=_a_format, autocompletion=_choices(*FORMATS), help=f"One of {', '.join(FORMATS)}."
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of standard output.")]
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day, such as 2026-01-26.")]
To = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Last day.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="As the ledger knew at the end of that day (UTC).")
]
Attacker = Annotated[
    str | None, typer.Option(autocompletion=words("parties"), help="Only what this party is said to have done.")
]
Profile = Annotated[
    str, typer.Option(autocompletion=words("profiles"), help="Coding profile: how wide vague words are read.")
]
Defender = Annotated[
    str | None, typer.Option(autocompletion=words("parties"), help="Only what was done to this party.")
]


def bounds(from_: str | None, to: str | None, attacker: str | None, defender: str | None) -> dict[str, str | None]:
    """The bounds that reports and checks share, as the views read them. Raises `LedgerError`."""
    return {
        "from": a_date(from_, "--from"), "to": a_date(to, "--to"),
        "attacker": an_id(attacker, "parties"), "defender": an_id(defender, "parties"),
    }  # fmt: skip


def say(line: str) -> None:
    """A line for the person, on standard error; what a file or a name holds in it is shown, never obeyed."""
    typer.echo(visible(line), err=True)


def refuse(problems: Sequence[Problem], command: str) -> NoReturn:
    """Says why a claim typed as options was refused, and leaves with that exit code."""
    for problem in problems:
        say(f"error: {problem.column}: {problem.reason}" if problem.column else f"error: {problem.reason}")
    say(f"  try: ledger {command} --help")
    raise typer.Exit(FAILED)


def a_date(text: str | None, option: str) -> str | None:
    """The text if it is an ISO date. Raises `LedgerError`."""
    from datetime import date

    try:
        return text and date.fromisoformat(text).isoformat()
    except ValueError:
        raise LedgerError(f"{option} {text!r} is not a date", hint="dates look like 2026-01-26") from None


@contextmanager
def output(path: Path | None) -> Iterator[IO[str]]:
    """Standard output, or the file asked for. Raises `LedgerError` if it cannot be written."""
    if path is None:
        yield sys.stdout
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as out:
            yield out
    except OSError as e:
        raise LedgerError(f"cannot write {path}: {e.strerror}", hint="name another file with -o") from e


def load_ahead(format: str) -> None:
    """Begins to load what will write a table, to be done beside what DuckDB works out: a tenth of a small report."""
    if format == "table":
        from threading import Thread

        Thread(target=_load_table).start()


def _load_table() -> None:
    with suppress(ImportError):  # said where the table is written
        import ledger.render.table  # noqa: F401


def show(result: Result, format: str, path: Path | None = None) -> None:
    """Renders a result, unless its rows were taken; in machine formats its closing lines go to standard error."""
    from ledger.render import render

    if result.columns:
        with output(path) as out:
            render(result, format, out)
    if format not in ("table", "markdown"):
        for line in result.closing:
            say(line)


def taking(con: Connection, format: str, path: Path | None) -> Take | None:
    """What writes the rows of a query as they come, where the format lets it; None where `show` is to show them all."""
    if format != "csv":
        return None

    def take(rows: DuckDBPyRelation, people: Sequence[str]) -> None:
        from ledger.render.lines import write_lines

        with output(path) as out:
            write_lines(con, rows, people, out)

    return take


def an_id(word: str | None, register: str) -> str | None:
    """The id of a word as the register's file has it, in any case. Raises `LedgerError` with what is known."""
    if word is None:
        return None
    known = {w.lower(): w for w in words(register)("")}
    if word.lower() not in known:
        from difflib import get_close_matches

        near = get_close_matches(word.lower(), known, n=3, cutoff=0.4)
        hint = (
            f"did you mean {' or '.join(known[n] for n in near)}?" if near else f"`ledger vocab {register}` lists them"
        )
        raise LedgerError(f"{word!r} is no id in {register}", hint=hint)
    return known[word.lower()]


def duckdb_shell() -> str:
    """The `duckdb` shell installed with the tool, else the one on PATH. Raises `LedgerError`."""
    import shutil

    beside = shutil.which("duckdb", path=str(Path(sys.executable).parent))
    found = beside or shutil.which("duckdb")
    if found is None:
        raise LedgerError("the DuckDB shell is not installed", hint="pip install duckdb-cli")
    return found
