"""The value grammar: the words of the shipped phrase tables, read by the shipped profile `bounds`."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import Damaged, Refused
from ledger.model.values import AFTER, ALONE, BEFORE, LIMIT, OWN, Grammar, Interval

DATA = Path(__file__).parent.parent / "data"


def rows(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


PHRASES, NUMBERS = rows("phrases/values.csv"), rows("phrases/numbers.csv")
WIDTHS = [row for row in rows("profiles.csv") if row["profile"] == "bounds"]
GRAMMAR = Grammar(PHRASES, NUMBERS, WIDTHS)
FIGURES = st.integers(min_value=0, max_value=LIMIT)


def read_or_refuse(words: str) -> Interval | Refused:
    try:
        return GRAMMAR.read(words)
    except Refused as refused:
        return refused


def refusal(words: str) -> Refused:
    with pytest.raises(Refused) as caught:
        GRAMMAR.read(words)
    assert caught.value.column == "value"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("words", "kind", "lo", "hi"),
    [
        ("138", "exact", 138, 138),
        ("0", "exact", 0, 0),
        (" 138\u202f", "exact", 138, 138),
        ("４０", "exact", 40, 40),
        ("1,234", "exact", 1234, 1234),
        ("1 234", "exact", 1234, 1234),
        ("1\u00a0234\u00a0567", "exact", 1234567, 1234567),
        ("1\u202f234", "exact", 1234, 1234),
        ("500 тис.", "exact", 500_000, 500_000),
        ("2 million", "exact", 2_000_000, 2_000_000),
        ("~40", "approx", 36, 44),
        ("≈ 41", "approx", 36, 46),
        ("about 9", "approx", 8, 10),
        ("some 40", "approx", 36, 44),
        ("близько 40", "approx", 36, 44),
        ("около сорока", "approx", 36, 44),
        ("at least 5", "at_least", 5, None),
        ("No fewer than five", "at_least", 5, None),
        (">=5", "at_least", 5, None),
        ("≥ 5", "at_least", 5, None),
        ("5+", "at_least", 5, None),
        ("5 or more", "at_least", 5, None),
        ("щонайменше п’ять", "at_least", 5, None),
        ("не менее 5", "at_least", 5, None),
        ("more than 100", "more_than", 101, None),
        ("> 100", "more_than", 101, None),
        ("понад 50", "more_than", 51, None),
        ("більше ніж 50", "more_than", 51, None),
        ("свыше пятидесяти", "more_than", 51, None),
        ("понад тисячу", "more_than", 1001, None),
        ("up to 20", "at_most", 0, 20),
        ("as many as twenty", "at_most", 0, 20),
        ("<=20", "at_most", 0, 20),
        ("до 20", "at_most", 0, 20),
        ("no more than 20", "at_most", 0, 20),
        ("fewer than 20", "less_than", 0, 19),
        ("<20", "less_than", 0, 19),
        ("менше двадцяти", "less_than", 0, 19),
        ("менее 20", "less_than", 0, 19),
        ("almost 41", "approx", 36, 41),
        ("майже 40", "approx", 36, 40),
        ("почти 40", "approx", 36, 40),
        ("20-25", "range", 20, 25),
        ("20–25", "range", 20, 25),
        ("20 — 25", "range", 20, 25),
        ("20 to 25", "range", 20, 25),
        ("between 20 and 25", "range", 20, 25),
        ("between one hundred and five and two hundred", "range", 105, 200),
        ("twenty – twenty-five", "range", 20, 25),
        ("ninety to one hundred", "range", 90, 100),
        ("від 20 до 25", "range", 20, 25),
        ("от двадцати до двадцати пяти", "range", 20, 25),
        ("між 20 та 25", "range", 20, 25),
        ("между двадцатью и тридцатью", "range", 20, 30),
        ("a few", "vague", 2, 9),
        ("several", "vague", 2, 9),
        ("кілька", "vague", 2, 9),
        ("несколько", "vague", 2, 9),
        ("dozens", "vague", 24, 99),
        ("десятки", "vague", 20, 99),
        ("кілька десятків", "vague", 20, 99),
        ("hundreds", "vague", 200, 999),
        ("сотні", "vague", 200, 999),
        ("none", "none", 0, 0),
        ("no", "none", 0, 0),
        ("жодного", "none", 0, 0),
        ("ни одного", "none", 0, 0),
        ("did not happen", "none", 0, 0),
        ("Withheld", "withheld", None, None),
        ("denied", "denied", None, None),
    ],
)
def test_words_of_each_kind(words: str, kind: str, lo: int | None, hi: int | None) -> None:
    assert GRAMMAR.read(words) == Interval(kind, lo, hi)


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("zero", 0),
        ("forty", 40),
        ("twenty-seven", 27),
        ("one hundred and five", 105),
        ("a hundred thousand", 100_000),
        ("two dozen", 24),
        ("one thousand two hundred and thirty-four", 1234),
        ("чотири", 4),
        ("двох", 2),
        ("двоє", 2),
        ("дев'яносто", 90),
        ("дев’яносто", 90),
        ("двадцять одна", 21),
        ("сто сорок два", 142),
        ("дві тисячі триста", 2300),
        ("четыре", 4),
        ("четырёх", 4),
        ("трое", 3),
        ("двадцать семь", 27),
        ("две тысячи триста", 2300),
        ("один миллион сто тысяч один", 1_100_001),
    ],
)
def test_number_words(words: str, n: int) -> None:
    assert GRAMMAR.read(words) == Interval("exact", n, n)


@pytest.mark.parametrize(
    ("words", "reason", "hint"),
    [
        ("", "value is empty", "withheld"),
        (" \u200b ", "value is empty", "withheld"),
        ("-5", "cannot be negative", "sign"),
        ("−5", "cannot be negative", "sign"),
        ("мінус п'ять", "cannot be negative", "sign"),
        ("20--25", "cannot be negative", "sign"),
        ("1.5", "no fraction: 1.5", "whole number"),
        ("1,5", "no fraction: 1,5", "whole number"),
        ("90.0", "no fraction: 90.0", "write 90"),
        ("half", "no fraction", "whole number"),
        ("½", "not a plain digit", "0 to 9"),
        ("138¹", "not a plain digit", "0 to 9"),
        ("٤٠", "not a plain digit", "0 to 9"),
        ("1.234", "may be 1234 or a fraction", "write 1234"),
        ("1,23,456", "not grouped by thousands", "without separators"),
        (str(LIMIT + 1), "larger than", "correct it"),
        ("999999999999 million", "larger than", "correct it"),
        ("most of", "most of something", "part of"),
        ("більшість", "most of something", "part of"),
        ("all", "all of something", "refers to"),
        ("все 20", "all of something", "refers to"),
        ("5 of 10", "two figures", "two rows"),
        ("5 out of 10", "two figures", "two rows"),
        ("5 из 10", "two figures", "two rows"),
        ("16/15/11", "two figures", "two rows"),
        ("two each", "not one figure", "one row for each"),
        ("по два", "not one figure", "one row for each"),
        ("45%", "percentage", "counts"),
        ("45 per cent", "percentage", "counts"),
        ("n/a", "no figure stands here", "leave the row out"),
        ("—", "no figure stands here", "leave the row out"),
        ("25-20", "runs backwards: 25 is more than 20", "20-25"),
        ("10-15 thousand", "may start at 10 or at 10000", "10000-15000"),
        ("two to three hundred", "may start at 2 or at 200", "200-300"),
        ("fewer than 0", "nothing is fewer than 0", "none"),
        ("40 drones", "'drones' is not part", "own words: 40"),
        ("about 40 drones", "'drones' is not part", "own words: about 40"),
        ("dozens of drones", "'of drones' is not part", "own words: dozens"),
        ("no drones", "'drones' is not part", "own words: no"),
        ("138.", "'.' is not part", "own words: 138"),
        ("1О", "CYRILLIC CAPITAL LETTER O", "digits only"),
        ("l0", "LATIN SMALL LETTER L", "digits only"),
        ("40k", "LATIN SMALL LETTER K", "digits only"),
        ("fоrty", "Latin and Cyrillic", "one alphabet"),
        ("4\u200b0", "invisible", "anew"),
        ("4\x000", "invisible", "anew"),
        ("about", "'about' wants a number", "~40"),
        ("about 20-25", "more than one figure or qualifier", "20-25"),
        ("at least ~40", "more than one figure or qualifier", "20-25"),
        ("twenty thirty", "more than one figure or qualifier", "20-25"),
        ("no 5", "more than one figure or qualifier", "none"),
        ("тисячі", "no width for 'тисячі'", "thousands"),
        ("severl", "not understood: 'severl'", "nearest known: several"),
        ("fourty", "not understood: 'fourty'", "forty"),
        ("[red]", "not understood", "138"),
        ("1" * 200, "too long", "own words"),
        ("and " * 25, "too many", "own words"),
        ("x" * 1_000_000, "too long", "own words"),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(words: str, reason: str, hint: str) -> None:
    refused = refusal(words)
    assert reason in refused.message
    assert hint in refused.hint


@pytest.mark.parametrize(
    "words", ["hundred and", "and five", "a", "a five", "two сто", "five hundred hundred", "20 25"]
)
def test_number_words_that_make_no_number(words: str) -> None:
    refusal(words)


@given(FIGURES)
def test_digits_round_trip(n: int) -> None:
    for words in (str(n), f"{n:,}", f"{n:,}".replace(",", " "), f"{n:,}".replace(",", "\u00a0")):
        assert GRAMMAR.read(words) == Interval("exact", n, n)


@given(FIGURES)
def test_widths_are_whole_numbers_and_enclose_the_figure(n: int) -> None:
    assert GRAMMAR.read(f"~{n}") == Interval("approx", 9 * n // 10, (11 * n + 9) // 10)
    assert GRAMMAR.read(f"almost {n}") == Interval("approx", 9 * n // 10, n)
    assert GRAMMAR.read(f">={n}") == GRAMMAR.read(f"{n}+") == Interval("at_least", n, None)
    assert GRAMMAR.read(f">{n}") == Interval("more_than", n + 1, None)
    assert GRAMMAR.read(f"<={n}") == Interval("at_most", 0, n)
    if n:
        assert GRAMMAR.read(f"<{n}") == Interval("less_than", 0, n - 1)


@given(FIGURES, FIGURES)
def test_ranges_round_trip_and_never_run_backwards(a: int, b: int) -> None:
    lo, hi = sorted((a, b))
    for words in (f"{lo}-{hi}", f"{lo} to {hi}", f"between {lo} and {hi}", f"від {lo} до {hi}", f"от {lo} до {hi}"):
        assert GRAMMAR.read(words) == Interval("range", lo, hi)
    if lo < hi:
        assert "backwards" in refusal(f"{hi}-{lo}").message


PIECES = st.sampled_from([row["words"] for row in PHRASES + NUMBERS] + ["5", "20", "1,234", "1.5", "-", " ", "of", "é"])


@given(st.one_of(st.text(), st.lists(PIECES, max_size=6).map(" ".join), st.lists(PIECES, max_size=4).map("".join)))
def test_any_text_is_read_or_refused(words: str) -> None:
    found = read_or_refuse(words)
    if isinstance(found, Refused):
        assert found.column == "value"
        assert found.message
    elif found.kind in ("withheld", "denied"):
        assert (found.lo, found.hi) == (None, None)
    else:
        assert type(found.lo) is int
        assert found.lo >= 0
        assert found.hi is None or (type(found.hi) is int and found.lo <= found.hi)


def test_case_and_outer_space_do_not_matter() -> None:
    assert GRAMMAR.read("  AT  LEAST Five\n") == GRAMMAR.read("at least 5")


def test_every_shipped_phrase_leads_somewhere() -> None:
    # Thousands have no width in the shipped profile: they are refused until a profile gives them one.
    terms = {row["term"] for row in PHRASES}
    assert terms - OWN - {row["term"] for row in WIDTHS} == {"thousands"}
    for row in PHRASES:
        words, term = row["words"], row["term"]
        if term in ALONE:
            assert GRAMMAR.read(words).kind == term
        elif term in BEFORE:
            assert GRAMMAR.read(f"{words} 20").kind == term
        elif term in AFTER:
            assert GRAMMAR.read(f"20 {words}").kind == AFTER[term]
        elif term in ("about", "almost"):
            assert GRAMMAR.read(f"{words} 20").kind == "approx"
        elif term in ("few", "several", "dozens", "tens", "hundreds"):
            assert GRAMMAR.read(words).kind == "vague"


def test_every_shipped_number_word_counts() -> None:
    for row in NUMBERS:
        value = row["value"]
        if value.strip("*").isdigit() and not value.endswith("*"):
            n = int(value.strip("*"))
            assert GRAMMAR.read(f"> {row['words']}") == Interval("more_than", n + 1, None)


def test_a_word_means_the_same_number_in_every_language() -> None:
    found: dict[str, set[str]] = {}
    for row in NUMBERS:
        found.setdefault(row["words"], set()).add(row["value"])
    assert {words: values for words, values in found.items() if len(values) > 1} == {}


def test_a_new_width_is_a_new_row() -> None:
    thousands = {"profile": "wide", "term": "thousands", "lo": "2000", "hi": ""}
    assert Grammar(PHRASES, NUMBERS, [*WIDTHS, thousands]).read("тисячі") == Interval("vague", 2000, None)
    about = {"profile": "wide", "term": "about", "lo": "N/2", "hi": "2N"}
    assert Grammar(PHRASES, NUMBERS, [about]).read("about 5") == Interval("approx", 2, 10)


@pytest.mark.parametrize(("lo", "hi"), [("", "9"), ("2.5", "9"), ("9", "2"), ("11N/10", "9N/10"), ("N/0", "N")])
def test_a_width_that_makes_no_sense_is_damage(lo: str, hi: str) -> None:
    with pytest.raises(Damaged):
        Grammar(PHRASES, NUMBERS, [{"profile": "p", "term": "about", "lo": lo, "hi": hi}])


def test_tables_that_make_no_sense_are_damage() -> None:
    with pytest.raises(Damaged, match="twice"):
        Grammar(PHRASES, NUMBERS, [*WIDTHS, *WIDTHS])
    with pytest.raises(Damaged, match="not one word"):
        Grammar(PHRASES, [{"lang": "en", "words": "one two", "value": "3"}], WIDTHS)
    with pytest.raises(Damaged, match="not understood"):
        Grammar(PHRASES, [{"lang": "en", "words": "few", "value": "some"}], WIDTHS)
