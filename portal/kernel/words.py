"""Words of the domain as enums: each member carries its stored value, its label and its tone."""

from collections import defaultdict
from collections.abc import Callable
from enum import Enum
from typing import Any, Self

from flask import g
from flask_babel import LazyString, get_locale, gettext, pgettext


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def P_(context: str, message: str) -> tuple[str, str]:
    """Mark a message that needs a context (one English word, two Chinese ones)."""
    return (context, message)


# What was said before in each language: a page says some hundred texts, most of them on every page.
_memories: dict[Any, dict[Any, Any]] = defaultdict(dict)
_MOST_REMEMBERED = 10_000  # several times what the catalogues hold


def remembered(message: Any, translate: Callable[[Any], Any]) -> Any:
    """Return a text in the language of the request at hand, translated when it is said for the first time."""
    if not g:
        return translate(message)
    babel = getattr(g._get_current_object(), "_flask_babel", None)
    known = _memories[getattr(babel, "babel_locale", None) or get_locale()]
    key = (translate, message)
    text = known.get(key)
    if text is None:
        text = translate(message)
        if len(known) < _MOST_REMEMBERED:
            known[key] = text
    return text


def say(message: str | tuple[str, str], **facts: object) -> str:
    """Translate what N_ or P_ marked."""
    if not message:
        return ""  # gettext would answer with the catalogue's header
    text = str(remembered(message, _translated))
    return text % facts if facts else text


def _l(message: str | tuple[str, str], **facts: object) -> LazyString:
    """Translate a text when it is shown: for labels of forms, which are written before anybody asks."""
    return LazyString(say, message, **facts)


def _translated(message: str | tuple[str, str]) -> str:
    return str(pgettext(*message) if isinstance(message, tuple) else gettext(message))


class Word(str, Enum):
    """A closed vocabulary stored by value.

    `OPEN = "open", N_("Open"), "now"`: value, label, tone. The tone is a class of the look:
    "" (quiet), now, late, bad, zero, off or guess.
    """

    message: str | tuple[str, str]
    tone: str

    def __new__(cls, value: str, message: str | tuple[str, str] = "", tone: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.message = message or value
        member.tone = tone
        return member

    @property
    def label(self) -> str:
        return say(self.message)

    def __str__(self) -> str:
        return str(self.value)
