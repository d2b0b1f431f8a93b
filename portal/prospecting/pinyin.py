"""Names as they are typed without a Chinese keyboard: in full and by initials."""

from pypinyin import Style, lazy_pinyin


def pinyin_of(name: str) -> str:
    """Return "hengkelong hkl" for 恒客隆."""
    full = "".join(lazy_pinyin(name)).lower()
    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()
    return f"{full} {initials}"[:400]
