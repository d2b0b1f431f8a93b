"""The bundled administrative divisions of GB/T 2260: provinces, cities and districts (C09)."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "divisions.csv"
MOST_FOUND = 40


@dataclass(frozen=True)
class Division:
    """One line of the register; `level` is province, city or district."""

    code: str
    level: str
    parent: str
    name: str
    pinyin: str


@cache
def register() -> dict[str, Division]:
    """Return {code: division} in the order of the codes, read once."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: Division(**row) for row in csv.DictReader(file)}


@cache
def below(code: str = "") -> tuple[Division, ...]:
    """Return the divisions right below one; the provinces for ""."""
    return tuple(d for d in register().values() if d.parent == code)


def get(code: str, level: str) -> Division | None:
    """Return the division with this code, if it is of this level."""
    found = register().get(code)
    return found if found and found.level == level else None


def cities_like(q: str) -> list[Division]:
    """Return the cities whose name, pinyin, initials or code begins with (or holds) what was typed, best first."""
    typed = q.strip().lower().replace(" ", "").replace("'", "")
    if not typed:
        return []
    found = []
    for city in register().values():
        if city.level != "city":
            continue
        pinyin = city.pinyin.lower().replace(" ", "").replace("'", "")
        if city.name.startswith(typed) or pinyin.startswith(typed) or city.code.startswith(typed):
            found.append((0, city))
        elif typed in city.name or typed in pinyin:
            found.append((1, city))
    return [city for _, city in sorted(found, key=lambda hit: (hit[0], hit[1].code))][:MOST_FOUND]


def districts_of(city_code: str) -> list[str]:
    """Return the names of a city's districts; some cities have none."""
    return [district.name for district in below(city_code)]


@dataclass(frozen=True)
class Placed:
    """What an address says of its place, and what is left of it: the street."""

    city: Division | None = None
    district: str = ""
    rest: str = ""


# longest first: what is cut off a full name to get the short one that people write
_ENDINGS = ("特别行政区", "维吾尔自治区", "壮族自治区", "回族自治区", "自治区", "自治州", "地区", "省", "市", "盟")
_SHORTEST = 2
# 长安镇 is a town, 景德镇路 is not; static/js/address.js reads it alike
_TOWN = re.compile(r"\D{2,8}?(?:街道|镇|乡)(?!路|街|大道)")


def short(name: str) -> str:
    """Return a division's name without its kind: 山西省 is 山西, 苏州市 is 苏州."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST:
            return name.removesuffix(ending)
    return name


def place_of(address: str, among: Iterable[str] = ()) -> Placed:
    """Read 省、市、区 off the beginning of an address, as it is pasted from a map or a business card (C10).

    `among` are codes of cities in which a district is looked for where the address names no city.
    """
    rest = "".join(address.split())
    province, rest = _cut(rest, below())
    within = below(province.code) if province else tuple(d for d in register().values() if d.level == "city")
    city, rest = _cut(rest, within)
    if city is None and province is not None and len(within) == 1:
        city = within[0]  # 北京市朝阳区: the city has its province's name
    looked = [city] if city else list(within) if province else [d for c in among if (d := get(c, "city"))]
    for where in looked:
        district, street = _cut(rest, below(where.code), shortened=False)
        if district is not None:
            return Placed(where, district.name, street)
    # 东莞, 中山, 儋州 have no districts: their towns are what an address says there
    if len(looked) == 1 and not below(looked[0].code) and (town := _TOWN.match(rest)):
        return Placed(looked[0], town[0], rest[town.end() :])
    return Placed(city, "", rest)


def _cut(text: str, divisions: Iterable[Division], *, shortened: bool = True) -> tuple[Division | None, str]:
    """Return the division that a text begins with, by its longest name, and what follows it."""
    best, cut = None, ""
    for division in divisions:
        found = division.name if text.startswith(division.name) else ""
        brief = short(division.name)
        # 朝阳区 is not in the city of 朝阳
        if shortened and not found and text.startswith(brief) and text[len(brief) :][:1] not in ("区", "县", "市"):
            found = brief
        if len(found) > len(cut):
            best, cut = division, found
    return best, text[len(cut) :]
