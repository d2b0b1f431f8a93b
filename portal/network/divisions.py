"""The bundled administrative divisions of GB/T 2260: provinces, cities and districts (C09)."""

import csv
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
