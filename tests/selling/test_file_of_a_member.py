"""A member's file: every order within reach, what this year's come to, his consents, and the list by level."""

import pytest

from portal.selling import actions, benefits, consent, lists, queries
from portal.selling.benefits import Levels
from portal.selling.models import Level
from tests.builders_selling import member, product, sale

covers = ("C34",)


@pytest.fixture
def bought(owner, cast, places, wang):
    """Two orders where he is at home and one in the south; beside them one of somebody else."""
    milk = product(price=500, member_price=450)
    first = sale(places.store, owner, milk, member_id=wang.id)
    sale(places.store, owner, milk, milk, member_id=wang.id)
    sale(places.store_south, cast.owner_south.viewer, milk, member_id=wang.id)
    other = member(places.store, owner, phone="13912345679", name="另一位")
    sale(places.store, owner, milk, member_id=other.id)
    return first


@pytest.mark.parametrize(("who", "orders"), [("owner", 2), ("rm_north", 2), ("office", 3)])
def test_his_file_lists_every_order_within_reach_and_nobody_elses(app, cast, bought, wang, who, orders):
    viewer = getattr(cast, who).viewer
    with app.test_request_context("/"):
        rows = lists.orders(viewer, of=wang).load().rows
    assert len(rows) == orders == len(queries.orders_of(wang, viewer))
    assert {row.subject.member_id for row in rows} == {wang.id}


def test_what_he_bought_this_year_are_the_sales_that_stand(cast, bought, wang, owner):
    actions.reverse(bought, by=owner, reason="扫错了", device="T1")
    assert queries.purchases_of(wang, owner).items() >= {"orders": 1, "spent": 900, "saved": 100}.items()
    assert queries.purchases_of(wang, cast.office.viewer).items() >= {"orders": 2, "spent": 1350, "saved": 150}.items()


def test_his_consents_are_told_with_the_notice_he_heard(wang, owner, session):
    actions.withdraw(wang, by=owner)
    actions.consent_again(wang, consents=True, by=owner)
    session.commit()
    told = [(link.event, link.facts.get("version", "")) for link in queries.consents_of(wang, owner)]
    version = consent.VERSION
    assert told == [("member.registered", version), ("member.withdrew", ""), ("member.consented", version)]


@pytest.mark.parametrize(
    ("levels", "listed"),
    [
        (Levels(), [True, False, False]),
        (Levels(silver=10_00), [False, True, False]),
        (Levels(silver=10_00, gold=13_00), [False, False, True]),
        (Levels(silver=20_00), [True, False, False]),
    ],
)
def test_the_list_by_level_goes_by_what_was_spent_in_all_stores(app, cast, places, owner, wang, levels, listed):
    milk = product(price=700, member_price=None)
    for store, who in ((places.store, "owner"), (places.store_south, "owner_south")):
        sale(store, getattr(cast, who).viewer, milk, member_id=wang.id)
    benefits.set_levels(levels, by=cast.office.viewer)
    found = []
    for level in Level:
        with app.test_request_context(f"/?level={level.value}"):
            found.append(bool(lists.members(owner).load().rows))
    assert found == listed


@pytest.mark.pages
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_the_file_leads_to_all_orders(browse, visit, cast, bought, wang, session, locale):
    session.commit()
    browser, path = browse(cast.owner, locale), f"/selling/members/{wang.id}/orders"
    assert f'href="{path}"' in visit(browser, f"/selling/members/{wang.id}").html
    assert visit(browser, path).html.count("/selling/orders/BJ-0001/T1-") == 2
    visit(browse(cast.owner_south), path, 404)
    actions.withdraw(wang, by=cast.owner.viewer)
    session.commit()
    visit(browser, path, 404)
