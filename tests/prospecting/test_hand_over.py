"""Who has a prospect, and who may know of it (C13)."""

import pytest

from portal.accounts import actions as accounts
from portal.accounts.models import UserRegion
from portal.prospecting import actions
from portal.prospecting.models import Prospect, Stage, Track
from tests.builders_prospecting import a_prospect, refused

covers = ("C16",)

PHONE = "13900002290"


def test_a_prospect_goes_to_a_manager_of_its_city(cast):
    prospect = a_prospect()
    actions.assign(prospect, cast.director.user, by=cast.office.viewer)
    assert prospect.owner_id == cast.director.user.id


def test_not_to_a_manager_of_another_territory(cast):
    with refused("territory"):
        actions.assign(a_prospect(), cast.rm_south.user, by=cast.office.viewer)


def test_prospects_follow_the_territory_all_but_the_lost(session, cast, places):
    live, agreed = a_prospect(), a_prospect(Track.PERSON, Stage.AGREED)
    lost = a_prospect(Track.PERSON, Stage.LOST, phone="13900002291")
    leaver, heir = cast.rm_north.user, cast.rm_south.user
    accounts.hand_over_territory(leaver, heir, by=cast.admin.viewer)
    assert (live.owner_id, agreed.owner_id, lost.owner_id) == (heir.id, heir.id, leaver.id)


def test_a_phone_known_within_reach_says_where(cast, places):
    first = a_prospect(phone=PHONE)
    known = actions.add_prospect(
        places.taiyuan, track=Track.PERSON, name="任先生", phone=PHONE, by=cast.rm_north.viewer
    )
    assert known.here == [first] and not known.elsewhere


@pytest.mark.promise("P66")
def test_a_phone_known_elsewhere_says_only_that_it_is(session, cast, places):
    a_prospect(phone=PHONE)
    known = actions.check_duplicate(PHONE, places.guangzhou, by=cast.rm_south.viewer)
    assert known.elsewhere and known.here == ()
    pending = session().info["trail"][-1]
    assert pending["event"] == "prospect.duplicate_checked" and PHONE not in str(pending)


def test_whoever_is_sure_adds_all_the_same(cast, places):
    a_prospect(phone=PHONE)
    again = actions.add_prospect(
        places.beijing, track=Track.PERSON, name="任先生", phone=PHONE, sure=True, by=cast.rm_north.viewer
    )
    assert isinstance(again, Prospect)


@pytest.mark.promise("P66")
def test_looking_up_has_an_end(session, cast, places, monkeypatch):
    monkeypatch.setattr("portal.prospecting.actions.prospects.MOST_CHECKS", 2)
    for _ in range(2):
        actions.check_duplicate(PHONE, places.guangzhou, by=cast.rm_south.viewer)
        session.commit()
    with refused("Too many"):
        actions.check_duplicate(PHONE, places.guangzhou, by=cast.rm_south.viewer)


def test_a_second_manager_of_the_city_may_take_it_over(cast, session):
    prospect, colleague = a_prospect(), cast.rm_south.user
    colleague.regions.append(UserRegion(region_id=prospect.region_id))
    session.flush()
    actions.assign(prospect, colleague, by=cast.rm_north.viewer)
    assert prospect.owner_id == colleague.id


def test_a_leavers_lost_prospect_is_whose_it_is_taken_up_by(cast, session):
    his, kept = a_prospect(Track.PERSON, Stage.LOST), a_prospect(Track.PERSON, Stage.LOST, name="任先生")
    actions.reopen(kept, by=cast.director.viewer)
    accounts.disable(cast.rm_north.user, by=cast.admin.viewer, reason="离职")
    session.flush()
    actions.reopen(his, by=cast.director.viewer)
    assert (his.owner_id, kept.owner_id) == (cast.director.user.id, cast.rm_north.user.id)
