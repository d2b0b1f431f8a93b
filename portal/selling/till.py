"""The order page: a sale carried in its own form, priced by the server, stored only when it is posted (C32, C34)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from portal.goods.models import Product, ProductState, StockBalance
from portal.goods.prices import Priced
from portal.goods.queries import meant, pieces_of, prices_now
from portal.kernel import money
from portal.kernel.db import db
from portal.kernel.forms import tidy
from portal.kernel.scope import within
from portal.kernel.words import N_, say
from portal.network.models import Store
from portal.selling import queries, tokens
from portal.selling.keys import new_key, plain_key
from portal.selling.models import WAYS, Member, Order, OrderLine, Payment
from portal.selling.said import MOST_LINES, MOST_QUANTITY, SaidLine, SaidOrder

SHOWN = 24
RECENT = 300
LOW = 5 * money.MILLI
OFTEN = ""


def device_of(viewer: Any) -> str:
    """Return the name of the browser someone sells with: each sign-in counts its own orders."""
    return f"W{viewer.sign_in_id}"


@dataclass
class CartLine:
    """A product in the cart: the quantity as typed, in thousandths, what it costs here, and what is paid for one."""

    product: Product
    cost: Priced
    typed: str
    quantity: int | None
    price: int
    error: str = ""

    @property
    def amount(self) -> int:
        return money.line_amount(self.price, self.quantity or 0)

    @property
    def ordinary(self) -> int:
        return money.line_amount(self.cost.price, self.quantity or 0)

    @property
    def saved(self) -> int:
        return max(0, self.ordinary - self.amount)

    @property
    def would_save(self) -> int:
        """What a member saves on this line."""
        return max(0, self.ordinary - money.line_amount(self.cost.price_for(True), self.quantity or 0))


class Till:
    """What the form carries, after the button that was pressed has done its part; `sheet` lies over it."""

    payments = WAYS

    def __init__(self, viewer: Any, store: Store) -> None:
        typed = MultiDict((name, tidy(value)) for name, value in request.form.items(multi=True))
        self.viewer, self.store = viewer, store
        self.key = plain_key(typed.get("key")) or new_key()
        self.device = device_of(viewer)
        self.do, _, self.what = typed.get("do", "").partition(":")
        self.q = typed.get("q", "")[:60]
        self.member_q = typed.get("member_q", "")[:40]
        self.at = read_number(typed.get("at", ""))
        self.category = typed.get("category", OFTEN)[:60]
        pairs = zip(typed.getlist("product"), typed.getlist("quantity"), strict=False)
        self.pairs = [(product_id, quantity[:14]) for product_id, quantity in pairs][:MOST_LINES]
        self.payment = Payment(p) if (p := typed.get("payment", "")) in WAYS else Payment.CASH
        self.given = typed.get("given", "")[:14]
        self.sheet = typed.get("sheet", "") if typed.get("sheet") in ("pay", "member") else ""
        self.hits: Sequence[Member] = ()
        self.found: Sequence[Product] | None = None
        self.note = ""
        self.posted_url = ""
        self.hold(typed.get("member", ""), typed.get("member_token", ""))

    # --- what the buttons do

    @property
    def wants_member(self) -> bool:
        """Whether the button, or Enter in the member's field, asks for a member."""
        return bool(self.member_q) and (self.do == "member" or (self.do == "find" and not self.q))

    def apply(self) -> "Till":
        """Do what the pressed button says; unknown ones do nothing."""
        deed = getattr(self, f"do_{self.do.replace('-', '_')}", None)
        if deed is not None:
            deed()
        return self

    def do_find(self) -> None:
        """Search a product: one hit goes into the cart, several are shown to choose from."""
        if not self.q:
            return
        hits = meant(self.q, SHOWN)
        if len(hits) == 1:
            self.put(str(hits[0].id), pieces_of(self.q))
        elif hits:
            self.found = hits
        else:
            self.note = say(N_("No product matches “%(q)s”."), q=self.q)

    def do_add(self) -> None:
        self.put(self.what)

    def put(self, product_id: str, pieces: int = 1) -> None:
        """Add one of a product, or a case of it; a weighed one waits for its weight."""
        self.q = ""
        number = read_number(product_id)
        product = None if number is None else db.session.get(Product, number)
        if product is None or product.state != ProductState.ON:
            self.note = say(N_("This product is not on sale."))
            return
        if product.weighed or self.line_of(product_id) is None:
            self.at = len(self.pairs)
            self.pairs.append((product_id, "" if product.weighed else str(pieces)))
        else:
            self.change(product_id, pieces * money.MILLI)

    def do_more(self) -> None:
        self.change(self.what, money.MILLI)

    def do_less(self) -> None:
        self.change(self.what, -money.MILLI)

    def line_of(self, product_id: str) -> int | None:
        """Return the place of a product in the cart; what is weighed may have several, this is its first."""
        return next((n for n, (known, _) in enumerate(self.pairs) if known == product_id), None)

    def change(self, product_id: str, by: int) -> None:
        """Change a line by its product: its place may have moved while the request was on its way."""
        n = self.line_of(product_id)
        if n is None:
            return
        self.at = n
        quantity = (read_quantity(self.pairs[n][1]) or 0) + by
        if quantity <= 0:
            del self.pairs[n]
        else:
            self.pairs[n] = (product_id, money.quantity(quantity).replace(",", ""))

    def do_drop(self) -> None:
        n = read_number(self.what)
        if n is not None and n < len(self.pairs):
            del self.pairs[n]

    def do_category(self) -> None:
        self.category = self.what

    def do_pick(self) -> None:
        """Attach the member chosen among the hits."""
        member_id, _, token = self.what.partition(":")
        self.hold(member_id, token)
        self.member_q, self.sheet = "", ""

    def do_leave(self) -> None:
        self.hold("", "")

    def hold(self, member_id: str, token: str) -> None:
        """Take a member on the sale; one of another store only if this person was shown him lately."""
        self.member_id, self.member_token, self.note, self.lost = read_number(member_id), token[:300], "", False
        found = queries.member_of_chain(self.member_id)
        if found and not self.knows(found):
            self.member_id, self.lost, self.note = None, True, say(N_("Find the member again."))

    def knows(self, member: Member) -> bool:
        """Whether a member is of this person's stores, or the form proves that he was found."""
        return member.store_id in self.viewer.store_ids or tokens.proves(self.member_token, member.id, self.viewer)

    def token_of(self, hit: Member) -> str:
        """Return what lets this person put a hit on the sale."""
        return tokens.token_for(hit.id, self.viewer)

    def do_join(self) -> None:
        self.sheet = "member"

    def do_back(self) -> None:
        self.sheet = ""

    def do_checkout(self) -> None:
        self.sheet = "pay" if self.may_pay else ""

    def do_given(self) -> None:
        self.given = money.plain_yuan(int(self.what)) if self.what.isdecimal() and len(self.what) < 12 else ""

    def start_anew(self) -> None:
        """Give the sale a new number: under the old one another order is stored."""
        self.key = new_key()

    # --- what is shown

    @cached_property
    def member(self) -> Member | None:
        return queries.member_of_chain(self.member_id)

    @cached_property
    def lines(self) -> list[CartLine]:
        ids = {number for product_id, _ in self.pairs if (number := read_number(product_id)) is not None}
        known = {p.id: p for p in db.session.scalars(select(Product).where(Product.id.in_(ids)))} if ids else {}
        costs = prices_now(self.store.id, list(known))
        found = []
        for product_id, typed in self.pairs:
            product = known.get(read_number(product_id) or 0)
            if product is not None:
                found.append(cart_line(product, costs[product.id], typed.strip()[:14], self.member is not None))
        return found

    @property
    def marked(self) -> int:
        """The place of the line that the keys change: the one last touched, else the newest; -1 where there is none."""
        newest = len(self.lines) - 1
        return self.at if self.at is not None and self.at < newest else newest

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)

    @property
    def ordinary(self) -> int:
        return sum(line.ordinary for line in self.lines)

    @property
    def saved(self) -> int:
        return sum(line.saved for line in self.lines)

    @property
    def would_save(self) -> int:
        return sum(line.would_save for line in self.lines)

    @property
    def pieces(self) -> int:
        """How many things: what is weighed counts as one."""
        return sum(1 if line.product.weighed else (line.quantity or 0) // money.MILLI for line in self.lines)

    @property
    def trouble(self) -> str:
        """What keeps the sale from being paid."""
        if self.lost:
            return say(N_("Find the member again."))
        if not self.lines:
            return say(N_("Add a product first."))
        return next((line.error for line in self.lines if line.error), "")

    @property
    def may_pay(self) -> bool:
        return not self.trouble

    @property
    def given_fen(self) -> int | None:
        try:
            return money.parse_yuan(self.given) if self.given else None
        except ValueError:
            return None

    @property
    def change_due(self) -> int | None:
        """Change for the cash that was given, in fen; None where nothing readable was typed."""
        return None if self.given_fen is None else self.given_fen - self.total

    @property
    def banknotes(self) -> list[int]:
        """Likely sums that a customer hands over, in fen."""
        steps = (self.total, *(-(-self.total // note) * note for note in (500, 1000, 5000, 10000)))
        return sorted(set(steps))[:4]

    @property
    def quantities(self) -> dict[int, str]:
        """How much of each product is in the cart, for the tiles."""
        sums: dict[int, int] = {}
        for line in self.lines:
            sums[line.product.id] = sums.get(line.product.id, 0) + (line.quantity or 0)
        return {product_id: money.quantity(quantity) for product_id, quantity in sums.items()}

    @cached_property
    def goods(self) -> Sequence[Product]:
        """The tiles: what was found, a category, or what this store sells most."""
        if self.found is not None:
            return self.found
        on_sale = select(Product).where(Product.state == ProductState.ON).order_by(Product.name).limit(SHOWN)
        if self.category:
            return db.session.scalars(on_sale.where(Product.category == self.category)).all()
        often = often_sold(self.store)
        if not often:
            return db.session.scalars(on_sale).all()
        known = {p.id: p for p in db.session.scalars(on_sale.where(Product.id.in_(often)))}
        return [known[product_id] for product_id in often if product_id in known]

    @cached_property
    def costs(self) -> dict[int, Priced]:
        """What the products shown cost in this store."""
        return prices_now(self.store.id, [product.id for product in self.goods])

    @cached_property
    def low(self) -> dict[int, int]:
        """What little is left of the products shown, in thousandths."""
        ids = [product.id for product in self.goods]
        left = StockBalance.seen_by(self.viewer).where(
            StockBalance.store_id == self.store.id, StockBalance.product_id.in_(ids), StockBalance.quantity <= LOW
        )
        rows = left.with_only_columns(StockBalance.product_id, StockBalance.quantity)
        return {row[0]: row[1] for row in db.session.execute(rows)}

    @cached_property
    def categories(self) -> Sequence[str]:
        found = select(Product.category, func.count()).where(Product.state == ProductState.ON, Product.category != "")
        most_first = found.group_by(Product.category).order_by(func.count().desc(), Product.category).limit(7)
        return [category for category, _ in db.session.execute(most_first)]

    def said(self) -> SaidOrder:
        """Return the sale as it is posted: products and quantities; the server knows prices and time."""
        lines = tuple(SaidLine(line.product.id, line.quantity or 0) for line in self.lines)
        return SaidOrder(self.key, lines, member_id=self.member.id if self.member else None, payment=self.payment)


def cart_line(product: Product, cost: Priced, typed: str, is_member: bool) -> CartLine:
    """Return a line with what is wrong about its quantity."""
    quantity, error = read_quantity(typed), ""
    if quantity is None or not 0 < quantity <= MOST_QUANTITY:
        weigh = product.weighed and not typed
        error = say(
            N_("Weigh %(name)s and write its weight.") if weigh else N_("Write how many of %(name)s."),
            name=product.name,
        )
        quantity = None
    elif quantity % money.MILLI and not product.weighed:
        error = say(N_("%(name)s is sold by the piece."), name=product.name)
    return CartLine(product, cost, typed, quantity, cost.price_for(is_member), error)


def read_number(typed: str) -> int | None:
    """Read an id or a position; what is longer than any is none."""
    return int(typed) if typed.isdecimal() and len(typed) < 16 else None


def read_quantity(typed: str) -> int | None:
    try:
        return money.parse_quantity(typed)
    except ValueError:
        return None


def often_sold(store: Store) -> list[int]:
    """Return the products that the store's newest orders held most often."""
    newest = (
        select(Order.id).where(Order.store_id == store.id).order_by(Order.placed_at.desc()).limit(RECENT).subquery()
    )
    counted = (
        select(OrderLine.product_id, func.count())
        .join(newest, newest.c.id == OrderLine.order_id)
        .where(OrderLine.store_id == store.id)
        .group_by(OrderLine.product_id)
        .order_by(func.count().desc(), OrderLine.product_id)
        .limit(SHOWN)
    )
    own = within(counted, Order, OrderLine, because="the orders of the till's own store")
    return [product_id for product_id, _ in db.session.execute(own)]
