"""What others offer a prospect, beside our own price (C22)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.models import RivalOffer
from tests.builders_prospecting import a_prospect, a_quotation, a_result, a_rival_offer, a_round, refused

covers = ("C22",)


def test_an_offer_says_what_or_how_much_and_was_heard_already(cast):
    with refused("what they offer, or its price"):
        a_rival_offer(price=None, offer="")
    with refused("a day to come"):
        a_rival_offer(heard_on=clock.today() + timedelta(days=1))
    assert a_rival_offer(offer="").price == 80_000_00


def test_our_price_is_what_was_confirmed_else_quoted_else_offered(cast):
    prospect, by = a_prospect(), cast.rm_north.viewer

    def ours():
        found = (queries.results_of(prospect, by), queries.quotations_of(prospect, by), queries.rounds_of(prospect, by))
        return queries.our_price(*found)

    assert ours() is None
    a_round(prospect)
    assert ours() == 96_000_00
    a_quotation(prospect, state="sent")
    assert ours() == 29_600_00
    a_result(prospect)
    assert ours() == 88_000_00


def test_the_south_and_the_trail_know_nothing_of_it(cast, session):
    offer = a_rival_offer()
    actions.remove_rival_offer(offer, by=cast.rm_north.viewer)
    a_rival_offer(a_prospect(name="别家"))
    session.commit()
    assert session.scalars(RivalOffer.seen_by(cast.rm_south.viewer)).all() == []
    links = session.scalars(Trail.seen_by(House("tests")).where(Trail.subject_kind == "rival_offer")).all()
    assert {link.event for link in links} == {"rival_offer.added", "rival_offer.removed"}
    assert not [link for link in links if "收银机" in str(link.facts) or "老板" in str(link.facts)]


@pytest.mark.pages
def test_offers_stand_beside_ours_with_the_difference(browse, cast, visit, session):
    prospect, browser = a_prospect(), browse(cast.rm_north)
    a_round(prospect)
    session.commit()
    file = f"/prospecting/prospects/{prospect.id}"
    visit(browser, f"{file}/rival-offers/new")
    typed = {"rival": "家家福", "price": "80000", "source": "老板说的", "heard_on": clock.today().isoformat()}
    assert browser.post(f"{file}/rival-offers", typed | {"source": ""}).status_code == 422
    assert browser.post(f"{file}/rival-offers", typed).status_code == 303
    page = visit(browser, f"{file}/deal").text
    assert "家家福" in page and "便宜 ¥16,000.00" in page
    offer = session.scalars(RivalOffer.seen_by(cast.rm_north.viewer)).one()
    assert browser.post(f"/prospecting/rival-offers/{offer.id}/removal").status_code == 303
    assert "家家福" not in visit(browser, f"{file}/deal").text
