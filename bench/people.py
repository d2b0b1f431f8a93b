"""The people of the measurements: they are added to a filled network and sign in with a password."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import User, UserRegion, UserState, UserStore
from portal.accounts.passwords import hasher
from portal.accounts.roles import Role
from portal.goods.models import Product, ProductState
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House, as_house
from portal.network.models import Level, Region, Store
from portal.selling.models import DayTotal

PASSWORD = "bench-2026"
PHONES = {
    Role.OWNER: "19900099000",
    Role.CLERK: "19900099001",
    Role.RM: "19900099002",
    Role.OFFICE: "19900099003",
    Role.ADMIN: "19900099004",
}
TILLS = 8  # clients that post orders at the same time, each of a store of its own
PRODUCTS = 2000
HOUSE = House("bench")


@dataclass(frozen=True)
class Till:
    """A store and the clerk who posts its orders."""

    phone: str
    store_id: int
    store: str


@dataclass(frozen=True)
class Cast:
    """Who works where, and what is sold: everything a client must know."""

    phones: dict[Role, str]
    tills: list[Till]
    raw_stores: list[int]  # the raw writers' own
    peer_stores: list[int]  # the Django admin's own
    products: list[tuple[int, int]]  # id, price in fen
    store: str  # the busiest
    area: int
    month: date  # the last whole one in which orders were placed


def cast() -> Cast:
    """Make whoever is missing in the portal at hand, and return them all."""
    with transaction():
        stores = db.session.execute(
            Store.seen_by(HOUSE).with_only_columns(Store.id, Store.code).order_by(Store.id)
        ).all()
        area = db.session.scalars(select(Region.id).where(Region.level == Level.AREA).order_by(Region.id)).first() or 0
        busiest = busiest_store()
        password = hasher.hash(PASSWORD)
        mine = {"stores": [UserStore(store_id=busiest)]}
        reach: dict[Role, dict[str, Any]] = {
            Role.OWNER: mine,
            Role.CLERK: {"stores": [UserStore(store_id=busiest)]},
            Role.RM: {"regions": [UserRegion(region_id=area)]},
            Role.OFFICE: {},
            Role.ADMIN: {},
        }
        for role, phone in PHONES.items():
            add(phone, role, password, reach[role])
        others = [row for row in stores if row[0] != busiest]
        tills = []
        for n, (store_id, code) in enumerate(others[:TILLS]):
            tills.append(Till(f"199000980{n:02d}", store_id, code))
            add(tills[-1].phone, Role.CLERK, password, {"stores": [UserStore(store_id=store_id)]})
    first, last = db.session.execute(
        select(func.min(DayTotal.day), func.max(DayTotal.day)),
        execution_options=as_house(DayTotal, because="the benchmarks look for days and stores with orders"),
    ).one()
    whole = last if clock.next_month(last.replace(day=1)) == date.fromordinal(last.toordinal() + 1) else None
    month = clock.month_start(whole or date.fromordinal(clock.month_start(last).toordinal() - 1))
    on_sale = select(Product.id, Product.price).where(Product.state == ProductState.ON).order_by(Product.id)
    return Cast(
        phones=PHONES,
        tills=tills,
        raw_stores=[row[0] for row in others[TILLS : 2 * TILLS]],
        peer_stores=[row[0] for row in others[2 * TILLS : 3 * TILLS]],
        products=[(row[0], row[1]) for row in db.session.execute(on_sale.limit(PRODUCTS))],
        store=dict(stores)[busiest],
        area=area,
        month=max(month, clock.month_start(first)),
    )


def busiest_store() -> int:
    orders = (
        select(DayTotal.store_id)
        .group_by(DayTotal.store_id)
        .order_by(func.sum(DayTotal.orders).desc(), DayTotal.store_id)
    )
    return db.session.scalars(
        orders.limit(1),
        execution_options=as_house(DayTotal, because="the benchmarks look for days and stores with orders"),
    ).one()


def add(phone: str, role: Role, password: str, reach: dict[str, Any]) -> None:
    known = db.session.scalar(User.seen_by(HOUSE).where(User.phone == phone))
    if known is None:
        user = User(name=f"bench {role.value}", phone=phone, role=role, state=UserState.ACTIVE, password=password)
        for name, rows in reach.items():
            setattr(user, name, rows)
        db.session.add(user)
