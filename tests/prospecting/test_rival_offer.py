"""What others offer a prospect, beside our own price (C22)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.models import RivalOffer
from tests.builders_prospecting import (
    a_plan,
    a_proposal,
    a_prospect,
    a_quotation,
    a_result,
    a_rival_offer,
    a_round,
    refused,
)

covers = ("C22",)


def test_an_offer_says_what_or_how_much_and_was_heard_already(cast):
    with refused("what they offer, or its price"):
        a_rival_offer(price=None, offer="")
    with refused("a day to come"):
        a_rival_offer(heard_on=clock.today() + timedelta(days=1))
    assert a_rival_offer(offer="").price == 80_000_00


def ours(prospect, cast):
    return queries.prices_of([prospect.id], cast.rm_north.viewer)[prospect.id]


def test_our_price_is_what_was_confirmed_else_quoted_else_offered_else_planned(cast):
    prospect = a_prospect()
    assert ours(prospect, cast).whole is None
    a_proposal(prospect)
    assert ours(prospect, cast).whole == 29_600_00
    a_round(prospect)
    assert ours(prospect, cast).whole == 96_000_00
    a_quotation(prospect, state="sent")
    assert ours(prospect, cast).whole == 29_600_00
    a_result(prospect)
    assert ours(prospect, cast).whole == 88_000_00


def test_where_a_line_of_ours_matches_its_price_is_reckoned_and_follows_the_next_version(cast, session):
    prospect, by = a_prospect(), cast.rm_north.viewer
    first = a_quotation(prospect, state="sent")
    line = first.items[0]
    offer = a_rival_offer(prospect, against=line.title, price=line.store + 100, our_price=1)
    assert offer.our_price is None and ours(prospect, cast).beside(offer) == line.store
    assert ours(prospect, cast).gap(offer) == 100
    again = actions.add_quotation(prospect, source="last", by=by)
    dearer = [row | {"company": row["company"] - 50_00} for row in again.lines]
    actions.edit_quotation(again, by=by, lines=dearer, valid_until=clock.today(), note="")
    actions.send_quotation(again, by=by)
    session.flush()
    assert ours(prospect, cast).beside(offer) == line.store + 50_00


def test_our_price_is_typed_only_where_nothing_of_ours_is_reckoned(cast):
    prospect = a_prospect()
    unknown = a_rival_offer(prospect, our_price=70_000_00)
    assert ours(prospect, cast).beside(unknown) == 70_000_00
    a_quotation(prospect, state="sent")
    other = a_rival_offer(prospect, against=None, our_price=5_000_00, offer="月度促销")
    assert ours(prospect, cast).beside(unknown) == 29_600_00
    assert ours(prospect, cast).beside(other) == 5_000_00
    assert ours(prospect, cast).gap(a_rival_offer(prospect, against=None)) is None


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


@pytest.mark.pages
def test_the_form_offers_the_lines_of_the_quotation_with_their_prices(browse, cast, visit, session):
    prospect, browser = a_prospect(), browse(cast.rm_north)
    line = a_quotation(prospect, state="sent").items[0]
    session.commit()
    file = f"/prospecting/prospects/{prospect.id}"
    page = visit(browser, f"{file}/rival-offers/new")
    assert f'value="line:{line.title}"' in page.html and "¥29,600.00" in page.text
    typed = {"rival": "家家福", "price": "5000", "source": "老板说的", "heard_on": clock.today().isoformat()}
    gone = browser.post(f"{file}/rival-offers", typed | {"against": "line:没有这一项"})
    assert gone.status_code == 422 and "请从列表里选" in gone.text
    assert browser.post(f"{file}/rival-offers", typed | {"against": f"line:{line.title}"}).status_code == 303
    assert line.title in visit(browser, f"{file}/deal").text
    session.expire_all()
    assert session.scalars(RivalOffer.seen_by(cast.rm_north.viewer)).one().against == line.title


@pytest.mark.pages
def test_all_offers_are_a_list_in_reach_found_by_pinyin_and_rival_and_taken_home(browse, cast, places, visit, session):
    near = a_prospect(name="近店")
    far = a_prospect(name="远店", city=places.guangzhou, by=cast.rm_south.viewer)
    a_quotation(near, state="sent")
    a_rival_offer(near, price=20_000_00)
    a_rival_offer(near, rival="旧连锁", heard_on=clock.today() - timedelta(days=60), price=None)
    a_rival_offer(far, rival="南方商贸", by=cast.rm_south.viewer)
    session.commit()
    path, north = "/prospecting/rival-offers", browse(cast.rm_north)
    page = visit(north, path).text
    assert "¥20,000.00" in page and "¥29,600.00" in page and "−¥9,600.00" in page and "南方商贸" not in page
    assert "南方商贸" in visit(browse(cast.office), path).text
    assert "旧连锁" not in visit(north, f"{path}?heard=month&q=jindian").text
    found = visit(north, f"{path}?q=旧连锁").text
    assert "旧连锁" in found and "家家福" not in found
    assert "家家福" not in visit(north, f"{path}?city={places.taiyuan.id}").text
    said = north.get(f"{path}?format=csv").text
    assert "20000.0,29600.0,-9600.0" in said and "远店" not in said and "老板说的" not in said
    book = north.get(f"{path}?format=xlsx")
    assert book.status_code == 200 and "rival-offers-" in book.headers["Content-Disposition"]


@pytest.mark.pages
@pytest.mark.parametrize("path", ["deals", "quotations", "payments", "rival-offers"])
def test_a_list_of_deals_takes_as_many_statements_however_many_people_and_cities(
    browse, cast, places, session, count_statements, path
):
    browser = browse(cast.office)

    def deal(who, city=None):
        prospect = a_prospect(city=city, by=who.viewer)
        a_round(prospect, by=who.viewer), a_result(prospect, by=who.viewer, manager_name=who.user.name)
        a_plan(a_quotation(prospect, by=who.viewer), by=who.viewer), a_rival_offer(prospect, by=who.viewer)

    def statements():
        session.commit()
        with count_statements() as seen:
            assert browser.get(f"/prospecting/{path}").status_code == 200
        return len(seen)

    deal(cast.rm_north)
    statements()
    few = statements()
    for who, city in ((cast.rm_south, places.guangzhou), (cast.rm_north, places.taiyuan), (cast.director, None)):
        deal(who, city)
    assert statements() <= few
