"""Refusals: a sentence for the person, said by the model."""

from typing import Any

from portal.kernel.words import say


class Refused(Exception):
    """A step the model does not allow; the message says what is missing.

    The first argument is a catalogue message, keywords fill its placeholders;
    `field` names the form field it belongs to; `also` is what else is wrong, so that all of it is put right at once.
    """

    also: tuple["Refused", ...] = ()

    def __init__(self, message: str, *, field: str = "", **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.facts = facts

    def __str__(self) -> str:
        return say(self.message, **self.facts)


def refuse_all(wrong: list[Refused]) -> None:
    """Refuse for all that is wrong together, if anything is."""
    if wrong:
        wrong[0].also = tuple(wrong[1:])
        raise wrong[0]


class Unready(Refused):
    """What the portal cannot do at this moment, whoever asks; the same asked again is right later."""


class Conflict(Refused):
    """Two people changed one record; `differences` are (field, theirs, yours)."""

    def __init__(self, message: str, *, differences: list[tuple[str, str, str]] | None = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.differences = differences or []
