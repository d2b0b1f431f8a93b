"""What is exported can be imported elsewhere; members only with a reason; no cell is a formula."""

import csv

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.goods import actions as goods
from portal.goods.commands import hand_in, take_in
from portal.goods.models import Price, Product, ProductState, StockBalance
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.kernel.trail import Trail
from portal.selling import actions, rules
from portal.selling.keys import new_key
from portal.selling.models import (
    BenefitKind,
    Member,
    MemberTotal,
    Order,
    OrderBenefit,
    OrderLine,
    OrderReturn,
    Payment,
    Reading,
)
from portal.selling.new_orders import Part
from portal.selling.said import ByHand, SaidLine, SaidOrder
from portal.upkeep import exports, tables
from tests.builders_goods import MILK, TEA, a_product
from tests.builders_selling import member, post, said, sale
from tests.cast import HOUSE, Cast, Places

ODD = '=HYPERLINK("x"), “牛奶”\n1 L'


@pytest.fixture
def shop(own_app):
    """A portal that has sold: a member's order, one by weight, one reversed; and a member with a name."""
    with own_app.app_context(), transaction():
        cast, places = Cast(), Places()
        owner, store = cast.owner.viewer, places.store
        tea = a_product()  # the very example of the import's template
        milk = a_product(barcode=MILK, name=ODD, unit="千克", weighed=True, price=599, member_price=None)
        a_product(barcode="6902083881405", name="-5 度冰", category="", price=0, member_price=0, state=ProductState.OFF)
        buyer = member(store, owner)
        sale(store, owner, tea, (milk, 1250), member_id=buyer.id)
        sale(store, owner, (milk, 3))
        wrong = sale(store, owner, tea)
        (undone,) = post(store, owner, said(key=new_key(), reverses_id=wrong.id, reason="打错"))
        assert undone.fate == "stored", undone
    return own_app


def cells(path):
    if path.suffix == ".xlsx":
        return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def imported(app, kind, path):
    with app.app_context():
        draft = hand_in(kind, path)
        assert (draft.state, draft.report["bad_rows"]) == (ImportState.DRAFT, 0), refused_rows(draft.tray_path)
        assert take_in(draft).state == ImportState.DONE


def products_of(app):
    names = ("barcode", "name", "category", "unit", "weighed", "price", "member_price", "state")
    with app.app_context():
        return db.session.execute(select(*(getattr(Product, n) for n in names)).order_by(Product.barcode)).all()


def orders_of(app):
    """Each order by its number with all that was sold."""
    columns = (
        Order.device, Order.sequence, Order.placed_at, Order.payment, Product.barcode, OrderLine.quantity,
        OrderLine.price, OrderLine.amount, OrderLine.discount, OrderLine.coupon, OrderLine.coupon_match,
        Member.name,
    )  # fmt: skip
    found = (
        select(*columns)
        .select_from(Order)
        .join(OrderLine, (OrderLine.order_id == Order.id) & (OrderLine.store_id == Order.store_id))
        .join(Product, Product.id == OrderLine.product_id)
        .outerjoin(Member, Member.id == Order.member_id)
        .order_by(Order.device, Order.sequence, OrderLine.position)
        .execution_options(scoped=Order.reach() | OrderLine.reach() | Member.reach())
    )
    with app.app_context():
        return db.session.execute(found).all()


def exported_events(app):
    with app.app_context():
        found = Trail.seen_by(HOUSE).where(Trail.event == "members.exported").order_by(Trail.id)
        return list(db.session.scalars(found))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_products_members_and_orders_arrive_elsewhere_as_they_were(shop, other_app, run, tmp_path, ending):
    for kind in ("products", "members", "orders"):
        reason = ("--reason", "新系统") if kind == "members" else ()
        run(shop, "export", kind, tmp_path / f"{kind}.{ending}", *reason)
        imported(other_app, kind, tmp_path / f"{kind}.{ending}")
    assert products_of(other_app) == products_of(shop)
    sold = orders_of(shop)
    assert orders_of(other_app) == sold[:3] and len(sold) == 5
    assert sold[0].name == "王秀兰"
    run(other_app, "verify")


@pytest.fixture
def busy(shop):
    """The shop, which also took several payments and a settlement, gave something off by hand and took goods back."""
    with shop.app_context(), transaction():
        store, owner = Places().store, Cast().owner.viewer
        tea = db.session.query(Product).filter_by(barcode=TEA).one()
        buyer = db.session.scalars(Member.seen_by(HOUSE)).one()
        parts = Part(Payment.CASH, 5000, 6000), Part(Payment.WECHAT, 6970)
        mixed = sale(store, owner, (tea, 3000), payments=parts)
        sale(store, owner, tea, payments=(Part(Payment.CASH, 3990, 5000),))
        sale(store, owner, tea, member_id=buyer.id, payment=Payment.ACCOUNT)
        cheaper = SaidLine(tea.id, 1000, price=3990, by_hand=ByHand(100, "包装破了"))
        settled = Part(Payment.CASH, 1000), Part(Payment.ACCOUNT, -1000)
        further = [
            SaidOrder(new_key(), (cheaper,), is_exact=True),
            SaidOrder(new_key(), member_id=buyer.id, settles=True, payments=settled),
        ]
        assert {one.fate for one in post(store, owner, *further)} == {"stored"}
        actions.take_back(mixed, {1: 1000}, by=owner, payment=Payment.CASH, reason="坏了", device="T1")
    return shop


def told_of(app):
    """Each order that stands with its payments, what it brings back, and what was taken off by hand."""
    with app.app_context():
        every = {order.id: order for order in db.session.scalars(Order.seen_by(HOUSE).order_by(Order.sequence))}
        undone = {order.reverses_id for order in every.values()}
        found = [
            (
                order.number, order.payment, order.handed, order.lines_count, order.total, order.discount,
                order.returns_id and every[order.returns_id].number,
            )
            for order in every.values()
            if order.id not in undone and not order.is_reversal
        ]  # fmt: skip
        by_hand = db.session.scalars(OrderBenefit.seen_by(HOUSE).where(OrderBenefit.kind == BenefitKind.MANUAL))
        back = db.session.scalars(OrderReturn.seen_by(HOUSE))
        owed = db.session.scalars(MemberTotal.seen_by(HOUSE)).one().owed
        return (
            sorted(found), owed, [(one.position, one.fen, one.why) for one in by_hand],
            [(every[one.of_order_id].number, one.of_position, one.quantity) for one in back],
        )  # fmt: skip


def test_payments_returns_settlements_and_discounts_by_hand_arrive_elsewhere(busy, other_app, run, tmp_path):
    for kind in ("products", "members", "orders", "orders"):  # taken in twice, nothing is booked twice
        run(busy, "export", kind, tmp_path / f"{kind}.csv", "--reason", "新系统")
        imported(other_app, kind, tmp_path / f"{kind}.csv")
    told = told_of(other_app)
    assert told == told_of(busy)
    assert len(told[0]) == 8 and told[1:] == (2590, [(1, 100, "包装破了")], [("T1-5", 1, 1000)])
    assert {row[6] for row in cells(tmp_path / "orders.csv")} >= {
        "cash 50.00/60.00 + wechat 69.70", "cash 39.90/50.00", "cash 10.00 + account -10.00", "account",
    }  # fmt: skip
    run(other_app, "verify")


@pytest.mark.pages
def test_prices_by_place_arrive_elsewhere(shop, other_app, run, tmp_path):
    with shop.app_context(), transaction():
        tea = db.session.query(Product).filter_by(barcode=TEA).one()
        goods.set_price(goods.NewPrice(tea, 3700, clock.today(), member_fen=3500), by=HOUSE)
    for kind in ("products", "prices"):
        run(shop, "export", kind, tmp_path / f"{kind}.csv")
        imported(other_app, kind, tmp_path / f"{kind}.csv")
    with other_app.app_context():
        assert [(one.fen, one.member_fen) for one in db.session.query(Price)] == [(3700, 3500)]


@pytest.mark.pages
def test_reversals_are_left_out_and_counted_unless_asked_for(shop, run, tmp_path):
    assert "Left out: 1 reversals" in run(shop, "export", "orders", tmp_path / "sales.csv")
    assert "Left out" not in run(shop, "export", "orders", tmp_path / "all.csv", "--reversals")
    assert len(cells(tmp_path / "sales.csv")) == 4
    everything = cells(tmp_path / "all.csv")
    assert len(everything) == 6
    (undone,) = [dict(zip(everything[0], row, strict=True)) for row in everything[1:] if "-" in row[8]]
    assert (undone["quantity"], undone["amount"]) == ("-1", "-39.90")  # plain numbers, not texts


def test_stock_opens_another_portal_and_one_store_can_be_asked_for(shop, other_app, run, tmp_path):
    with shop.app_context(), transaction():
        for balance in db.session.scalars(StockBalance.seen_by(HOUSE)):
            balance.quantity += 10_000
    run(shop, "export", "products", tmp_path / "products.csv")
    run(shop, "export", "stock", tmp_path / "stock.csv", "--store", "BJ-0001")
    for kind in ("products", "stock"):
        imported(other_app, kind, tmp_path / f"{kind}.csv")
    with other_app.app_context():
        found = StockBalance.seen_by(HOUSE).order_by(StockBalance.product_id)
        assert [balance.quantity for balance in db.session.scalars(found)] == [9_000, 8_747]
    run(shop, "export", "stock", tmp_path / "none.csv", "--store", "GZ-0001")
    assert len(cells(tmp_path / "none.csv")) == 1


@pytest.mark.pages
@pytest.mark.promise("P47")
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_cell_is_a_formula(shop, run, tmp_path, ending):
    run(shop, "export", "products", tmp_path / f"products.{ending}")
    names = [row[1] for row in cells(tmp_path / f"products.{ending}")]
    if ending == "csv":
        assert "'" + ODD in names and "'-5 度冰" in names
        return
    assert ODD in names
    book = CalamineWorkbook.from_path(tmp_path / "products.xlsx")
    assert "=HYPERLINK" not in str(book.get_sheet_by_index(0).to_python()[0])
    import zipfile

    assert "<f>" not in zipfile.ZipFile(tmp_path / "products.xlsx").read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.pages
@pytest.mark.promise("P63")
def test_members_leave_only_with_a_reason_which_stands_on_the_trail(shop, run, tmp_path):
    assert "--reason" in run(shop, "export", "members", tmp_path / "m.csv", "--reason", "  ", status=2)
    assert not (tmp_path / "m.csv").exists() and exported_events(shop) == []
    run(shop, "export", "members", tmp_path / "m.csv", "--reason", "搬到新系统")
    run(shop, "export", "members", tmp_path / "m.csv", "--reason", "店主要求", "--store", "BJ-0001")
    noted = [(e.subject_kind, e.reason, e.facts["rows"]) for e in exported_events(shop)]
    assert noted == [
        ("region", "搬到新系统", 1), ("region", "搬到新系统", 0), ("store", "店主要求", 1),
    ]  # fmt: skip
    assert (tmp_path / "m.csv").stat().st_mode & 0o077 == 0


@pytest.mark.promise("P68")
def test_many_members_taken_out_by_command_raise_an_alert_as_well(shop, run, tmp_path):
    with shop.app_context(), transaction():
        rules.set_rules(rules.Rules(exported=1), by=Cast().admin.viewer)
    run(shop, "export", "members", tmp_path / "m.csv", "--reason", "搬到新系统")
    run(shop, "export", "members", tmp_path / "m.csv", "--reason", "店主要求", "--store", "BJ-0001")
    with shop.app_context():
        [found] = db.session.scalars(Reading.seen_by(Cast().office.viewer))
        assert (found.actor_id, found.store_id, found.exported) == (None, None, 2)


@pytest.mark.promise("P62")
def test_orders_tell_no_phone_and_those_erased_are_gone(shop, run, tmp_path):
    run(shop, "export", "orders", tmp_path / "orders.csv")
    assert "13912345678" not in (tmp_path / "orders.csv").read_text()
    assert any(row[5].startswith("member-") for row in cells(tmp_path / "orders.csv"))
    with shop.app_context(), transaction():
        actions.erase(db.session.scalars(Member.seen_by(HOUSE)).one(), by=HOUSE, reason="本人要求")
    run(shop, "export", "orders", tmp_path / "orders.csv")
    run(shop, "export", "members", tmp_path / "members.csv", "--reason", "x")
    assert all(row[5] == "" for row in cells(tmp_path / "orders.csv")[1:])
    assert len(cells(tmp_path / "members.csv")) == 1


@pytest.mark.pages
def test_an_export_that_fails_leaves_the_file_that_was_there(shop, run, tmp_path, monkeypatch):
    path = tmp_path / "orders.xlsx"
    path.write_text("yesterday's")
    monkeypatch.setattr(tables, "MOST_SHEET_ROWS", 2)
    assert "export to csv" in run(shop, "export", "orders", path, status=1)
    assert path.read_text() == "yesterday's" and not list(tmp_path.glob(".orders*"))


@pytest.mark.pages
def test_what_cannot_be_meant_is_refused(shop, run, tmp_path):
    assert "csv or .xlsx" in run(shop, "export", "products", tmp_path / "p.pdf", status=2)
    assert "no folder" in run(shop, "export", "products", tmp_path / "nowhere" / "p.csv", status=2)
    assert "no store XX-0001" in run(shop, "export", "orders", tmp_path / "o.csv", "--store", "XX-0001", status=2)
    assert "leave --store out" in run(shop, "export", "products", tmp_path / "p.csv", "--store", "BJ-0001", status=2)


def test_rows_are_streamed_in_the_order_of_their_table(shop, run, tmp_path, monkeypatch):
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    run(shop, "export", "products", tmp_path / "p.csv")
    assert [row[0] for row in cells(tmp_path / "p.csv")] == ["barcode", TEA, MILK, "6902083881405"]
