"""Proves that no rule favours a party: the same ledger with two parties exchanged must give the same findings and rows.

Owns the copy of a ledger, the exchange in it, and the comparison of what both say. Must never write to the ledger
itself, and knows no check or report by name. What is the same is decided without regard to the order of rows, since
rows sorted by a party's id change places; within a cell the order counts, for it is read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from uuid import UUID

from ledger import checks, db, queries
from ledger.copies import copied
from ledger.errors import LedgerError
from ledger.queries import Result

HERE, THERE, ORDER = "only as it stands", "only with them swapped", "in another order"
"""How a row differs: the ledger alone gives it, the exchanged one alone, or both with the things in a cell moved."""

_WORD = re.compile(r"[\w-]+")
_SHORT = 8
"""Digits of a claim's id in citations."""
_ALL_DAYS = {"from": "0001-01-01"}
"""A bound that leaves nothing out, for reports that show one day where no bound is given."""
_RUNS = {"check": "checks", "report": "runs of reports"}
_OF_A_FINDING = ("severity", "claims", "left", "right", "message", "proof", "state")

Cells = tuple[Any, ...]


class Told(NamedTuple):
    """What a ledger says: the rows of each check and report, by kind and name, and the ids of its findings."""

    rows: dict[tuple[str, str], list[Cells]]
    findings: dict[str, tuple[str, frozenset[str]]]


class Compared(NamedTuple):
    """One check or report: its kind and name, how many rows it gave, and the rows that differ, each with how."""

    kind: str
    name: str
    rows: int
    differing: list[tuple[str, str]]


def prove(
    path: Path, one: str, other: str, advance: Callable[[int, int | None], None] = lambda done, total: None
) -> list[Compared]:
    """Runs all checks and all reports on the ledger as it stands and with the parties `one` and `other` exchanged.

    The work is done on a copy in a temporary folder. Raises `LedgerError` where no claim names either party, or where
    a check or report fails.
    """
    with TemporaryDirectory(prefix="ledger-") as folder:
        copy = _copied(path, Path(folder), (one, other))
        as_it_stands = _told(copy, advance)
        with db.writing(copy) as con:
            db.set_variables(con, {"one": one, "other": other})
            db.run(con, "selftest/exchange")
            db.run(con, "derive/scope_in")
            renamed = db.run(con, "selftest/renamed").fetchall()
        exchanged = _told(copy, advance)
    back = {one: other, other: one}
    for old, new in renamed:
        back[new] = old
        back[new[:_SHORT]] = old[:_SHORT]
    known = {what: finding for finding, what in as_it_stands.findings.items()}
    for finding, (check, claims) in exchanged.findings.items():
        if there := known.get((check, frozenset(back.get(c, c) for c in claims))):
            back[finding] = there
    return [_compared(key, rows, exchanged.rows[key], back) for key, rows in as_it_stands.rows.items()]


def _copied(path: Path, folder: Path, parties: tuple[str, str]) -> Path:
    """A copy of the ledger with its registers and views as the next command would have them."""
    with db.reading(path) as con:
        named = [db.run(con, "selftest/naming", {"party": party}).fetchone() for party in parties]
    if named == [(0,), (0,)]:
        raise LedgerError(
            f"no claim names {parties[0]} or {parties[1]}: there is nothing to swap",
            hint='`ledger sql "select distinct attacker, defender, subject from claim"` lists those named',
        )
    copy = copied(path, folder)
    with db.writing(copy):
        pass
    return copy


def _told(path: Path, advance: Callable[[int, int | None], None]) -> Told:
    """Everything that the checks and reports say of a ledger."""
    chosen = checks.choose(on_request=True)
    reports = [queries.find("reports", name) for name in queries.names("reports")]
    runs = [(report, given) for report in reports for given in _given(report)]
    rows: dict[tuple[str, str], list[Cells]] = {("check", check.name): [] for check in chosen}
    steps = len(chosen) + len(runs)
    with db.reading(path) as con:
        checks.gather(con, chosen, {}, advance=lambda done, _: advance(done, steps))
        found = checks.findings(con)
        # the reports read what the checks worked out, since nothing is left out by a bound
        for number, (report, given) in enumerate(runs, 1):
            result = queries.run(con, report, _ALL_DAYS, given)
            name = " ".join([report.name, *(f"--{parameter}" for parameter in given)])
            rows["report", name] = [*result.rows, *((line,) for line in result.closing)]
            advance(len(chosen) + number, steps)
    at = {column: place for place, column in enumerate(found.columns)}
    ids = {}
    for row in found.rows:
        rows["check", row[at["check"]]].append(tuple(row[at[column]] for column in _OF_A_FINDING))
        ids[row[at["id"]]] = (str(row[at["check"]]), frozenset(map(str, row[at["claims"]])))
    return Told(rows, ids)


def _given(report: queries.Query) -> Iterator[dict[str, str]]:
    """The parameters that a report is run with: none, and `--all` where it has that."""
    yield {}
    if "all" in {parameter.name for parameter in report.params}:
        yield {"all": "true"}


def _compared(key: tuple[str, str], here: Sequence[Cells], there: Sequence[Cells], back: Mapping[str, str]) -> Compared:
    """Holds the rows of both against each other, as often as each occurs; `back` has the words as they were."""
    one = Counter(_cells(row, {}) for row in here)
    other = Counter(_cells(row, back) for row in there)
    left, right = list((one - other).elements()), list((other - one).elements())
    moved = Counter(map(_unordered, left)) & Counter(map(_unordered, right))
    differing = [(ORDER if taken else HERE, row) for taken, row in _taken(left, moved)]
    differing += [(THERE, row) for taken, row in _taken(right, moved) if not taken]
    return Compared(*key, len(here), sorted((how, _line(row)) for how, row in differing))


def _taken(rows: Sequence[Cells], moved: Counter[Cells]) -> Iterator[tuple[bool, Cells]]:
    """Each row, with whether the other side has it as well but for the order within its cells."""
    spare = moved.copy()
    for row in rows:
        spare[_unordered(row)] -= 1
        yield spare[_unordered(row)] >= 0, row


def _unordered(row: Cells) -> Cells:
    return tuple(tuple(sorted(_WORD.findall(str(cell)))) for cell in row)


def _cells(row: Cells, back: Mapping[str, str]) -> Cells:
    return tuple(_cell(value, back) for value in row)


def _cell(value: Any, back: Mapping[str, str]) -> Any:
    """A cell to be compared: the words as they were, sets of ids without order, numbers as far as sums are exact."""
    if isinstance(value, str):
        return _WORD.sub(lambda word: back.get(word[0], word[0]), value)
    if isinstance(value, UUID):
        return back.get(str(value), str(value))
    if isinstance(value, float):
        return float(f"{value:.9g}")
    if isinstance(value, dict):
        return tuple((name, _cell(v, back)) for name, v in value.items())
    if isinstance(value, (list, tuple)):
        cells = [_cell(v, back) for v in value]
        return tuple(sorted(cells) if value and isinstance(value[0], UUID) else cells)
    return value


def _line(row: Cells) -> str:
    """A row in one line, ids by their first digits."""
    texts = (", ".join(str(v)[:_SHORT] for v in cell) if isinstance(cell, tuple) else str(cell) for cell in row if cell)
    return " · ".join(text for text in texts if text)


def as_result(compared: Sequence[Compared], one: str, other: str, each: int | None = None) -> Result:
    """What was compared, for printing: what is the same in one row a kind, then each row that differs, at most `each`
    of a check or report."""
    rows: list[tuple[object, ...]] = []
    for kind in dict.fromkeys(c.kind for c in compared):
        same = [c for c in compared if c.kind == kind and not c.differing]
        silent = sum(not c.rows for c in same)
        said = f"{len(same)} {_RUNS[kind]}" + (f", {silent} of them without a row" if silent else "")
        rows.append((said, sum(c.rows for c in same), "same", None))
    for c in compared:
        rows += [(f"{c.kind} {c.name}", c.rows, how, row) for how, row in c.differing[:each]]
        if len(c.differing[:each]) < len(c.differing):
            rows.append((f"{c.kind} {c.name}", c.rows, f"{len(c.differing) - len(c.differing[:each])} more", None))
    columns, types = ("what", "compared", "outcome", "row"), ("VARCHAR", "BIGINT", "VARCHAR", "VARCHAR")
    return Result(columns, types, rows, closing=(_sentence(compared, one, other),))


def _sentence(compared: Sequence[Compared], one: str, other: str) -> str:
    findings, lines = (sum(c.rows for c in compared if c.kind == kind) for kind in ("check", "report"))
    if differing := sum(len(c.differing) for c in compared):
        names = ", ".join(f"{c.kind} {c.name}" for c in compared if c.differing)
        compared_with = f"{findings} findings and {lines} report rows with {one} and {other} swapped"
        return f"{differing} differences in {compared_with}: {names}"
    return f"{findings} findings and {lines} report rows are the same with {one} and {other} swapped"
