"""Reads of prices: head office's by place and time, a store's own, and what counts where."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from flask import abort
from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.goods.models import Price, PriceKind, Product, ProductState, StorePrice
from portal.goods.models.price import PriceState, seconds
from portal.goods.price_rule import speaking
from portal.goods.prices import Priced, priced
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read
from portal.network.models import Region, Store

AROUND = timedelta(days=4)
BECAUSE = "flask verify checks the whole network"


class Left(NamedTuple):
    """What head office says of a product in a store, and what the store made of it."""

    office: int
    office_member: int | None
    least: int | None
    most: int | None
    kind: PriceKind | None  # none: the catalogue's price, which is fixed
    own: int | None  # what the store said, counting or not
    counts: Priced

    @property
    def is_left(self) -> bool:
        return self.kind in (PriceKind.RANGE, PriceKind.FREE)

    @property
    def own_is_passed_over(self) -> bool:
        """Whether the store said a price that head office does not let count now."""
        return self.own is not None and self.own != self.counts.price


def prices(viewer: Sees) -> Select[Any]:
    """Return a select of head office's prices that hold in the viewer's reach, with products and places."""
    product = Price.product_id == Product.id
    found = select(Price).join(Product, product).options(contains_eager(Price.product))
    found = found.options(joinedload(Price.region), joinedload(Price.store))
    return found if viewer.sees_everything else found.where(holding(*places_of(viewer)))


def price(price_id: int) -> Price:
    """Return a price of head office, or answer 404."""
    found = db.session.get(Price, price_id)
    if found is None:
        abort(404)
    return found


def prices_of(product_id: int, viewer: Sees, most: int = 60) -> Sequence[Price]:
    """Return a product's prices of head office in the viewer's reach, the latest first."""
    mine = prices(viewer).where(Price.product_id == product_id)
    return db.session.scalars(mine.order_by(Price.since.desc(), Price.id.desc()).limit(most)).all()


def standing_prices() -> Sequence[Price]:
    """Return every price of head office that counts now or later, by product, place and day."""
    lasts = or_(Price.ends.is_(None), and_(Price.ends > seconds(clock.now()), Price.ends > Price.since))
    return db.session.scalars(select(Price).where(lasts).order_by(Price.product_id, Price.since, Price.id)).all()


def holding(region_ids: Sequence[int], store_ids: Sequence[int]) -> Any:
    """Return the condition that a price holds everywhere, in one of these regions or in one of these stores."""
    of_region = and_(Price.store_id.is_(None), or_(Price.region_id.is_(None), Price.region_id.in_(region_ids)))
    return or_(of_region, Price.store_id.in_(store_ids))


def places_of(viewer: Sees) -> tuple[list[int], list[int]]:
    """Return the regions that hold the viewer's stores, theirs above included, and the stores."""
    mine = Store.seen_by(viewer).join(Region, Region.id == Store.region_id).with_only_columns(Store.id, Region.path)
    rows = db.session.execute(mine).all()
    regions = {int(part) for _, path in rows for part in path.strip("/").split("/")}
    return sorted(regions), [store_id for store_id, _ in rows]


def on_day(statement: Any, day: date) -> Any:
    """Narrow a select of prices to those that count at some moment of a day."""
    begin, end = seconds(clock.at(day)), seconds(clock.at(day + timedelta(days=1)))
    lasts = or_(Price.ends.is_(None), and_(Price.ends > begin, Price.ends > Price.since))
    return statement.where(Price.since < end, lasts)


def in_state(statement: Any, state: PriceState) -> Any:
    """Narrow a select of prices to those that count now, are to come, are over or were withdrawn."""
    now = seconds(clock.now())
    stands, goes_on = Price.withdrawn_at.is_(None), or_(Price.ends.is_(None), Price.ends > now)
    conditions = {
        PriceState.NOW: (stands, Price.since <= now, goes_on),
        PriceState.COMING: (stands, Price.since > now),
        PriceState.OVER: (stands, Price.ends <= now),
        PriceState.WITHDRAWN: (Price.withdrawn_at.is_not(None),),
    }
    return statement.where(*conditions[state])


def in_region(statement: Any, region: Region) -> Any:
    """Narrow a select of prices to those that hold in a region: its own, those above it, and everywhere's."""
    return statement.where(holding([int(part) for part in region.path.strip("/").split("/")], []))


def store_with(code: str, viewer: Sees) -> Store | None:
    """Return the viewer's store with this code, if there is one."""
    found: Store | None = db.session.scalar(Store.seen_by(viewer).where(Store.code == code.upper()))
    return found


def store_prices(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of a store's own prices with the products."""
    mine = StorePrice.seen_by(viewer).where(StorePrice.store_id == store.id)
    return mine.join(Product, Product.id == StorePrice.product_id).options(contains_eager(StorePrice.product))


def store_price(store: Store, price_id: int, viewer: Sees) -> StorePrice:
    """Return a store's own price, or answer 404."""
    found = db.session.scalar(store_prices(store, viewer).where(StorePrice.id == price_id))
    if found is None:
        abort(404)
    return found


def own_prices_of(store: Store, product_id: int, viewer: Sees, most: int = 30) -> Sequence[StorePrice]:
    """Return a store's own prices of a product, the latest first."""
    mine = store_prices(store, viewer).where(StorePrice.product_id == product_id)
    return db.session.scalars(mine.order_by(StorePrice.since.desc(), StorePrice.id.desc()).limit(most)).all()


def left_to_stores(store: Store) -> Select[Any]:
    """Return a select of the products on sale whose price head office leaves to this store, now or later."""
    region_ids = [int(part) for part in store.region.path.strip("/").split("/")]
    now = seconds(clock.now())
    stands = Price.withdrawn_at.is_(None), or_(Price.ends.is_(None), Price.ends > now)
    open_ones = select(Price.product_id).where(Price.kind != PriceKind.FIXED, *stands, holding(region_ids, [store.id]))
    return select(Product).where(Product.state == ProductState.ON, Product.id.in_(open_ones))


def left_in(store_id: int, product_ids: Sequence[int]) -> dict[int, Left]:
    """Return what head office leaves to a store of products, and what the store charges: one statement."""
    now = clock.now()
    found = {}
    for product in priced(store_id, product_ids, ()).values():
        office, own = speaking(product.levels, seconds(now))
        said = own["fen"] if own else None
        if office is None:
            found[product.id] = Left(product.price, product.member_price, None, None, None, said, product.at(now))
            continue
        figures = (office["fen"], office["member"], office["least"], office["most"])
        found[product.id] = Left(*figures, PriceKind(office["kind"]), said, product.at(now))
    return found


def astray() -> list[str]:
    """Return a sentence for each price that could not have been set, for the check of the whole network."""
    wrong = or_(
        and_(Price.member_fen.is_not(None), Price.member_fen > Price.fen),
        Price.least > Price.fen,
        Price.most < Price.fen,
        Price.until < Price.since,
    )
    ids = db.session.scalars(select(Price.id).where(wrong))
    found = [f"price {one}: its figures or its days do not agree" for one in ids]
    own = or_(StorePrice.member_fen > StorePrice.fen, StorePrice.until < StorePrice.since)
    rows = house_read(select(StorePrice.id).where(own), StorePrice, because=BECAUSE)
    return found + [f"store price {one}: its figures or its days do not agree" for one in db.session.scalars(rows)]


def all_prices() -> dict[Any, list[Any]]:
    """Return every price by product and place, a store's own apart from head office's; for the check."""
    found: dict[Any, list[Any]] = {}
    for one in db.session.scalars(select(Price)):
        found.setdefault(("price", one.product_id, one.region_id, one.store_id), []).append(one)
    for one in db.session.scalars(house_read(select(StorePrice), StorePrice, because=BECAUSE)):
        found.setdefault(("store price", one.product_id, one.store_id), []).append(one)
    return found


def changing(store: Store) -> Any:
    """Return a select of the products that get another price in a store in the days around today."""
    begin, end = seconds(clock.now() - AROUND), seconds(clock.now() + AROUND)
    here = holding([int(part) for part in store.region.path.strip("/").split("/")], [store.id])
    office = select(Price.product_id).where(here, or_(Price.since.between(begin, end), Price.ends.between(begin, end)))
    own = select(StorePrice.product_id).where(StorePrice.store_id == store.id, StorePrice.since.between(begin, end))
    return office.union(own)
