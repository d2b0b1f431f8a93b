"""What became of an order that somebody said (C32)."""

from dataclasses import dataclass

from portal.kernel.words import N_, Word


class Fate(Word):
    """What became of a posted order."""

    STORED = "stored", N_("Posted")
    KNOWN = "known", N_("Posted before")
    CLASH = "clash", N_("Another order has this key"), "bad"
    REFUSED = "refused", N_("Refused"), "bad"


@dataclass(frozen=True)
class Posted:
    """The fate of one order, with the reason where it was refused; `member_id` is whose points it moves."""

    key: str
    fate: Fate
    reason: str = ""
    message: str = ""
    flags: str = ""
    member_id: int | None = None
