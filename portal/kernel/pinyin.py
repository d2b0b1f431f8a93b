"""Pinyin: what Chinese names are found by when somebody types letters, every reading of every character."""

from functools import lru_cache
from itertools import islice, product

from pypinyin import Style, pinyin

MOST_READINGS = 4


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Return a character's readings without tones; a letter or digit reads as itself, the rest as nothing."""
    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:3] if found else ()


def spelled(name: str, most: int = 200) -> str:
    """Return the words a name is found by: its initials in every reading, then in full: "cnn chunniunai"."""
    parts = [found for character in name if (found := readings(character))]
    initials = dict.fromkeys(
        "".join(reading[0] for reading in chosen) for chosen in islice(product(*parts), MOST_READINGS * 8)
    )
    full = "".join(part[0] for part in parts)
    words = [*islice(initials, MOST_READINGS), full] if parts else []
    return " ".join(dict.fromkeys(words))[:most]
