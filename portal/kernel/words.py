"""Words of the domain as enums: each member carries its stored value, its label and its tone."""

from enum import Enum
from typing import Self

from flask_babel import gettext, pgettext


def N_(message: str) -> str:
    """Mark a message for the catalogue without translating it yet."""
    return message


def P_(context: str, message: str) -> tuple[str, str]:
    """Mark a message that needs a context (one English word, two Chinese ones)."""
    return (context, message)


def say(message: str | tuple[str, str], **facts: object) -> str:
    """Translate what N_ or P_ marked."""
    if not message:
        return ""  # gettext would answer with the catalogue's header
    if isinstance(message, tuple):
        return str(pgettext(*message, **facts))
    return str(gettext(message, **facts))


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
