"""Text from data, made harmless where it leaves the tool: on a terminal, and in CSV that a spreadsheet opens.

Owns which signs act there. What is stored, and the other formats, keep every text as it stands.
"""

from __future__ import annotations

import re

UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys rather than shows: control characters but the line break, direction marks, lone surrogates."""
_FORMULA = re.compile(r"'*(?:[\t\r\n\x00]|\s*[=+\-@＝＋－＠])")


def visible(text: str) -> str:
    """The text with what a terminal would obey written out, `\\x1b`, `\\u202e`; line breaks stay."""
    return UNSEEN.sub(lambda m: f"\\x{ord(m[0]):02x}" if ord(m[0]) < 256 else f"\\u{ord(m[0]):04x}", text)


def guarded(text: str) -> str:
    """A cell of CSV: one that a spreadsheet would reckon as a formula gets an apostrophe before it.

    So does one that has apostrophes before such a sign already, which makes `unguarded` its exact inverse.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The cell that `guarded` was given; any text that it cannot have written stays as it is."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
