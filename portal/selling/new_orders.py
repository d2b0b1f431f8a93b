"""An order as it is booked: complete, checked, and with the digest that tells a repeat from another order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from portal.kernel import trail
from portal.selling.models import BenefitKind, Payment

FURTHER = ("given", "returns_id", "points", "points_used", "uploader_id", "snapshot", "turn_id")


class NewLine(NamedTuple):
    """A line to book: thousandths and fen; the amount is what was charged."""

    product_id: int
    quantity: int
    price: int
    amount: int
    discount: int = 0
    coupon: int = 0
    coupon_match: int = 0


class Part(NamedTuple):
    """One of several payments, in fen; `given` is the cash handed over for it, where somebody said so."""

    way: Payment
    amount: int
    given: int | None = None


class Benefit(NamedTuple):
    """What made a line cheaper, in fen. By hand it has a reason, and an approver where it was above the right."""

    position: int
    kind: BenefitKind
    fen: int
    rule_id: int | None = None
    approver_id: int | None = None
    why: str = ""


class Returned(NamedTuple):
    """Which line of an earlier order a line brings back, in thousandths; below nothing where that is undone."""

    position: int
    of_order_id: str
    of_position: int
    quantity: int


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order to book, complete and checked; `id` is the client's key.

    Several payments are `parts` under the payment MIXED. A return names its order in `returns_id` and each line in
    `returns`; whatever undoes a return names it, too. A settlement has no lines: money for what was on account.
    """

    store_id: int
    id: str
    device: str
    sequence: int
    placed_at: datetime
    lines: tuple[NewLine, ...]
    member_id: int | None = None
    payment: Payment = Payment.CASH
    reverses_id: str | None = None
    reason: str = ""
    source_key: str | None = None
    flags: str = ""
    actor_id: int | None = None
    parts: tuple[Part, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    returns: tuple[Returned, ...] = ()
    given: int | None = None
    returns_id: str | None = None
    points: int | None = None
    points_used: int | None = None
    uploader_id: int | None = None
    snapshot: int | None = None
    turn_id: str | None = None

    @property
    def further(self) -> tuple[Any, ...]:
        """Return what most orders leave open, in the order of FURTHER."""
        return (
            self.given, self.returns_id, self.points, self.points_used, self.uploader_id, self.snapshot, self.turn_id,
        )  # fmt: skip

    @property
    def is_sale(self) -> bool:
        """Whether it sells, or undoes what sold: a return and a settlement do not."""
        return bool(self.lines) and self.returns_id is None

    def paid(self) -> tuple[Part, ...]:
        """Return its payments, of which most orders have one."""
        return self.parts or (Part(self.payment, sum(line.amount for line in self.lines)),)

    def body(self) -> list[Any]:
        """What the client said, in a fixed order: hashed, it tells a repeat from another order under the same key.

        What came later stands in one element more, where any of it was said: so the hashes of older orders stay.
        """
        body: list[Any] = [
            self.store_id, self.id, self.device, self.sequence, self.placed_at.isoformat(), self.member_id,
            self.payment.value, self.reverses_id, self.source_key, self.lines,
        ]  # fmt: skip
        more = self.said_besides() if self.parts or self.benefits or self.returns or any(self.further) else None
        return [*body, more] if more else body

    def said_besides(self) -> dict[str, Any]:
        """Return what only some orders say; who uploaded it, its turn and its snapshot are not what was sold."""
        said = {
            "discounts": [(b.position, b.fen) for b in self.benefits if b.kind == BenefitKind.MANUAL],
            "given": self.given,
            "payments": [(part.way.value, part.amount, part.given) for part in self.parts],
            "points_used": self.points_used,
            "returns": sorted(self.returns),
        }
        return {name: value for name, value in said.items() if value}

    def body_hash(self) -> str:
        return trail.digest(self.body())
