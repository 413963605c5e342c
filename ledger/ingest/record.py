"""From interchange rows to claims: reads each distinct word once, checks every row, writes those that pass.

Owns the one path by which claims enter a ledger, the same for one row and for a file. A row may draft several claims
(a preset unpivots); it is taken or refused whole. Must never open a file or know a preset.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledger import db
from ledger.errors import LedgerError, Refused
from ledger.model.act import Act
from ledger.model.windows import parse_moment, parse_window
from ledger.registers import Registers, read_registers

COLUMNS = (
    "source", "url", "published", "attacker", "defender", "subject", "metric", "value", "window", "weapon",
    "population", "region", "part", "basis", "breakdown", "recap", "quote", "lang", "origin", "event", "note",
)  # fmt: skip
"""The interchange columns in their order (design 2); also the options of `ledger add`."""
AS_STATED = ("weapon_as_stated", "region_as_stated")
"""What an export adds: the words before the registers resolved them. Optional in a file, no option of `add`."""
REQUIRED = ("source", "url", "published", "metric", "value", "window")
CHOICES = {
    "basis": ("period", "cumulative", "stock"),
    "breakdown": ("none", "exhaustive", "partial"),
    "recap": ("true", "false"),
}
"""The columns that take one of a few words."""

_READING = ("kind", "word", "context", "id", "low", "high", "detail", "problem")
# What the checks need to know of a word besides its id.
_DETAILS = {"source": "timezone", "party": "timezone", "metric": "direction"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_BREAK = re.compile(r"[\t\r\n]+")
UNPLAIN = r"""^['\s]|\s$|["\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"""
"""A cell that is not taken as it stands: what is trimmed, guarded, mended or refused, or a quotation mark."""


@dataclass(frozen=True)
class Problem:
    """Why a row was refused: its number, the column at fault (empty if the row as a whole), the reason."""

    row: int
    column: str
    reason: str


@dataclass
class Outcome:
    """What became of the rows: rows = loaded + known + empty + refused; `claims` were made, under `entry`.

    Of a large file only the first problems are kept, and how many more there are.
    """

    rows: int = 0
    loaded: int = 0
    known: int = 0
    empty: int = 0
    refused: int = 0
    claims: int = 0
    entry: str | None = None
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0
    ids: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, object]:
        """The counts and the entry, in the order in which they are printed."""
        return {k: getattr(self, k) for k in ("rows", "loaded", "known", "empty", "refused", "claims", "entry")}

    def undone(self) -> Outcome:
        """The same rows when nothing was written: those that would have been taken are refused with the rest."""
        return replace(self, loaded=0, refused=self.refused + self.loaded, claims=0, entry=None, ids=[])

    @classmethod
    def total(cls, outcomes: Sequence[Outcome]) -> Outcome:
        """The sums over several files; the entry only where there is one."""
        names = ("rows", "loaded", "known", "empty", "refused", "claims", "more_problems")
        sums = {name: sum(getattr(o, name) for o in outcomes) for name in names}
        entry = outcomes[0].entry if len(outcomes) == 1 else None
        return cls(**sums, entry=entry, problems=[p for o in outcomes for p in o.problems])


def record(
    con: db.Connection,
    rows: Sequence[tuple[int, Sequence[Mapping[str, str]]]],
    act: Act,
    refused: Sequence[Problem] = (),
    *,
    strict: bool = False,
    relation: tuple[str, str, str] | None = None,
) -> Outcome:
    """Records `rows`, each a number and the interchange rows drafted from it (none: the row states no figure).

    `refused` are the problems of rows that could not even be drafted. With `strict`, nothing is written if any row is
    refused. `relation` is what the claim of the one row is to another: the kind of link, that other's id, and why.
    Returns the counts, the problems, and the ids of the claims made, or already known if there was one row.
    """
    registers = begin(con, act)
    problems = [*refused, *judge(con, registers, rows)]
    loaded, known, _, claims = db.run(con, "ingest/outcomes").fetchone() or (0, 0, 0, 0)
    outcome = Outcome(
        rows=len(rows) + len({p.row for p in refused}),
        loaded=loaded,
        known=known,
        empty=sum(not drafted for _, drafted in rows),
        refused=len({p.row for p in problems}),
        claims=claims,
        problems=sorted(problems, key=lambda p: p.row),
        ids=[str(i) for (i,) in db.run(con, "ingest/ids").fetchall()],
    )
    if strict and problems:
        return outcome.undone()
    if relation and outcome.ids == [relation[1]]:
        relation = None  # it is the same claim
    if relation:
        kind, other, why = relation
        db.run(con, "ingest/link", {"kind": kind, "from_id": outcome.ids[0], "to_id": other, "why": why})
    if claims or relation:
        new_scopes = db.run(con, "ingest/new_scopes").fetchone()
        finish(con, outcome, act, registers)
        if new_scopes and new_scopes[0]:
            db.run(con, "ingest/scopes")
            db.run(con, "derive/scope_in")
        db.run(con, "ingest/derive")
    return outcome


def begin(con: db.Connection, act: Act) -> Registers:
    """Makes ready to record what an act brings: empty tables for it, and the words that the ledger knows."""
    db.run(con, "ingest/tables")
    db.run(con, "ingest/arriving")
    db.set_variables(con, {"choices": {column: list(words) for column, words in CHOICES.items()}})
    return read_registers(con, act.profile)


def judge(
    con: db.Connection, registers: Registers, rows: Iterable[tuple[int, Sequence[Mapping[str, str]]]]
) -> list[Problem]:
    """Leaves in `arriving_claim` the claims of the rows that can be taken and are new; returns why others are refused.

    `verdict` says what became of each row.
    """
    problems: list[Problem] = []
    drafts: list[tuple[str, ...]] = []
    for number, drafted in rows:
        cleaned = [_cleaned(draft) for draft in drafted]
        fault = next((f for f in map(_fault, cleaned) if f), None)
        if fault:
            problems.append(Problem(number, *fault))
        else:
            drafts += [(str(number), str(i), *(d[c] for c in (*COLUMNS, *AS_STATED))) for i, d in enumerate(cleaned)]
    db.put_rows(con, "draft", ("row_no", "seq", *COLUMNS, *AS_STATED), drafts)
    read_drafts(con, registers, len(drafts))
    db.run(con, "ingest/verdict")
    return problems + [Problem(*p) for p in db.run(con, "ingest/problems").fetchall()]


def read_drafts(con: db.Connection, registers: Registers, drafts: int) -> None:
    """Reads the words of what lies in `draft`, so many rows, and leaves in `checked` what they say."""
    words = db.run(con, "ingest/words").fetchall()
    db.put_rows(con, "reading", _READING, [_read(registers, *word) for word in words])
    db.run(con, "ingest/meaning_few" if drafts <= db.FEW_ROWS else "ingest/meaning_many")
    db.run(con, "ingest/checked")


def finish(
    con: db.Connection, outcome: Outcome, act: Act, registers: Registers, written: db.Written | None = None
) -> None:
    """Seals what was recorded as one entry. `written` are claims that lie in the ledger already."""
    # only now: a word of a row that was refused is none of the ledger's
    if registers.regions.arrived:
        con.executemany(db.statement("ingest/region"), _region_rows(registers))
    counts = {k: getattr(outcome, k) for k in ("rows", "loaded", "known", "empty", "refused")}
    outcome.entry = db.seal(con, act, counts, registers=bool(registers.regions.arrived), written=written)


def find_claim(con: db.Connection, prefix: str) -> str:
    """The id of the one claim whose id starts with `prefix`. Raises `LedgerError` if there is none or several."""
    found = [str(i) for (i,) in db.run(con, "lookup/by_prefix", {"prefix": prefix.strip().lower()}).fetchall()]
    if len(found) == 1:
        return found[0]
    if not found:
        raise LedgerError(f"no claim's id starts with {prefix!r}", hint="`ledger claims` lists them")
    raise LedgerError(f"several claims' ids start with {prefix!r}: {', '.join(found)}", hint="type more of it")


def _cleaned(draft: Mapping[str, str]) -> dict[str, str]:
    return {c: _BREAK.sub(" ", draft.get(c) or "").strip() for c in (*COLUMNS, *AS_STATED)}


def _fault(draft: Mapping[str, str]) -> tuple[str, str] | None:
    for column, text in draft.items():
        if found := _CONTROL.search(text):
            return column, f"holds the control character U+{ord(found[0]):04X}"
    return None


def _region_rows(registers: Registers) -> list[tuple[str, ...]]:
    return [(r["id"], r["name"], r["within"], r["members"], r["aliases"]) for r in registers.regions.arrived]


def _read(registers: Registers, kind: str, word: str, context: str) -> tuple[str | None, ...]:
    """One distinct word as a row of `reading`."""
    try:
        return (kind, word, context, *read_word(registers, kind, word, context), None)
    except Refused as e:
        return (kind, word, context, None, None, None, None, f"{e.message}{f' ({e.hint})' if e.hint else ''}")


def read_word(registers: Registers, kind: str, word: str, context: str) -> tuple[str | None, ...]:
    """What one word of a column means: (id, low, high, detail). `context` is the source. Raises `Refused`."""
    if kind == "value":
        interval = registers.grammar.read(word)
        return interval.kind, _text(interval.lo), _text(interval.hi), None
    if kind == "window":
        window = parse_window(word, _zone(registers, context))
        return None, window.start.isoformat(), window.end.isoformat(), window.precision
    if kind == "published":
        moment, precision = parse_moment(word, _zone(registers, context))
        return None, moment.isoformat(), None, precision
    register = {
        "source": registers.sources,
        "party": registers.parties,
        "metric": registers.metrics,
        "weapon": registers.weapons,
        "population": registers.populations,
        "region": registers.regions,
    }[kind]
    known = register.resolve(word)
    return known, None, None, register.rows[known].get(_DETAILS[kind]) if kind in _DETAILS else None


def _zone(registers: Registers, source: str) -> str:
    try:
        return registers.timezone_of(source)
    except Refused:
        return "UTC"  # the source itself is refused, with its own reason


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)
