"""Acts of recording that make no claim: a retraction, what a person decided about a finding, the event of claims.

Each is an entry of its own and writes new rows; nothing is changed or deleted. Must never decide what a finding is.
"""

from __future__ import annotations

from collections.abc import Sequence

from ledger import db
from ledger.errors import LedgerError
from ledger.ingest.record import find_claim
from ledger.model.act import Act

STATES = ("explained", "dismissed", "open")
"""What a person can say of a finding; `open` takes it back."""


def retract(con: db.Connection, prefix: str, why: str) -> str:
    """Writes a retraction of the claim whose id starts with `prefix`; returns its id. Raises `LedgerError`."""
    if not why.strip():
        raise LedgerError("a retraction needs its reason", hint='--why "typed the wrong night"')
    identity = find_claim(con, prefix)
    if is_retracted(con, identity):
        raise LedgerError(f"{identity[:8]} is retracted already", hint=f"ledger show {identity[:8]}")
    _state(con, "retract", [("retracts", None, identity, why)])
    return identity


def is_retracted(con: db.Connection, identity: str) -> bool:
    """Whether a retraction names the claim."""
    return db.run(con, "ingest/is_retracted", {"id": identity}).fetchone() == (True,)


def resolve(con: db.Connection, finding: str, check: str, claims: Sequence[str], state: str, why: str) -> None:
    """Writes what a person decided about a finding of `check` about `claims`. Raises `LedgerError` without a reason."""
    if not why.strip():
        raise LedgerError("a decision needs its reason", hint='--why "the bulletin counts the day before as well"')
    given = {"finding": finding, "check": check, "claims": list(claims), "state": state, "why": why}
    db.run(con, "ingest/arriving")
    db.run(con, "ingest/decision", given)
    db.seal(con, Act("resolve"))


def tag(con: db.Connection, claims: Sequence[str], event: str) -> None:
    """Says of each of `claims` (whole ids) that it is about `event`; a later tag replaces an earlier one."""
    if not event.strip():
        raise LedgerError("an event needs a name", hint="such as 2023-05-16-kyiv-kinzhal")
    _state(con, "tag", [("same_event", None, identity, event) for identity in claims])


def _state(con: db.Connection, command: str, links: Sequence[tuple[str, str | None, str, str]]) -> None:
    """Records links (kind, from, to, why) as one entry of `command`."""
    db.run(con, "ingest/arriving")
    for link in links:
        db.run(con, "ingest/link", dict(zip(("kind", "from_id", "to_id", "why"), link, strict=True)))
    db.seal(con, Act(command))
