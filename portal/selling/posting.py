"""From what a device says to orders that can be booked: prices, sums, members, sequences, reversals (C32).

Both ways in use it: pages that undo an order or enter paper, which leave time to the server, and the sync of a tablet,
which was offline and states what it sold, when and at which prices.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.goods.prices import Priced
from portal.goods.queries import PastPrice, past_prices
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import within
from portal.kernel.words import N_
from portal.network.models import Store, StoreState
from portal.selling import points
from portal.selling.approvals import approver_of
from portal.selling.benefits_given import BatchBenefits
from portal.selling.doubts import is_doubtful
from portal.selling.models import Order, OrderLine, Payment
from portal.selling.models.paper import is_paper
from portal.selling.new_orders import Benefit, NewLine, NewOrder, Returned
from portal.selling.posting_money import Paid, check_points, paid
from portal.selling.posting_money import negated as paid_back
from portal.selling.posting_people import Seller, known_members, seller_of
from portal.selling.posting_prices import HELD, Check, by_hand, lines_of, products_named
from portal.selling.posting_returns import (
    back_of,
    check_returns,
    check_reversal,
    negated,
    points_back,
    returned_lines,
    stored_return,
    undoing_rows,
)
from portal.selling.queries.credits import Account, accounts_of
from portal.selling.queries.people import people_of_turns
from portal.selling.said import MOST_AHEAD, SaidLine, SaidOrder
from portal.selling.stored import Shop, ended_at, is_strange, shut_since, stored
from portal.selling.till_rules import till_rules

LATE = timedelta(days=1)  # from here on an order came late
ONLINE = timedelta(minutes=2)  # an order that comes so soon was sold with network


@dataclass(slots=True)
class Content:
    """What an order consists of, and what it is flagged for."""

    lines: Sequence[NewLine]
    member_id: int | None
    paid: Paid
    flags: set[str] = field(default_factory=set)
    benefits: tuple[Benefit, ...] = ()
    returns: Sequence[Returned] = ()
    returns_id: str | None = None
    points: int | None = None
    points_used: int | None = None


class Batch:
    """Orders said together by one device of one store, and what must be known to check them.

    The store's book is locked first, so that nothing found here changes before it is booked.
    `meet` notes that a member of another store is learned of, or refuses; it is told how many this batch noted.
    Those in `met` are known already. `products` are those named, where they were read before the book was locked.
    """

    def __init__(
        self,
        viewer: Any,
        store: Store | Shop,
        device: str,
        said: Sequence[SaidOrder],
        *,
        meet: Callable[[int], None],
        met: Iterable[int] = (),
        products: Mapping[int | str, Priced] | None = None,
    ) -> None:
        self.viewer, self.store, self.device, self.said = viewer, store, device, said
        self.meet, self.met, self.noted = meet, set(met), 0
        trail.lock(db.session(), f"store:{store.id}")
        undone = {order.reverses_id for order in said if order.reverses_id}
        returned = {order.returns_id for order in said if order.returns_id}
        numbers = {order.sequence for order in said if order.sequence is not None}
        first_day = min([clock.today(), *(clock.day_of(order.placed_at) for order in said if order.placed_at)])
        self.held = held = stored(store.id, device, {order.key for order in said}, numbers, first_day)
        self.sequences, self.last_sequence = held.keys, held.last_number
        self.orders = self.own({*held.bodies, *undone, *returned})
        self.reversed = self.reversals_of(undone | returned)
        self.back = back_of(store.id, undone | returned | {order.key for order in said if order.returns_id})
        self.products = products_named(store.id, said) if products is None else products
        self.members = known_members({order.member_id for order in said if order.member_id})
        self.given = BatchBenefits(self.members.keys())
        self.turns = people_of_turns(store.id, device, {order.turn_id for order in said if order.turn_id})
        self.charged: Counter[int] = Counter()  # what members owe by orders of this batch
        self.next_number: int | None = None

    def own(self, ids: set[str]) -> dict[str, Order]:
        """Return those of this store's orders that are repeated, reversed or brought back, with their lines."""
        if not ids:
            return {}
        mine = select(Order).where(Order.store_id == self.store.id, Order.id.in_(ids))
        found = self.within_own(mine.options(selectinload(Order.lines)))
        return {order.id: order for order in db.session.scalars(found)}

    def reversals_of(self, ids: set[str]) -> dict[str, str]:
        if not ids:
            return {}
        found = select(Order.reverses_id, Order.id).where(Order.store_id == self.store.id, Order.reverses_id.in_(ids))
        return {str(row[0]): row[1] for row in db.session.execute(self.within_own(found))}

    def within_own(self, statement: Any) -> Any:
        return within(statement, Order, OrderLine, because="orders of the store that posts, whose book is held")

    def next_sequence(self) -> int:
        """Give out the device's next number."""
        self.next_number = (self.last_sequence if self.next_number is None else self.next_number) + 1
        return self.next_number

    def compose(self, said: SaidOrder) -> NewOrder:
        """Return the order to book. Raises Refused, whose field is the reason's code.

        What the device left out is taken from the order stored under the same key, if there is one, so that
        a repeat is the same order even when the catalogue has changed in between.
        """
        if self.store.state == StoreState.PREPARING:
            raise Refused("This store is not open yet.", field="store")
        before = self.orders.get(said.key)
        placed_at = said.placed_at or (before.placed_at if before else clock.now())
        seller = seller_of(said, self.viewer, self.store.id, self.turns)
        if said.reverses_id:
            one = self.undone(said, before, seller, placed_at)
        elif said.returns_id:
            one = self.taken_back(said, before, seller)
        elif said.settles:
            one = self.settled(said, before)
        else:
            one = self.sold(said, before, seller, placed_at)
        new = NewOrder(
            store_id=self.store.id,
            id=said.key,
            device=self.device,
            sequence=self.numbered(said, before),
            placed_at=placed_at,
            lines=tuple(one.lines),
            member_id=one.member_id,
            payment=one.paid.payment,
            reverses_id=said.reverses_id,
            reason=said.reason[:200],
            flags=" ".join(sorted(one.flags | self.flags_of(said, seller, placed_at))),
            actor_id=seller.person.id,
            parts=one.paid.parts,
            benefits=one.benefits,
            returns=tuple(one.returns),
            given=one.paid.given,
            returns_id=one.returns_id,
            points=one.points,
            points_used=one.points_used,
            uploader_id=seller.uploader_id,
            snapshot=said.snapshot,
            turn_id=seller.turn_id,
        )
        if before is None:
            if new.returns:
                self.back.note(new)
            if one.member_id is not None and one.paid.account:
                self.charged[self.person(one.member_id)] += one.paid.owed(sum(line.amount for line in new.lines))
        return new

    def flags_of(self, said: SaidOrder, seller: Seller, placed_at: datetime) -> set[str]:
        """Return what an order is flagged for that does not lie in what was sold."""
        on_paper, flags = is_paper(self.device), set()
        if is_doubtful(placed_at, said.skew):
            flags.add("clock")
        elif clock.now() - (placed_at - said.skew) > LATE and not on_paper:
            flags.add("late")
        if on_paper:
            flags.add("paper")
        elif is_strange(self.store, self.device, placed_at - said.skew, self.ended):
            flags.add("device")
        sells = not (said.undoes or said.settles)  # those whose goods come back, or who pay what they owe, do so still
        if sells and self.shut and placed_at - said.skew >= self.shut:
            flags.add("shut")
        if not seller.is_verified:
            flags.add("clerk")
        return flags

    def sold(self, said: SaidOrder, before: Order | None, seller: Seller, placed_at: datetime) -> Content:
        """Return a sale; what an exact one costs is checked when it comes first."""
        member_id = self.buyer(said, before)
        if said.points_used and before is None:
            check_points(said, self.person(member_id), self.store.id)
        lines, flags = lines_of(said, self.products, before, placed_at, is_member=member_id is not None)
        if member_id != said.member_id:
            flags.add("member")
        if "price" in flags and not said.is_exact and isinstance(self.store, Shop) and till_rules().only_enrolled:
            said = replace(said, is_exact=True)  # tablets say their snapshot, and nobody else's price is taken as said
        benefits = by_hand(said)
        if said.is_exact:
            flags.discard("price")
        if said.is_exact and before is None:
            worth = said.points_used * self.point_rules.worth_fen if said.points_used else 0
            check = Check(said, lines, self.products, placed_at, self.given, lambda: self.past, worth)
            approve = partial(self.approved, said)
            benefits, more = check.hold(member_id, clock.day_of(placed_at), seller.role, lambda: self.rights, approve)
            flags |= more
        total = sum(line.amount for line in lines)
        payment = paid(said, total)
        if payment.account and before is None:
            flags |= self.on_account(said, member_id, payment.owed(total), total, placed_at)
        is_counted = member_id is not None and (said.is_exact or not isinstance(self.store, Shop))
        earned = (points.earned(total, self.point_rules) if is_counted else 0) or None
        used = said.points_used or None
        return Content(lines, member_id, payment, flags, benefits, points=earned, points_used=used)

    @cached_property
    def ended(self) -> datetime | None:
        return ended_at(self.store)

    @cached_property
    def shut(self) -> datetime | None:
        return shut_since(self.store)

    @cached_property
    def point_rules(self) -> points.Points:
        return points.rules()

    @cached_property
    def rights(self) -> Mapping[str, int]:
        return till_rules().rights

    def approved(self, said: SaidOrder, word: str, *deeds: tuple[str, int]) -> int:
        """Return who approved one of these deeds, each of its amount. Raises Refused."""
        refusal = Refused("This needs the approval of a manager.", field="approval")
        for deed, amount in dict.fromkeys(deeds):
            try:
                return approver_of(
                    word, store_id=self.store.id, device=self.device, key=said.key, deed=deed, amount=amount,
                    of=said.undoes,
                )  # fmt: skip
            except Refused as refused:
                refusal = refused
        raise refusal

    def on_account(
        self, said: SaidOrder, member_id: int | None, owed: int, total: int, placed_at: datetime
    ) -> set[str]:
        """Return the flag of what is above a member's limit, where it was sold without network; else refuse it."""
        is_new = said.is_exact or bool(said.payments)
        if member_id is None:
            if is_new:
                raise Refused("Only members pay on account: name the member, or take another way.", field="account")
            return {"credit"}
        account = self.account_of(member_id)
        if owed <= 0 or account.owed + owed <= account.limit:
            return set()
        if said.approval:
            self.approved(said, said.approval, ("credit", owed), ("credit", total))
            return set()
        if is_new and clock.now() - (placed_at - said.skew) < ONLINE:
            raise Refused("This is more than the member may have on account.", field="credit")
        return {"credit"}

    def settled(self, said: SaidOrder, before: Order | None) -> Content:
        """Return a settlement: money comes in for what a member has on account, whether or not he still consents."""
        if said.lines:
            raise Refused("A settlement has no lines.", field="lines")
        if said.member_id is None or said.member_id not in self.members:
            raise Refused("A settlement names its member.", field="account")
        payment = paid(said, 0)
        if before is None and -payment.owed(0) > self.account_of(said.member_id).owed:
            raise Refused("The member owes less than this.", field="payments")
        return Content((), said.member_id, payment)

    def account_of(self, member_id: int) -> Account:
        """Return what a member owes by now, whichever of his files says so, and how much he may owe."""
        person_id = self.person(member_id)
        account = self.accounts.get(person_id, Account())
        return account._replace(owed=account.owed + self.charged[person_id])

    @cached_property
    def past(self) -> Mapping[int, Sequence[PastPrice]]:
        first = min([clock.now(), *(order.placed_at for order in self.said if order.placed_at)])
        return past_prices({product.id for product in self.products.values()}, first - HELD)

    @cached_property
    def accounts(self) -> Mapping[int, Account]:
        return accounts_of(self.store.id, {one.person_id for one in self.members.values()})

    def person(self, member_id: int | None) -> int:
        """Return the file that stands for a member: another one where his two were merged since a tablet heard."""
        known = self.members.get(member_id or 0)
        return known.person_id if known else member_id or 0

    def undone(self, said: SaidOrder, before: Order | None, seller: Seller, placed_at: datetime) -> Content:
        """Return what undoes an order exactly, by its member and its payments."""
        self.check_right(said, seller, Can.REVERSE_ORDERS, N_("You may not reverse orders."))
        if not said.reason:
            raise Refused("Say why the order is reversed.", field="reason")
        found = self.orders.get(said.reverses_id or "")
        order = check_reversal(found, clock.day_of(placed_at), self.back, is_again=before is not None)
        if self.reversed.get(order.id, said.key) != said.key:
            raise Refused("This order was reversed already.", field="reverses")
        stated = [(self.id_of(line), line.quantity) for line in said.lines]
        if stated and stated != [(line.product_id, -line.quantity) for line in order.lines]:
            raise Refused("A reversal must undo every line of its order.", field="lines")
        if before is None and not seller.may(Can.REVERSE_ORDERS):
            self.approved(said, said.approval, ("reverse", abs(order.total)))
        self.reversed[order.id] = said.key
        return Content(
            [negated(line) for line in order.lines],
            order.member_id,
            paid_back(order.payment, order.parts if order.payment == Payment.MIXED else ()),
            returns=undoing_rows(self.back.rows.get(order.id, ())),
            returns_id=order.returns_id,
            points=-order.points if order.points else None,
            points_used=-order.points_used if order.points_used else None,
        )

    def taken_back(self, said: SaidOrder, before: Order | None, seller: Seller) -> Content:
        """Return what takes goods of an order back, each line its share of what was paid."""
        self.check_right(said, seller, Can.RETURN_GOODS, N_("You may not take goods back."))
        key = said.returns_id or ""
        order = check_returns(self.orders.get(key), was_reversed=key in self.reversed)
        stored_before = stored_return(before, said, self.back) if before else None
        ids = [self.id_of(line) for line in said.lines]
        lines, rows = stored_before or returned_lines(order, said, self.back, ids)
        total = sum(line.amount for line in lines)
        if before is None and not seller.may(Can.RETURN_GOODS):
            self.approved(said, said.approval, ("return", -total))
        payment = paid(said, total)
        if payment.account and order.member_id is None:
            raise Refused("This order was not on account: pay it back another way.", field="account")
        earned, used = (before.points, before.points_used) if before else points_back(order, lines, self.back)
        return Content(
            lines, order.member_id, payment, returns=rows, returns_id=order.id, points=earned, points_used=used
        )

    def check_right(self, said: SaidOrder, seller: Seller, right: Can, sentence: str) -> None:
        """Refuse a deed of somebody who neither may nor brings a manager's word."""
        if not said.approval and not seller.may(right):
            raise Refused(sentence, field="right")

    def buyer(self, said: SaidOrder, before: Order | None) -> int | None:
        """Return the member who buys: none if he is gone, or of another store and too many were named."""
        if said.member_id is None:
            if said.member_key:
                raise Refused("This member is not known.", field="member")
            return None
        if before and (before.member_id == said.member_id or "member" in before.flags.split()):
            return before.member_id
        if said.member_id not in self.members:
            raise Refused("This member is not known.", field="member")
        store_id, gone_at, _ = self.members[said.member_id]
        if gone_at is not None:
            return None
        if store_id not in self.viewer.store_ids and said.member_id not in self.met:
            try:
                self.meet(self.noted)
            except Refused:
                return None
            self.noted += 1
            self.met.add(said.member_id)
        return said.member_id

    def numbered(self, said: SaidOrder, before: Order | None) -> int:
        if said.sequence is None:
            return before.sequence if before else self.next_sequence()
        if self.sequences.setdefault(said.sequence, said.key) != said.key:
            raise Refused("This device has used number %(n)s for another order.", n=said.sequence, field="sequence")
        if before is None and said.sequence > self.last_sequence + MOST_AHEAD:
            raise Refused("Number %(n)s is too far ahead of this device's last one.", n=said.sequence, field="sequence")
        return said.sequence

    def id_of(self, line: SaidLine) -> int | None:
        product = self.products.get(line.product_id or line.barcode)
        return product.id if product else None
