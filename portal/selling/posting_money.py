"""How a posted order is paid: one way or several, with what was handed over; on account only who may (C32)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.words import N_
from portal.selling.models import Member, Payment
from portal.selling.new_orders import Part
from portal.selling.posting_people import known_members
from portal.selling.queries.reservations import free_points, reserved_for
from portal.selling.rules_of_till.paying import payments_change
from portal.selling.said import SaidOrder

_NO_END = 2**53
UNDER_WAY = timedelta(minutes=1)  # longer than an order is being stored
TROUBLES = {
    "zero": N_("A payment of nothing is none."),
    "given": N_("Only cash is handed over, and at least what is taken of it."),
    "sign": N_("All payments go the same way as the sale."),
    "left": N_("The payments are less than the total."),
    "over": N_("The payments are more than the total."),
}


@dataclass(frozen=True, slots=True)
class Paid:
    """An order's payment: several ways are parts of MIXED; `given` is the cash handed over for a single one."""

    payment: Payment
    parts: tuple[Part, ...] = ()
    given: int | None = None

    @property
    def account(self) -> bool:
        """Whether some of it is on account, or comes off it."""
        return self.payment == Payment.ACCOUNT or any(part.way == Payment.ACCOUNT for part in self.parts)

    def owed(self, total: int) -> int:
        """Return what its member owes by it, in fen."""
        if self.payment == Payment.ACCOUNT:
            return total
        return sum(part.amount for part in self.parts if part.way == Payment.ACCOUNT)


def paid(said: SaidOrder, total: int) -> Paid:
    """Return how an order of this total is paid. Raises Refused where its payments do not make it."""
    if not said.payments:
        if said.settles:
            raise Refused("A settlement says what comes in and how.", field="payments")
        return Paid(said.payment)
    parts = [{"way": part.way.value, "amount": part.amount, "given": part.given} for part in said.payments]
    trouble = payments_change(total, parts, _NO_END, said.settles)["trouble"]
    if trouble:
        raise Refused(TROUBLES[trouble], field="payments")
    if len(said.payments) > 1:
        return Paid(Payment.MIXED, said.payments)
    (only,) = said.payments
    return Paid(only.way, given=only.given)


def check_points(said: SaidOrder, person_id: int, store_id: int) -> None:
    """Raise Refused where the points an order is paid with were not kept for it, of this person and as many.

    An order that comes after they were let go is paid with them if nobody has spent them meanwhile.
    """
    kept = reserved_for(store_id, [said.key]).get(said.key)
    if kept is None or not said.is_exact or (kept.member_id, kept.points) != (person_id, said.points_used):
        raise Refused("Points are spent with network only, and were reserved before.", field="points")
    if kept.ends_at <= clock.now() + UNDER_WAY:
        # another store may take a late order of his right now: it is waited for, as is who keeps points for him; and
        # they for this one, of which nothing would be seen between their end and its being stored
        his = select(Member.id).where(Member.id == person_id).with_for_update(key_share=True)
        db.session.execute(within(his, Member, because="whose points the order is paid with"))
    if kept.ends_at <= clock.now():
        left = free_points(person_id, but=(store_id, said.key))
        if left < said.points_used:
            raise Refused("He has %(left)s points to spend.", left=max(0, left), field="points")


def hold_spenders(store_id: int, said: Iterable[SaidOrder]) -> None:
    """Hold several who pay with points in one batch: after the store's book, and each after whoever joined before him.

    Two stores whose tablets bring late orders of the same people would else wait for each other.
    """
    ids = {order.member_id for order in said if order.points_used and order.member_id}
    if len(ids) < 2:
        return
    trail.lock(db.session(), f"store:{store_id}")
    persons = {known.person_id for known in known_members(ids).values()}
    them = select(Member.id).where(Member.id.in_(persons)).order_by(Member.id).with_for_update(key_share=True)
    db.session.execute(within(them, Member, because="whose points the orders are paid with"))


def negated(payment: Payment, parts: Iterable[Any]) -> Paid:
    """Return the payment that undoes another: every part of it, and no cash that is handed over."""
    return Paid(payment, tuple(Part(Payment(part.way), -part.amount) for part in parts))
