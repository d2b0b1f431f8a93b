"""Posting orders: each key once, amounts by the rule, the rest told why not."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from portal.goods import invariants as stock
from portal.goods.queries import balance
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.money import line_amount
from portal.selling import actions, invariants, queries
from portal.selling.models import Payment
from portal.selling.said import SaidLine
from tests.builders_selling import member, post, product, row_of, said, sale, sealed
from tests.cast import HOUSE

covers = ("C32",)


def refusal(posted):
    assert posted.fate == "refused"
    return posted.reason


def test_an_order_is_priced_by_the_catalogue(store, owner):
    milk, apples = product(price=500), product("苹果", price=996, member_price=896, weighed=True)
    order = sale(store, owner, (milk, 2000), (apples, 1362))
    assert [line.amount for line in order.lines] == [1000, 1357]
    assert order.total == 2357 and order.discount == 0 and order.actor_id == owner.id


def test_a_member_pays_the_member_price_and_the_saving_is_kept(store, owner):
    apples = product("苹果", price=996, member_price=896, weighed=True)
    order = sale(store, owner, (apples, 1362), member_id=member(store, owner).id)
    assert order.total == 1220 and order.discount == 137


@pytest.mark.promise("P12")
def test_the_day_is_added_up_in_the_same_breath(store, owner):
    milk = product(price=500)
    sale(store, owner, milk, (milk, 2000), payment=Payment.WECHAT)
    total = queries.total_on(store, clock.today())
    assert (total.orders, total.total, total.wechat, total.cash) == (1, 1500, 1500, 0)
    assert balance(store, milk.id, HOUSE) == -3000
    sale(store, owner, milk, member_id=member(store, owner).id)
    assert invariants.troubles() == [] and stock.troubles() == []


@pytest.mark.promise("P01")
def test_the_same_order_twice_is_one(store, owner):
    order = said(product(), placed_at=clock.now(), sequence=1)
    assert [p.fate for p in (*post(store, owner, order), *post(store, owner, order))] == ["stored", "known"]
    assert queries.total_on(store, clock.today()).orders == 1


def test_a_repeat_is_known_though_the_price_has_changed_meanwhile(store, owner):
    milk = product(price=500)
    order = said(milk)
    post(store, owner, order)
    milk.price = 900
    db.session.flush()
    assert post(store, owner, order)[0].fate == "known"
    assert row_of(order.key).total == 500


@pytest.mark.promise("P02")
def test_another_order_under_the_same_key_clashes(store, owner):
    milk = product()
    order = said(milk, sequence=1, placed_at=clock.now())
    post(store, owner, order)
    assert (
        post(store, owner, said((milk, 2000), key=order.key, sequence=1, placed_at=order.placed_at))[0].fate == "clash"
    )


@pytest.mark.promise("P02")
@pytest.mark.parametrize("what", ["product", "lines", "member", "payment", "moment", "number"])
def test_it_clashes_though_both_come_to_the_same_total(what, store, owner):
    milk, water = product(member_price=None), product("矿泉水", member_price=None)
    order = said((milk, 2000), sequence=1, placed_at=clock.now())
    other = {
        "product": {"lines": (SaidLine(water.id, 2000),)},
        "lines": {"lines": (SaidLine(milk.id, 1000), SaidLine(milk.id, 1000))},
        "member": {"member_id": member(store, owner).id},
        "payment": {"payment": Payment.WECHAT},
        "moment": {"placed_at": order.placed_at - timedelta(minutes=1)},
        "number": {"sequence": 2},
    }
    post(store, owner, order)
    assert post(store, owner, replace(order, **other[what]))[0].fate == "clash"
    assert row_of(order.key).total == 1000


@pytest.mark.promise("P01")
def test_twice_in_one_batch_is_one_too(store, owner):
    order = said(product(), placed_at=clock.now(), sequence=1)
    assert [p.fate for p in post(store, owner, order, order)] == ["stored", "known"]


def test_a_device_uses_each_number_once(store, owner):
    milk = product()
    post(store, owner, said(milk, sequence=7))
    assert refusal(post(store, owner, said(milk, sequence=7))[0]) == "sequence"
    assert post(store, owner, said(milk, sequence=7), device="T2")[0].fate == "stored"


def test_one_bad_order_does_not_keep_the_others_out(store, owner):
    milk = product()
    fates = [p.fate for p in post(store, owner, said(milk), said(), said((milk, 500)), said(milk))]
    assert fates == ["stored", "refused", "refused", "stored"]


def test_a_stated_amount_must_be_its_price_times_its_quantity(store, owner):
    milk = product(price=500)
    right, wrong = SaidLine(milk.id, 3000, price=333, amount=999), SaidLine(milk.id, 3000, price=333, amount=1000)
    bad, good = said(), said()
    posted = post(store, owner, type(bad)(bad.key, (wrong,)), type(good)(good.key, (right,)))
    assert refusal(posted[0]) == "amount"
    assert posted[1].fate == "stored" and row_of(good.key).flags == "price"


@pytest.mark.promise("P07")
@pytest.mark.parametrize("hours, flags", [(1, ""), (4, "clock"), (-24 * 40, "clock")])
def test_a_clock_that_is_off_is_flagged_and_nothing_is_lost(store, owner, hours, flags):
    with time_machine.travel(clock.at(clock.today(), 12), tick=False):
        order = sale(store, owner, product(), at=clock.now() + timedelta(hours=hours))
    assert order.flags == flags


@pytest.mark.promise("P07")
def test_an_order_of_tomorrow_is_flagged_however_few_the_minutes(store, owner):
    with time_machine.travel(clock.at(clock.today(), 23, 50), tick=False):
        order = sale(store, owner, product(), at=clock.now() + timedelta(minutes=20))
    assert order.flags == "clock"


@pytest.mark.promise("P07")
def test_an_order_of_a_sealed_day_counts_in_the_next_open_one(store, owner):
    milk, today = product(), clock.today()
    sale(store, owner, milk)
    sealed(store, owner)
    order = sale(store, owner, milk)
    assert order.business_day == today and order.booked_day == today + timedelta(days=1)
    assert order.flags == "booked_later" and queries.total_on(store, today).orders == 1


@pytest.mark.promise("P07")
def test_it_passes_over_every_sealed_day(store, owner):
    today = clock.today()
    yesterday = today - timedelta(days=1)
    sealed(store, owner, yesterday)
    sealed(store, owner, today)
    order = sale(store, owner, product(), at=clock.at(yesterday, 9))
    assert (order.business_day, order.booked_day) == (yesterday, today + timedelta(days=1))


def test_an_unknown_member_or_product_is_refused(store, owner):
    nothing = product()
    unknown = said(nothing, member_id=10**9)
    assert refusal(post(store, owner, unknown)[0]) == "member"
    lines = type(unknown)(said().key, (SaidLine(None, 1000, barcode="000"),))
    assert refusal(post(store, owner, lines)[0]) == "product"


@given(price=st.integers(0, 10**7), quantity=st.integers(-(10**6), 10**6))
def test_amounts_are_rounded_half_up_away_from_zero(price, quantity):
    amount = line_amount(price, quantity)
    assert 2 * abs(amount * 1000 - price * quantity) <= 1000
    assert line_amount(price, -quantity) == -amount
    if abs(price * quantity) % 1000 == 500:
        assert abs(amount) * 1000 > abs(price * quantity)


@pytest.mark.promise("P27")
def test_a_line_and_an_order_have_a_largest_amount(store, owner):
    milk, gold = product(price=500), product("金条", price=10**8, member_price=None, weighed=True)
    assert refusal(post(store, owner, said((milk, 10**7 + 1000)))[0]) == "quantity"
    assert refusal(post(store, owner, said((gold, 1001)))[0]) == "amount"
    assert refusal(post(store, owner, said(*[(gold, 1000)] * 11))[0]) == "amount"
    assert post(store, owner, said(*[(gold, 1000)] * 10))[0].fate == "stored"
    assert post(store, owner, said((milk, 10**7)))[0].fate == "stored"


@pytest.mark.promise("P27")
def test_an_order_has_something_in_it_and_at_most_five_hundred_lines(store, owner):
    milk, apples = product(), product("苹果", weighed=True)
    for lines in ((), [milk] * 501):
        assert refusal(post(store, owner, said(*lines))[0]) == "lines"
    for line in ((apples, 0), (apples, -1000), (milk, 500)):
        assert refusal(post(store, owner, said(line))[0]) == "quantity"
    assert post(store, owner, said(*[milk] * 500))[0].fate == "stored"
    assert post(store, owner, said((apples, 1)))[0].fate == "stored"


@pytest.mark.promise("P27")
def test_a_devices_number_cannot_leap(store, owner):
    milk = product()
    assert refusal(post(store, owner, said(milk, sequence=100_001))[0]) == "sequence"
    for number in (100_000, 200_000):
        assert post(store, owner, said(milk, sequence=number))[0].fate == "stored"
    assert refusal(post(store, owner, said(milk, sequence=300_001))[0]) == "sequence"


@pytest.mark.promise("P62")
def test_an_erased_member_gets_no_new_orders_and_a_repeat_is_known(store, owner):
    who, milk = member(store, owner), product()
    before, after = (said(milk, member_id=who.id, placed_at=clock.now(), sequence=n) for n in (1, 2))
    post(store, owner, before)
    actions.erase(who, by=owner, reason="本人要求")
    [posted] = post(store, owner, after)
    order = row_of(after.key)
    assert (posted.fate, posted.flags) == ("stored", "member") and (order.member_id, order.total) == (None, 500)
    assert [p.fate for p in post(store, owner, before, after)] == ["known", "known"]


@pytest.mark.promise("P65")
def test_members_of_other_stores_count_as_looked_up_and_beyond_the_limit_are_left_out(
    store, owner, cast, places, monkeypatch
):
    south, milk = cast.owner_south.viewer, product()
    one, two = (member(places.store_south, south, phone=f"1391234567{n}") for n in (7, 8))
    monkeypatch.setattr(actions.members, "MOST_LOOK_UPS", 1)
    orders = [
        said(milk, member_id=who.id, placed_at=clock.now(), sequence=n) for n, who in enumerate((one, one, two), 1)
    ]
    assert [(p.fate, p.flags) for p in post(store, owner, *orders)] == [
        ("stored", ""), ("stored", ""), ("stored", "member"),
    ]  # fmt: skip
    db.session.commit()
    assert queries.look_ups(store, owner) == 1
    assert [p.fate for p in post(store, owner, *orders)] == ["known"] * 3
    assert row_of(orders[2].key).member_id is None and row_of(orders[1].key).member_id == one.id
