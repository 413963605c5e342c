"""What one voice and one document say of themselves, in plain Python: own pairs and the sum rule of design section 3.

Written from the design's text and `docs/decisions.md`, to be held against the views `own_pair`, `breakdown_sum` and
`component_sum`. No SQL, no code of the ledger.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from oracle import (
    APART,
    EQUAL,
    INSIDE,
    OUTSIDE,
    Pair,
    has_regional_parts,
    judged,
    relation,
    speaking,
    standing,
)
from oracle_claims import Claim, Registers, rows_of

WORDS = ("metric", "weapon", "population", "region")
"""What makes a scope beside direction, part, window and basis."""
FAMILY = {row["id"]: row["family"] for row in rows_of("metrics")}


def own_pairs(claims: Iterable[Claim], reg: Registers) -> Iterator[Pair]:
    """Every pair of one voice of which one scope lies inside the other, of the same direction, day and basis.

    Of two documents, equal scopes are two reports and no pair. A figure that is withheld or denied says nothing here.
    """
    claims = list(claims)
    speak = speaking(claims, reg)
    told = [c for c in speak if c.lo is not None]
    for i, a in enumerate(told):
        for b in told[:i]:
            same = (a.voice, a.direction, a.get("basis")) == (b.voice, b.direction, b.get("basis"))
            if same and a.days() & b.days() and _one_in_the_other(a, b, reg):
                two_reports = a.document != b.document and a.subject_matter == b.subject_matter
                if not two_reports:
                    yield judged(a, b, False, speak, claims, reg)


def _one_in_the_other(a: Claim, b: Claim, reg: Registers) -> bool:
    ways = {relation(a, b, column, reg) for column in WORDS}
    return ways <= {EQUAL, INSIDE} or ways <= {EQUAL, OUTSIDE}


@dataclass(frozen=True)
class Sum:
    """A whole, by what its parts differ, the least and the most that they make together (None: unbounded).

    `count` of scopes that make it up; the `largest` figure of a component, counted or not.
    """

    whole: str
    by: str
    lo: int
    hi: int | None
    count: int
    largest: int | None
    parts: frozenset[str]


def breakdown_sums(claims: Iterable[Claim], reg: Registers) -> Iterator[Sum]:
    """Each declared total with the parts that its own document gives, region by region or weapon by weapon.

    What lies inside a part, shares a place with it or is wider than the total may be counted twice: the least leaves it
    out, the most does not ("uav 1" beside "zala 2" means other drones). A part that is withheld may be any number.
    """
    claims = list(claims)
    for total in speaking(claims, reg):
        if not total.declared_total or total.lo is None or total.get("recap") == "true":
            continue
        beside = [c for c in standing(claims) if _beside(c, total)]
        for by in ("region", "weapon"):
            if by == "weapon" and total.get("weapon") != "any" and has_regional_parts(total, claims):
                continue
            parts = [c for c in beside if _is_part(c, total, by, reg)]
            if parts:
                wide = [c for c in parts if relation(c, total, by, reg) == OUTSIDE]
                narrow = list(_by_scope(c for c in parts if c not in wide))
                apart = [own for own in narrow if not any(_overlap(own[0], p[0], by, reg) for p in narrow if p != own)]
                every = _by_scope(parts)
                yield Sum(total.name, by, _least(apart), _most(every), len(every), None, _names(parts))


def component_sums(claims: Iterable[Claim], reg: Registers) -> Iterator[Sum]:
    """Each figure with those of its own document that make it up by what they count, not by where or with what.

    Munitions launched and what became of them; casualties, killed and wounded; people and groups of people.
    """
    claims = list(claims)
    for whole in speaking(claims, reg):
        if whole.lo is None or whole.get("recap") == "true":
            continue
        beside = [c for c in standing(claims) if _beside(c, whole) and c.lo is not None]
        for by, found in (
            ("munitions", [c for c in beside if _is_outcome(c, whole, reg)]),
            ("killed and wounded", [c for c in beside if _differs(c, whole, "metric", "population", reg)]),
            ("populations", [c for c in beside if _differs(c, whole, "population", "metric", reg)]),
        ):
            disjoint = [c for c in found if not any(_inside(c, other, reg) for other in found)]
            if disjoint:
                scopes = _by_scope(disjoint)
                yield Sum(whole.name, by, _least(scopes), _most(scopes), len(scopes), _largest(found), _names(disjoint))


def _beside(claim: Claim, whole: Claim) -> bool:
    """Of one document, voice, direction, window: what can be added up at all."""

    def place(c: Claim) -> tuple[object, ...]:
        return c.document, c.voice, c.direction, c.get("part"), c.get("basis"), c.start, c.end

    return claim is not whole and place(claim) == place(whole) and claim.get("recap") != "true"


def _is_part(claim: Claim, total: Claim, by: str, reg: Registers) -> bool:
    """In one thing only: a weapon over one region is neither a part by weapon nor one by region."""
    other = "weapon" if by == "region" else "region"
    if any(relation(claim, total, column, reg) != EQUAL for column in ("metric", "population", other)):
        return False
    how = relation(claim, total, by, reg)
    beside_total = claim.get("input") == total.get("input") and not claim.declared_total
    return how == INSIDE or (by == "region" and how != EQUAL and beside_total)


def _overlap(claim: Claim, other: Claim, by: str, reg: Registers) -> bool:
    how = relation(claim, other, by, reg)
    return how == INSIDE or (how == APART and bool(claim.members(by) & other.members(by)))


def _is_outcome(claim: Claim, whole: Claim, reg: Registers) -> bool:
    """What left the airspace has for its region where it went: it left from everywhere."""
    if whole.get("metric") != "launched" or FAMILY[claim.get("metric")] != "air":
        return False
    away = claim.get("metric") == "left_airspace" and whole.get("region") == "all"
    return (
        relation(claim, whole, "metric", reg) == INSIDE
        and claim.members("weapon") == whole.members("weapon")
        and (claim.members("region") == whole.members("region") or away)
    )


def _differs(claim: Claim, whole: Claim, inner: str, equal: str, reg: Registers) -> bool:
    return (
        FAMILY[whole.get("metric")] == "people"
        and relation(claim, whole, inner, reg) == INSIDE
        and all(relation(claim, whole, column, reg) == EQUAL for column in (equal, "weapon", "region"))
    )


def _inside(claim: Claim, other: Claim, reg: Registers) -> bool:
    """A composite or its parts, not both; a place to which things left, and a wider one."""
    ways = [relation(claim, other, column, reg) for column in WORDS]
    return INSIDE in ways and set(ways) <= {EQUAL, INSIDE}


def _by_scope(parts: Iterable[Claim]) -> list[list[Claim]]:
    """A scope that a document states twice counts once."""
    found = defaultdict(list)
    for claim in parts:
        found[claim.subject_matter].append(claim)
    return list(found.values())


def _names(claims: Iterable[Claim]) -> frozenset[str]:
    return frozenset(c.name for c in claims)


def _largest(claims: Iterable[Claim]) -> int:
    return max(c.lo or 0 for c in claims)


def _least(scopes: list[list[Claim]]) -> int:
    return sum(min(c.lo or 0 for c in own) for own in scopes)


def _most(scopes: list[list[Claim]]) -> int | None:
    highest = [c.hi for own in scopes for c in own]
    return None if None in highest else sum(max(c.hi or 0 for c in own) for own in scopes)
