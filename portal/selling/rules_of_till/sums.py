"""What is charged, a line and in all, and the one rounding; money and weights as they are typed and shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from portal.kernel import money
from portal.kernel.money import line_amount as amount
from portal.kernel.money import share

__all__ = [
    "Known", "Said", "amount", "quantity", "share", "spread", "total", "typed_quantity", "typed_yuan", "yuan",
]  # fmt: skip

Said = dict[str, Any]
Known = Mapping[str, Any]


def spread(fen: int, over: Sequence[int]) -> list[int]:
    """Share out a sum over amounts by their size, to the last fen.

    Rounded are the sums so far, not the parts: so they add up, and no part is above its amount while the sum is not.
    """
    whole, so_far, given, parts = sum(over), 0, 0, []
    for one in over:
        so_far += one
        part = (share(fen, so_far, whole) if whole > 0 else 0) - given
        given += part
        parts.append(part)
    return parts


def total(lines: Sequence[Known]) -> Said:
    """Return what a sale comes to, a line and in all: to pay, at ordinary prices, saved, and how many things.

    A line has its price, quantity and what goes off (`off`); `ordinary` is its price without any benefit. A line that
    comes back states its amount and what had been saved. What is weighed is one thing.
    """
    amounts, saved, ordinary, pieces = [], [], 0, 0
    for line in lines:
        if line.get("amount") is not None:
            charged, spared = line["amount"], line.get("saved", 0)
            ordinary += charged + spared
        else:
            charged = amount(line["price"], line["quantity"]) - sum(line.get("off", ()))
            usual = amount(line.get("ordinary", line["price"]), line["quantity"])
            spared = max(0, usual - charged)
            ordinary += usual
        amounts.append(charged)
        saved.append(spared)
        count = abs(line["quantity"])
        pieces += (1 if count else 0) if line.get("weighed") else count // money.MILLI
    return {
        "amounts": amounts, "saved": saved, "total": sum(amounts), "ordinary": ordinary, "off": sum(saved),
        "pieces": pieces,
    }  # fmt: skip


def yuan(fen: int) -> str:
    """Return "1,234.50" for 123450; minus is −."""
    return money.yuan(fen)


def typed_yuan(text: str) -> int | None:
    """Return what somebody typed as yuan in fen; None where it cannot be read."""
    try:
        return money.parse_yuan(text)
    except ValueError:
        return None


def quantity(thousandths: int) -> str:
    """Return "1.25" for 1250; minus is −."""
    return money.quantity(thousandths)


def typed_quantity(text: str) -> int | None:
    """Return what somebody typed as a quantity in thousandths; None where it cannot be read."""
    try:
        return money.parse_quantity(text)
    except ValueError:
        return None
