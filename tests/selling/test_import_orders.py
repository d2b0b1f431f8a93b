"""Orders from files: whole or not at all, once by their source's key, with amounts as they stand."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal.goods.queries import balance
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.selling import invariants
from portal.selling.models import DayTotal, Order, OrderLine
from portal.selling.order_file import order_id
from tests.builders_goods import MILK, TEA, a_product, handed_in, taken_in
from tests.cast import HOUSE

covers = ("C32",)

HEADS = "key,store,device,sequence,placed_at,member,payment,barcode,quantity,price,amount,discount\n"
FIRST = (
    f"A1,BJ-0001,POS1,1,2026-02-03 09:30:00,,微信,{TEA},2,39.90,79.80,0.00\n"
    f"A1,BJ-0001,POS1,1,2026-02-03 09:30:00,,微信,{MILK},0,5.00,4.99,0.01\n"
)
SECOND = f"A2,BJ-0001,POS1,2,2026-02-03 23:59:59,,,{MILK},3,5.00,14.00,1.00\n"


@pytest.fixture
def goods(session):
    return a_product(), a_product(barcode=MILK, name="牛奶", price=500, member_price=None)


def orders(session):
    return session.scalars(Order.seen_by(HOUSE).order_by(Order.sequence)).all()


def lines(session):
    return session.scalar(select(func.count()).select_from(OrderLine).execution_options(scoped=OrderLine.reach()))


def test_orders_are_booked_with_lines_rollup_stock_and_their_key(session, goods, places):
    taken_in(handed_in("orders", HEADS + FIRST + SECOND))
    first, second = orders(session)
    assert (first.total, first.quantity, first.payment, first.source_key) == (8479, 2000, "wechat", "A1")
    assert (second.total, second.discount, str(second.booked_day)) == (1400, 100, "2026-02-03")
    day = session.scalars(DayTotal.seen_by(HOUSE)).one()
    assert (day.orders, day.lines, day.total, day.wechat, day.cash) == (2, 3, 9879, 8479, 1400)
    assert balance(places.store, goods[0].id, HOUSE) == -2000


@pytest.mark.promise("P08")
def test_taking_the_same_file_in_again_books_nothing(session, goods):
    taken_in(handed_in("orders", HEADS + FIRST + SECOND))
    again = taken_in(handed_in("orders", HEADS + FIRST + SECOND))
    assert again.report["notes"] == {"known": 2}
    assert len(orders(session)) == 2 and lines(session) == 3


@pytest.mark.parametrize("amount", ["四块九", "6901234567.89", "1000000.01"])
def test_a_bad_row_spoils_its_whole_order_and_no_other(session, goods, amount):
    """Also one that is more than any till takes: a barcode in the wrong column."""
    bad = FIRST.replace("4.99", amount)
    draft = handed_in("orders", HEADS + bad + SECOND)
    assert (draft.report["units"], draft.report["good_rows"], draft.report["bad_rows"]) == (1, 1, 2)
    tray = refused_rows(draft.tray_path)[1]
    assert [(row, faults[0].column) for row, _, faults in tray] == [(2, "key"), (3, "amount")]
    taken_in(draft)
    assert [order.source_key for order in orders(session)] == ["A2"]


@pytest.mark.parametrize(
    "was, is_now, column",
    [
        (TEA, "6900000000017", "barcode"),
        ("POS1,1,", "POS1,x,", "sequence"),
        ("09:30:00,,微信,69012", "10:30:00,,微信,69012", "placed_at"),
        ("2026-02-03 09:30:00", "2126-02-03 09:30:00", "placed_at"),
        ("79.80", "-79.80", "amount"),
        ("微信", "贝壳", "payment"),
        ("BJ-0001", "XX-0001", "store"),
        (",2,39.90", ",2.0001,39.90", "quantity"),
        (",,微信", ",K-77,微信", "member"),
    ],
)
def test_the_tray_names_the_column(was, is_now, column, session, goods):
    found = handed_in("orders", HEADS + FIRST.replace(was, is_now))
    faults = {fault.column for _, _, faults in refused_rows(found.tray_path)[1] for fault in faults}
    assert found.state == ImportState.REFUSED and column in faults


BACK_HEADS = HEADS.replace(",discount", ",discount,returns,of,by_hand,why")
SOLD = f"A1,BJ-0001,POS1,1,2026-02-03 09:30:00,,现金 60.00/100 + 微信 19.80,{TEA},2,39.90,79.80,0.00,,,,\n"
CAME = f"A2,BJ-0001,POS1,2,2026-02-03 10:30:00,,现金,{TEA},-1,39.90,-39.90,0.00,A1,1,,\n"
REST = CAME.replace("A2,", "A3,").replace("POS1,2", "POS1,3")


@pytest.mark.parametrize(
    "rows, column",
    [
        (SOLD.replace("19.80", "19.70"), "payment"),
        (SOLD.replace("/100", "/50"), "payment"),
        (SOLD.replace("+", "和"), "payment"),
        (SOLD[:-2] + "0.01,\n", "by_hand"),
        (SOLD + CAME.replace("A1,1", "A9,1"), "returns"),
        (SOLD + CAME.replace("A1,1", "A1,2"), "of"),
        (SOLD + CAME + REST + REST.replace("A3", "A4").replace("POS1,3", "POS1,4"), "quantity"),
        (SOLD + CAME.replace(",A1,1", ",,"), "quantity"),
        (SOLD + CAME.replace("-39.90", "39.90"), "amount"),
        ("A1,BJ-0001,POS1,1,2026-02-03 09:30:00,,现金 5 + 挂账 -5,,,,,,,,,\n", "member"),
    ],
)
def test_what_does_not_add_up_or_was_not_sold_is_refused(rows, column, session, goods):
    found = handed_in("orders", BACK_HEADS + rows)
    faults = {fault.column for _, _, faults in refused_rows(found.tray_path)[1] for fault in faults}
    assert column in faults and found.report["bad_rows"] == 1


def test_goods_come_back_of_an_order_that_was_taken_in_before(session, goods):
    taken_in(handed_in("orders", BACK_HEADS + SOLD))
    taken_in(handed_in("orders", BACK_HEADS + CAME))
    draft = handed_in("orders", BACK_HEADS + SOLD + CAME + REST)
    assert taken_in(draft).report["notes"] == {"known": 2, "new": 1}
    assert [order.total for order in orders(session)] == [7980, -3990, -3990] and invariants.troubles() == []
    more = handed_in("orders", BACK_HEADS + REST.replace("A3", "A4").replace("POS1,3", "POS1,4"))
    assert more.state == ImportState.REFUSED


def test_other_rows_under_a_key_that_was_taken_in_are_refused(session, goods):
    taken_in(handed_in("orders", HEADS + FIRST))
    found = handed_in("orders", HEADS + FIRST.replace("79.80", "70.00"))
    assert found.state == ImportState.REFUSED and orders(session)[0].total == 8479


def test_a_devices_number_is_one_order(session, goods):
    twin = SECOND.replace("A2,", "A3,")
    draft = handed_in("orders", HEADS + SECOND + twin)
    assert (draft.report["units"], draft.report["bad_rows"]) == (1, 1)
    taken_in(draft)
    assert handed_in("orders", HEADS + twin).state == ImportState.REFUSED


def test_rows_of_an_order_stand_together(session, goods):
    draft = handed_in("orders", HEADS + FIRST + SECOND + FIRST)
    assert (draft.report["units"], draft.report["bad_rows"]) == (2, 2)


def test_an_owner_takes_in_orders_of_his_own_store_only(session, cast, goods):
    south = SECOND.replace("BJ-0001", "GZ-0001")
    draft = handed_in("orders", HEADS + FIRST + south, by=cast.owner.viewer)
    assert (draft.report["units"], draft.report["bad_rows"]) == (1, 1)
    taken_in(draft, by=cast.owner.viewer)
    assert {order.store.code for order in orders(session)} == {"BJ-0001"}


def test_the_id_is_a_uuid_of_the_moment_and_the_key():
    moment = datetime(2026, 2, 3, 1, 30, tzinfo=UTC)
    made = order_id("BJ-0001", "A1", moment)
    assert made == order_id("BJ-0001", "A1", moment) != order_id("TY-0001", "A1", moment)
    assert made[14] == "7" and made[19] in "89ab"
    assert int(made.replace("-", "")[:12], 16) == int(moment.timestamp() * 1000)
