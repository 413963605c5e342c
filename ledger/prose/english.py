"""Acts by position, as in English: what stands right before or after a figure, and in which voice of the verb."""

from __future__ import annotations

from ledger.prose.acts import BE, CLAUSE, Act
from ledger.prose.binding import FAR, Binder
from ledger.prose.figure import AND, DASHES, MORE, QUOTES, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark

AUXILIARY = BE | {"have", "had", "has", "could", "would", "may", "might"}
_TURNS = small_words("turn")
_PARENTHESIS = small_words("among")
_LISTING = small_words("listing")
_SUFFER = small_words("suffer")
_BACKGROUND = small_words("background")
_NEAR = 2
"""Words between what attacks and its verb: "dozens of drones targeted"; beyond, an attack is a noun."""


class English(Binder):
    """Finds the act of each figure of an English sentence."""

    def _complete(self, found: list[Act | None]) -> None:
        """Subjects in a row share the act after the last: "64 soldiers, 13 volunteers and a child were killed"."""
        for k in range(len(self.figures) - 2, -1, -1):
            one, nxt, act = self.figures[k], self.figures[k + 1], found[k + 1]
            own = found[k]
            if (
                (own and own.rule != "list")
                or act is None
                or act.mark.start < nxt.start
                or act.rule not in ("passive", "subject", "state", "row", "participle")
            ):
                continue
            between = [t.folded for t in self.tokens[one.stop : nxt.start]]
            if (
                one.thing
                and self.fits(act.mark, one)
                and between
                and all(b in AND | {",", "as", "well", "another"} for b in between)
            ):
                found[k] = Act(act.mark, "row")

    def _act_of(self, figure: Figure, before: list[tuple[Figure, Act]]) -> Act | None:
        left = self._left(figure)
        right, strength = self._right(figure, relative=left is None)
        chain = self._chain(figure, before)
        if right and strength >= 3:
            return right
        if figure.bare and chain and not (right and strength >= 2):
            return chain
        if right and right.mark.id in ("kill", "wound", "debris", "airborne"):
            return right
        if right and left is None:
            return right
        if right and left and right.mark.id != "launch" and self._comma_between(left.mark.end, figure.start):
            return right
        return left or chain

    def _comma_between(self, start: int, end: int) -> bool:
        return any(t.text in {",", ";"} or t.folded in {"and", "with"} for t in self.tokens[start:end])

    def _right(self, figure: Figure, *, relative: bool) -> tuple[Act | None, float]:
        for mark in self.acts:
            if mark.form == "count" and mark.start == figure.end:
                return Act(mark, "counted"), 4
        launched: Act | None = None
        i, auxiliary, aside = figure.stop, False, 0
        limit = i + 14
        while i < min(limit, len(self.tokens)):
            token = self.tokens[i]
            if i in self.starts and i > figure.start and self.starts[i] is not figure and not aside:
                return launched, 2 if launched else 0
            if (
                token.text in {"–", "—"}
                and i >= figure.stop
                and (aside or any(t.text in {"–", "—"} for t in self.tokens[i + 1 : i + 14]))
            ):
                aside, limit = 1 - aside, limit + 10
                i += 1
                continue
            if token.text in {",", "(", ")"}:
                nxt = self.tokens[i + 1].folded if i + 1 < len(self.tokens) else ""
                if token.text == "," and not aside and nxt in _PARENTHESIS | {"which", "who"}:
                    aside, limit = 1, limit + 10
                elif token.text in {",", ")"} and aside:
                    aside = 0
                elif token.text == "(":
                    aside, limit = 1, limit + 10
                else:
                    return launched, 2 if launched else 0
                i += 1
                continue
            if aside:
                i += 1
                continue
            if token.folded == "that" and not relative:
                return launched, 2 if launched else 0
            if (
                token.folded == "and"
                and i + 1 < len(self.tokens)
                and self.tokens[i + 1].folded in {"a", "an"}
                and any(t.folded in {"were", "have", "had"} for t in self.tokens[i + 2 : i + 6])
            ):
                i += 1
                continue
            if token.folded == "and" and auxiliary and any(m.start == i + 1 for m in self.acts):
                i += 1
                continue
            if (
                token.folded in CLAUSE | _TURNS
                or token.folded in {"and", "with"}
                or token.text in {":", "—", "–"}
                or (i in self.says and not (auxiliary and token.folded.endswith("ed")))
            ):
                return launched, 2 if launched else 0
            if token.folded in _SUFFER and figure.family in ("people", ""):
                hurt = [m for m in self.acts if m.id == "wound" and m.form == "count" and i < m.start <= i + 5]
                if hurt:
                    return Act(hurt[0], "subject"), 3
            if token.folded in AUXILIARY:
                auxiliary = True
            # what says more of the figure comes first: "two drones struck a building" are hits, not only launches
            for mark in sorted((m for m in self.acts if m.start == i), key=lambda m: m.form == "with"):
                near = all(
                    t.folded in MORE
                    or t.text in QUOTES
                    or t.folded in {"people", "also", "in", "of", "which", "them", "that"}
                    for t in self.tokens[figure.stop : i]
                )
                if mark.form == "count":
                    if near:
                        return Act(mark, "counted"), 4
                    continue
                if not self.fits(mark, figure):
                    continue
                if mark.form == "subject" and (auxiliary or not self._figure_follows(mark.end)):
                    return Act(mark, "subject"), 3
                attacks = i - figure.stop <= _NEAR and not auxiliary and not figure.bare
                if mark.form == "with" and figure.family == "munition" and attacks:
                    return Act(mark, "subject"), 3
                if mark.form == "state" and (near or auxiliary):
                    return Act(mark, "state"), 3 if auxiliary else 2.5
                if mark.form == "verb" and auxiliary and self._participle(mark):
                    return Act(mark, "passive"), 3
                if mark.form == "verb" and near and self._participle(mark):
                    if mark.id != "launch":
                        return Act(mark, "participle"), 2
                    launched = Act(mark, "participle")  # "missiles fired at the city were intercepted"
            other = any(m.start == i and m.form == "verb" for m in self.acts) and not auxiliary and i > figure.stop
            if other and not launched:
                return None, 0
            i += 1
        return launched, 2 if launched else 0

    def _figure_follows(self, i: int) -> bool:
        joined = i < len(self.tokens) and (self.tokens[i].folded in AND or self.tokens[i].text == ",")
        return not joined and any(j in self.starts for j in range(i, min(i + 3, len(self.tokens))))

    def _participle(self, mark: Mark) -> bool:
        words = {t.folded for t in self.tokens[mark.start : mark.end]}
        return any(w.endswith(("ed", "en")) for w in words) or bool(
            words & {"shot", "hit", "struck", "lost", "hurt", "sent", "brought", "slain", "set", "dead"}
        )

    def _passive(self, mark: Mark) -> bool:
        """Whether a verb is passive by what stands before it; its figure was its subject."""
        words = [t.folded for t in self.tokens[max(0, mark.start - 3) : mark.start]]
        return bool(set(words) & BE) and self._participle(mark)

    def _left(self, figure: Figure) -> Act | None:
        i = figure.start - 1
        between: list[str] = []
        while i >= 0 and figure.start - i < FAR:
            token = self.tokens[i]
            if token.folded in CLAUSE or (i in self.says and any(w == "that" or w in {",", "“", '"'} for w in between)):
                return None
            if token.folded == "which" and not (i and self.tokens[i - 1].folded == "of"):
                between.append(token.folded)
            if i in self.starts and not self._lists(self.starts[i], figure):
                return None
            here = [m for m in self.acts if m.end == i + 1]
            for mark in here:
                if not self.fits(mark, figure):
                    continue
                if mark.form == "with":
                    if "by" in between and self._passive(mark):
                        return Act(mark, "with")
                    if "with" in between and not ({"along", "together"} & set(between)):
                        return Act(mark, "with")
                    continue
                if mark.form == "infinitive" and not (i and self.tokens[i - 1].folded in {"to", "had", "have"}):
                    continue
                if mark.form in ("subject", "count", "state", "none"):
                    continue
                if mark.form == "attack" and not self._about_attack(mark):
                    continue
                if mark.form == "verb" and self._passive(mark):
                    continue
                if mark.form == "verb" and self._describes(mark):
                    continue
                if {t.folded for t in self.tokens[max(0, mark.start - 3) : mark.start]} & _BACKGROUND:
                    return None
                return Act(mark, "object")
            if token.folded in _TURNS and not (token.folded == "as" and between and between[-1] in {"many", "well"}):
                return None
            between.append(token.folded)
            i -= 1
        return None

    def _lists(self, other: Figure, figure: Figure) -> bool:
        """Whether what stands between two figures only goes on listing, so that the second can have the first's act."""
        last = self.tokens[figure.start - 1]
        known = last.folded in AND | MORE | _LISTING or last.text in QUOTES | {",", "(", ":"} or last.text in DASHES
        return known or figure.start - 1 < other.stop or any(
            m.kind not in ("act", "say") and m.end == figure.start
            for here in self.marks[max(0, figure.start - 4) : figure.start] for m in here
        )  # fmt: skip

    def _describes(self, mark: Mark) -> bool:
        """Whether a participle only describes the noun before it: "drones launched by", "a plant damaged in"."""
        after = self.tokens[mark.end].folded if mark.end < len(self.tokens) else ""
        first = self.tokens[mark.start]
        if not self._participle(mark) or after not in {"by", "from", "in", "during", "overnight"}:
            return False
        before = [m for here in self.marks[max(0, mark.start - 4) : mark.start] for m in here]
        return not first.folded.endswith("ing") and any(m.kind == "thing" and m.end == mark.start for m in before)

    def _about_attack(self, mark: Mark) -> bool:
        before = [m for here in self.marks[: mark.start] for m in here]
        return any(m.kind == "attack" or (m.kind == "act" and m.id == "launch") for m in before)

    def _chain(self, figure: Figure, before: list[tuple[Figure, Act]]) -> Act | None:
        """The act of the figure before, where the sentence goes on listing."""
        if not before:
            return None
        last, act = before[-1]
        if last is not self._previous(figure):
            return None
        inner = [
            m
            for m in self.acts
            if last.stop <= m.start and m.end <= figure.start and m is not act.mark and m.form != "count"
        ]
        inner = [m for m in inner if m.start != act.mark.start]
        words = {t.folded for t in self.tokens[max(last.stop, act.mark.end) : figure.start]}
        if inner or words & CLAUSE:
            return None
        if not self.fits(act.mark, figure):
            return None
        return Act(act.mark, "list")
