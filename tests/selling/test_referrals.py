"""Recommendations: one level, rewarded in points once the newcomer has bought, taken back with his last sale."""

import pytest

from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.selling import actions, invariants, nightly, points, queries
from portal.selling.models import Payment, PointsMove, Referral
from portal.selling.points import Points
from tests.builders_selling import member, sale
from tests.cast import HOUSE
from tests.trail import noted

covers = ("C34",)


@pytest.fixture
def wang(owner, places, milk):
    """A member who bought."""
    made = member(places.store, owner)
    sale(places.store, owner, milk, member_id=made.id)
    return made


@pytest.fixture
def li(cast, places):
    """A newcomer in the south."""
    return member(places.store_south, cast.owner_south.viewer, phone="13912345679", name="李新")


@pytest.fixture
def reward(cast):
    points.set_rules(Points(referral=200), by=cast.office.viewer)


def of(someone):
    return queries.points_of([someone.id])[someone.id]


def night():
    db.session.commit()
    return nightly.settled()


def buys(cast, places, milk, someone):
    return sale(places.store_south, cast.owner_south.viewer, milk, member_id=someone.id)


def test_he_is_rewarded_once_after_the_first_purchase(cast, places, milk, wang, li, reward):
    actions.refer(li, wang, by=cast.owner_south.viewer)
    assert night() == 0 and of(wang) == 0
    buys(cast, places, milk, li)
    assert night() == 1 and of(wang) == 200
    buys(cast, places, milk, li)
    assert night() == 0 and of(wang) == 200 and of(li) == 0
    assert invariants.troubles() == []


def test_it_is_taken_back_with_the_newcomers_last_sale_and_given_when_he_buys_again(
    cast, places, milk, wang, li, reward
):
    actions.refer(li, wang, by=cast.owner_south.viewer)
    first = buys(cast, places, milk, li)
    night()
    actions.reverse(first, by=cast.owner_south.viewer, reason="没买成", device="T1")
    points.set_rules(Points(referral=500), by=cast.office.viewer)  # what was given is taken back, not what is now
    assert night() == 1 and of(wang) == 0
    assert night() == 0
    buys(cast, places, milk, li)
    assert night() == 1 and of(wang) == 500
    assert [move.points for move in db.session.scalars(PointsMove.seen_by(HOUSE))] == [200, -200, 500]
    assert invariants.troubles() == []


def test_whoever_brings_everything_back_has_bought_nothing(cast, places, milk, wang, li, reward):
    south = cast.owner_south.viewer
    actions.refer(li, wang, by=south)
    first = buys(cast, places, milk, li)
    night()
    back = {"payment": Payment.CASH, "reason": "不要了", "device": "W1"}
    actions.take_back(first, {1: 1000}, by=south, **back)
    assert night() == 1 and of(wang) == 0 and night() == 0
    second = buys(cast, places, (milk, 2000), li)
    actions.take_back(second, {1: 1000}, by=south, **back)
    assert night() == 1 and of(wang) == 200 and invariants.troubles() == []


def test_nobody_is_given_anything_for_those_whom_his_newcomer_recommends(cast, places, milk, wang, li, reward):
    actions.refer(li, wang, by=cast.owner_south.viewer)
    buys(cast, places, milk, li)
    third = member(places.store_south, cast.owner_south.viewer, phone="13912345670", name="张三")
    actions.refer(third, li, by=cast.owner_south.viewer)
    buys(cast, places, milk, third)
    assert night() == 2
    assert (of(wang), of(li), of(third)) == (200, 200, 0)


def test_only_a_newcomer_is_recommended_by_one_who_bought_and_once(cast, places, owner, milk, wang, li):
    third = member(places.store, owner, phone="13912345670", name="张三")
    for newcomer, referrer in ((wang, wang), (wang, li), (third, li)):
        with pytest.raises(Refused) as refused:
            actions.refer(newcomer, referrer, by=owner)
        assert refused.value.field == "phone"
    actions.refer(third, wang, by=owner)
    sale(places.store, owner, milk, member_id=third.id)
    actions.refer(li, third, by=owner)
    with pytest.raises(Refused):
        actions.refer(li, wang, by=owner)


def test_whoever_took_his_consent_back_is_not_rewarded(cast, places, owner, milk, wang, li, reward):
    actions.refer(li, wang, by=owner)
    actions.withdraw(wang, by=owner)
    buys(cast, places, milk, li)
    assert night() == 0 and of(wang) == 0


def test_without_a_reward_nothing_is_given(cast, places, milk, wang, li):
    actions.refer(li, wang, by=cast.owner_south.viewer)
    buys(cast, places, milk, li)
    assert night() == 0


def test_a_reward_given_twice_is_found(cast, places, milk, wang, li, reward):
    actions.refer(li, wang, by=cast.owner_south.viewer)
    buys(cast, places, milk, li)
    night()
    db.session.scalars(Referral.seen_by(HOUSE)).one().points = 100
    db.session.flush()
    found = f"member {li.id}: the points for recommending us to him are not those that were moved"
    assert invariants.troubles() == [found]


def test_by_a_number_of_another_store_it_counts_as_looking_him_up(cast, wang, li, session):
    actions.refer_by_number(li, phone=wang.phone, by=cast.owner_south.viewer)
    session.commit()
    [link] = noted("member.looked_up")
    assert link.facts == {"hits": 1} and link.actor_id == cast.owner_south.user.id


@pytest.mark.pages
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_the_store_notes_who_recommended_us(browse, visit, cast, wang, li, session, locale):
    session.commit()
    page, path = browse(cast.owner_south, locale), f"/selling/members/{li.id}"
    assert page.post(f"{path}/referral", {"referral-phone": "13900000000"}).status_code == 422
    assert page.post(f"{path}/referral", {"referral-phone": li.phone}).status_code == 422
    assert page.post(f"{path}/referral", {"referral-phone": wang.phone}).status_code == 303
    html = visit(page, path).html
    assert "王*" in html and "139****5678" in html and "王秀兰" not in html
    assert browse(cast.owner).post(f"{path}/referral", {"referral-phone": wang.phone}).status_code == 404
    visit(browse(cast.owner, locale), f"/selling/members/{wang.id}")


@pytest.mark.pages
def test_a_refusal_that_tells_of_another_stores_member_is_counted(browse, cast, places, li, session):
    other = member(places.store, cast.owner.viewer, phone="13912345670", name="没买过")
    session.commit()
    path = f"/selling/members/{li.id}/referral"
    assert browse(cast.owner_south).post(path, {"referral-phone": other.phone}).status_code == 422
    assert len(noted("member.looked_up")) == 1


def test_whose_number_it_is_is_not_asked_without_end(wang, li, cast, places, session, monkeypatch):
    south = cast.owner_south.viewer
    actions.meet(places.store_south, by=south)
    session.commit()
    monkeypatch.setattr(actions.members, "MOST_LOOK_UPS", 1)
    for phone in (wang.phone, "13700000000"):
        with pytest.raises(Refused) as refused:
            actions.refer_by_number(li, phone=phone, by=south)
        assert "very many members this hour" in refused.value.message
