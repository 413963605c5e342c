"""The weapon and region registers as data: ids, trees, names, coverage of the standard and of real files.

Owns the promises that any reader of `data/weapons.csv` and `data/regions.csv` may rely on. It reads them with the csv
module alone, so that a fault here is a fault of the data, never of the code that loads it. It must never repair a row.
"""

import ast
import csv
import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycountry
import pytest

DATA = Path(__file__).parents[1] / "data"
REAL = Path(__file__).parents[2] / "shared" / "real"
AIR_FORCE = REAL / "ua-air-force"
DAILY = ("missile_attacks_daily.csv", "missile_attacks_daily-semicolon.csv")
HEADS = {
    "weapons": ["id", "name", "parent", "aliases", "note"],
    "regions": ["id", "name", "name_uk", "name_ru", "within", "members", "aliases"],
}
COMPASS = ("center", "north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")
# In the posts' text but outside every direction of the ledger: regions of third states, and common nouns.
ELSEWHERE = {"хатлонской", "сурхандарьинской", "городской"}

Row = dict[str, str]
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files (../shared/real) are not on this machine")


def read(register: str) -> list[Row]:
    with (DATA / f"{register}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def real(path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> list[Row]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def daily() -> Iterator[Row]:
    for name in DAILY:
        yield from real(AIR_FORCE / name, ";" if "semicolon" in name else ",")


def normal(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words).casefold()
    folded = re.sub("['’ʼ`´‘ʹ′]", "", folded)
    return " ".join(re.sub("[-‐‑‒–—_]", " ", folded).split())


def names(row: Row) -> set[str]:
    stated = [row["id"], row["name"], row.get("name_uk", ""), row.get("name_ru", ""), *row["aliases"].split("|")]
    return {normal(words) for words in stated} - {""}


def owners(rows: list[Row]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        for name in names(row):
            found[name].add(row["id"])
    return found


WEAPONS, REGIONS = read("weapons"), read("regions")
WEAPON, REGION = owners(WEAPONS), owners(REGIONS)


def resolve(known: dict[str, set[str]], words: str) -> str | None:
    return next(iter(known.get(normal(words), ())), None)


def unresolved(known: dict[str, set[str]], stated: Iterable[str]) -> set[str]:
    return {words for words in stated if normal(words) not in known}


def weapon_parents() -> dict[str, set[str]]:
    return {row["id"]: {row["parent"]} - {""} for row in WEAPONS}


def region_parents() -> dict[str, set[str]]:
    up: dict[str, set[str]] = {row["id"]: set() for row in REGIONS}
    for row in REGIONS:
        up[row["id"]] |= set(row["within"].split("|")) - {""}
        for member in set(row["members"].split("|")) - {""}:
            up.setdefault(member, set()).add(row["id"])
    return up


def above(up: dict[str, set[str]], start: str) -> set[str]:
    seen: set[str] = set()
    todo = list(up[start])
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            todo += up[one]
    return seen


@pytest.mark.parametrize("register", ["weapons", "regions"])
def test_file_is_plain(register: str) -> None:
    raw = (DATA / f"{register}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    lines = list(csv.reader(raw.decode("utf-8").splitlines()))
    assert lines[0] == HEADS[register]
    assert {len(line) for line in lines} == {len(HEADS[register])}
    assert all(cell == cell.strip() for line in lines for cell in line)
    assert unicodedata.is_normalized("NFC", raw.decode("utf-8"))


@pytest.mark.parametrize("rows", [WEAPONS, REGIONS], ids=["weapons", "regions"])
def test_ids_are_unique_and_named(rows: list[Row]) -> None:
    ids = [row["id"] for row in rows]
    assert len(set(ids)) == len(ids)
    assert all(row["id"] and row["name"] for row in rows)


def test_ids_have_their_form() -> None:
    assert [row["id"] for row in WEAPONS if not re.fullmatch(r"[a-z][a-z0-9_]*", row["id"])] == []
    form = r"all|[A-Z]{2}-[A-Z0-9]{1,3}|X(-[A-Z0-9]+)+"
    assert [row["id"] for row in REGIONS if not re.fullmatch(form, row["id"])] == []


@pytest.mark.parametrize("known", [WEAPON, REGION], ids=["weapons", "regions"])
def test_a_name_means_one_thing(known: dict[str, set[str]]) -> None:
    assert {name: sorted(ids) for name, ids in known.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("rows", [WEAPONS, REGIONS], ids=["weapons", "regions"])
def test_a_name_is_no_list(rows: list[Row]) -> None:
    """`+` joins a bundle and `|` the aliases: neither may stand inside a name."""
    assert [row["id"] for row in rows if "+" in row["name"] + row["aliases"] or "|" in row["name"]] == []
    assert [row["id"] for row in rows if "" in row["aliases"].split("|") and row["aliases"]] == []


@pytest.mark.parametrize(
    ("rows", "up"), [(WEAPONS, weapon_parents()), (REGIONS, region_parents())], ids=["weapons", "regions"]
)
def test_trees_hold(rows: list[Row], up: dict[str, set[str]]) -> None:
    ids = {row["id"] for row in rows}
    assert {parent for parents in up.values() for parent in parents} | set(up) <= ids
    assert [one for one in up if one in above(up, one)] == []


def test_roots() -> None:
    assert {row["id"] for row in WEAPONS if not row["parent"]} == {"any", "unspecified", "equipment"}
    everywhere = next(row for row in REGIONS if row["id"] == "all")
    assert not everywhere["within"]
    assert not everywhere["members"]


@pytest.mark.parametrize(
    ("below", "broader"),
    [
        ("shahed_136", "uav"), ("geran_3", "shahed"), ("gerbera", "decoy"), ("decoy", "uav"), ("lancet", "uav"),
        ("orlan_10", "recon_uav"), ("liutyi", "owa_uav"), ("kinzhal", "ballistic"), ("iskander_m", "iskander_m_kn_23"),
        ("kh_101", "cruise"), ("kh_59mk2", "kh_59_69"), ("kh_31pd", "kh_31p"), ("s_400", "missile"),
        ("guided_bomb", "any"), ("usv", "any"), ("fa_18", "aircraft"), ("fuel_tank", "vehicle"), ("tank", "equipment"),
    ],
)  # fmt: skip
def test_munition_lies_below(below: str, broader: str) -> None:
    assert broader in above(weapon_parents(), below)


@pytest.mark.parametrize(
    ("apart", "other"),
    [
        ("usv", "uav"), ("gerbera", "owa_uav"), ("s_300", "cruise"), ("submarine", "ship"), ("tank", "any"),
        ("iskander", "ballistic"),
    ],
)  # fmt: skip
def test_munition_stays_apart(apart: str, other: str) -> None:
    assert other not in above(weapon_parents(), apart)


@pytest.mark.parametrize("country", ["UA", "RU"])
def test_the_standard_is_complete(country: str) -> None:
    units = {unit.code: unit.name for unit in pycountry.subdivisions if unit.country_code == country}
    ours = {row["id"]: row for row in REGIONS if row["id"].startswith(f"{country}-")}
    assert set(ours) == set(units)
    assert [code for code, name in units.items() if normal(name) not in names(ours[code])] == []
    assert [code for code, row in ours.items() if not row["name_uk"] or not row["name_ru"]] == []


def test_places_of_other_wars_follow_the_standard() -> None:
    codes = {unit.code for unit in pycountry.subdivisions} | {"all"}
    assert [row["id"] for row in REGIONS if not row["id"].startswith("X-") and row["id"] not in codes] == []


@pytest.mark.parametrize("part", COMPASS)
def test_compass_parts_have_no_borders(part: str) -> None:
    row = next(row for row in REGIONS if row["id"] == f"X-UA-{part.upper()}")
    assert not row["within"]
    assert not row["members"]
    assert resolve(REGION, part) == row["id"]


def test_city_and_its_region_are_two() -> None:
    """A bare name is the city where the register has the city; "oblast" or "region" makes it the region."""
    up = region_parents()
    for row in REGIONS:
        if re.match(r"X-(UA|RU)-(?!\d)", row["id"]) and any(parent[:2] in ("UA", "RU") for parent in up[row["id"]]):
            assert resolve(REGION, row["name"]) == row["id"]
    assert (resolve(REGION, "Kharkiv"), resolve(REGION, "Kharkiv region")) == ("X-UA-KHARKIV", "UA-63")
    assert (resolve(REGION, "Kyiv"), resolve(REGION, "Kyiv Oblast")) == ("UA-30", "UA-32")
    assert (resolve(REGION, "Moscow"), resolve(REGION, "Moscow oblast")) == ("RU-MOW", "RU-MOS")
    assert resolve(REGION, "Moscow region") == resolve(REGION, "Московский регион") == "X-RU-MOSCOW-REGION"
    assert {"UA-12", "X-UA-12-KRYVYI-RIH"} <= above(up, "X-UA-KRYVYI-RIH")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Курская область", "RU-KRS"), ("Курщина", "RU-KRS"), ("kursk Region", "RU-KRS"), ("Орловская", "RU-ORL"),
        ("Krasnodar region", "RU-KDA"), ("Краснодарского края", "RU-KDA"),
        ("Республики Крым", "UA-43"), ("АР Крим", "UA-43"),
        ("Харківщина", "UA-63"), ("Харьковской областью", "UA-63"), ("Sea of Azov", "X-SEA-AZOV"), ("юг", "X-UA-SOUTH"),
        ("акватория Азовского моря", "X-SEA-AZOV"), ("акваторией Чёрного моря", "X-SEA-BLACK"), ("Donbas", "X-DONBAS"),
        ("Чувашская Республика", "RU-CU"), ("everywhere", "all"), ("Kam’ianske Raion", "X-UA-12-KAMIANSKE"),
        ("Ukraine", None),
    ],
)  # fmt: skip
def test_known_words(words: str, code: str | None) -> None:
    assert resolve(REGION, words) == code


def test_neither_side_is_a_region() -> None:
    """The root is `all`: a bare country name of either side must be refused alike, not become one side's territory."""
    assert unresolved(REGION, ["Ukraine", "Україна", "Украина", "Russia", "Росія", "Россия"]) == {
        "Ukraine", "Україна", "Украина", "Russia", "Росія", "Россия",
    }  # fmt: skip


@needs_real
def test_every_model_of_the_air_force_resolves() -> None:
    stated = {row["model"] for row in (*daily(), *real(AIR_FORCE / "missiles_and_uavs.csv"))}
    parts = {part.strip() for model in stated for part in model.split(" and ")}
    assert len(parts) > 40
    assert unresolved(WEAPON, parts) == set()


@needs_real
def test_every_target_of_the_air_force_resolves() -> None:
    stated: set[str] = set()
    for row in daily():
        for cell in (row["target"], *re.findall(r"'([^']+)'\s*:", row.get("destroyed_details") or "")):
            stated |= {part.strip() for part in cell.split(" and ")}
        stated |= set(ast.literal_eval(row.get("affected region") or "[]"))
    assert len(stated) > 50
    assert unresolved(REGION, stated - {"", "Ukraine"}) == set()


@needs_real
def test_every_region_of_the_russian_ministry_resolves() -> None:
    posts = real(REAL / "ru-mod" / "posts.csv")
    text = "\n".join(post["text_snippet"] for post in posts)
    adjectives = set(re.findall(r"([А-ЯЁ][а-яё-]+(?:-[А-ЯЁ][а-яё]+)?[сц]кой) област(?:и|ь)\b", text))
    stated = {f"{adjective} области" for adjective in adjectives if adjective.casefold() not in ELSEWHERE}
    stated |= set(re.findall(r"\b[А-ЯЁ][а-яё]+ского края\b", text))
    stated |= set(re.findall(r"акватори[а-яё]+ [А-ЯЁ][а-яё]+ моря", text))
    assert len(stated) > 40
    assert unresolved(REGION, stated) == set()


@needs_real
def test_every_class_of_the_general_staff_resolves() -> None:
    folder = REAL / "ua-general-staff"
    losses = json.loads((folder / "russia_losses_equipment.json").read_text("utf-8"))
    keys = {key for day in losses for key in day} - {"date", "day", "greatest losses direction"}
    assert unresolved(WEAPON, keys) == set()
    assert (resolve(WEAPON, "drone"), resolve(WEAPON, "cruise missiles")) == ("uav", "cruise")
    confirmed = json.loads((folder / "russia_losses_equipment_oryx.json").read_text("utf-8"))
    assert unresolved(WEAPON, {row[key] for row in confirmed for key in ("equipment_oryx", "equipment_ua")}) == set()


@needs_real
def test_every_place_of_the_pakistan_files_resolves() -> None:
    folder = REAL / "us-drone-strikes-pakistan"
    stated: set[str] = set()
    for name, columns in (("drone_attacks.csv", ("region", "province")), ("PkDroneAttacks.csv", ("City", "Province"))):
        stated |= {row[column] for row in real(folder / name, encoding="latin-1") for column in columns}
    assert unresolved(REGION, stated - {""}) == set()


def test_a_bare_city_name_is_no_oblast_on_either_side() -> None:
    """A city is its own row ("Kharkiv") or unknown ("Belgorod"), never taken for the oblast around it."""
    cities = {"Kharkiv", "Poltava", "Zhytomyr", "Belgorod", "Kursk", "Bryansk", "Voronezh", "Krasnodar"}
    known = cities - unresolved(REGION, cities)
    assert known
    assert all(id.startswith("X-") for city in known for id in REGION[normal(city)])
