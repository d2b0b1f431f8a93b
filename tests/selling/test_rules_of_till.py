"""What the rules of the till must hold whatever they are asked, and that they are the server's own (C32, C34)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.goods.models import Product, ProductBarcode
from portal.goods.queries import search_products
from portal.goods.queries.shelf import shelf
from portal.selling.rules_of_till import GROUPS
from tests.builders_selling import product
from tests.till_inputs import FEN, INPUTS, MILLI

covers = ("C32", "C34")
share, amount, spread = GROUPS["share"], GROUPS["amount"], GROUPS["spread"]


TYPED = ["牛奶", "mnc", "m", "c", "nn", "niu", "69", "0000", "纯 牛", "bolu", "L", "酸", "sp0", "87", "31", "7777"]


@pytest.mark.parametrize("text", TYPED)
def test_a_tablet_finds_what_the_lists_of_the_server_find(text, session):
    milk, pineapple, *_ = [product(name) for name in ("蒙牛纯牛奶", "菠萝 500 mL", "牛奶糖", "长城干红")]
    milk.code, pineapple.plu = "SP00031", "00087"
    session.add(ProductBarcode(product_id=milk.id, barcode="6900000077777", pieces=12))
    session.flush()
    found = session.scalars(search_products(select(Product), text)).all()
    assert {p.name for p in found} == {p["name"] for p in shelf().products if GROUPS["finds"](p, text)}


@given(INPUTS["spread"])
def test_what_is_spread_adds_up_and_takes_from_nobody_more_than_his_own(given):
    parts = spread(**given)
    assert sum(parts) == (given["fen"] if any(given["over"]) else 0)
    assert all(0 <= part <= own for part, own in zip(parts, given["over"], strict=True))


@given(FEN, st.integers(0, 10**6), MILLI, st.lists(st.integers(1, 10**6), max_size=8))
def test_whatever_way_a_line_comes_back_it_is_undone_exactly(paid, saved, quantity, pieces):
    sold = {"quantity": quantity, "amount": paid, "discount": saved}
    back, left = [], quantity
    for piece in pieces:
        if piece < left:
            back.append(GROUPS["returnable"](sold, back, piece))
            left -= piece
    back.append(GROUPS["returnable"](sold, back, left))
    assert {name: -sum(one[name] for one in back) for name in sold} == sold
    assert all(one[name] <= 0 for one in back for name in sold)
    assert GROUPS["returnable"](sold, back, 1) is None


@given(INPUTS["benefits"])
def test_benefits_never_take_more_than_a_line_costs_and_one_percentage_at_most(given):
    found = GROUPS["benefits"](**given)
    for position, line in enumerate(given["lines"], 1):
        mine = [one for one in found if one["position"] == position]
        assert sum(one["fen"] for one in mine) <= amount(line["price"], line["quantity"])
        assert all(one["fen"] > 0 for one in mine)
        assert len({one["kind"] for one in mine} - {"member_price", "points"}) <= 1


@given(INPUTS["label_weight"])
def test_goods_with_a_price_on_their_label_cost_just_that(given):
    found = GROUPS["label_weight"](**given)
    if found is not None:
        assert amount(given["price"], found["quantity"]) - found["off"] == given["fen"]
        assert found["off"] >= 0
        assert amount(given["price"], found["quantity"] - 1) < given["fen"]


@given(INPUTS["price_at"])
def test_a_price_is_one_that_somebody_set_and_members_pay_no_more(given):
    found = GROUPS["price_at"](**given)
    if found is not None:
        assert found["fen"] in {row["fen"] for row in given["rows"]}
        assert found["member"] is None or found["member"] <= found["fen"]


@given(INPUTS["payments_change"])
def test_what_has_no_trouble_is_paid_to_the_fen_and_gives_back_what_is_above(given):
    found = GROUPS["payments_change"](**given)
    if not found["trouble"]:
        handed = sum(p["amount"] if p["given"] is None else p["given"] for p in given["payments"])
        assert handed - found["change"] == given["total"]
        assert found["change"] >= 0


@given(INPUTS["outbox_step"])
def test_nothing_leaves_the_outbox_but_what_the_server_says_it_has(given):
    found = GROUPS["outbox_step"](**given)
    gone = {row["key"] for row in found["rows"] if row["state"] == "gone"}
    has = {r["key"] for r in given["answer"].get("results", ()) if r["state"] in ("stored", "known")}
    assert [row["key"] for row in found["rows"]] == given["sent"]
    assert gone == has & set(given["sent"])


@given(st.lists(st.tuples(st.integers(0, 10**9), st.none() | st.integers(0, 10**6)), min_size=1, max_size=9))
def test_a_devices_own_time_never_goes_back_by_itself(steps):
    kept, times = None, []
    for wall, ran in steps:
        kept = GROUPS["device_time"](kept, wall, ran)
        times.append(kept["time"])
    assert times == sorted(times)


CLOCK = st.integers(-(10**12), 10**12)  # how far it is off: thirty years


@given(st.lists(st.tuples(st.integers(0, 10**8), st.booleans(), CLOCK | st.just(0)), min_size=1, max_size=9))
def test_whatever_the_clock_was_set_to_the_servers_word_makes_what_waits_as_old_as_it_is(steps):
    device_time, now, heard = GROUPS["device_time"], 1_790_000_000_000, 1_790_000_000_000
    kept = device_time(None, now, None, now)
    at = kept["time"]
    for passed, is_open, off in steps:
        now += passed
        kept = device_time(kept, now + off, passed if is_open else None)
    right = device_time(kept, now, 0, now)
    assert abs(right["time"] - at - (now - heard)) < 30_000
    back = kept["time"] - right["time"]
    later = GROUPS["put_right"](kept["time"], heard, back) if back > 0 else kept["time"]
    assert heard <= later <= right["time"], "what was kept last is no older than the last answer, and never of tomorrow"


@given(st.lists(st.tuples(st.integers(1, 10**8), CLOCK), min_size=1, max_size=9))
def test_a_clock_that_is_set_while_the_page_is_open_hides_nothing_of_what_passed(steps):
    now = passed_in_all = 0
    kept = GROUPS["device_time"](None, now, None)
    for passed, off in steps:
        now += passed
        passed_in_all += passed
        kept = GROUPS["device_time"](kept, now + off, passed)
    assert kept["time"] >= passed_in_all
