"""A figure as it stands in a sentence, and the small words around it."""

from __future__ import annotations

from dataclasses import dataclass, field

from ledger.prose.grammar import small_words
from ledger.prose.lexicon import Mark
from ledger.prose.tokens import LANGUAGES

PREPOSITIONS = {lang: small_words("preposition", lang) for lang in LANGUAGES}
PLACING = {lang: small_words("placing", lang) for lang in LANGUAGES}
AND = small_words("and")
IN = small_words("in")
OF = small_words("of")
BOTH = small_words("both")
ALL = small_words("all")
EACH_BEFORE = small_words("each_before")
EACH_AFTER = small_words("each_after")
MORE = small_words("more")
ENDINGS = ("-ма", "-ми", "-ти", "-х", "-мя", "-ю", "-ох", "ма")
PIECES = small_words("piece")
WHICH = small_words("which")
THESE = small_words("these")
DASHES = {"-", "–", "—", "−", "―", ":"}
QUOTES = set("\"'“”«»„‘’")
NO_COUNT_AFTER = small_words("uncounted")
MONEY = set("$€£¥₴₽")


@dataclass(slots=True)
class Figure:
    """A count: its tokens `start` to `end`, its words and interval, the thing counted, and where it stands.

    `stop` is the end of the whole noun phrase. `bare` figures name no thing of their own and take over the one before.
    `total` stands for "N of this", `each` for "so many in each region", `implied` for one told by a singular.
    """

    start: int
    end: int
    value: str
    lo: int | None
    hi: int | None
    thing: Mark | None = None
    stop: int = 0
    bare: bool = False
    each: bool = False
    total: bool = False
    implied: bool = False
    all: bool = False
    numbered: bool = False
    launched: bool = False
    nowhere: bool = False
    refers: bool = False
    within: bool = False
    regions: list[str] = field(default_factory=list)
    own_party: str = ""

    @property
    def thing_start(self) -> int:
        return self.thing.start if self.thing else -1

    @property
    def family(self) -> str:
        return self.thing.form if self.thing else ""
