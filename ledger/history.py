"""What a ledger knew on an earlier day, for one connection: its tables without what was recorded or merged later.

Owns which entries were known when. Must never write to a ledger.
"""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

from ledger import db
from ledger.errors import LedgerError

_TABLES = ("claim", "claim_again", "link", "derived_link", "resolution", "capture", "entry")


def use_day(con: db.Connection, day: str | None) -> None:
    """From now on this connection reads the ledger as it knew at the end of `day` (ISO, UTC); None: as it is.

    What another desk had recorded by then counts from the merge on. The registers are those of today. Raises
    `LedgerError` where nothing was recorded by then.
    """
    if day is None:
        return
    known = _known(con, datetime.combine(date.fromisoformat(day) + timedelta(days=1), time()))
    if not known:
        first = con.execute("select min(recorded_at) from entry").fetchone()
        when = f"; the first act is of {first[0]:%Y-%m-%d}" if first and first[0] else ""
        raise LedgerError(f"nothing was recorded by {day}{when}", hint="`ledger log` lists the acts")
    database = con.execute("select current_database()").fetchone()
    quoted = '"' + str(database[0] if database else "").replace('"', '""') + '"'
    db.set_variables(con, {f"stored_{table}": f"{quoted}.main.{table}" for table in _TABLES})
    db.run(con, "history/known", {"entries": json.dumps(known)})
    db.run(con, "history/as_of")
    db.set_variables(con, {"as_of": day})


def _known(con: db.Connection, until: datetime) -> list[str]:
    """The ids of the entries known before a moment: the last of the ledger's own by then, and all that came before it.

    Of the entries that a merge joins, the first is the ledger's own.
    """
    found = con.execute("select digest, entry_id, recorded_at, parents from entry").fetchall()
    entries = {digest: (str(entry), recorded_at, parents or []) for digest, entry, recorded_at, parents in found}
    heads = set(entries) - {p for _, _, parents in entries.values() for p in parents}
    at: str | None = min(heads, default=None)
    while at in entries and entries[at][1] >= until:
        parents = entries[at][2]
        at = parents[0] if parents else None
    known: set[str] = set()
    waiting = [at] if at else []
    while waiting:
        if (digest := waiting.pop()) in entries and digest not in known:
            known.add(digest)
            waiting += entries[digest][2]
    return [entries[digest][0] for digest in known]
