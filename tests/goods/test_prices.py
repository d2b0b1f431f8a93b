"""Prices by place and days: which counts where and when, who sets them, and what the till charges."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.goods import actions, history, invariants, queries
from portal.goods.models import Price, PriceKind, PriceState
from portal.goods.prices import priced, prices_now
from portal.kernel import clock
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, RICE, a_product

covers = ("C31",)


@pytest.fixture
def setting(tea, cast):
    """`setting(fen, days=0, **facts)`: head office sets a price of the tea from that many days ahead."""

    def set_one(fen, days=0, last=None, **facts):
        first = clock.today() + timedelta(days=days)
        last = None if last is None else clock.today() + timedelta(days=last)
        return actions.set_price(actions.NewPrice(tea, fen, first, last=last, **facts), by=cast.office.viewer)

    return set_one


@pytest.fixture
def costs(tea):
    """`costs(store, days=0)`: what the tea costs there, for everybody and for members, at noon of that day."""

    def asked(store, days=0):
        moment = clock.at(clock.today() + timedelta(days=days), 23, 59)
        found = priced(store and store.id, [tea.id], ())[tea.id].at(moment)
        return found.price, found.member_price

    return asked


def test_without_one_the_catalogues_price_counts(costs, places):
    assert costs(places.store) == costs(None) == (3990, 3590)


def test_the_narrowest_counts_one_store_before_city_province_area_and_everywhere(setting, costs, places):
    for fen, where in ((3900, {}), (3800, {"region": places.north}), (3700, {"region": places.beijing})):
        setting(fen, **where)
        assert costs(places.store) == (fen, None)
    setting(3600, store=places.store)
    assert [costs(s)[0] for s in (places.store, places.store_taiyuan, places.store_south, None)] == [
        3600, 3800, 3900, 3900,
    ]  # fmt: skip


def test_a_week_of_a_lower_price_begins_and_ends_by_itself(setting, costs, places):
    setting(3500, 2, last=8, member_fen=3200)
    assert [costs(places.store, day) for day in (0, 1, 2, 8, 9)] == [
        (3990, 3590), (3990, 3590), (3500, 3200), (3500, 3200), (3990, 3590),
    ]  # fmt: skip


def test_one_for_good_ends_those_of_its_place_before_it_and_withdrawn_gives_them_back(setting, costs, places, cast):
    first, second = setting(3900), setting(4100, 5)
    assert first.ends == second.since and costs(places.store, 6)[0] == 4100
    actions.withdraw_price(second, by=cast.office.viewer)
    assert first.ends is None and costs(places.store, 6)[0] == 3900
    assert (first.state, second.state) == (PriceState.NOW, PriceState.WITHDRAWN)
    with pytest.raises(Refused):
        actions.withdraw_price(second, by=cast.office.viewer)


def test_one_that_counts_is_ended_now(setting, costs, places, cast):
    price = setting(3900)
    actions.withdraw_price(price, by=cast.office.viewer)
    assert costs(places.store) == (3990, 3590)
    assert invariants.troubles_of_the_catalogue() == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"member_fen": 4000}, "member_fen"), ({"days": -1}, "first"), ({"days": 400}, "first"),
     ({"days": 3, "last": 2}, "last"), ({"least": 3000}, "least"), ({"kind": PriceKind.RANGE}, "least"),
     ({"kind": PriceKind.RANGE, "least": 3901}, "least"), ({"kind": PriceKind.RANGE, "most": 3899}, "most")],
)  # fmt: skip
def test_figures_and_days_must_agree(setting, facts, field):
    with pytest.raises(Refused) as refusal:
        setting(3900, **facts)
    assert refusal.value.field == field


def test_two_of_one_place_do_not_begin_together(setting, places):
    setting(3900, 3, region=places.north)
    setting(3900, 3)
    with pytest.raises(Refused) as refusal:
        setting(3800, 3, region=places.north)
    assert refusal.value.field == "first"


def test_a_price_is_one_statement_and_says_the_products_state_and_category(setting, tea, places, count_statements):
    milk = a_product(barcode=MILK, name="牛奶", category="乳品")
    setting(3900, region=places.beijing)
    store_id, tea_id = places.store.id, tea.id
    with count_statements() as seen:
        found = priced(store_id, [tea_id], [MILK, RICE])
    assert len(seen) == 1 and set(found) == {tea.id, tea.barcode, milk.id, MILK}
    assert (found[MILK].state, found[MILK].category, found[MILK].levels) == ("on", "乳品", ())
    assert found[tea.id].at(clock.now()).price == 3900


def sold(browser, tea, **line):
    order = {"key": "0192f000-0000-7000-8000-000000000001", "sequence": 1, "placed_at": clock.now().isoformat()}
    said = {"product_id": tea.id, "quantity": 1000, **line}
    return browser.post("/till/sync", json={"device": "T1", "orders": [{**order, "lines": [said]}]}).json["results"][0]


def test_the_till_charges_what_counts_there_and_flags_another_price(setting, tea, browse, cast, places, session):
    setting(3600, region=places.beijing)
    session.commit()
    clerk = browse(cast.clerk)
    assert sold(clerk, tea, price=3600) == {"key": "0192f000-0000-7000-8000-000000000001", "state": "stored"}


def test_the_catalogues_price_is_another_one_then(setting, tea, browse, cast, places, session):
    setting(3600, region=places.beijing)
    session.commit()
    assert "price" in sold(browse(cast.clerk), tea, price=3990)["flags"]


def test_a_sale_before_it_began_costs_what_it_cost_then(setting, tea, session, places):
    setting(3600)
    before = priced(places.store.id, [tea.id], ())[tea.id].at(clock.now() - timedelta(minutes=2))
    assert before.price == 3990


def test_a_tablet_has_it_before_its_first_day(setting, tea, browse, cast, places, session):
    clerk = browse(cast.clerk)
    start = clerk.get("/till/snapshot").json["snapshot"]
    price = setting(3500, 2, last=8, member_fen=3200, region=places.beijing)
    setting(3100, region=places.south)
    session.commit()
    (told,) = clerk.get(f"/till/snapshot?since={start}").json["products"]
    assert told["prices"] == [[3, False, "fixed", 3500, 3200, None, None, price.since, price.until]]


def own(cast, places, tea, fen, **facts):
    facts = {"first": clock.today(), **facts}
    return actions.set_store_price(places.store, tea, fen=fen, by=cast.owner.viewer, **facts)


@pytest.mark.parametrize("how", [{}, {"kind": PriceKind.FIXED}])
def test_a_store_sets_no_price_that_head_office_does_not_leave_it(setting, tea, cast, places, how):
    if how:
        setting(3900, **how)
    with pytest.raises(Refused) as refusal:
        own(cast, places, tea, 3850)
    assert refusal.value.field == "fen"


def test_a_store_sets_its_price_within_the_range_and_another_store_has_head_offices(setting, costs, tea, cast, places):
    setting(3900, kind=PriceKind.RANGE, least=3800, most=4000, member_fen=3700)
    for fen in (3799, 4001):
        with pytest.raises(Refused):
            own(cast, places, tea, fen)
    with pytest.raises(Refused) as refusal:
        own(cast, places, tea, 3850, member_fen=3799)
    assert refusal.value.field == "member_fen"
    mine = own(cast, places, tea, 3800)
    assert [costs(s) for s in (places.store, places.store_taiyuan)] == [(3800, 3700), (3900, 3700)]
    left = queries.left_in(places.store.id, [tea.id])[tea.id]
    assert (left.office, left.own, left.counts.price, left.is_left) == (3900, 3800, 3800, True)
    actions.withdraw_store_price(mine, by=cast.owner.viewer)
    assert costs(places.store) == (3900, 3700)


def test_head_office_fixes_it_again_and_the_stores_own_counts_no_more(setting, costs, tea, cast, places):
    setting(3900, kind=PriceKind.FREE)
    own(cast, places, tea, 3000)
    setting(3950, region=places.beijing)
    assert costs(places.store)[0] == 3950
    assert queries.left_in(places.store.id, [tea.id])[tea.id].own_is_passed_over


def test_the_check_finds_a_price_that_was_tampered_with(setting, session):
    price = setting(3900, member_fen=3800)
    session.execute(update(Price).values(member_fen=4000, ends=price.since + 1))
    session.expire_all()
    found = " ".join(invariants.troubles_of_the_catalogue())
    assert "do not agree" in found and "it ends at" in found


def test_a_products_history_names_the_price_and_its_place(setting, tea, cast, places, session):
    setting(3500, 2, last=8, region=places.north, member_fen=3200)
    session.commit()
    told = history.of_product(tea, cast.office.viewer)[0]
    assert places.north.name in told.changes[0][2] and "35.00" in told.changes[0][2]


def test_pages_ask_what_counts_now(setting, tea, places):
    setting(3600, region=places.north)
    assert prices_now(places.store.id, [tea.id])[tea.id].price == 3600
    assert prices_now(None, [tea.id])[tea.id].price == 3990


def test_what_was_taken_back_before_its_first_day_is_left_to_no_store(setting, tea, places, cast, session):
    ahead = setting(3900, days=9, kind=PriceKind.FREE)
    assert session.scalars(queries.left_to_stores(places.store)).all() == [tea]
    actions.withdraw_price(ahead, by=cast.office.viewer)
    session.flush()
    assert session.scalars(queries.left_to_stores(places.store)).all() == []
