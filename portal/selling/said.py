"""A sale as a device says it, read and not yet checked (C32)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.selling.models import Payment
from portal.selling.new_orders import Part

MOST_LINES = 500
MOST_FEN = 10**8  # of a line: one million yuan
MOST_ORDER_FEN = 10**9
MOST_QUANTITY = 10**7  # of a line, in thousandths: ten tonnes
MOST_AHEAD = 100_000  # how far a device's number may leap


@dataclass(frozen=True)
class ByHand:
    """What somebody takes off a line by hand, in fen, why, and the signed word of who approved it."""

    fen: int
    why: str = ""
    approval: str = ""


@dataclass(frozen=True)
class SaidLine:
    """A line as a device says it; without a price the catalogue's counts.

    `benefits` are (rule, fen) as the tablet worked them out, `of` the position of the sold line that comes back.
    """

    product_id: int | None
    quantity: int
    barcode: str = ""
    price: int | None = None
    amount: int | None = None
    by_hand: ByHand | None = None
    benefits: tuple[tuple[int | None, int], ...] = ()
    of: int | None = None

    @property
    def off(self) -> int:
        """What goes off its price times its quantity, in fen."""
        return sum(fen for _, fen in self.benefits) + (self.by_hand.fen if self.by_hand else 0)


@dataclass(frozen=True)
class SaidOrder:
    """An order as a device says it. Without a sequence or a time the server gives them.

    `is_exact` says that prices are held to the catalogue and ways of paying to who may: so it is with a tablet that
    says which snapshot it sold from. What was sent before there were snapshots is stored as it is said, and flagged.
    """

    key: str
    lines: tuple[SaidLine, ...] = ()
    sequence: int | None = None
    placed_at: datetime | None = None
    member_id: int | None = None
    payment: Payment = Payment.CASH
    reverses_id: str | None = None
    reason: str = ""
    skew: timedelta = timedelta(0)  # how far the device's clock was ahead when it sent this, as far as it said
    is_exact: bool = False
    payments: tuple[Part, ...] = ()
    clerk_id: int | None = None
    turn_id: str | None = None
    snapshot: int | None = None
    member_key: str | None = None
    points_used: int = 0
    returns_id: str | None = None
    settles: bool = False
    approval: str = ""

    @property
    def undoes(self) -> str | None:
        """The key of the order that it reverses, or of which goods come back."""
        return self.reverses_id or self.returns_id
