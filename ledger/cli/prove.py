"""Commands that prove: selftest that no party is favoured; verify, digest and log that nothing was altered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli import common
from ledger.cli.common import Db, Format, Output, say, settings
from ledger.errors import DONE, FINDINGS, LedgerError

EXAMPLES = {
    "selftest": "ledger selftest --swap RU UA",
    "verify": "ledger verify --against published.txt",
    "digest": "ledger digest >> published.txt",
    "log": "ledger log --limit 10",
}
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


def verify(
    against: Annotated[
        list[str] | None,
        typer.Option(metavar="DIGEST|FILE", help="What was published: a digest, or a file of `ledger digest` lines."),
    ] = None,
    signers: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Allowed signers (ssh-keygen) that FILE.sig is held against.")
    ] = None,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """Prove that nothing in the ledger was altered.

    Computes every claim's id and seal, every entry's digest, the chain and the counts anew, and names each row that is
    altered, missing or added. What was cut off at the end shows only against what was published. Exit 1 if anything
    is wrong.
    """
    from ledger import signing
    from ledger import verify as proof
    from ledger.render import Progress

    if signers and not against:
        raise LedgerError("--signers needs the signed file", hint="--against published.txt --signers allowed_signers")
    published = [digest for text in against or () for digest in proof.digests(text)]
    signed = [signing.signer(Path(text), signers) for text in against or ()] if signers else []
    with Progress("verifying") as bar:
        found = proof.verify(settings.db, published, bar.advance)
    if found.faults or format not in ("table", "markdown"):
        common.show(proof.as_result(found), format, output)
    for who in signed:
        say(f"signed by {who}")
    held = f"{found.claims} claims in {found.entries} entries, head {(found.digest or 'none')[:12]}"
    if found.faults:
        counted = f"{len(found.faults)} {'fault' if len(found.faults) == 1 else 'faults'}"
        say(f"not as it was recorded: {counted}; {'its claims cannot be read so' if found.claims is None else held}")
        if any(fault.detail.endswith("from the claims") for fault in found.faults):
            say("  try: ledger doctor --rebuild works out anew what follows from the claims")
        raise typer.Exit(FINDINGS)
    also = f"; holds what was published ({len(published)})" if published else ""
    say(f"verified: {held}{also}")


def digest(
    sign: Annotated[
        Path | None, typer.Option(metavar="KEY", help="Sign the line with this SSH key (ssh-keygen -Y), into FILE.sig.")
    ] = None,
    db: Db = None,
    output: Output = None,
) -> None:
    """Print the line to publish, so that others can verify the ledger against it.

    `head` seals everything recorded so far; `content` is equal in two ledgers that hold the same claims.
    """
    from ledger import db as store
    from ledger import signing

    if sign and output is None:
        raise LedgerError("a signature needs the file that it is for", hint="ledger digest -o digest.txt --sign KEY")
    with store.reading(settings.db) as con:
        found = store.run(con, "lookup/digest").fetchone()
    with common.output(output) as out:
        out.write(f"{found[0] if found else ''}\n")
    if sign and output:
        say(f"signed: {signing.sign(output, sign)}")


def log(
    limit: Annotated[int, typer.Option(min=1, help="At most so many rows.")] = 50,
    db: Db = None,
    format: Format = "table",
    output: Output = None,
) -> None:
    """List the acts of recording, newest first: who, when, with what, from which file, how many claims, digest."""
    from ledger import db as store
    from ledger import queries

    with store.reading(settings.db) as con:
        result = queries.run(con, queries.find("lookup", "log"), {}, {"limit": str(limit)}, closing=False)
    common.show(result, format, output)
    if result.rows and (acts := result.rows[0][result.columns.index("acts")]) > limit:
        say(f"{limit} of {acts} acts; --limit {acts} shows all")
