"""How long a member is kept who neither buys nor is looked at: announced by night, a month later anonymised (PIPL).

Idle is whoever, for as many months as the rules say, gave no consent, bought nothing, and whose file nobody opened or
changed. Whoever has something to claim, or of whom something may be claimed, is kept.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import aliased

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import House, house_read
from portal.kernel.trail import Trail, record
from portal.network.models import Store
from portal.selling import actions, queries
from portal.selling.held import hold_members
from portal.selling.models import IdleMember, Member, MemberOpening, Order, OrderPayment, Payment

NOTICE = timedelta(days=30)
CLAIM_MONTHS = 36  # what was sold on account may be claimed for three years
MACHINE: Any = House("retention")
BECAUSE = "the rule of retention looks at every member of the chain"

Ids = Collection[int]


def idle(ids: Ids, months: int) -> set[int]:
    """Return which of these members are idle and kept by nothing."""
    found, person = set(ids), persons(ids)
    for those in (bought, visited, *keepers):
        files = [one for one, whose in person.items() if whose in found]
        found -= {person[one] for one in those(files, months)} if found else set()
    return found


def persons(ids: Ids) -> dict[int, int]:
    """Return {file: whose it is} of these members and of the files that were merged into theirs."""
    merged = select(Member.id, Member.merged_into_id).where(Member.merged_into_id.in_(ids))
    rows = db.session.execute(house_read(merged, Member, because=BECAUSE))
    return {one: one for one in ids} | {row[0]: row[1] for row in rows}


def bought(ids: Ids, months: int) -> set[int]:
    """Return who bought. An order whose tablet's clock was off counts from when it arrived."""
    since = months_ago(months)
    lately = or_(Order.placed_at >= since, and_(Order.flags.contains("clock"), Order.received_at >= since))
    return orders_of(ids, lately)


def visited(ids: Ids, months: int) -> set[int]:
    """Return who gave consent, or whose file somebody opened, changed or revealed."""
    since = months_ago(months)
    agreed = select(Member.id).where(Member.id.in_(ids), Member.consent_at >= since)
    names = [str(one) for one in ids]
    deeds = select(Trail.subject_id).where(
        Trail.subject_kind == "member", Trail.subject_id.in_(names), Trail.at >= since
    )
    opened = select(MemberOpening.member_id).where(
        MemberOpening.store_id.in_(every_store()), MemberOpening.member_id.in_(ids), MemberOpening.at >= since
    )
    found = (
        db.session.scalars(house_read(agreed, Member, because=BECAUSE)),
        db.session.scalars(house_read(deeds, Trail, because=BECAUSE)),
        db.session.scalars(house_read(opened, MemberOpening, because=BECAUSE)),
    )
    return {int(one) for some in found for one in some}


def owes(ids: Ids, months: int) -> set[int]:
    """Return who bought on account within the time of a claim; whether it was settled is written elsewhere."""
    undoing = aliased(Order)
    undone = exists().where(undoing.store_id == Order.store_id, undoing.reverses_id == Order.id)
    part = exists().where(
        OrderPayment.store_id == Order.store_id,
        OrderPayment.order_id == Order.id,
        OrderPayment.way == Payment.ACCOUNT,
        OrderPayment.amount > 0,
    )
    on_account = or_(Order.payment == Payment.ACCOUNT, and_(Order.payment == Payment.MIXED, part))
    lately = Order.placed_at >= months_ago(CLAIM_MONTHS)
    return orders_of(ids, and_(on_account, lately, Order.reverses_id.is_(None), ~undone))


def has_points(ids: Ids, months: int) -> set[int]:
    """Return who has points that he has not spent: they lapse by their own rule, and by no other."""
    return {member_id for member_id, points in queries.points_of(list(ids)).items() if points > 0}


# Who keeps a member though he is idle, by (ids, months); rooms above add theirs.
keepers: list[Callable[[Ids, int], set[int]]] = [owes, has_points]


def orders_of(ids: Ids, condition: Any) -> set[int]:
    # store by store, as the orders' keys are made
    found = select(Order.member_id).where(Order.store_id.in_(every_store()), Order.member_id.in_(ids), condition)
    rows = db.session.scalars(house_read(found.distinct(), Order, OrderPayment, because=BECAUSE))
    return {one for one in rows if one is not None}


def every_store() -> list[int]:
    return list(db.session.scalars(Store.seen_by(MACHINE).with_only_columns(Store.id)))


def months_ago(months: int) -> datetime:
    """Return the moment at which that many months before today began."""
    today = clock.today()
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    last = (clock.next_month(date(year, month + 1, 1)) - timedelta(days=1)).day
    return clock.at(date(year, month + 1, min(today.day, last)))


# --- what the night does


def unannounced(after: int, months: int, most: int) -> list[int]:
    """Return the next members, by their numbers, who may be idle and are not announced yet."""
    since = months_ago(months)
    announced = exists().where(IdleMember.member_id == Member.id, IdleMember.store_id == Member.store_id)
    found = select(Member.id).where(
        Member.id > after,
        Member.current(),
        Member.erased_at.is_(None),
        Member.consent_at < since,
        Member.made_at < since,
        ~announced,
    )
    ordered = found.order_by(Member.id).limit(most)
    return list(db.session.scalars(house_read(ordered, Member, IdleMember, because=BECAUSE)))


def announced(after: int, most: int, *, due: bool = False) -> list[int]:
    """Return the next announced members, by their numbers; with `due` those whose day has come."""
    found = select(IdleMember.member_id).where(IdleMember.member_id > after)
    if due:
        found = found.where(IdleMember.due_on <= clock.today())
    ordered = found.order_by(IdleMember.member_id).limit(most)
    return list(db.session.scalars(house_read(ordered, IdleMember, because=BECAUSE)))


def announce(ids: Ids, months: int, *, by: Any) -> int:
    """Announce who of these is idle; each store's trail says how many and when. Returns how many."""
    today = clock.today()
    found = members_of(idle(ids, months))
    for member in found:
        row = IdleMember(store_id=member.store_id, member_id=member.id, announced_on=today, due_on=today + NOTICE)
        db.session.add(row)
    for store, count in by_store(member.store_id for member in found):
        record("members.announced", store, by=by, members=count, due_on=today + NOTICE)
    return len(found)


def idle_no_longer(ids: Ids, months: int) -> set[int]:
    """Return who of these announced is idle no longer, or erased already; where the rules keep everybody, all."""
    erased = select(Member.id).where(Member.id.in_(ids), Member.erased_at.is_not(None))
    gone = set(db.session.scalars(house_read(erased, Member, because=BECAUSE)))
    return set(ids) - (idle(ids, months) - gone if months else set())


def spare(ids: Ids, *, by: Any) -> int:
    """Take back the announcement of these members. Returns how many."""
    stores = unannounce(ids)
    for store, count in by_store(stores):
        record("members.spared", store, by=by, members=count)
    return len(stores)


def anonymise(ids: Ids, months: int, *, by: Any) -> int:
    """Erase who of these is idle still; an order that is just being stored is waited for. Returns how many."""
    hold_members(ids)
    held = members_of(ids)
    still = idle([member.id for member in held], months)
    gone = [member for member in held if member.id in still]
    actions.erase_idle(gone, by=by, months=months)
    unannounce([member.id for member in gone])
    return len(gone)


def members_of(ids: Ids) -> list[Member]:
    """Return members who are not erased, as they are by now."""
    found = select(Member).where(Member.id.in_(ids), Member.erased_at.is_(None)).order_by(Member.id)
    fresh = found.execution_options(populate_existing=True)
    return list(db.session.scalars(house_read(fresh, Member, because=BECAUSE)))


def unannounce(ids: Ids) -> list[int]:
    """Delete announcements; return the store of each."""
    those = IdleMember.member_id.in_(ids)
    found = house_read(select(IdleMember.store_id).where(those), IdleMember, because=BECAUSE)
    stores = list(db.session.scalars(found))
    gone = delete(IdleMember).where(those).execution_options(synchronize_session=False)
    db.session.execute(house_read(gone, IdleMember, because=BECAUSE))
    return stores


def by_store(store_ids: Iterable[int]) -> list[tuple[Store, int]]:
    counted = Counter(store_ids)
    found = Store.seen_by(MACHINE).where(Store.id.in_(counted)).order_by(Store.id)
    return [(store, counted[store.id]) for store in db.session.scalars(found)]
