"""Reading claims out of prose: each case is a made-up text and the drafts it must give, in order.

A draft is written `party attacker>defender metric lo-hi weapon region`.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import db
from ledger.prose.drafts import LONGEST_QUOTE, Draft
from ledger.prose.page import Document
from ledger.prose.reading import Reader
from ledger.prose.tokens import language_of
from ledger.registers import read_registers


@functools.cache
def reader() -> Reader:
    with db.passing() as con:
        return Reader(read_registers(con))


def told(d: Draft) -> str:
    hi = "" if d.hi is None else d.hi
    counted = d.row["population"] if d.row["population"] != "unspecified" else d.row["weapon"]
    way = f"{d.row['attacker']}>{d.row['defender']}"
    return f"{d.party} {way} {d.row['metric']} {d.lo}-{hi} {counted} {d.row['region']}"


def drafts(text: str, lang: str = "", published: str = "2026-01-26", source: str = "") -> list[str]:
    return [told(d) for d in reader().read(Document(text, source, published, "", lang)).drafts]


ENGLISH = {
    "N out of M, and who launched them": (
        "Ukraine's air force said it had shot down 28 of the 31 drones that Russia launched overnight.",
        ["UA RU>UA intercepted 28-28 uav all", "UA RU>UA launched 31-31 uav all"],
    ),
    "a list goes on with its verb, whatever is counted": (
        "Russia fired 205 drones and 12 cruise missiles at Ukraine, the Ukrainian air force reported.",
        ["UA RU>UA launched 205-205 uav all", "UA RU>UA launched 12-12 cruise all"],
    ),
    "a total and its regions": (
        "Russia's Defence Ministry said 40 Ukrainian drones were destroyed: 34 over the Kursk region, "
        "four over the Black Sea and two over the Rostov region.",
        [
            "RU UA>RU intercepted 40-40 uav all",
            "RU UA>RU intercepted 34-34 uav RU-KRS",
            "RU UA>RU intercepted 4-4 uav X-SEA-BLACK",
            "RU UA>RU intercepted 2-2 uav RU-ROS",
        ],
    ),
    "17 of which": (
        "Russian forces attacked Ukraine with 22 drones, 17 of which were shot down, the air force said.",
        ["UA RU>UA launched 22-22 uav all", "UA RU>UA intercepted 17-17 uav all"],
    ),
    "all of them": (
        "Ukraine's air force said that Russia launched 16 drones and that air defences destroyed all of them.",
        ["UA RU>UA launched 16-16 uav all", "UA RU>UA intercepted 16-16 uav all"],
    ),
    "shot down or jammed is one figure, lost is another": (
        "The Ukrainian Air Force said 60 drones were shot down or suppressed, while another 26 were lost.",
        ["UA RU>UA neutralised 60-60 uav all", "UA RU>UA lost 26-26 uav all"],
    ),
    "people, by a strike of the other side": (
        "In Kherson Oblast, a Russian drone strike killed two people and injured at least five others, "
        "Ukrainian officials said.",
        ["UA RU>UA killed 2-2 people UA-65", "UA RU>UA wounded 5- people UA-65"],
    ),
    "a singular tells one": (
        "Three people were wounded and a bus driver was killed in Ukrainian shelling, Russian officials said.",
        ["RU UA>RU wounded 3-3 people all", "RU UA>RU killed 1-1 civilian all"],
    ),
    "nobody": (
        "Russia's Defence Ministry said 12 Ukrainian drones were downed and there were no casualties.",
        ["RU UA>RU intercepted 12-12 uav all", "RU UA>RU killed 0-0 people all"],
    ),
    "a rough figure keeps its words": (
        "The Israeli army said Iran launched more than 300 drones at Israel, including about 120 ballistic missiles.",
        ["IL IR>IL launched 301- uav all", "IL IR>IL launched 108-132 ballistic all"],
    ),
    "who made a thing did not launch it": (
        "Pakistan's military said it had shot down 25 Israeli-made Harop drones. India denied it.",
        ["PK IN>PK intercepted 25-25 harop all"],
    ),
    "most of them tells no region": (
        "Russia's Defence Ministry said it downed 40 Ukrainian drones, most over the Krasnodar region.",
        ["RU UA>RU intercepted 40-40 uav all"],
    ),
    "what is attacker's word is struck, else damaged": (
        "Ukraine's military said it struck an oil refinery in the Samara region. "
        "Russian officials reported fires at two plants.",
        ["UA UA>RU sites_struck 1-1 unspecified RU-SAM", "RU UA>RU sites_damaged 2-2 unspecified RU-SAM"],
    ),
    "two sides in one text": (
        "Kyiv said Russia launched 90 drones. Moscow said it downed nine Ukrainian drones.",
        ["UA RU>UA launched 90-90 uav all", "RU UA>RU intercepted 9-9 uav all"],
    ),
    "the two figures of one sentence are told once": (
        "Ukraine downed 17 of 22 Russian drones. The air force said 17 drones were destroyed by air defences.",
        ["UA RU>UA intercepted 17-17 uav all", "UA RU>UA launched 22-22 uav all"],
    ),
    "one of a kind that is named in the plural": (
        "Ukraine's air force shot down one missile over Kyiv.",
        ["UA RU>UA intercepted 1-1 missile UA-30"],
    ),
    "strike and decoy drones are one figure": (
        "Russia launched 476 strike and decoy drones overnight, Ukraine's air force said.",
        ["UA RU>UA launched 476-476 uav all"],
    ),
    "a toll that rose to a number": (
        "The death toll in a Russian strike on Kharkiv has risen to 24, Ukrainian officials said.",
        ["UA RU>UA killed 24-24 people X-UA-KHARKIV"],
    ),
    "neither dead nor hurt": (
        "Russian missiles hit Odesa but there were no deaths or injuries there, Governor Oleh Kiper said.",
        ["UA RU>UA killed 0-0 people X-UA-ODESA", "UA RU>UA wounded 0-0 people X-UA-ODESA"],
    ),
    "a place stands for a party": (
        "Gaza's health ministry said Israeli strikes had killed 46 Palestinians and wounded 110 in the past 24 hours.",
        ["PS IL>PS killed 46-46 people all", "PS IL>PS wounded 110-110 people all"],
    ),
}

UKRAINIAN = {
    "a bulletin of the air force": (
        "У ніч на 16 вересня противник атакував 113-ма ударними БпЛА типу Shahed та 2-ма балістичними ракетами. "
        "Станом на 08:30 збито/подавлено 89 ворожих БпЛА, повідомили в Повітряних силах.",
        [
            "UA RU>UA launched 113-113 shahed all",
            "UA RU>UA launched 2-2 ballistic all",
            "UA RU>UA neutralised 89-89 uav all",
        ],
    ),
    "places, not munitions": (
        "Повітряні сили повідомили про влучання 30 БпЛА на девʼяти локаціях, "
        "а також падіння уламків на пʼяти локаціях.",
        [
            "UA RU>UA hit 30-30 uav all",
            "UA RU>UA hit_locations 9-9 unspecified all",
            "UA RU>UA debris_locations 5-5 unspecified all",
        ],
    ),
    "number words, and a region in its case": (
        "На Полтавщині внаслідок російського удару загинули троє людей, ще сім поранено, повідомила ОВА.",
        ["UA RU>UA killed 3-3 people UA-53", "UA RU>UA wounded 7-7 people UA-53"],
    ),
    "one who was hurt": (
        "Внаслідок російського обстрілу Харкова поранення отримала жінка, загинув чоловік.",
        ["UA RU>UA wounded 1-1 people all", "UA RU>UA killed 1-1 people all"],
    ),
    "after a verb of growing the preposition is no bound": (
        "Кількість загиблих у Харкові зросла до 24, повідомив голова ОВА.",
        ["UA RU>UA killed 24-24 people X-UA-KHARKIV"],
    ),
    "neither dead nor hurt": (
        "Російські дрони атакували Одесу, без жертв та постраждалих, повідомили в ОВА.",
        ["UA RU>UA killed 0-0 people all", "UA RU>UA wounded 0-0 people all"],
    ),
}

RUSSIAN = {
    "so many over each": (
        "Минобороны России сообщило, что уничтожены девять украинских беспилотников: три – над территорией Самарской "
        "области и по два – над территориями Воронежской, Орловской и Курской областей.",
        [
            "RU UA>RU intercepted 9-9 uav all",
            "RU UA>RU intercepted 3-3 uav RU-SAM",
            "RU UA>RU intercepted 2-2 uav RU-VOR",
            "RU UA>RU intercepted 2-2 uav RU-ORL",
            "RU UA>RU intercepted 2-2 uav RU-KRS",
        ],
    ),
    "figures in brackets after their regions": (
        "По данным Минобороны РФ, украинские БПЛА уничтожены над территорией Белгородской (4 БПЛА) и Курской (1 БПЛА) "
        "областей.",
        ["RU UA>RU intercepted 4-4 uav RU-BEL", "RU UA>RU intercepted 1-1 uav RU-KRS"],
    ),
    "the region stands before its figure": (
        "Сбили 53 беспилотника ВСУ, сообщили в Минобороны России: 44 над Ростовской областью, "
        "а над территорией Краснодарского края — девять.",
        [
            "RU UA>RU intercepted 53-53 uav all",
            "RU UA>RU intercepted 44-44 uav RU-ROS",
            "RU UA>RU intercepted 9-9 uav RU-KDA",
        ],
    ),
    "a singular participle tells one": (
        "Дежурными средствами ПВО украинский беспилотный летательный аппарат уничтожен "
        "над территорией Брянской области, сообщили в Минобороны России.",
        ["RU UA>RU intercepted 1-1 uav RU-BRY"],
    ),
    "a model's name is found in every case": (
        "Средства ПВО сбили две «Точки-У» над Белгородской областью, сообщили в Минобороны России.",
        ["RU UA>RU intercepted 2-2 tochka_u RU-BEL"],
    ),
    "markup is no word": (
        "**Дежурными средствами ПВО уничтожены **двенадцать** **украинских БПЛА** над [Крымом](https://t.me/x/1), "
        "сообщает Минобороны России.",
        ["RU UA>RU intercepted 12-12 uav UA-43"],
    ),
    "of N so many": (
        "Из 31 беспилотника противника сбито 28, сообщили в Воздушных силах Украины.",
        ["UA RU>UA launched 31-31 uav all", "UA RU>UA intercepted 28-28 uav all"],
    ),
}


@pytest.mark.parametrize("case", ENGLISH)
def test_english(case: str) -> None:
    text, expected = ENGLISH[case]
    assert drafts(text, "en") == expected


@pytest.mark.parametrize("case", UKRAINIAN)
def test_ukrainian(case: str) -> None:
    text, expected = UKRAINIAN[case]
    assert drafts(text, "uk") == expected


@pytest.mark.parametrize("case", RUSSIAN)
def test_russian(case: str) -> None:
    text, expected = RUSSIAN[case]
    assert drafts(text, "ru") == expected


NO_CLAIMS = (
    "Brent rose 37 cents to $85.79 a barrel after the third drone strike on a refinery of 355,000 barrels a day.",
    "Russia and Ukraine exchanged 205 prisoners of war on 6 May, the Defence Ministry said.",
    "The drone has a range of 1,000 km and carries a 50-kilogram warhead; an F-16 costs 60 million dollars.",
    "Ukraine plans to produce 10,000 drones a month, and could launch 500 of them a night, the minister said.",
    "A 16-year-old boy from region 61 told us about 24 February 2022 and the 3 hours that followed.",
    "У 2025 році виробництво дронів зросло на 40 відсотків, а бюджет склав 2,3 мільярда гривень.",
    "Министр вручил 12 медалей расчётам, которые 9 мая прошли 30 километров.",
    "Министерство обороны России: пулемётная точка уничтожена операторами FPV-дронов.",
)


@pytest.mark.parametrize("text", NO_CLAIMS)
def test_what_looks_like_a_figure_and_is_none_drafts_nothing(text: str) -> None:
    assert drafts(text) == []


WINDOWS = (
    ("Ukraine's air force said Russia launched 31 drones overnight.", "en", "", "2026-01-25/2026-01-26"),
    ("The air force said Russia launched 31 drones at Ukraine on January 12.", "en", "", "2026-01-12"),
    (
        "С 23.00 мск 25 января до 7.00 мск 26 января уничтожены 40 украинских БПЛА.",
        "ru", "ru-mod", "2026-01-25T23:00/2026-01-26T07:00",
    ),
    ("В период с 7.00 до 9.00 мск уничтожены 11 украинских БПЛА.", "ru", "ru-mod", "2026-01-26T07:00/2026-01-26T09:00"),
    ("Около 14.30 мск уничтожены два украинских БПЛА.", "ru", "ru-mod", "2026-01-26T14:30/2026-01-26T14:30"),
    (
        "У ніч на 26 січня (з 18:00 25 січня) ворог атакував 138 дронами. Станом на 08:00 збито 110.",
        "uk", "ua-air-force", "2026-01-25T18:00/2026-01-26T08:00",
    ),
    ("У ніч на 26 січня ворог атакував 138 дронами.", "uk", "ua-air-force", "2026-01-25/2026-01-26"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "lang", "source", "window"), WINDOWS)
def test_windows_are_resolved_against_the_day_of_publication(text: str, lang: str, source: str, window: str) -> None:
    """The clock of the text is that of the source; a night is the two days that the word can mean."""
    read = reader().read(Document(text, source, "2026-01-26T16:00", "", lang)).drafts
    assert read[0].row["window"] == window


def test_a_window_that_would_end_after_publication_is_that_of_the_day_before() -> None:
    text = "С 23.00 до 7.00 мск уничтожены 40 украинских БПЛА."
    read = reader().read(Document(text, "ru-mod", "2026-01-26T05:00", "", "ru")).drafts
    assert read[0].row["window"] == "2026-01-24T23:00/2026-01-25T07:00"


def test_a_total_that_its_parts_meet_is_exhaustive_and_they_go_together() -> None:
    text = "Минобороны России: уничтожены 40 украинских БПЛА: 34 над Курской областью, шесть над Брянской областью."
    read = reader().read(Document(text, "ru-mod", "2026-01-26", "", "ru")).drafts
    assert [d.row["breakdown"] for d in read] == ["exhaustive", "none", "none"]
    assert len({d.group for d in read}) == 1


def test_a_list_that_breaks_off_is_partial_and_its_last_figure_is_listed() -> None:
    text = "Уничтожены 40 украинских БПЛА: 30 над Курской областью, шесть БПЛА над Брянской областью, четыре БПЛА"
    reading = reader().read(Document(text, "ru-mod", "2026-01-26", "", "ru"))
    assert [d.row["breakdown"] for d in reading.drafts] == ["partial", "none", "none"]
    assert [(n.kind, n.value) for n in reading.left] == [("cut off", "четыре")]


def test_a_summary_repeats_earlier_figures() -> None:
    day = "Главное за день. Уничтожены два украинских БПЛА над Брянской областью."
    since = "С начала спецоперации уничтожены 40 украинских БПЛА."
    read = [reader().read(Document(t, "ru-mod", "2026-01-26", "", "ru")).drafts[0].row for t in (day, since)]
    assert [(r["recap"], r["basis"]) for r in read] == [("true", "period"), ("false", "cumulative")]
    assert read[1]["window"] == "2022-02-24/2026-01-26"


def test_an_article_relays_the_body_that_it_names() -> None:
    text = "Russia's Defence Ministry said it downed 40 Ukrainian drones. Kyiv said Russia launched 138 drones."
    read = reader().read(Document(text, "rna", "2026-01-26", "", "en")).drafts
    assert [(d.row["source"], d.row["origin"]) for d in read] == [("rna", "ru-mod"), ("rna", "ua-air-force")]
    assert "Kyiv" in read[1].row["note"]


def test_what_is_not_understood_is_listed_with_its_sentence() -> None:
    text = "Ukraine's air force said that 40 drones of the enemy were painted."
    reading = reader().read(Document(text, "", "2026-01-26", "", "en"))
    assert reading.drafts == []
    assert [(n.kind, n.value, n.sentence) for n in reading.left] == [("no act", "40", text)]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Russia launched 31 drones", "en"),
        ("Ворог уночі випустив тринадцять БпЛА по території України", "uk"),
        ("Противник выпустил тринадцать беспилотников по территории страны", "ru"),
    ],
)
def test_the_language_is_the_one_whose_dictionary_knows_the_words(text: str, lang: str) -> None:
    assert language_of(text) == lang


SNIPPETS: Sequence[str] = [text for text, _ in (*ENGLISH.values(), *UKRAINIAN.values(), *RUSSIAN.values())]
TEXTS = st.lists(
    st.sampled_from([*SNIPPETS, *NO_CLAIMS, "\n\n", "40", "— ", "(", "«", "**", "1,000 ", "all of "]), max_size=6
)


@given(TEXTS, st.sampled_from(["en", "uk", "ru"]), st.integers(0, 400))
def test_whatever_the_text_every_draft_passes_the_guards(parts: list[str], lang: str, cut: int) -> None:
    """The quote stands in the text and is short, the figure in its quote; the same text gives the same drafts."""
    text = " ".join(parts)[: 1500 - cut]
    document = Document(text, "", "2026-01-26", "", lang)
    first, second = reader().read(document).drafts, reader().read(document).drafts
    assert [d.row for d in first] == [d.row for d in second]
    for d in first:
        assert text[d.start : d.end] == d.row["quote"]
        assert len(d.row["quote"].split()) <= 2 * LONGEST_QUOTE
        assert d.row["attacker"] != d.row["defender"]
        assert d.row["value"] in ("0", "1", "2") or all(
            w.casefold() in d.row["quote"].casefold() for w in d.row["value"].split()
        )
        assert all(0 <= a < b <= len(d.row["quote"]) for a, b in d.words)
