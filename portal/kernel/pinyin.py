"""Pinyin: what Chinese names are found by when somebody types letters, every reading of every character.

Its dictionaries are read with the first name that is spelled, not at the start of the portal.
"""

from functools import lru_cache
from itertools import islice, product

MOST_READINGS = 4
MOST_SPELLINGS = 32


@lru_cache(maxsize=20_000)
def readings(character: str) -> tuple[str, ...]:
    """Return a character's readings without tones; a letter or digit reads as itself, the rest as nothing."""
    from pypinyin import Style, pinyin

    if character.isascii():
        return (character.lower(),) if character.isalnum() else ()
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return tuple(dict.fromkeys(found[0]))[:3] if found else ()


def as_read(name: str) -> tuple[str, str]:
    """Return (in full, initials) of a name as it is read aloud: 重庆 is chongqing, not zhongqing."""
    from pypinyin import Style, lazy_pinyin

    full, initials = lazy_pinyin(name), lazy_pinyin(name, style=Style.FIRST_LETTER)
    return letters_of("".join(full)), letters_of("".join(initials))


def in_letters(text: str) -> str:
    """Return a text with its Chinese words as they are read, all else as it is: 恒客隆-1 is hengkelong-1."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


def letters_of(text: str) -> str:
    return "".join(c for c in text.lower() if c.isascii() and c.isalnum())


def spelled(name: str, most: int = 200) -> str:
    """Return the words a name is found by: its initials in every reading, those behind its brand, then in full.

    云牧 纯牛奶 is "ymcnn cnn yunmuchunniunai".
    """
    full, first = as_read(name)
    read = [found for character in name if (found := readings(character))]
    ways = islice(product(*read), MOST_READINGS * 8)
    initials = dict.fromkeys([first, *("".join(reading[0] for reading in way) for way in ways)])
    parts = name.split()
    rest = [as_read(" ".join(parts[n:]))[1] for n, part in enumerate(parts) if n and not part[0].isascii()]
    words = [*islice(initials, MOST_READINGS), *rest, full] if first else []
    return " ".join(dict.fromkeys(words))[:most]


@lru_cache(maxsize=8192)
def spellings(name: str) -> frozenset[str]:
    """Return how a name may be typed: in full or by initials, in each reading of its signs (朝: chao, zhao)."""
    parts = [found for character in name if (found := readings(character))]
    ways = islice(product(*parts), MOST_SPELLINGS)
    typed = (spelling for way in ways for spelling in ("".join(way), "".join(reading[0] for reading in way)))
    return frozenset([*as_read(name), *typed]) - {""}
