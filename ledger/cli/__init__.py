"""The commands, as typed. Parses, calls, prints, chooses the exit code; no SQL, no arithmetic.

Imports Typer and nothing heavier: each command imports what it needs, so that `--help` and completion stay quick.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperCommand, TyperGroup

from ledger.cli.common import DEFAULT_LEDGER, say, settings
from ledger.errors import FAILED, INTERRUPTED, LedgerError

_SURROGATE = re.compile("[\ud800-\udfff]")
"""What the bytes of an argument become that are no UTF-8."""
SUMMARY = (
    "Records the figures each side of a war publishes, and says where they can be compared, agree, "
    "or cannot both be true."
)
COMMANDS = {
    "add": ("take", "Record one claim."),
    "load": ("take", "Load claims from files."),
    "read": ("prose", "Draft the claims in a text."),
    "revise": ("relate", "Record a claim anew with what has changed."),
    "link": ("relate", "Say what one claim is to another."),
    "retract": ("relate", "Take a claim out of comparisons and reports."),
    "capture": ("relate", "Record a copy of the document behind a claim."),
    "claims": ("ask", "List claims, newest first."),
    "show": ("ask", "Tell everything about one claim."),
    "report": ("ask", "Run a canned comparison, or list them."),
    "check": ("judge", "Find what cannot both be true, and what does not fit."),
    "checks": ("judge", "List the checks, or tell about one."),
    "resolve": ("judge", "Say what a finding is: explained or dismissed."),
    "explain": ("judge", "Why two claims can or cannot be compared."),
    "merge": ("keep", "Take in what another ledger has."),
    "selftest": ("prove", "Prove that the checks favour no party."),
    "verify": ("prove", "Prove that nothing in the ledger was altered."),
    "digest": ("prove", "Print the line to publish, so that others can verify."),
    "log": ("prove", "List the acts of recording, newest first."),
    "suggest-events": ("judge", "List claims that may be about one event."),
    "sql": ("ask", "Ask in SQL, read-only."),
    "shell": ("ask", "Open the DuckDB shell on the ledger, read-only."),
    "vocab": ("keep", "List the words the ledger knows, or add one."),
    "export": ("keep", "Write all claims as interchange rows."),
    "template": ("keep", "Write files to fill in."),
    "doctor": ("keep", "Check versions, the ledger, the shell."),
}
"""Each command: its module in `ledger.cli` and the first sentence of its help."""


def application(words: Sequence[str]) -> TyperGroup:
    """The commands. Only those that `words` name are built, the others are a name and a line of help."""
    app = typer.Typer(
        name="ledger",
        help=SUMMARY,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(epilog="Example: ledger report brief --from 2026-01-26 --to 2026-01-26")(root)
    for name in sorted(COMMANDS.keys() & set(words)):
        module, summary = COMMANDS[name]
        room = import_module(f"ledger.cli.{module}")
        more = {"allow_extra_args": True, "ignore_unknown_options": True} if name == "report" else None
        example = f"Example: {room.EXAMPLES[name]}"
        made = getattr(room, name.replace("-", "_"))
        app.command(name, short_help=summary, epilog=example, context_settings=more)(made)
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    built = group.commands
    group.commands = {n: built.get(n) or TyperCommand(n, short_help=line) for n, (_, line) in COMMANDS.items()}
    return group


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"ledger {version('claims-ledger')}")
        raise typer.Exit


def root(
    db: Annotated[Path, typer.Option("--db", envvar="LEDGER_DB", help="The ledger file.")] = DEFAULT_LEDGER,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """What may be said before the command; the help is SUMMARY."""
    settings.db = db


def main() -> None:
    """Runs the command line; a user never sees a traceback (LEDGER_DEBUG=1 shows it)."""
    try:
        completing = os.environ.get("COMP_WORDS", os.environ.get("_TYPER_COMPLETE_ARGS", "")).split()
        if foreign := next((w for w in sys.argv if _SURROGATE.search(w)), ""):
            raise LedgerError(f"an argument is no UTF-8: {foreign!a}", hint="type it anew, or rename the file")
        code = application([*sys.argv[1:], *completing])(prog_name="ledger", standalone_mode=False)
        if code == INTERRUPTED:
            raise KeyboardInterrupt
        sys.stdout.flush()
        sys.exit(code or 0)
    except (BrokenPipeError, SystemExit) as e:
        # Typer turns a broken pipe into an exit of its own
        if isinstance(e, SystemExit) and not isinstance(e.__context__, BrokenPipeError):
            raise
        # the reader has left (`| head`): nothing more to say
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, typer.Abort):
        say("interrupted; nothing was recorded")
        sys.exit(INTERRUPTED)
    except LedgerError as e:
        say(f"error: {f'{e.where}: ' if e.where else ''}{e.message}")
        if e.hint:
            say(f"  try: {e.hint}")
        sys.exit(FAILED)
    except Exception as e:
        if str(e) == "Query interrupted":  # how DuckDB passes on a Ctrl-C
            say("interrupted; nothing was recorded")
            sys.exit(INTERRUPTED)
        usage = _usage(e)
        if not usage and os.environ.get("LEDGER_DEBUG"):
            raise
        say(usage or f"error: something went wrong inside the tool: {type(e).__name__}: {e}")
        if not usage:
            say("  try: LEDGER_DEBUG=1 shows where; please report it with the command")
        sys.exit(FAILED)


def _usage(e: Exception) -> str:
    """The text of a usage error (an unknown option, a wrong type), or '' for any other exception."""
    message = getattr(e, "format_message", None)
    if message is None:
        return ""
    context = getattr(e, "ctx", None)
    named = next((word for word in sys.argv[1:] if word in COMMANDS), "")
    where = f"\n  try: {context.command_path if context else f'ledger {named}'.strip()} --help"
    # without any words the "error" is the help text
    return str(message()) if type(e).__name__ == "NoArgsIsHelpError" else f"error: {message()}{where}"
