"""Acts of recording beside a load: a revision, a link between claims, a retraction, an event, a decision, a capture.

Each is an entry of its own and writes new rows; nothing is changed or deleted. Must never decide what a finding is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ledger import db, queries
from ledger.errors import LedgerError
from ledger.ingest.record import Outcome, find_claim, record
from ledger.model.act import Act

STATES = ("explained", "dismissed", "open")
"""What a person can say of a finding; `open` takes it back."""
KINDS = {
    "revises": "the source changed its figure: the earlier one no longer stands",
    "corrects": "the earlier one was recorded wrongly: it is taken back",
    "repeats": "it only says again what the other says: it is no further voice",
    "quotes": "it relays the other: it is held against it and is no further voice",
    "part_of": "it is counted in the other: sums leave it out",
    "disputes": "its source says that the other is wrong",
    "confirms": "its source says that the other is right",
    "same_event": "both are about one event, whose name is the reason",
}
"""What one claim can be to another, as a person says it, and what follows."""


def revise(con: db.Connection, prefix: str, changes: Mapping[str, str], kind: str, why: str) -> tuple[str, Outcome]:
    """Records the claim anew with `changes` (interchange columns), as one that revises or corrects it.

    Returns the id of the claim as it was, and the outcome of recording the new one: one with problems wrote nothing.
    Raises `LedgerError`.
    """
    if kind not in ("revises", "corrects"):
        raise LedgerError(f"--kind {kind!r} is neither revises nor corrects", hint="ledger revise --help")
    identity = _standing(con, prefix)
    _needs(why, "a revision")
    db.set_variables(con, {"claim": identity})
    before = queries.fetch(con, db.statement("lookup/interchange"))
    db.set_variables(con, {"claim": None})
    row = {c: str(v) for c, v in zip(before.columns, before.rows[0], strict=True) if v is not None}
    for column in ("weapon", "region"):
        if column in changes:
            row.pop(f"{column}_as_stated", None)
    outcome = record(con, [(1, [row | dict(changes)])], Act("revise"), strict=True, relation=(kind, identity, why))
    if outcome.ids == [identity]:
        raise LedgerError(
            f"nothing changes that makes {identity[:8]} another claim",
            hint="--value, --published, --url, --window … do; a quote or a note does not",
        )
    return identity, outcome


def link(con: db.Connection, one: str, kind: str, other: str, why: str) -> tuple[str, str]:
    """Says what the claim whose id starts with `one` is to that of `other`; returns their ids. Raises `LedgerError`."""
    if kind not in KINDS:
        raise LedgerError(f"{kind!r} is no kind of link", hint=f"there are {', '.join(KINDS)}")
    from_id, to_id = _standing(con, one), _standing(con, other)
    if from_id == to_id:
        raise LedgerError(f"{from_id[:8]} cannot be linked to itself", hint="`ledger claims` lists them")
    _needs(why, "a link")
    if kind == "same_event":
        tag(con, [from_id, to_id], why)
        return from_id, to_id
    if db.run(con, "ingest/is_linked", {"kind": kind, "from_id": from_id, "to_id": to_id}).fetchone() == (True,):
        raise LedgerError(f"{from_id[:8]} {kind} {to_id[:8]} is recorded already", hint=f"ledger show {from_id[:8]}")
    _state(con, "link", [(kind, from_id, to_id, why)])
    return from_id, to_id


def retract(con: db.Connection, prefix: str, why: str) -> str:
    """Writes a retraction of the claim whose id starts with `prefix`; returns its id. Raises `LedgerError`."""
    _needs(why, "a retraction")
    identity = _standing(con, prefix)
    _state(con, "retract", [("retracts", None, identity, why)])
    return identity


def is_retracted(con: db.Connection, identity: str) -> bool:
    """Whether the claim was taken back, by a retraction or a correction."""
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


def capture(con: db.Connection, prefixes: Sequence[str], facts: Mapping[str, object]) -> list[str]:
    """Records a copy kept of a document, for each of the claims that stand in it; returns their ids.

    `facts` are the columns of `capture`: address, path, sha256, bytes, media_type, captured_at, tool, note.
    Raises `LedgerError` for an unknown claim, or where this very copy is recorded for it already.
    """
    claims = list(dict.fromkeys(find_claim(con, prefix) for prefix in prefixes))
    db.run(con, "ingest/arriving")
    for identity in claims:
        db.run(con, "ingest/capture", {**facts, "claim": identity})
    if known := db.run(con, "ingest/captured").fetchall():
        raise LedgerError(
            f"this copy is recorded already for {str(known[0][0])[:8]}", hint="a changed page has another hash"
        )
    db.seal(con, Act("capture"))
    return claims


def _standing(con: db.Connection, prefix: str) -> str:
    """The id of the one claim that starts with `prefix` and was not taken back. Raises `LedgerError`."""
    identity = find_claim(con, prefix)
    if is_retracted(con, identity):
        raise LedgerError(f"{identity[:8]} is retracted already", hint=f"ledger show {identity[:8]}")
    return identity


def _needs(why: str, what: str) -> None:
    if not why.strip():
        raise LedgerError(f"{what} needs its reason", hint='--why "typed the wrong night"')


def _state(con: db.Connection, command: str, links: Sequence[tuple[str, str | None, str, str]]) -> None:
    """Records links (kind, from, to, why) as one entry of `command`."""
    db.run(con, "ingest/arriving")
    for link in links:
        db.run(con, "ingest/link", dict(zip(("kind", "from_id", "to_id", "why"), link, strict=True)))
    db.seal(con, Act(command))
