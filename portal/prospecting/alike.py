"""When two files may be of the same: the same phone, a name that sounds the same, the same address (C13)."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from portal.kernel.pinyin import as_read, spelled

MOST, MOST_LETTERS, MOST_OF_A_PERSON = 200, 400, 80
# what a name says besides the name itself
COMMON = (
    "生活超市",
    "生鲜超市",
    "便民超市",
    "购物中心",
    "便利店",
    "超市",
    "商店",
    "团队",
    "夫妇",
    "夫妻",
    "先生",
    "女士",
)
ASIDE = re.compile(r"[（(【\[].*?[）)】\]]|[、,，].*$")
DIVISIONS = re.compile(r"^(?:[^省\d]{2,8}省)?(?:[^市\d]{2,8}市)?(?:[^区县\d]{1,6}[区县])?")
# 南城街道 and 长安镇 are left out by some and written by others; 景德镇路 is a street
TOWN = re.compile(r"^[^\d路街]{2,8}?(?:街道|镇|乡)(?![路街村里]|大道)")
LEAST_PLACE = 4  # letters of an address beneath which it says too little


def sound_of(name: str) -> str:
    """Return how the name itself is read: “高志远团队” and “高智远（退伍军人）” sound the same."""
    bare = ASIDE.sub("", name).strip() or name
    for word in COMMON:
        if bare.endswith(word) and len(bare) > len(word) + 1:
            bare = bare.removesuffix(word)
            break
    return as_read(bare)[0][:MOST]


def letters_of(name: str, *people: str | None) -> str:
    """Return what a file is found by when somebody types letters: its people and itself, in full and by initials."""
    persons = dict.fromkeys(spelled(person, MOST_OF_A_PERSON) for person in people if person)
    room = MOST_LETTERS - sum(len(person) + 1 for person in persons)
    return " ".join(filter(None, (spelled(name, room), *persons)))


def place_of(address: str) -> str:
    """Return an address without its city, district and town, spaces and signs; "" where that says too little."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", address).lower() if c.isalnum())
    street = DIVISIONS.sub("", plain).removesuffix("号")
    if len(beyond := TOWN.sub("", street)) >= LEAST_PLACE:  # where a town is all that is said, it says something
        street = beyond
    return street[:MOST] if len(street) >= LEAST_PLACE else ""


@dataclass(frozen=True)
class Asked:
    """What is looked for."""

    phone: str = ""
    name: str = ""
    address: str = ""

    @property
    def sound(self) -> str:
        return sound_of(self.name) if self.name else ""

    @property
    def place(self) -> str:
        return place_of(self.address)

    def reasons(self, prospect: Any) -> str:
        """Say in words what of a prospect is the same."""
        alike = (
            (_("the same phone"), self.phone and prospect.phone == self.phone),
            (_("the same name"), self.name and prospect.name == self.name),
            (_("sounds the same"), self.sound and prospect.sound == self.sound and prospect.name != self.name),
            (_("the same address"), self.place and prospect.place == self.place),
        )
        return _(", ").join(word for word, holds in alike if holds)
