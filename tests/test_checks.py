"""Each check by worked examples: `checks/<check>.toml` has a ledger that passes and one that trips it.

A case file says `why`, what all its rows share (`common`), and under `[[passes]]` and `[[trips]]` the rows of small
ledgers, by the interchange columns. `later` are rows recorded by a second act, `sql` is what no recording would write,
`set` are the check's parameters. `finds` gives what the findings must say, in their order: any of their keys.
"""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from ledger import checks, db, queries
from ledger.ingest.record import Act, record
from ledger.render import objects

CASES = Path(__file__).parent / "checks"
CHECKS = queries.names("checks")
FEW = 3
KEYS = ["id", "check", "severity", "claims", "left", "right", "message", "proof", "state"]


def cases(kind: str) -> list[Any]:
    """All small ledgers of a kind, with the check they belong to."""
    found = []
    for path in sorted(CASES.glob("*.toml")):
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, case in enumerate(given.get(kind, []), 1):
            case["common"] = given.get("common", {}) | case.get("common", {})
            # the first few show the rule, the others its edges
            marks = [pytest.mark.soak] if number > FEW else []
            found.append(pytest.param(path.stem, case, id=f"{path.stem}-{number}", marks=marks))
    return found


def found(con: db.Connection, name: str, case: dict[str, Any]) -> list[dict[str, Any]]:
    """What a check says of a small ledger."""
    for rows in filter(None, (case.get("rows"), case.get("later"))):
        drafts = [case["common"] | {k: str(v) for k, v in row.items()} for row in rows]
        outcome = record(con, [(n, [d]) for n, d in enumerate(drafts, 1)], Act("load", "rows.csv"))
        assert not outcome.problems, outcome.problems
    if "sql" in case:
        con.execute(case["sql"])
    chosen = checks.choose([name])
    checks.gather(con, chosen, {}, {name: case.get("set", {})})
    return objects(checks.findings(con))


@pytest.mark.parametrize(("name", "case"), cases("trips"))
def test_the_check_trips(con: db.Connection, name: str, case: dict[str, Any]) -> None:
    findings = found(con, name, case)
    assert findings, "no finding"
    assert len({f["id"] for f in findings}) == len(findings)
    severities = queries.find("checks", name).severities
    for finding in findings:
        assert list(finding) == KEYS
        assert finding["check"] == name
        assert finding["severity"] in severities
        assert finding["claims"]
        assert finding["message"]
        assert finding["proof"]
        assert finding["state"] == "open"
    wanted = case["finds"]
    assert [{k: f[k] for k in want} for f, want in zip(findings, wanted, strict=True)] == wanted


@pytest.mark.parametrize(("name", "case"), cases("passes"))
def test_the_check_passes(con: db.Connection, name: str, case: dict[str, Any]) -> None:
    assert found(con, name, case) == []


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_has_cases_of_both_kinds_and_says_what_it_is(name: str) -> None:
    given = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))
    assert given["trips"], "a check without a tripping case"
    assert given["passes"]
    assert given["why"].endswith(".")
    query = queries.find("checks", name)
    assert query.title
    assert query.group in ("record", "arithmetic", "series", "between voices", "provenance", "statistics")
    assert query.why
    assert query.silent
    assert query.severities
    assert set(query.severities) <= set(checks.SEVERITIES)
    # each severity that the check may give is seen
    seen = {want["severity"] for case in given["trips"] for want in case["finds"]}
    assert seen == set(query.severities)


def test_every_case_file_belongs_to_a_check() -> None:
    assert sorted(p.stem for p in CASES.glob("*.toml")) == CHECKS
