"""The command that proves the ledger's neutrality: selftest."""

from __future__ import annotations

from typing import Annotated

import typer

from ledger.cli import common
from ledger.cli.common import Db, Format, Output, settings
from ledger.errors import DONE, FINDINGS, LedgerError

EXAMPLES = {"selftest": "ledger selftest --swap RU UA"}
"""The example that ends each command's help."""


def selftest(
    swap: Annotated[
        tuple[str, str],
        typer.Option(metavar="PARTY PARTY", autocompletion=common.words("parties"), help="The parties to exchange."),
    ],
    each: Annotated[
        int, typer.Option(min=0, help="Differing rows of a check or report that a table shows; 0: all.")
    ] = 5,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Prove that the checks favour no party.

    Runs all checks and reports on the ledger and on a copy with two parties exchanged, which must say the same with
    the names exchanged. Exit 1 if they do not. The ledger itself is only read.
    """
    from ledger import selftest as test
    from ledger.render import Progress

    one, other = (str(common.an_id(word, "parties")) for word in swap)
    if one == other:
        raise LedgerError(f"--swap {one} {other} exchanges nothing", hint="ledger selftest --swap RU UA")
    with Progress("comparing") as bar:
        compared = test.prove(settings.db, one, other, bar.advance)
    shown = test.as_result(compared, one, other, each or None if format in ("table", "markdown") else None)
    common.show(shown, format, output)
    raise typer.Exit(FINDINGS if any(c.differing for c in compared) else DONE)
