"""Seals an act of recording as one entry of the chain. Must never know what was recorded, only where it lies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ledger.db.statements import Connection, run

if TYPE_CHECKING:
    from ledger.model.act import Act


class Written(NamedTuple):
    """The claims of an act that were written before it is sealed: the id of its entry, how many, and their seal."""

    entry_id: str | None
    claims: int | None
    claims_seal: str | None


def seal(
    con: Connection,
    act: Act,
    counts: Mapping[str, int] | None = None,
    *,
    registers: bool = False,
    after: str | None = None,
    written: Written | None = None,
) -> str:
    """Seals what lies in the `arriving_*` tables as one entry after those before it, and writes it; returns its id.

    `counts` are rows, loaded, known, empty, refused. `registers` says that the ledger's words changed with this act.
    `after` is the digest of the ledger's own last entry where another ledger's have been joined to it. `written` are
    claims that lie in the ledger already.
    """
    words = None
    if registers or not con.execute("select 1 from entry limit 1").fetchone():
        words = (run(con, "ingest/registers_digest").fetchone() or (None,))[0]
    given = dict.fromkeys(("rows", "loaded", "known", "empty", "refused"), 0) | dict(counts or {})
    there = (written or Written(None, None, None))._asdict()
    found = run(con, "ingest/entry", act.fields() | given | there | {"registers": words, "after": after}).fetchone()
    entry = str(found[0]) if found else ""
    con.execute("set variable entry = ?", [entry])
    run(con, "ingest/record")
    return entry
