"""Who opened which member's file is forgotten after half a year, as far as nothing hangs on it."""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, nightly, retention
from portal.selling.models import MemberOpening, Reading
from tests.builders_selling import member
from tests.cast import HOUSE

promises = ("P69",)


@pytest.fixture
def opened(session, cast, places):
    """`opened(member, days)`: the clerk opened a file so many days ago; returns the row's id."""

    def note(of, *days):
        rows = [
            MemberOpening(
                store_id=places.store.id, member_id=of.id, actor_id=cast.clerk.user.id,
                at=clock.now() - timedelta(days=n),
            )
            for n in days
        ]  # fmt: skip
        for row in rows:  # numbered as they happened
            session.add(row)
            session.flush()
        return [row.id for row in rows]

    return note


@pytest.fixture
def wang(cast, places, session):
    with time_machine.travel(clock.now() - timedelta(days=1000)):
        made = member(places.store, cast.owner.viewer)
        session.commit()
    return made


@pytest.fixture
def zhao(cast, places, session):
    return member(places.store, cast.owner.viewer, phone="13912345670", name="赵敏")


def left():
    return list(db.session.scalars(MemberOpening.seen_by(HOUSE).with_only_columns(MemberOpening.id).order_by("id")))


def night():
    db.session.commit()
    return dict(nightly.work())["openings of members' files older than 180 days removed"]


def test_old_ones_go_in_steps_and_young_ones_stay(session, wang, zhao, opened, monkeypatch):
    monkeypatch.setattr(nightly, "BATCH", 2)
    old = opened(wang, 400, 300, 181) + opened(zhao, 200, 190)
    young = opened(wang, 179, 3) + opened(zhao, 1)
    assert night() == len(old) and left() == young
    assert night() == 0 and left() == young


def test_the_last_one_stays_so_that_nobody_looked_at_becomes_idle(session, wang, opened):
    last = opened(wang, 900, 600, 500)[-1]
    assert night() == 2 and left() == [last]
    assert retention.visited([wang.id], 18) == {wang.id} and retention.visited([wang.id], 12) == set()


def test_nothing_is_kept_of_who_was_erased(session, cast, wang, opened):
    opened(wang, 500, 400)
    actions.erase(wang, by=cast.owner.viewer, reason="本人要求")
    assert night() == 2 and left() == []


def test_what_an_open_alert_counts_stays_until_it_is_judged(session, cast, places, wang, opened):
    first, _ = opened(wang, 400, 2)
    at = clock.now() - timedelta(days=400)
    alert = Reading(
        actor_id=cast.clerk.user.id, store_id=places.store.id, began_at=at - timedelta(hours=1),
        last_at=at + timedelta(hours=1), seen=120, opened=120,
    )  # fmt: skip
    session.add(alert)
    session.flush()
    assert night() == 0 and first in left()
    alert.closed_at = clock.now()
    session.flush()
    assert night() == 1 and first not in left()
