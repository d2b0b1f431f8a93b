"""`flask export products|prices|members|orders|stock FILE`: the columns of the import, so that another portal can."""

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.goods.models import Product, StockBalance
from portal.goods.product_file import written as barcodes_written
from portal.goods.queries import more_barcodes, standing_prices
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.importer import importers
from portal.kernel.scope import House, within
from portal.kernel.trail import record
from portal.network.models import Region, Store
from portal.selling.models import BenefitKind, Member, Order, OrderLine
from portal.selling.order_cells import written
from portal.selling.order_links import besides_of
from portal.selling.watch import watch
from portal.upkeep import stop, tables
from portal.upkeep.tables import Cell

HOUSE: Any = House("export")
AT_ONCE = 2000  # rows held in memory
BECAUSE = "the house exports what it may see, and that is everything"


@dataclass
class Wish:
    """What an export leaves in and out, and what its rows counted up on their way."""

    store_id: int | None = None
    reversals: bool = False
    by_store: Counter[int] = field(default_factory=Counter)

    def narrowed(self, statement: Any, column: Any) -> Any:
        return statement if self.store_id is None else statement.where(column == self.store_id)


@click.command("export")
@click.argument("kind", type=click.Choice(["products", "prices", "members", "orders", "stock"]))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--store", "code", default="", help="Only of this store, like BJ-0001.")
@click.option("--reason", default="", help="Why members leave the house; required for them, noted on the trail.")
@click.option("--reversals", is_flag=True, help="Orders: with reversals and what they undid; the import refuses those.")
@with_appcontext
def export(kind: str, file: Path, code: str, reason: str, reversals: bool) -> None:
    """Write a csv or xlsx file, by its ending, that `flask import` takes."""
    if file.suffix.lower() not in tables.ENDINGS:
        raise click.UsageError("FILE ends in .csv or .xlsx.")
    if not file.absolute().parent.is_dir():
        raise click.UsageError(f"There is no folder {file.absolute().parent}.")
    if kind in ("products", "prices") and code:
        raise click.UsageError("Products and their prices belong to every store: leave --store out.")
    if kind == "members" and not reason.strip():
        raise click.UsageError("Members are personal data: say --reason why they are exported.")
    wish = Wish(store_named(code).id if code else None, reversals)
    heads = [column.name for column in importers[kind].columns]
    try:
        with tables.draft_of(file.absolute()) as draft, closing(ROWS[kind](wish)) as rows:
            count = tables.write(draft, heads, rows)
            db.session.rollback()
            if kind == "members":
                with transaction():
                    note(wish, reason.strip())
    except tables.TooLong:
        stop(f"A sheet holds {tables.MOST_SHEET_ROWS:,} rows and there are more: export to csv.", 1)
    except OSError as trouble:
        stop(f"Nothing was exported: {trouble.strerror}.", 1)
    click.echo(f"{file}: {count:,} rows.")
    if kind == "orders" and not reversals and (left_out := reversed_orders(wish)):
        click.echo(f"Left out: {left_out:,} reversals and the orders they undo, since the import undoes nothing.")


def store_named(code: str) -> Store:
    found = db.session.scalar(Store.seen_by(HOUSE).where(Store.code == code))
    if found is None:
        raise click.UsageError(f"There is no store {code}.")
    return found


def streamed(statement: Any) -> Iterator[Any]:
    """Read rows as they come; memory stays flat."""
    with db.session.execute(statement.execution_options(yield_per=AT_ONCE)) as found:
        yield from found


def chunked(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """Yield rows some at a time, so that what belongs to them is read together."""
    while some := list(islice(rows, AT_ONCE)):
        yield some


def product_rows(wish: Wish) -> Generator[list[Cell], None, None]:
    columns = (
        Product.barcode, Product.name, Product.category, Product.unit, Product.weighed, Product.price,
        Product.member_price, Product.state, Product.code, Product.plu, Product.brand, Product.spec,
    )  # fmt: skip
    further = more_barcodes()
    for product_id, barcode, name, category, unit, weighed, price, member_price, state, *more_facts in streamed(
        select(Product.id, *columns).order_by(Product.id)
    ):
        # in words, as the template's example is not: the import leaves out a first row that is the example
        by_weight = "yes" if weighed else "no"
        more = barcodes_written(further.get(product_id, ()))
        known = [yuan(price), yuan(member_price), state.value, more]
        yield [barcode, name, category, unit, by_weight, *known, *(fact or "" for fact in more_facts)]


def price_rows(wish: Wish) -> Generator[list[Cell], None, None]:
    """Yield head office's prices by place and days that count now or later."""
    products = dict(db.session.execute(select(Product.id, Product.barcode)).all())
    regions = db.session.execute(select(Region.id, Region.code))
    places: dict[tuple[str, int | None], str] = {("r", one): code for one, code in regions}
    codes = Store.seen_by(HOUSE).with_only_columns(Store.id, Store.code)
    places |= {("s", one): code for one, code in db.session.execute(codes)}
    for price in standing_prices():
        place = places.get(("s", price.store_id)) or places.get(("r", price.region_id)) or ""
        days = [clock.day_of(price.begins_at).isoformat(), price.last_day.isoformat() if price.last_day else ""]
        cells = [yuan(price.fen), yuan(price.member_fen), *days, price.kind.value, yuan(price.least), yuan(price.most)]
        yield [products[price.product_id], place, *cells]


def member_rows(wish: Wish) -> Generator[list[Cell], None, None]:
    """Yield whoever is a member now; those erased or withdrawn are not told of."""
    columns = (
        Member.id, Member.source_key, Member.store_id, Store.code, Member.phone, Member.name, Member.consent_at,
        Member.consent_version,
    )  # fmt: skip
    found = (
        Member.seen_by(HOUSE)
        .join(Store, Store.id == Member.store_id)
        .where(Member.consenting(), Member.current(), Member.phone.is_not(None))
        .with_only_columns(*columns)
        .order_by(Member.store_id, Member.id)
    )
    for member_id, key, store_id, code, phone, name, consent_at, version in streamed(
        within(wish.narrowed(found, Member.store_id), Store, because=BECAUSE)
    ):
        wish.by_store[store_id] += 1
        yield [member_key(member_id, key), code, phone, name, moment(consent_at), version]


def order_rows(wish: Wish) -> Generator[list[Cell], None, None]:
    """Yield lines, an order's together; a settlement has none and is one row.

    Posted orders that were reversed are left out with their reversals.
    """
    for rows in chunked(streamed(found_orders(wish))):
        besides = besides_of(db.session, rows)
        for row in rows:
            more = besides[row.store_id, row.id]
            member = member_key(row.buyer_id, row.buyer_key) if row.buyer_id else ""
            payment = written(row.payment.value, row.total, row.given, more["parts"])
            returned = {one.position: one.of_position for one in more["returns"]}
            by_hand = [
                one for one in more["benefits"] if one.kind == BenefitKind.MANUAL and one.position == row.position
            ]
            sums = row.price, row.amount, row.discount, row.coupon, row.coupon_match
            yield [
                row.source_key or row.id, row.code, row.device, row.sequence, moment(row.placed_at), member, payment,
                row.barcode or "", "" if row.quantity is None else thousandth(row.quantity), *map(yuan, sums),
                row.sold_key or row.returns_id or "", returned.get(row.position, ""),
                yuan(sum(one.fen for one in by_hand)) if by_hand else "", by_hand[0].why if by_hand else "",
            ]  # fmt: skip


def found_orders(wish: Wish) -> Any:
    bought, sold = aliased(Member), aliased(Order)  # of one person's files the kept one is named, as the members' are
    columns = (
        Order.store_id, Order.id, Order.source_key, Store.code, Order.device, Order.sequence, Order.placed_at,
        Member.id.label("buyer_id"), Member.source_key.label("buyer_key"), Order.payment, Order.total, Order.given,
        Order.returns_id, sold.source_key.label("sold_key"), OrderLine.position, Product.barcode, OrderLine.quantity,
        OrderLine.price, OrderLine.amount, OrderLine.discount, OrderLine.coupon, OrderLine.coupon_match,
    )  # fmt: skip
    found = (
        Order.seen_by(HOUSE)
        .outerjoin(OrderLine, (OrderLine.store_id == Order.store_id) & (OrderLine.order_id == Order.id))
        .outerjoin(Product, Product.id == OrderLine.product_id)
        .join(Store, Store.id == Order.store_id)
        .outerjoin(sold, (sold.store_id == Order.store_id) & (sold.id == Order.returns_id))
        .outerjoin(bought, bought.id == Order.member_id)
        .outerjoin(Member, (Member.id == func.coalesce(bought.merged_into_id, bought.id)) & Member.consenting())
        .with_only_columns(*columns)
        .order_by(Order.store_id, Order.placed_at, Order.id, OrderLine.position)
    )
    if not wish.reversals:
        undoing = aliased(Order)
        undone = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
        found = found.where(Order.reverses_id.is_(None), ~undone)
    return within(wish.narrowed(found, Order.store_id), OrderLine, Store, Member, because=BECAUSE)


def stock_rows(wish: Wish) -> Generator[list[Cell], None, None]:
    """Yield what each store has of each product now, as the opening stock of a portal that begins today."""
    found = (
        StockBalance.seen_by(HOUSE)
        .join(Product, Product.id == StockBalance.product_id)
        .join(Store, Store.id == StockBalance.store_id)
        .with_only_columns(Store.code, Product.barcode, StockBalance.quantity)
        .order_by(StockBalance.store_id, StockBalance.product_id)
    )
    today = clock.today().isoformat()
    for code, barcode, quantity in streamed(
        within(wish.narrowed(found, StockBalance.store_id), Store, because=BECAUSE)
    ):
        yield [code, barcode, thousandth(quantity), today]


ROWS: dict[str, Callable[[Wish], Generator[list[Cell], None, None]]] = {
    "products": product_rows,
    "prices": price_rows,
    "members": member_rows,
    "orders": order_rows,
    "stock": stock_rows,
}


def reversed_orders(wish: Wish) -> int:
    counted = Order.seen_by(HOUSE).where(Order.reverses_id.is_not(None)).with_only_columns(func.count(Order.id))
    return db.session.scalar(wish.narrowed(counted, Order.store_id)) or 0


def note(wish: Wish, reason: str) -> None:
    """Put an export of members on the trail: of its store, or of each area of the chain with its share."""
    if wish.store_id is not None:
        store = db.session.scalars(Store.seen_by(HOUSE).where(Store.id == wish.store_id)).one()
        record("members.exported", store, by=HOUSE, reason=reason, rows=wish.by_store.total())
        watch(by=HOUSE)
        return
    paths = Store.seen_by(HOUSE).join(Region, Region.id == Store.region_id).with_only_columns(Store.id, Region.path)
    shares: Counter[int] = Counter()
    for store_id, path in db.session.execute(paths):
        shares[int(path.strip("/").split("/")[0])] += wish.by_store[store_id]
    for area in db.session.scalars(select(Region).where(Region.parent_id.is_(None)).order_by(Region.id)):
        record("members.exported", area, by=HOUSE, reason=reason, rows=shares[area.id])
    watch(by=HOUSE)


def member_key(member_id: int, source_key: str | None) -> str:
    """Return the key that names a member in exported files: his source's, or one of our own that tells no phone."""
    if source_key:
        return source_key
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return f"member-{hmac.new(secret, f'member:{member_id}'.encode(), hashlib.sha256).hexdigest()[:20]}"


def moment(at: datetime) -> str:
    """Return a moment in the network's zone with its offset, so that it is the same one elsewhere."""
    return clock.local(at).isoformat(sep=" ")


def yuan(fen: int | None) -> Cell:
    return "" if fen is None else Decimal(fen).scaleb(-2)


def thousandth(quantity: int) -> Decimal:
    """Return a quantity as a number, without zeros at its end."""
    whole, rest = divmod(quantity, 1000)
    return Decimal(quantity).scaleb(-3).normalize() if rest else Decimal(whole)
