"""Retention of idle members: off until it is set, announced a month before, taken back by a purchase, then erased.

Broken on purpose: with an empty answer of `bought`, `visited` or `owes` its own test fails; where `tend` ignores the
rule's zero, or `due` does not look at the day, the first tests fail; where `anonymise` does not look again, the test
of who comes back in the very night fails.
"""

from datetime import timedelta

import pytest
import time_machine

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.trail import broken_links
from portal.selling import actions, idle_queries, queries, retention, rules, watch
from portal.selling.models import IdleMember, Member, Payment
from portal.upkeep import idle
from tests.builders_selling import member, product, sale
from tests.cast import HOUSE
from tests.trail import noted

covers = ("C34",)
promises = ("P69",)

LONG = timedelta(days=760)  # more than 24 months


@pytest.fixture
def nights(session):
    """Time stands still and is shifted by hand."""
    with time_machine.travel(clock.now(), tick=False) as clocked:
        yield clocked


@pytest.fixture
def two_years(cast, session):
    rules.set_rules(rules.Rules(months=24), by=cast.admin.viewer)
    session.commit()


@pytest.fixture
def wang(cast, places, nights, two_years, session):
    """A member who bought once, long ago."""
    made = member(places.store, cast.owner.viewer)
    sale(places.store, cast.owner.viewer, product(), member_id=made.id)
    session.commit()
    nights.shift(LONG)
    return made


def rows():
    return db.session.scalars(IdleMember.seen_by(HOUSE)).all()


def test_nobody_is_announced_until_an_administrator_says_so(cast, wang, session):
    rules.set_rules(rules.Rules(), by=cast.admin.viewer)
    session.commit()
    assert idle.tend() == {"spared": 0} and rows() == []


def test_a_month_passes_between_the_announcement_and_the_erasure(wang, nights, session, places):
    assert idle.tend() == {"spared": 0, "anonymised": 0, "announced": 1}
    [row] = rows()
    assert (row.member_id, row.due_on) == (wang.id, clock.today() + timedelta(days=30))
    [link] = noted("members.announced")
    assert (link.store_id, link.facts) == (places.store.id, {"members": 1, "due_on": row.due_on.isoformat()})
    nights.shift(timedelta(days=29))
    assert idle.tend() == {"spared": 0, "anonymised": 0, "announced": 0}
    nights.shift(timedelta(days=1))
    assert idle.tend() == {"spared": 0, "anonymised": 1, "announced": 0}
    erased = session.get(Member, wang.id)
    assert (erased.phone, erased.name, erased.last_four, erased.pinyin) == (None, "", "", "") and rows() == []
    [order] = queries.orders_of(erased, HOUSE)
    assert order.member_id == wang.id
    [link] = noted("member.erased")
    assert link.facts["idle_months"] == 24 and broken_links(session()) == []
    assert idle.tend() == {"spared": 0, "anonymised": 0, "announced": 0}


def buys(cast, places, wang):
    sale(places.store, cast.owner.viewer, product(), member_id=wang.id)


def buys_elsewhere(cast, places, wang):
    sale(places.store_south, cast.owner_south.viewer, product(), member_id=wang.id)


def is_visited(cast, places, wang):
    watch.open_file(wang, by=cast.clerk.viewer)


def is_renamed(cast, places, wang):
    actions.rename(wang, "王秀英", by=cast.owner.viewer)


@pytest.mark.parametrize("comes", [buys, buys_elsewhere, is_visited, is_renamed])
def test_who_comes_back_is_idle_no_longer(comes, cast, places, wang, nights, session):
    idle.tend()
    comes(cast, places, wang)
    session.commit()
    nights.shift(timedelta(days=31))
    assert idle.tend() == {"spared": 1, "anonymised": 0, "announced": 0}
    assert not session.get(Member, wang.id).is_erased
    assert [link.facts for link in noted("members.spared")] == [{"members": 1}]


def test_who_buys_in_the_very_night_stays(cast, places, wang, nights, session):
    idle.tend()
    nights.shift(timedelta(days=31))
    [due] = retention.announced(0, 9, due=True)
    buys(cast, places, wang)
    assert retention.anonymise([due], 24, by=HOUSE) == 0 and not wang.is_erased


def test_what_was_sold_on_account_keeps_a_member_for_three_years(cast, places, wang, nights, session):
    nights.shift(-LONG)
    debt = sale(places.store, cast.owner.viewer, product(), member_id=wang.id, payment=Payment.ACCOUNT)
    session.commit()
    nights.shift(LONG)
    assert idle.tend()["announced"] == 0
    nights.shift(timedelta(days=345))  # three years and a few days
    assert idle.tend()["announced"] == 1
    assert debt.member_id == wang.id


def test_a_room_above_keeps_whom_it_owes_something(wang, monkeypatch):
    monkeypatch.setattr(retention, "keepers", [*retention.keepers, lambda ids, months: {wang.id}])
    assert idle.tend()["announced"] == 0


def test_turning_it_off_takes_every_announcement_back(cast, wang, session):
    idle.tend()
    rules.set_rules(rules.Rules(), by=cast.admin.viewer)
    session.commit()
    assert idle.tend() == {"spared": 1} and rows() == []


def test_many_are_written_a_few_at_a_time(cast, places, nights, two_years, session, monkeypatch):
    for n in range(7):
        member(places.store, cast.owner.viewer, phone=f"1391234567{n}")
    member(places.store_south, cast.owner_south.viewer, phone="13912345680")
    session.commit()
    nights.shift(LONG)
    monkeypatch.setattr(idle, "AT_ONCE", 2)
    monkeypatch.setattr(idle, "LOOKED_AT", 3)
    steps = []
    held = retention.members_of
    monkeypatch.setattr(retention, "members_of", lambda ids, **how: steps.append(len(ids)) or held(ids, **how))
    assert idle.tend()["announced"] == 8
    nights.shift(timedelta(days=30))
    assert idle.tend()["anonymised"] == 8
    assert max(steps) == 2
    assert {link.store_id for link in noted("members.announced")} == {places.store.id, places.store_south.id}


def test_office_and_owner_see_beforehand_how_many_and_when(cast, places, wang, browse, session, visit):
    idle.tend()
    day = f"{clock.today() + timedelta(days=30):%Y-%m-%d}"
    for person in (cast.owner, cast.office):
        browser = browse(person)
        assert "1 位久未到店的会员将匿名化" in visit(browser, "/").text
        page = visit(browser, "/selling/idle-members").text
        assert day in page and places.store.name in page
        assert "139****5678" in visit(browser, f"/selling/members?since=idle&store={places.store.id}").text
    south = browse(cast.owner_south)
    assert (
        "匿名化" not in visit(south, "/").text and places.store.name not in visit(south, "/selling/idle-members").text
    )
    assert idle_queries.idle_in_all(cast.owner_south.viewer).members == 0
    assert browse(cast.clerk).get("/selling/idle-members").status_code == 403


def test_an_administrator_sets_it_with_a_trail(cast, browse, session):
    form = {"seen": "100", "exported": "200", "months": "36", "holds": "30"}
    assert browse(cast.admin).post("/settings/members", form).status_code == 303
    assert rules.rules().months == 36
    [link] = noted("policy.changed")
    assert link.actor_id == cast.admin.user.id and link.facts["changes"]["value"][1]["months"] == 36
    assert browse(cast.admin).post("/settings/members", form | {"months": "12"}).status_code == 422


def test_months_end_where_months_end(nights):
    nights.move_to(clock.at(clock.today().replace(year=2028, month=2, day=29), 12))
    assert retention.months_ago(24) == clock.at(clock.today().replace(year=2026, month=2, day=28))
    assert retention.months_ago(36) == clock.at(clock.today().replace(year=2025, month=2, day=28))
