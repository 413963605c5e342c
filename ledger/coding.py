"""Coding profiles: reads the words of figures again under another profile, for one connection (design 2).

Owns which claims a profile reads otherwise, and the temporary views that put its intervals in the place of the stored
ones. Must never write to a ledger: a claim stays stored as profile `bounds` read it.
"""

from __future__ import annotations

import json

from ledger import db
from ledger.errors import LedgerError, Refused

STORED = "bounds"
"""The profile under which claims are recorded."""


def profiles(con: db.Connection) -> list[str]:
    """The names of the coding profiles that the ledger knows: `bounds` first, the others by their names."""
    return [str(name) for (name,) in db.run(con, "coding/names").fetchall()]


def use_profile(con: db.Connection, name: str) -> None:
    """From now on the views of this connection read its claims under the coding profile `name`.

    It may be called again with another name; `bounds` is as the claims are stored, and costs nothing. Whatever was
    worked out before stays as it was. Raises `LedgerError` for a profile that the ledger does not know, or that cannot
    read the words of a claim; then the profile in use before is kept.
    """
    if name == STORED:
        db.run(con, "coding/as_stored")
        db.set_variables(con, {"profile": None})
        return
    if name not in (known := profiles(con)):
        raise LedgerError(f"no coding profile is called {name!r}", hint=f"there are {', '.join(known)}")
    db.run(con, "coding/recoded", {"rows": json.dumps(_read_again(con, name))})
    db.run(con, "coding/read_again")
    db.set_variables(con, {"profile": name})


def _read_again(con: db.Connection, name: str) -> list[tuple[str, str, int | None, int | None]]:
    """The words whose width is a profile's, as value, kind, lo, hi (None: unbounded). Raises `LedgerError`."""
    from ledger.registers import read_registers  # most commands run under `bounds` and read no words again

    grammar = read_registers(con, name).grammar
    found = []
    for value, kind in db.run(con, "coding/words").fetchall():
        try:
            interval = grammar.read(value)
        except Refused as e:
            hint = f"ledger vocab profiles --add profile={name} --add term=… --add lo=… --add hi=… gives it a width"
            raise LedgerError(f"coding profile {name} cannot read the claim {value!r}: {e.message}", hint=hint) from e
        found.append((value, kind, interval.lo, interval.hi))
    return found
