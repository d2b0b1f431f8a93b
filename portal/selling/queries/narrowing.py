"""What filters of orders need to know: names of what links ask for, and how much of an order it is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select

from portal.accounts.models import User, UserStore
from portal.goods.models import Product
from portal.kernel.db import db
from portal.kernel.scope import Sees, house_read, within
from portal.selling.masks import masked
from portal.selling.models import Member, MemberTotal, Order, OrderLine, OrderPayment

BECAUSE = "of the viewer's orders at hand"
Key = tuple[int, str]


def member_named(member_id: int | None, viewer: Sees) -> list[tuple[int, str]]:
    """Return [(id, masked)] of a member registered in the viewer's reach, else nothing."""
    found = db.session.scalar(Member.seen_by(viewer).where(Member.id == (member_id or 0)))
    if found is None:
        return []
    return [(found.id, masked(found.name, found.phone, found.erased_at, found.withdrawn_at))]


def product_named(product_id: int | None) -> list[tuple[int, str]]:
    """Return [(id, name)] of a product, else nothing."""
    found = db.session.get(Product, product_id or 0)
    return [(found.id, found.name)] if found else []


def sellers(viewer: Any, chosen: int | None) -> list[tuple[int, str]]:
    """Return (id, name) of the people of a viewer's one store; of whoever has many, only the one he asks for."""
    if len(viewer.store_ids) == 1:
        of_store = select(User.id, User.name).join(UserStore, UserStore.user_id == User.id)
        here = of_store.where(UserStore.store_id.in_(viewer.store_ids)).order_by(User.name, User.id)
        named = house_read(here, User, because="who sells in a store is known in it")
    else:
        named = User.seen_by(viewer).where(User.id == (chosen or 0)).with_only_columns(User.id, User.name)
    return [(user_id, name) for user_id, name in db.session.execute(named)]


def of_lines(keys: Sequence[Key], which: Any) -> dict[Key, tuple[int, int]]:
    """Return {order: (fen, thousandths)} of those lines of these orders that meet a condition on line and product."""
    stores, ids = {store for store, _ in keys}, [order for _, order in keys]
    parts = (
        select(OrderLine.store_id, OrderLine.order_id, func.sum(OrderLine.amount), func.sum(OrderLine.quantity))
        .join(Product, Product.id == OrderLine.product_id)
        .where(OrderLine.store_id.in_(sorted(stores)), OrderLine.order_id.in_(ids), which)
        .group_by(OrderLine.store_id, OrderLine.order_id)
    )
    rows = db.session.execute(within(parts, OrderLine, because=BECAUSE))
    return {(store_id, order_id): (int(fen), int(many)) for store_id, order_id, fen, many in rows}


def of_way(keys: Sequence[Key], way: Any) -> dict[Key, int]:
    """Return {order: fen} of what these orders of several payments took by one way."""
    stores, ids = {store for store, _ in keys}, [order for _, order in keys]
    parts = (
        select(OrderPayment.store_id, OrderPayment.order_id, func.sum(OrderPayment.amount))
        .where(OrderPayment.store_id.in_(sorted(stores)), OrderPayment.order_id.in_(ids), OrderPayment.way == way)
        .group_by(OrderPayment.store_id, OrderPayment.order_id)
    )
    rows = db.session.execute(within(parts, OrderPayment, because=BECAUSE))
    return {(store_id, order_id): int(fen) for store_id, order_id, fen in rows}


def by_member(found: Any, member_id: int) -> Any:
    """Narrow a select of orders to a member's, files merged into his included, by the stores he bought in."""
    his = or_(Member.id == member_id, Member.merged_into_id == member_id)
    ids = list(db.session.scalars(house_read(select(Member.id).where(his), Member, because="files of one member")))
    places = select(MemberTotal.store_id).where(MemberTotal.member_id.in_(ids))
    mine = found.where(Order.member_id.in_(ids), Order.store_id.in_(places))
    return within(mine, MemberTotal, because="the stores of a member in reach, of whose orders only the viewer's show")
