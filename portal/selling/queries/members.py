"""Reads of members: in reach, or of the chain by a counted look-up."""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort
from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import normal_phone
from portal.kernel.scope import Sees, house_read, within
from portal.kernel.trail import Trail
from portal.network.models import Store
from portal.selling.models import DayTotal, Member, MemberTotal, Order

MOST_HITS = 20
HIS_STORES = "in which stores this member bought"


def members(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of the members registered in the viewer's reach who consent."""
    return Member.seen_by(viewer, **how).where(Member.consenting(), Member.current()).options(joinedload(Member.store))


def withdrawn(viewer: Sees, **how: Any) -> Select[Any]:
    """Return a select of those in the viewer's reach who took their consent back."""
    gone = Member.withdrawn_at.is_not(None), Member.erased_at.is_(None), Member.current()
    found: Select[Any] = Member.seen_by(viewer, **how).where(*gone).options(joinedload(Member.store))
    return found


def member(member_id: int, viewer: Sees) -> Member:
    """Return a member registered in the viewer's reach, erased or not, or answer 404."""
    mine = Member.seen_by(viewer).where(Member.id == member_id, Member.current())
    found = db.session.scalar(mine.options(joinedload(Member.store)))
    if found is None:
        abort(404)
    return found


def merged_into(member_id: int, viewer: Sees) -> int | None:
    """Return the file that one in the viewer's reach was merged into, if it was."""
    mine = Member.seen_by(viewer).where(Member.id == member_id)
    return db.session.scalar(mine.with_only_columns(Member.merged_into_id))


def kept_of(condition: Any) -> Any:
    """Return the condition of the files that are kept of those which another condition finds: himself or the other."""
    alike = aliased(Member)
    ids = select(func.coalesce(alike.merged_into_id, alike.id)).where(condition(alike))
    return Member.id.in_(ids)


def member_of_chain(member_id: int | None) -> Member | None:
    """Return a member wherever he was registered: at the till he counts in every store. Shown masked."""
    if member_id is None:
        return None
    kept = kept_of(lambda any_file: any_file.id == member_id)
    found = select(Member).where(kept, Member.consenting()).options(joinedload(Member.store))
    return db.session.scalar(house_read(found, Member, because="who asks was given his token by a counted look-up"))


def member_with_phone(phone: str | None) -> Member | None:
    """Return whoever has this number, wherever registered; shown masked."""
    found = select(Member).where(kept_of(lambda any_file: any_file.phone == phone)).options(joinedload(Member.store))
    shown = house_read(found, Member, because="a member belongs to the chain; learning of him is counted")
    return db.session.scalar(shown) if phone else None


def find_members(viewer: Any, q: str, *, beyond: bool = False) -> list[Member]:
    """Return members by full number, last four digits, name or pinyin; own stores' first.

    `beyond` reaches the whole chain by number or last four only, since a member belongs to the chain (C34).
    """
    q, usable = q.strip(), Member.consenting()
    digits = re.sub(r"[\s-]", "", q)
    if re.fullmatch(r"\d{4}", digits):
        condition: Any = kept_of(lambda any_file: any_file.last_four == digits)
    elif re.fullmatch(r"[+\d]{5,15}", digits):
        try:
            # who asks by the whole number is told that this member took his consent back, and no more
            phone, usable = normal_phone(digits), Member.erased_at.is_(None)
        except ValueError:
            return []
        condition = kept_of(lambda any_file: any_file.phone == phone)
    elif q and not digits.isdigit():
        condition, beyond = and_(named(q), Member.current()), False
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
    if not plain:
        return false()
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


def bought_by(found: Member) -> ColumnElement[bool]:
    """Return the condition of a member's orders, read store by store: in which ones he bought is written down."""
    ids = [one.id for one in found.files]
    his = select(MemberTotal.store_id).where(MemberTotal.member_id.in_(ids))
    return and_(Order.member_id.in_(ids), Order.store_id.in_(his))


def orders_of(found: Member, viewer: Sees) -> Sequence[Order]:
    """Return a member's ten newest orders within the viewer's reach."""
    mine = Order.seen_by(viewer).where(bought_by(found)).order_by(Order.placed_at.desc(), Order.id).limit(10)
    his = within(mine.options(joinedload(Order.store)), MemberTotal, because=HIS_STORES)
    return db.session.scalars(his).all()


def purchases_of(found: Member, viewer: Sees) -> dict[str, Any]:
    """Return what a member bought this year within the viewer's reach: sales that stand, spent, saved, since when."""
    year = clock.today().replace(month=1, day=1)
    mine = Order.seen_by(viewer).where(bought_by(found), Order.booked_day >= year)
    is_sale = and_(Order.lines_count > 0, Order.returns_id.is_(None))
    sums = mine.with_only_columns(
        func.count().filter(is_sale, Order.reverses_id.is_(None)),
        func.count().filter(is_sale, Order.reverses_id.is_not(None)),
        func.coalesce(func.sum(Order.total), 0),
        func.coalesce(func.sum(Order.discount), 0),
    )
    sold, undone, spent, saved = db.session.execute(within(sums, MemberTotal, because=HIS_STORES)).one()
    return {"orders": sold - undone, "spent": int(spent), "saved": int(saved), "since": year}


CONSENTS = ("member.registered", "member.consented", "member.withdrew", "member.birthday_noted")


def consents_of(found: Member, viewer: Sees) -> Sequence[Trail]:
    """Return what the trail says of a member's consent, oldest first."""
    about = or_(*(Trail.is_about(one) for one in found.files))
    noted = Trail.seen_by(viewer).where(about, Trail.event.in_(CONSENTS))
    return db.session.scalars(noted.order_by(Trail.id)).all()
