"""Reach: a region gives all below it; a substitute's grows for the days named only."""

from datetime import date

import pytest
import time_machine

from portal.accounts import actions
from portal.accounts.models import UserStore
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from portal.network import actions as network
from portal.selling.actions import register

covers = ("C57",)

FIRST, LAST = date(2026, 6, 10), date(2026, 6, 12)


def name(cast, absent="rm_south", stand_in="rm_north", first=FIRST, last=LAST):
    return actions.name_substitute(
        getattr(cast, absent).user, getattr(cast, stand_in).user, first_day=first, last_day=last, by=cast.admin.viewer
    )


def test_an_area_gives_all_its_provinces_and_cities_and_nothing_else(cast, places):
    reached = cast.rm_north.viewer.region_ids
    assert {places.north.id, places.beijing.id, places.taiyuan.id} <= reached
    assert not {places.south.id, places.guangzhou.id} & reached


def test_a_moved_province_takes_its_reach_along(cast, places):
    network.edit_region(places.region("140000"), name="山西省", parent=places.south, by=cast.admin.viewer)
    assert places.taiyuan.id in cast.rm_south.viewer.region_ids
    assert places.taiyuan.id not in cast.rm_north.viewer.region_ids


@pytest.mark.parametrize("at, wider", [
    ("2026-06-09T15:59:00Z", False), ("2026-06-09T16:01:00Z", True), ("2026-06-12T15:59:00Z", True),
    ("2026-06-12T16:01:00Z", False),
])  # fmt: skip
def test_a_substitute_reaches_further_on_the_days_named_in_the_networks_own_zone(cast, places, at, wider):
    name(cast)
    with time_machine.travel(at, tick=False):
        assert (places.guangzhou.id in cast.rm_north.viewer.region_ids) is wider
        assert places.beijing.id not in cast.rm_south.viewer.region_ids


def test_a_clerk_stands_in_at_another_store(cast, places):
    name(cast, "owner_south", "owner")
    with time_machine.travel("2026-06-11T04:00:00Z", tick=False):
        assert cast.owner.viewer.store_ids == {places.store.id, places.store_south.id}


def test_an_ended_substitution_gives_nothing_any_more(cast, places):
    named = name(cast)
    with time_machine.travel("2026-06-11T04:00:00Z", tick=False):
        actions.end_substitution(named, by=cast.admin.viewer)
        assert places.guangzhou.id not in cast.rm_north.viewer.region_ids
        with pytest.raises(Refused):
            actions.end_substitution(named, by=cast.admin.viewer)


def test_one_ended_before_it_began_never_begins(cast, places):
    named = name(cast)
    with time_machine.travel("2026-06-01T04:00:00Z", tick=False):
        actions.end_substitution(named, by=cast.admin.viewer)
    with time_machine.travel("2026-06-10T04:00:00Z", tick=False):
        assert places.guangzhou.id not in cast.rm_north.viewer.region_ids


@pytest.mark.parametrize("facts", [
    {"stand_in": "rm_south"}, {"stand_in": "office"}, {"first": LAST, "last": FIRST},
])  # fmt: skip
def test_a_substitute_is_another_person_of_the_same_role_for_days_in_order(cast, facts):
    with pytest.raises(Refused):
        name(cast, **facts)


def test_two_substitutes_do_not_share_days(cast):
    name(cast)
    with pytest.raises(Refused):
        name(cast, stand_in="director", first=LAST, last=LAST)


def test_someone_of_two_stores_chooses_which_he_works_for(browse, cast, places, session):
    session.add(UserStore(user_id=cast.owner.user.id, store_id=places.store_taiyuan.id))
    session.commit()
    browser = browse(cast.owner)
    assert "朝阳北路店</option>" in browser.get("/account").text
    assert browser.post("/store-choice", {"store": "TY-0001", "next": "/account"}).status_code == 303
    assert 'value="TY-0001" selected' in browser.get("/account").text
    assert browser.post("/store-choice", {"store": "GZ-0001"}).status_code == 404


def test_what_he_does_in_the_borrowed_part_says_for_whom_and_his_own_does_not(cast, places, session):
    name(cast)
    with time_machine.travel("2026-06-11T04:00:00Z", tick=False):
        stand_in = cast.rm_north.viewer
        for store in (places.store, places.store_south):
            network.edit_store(store, name=f"{store.name}旗舰", by=stand_in)
        closures = [
            network.agree_closure(store, first_day=LAST, last_day=LAST, reason="盘点", by=stand_in)
            for store in (places.store, places.store_south)
        ]
        session.commit()
        north, south = (history_of(s, cast.admin.viewer)[0] for s in (places.store, places.store_south))
        assert (north.for_id, south.for_id) == (None, cast.rm_south.user.id)
        assert [history_of(c, cast.admin.viewer)[0].for_id for c in closures] == [None, cast.rm_south.user.id]


def test_a_stand_in_at_another_counter_says_so_too(cast, places, session):
    name(cast, "owner_south", "owner")
    with time_machine.travel("2026-06-11T04:00:00Z", tick=False):
        members = [
            register(store, phone=f"1391234567{n}", name="王", consents=True, by=cast.owner.viewer)
            for n, store in enumerate((places.store, places.store_south))
        ]
        session.commit()
        assert [history_of(m, cast.admin.viewer)[0].for_id for m in members] == [None, cast.owner_south.user.id]
