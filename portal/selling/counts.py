"""The rows of a form that counts a till or a day, way by way, and what is typed into them so far."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask import request

from portal.kernel import money
from portal.selling.models import Payment


class Count:
    """One way of payment as it is being counted."""

    def __init__(self, n: int, way: Payment, expected: int, form: Any) -> None:
        self.n, self.way, self.expected = n, way, expected
        self.counted, self.reason = form[f"counted_{way.value}"], form[f"reason_{way.value}"]

    @property
    def difference(self) -> int | None:
        """Counted less expected, in fen."""
        return None if self.counted.data is None else self.counted.data - self.expected

    @property
    def asks_why(self) -> bool:
        return bool(self.difference or self.reason.errors)


def counts_of(expected: Iterable[tuple[Payment, int]], form: Any) -> list[Count]:
    return [Count(n, way, fen, form) for n, (way, fen) in enumerate(expected, 1)]


def told_counts(counts: list[Count], way: str) -> Count:
    """Return the way of payment that an address asks about, else the first."""
    return next((count for count in counts if count.way.value == way), counts[0])


def counted_so_far() -> dict[str, int]:
    """Return what is typed so far, of the address that asks for a difference."""
    typed = {}
    for name, text in request.args.items():
        if name.startswith("counted_"):
            with suppress(ValueError):
                typed[name] = money.parse_yuan(text)
    return typed
