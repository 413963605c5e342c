"""Acts by nearness, as in Ukrainian and Russian: order is free, so that the nearest act in the clause is a figure's."""

from __future__ import annotations

from ledger.prose.acts import CLAUSE, Act
from ledger.prose.binding import FAR, Binder
from ledger.prose.figure import DASHES, Figure
from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark

_COPULA = small_words("copula")
_NEAR_STATE = 3


class Slavic(Binder):
    """Finds the act of each figure of a Ukrainian or Russian sentence."""

    def _act_of(self, figure: Figure, before: list[tuple[Figure, Act]]) -> Act | None:
        costs = [(self._cost(m, figure), m.start, m) for m in self.acts if self.fits(m, figure)]
        costs = [c for c in costs if c[0] < FAR]
        best = min(costs, key=lambda c: (c[0], c[1]), default=None)
        chain = self._chain(figure, before)
        if figure.bare:
            own = [
                c for c in costs
                if c[1] >= figure.stop
                and all(t.text in DASHES or t.folded in _COPULA for t in self.tokens[figure.stop : c[1]])
            ]  # fmt: skip
            if own:
                return Act(min(own, key=lambda c: c[:2])[2], "nearest")
        if figure.bare and chain and (best is None or best[0] > _NEAR_STATE):
            return chain
        if best:
            return Act(best[2], "nearest")
        return chain

    def _cost(self, mark: Mark, figure: Figure) -> float:
        left = mark.end <= figure.start
        if any(o is not figure and o.start < mark.start < o.stop for o in self.figures):
            return FAR
        if mark.form == "none":
            return FAR
        if mark.form == "count":
            return 0 if mark.start == figure.end or mark.start == figure.thing_start else FAR
        if not left and mark.start < figure.stop:
            return 0.5 if mark.form in ("verb", "state") else FAR
        a, b = (mark.end, figure.start) if left else (figure.stop, mark.start)
        cost = float(b - a)
        if (
            mark.form == "verb"
            and self.words.adjectival(self.tokens[mark.end - 1].text)
            and not self._described(mark, figure)
        ):
            return FAR
        if mark.form == "subject" and mark.id == "reach":
            cost += FAR if left else -0.5
        if mark.form == "with" and not left:
            cost += 3
        ahead = range(mark.end, min(mark.end + 3, figure.start))
        if (
            mark.form == "noun"
            and left
            and mark.id not in ("reach", "debris")
            and any(m.kind == "thing" for i in ahead for m in self.marks[i])
        ):
            return FAR  # "для уничтожения целей": it has an object of its own
        if mark.form == "noun" and not left:
            return FAR
        if mark.form == "attack" and not (left and cost <= 2):
            return FAR
        if mark.form == "state" and ((left and cost > 1) or cost > _NEAR_STATE):
            return FAR
        for i in range(a, b):
            token = self.tokens[i]
            if token.folded in CLAUSE - {";"} or i in self.says:
                return FAR
            if token.text in {",", ";"} and not left:
                if b - a == 1 and figure.start and self.tokens[figure.start - 1].text == ",":
                    return 3  # in apposition: "больше всего, 41 БПЛА, сбили"
                return FAR
            if token.text in {",", ";"} or token.text in DASHES:
                cost += 2 if left else 5
            if i in self.starts:
                other = self.starts[i]
                cost += 1 if other.bare else 3 if left else 9
        return cost + (0 if left else 1)

    def _described(self, mark: Mark, figure: Figure) -> bool:
        """Whether a participle describes this figure's own thing: "15 сбитых беспилотников"."""
        return figure.start <= mark.start < figure.stop or figure.thing_start in (mark.end, mark.end + 1)

    def _chain(self, figure: Figure, before: list[tuple[Figure, Act]]) -> Act | None:
        if not before:
            return None
        last, act = before[-1]
        if last is not self._previous(figure) or not self.fits(act.mark, figure):
            return None
        if {t.folded for t in self.tokens[last.stop : figure.start]} & (CLAUSE - {";"}):
            return None
        return Act(act.mark, "list")
