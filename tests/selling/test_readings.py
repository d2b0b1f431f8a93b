"""Bulk readings: one alert a person and episode, seen by whoever is responsible, closed by a person with a sentence.

Broken on purpose: without the call of `watch` in `reveal`, `export_members`, `look_up` or `open_file` its own case of
`test_every_way_of_learning_of_members_is_counted` fails; where `watch` always makes a new row, the tests of episodes
fail; without the condition on the actor in `open_readings` and `close_reading`, the test of one's own fails.
"""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.trail import Trail, broken_links
from portal.selling import actions, reading_queries, rules, watch
from portal.selling.models import Reading
from portal.selling.rules import Rules
from tests.builders_selling import member, post, product, said

covers = ("C34",)
promises = ("P68",)


@pytest.fixture
def low(cast):
    """Three members within an hour are many."""
    rules.set_rules(Rules(seen=3, exported=3), by=cast.admin.viewer)


@pytest.fixture
def four(cast, places):
    return [member(places.store, cast.owner.viewer, phone=f"139{n}2345678", name="王秀兰") for n in range(4)]


def readings(viewer):
    from portal.kernel.db import db

    return db.session.scalars(reading_queries.readings(viewer).order_by(Reading.id)).all()


def look_ups(cast, places, members):
    for one in members:
        actions.look_up(places.store_south, one.phone, by=cast.owner_south.viewer)


def last_fours(cast, places, members):
    actions.look_up(places.store_south, "5678", by=cast.owner_south.viewer)


def reveals(cast, places, members):
    for one in members:
        actions.reveal(one, by=cast.owner.viewer)


def openings(cast, places, members):
    for one in members:
        watch.open_file(one, by=cast.clerk.viewer)


def an_export(cast, places, members):
    actions.export_members(places.store, by=cast.owner.viewer)


def orders_of_others(cast, places, members):
    milk = product()
    post(places.store_south, cast.owner_south.viewer, *(said(milk, member_id=one.id) for one in members))


WAYS = {
    look_ups: ("looked_up", "owner_south"),
    last_fours: ("looked_up", "owner_south"),
    reveals: ("revealed", "owner"),
    openings: ("opened", "clerk"),
    an_export: ("exported", "owner"),
    orders_of_others: ("looked_up", "owner_south"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_learning_of_members_is_counted(way, cast, places, four, low, session):
    name, who = WAYS[way]
    way(cast, places, four)
    session.commit()
    [found] = readings(cast.office.viewer)
    person = getattr(cast, who).viewer
    assert (found.actor_id, found.store_id, getattr(found, name), found.is_open) == (
        person.id,
        person.store_id,
        4,
        True,
    )
    assert found.seen == (0 if name == "exported" else 4)
    assert sum(row.members for row in reading_queries.deeds(found, cast.office.viewer)) == 4


def test_below_the_limit_nothing_is_raised(cast, places, four, low):
    reveals(cast, places, four[:2])
    openings(cast, places, four[:2])
    reveals(cast, places, four[:2])  # the same two again
    assert readings(cast.office.viewer) == []


def test_an_episode_is_one_alert_that_grows_and_a_pause_ends_it(cast, places, four, low, session):
    with time_machine.travel(clock.now(), tick=False) as clocked:
        reveals(cast, places, four[:3])
        session.commit()
        clocked.shift(timedelta(minutes=50))
        reveals(cast, places, four)
        session.commit()
        [found] = readings(cast.office.viewer)
        assert (found.seen, found.last_at - found.began_at) == (4, timedelta(minutes=50))
        clocked.shift(timedelta(minutes=61))
        reveals(cast, places, four)
        session.commit()
        assert [one.seen for one in readings(cast.office.viewer)] == [4, 4]
        raised = session.scalars(Trail.seen_by(cast.office.viewer).where(Trail.event == "reading.raised")).all()
        assert len(raised) == 2 and broken_links(session()) == []


def test_after_it_was_closed_counting_begins_anew(cast, places, four, low, session):
    reveals(cast, places, four)
    session.commit()
    [found] = readings(cast.office.viewer)
    watch.close_reading(found, "核对名单", by=cast.office.viewer)
    session.commit()
    reveals(cast, places, four[:2])
    assert len(readings(cast.office.viewer)) == 1
    reveals(cast, places, four[2:3])
    assert [one.seen for one in readings(cast.office.viewer)] == [4, 3]


def test_it_reaches_whoever_is_responsible_and_nobody_else(cast, places, four, low, browse, session, visit):
    openings(cast, places, four)
    session.commit()
    [found] = readings(cast.office.viewer)
    for person in (cast.owner, cast.rm_north, cast.director, cast.office, cast.admin):
        browser = browse(person)
        assert "孙丽查阅了 4 位会员" in visit(browser, "/").text
        assert "孙丽" in visit(browser, "/selling/readings").text
        page = visit(browser, f"/selling/readings/{found.id}").text
        assert "打开会员档案" in page and "139" not in page.replace(f"/{found.id}", "") and "王秀兰" not in page
    for person in (cast.owner_south, cast.rm_south):
        browser = browse(person)
        assert "查阅了" not in visit(browser, "/").text
        assert "孙丽" not in visit(browser, "/selling/readings").text
        visit(browser, f"/selling/readings/{found.id}", 404)
    assert browse(cast.clerk).get("/selling/readings").status_code == 403


def test_a_person_closes_it_once_with_a_sentence(cast, places, four, low, browse, session):
    openings(cast, places, four)
    session.commit()
    [found] = readings(cast.office.viewer)
    browser = browse(cast.owner)
    url = f"/selling/readings/{found.id}"
    assert browser.post(f"{url}/closure", {"conclusion": " "}).status_code == 422
    assert browser.post(f"{url}/closure", {"conclusion": "会员日前核对名单"}).status_code == 303
    session.refresh(found)
    assert (found.closer_id, found.conclusion, found.is_open) == (cast.owner.user.id, "会员日前核对名单", False)
    page = browser.visit(url).text
    assert "会员日前核对名单" in page and "赵慧" in page
    assert browse(cast.office).post(f"{url}/closure", {"conclusion": "再关一次"}).status_code == 422
    [link] = session.scalars(Trail.seen_by(cast.office.viewer).where(Trail.event == "reading.closed")).all()
    assert (link.actor_id, link.reason) == (cast.owner.user.id, "会员日前核对名单")


def test_nobody_closes_his_own_and_it_does_not_wait_for_him(cast, places, four, low, session):
    reveals(cast, places, four)
    session.commit()
    [found] = readings(cast.owner.viewer)
    assert reading_queries.open_readings(cast.owner.viewer) == []
    with pytest.raises(Refused):
        watch.close_reading(found, "我自己看的", by=cast.owner.viewer)
    assert reading_queries.open_readings(cast.rm_north.viewer) == [found]


def test_what_head_office_reads_waits_for_head_office_alone(cast, places, four, low, session):
    for one in four:
        actions.reveal(one, by=cast.office.viewer, reason="召回通知")
    session.commit()
    [found] = readings(cast.office_two.viewer)
    assert found.store_id is None and readings(cast.rm_north.viewer) == readings(cast.owner.viewer) == []
    assert [row.reason for row in reading_queries.deeds(found, cast.office_two.viewer)] == ["召回通知"] * 4


def test_a_file_opened_twice_within_the_hour_is_noted_once(cast, four, browse, session):
    session.commit()
    browser = browse(cast.clerk)
    for _ in range(3):
        browser.get(f"/selling/members/{four[0].id}")
    assert [one for one, _ in watch.openings(cast.clerk.user.id, clock.now() - timedelta(hours=1))] == [four[0].id]


def test_an_administrator_sets_the_limits_with_a_trail(cast, browse, session):
    browser, form = browse(cast.admin), {"seen": "60", "exported": "80", "months": "0", "holds": "7"}
    assert browser.post("/settings/members", form).status_code == 303
    assert rules.rules() == Rules(seen=60, exported=80, holds=7)
    assert browser.post("/settings/members", form).status_code == 303
    links = session.scalars(Trail.seen_by(cast.admin.viewer).where(Trail.event == "policy.changed")).all()
    assert [link.facts["changes"]["value"][1] for link in links] == [
        {"seen": 60, "exported": 80, "months": 0, "holds": 7}
    ]
    assert browser.post("/settings/members", form | {"seen": "4", "exported": "viel"}).status_code == 422
    for person in (cast.office, cast.rm_north, cast.owner, cast.clerk):
        assert browse(person).get("/settings/members").status_code == 403
