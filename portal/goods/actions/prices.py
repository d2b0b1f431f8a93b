"""What head office and stores do to prices (C31): set one from a day on, for good or until another, and withdraw it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from portal.goods.models import Price, PriceKind, Product, StorePrice
from portal.goods.models.price import level_of, moment_of, seconds
from portal.goods.price_rule import leaves, speaking
from portal.goods.prices import next_number, priced, touch
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

FURTHEST = timedelta(days=366)


@dataclass(frozen=True)
class NewPrice:
    """A price as head office says it; `first` and `last` are days, both included; no last day: for good."""

    product: Product
    fen: int
    first: date
    last: date | None = None
    member_fen: int | None = None
    kind: PriceKind = PriceKind.FIXED
    least: int | None = None
    most: int | None = None
    region: Any = None
    store: Any = None

    @property
    def place(self) -> tuple[int, int | None, int | None]:
        """What makes it one of a place: product, region, store."""
        return (self.product.id, self.region and self.region.id, self.store and self.store.id)


def set_price(new: NewPrice, *, by: Any) -> Price:
    """Set what a product costs everywhere, in a region or in one store, from a day on; today: from now on."""
    number = next_number()
    price = _set(new, by)
    touch([new.product.id], number)
    return price


def set_prices(news: Sequence[NewPrice], *, by: Any) -> None:
    """Set the prices of a checked file, all at once."""
    number = next_number()
    for new in news:
        _set(new, by)
    touch({new.product.id for new in news}, number)


def withdraw_price(price: Price, *, by: Any) -> None:
    """Take back a price that is to come, or end one that counts: what held before it counts again."""
    number = next_number()
    _withdraw(price)
    _cut(_of_place(price.product_id, price.region_id, price.store_id))
    record("price.withdrawn", price.product, by=by, **_told(price, _place_of(price)))
    touch([price.product_id], number)


def set_store_price(
    store: Any,
    product: Product,
    *,
    fen: int,
    first: date,
    by: Any,
    last: date | None = None,
    member_fen: int | None = None,
) -> StorePrice:
    """Set a store's own price, where head office leaves it one: free, or within its range."""
    number = next_number()
    check_days(first, last)
    check_member(fen, member_fen)
    price = StorePrice(store_id=store.id, product_id=product.id, fen=fen, member_fen=member_fen, actor_id=by.id)
    price.since, price.until = since_of(first), until_of(last)
    _check_left(store, product, price)
    rows = _own(store.id, product.id, by)
    _check_begin(rows, price.since)
    db.session.add(price)
    db.session.flush()
    _cut([*rows, price])
    record("store_price.set", price, by=by, product=product.name, **_told(price, store.code))
    touch([product.id], number)
    return price


def withdraw_store_price(price: StorePrice, *, by: Any) -> None:
    """Take back a store's own price that is to come, or end the one that counts: head office's counts again."""
    number = next_number()
    _withdraw(price)
    _cut(_own(price.store_id, price.product_id, by))
    record("store_price.withdrawn", price, by=by, product=price.product.name)
    touch([price.product_id], number)


def check(new: NewPrice) -> None:
    """Refuse a price that cannot be set; of the model, whoever asks."""
    check_days(new.first, new.last)
    check_member(new.fen, new.member_fen)
    least, most = new.least, new.most
    if new.kind != PriceKind.RANGE:
        if least is not None or most is not None:
            raise Refused("Only a price within a range has ends.", field="least")
        return
    if least is None and most is None:
        raise Refused("Say from what or up to what a store may go.", field="least")
    if least is not None and least > new.fen:
        raise Refused("The lower end is above the price.", field="least")
    if most is not None and most < new.fen:
        raise Refused("The upper end is below the price.", field="most")


def check_days(first: date, last: date | None) -> None:
    """Refuse days that are over, too far ahead, or the wrong way round."""
    today = clock.today()
    if not today <= first <= today + FURTHEST:
        raise Refused("The first day is today or later, within a year.", field="first")
    if last is not None and not first <= last <= first + FURTHEST:
        raise Refused("The last day is the first or later, within a year.", field="last")


def check_member(fen: int, member_fen: int | None) -> None:
    """Refuse a member price above the price."""
    if member_fen is not None and member_fen > fen:
        raise Refused("The member price is above the price.", field="member_fen")


def since_of(first: date) -> int:
    """Return the second from which a price counts: the day's first, today this one."""
    return seconds(clock.now() if first == clock.today() else clock.at(first))


def until_of(last: date | None) -> int | None:
    return None if last is None else seconds(clock.at(last + timedelta(days=1)))


def cut(rows: Iterable[Any]) -> dict[Any, int | None]:
    """Return when each row of one place ends: as it was said, or where a later one that is for good begins."""
    ends, later = {}, None
    for row in sorted(rows, key=lambda row: (row.since, row.id), reverse=True):
        known = [end for end in (row.until, later) if end is not None]
        ends[row] = max(row.since, min(known)) if known else None
        if row.until is None:
            later = row.since
    return ends


def _set(new: NewPrice, by: Any) -> Price:
    check(new)
    since = since_of(new.first)
    rows = _of_place(*new.place)
    _check_begin(rows, since)
    price = Price(
        product_id=new.product.id,
        region_id=new.region and new.region.id,
        store_id=new.store and new.store.id,
        level=level_of(new.region, new.store),
        kind=new.kind,
        fen=new.fen,
        member_fen=new.member_fen,
        least=new.least,
        most=new.most,
        since=since,
        until=until_of(new.last),
        actor_id=by.id,
    )
    db.session.add(price)
    db.session.flush()
    _cut([*rows, price])
    record("price.set", new.product, by=by, **_told(price, _place_of(new)))
    return price


def _check_begin(rows: Iterable[Any], since: int) -> None:
    if any(row.since == since and row.withdrawn_at is None for row in rows):
        raise Refused("A price of this place begins then already: withdraw it first.", field="first")


def _withdraw(price: Price | StorePrice) -> None:
    """Let a row count no longer: from now on, or not at all."""
    if price.withdrawn_at is not None or (price.ends is not None and price.ends <= seconds(clock.now())):
        raise Refused("This price is over already.")
    price.withdrawn_at = clock.now()
    price.until = max(price.since, seconds(clock.now()))


def _check_left(store: Any, product: Product, price: StorePrice) -> None:
    """Refuse a price that head office does not leave to the store on the day it begins."""
    office, _ = speaking(priced(store.id, [product.id], ())[product.id].levels, price.since)
    if office is None or office["kind"] == PriceKind.FIXED:
        raise Refused("Head office sets this price: the store has none of its own.", field="fen")
    if not leaves(office, price.fen):
        raise Refused("Outside the range that head office leaves.", field="fen")
    if price.member_fen is not None and not leaves(office, price.member_fen):
        raise Refused("Outside the range that head office leaves.", field="member_fen")


def _cut(rows: Iterable[Any]) -> None:
    for row, end in cut(rows).items():
        row.ends = end


def _of_place(product_id: int, region_id: int | None, store_id: int | None) -> list[Price]:
    same = Price.product_id == product_id, Price.region_id == region_id, Price.store_id == store_id
    return list(db.session.scalars(select(Price).where(*same)))


def _own(store_id: int, product_id: int, by: Any) -> list[StorePrice]:
    same = StorePrice.store_id == store_id, StorePrice.product_id == product_id
    return list(db.session.scalars(StorePrice.seen_by(by).where(*same)))


def _place_of(price: Any) -> str:
    """Return the place of a price for the trail: a store's or region's code, nothing for everywhere."""
    place = price.store or price.region
    return place.code if place else ""


def _told(price: Any, place: str) -> dict[str, Any]:
    """Return what the trail says of a price."""
    until = None if price.until is None else moment_of(price.until).isoformat()
    prices = {"fen": price.fen, "member_fen": price.member_fen}
    return {"place": place, **prices, "since": price.begins_at.isoformat(), "until": until}
