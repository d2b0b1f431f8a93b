"""The night of the shop floor: points lapse; who opened a member's file is kept half a year, the last one always.

A sale on hold goes some days after it was taken up or thrown away: what it held is an order by then, or nobody's. One
that nobody takes up goes once it is as old as the rules for the data of members say.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import aliased

from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.scope import House, as_house, house_read
from portal.network.models import Store
from portal.selling import actions, points, queries, retention, rules
from portal.selling.models import Hold, Member, MemberOpening, Reading, Reservation

KEPT = timedelta(days=180)  # as long as sign-ins that ended
HELD = timedelta(days=7)
BATCH = 1000
AT_ONCE = 25  # members a write
MACHINE: Any = House("points")
_STORE = as_house(Store, because="whose sales on hold are old")
BECAUSE = "openings that served their purpose are counted, and nobody reads whose they were"


def work() -> Iterator[tuple[str, int]]:
    """Remove openings of half a year ago; let points lapse."""
    yield "openings of members' files older than 180 days removed", forgotten()
    yield "sales on hold that ended a week ago removed", ended()
    yield "sales on hold that nobody took up removed", forgotten_holds()
    yield "what kept points for orders of a week ago removed", let_go()
    yield "members whose points lapsed", lapsed()
    yield "recommendations rewarded or taken back", settled()


def let_go() -> int:
    """Delete what kept points for orders a week ago: each is stored by now, or never will be."""
    gone = delete(Reservation).where(Reservation.ends_at < clock.now() - HELD)
    with transaction() as session:
        result: Any = session.execute(
            house_read(gone.execution_options(synchronize_session=False), Reservation, because=BECAUSE)
        )
    return int(result.rowcount)


def ended() -> int:
    """Delete sales on hold a week after their end; the trail keeps who took them up, or why they were thrown away."""
    gone = delete(Hold).where(Hold.ended_at < clock.now() - HELD).execution_options(synchronize_session=False)
    with transaction() as session:
        result: Any = session.execute(house_read(gone, Hold, because="nobody asks for what it held any more"))
    return int(result.rowcount)


def forgotten_holds() -> int:
    """Delete what nobody took up for as long as the rules say, store by store; who takes it up now is waited for."""
    before, total = clock.now() - timedelta(days=rules.rules().holds), 0
    for store_id in queries.stores_with_old_holds(before):
        with transaction() as session:
            store = session.get_one(Store, store_id, execution_options=_STORE)
            total += actions.forget_holds(store, before, by=retention.MACHINE)
    db.session.rollback()
    return total


def lapsed() -> int:
    """Let points lapse by the network's rule, few members at a time; return whose."""
    months, total, after = points.rules().months, 0, 0
    since = retention.months_ago(months)
    while months and (found := queries.lapsing(since, after=after, most=AT_ONCE)):
        ids = [member_id for member_id, _ in found]
        after = ids[-1]
        with transaction():
            total += actions.lapse_points(ids, since, by=MACHINE)
    db.session.rollback()
    return total


def settled() -> int:
    """Reward recommendations whose newcomer has bought, take back those of whom no sale stands; return how many."""
    reward, total, after = points.rules().referral, 0, 0
    while ids := queries.unsettled(after=after, most=AT_ONCE):
        after = ids[-1]
        with transaction():
            total += actions.settle_referrals(ids, reward, by=MACHINE)
    db.session.rollback()
    return total


def forgotten() -> int:
    """Delete old openings a thousand at a time; return how many."""
    total = after = 0
    while ids := outlived(after):
        after = ids[-1]
        gone = delete(MemberOpening).where(MemberOpening.id.in_(ids)).execution_options(synchronize_session=False)
        with transaction() as session:
            result: Any = session.execute(house_read(gone, MemberOpening, because=BECAUSE))
        total += result.rowcount
    db.session.rollback()
    return total


def outlived(after: int) -> list[int]:
    """Return the next old openings.

    A member's newest stays while he is known, since who is looked at is not idle; and what an open alert counts stays
    until somebody has judged it.
    """
    newer = aliased(MemberOpening)
    of_same = newer.store_id == MemberOpening.store_id, newer.member_id == MemberOpening.member_id
    erased = exists().where(Member.id == MemberOpening.member_id, Member.erased_at.is_not(None))
    counted = exists().where(
        Reading.actor_id == MemberOpening.actor_id,
        Reading.closed_at.is_(None),
        MemberOpening.at.between(Reading.began_at, Reading.last_at),
    )
    found = (
        select(MemberOpening.id)
        .where(MemberOpening.id > after, MemberOpening.at < clock.now() - KEPT)
        .where(or_(exists().where(*of_same, newer.id > MemberOpening.id), erased), ~counted)
        .order_by(MemberOpening.id)
        .limit(BATCH)
    )
    return list(db.session.scalars(house_read(found, MemberOpening, Member, Reading, because=BECAUSE)))
