"""Reads of members, orders, and the totals of days."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import abort
from sqlalchemy import Select, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import normal_phone
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, as_house, house_read, within
from portal.kernel.trail import Trail
from portal.network.models import Store, StoreState
from portal.selling.calendar import calendar, report_states, state_of
from portal.selling.models import DayReport, DayTotal, Member, Order, OrderLine, Payment

__all__ = ["calendar", "report_states", "state_of"]  # the calendar's reads, by their home's name too

MOST_HITS = 20
TRADING = (StoreState.OPEN, StoreState.SUSPENDED, StoreState.CLOSED)  # stores that sell or have sold

# --- where someone works

# asked with every order
_SHOP = within(
    select(Store).where(Store.id == bindparam("store_id")), Store, because="the viewer's own store, by its id"
)


def shop_of(viewer: Any) -> Store:
    """Return the store a person of the shop floor works in now, which is one of his, or answer 404."""
    store_id = getattr(viewer, "store_id", None)
    found = db.session.scalar(_SHOP, {"store_id": store_id}) if store_id in viewer.store_ids else None
    if found is None:
        abort(404)
    return found


# --- members


def members(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of the members registered in the viewer's reach who consent."""
    return Member.seen_by(viewer, **how).where(Member.consenting()).options(joinedload(Member.store))


def withdrawn(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of those in the viewer's reach who took their consent back."""
    gone = Member.withdrawn_at.is_not(None), Member.erased_at.is_(None)
    found: Select[Any] = Member.seen_by(viewer, **how).where(*gone).options(joinedload(Member.store))
    return found


def member(member_id: int, viewer: Sees) -> Member:
    """Return a member registered in the viewer's reach, erased or not, or answer 404."""
    found = db.session.scalar(Member.seen_by(viewer).where(Member.id == member_id).options(joinedload(Member.store)))
    if found is None:
        abort(404)
    return found


def member_of_chain(member_id: int | None) -> Member | None:
    """Return a member wherever he was registered: at the till he counts in every store. Shown masked."""
    if member_id is None:
        return None
    found = select(Member).where(Member.id == member_id, Member.consenting()).options(joinedload(Member.store))
    return db.session.scalar(house_read(found, Member, because="who asks was given his token by a counted look-up"))


def member_with_phone(phone: str | None) -> Member | None:
    """Return whoever has this number, wherever registered; shown masked."""
    found = select(Member).where(Member.phone == phone).options(joinedload(Member.store))
    shown = house_read(found, Member, because="a member belongs to the chain; learning of him is counted")
    return db.session.scalar(shown) if phone else None


def find_members(viewer: Any, q: str, *, beyond: bool = False) -> list[Member]:
    """Return members by full number, last four digits, name or pinyin; own stores' first.

    `beyond` reaches the whole chain by number or last four only, since a member belongs to the chain (C34).
    """
    q, usable = q.strip(), Member.consenting()
    digits = re.sub(r"[\s-]", "", q)
    if re.fullmatch(r"\d{4}", digits):
        condition: Any = Member.last_four == digits
    elif re.fullmatch(r"[+\d]{5,15}", digits):
        try:
            # who asks by the whole number is told that this member took his consent back, and no more
            condition, usable = Member.phone == normal_phone(digits), Member.erased_at.is_(None)
        except ValueError:
            return []
    elif q and not digits.isdigit():
        condition, beyond = named(q), False
    else:
        return []
    found = Member.seen_by(viewer).options(joinedload(Member.store))
    if beyond:
        found = select(Member).options(joinedload(Member.store))
        found = house_read(found, Member, because="a member belongs to the chain; learning of him is counted")
    own_first = Member.store_id.in_(sorted(viewer.store_ids)).desc()
    return list(db.session.scalars(found.where(condition, usable).order_by(own_first, Member.id).limit(MOST_HITS)))


def named(q: str) -> Any:
    """Return the condition that a name contains, or its pinyin begins with, what was typed."""
    plain = q.lower().replace("%", "").replace("_", "")
    if not re.fullmatch(r"[a-z ]+", plain):
        return Member.name.contains(plain)
    letters = plain.replace(" ", "")
    return or_(
        Member.pinyin.startswith(letters), Member.pinyin.contains(f" {letters}"), Member.name.ilike(f"%{plain}%")
    )


def exported_members(viewer: Sees, of: Store | None) -> Sequence[Member]:
    found = members(viewer).order_by(Member.store_id, Member.id)
    return db.session.scalars(found if of is None else found.where(Member.store_id == of.id)).all()


def look_ups(store: Store, viewer: Any) -> int:
    """Return how often someone looked up other stores' members in the last hour."""
    noted = Trail.seen_by(viewer).where(
        Trail.is_about(store),
        Trail.event == "member.looked_up",
        Trail.actor_id == viewer.id,
        Trail.at > clock.now() - timedelta(hours=1),
    )
    return db.session.scalar(noted.with_only_columns(func.count(Trail.id))) or 0


def members_met(viewer: Any) -> int:
    """Return how many members of other stores someone learned of in the last hour, by look-ups and by files."""
    noted = Trail.seen_by(viewer).where(
        Trail.event == "member.looked_up",
        Trail.actor_id == viewer.id,
        Trail.at > clock.now() - timedelta(hours=1),
    )
    return sum(facts.get("hits", 0) for facts in db.session.scalars(noted.with_only_columns(Trail.facts)))


def member_figures(viewer: Sees) -> dict[str, int]:
    """Return how many members there are in reach, how many are new this month, and the month's orders (C34)."""
    first = clock.month_start(clock.today())
    counts = (
        members(viewer)
        .options()
        .with_only_columns(func.count(Member.id), func.count(Member.id).filter(Member.consent_at >= clock.at(first)))
    )
    total, new = db.session.execute(counts.order_by(None)).one()
    sums = DayTotal.seen_by(viewer).where(DayTotal.day >= first)
    orders, of_members = db.session.execute(
        sums.with_only_columns(
            func.coalesce(func.sum(DayTotal.orders), 0), func.coalesce(func.sum(DayTotal.member_orders), 0)
        )
    ).one()
    return {"total": total, "new": new, "orders": int(orders), "of_members": int(of_members)}


def purchases_of(found: Member, viewer: Sees) -> dict[str, int]:
    """Return a member's orders, spending and savings of this year within the viewer's reach."""
    year = clock.at(clock.today().replace(month=1, day=1))
    mine = Order.seen_by(viewer).where(Order.member_id == found.id, Order.placed_at >= year)
    row = db.session.execute(
        mine.with_only_columns(
            func.count(Order.id).filter(Order.reverses_id.is_(None)),
            func.coalesce(func.sum(Order.total), 0),
            func.coalesce(func.sum(Order.discount), 0),
        )
    ).one()
    return {"orders": row[0], "spent": int(row[1]), "saved": int(row[2])}


def orders_of(found: Member, viewer: Sees) -> Sequence[Order]:
    """Return a member's newest orders within the viewer's reach."""
    mine = Order.seen_by(viewer).where(Order.member_id == found.id).order_by(Order.placed_at.desc()).limit(10)
    return db.session.scalars(mine.options(joinedload(Order.store))).all()


# --- orders


# What a list shows of orders: plain columns, since lists are long; last what they are sorted by.
_undoing = aliased(Order)
_was_reversed = exists().where(_undoing.store_id == Order.store_id, _undoing.reverses_id == Order.id)
_LISTED = (
    select(
        Order.device, Order.sequence, Order.lines_count, Order.payment, Order.total, Order.reverses_id,
        _was_reversed.label("reversed"), Store.code.label("store_code"), Store.name.label("store_name"),
        Order.member_id, Member.name.label("member_name"), Member.phone.label("member_phone"),
        func.coalesce(Member.erased_at, Member.withdrawn_at).label("member_gone_at"),
        Order.placed_at, Order.id, Order.store_id,
    )
    .join(Store, Store.id == Order.store_id)
    .outerjoin(Member, Member.id == Order.member_id)
)  # fmt: skip


def orders(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of what a list shows of the viewer's orders."""
    found = Order.seen_by(viewer, of=_LISTED, **how)
    return within(found, Member, because="who bought in the viewer's orders; shown masked")


def order(store_code: str, order_id: Any, viewer: Sees) -> Order:
    """Return an order of one of the viewer's stores with its lines, or answer 404."""
    of_store = select(Store.id).where(Store.code == store_code).scalar_subquery()
    found = db.session.scalar(
        Order.seen_by(viewer)
        .where(Order.store_id == of_store, Order.id == str(order_id))
        .options(
            joinedload(Order.store), joinedload(Order.member), selectinload(Order.lines).joinedload(OrderLine.product)
        )
    )
    if found is None:
        abort(404)
    return found


def only_order(order_id: Any, viewer: Sees) -> Order:
    """Return the one order in the viewer's reach that has this key, or answer 404."""
    alike = Order.seen_by(viewer).where(Order.id == str(order_id)).options(joinedload(Order.store)).limit(2)
    found = db.session.scalars(alike).all()
    if len(found) != 1:
        abort(404)
    return found[0]


def reversed_by(found: Order, viewer: Sees) -> Order | None:
    """Return the order that this one undoes."""
    return order(found.store.code, found.reverses_id, viewer) if found.reverses_id else None


def reversal_of(found: Order, viewer: Sees) -> Order | None:
    """Return the order that undid this one."""
    undoing = Order.seen_by(viewer).where(Order.store_id == found.store_id, Order.reverses_id == found.id)
    return db.session.scalar(undoing.options(joinedload(Order.store)))


def prints_of(found: Order, viewer: Sees) -> list[Trail]:
    """Return the links of the trail that say the receipt was printed, oldest first."""
    noted = Trail.seen_by(viewer).where(Trail.is_about(found), Trail.event == "order.printed")
    return list(db.session.scalars(noted.order_by(Trail.id)))


# --- days


def total_on(store: Store, day: date) -> DayTotal:
    """Return the roll-up of a store's day in reach; zeros where nothing was sold."""
    found = db.session.get(
        DayTotal,
        (store.id, day),
        execution_options=as_house(DayTotal, because="the store is in reach"),
        populate_existing=True,
    )
    names = [column.name for column in DayTotal.__table__.columns if column.name not in ("store_id", "day")]
    return found or DayTotal(store_id=store.id, day=day, **dict.fromkeys(names, 0))


def by_payment(total: DayTotal) -> list[tuple[Payment, int]]:
    """Return what a day took by each way of paying."""
    return [(payment, getattr(total, payment.value)) for payment in Payment]


def report_on(store: Store, day: date) -> DayReport | None:
    """Return the sealed report of a store's day in reach."""
    found = select(DayReport).where(DayReport.store_id == store.id, DayReport.day == day)
    return db.session.scalar(within(found, DayReport, because="the store is in reach"))


def reports(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of the sealed reports of the viewer's stores."""
    return DayReport.seen_by(viewer, **how).options(joinedload(DayReport.store))


def next_due(store: Store) -> date:
    """Return the day whose report the store should write now: yesterday's while it is due, else today's."""
    today = clock.today()
    yesterday = today - timedelta(days=1)
    states = report_states([store.id], yesterday, today)
    return yesterday if states[store.id, yesterday].value == "due" else today


def may_seal(viewer: Any, store: Store) -> bool:
    """Whether someone seals this store's days: its own people with the right."""
    return viewer.may(Can.CLOSE_DAYS) and store.id in viewer.store_ids
