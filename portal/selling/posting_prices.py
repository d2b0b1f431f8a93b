"""What the lines of a posted sale cost: prices that counted, what a member is given, what was taken off by hand (C32).

An order is held to it where the tablet says from which snapshot it sold (`is_exact`): a price that counted in the last
days, less what the rules give, less what its seller may take off, or with a manager's word. Older ones are flagged.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from portal.goods.prices import Priced, priced
from portal.goods.queries import PastPrice
from portal.kernel.money import MILLI, line_amount
from portal.kernel.refusals import Refused
from portal.selling.benefits_given import BatchBenefits
from portal.selling.models import BenefitKind, Order, OrderLine
from portal.selling.new_orders import Benefit, NewLine
from portal.selling.rules_of_till.paying import discount_right
from portal.selling.said import MOST_FEN, MOST_LINES, MOST_ORDER_FEN, MOST_QUANTITY, ByHand, SaidLine, SaidOrder

HELD = timedelta(days=3)  # for how long before the sale a price may have been heard: a tablet sells no longer alone

Past = Callable[[], Mapping[int, Sequence[PastPrice]]]  # what products cost before, where it matters
Approve = Callable[..., int]  # a signed word, and deeds with their fen, one of which it is for; who gave it, or Refused


def lines_of(
    said: SaidOrder, products: Mapping[int | str, Priced], before: Order | None, placed_at: datetime, *, is_member: bool
) -> tuple[list[NewLine], set[str]]:
    """Return the lines with their amounts, by what counted when they were sold, and what they are flagged for."""
    if not said.lines:
        raise Refused("An order needs at least one line.", field="lines")
    if len(said.lines) > MOST_LINES:
        raise Refused("An order has at most %(most)s lines.", most=MOST_LINES, field="lines")
    lines_before = dict(enumerate(before.lines)) if before else {}
    found, flags = [], set()
    for n, line in enumerate(said.lines):
        product = products.get(line.product_id or line.barcode)
        if product is None:
            raise Refused("Product %(code)s is not in the catalogue.", code=line.barcode or "?", field="product")
        product = product.at(placed_at)
        catalogue = product.price_for(is_member)
        new = new_line(line, product, catalogue, lines_before.get(n))
        if new.price != catalogue:
            flags.add("price")
        if not product.on_sale:
            flags.add("withdrawn")
        found.append(new)
    if sum(line.amount for line in found) > MOST_ORDER_FEN:
        raise Refused("An order cannot be above ten million yuan.", field="amount")
    return found, flags


def new_line(line: SaidLine, product: Priced, catalogue: int, stored: OrderLine | None) -> NewLine:
    """Return a line with its price and amount; `discount` is what was saved on the ordinary price."""
    if line.quantity > MOST_QUANTITY:
        raise Refused("The quantity of %(name)s cannot be above 10,000.", name=product.name, field="quantity")
    if line.quantity <= 0 or (not product.weighed and line.quantity % MILLI):
        raise Refused("The quantity of %(name)s is not possible.", name=product.name, field="quantity")
    same = stored is not None and (stored.product_id, stored.quantity) == (product.id, line.quantity)
    price = line.price if line.price is not None else stored.price if stored and same else catalogue
    amount = line_amount(price, line.quantity) - line.off
    if amount > MOST_FEN:
        raise Refused("The amount of %(name)s cannot be above one million yuan.", name=product.name, field="amount")
    if price < 0 or amount < 0 or line.amount not in (None, amount):
        raise Refused("The amount of %(name)s is not its price times its quantity.", name=product.name, field="amount")
    if stored and same and (stored.price, stored.amount) == (price, amount):
        discount = stored.discount
    else:
        discount = max(line.off, line_amount(product.price, line.quantity) - amount)
    return NewLine(product.id, line.quantity, price, amount, discount)


class Check:
    """The lines of one exact sale beside what they may cost."""

    def __init__(
        self,
        said: SaidOrder,
        lines: Sequence[NewLine],
        products: Mapping[int | str, Priced],
        placed_at: datetime,
        given: BatchBenefits,
        past: Past,
        points_fen: int = 0,
    ) -> None:
        self.said, self.lines, self.since, self.points_fen = said, lines, placed_at - HELD, points_fen
        self.given, self.past = given, past
        self.catalogue = [products[line.product_id or line.barcode] for line in said.lines]
        self.products = [product.at(placed_at) for product in self.catalogue]
        self.strange = {p.id for p, new in zip(self.products, lines, strict=True) if not is_of(p, new.price)}

    def hold(
        self, member_id: int | None, day: date, role: str, rights: Callable[[], Mapping[str, int]], approve: Approve
    ) -> tuple[tuple[Benefit, ...], set[str]]:
        """Return why the lines are cheaper, and flags. Raises Refused where more goes off than its seller may give."""
        flags: set[str] = set()
        bases = [self.base(n, member_id is not None, flags) for n in range(len(self.lines))]
        ruled = [
            as_ruled(p, new, base) | {"off": hand.fen if (hand := said.by_hand) else 0}
            for (p, new, base), said in zip(self.each(bases), self.said.lines, strict=True)
        ]
        due = self.given.on(member_id, ruled, day, self.points_fen)
        over: dict[int, int] = {}
        for n, (_, new, (usual, _)) in enumerate(self.each(bases)):
            off = [one for one in due if one["position"] == n + 1]
            costs = line_amount(usual, new.quantity) - sum(one["fen"] for one in off)
            if off_by_rule(self.said.lines[n]) != line_amount(usual, new.quantity) - costs:
                flags.add("benefit")
            by_hand = costs - new.amount
            # points are money: what may be taken off is measured by what the line costs before them
            costs += sum(one["fen"] for one in off if one["kind"] == BenefitKind.POINTS)
            if by_hand > 0 and not discount_right(costs, by_hand, role, rights())["allowed"]:
                over[n] = by_hand
        return self.told(due, self.approvers(over, approve)), flags

    def each(self, bases: Sequence[tuple[int, int | None]]) -> Any:
        return zip(self.products, self.lines, bases, strict=True)

    def base(self, n: int, is_member: bool, flags: set[str]) -> tuple[int, int | None]:
        """Return the price of one that a line is measured by, and the members' that goes with it."""
        product, price = self.products[n], self.lines[n].price
        prices, member_prices = self.counted(n)
        if is_member and price in member_prices and price not in prices:
            return price, None  # it is the members' own already
        if price not in prices:
            flags.add("price")
            price = product.price
        quantity, off = self.lines[n].quantity, sum(fen for rule, fen in self.said.lines[n].benefits if rule is None)
        heard = [p for p in member_prices if line_amount(price, quantity) - line_amount(p, quantity) == off]
        return price, next(iter(heard), product.member_price)

    def counted(self, n: int) -> tuple[set[int], set[int]]:
        """Return a line's prices and members' prices that counted at some time since the tablet may have heard them."""
        sold, own = self.products[n], self.catalogue[n]
        prices, members = {sold.price}, {sold.member_price}
        for level in own.levels_since(self.since):
            if level is not None:
                prices.add(level["fen"])
                members.add(level["member"])
                continue
            past = self.past().get(own.id, ()) if own.id in self.strange else ()
            heard = [was for was in past if was.until >= self.since]
            prices |= {own.price, *(was.fen for was in heard if not was.is_members)}
            members |= {own.member_price, *(was.fen for was in heard if was.is_members)}
        return prices, {price for price in members if price is not None}

    def approvers(self, over: Mapping[int, int], approve: Approve) -> dict[int, int]:
        """Return who approved what is above the seller's right, by line: the word that lines carry, or one for all.

        A word is for what was typed as taken off, which may be more than it is by now. One that several lines carry –
        the whole sale was made cheaper – is for what goes off all of them, also those that are within the right.
        """
        hands = [line.by_hand or ByHand(0) for line in self.said.lines]
        fen = {n: max(off, hands[n].fen) for n, off in over.items()}
        found: dict[int, int] = {}
        for word in {hands[n].approval for n in over} - {""}:
            carry = [n for n, hand in enumerate(hands) if hand.approval == word]
            approver = approve(word, ("discount", sum(fen.get(n, hands[n].fen) for n in carry)))
            found |= {n: approver for n in carry if n in over}
        left = [n for n in over if n not in found]
        if not left:
            return found
        if not self.said.approval:
            facts = {"name": self.products[left[0]].name, "field": "discount"}
            raise Refused("%(name)s is cheaper than you may sell it. A manager approves it.", **facts)
        if self.said.approval in {hand.approval for hand in hands}:
            # said of the order and beside a line it is one word all the same, and that line has it
            raise Refused("This approval is for something else. Ask for it again.", field="approval")
        total = sum(line.amount for line in self.lines)
        approver = approve(self.said.approval, ("discount", sum(fen[n] for n in left)), ("total", total))
        return found | dict.fromkeys(left, approver)

    def told(self, due: Sequence[Mapping[str, Any]], approvers: Mapping[int, int]) -> tuple[Benefit, ...]:
        """Return the rows of what made the lines cheaper, as the tablet charged it."""
        kinds = {one["rule"]: BenefitKind(one["kind"]) for one in due} | {
            None: BenefitKind.POINTS if self.points_fen else BenefitKind.MEMBER_PRICE
        }
        rows: list[Benefit] = []
        for n, line in enumerate(self.said.lines):
            rows += [Benefit(n + 1, kinds[rule], fen, rule) for rule, fen in line.benefits if rule in kinds and fen]
            if (hand := line.by_hand) and hand.fen:
                rows.append(Benefit(n + 1, BenefitKind.MANUAL, hand.fen, None, approvers.get(n), hand.why))
        return tuple(rows)


def by_hand(said: SaidOrder) -> tuple[Benefit, ...]:
    """Return the discounts by hand that an order states, as they are hashed: what a repeat is compared by."""
    return tuple(
        Benefit(n, BenefitKind.MANUAL, line.by_hand.fen, why=line.by_hand.why)
        for n, line in enumerate(said.lines, 1)
        if line.by_hand and line.by_hand.fen
    )


def off_by_rule(line: SaidLine) -> int:
    return sum(fen for _, fen in line.benefits)


def is_of(product: Priced, price: int) -> bool:
    """Whether a price is the catalogue's of today."""
    return price in (product.price, product.member_price)


def as_ruled(product: Priced, line: NewLine, base: tuple[int, int | None]) -> dict[str, Any]:
    """Return a line as the rules of benefits know it."""
    category = product.category or None
    return {"price": base[0], "member_price": base[1], "quantity": line.quantity, "category": category}


def products_named(store_id: int, said: Iterable[SaidOrder]) -> dict[int | str, Priced]:
    """Return the products that orders name, by id and by barcode, with what they cost in their store."""
    lines = [line for order in said for line in order.lines]
    return priced(
        store_id,
        {line.product_id for line in lines if line.product_id},
        {line.barcode for line in lines if line.barcode and not line.product_id},
    )
