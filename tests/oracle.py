"""Section 3 of the design in plain Python: which claims pair, and what the verdict is. No SQL, no code of the ledger.

Written from the text, to be held against the views. Slow on purpose: two loops.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from oracle_claims import Claim, Registers

EQUAL, INSIDE, OUTSIDE, OVERLAP, APART = "equal", "inside", "outside", "overlap", "apart"
SPEAKS_FOR_ALL = {"national", "independent", "dataset"}
OWN_AREA_ONLY = {"command", "regional", "local"}


@dataclass(frozen=True)
class Pair:
    """Two claims by name, the verdict on them, how far apart they are, and what they have in common."""

    names: frozenset[str]
    verdict: str
    reasons: frozenset[str]
    gap: int | None
    severity: str | None
    factor: float | None
    same_scope: bool
    narrower_in: frozenset[str]
    parties: str
    about: tuple[str, str, str, str]
    inner: str | None


def pairs(claims: Iterable[Claim], reg: Registers) -> Iterator[Pair]:
    """Every pair of different voices among the claims that stand and speak."""
    claims = list(claims)
    speak = speaking(claims, reg)
    for i, a in enumerate(speak):
        for b in speak[:i]:
            if a.voice != b.voice and _candidates(a, b, reg):
                yield judged(a, b, shares_event(a, b), speak, claims, reg)


def standing(claims: Iterable[Claim]) -> list[Claim]:
    claims = list(claims)
    return [c for c in claims if not _superseded(c, claims)]


def speaking(claims: Iterable[Claim], reg: Registers) -> list[Claim]:
    """The claims that count as somebody's word: a relay where its origin's own is absent, the first of those alike."""
    stand = standing(claims)
    free = [c for c in stand if not _held_against_origin(c, stand, reg)]
    return [c for c in free if not any(_told_before(c, other) for other in free)]


def _told_before(relay: Claim, other: Claim) -> bool:
    def told(c: Claim) -> tuple[object, ...]:
        return c.voice, c.subject_matter, c.get("event"), c.start, c.end, c.kind, c.lo, c.hi

    def order(c: Claim) -> tuple[object, ...]:
        return c.published, c.document, c.get("value")

    both = bool(relay.get("origin")) and bool(other.get("origin")) and told(relay) == told(other)
    return both and order(other) < order(relay)


def _superseded(claim: Claim, claims: Iterable[Claim]) -> bool:
    """One document, one figure: the later statement of a scope stands."""
    same = (claim.document, claim.get("origin"), claim.subject_matter, claim.window)
    return any(
        (c.document, c.get("origin"), c.subject_matter, c.window) == same and c.published > claim.published
        for c in claims
    )


def _held_against_origin(relay: Claim, stand: list[Claim], reg: Registers) -> bool:
    """A relay keeps silent where its origin speaks for itself of that day or event, of the same thing.

    Or, if it says only "overnight", where its origin said the same figure in the last 48 hours.
    """

    def but_for_weapon(claim: Claim) -> tuple[object, ...]:
        direction, metric, _, *rest = claim.subject_matter
        return direction, metric, *rest

    origin = relay.get("origin")
    return any(
        c.get("source") == origin
        and not c.get("origin")
        and but_for_weapon(c) == but_for_weapon(relay)
        and (relay.get("weapon") == "unspecified" or relation(c, relay, "weapon", reg) != APART)
        and (c.last in relay.days() or shares_event(c, relay) or _recent(c, relay))
        for c in stand
        if origin
    )


def _recent(own: Claim, relay: Claim) -> bool:
    same = relay.precision == "day" and (own.lo, own.hi) == (relay.lo, relay.hi)
    return same and timedelta(0) <= relay.published - own.end <= timedelta(hours=48)


def _candidates(a: Claim, b: Claim, reg: Registers) -> bool:
    same_day = a.direction == b.direction and bool(a.days() & b.days())
    comparable = relation(a, b, "metric", reg) != APART and relation(a, b, "weapon", reg) != APART
    return comparable and (same_day or shares_event(a, b))


def shares_event(a: Claim, b: Claim) -> bool:
    return bool(a.get("event")) and a.get("event") == b.get("event")


def relation(a: Claim, b: Claim, column: str, reg: Registers) -> str:
    """How a stands to b in one column: each member of the inner one is at or below a member of the outer one."""
    ours, theirs, above = a.members(column), b.members(column), reg.above[column]
    if ours == theirs:
        return EQUAL
    if all(above[x] & theirs for x in ours):
        return INSIDE
    return OUTSIDE if all(above[x] & ours for x in theirs) else APART


def _window_relation(a: Claim, b: Claim) -> str:
    if "day" in (a.precision, b.precision):
        ours, theirs = a.days(), b.days()
        if ours == theirs:
            return EQUAL
        found = INSIDE if ours < theirs else OUTSIDE if ours > theirs else OVERLAP if ours & theirs else APART
    elif (a.start, a.end) == (b.start, b.end):
        return EQUAL
    elif b.start <= a.start and a.end <= b.end:
        found = INSIDE
    elif a.start <= b.start and b.end <= a.end:
        found = OUTSIDE
    else:
        found = OVERLAP if a.start < b.end and b.start < a.end else APART
    return APART if _stock(a, b) else found


def _stock(a: Claim, b: Claim) -> bool:
    """A level at an instant compares only at one time, whatever the event."""
    return "stock" in (a.get("basis"), b.get("basis"))


def _half_or_more(a: Claim, b: Claim) -> bool:
    if "day" in (a.precision, b.precision):
        return 2 * len(a.days() & b.days()) >= len(a.days() | b.days())
    shared = min(a.end, b.end) - max(a.start, b.start)
    return 2 * shared >= max(a.end, b.end) - min(a.start, b.start)


def judged(a: Claim, b: Claim, event: bool, speak: list[Claim], claims: list[Claim], reg: Registers) -> Pair:
    """The verdict on two claims; `event` says whether an event that they share lifts window, region and repetition."""
    relations = {c: relation(a, b, c, reg) for c in ("metric", "weapon", "population", "region")}
    relations["part"] = _part_relation(a.get("part"), b.get("part"))
    relations["window"] = _window_relation(a, b)
    if event:
        if relations["window"] in (OVERLAP, APART) and not _stock(a, b):
            relations["window"] = EQUAL
        broader = {INSIDE: b, OUTSIDE: a}.get(relations["region"])
        if not broader or not (broader.members("region") == {"all"} or broader.declared_total):
            relations["region"] = EQUAL
    reasons = _gate(a, b, event, speak, reg)
    reasons |= {column for column, found in relations.items() if found == APART}
    ways = set(relations.values()) & {INSIDE, OUTSIDE}
    inner, outer = (b, a) if ways == {OUTSIDE} else (a, b)
    if relations["window"] == OVERLAP and (ways or (_gap(a, b) and not _half_or_more(a, b))):
        reasons.add("window")
    if len(ways) == 2:
        reasons.add("crossed")
    elif ways:
        reasons |= _limits(inner, outer, relations, event, claims, reg)
    reasons |= _lower_level(a, b, reg)
    if reasons:
        verdict, gap = "incomparable", None
    elif ways:
        verdict, gap = _nested(inner, outer, event), _exceeds(inner, outer)
    elif relations["window"] == OVERLAP:
        verdict, gap = "diverge" if _gap(a, b) else "compatible", _gap(a, b)
    else:
        verdict, gap = _equal_scope(a, b, event), _gap(a, b)
    return Pair(
        frozenset((a.name, b.name)),
        verdict,
        frozenset(reasons),
        gap,
        _severity(a, b, verdict == "diverge" and "day" in (a.precision, b.precision)) if gap else None,
        _factor(a, b) if gap else None,
        all(found == EQUAL for column, found in relations.items() if column != "window")
        and relations["window"] not in (INSIDE, OUTSIDE),
        frozenset(column for column, found in relations.items() if found in (INSIDE, OUTSIDE)),
        _parties(a, b, reg),
        (str(max(a.last, b.last)), *(_either(x, y) for x, y in zip(a.direction, b.direction, strict=True))),
        inner.name if len(ways) == 1 else None,
    )


def _parties(a: Claim, b: Claim, reg: Registers) -> str:
    """One party, two of them or two voices of none; a party beside a voice of none is neither."""
    ours, theirs = (reg.sources[c.voice]["party"] for c in (a, b))
    return "neither" if bool(ours) != bool(theirs) else "one" if ours and ours == theirs else "two"


def _either(ours: str, theirs: str) -> str:
    """Nothing where the two name different ones."""
    return "" if ours and theirs and ours != theirs else ours or theirs


def _factor(a: Claim, b: Claim) -> float | None:
    """The larger figure over the smaller, between their nearest bounds; none over zero."""
    larger, smaller = (a, b) if (a.lo or 0) > (b.lo or 0) else (b, a)
    return round((larger.lo or 0) / smaller.hi, 2) if smaller.hi else None


def _gate(a: Claim, b: Claim, event: bool, speak: list[Claim], reg: Registers) -> set[str]:
    reasons = set()
    if a.direction != b.direction:
        same_subject = a.get("subject") and a.get("subject") == b.get("subject")
        reasons.add("attribution" if same_subject and a.get("attacker") != b.get("attacker") else "direction")
    if a.get("basis") != b.get("basis"):
        reasons.add("basis")
    if a.get("event") and b.get("event") and not shares_event(a, b):
        reasons.add("event")
    one_text = a.voice == b.voice and a.document == b.document
    if not event and not one_text and (_repeated(a, speak) or _repeated(b, speak)):
        reasons.add("repeated")
    if "true" in (a.get("recap"), b.get("recap")):
        reasons.add("recap")
    if _redefined(a, b, reg):
        reasons.add("definition")
    if {"withheld", "denied"} & {a.kind, b.kind}:
        reasons.add("value")
    return reasons


def _part_relation(ours: str, theirs: str) -> str:
    if ours == theirs:
        return EQUAL
    return APART if ours and theirs else INSIDE if ours else OUTSIDE


def _limits(
    inner: Claim, outer: Claim, relations: Mapping[str, str], event: bool, claims: list[Claim], reg: Registers
) -> set[str]:
    """The four limits of containment that speak of the container, but for its window (see `_nested`)."""
    reasons = set()
    by_weapon = outer.declared_total and not has_regional_parts(outer, claims)
    if relations["weapon"] != EQUAL and not (outer.get("weapon") == "any" or by_weapon):
        reasons.add("weapon")
    if relations["region"] != EQUAL and not (outer.get("region") == "all" or outer.declared_total):
        reasons.add("region")
    across = outer.get("metric") == "launched" != inner.get("metric")
    if across and outer.get("region") != "all" and not event:
        reasons.add("region")
    if reg.sources[outer.voice]["level"] not in SPEAKS_FOR_ALL and outer.document != inner.document:
        reasons.add("level")
    return reasons


def has_regional_parts(total: Claim, claims: list[Claim]) -> bool:
    """Whether the parts that a declared total's document gives are by region: then it is no total of weapons."""

    def alike(claim: Claim) -> tuple[object, ...]:
        when = (claim.start, claim.end, claim.last)
        return claim.document, claim.direction, claim.get("metric"), claim.members("weapon"), when

    return any(alike(c) == alike(total) and c.members("region") != total.members("region") for c in claims)


def _lower_level(a: Claim, b: Claim, reg: Registers) -> set[str]:
    """A lower level's `all` is only its own area."""
    lower = any(c.get("region") == "all" and reg.sources[c.voice]["level"] in OWN_AREA_ONLY for c in (a, b))
    return {"level"} if lower and a.document != b.document else set()


def _repeated(claim: Claim, speak: list[Claim]) -> bool:
    return any(
        (c.voice, c.subject_matter, c.window) == (claim.voice, claim.subject_matter, claim.window)
        and (c.kind, c.lo, c.hi) != (claim.kind, claim.lo, claim.hi)
        for c in speak
    )


def _redefined(a: Claim, b: Claim, reg: Registers) -> bool:
    early, late = sorted((a.last, b.last))
    for claim in (a, b):
        weapons = frozenset.intersection(*(reg.above["weapon"][w] for w in claim.members("weapon")))
        for row in reg.glossary:
            if row["source"] == claim.voice and row["metric"] == claim.get("metric") and row["weapon"] in weapons:
                if row["since"] and early < date.fromisoformat(row["since"]) <= late:
                    return True
                if row["until"] and early <= date.fromisoformat(row["until"]) < late:
                    return True
    return False


def _nested(inner: Claim, outer: Claim, event: bool) -> str:
    if not _exceeds(inner, outer):
        return "nested"
    same_dates = inner.precision == outer.precision == "day" and inner.days() == outer.days()
    really = outer.precision != "day" and outer.start <= inner.start and inner.end <= outer.end
    return "contradict" if event or same_dates or really else "diverge"


def _equal_scope(a: Claim, b: Claim, event: bool) -> str:
    """Equal dates, one with times and one without, are not known to be one window."""
    exactly = event or (a.precision == "day") == (b.precision == "day")
    if _gap(a, b):
        return "contradict" if exactly else "diverge"
    return "agree" if exactly and (a.lo, a.hi) == (b.lo, b.hi) else "compatible"


def _exceeds(a: Claim, b: Claim) -> int:
    """By how much the least of one is above the most of the other."""
    return max(0, a.lo - b.hi) if a.lo is not None and b.hi is not None else 0


def _gap(a: Claim, b: Claim) -> int:
    return _exceeds(a, b) or _exceeds(b, a)


def _severity(a: Claim, b: Claim, loose: bool) -> str:
    gap, names = _gap(a, b), ("info", "notice", "minor", "major")
    assert a.lo is not None
    assert b.lo is not None
    if a.lo < 20 and b.lo < 20:
        grade = sum(gap > most for most in (1, 2, 4))
    else:
        whole = max(1, min(c.lo if c.hi is None else c.hi for c in (a, b) if c.lo is not None))
        grade = sum(100 * gap > percent * whole for percent in (5, 20, 50))
    return names[min(grade, 1) if loose or "vague" in (a.kind, b.kind) else grade]
