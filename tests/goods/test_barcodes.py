"""A product has several barcodes: its own, those of other packs, and those of cases that hold several pieces."""

import pytest
from sqlalchemy import select

from portal.goods import actions, history, invariants, queries
from portal.goods.models import Product, ProductBarcode
from portal.goods.prices import priced
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, PRODUCT_HEADS, RICE, TEA, a_product, handed_in, taken_in

covers = ("C31",)
CASE = "6987654321098"


@pytest.fixture
def tea(session, cast):
    tea = a_product()
    actions.add_barcode(tea, barcode=MILK, by=cast.office.viewer)
    actions.add_barcode(tea, barcode=RICE, pieces=12, by=cast.office.viewer)
    session.commit()
    return tea


@pytest.mark.parametrize("typed", [TEA, MILK, RICE])
def test_any_of_its_barcodes_means_the_product(tea, typed, session):
    assert queries.meant(typed) == [tea]
    assert session.scalars(queries.search_products(select(Product), typed[:6])).all() == [tea]
    assert session.scalars(queries.search_products(select(Product), typed[-5:])).all() == [tea]
    assert priced(None, (), [typed])[typed].id == tea.id


def test_one_statement_prices_by_ids_and_by_every_kind_of_barcode(tea, count_statements):
    with count_statements() as seen:
        found = priced(None, [tea.id], [TEA, MILK, "404"])
    assert len(seen) == 1
    assert set(found) == {tea.id, TEA, MILK}
    assert {(one.id, one.price, one.member_price) for one in found.values()} == {(tea.id, 3990, 3590)}


def test_a_case_means_its_pieces(tea, cast):
    actions.add_barcode(tea, barcode="16901234567899", pieces=24, by=cast.office.viewer)  # ITF-14, as cases carry it
    assert queries.pieces_of("16901234567899") == 24
    assert [queries.pieces_of(code) for code in (TEA, MILK, RICE)] == [1, 1, 12]


@pytest.mark.parametrize(
    ("code", "pieces", "field"),
    [
        (TEA, 1, "barcode"),
        (MILK, 1, "barcode"),
        ("6901234567890", 1, "barcode"),
        ("16901234567892", 1, "barcode"),
        ("4006381333931", 1001, "pieces"),
    ],
)
def test_what_cannot_be_a_further_barcode_is_refused(tea, cast, code, pieces, field):
    with pytest.raises(Refused) as refusal:
        actions.add_barcode(tea, barcode=code, pieces=pieces, by=cast.office.viewer)
    assert refusal.value.field == field


def test_a_barcode_belongs_to_one_product(tea, cast):
    with pytest.raises(Refused):
        a_product(barcode=MILK, name="牛奶")
    other = a_product(barcode="4006381333931", name="铅笔")
    facts = {name: getattr(other, name) for name in ("name", "category", "unit", "weighed", "price", "member_price")}
    with pytest.raises(Refused):
        actions.change_product(other, by=cast.office.viewer, **facts, barcode=RICE)
    with pytest.raises(Refused):
        actions.add_barcode(other, barcode=TEA, by=cast.office.viewer)


def test_there_are_no_cases_of_what_is_weighed(session, cast):
    apples = a_product(name="苹果", unit="千克", weighed=True)
    with pytest.raises(Refused) as refusal:
        actions.add_barcode(apples, barcode=MILK, pieces=12, by=cast.office.viewer)
    assert refusal.value.field == "pieces"


def test_a_barcode_that_two_products_have_is_found(tea, session):
    assert invariants.troubles() == []
    session.add(ProductBarcode(barcode=TEA, product_id=tea.id))
    session.flush()
    assert len(invariants.troubles()) == 1


def test_a_number_that_was_never_given_out_is_found(tea, session):
    tea.changed += 1
    session.flush()
    assert len(invariants.troubles()) == 1


def test_head_office_adds_and_takes_away_and_the_trail_keeps_both(browse, cast, session):
    tea = a_product()
    session.commit()
    office, page = browse(cast.office), f"/goods/products/{tea.id}"
    assert "目前只有上面那一个" in office.visit(page).text
    office.post(f"{page}/barcodes", {"barcode": RICE, "pieces": "12"})
    assert RICE in office.visit(page).text and "整件 12 个" in office.visit(page).text
    office.post(f"{page}/barcodes/{RICE}/removal")
    session.expire_all()
    assert queries.meant(RICE) == []
    (gone,), (came,) = [told.changes for told in history.of_product(tea, cast.office.viewer)[:2]]
    assert RICE in gone[1] and gone[2] == "–"
    assert came[1] == "–" and RICE in came[2]
    begun = history.of_product(tea, cast.office.viewer)[-1].changes
    assert begun and {before for _, before, _ in begun} == {""} and "–" not in {after for _, _, after in begun}


def test_a_refused_barcode_stays_in_its_form(browse, cast, tea):
    answer = browse(cast.office).post(f"/goods/products/{tea.id}/barcodes", {"barcode": "6901234567890"})
    assert answer.status_code == 422 and "6901234567890" in answer.text


def test_a_shop_sees_the_barcodes_and_changes_none(browse, cast, tea):
    clerk = browse(cast.clerk)
    text = clerk.visit(f"/goods/products/{tea.id}").text
    assert MILK in text and "去掉" not in text
    assert clerk.post(f"/goods/products/{tea.id}/barcodes", {"barcode": CASE}).status_code == 403


def test_a_barcode_is_taken_from_its_own_product_only(browse, cast, tea, session):
    other = a_product(barcode="4006381333931", name="铅笔")
    session.commit()
    assert browse(cast.office).post(f"/goods/products/{other.id}/barcodes/{MILK}/removal").status_code == 404


def test_a_delivery_is_scanned_by_the_case(browse, cast, places, tea):
    rows = {"product": [RICE, MILK], "quantity": ["3", "5"]}
    owner = browse(cast.owner)
    looked = owner.post(f"/goods/stock/{places.store.code}/receipts", rows | {"look": "1"}).text
    assert "36" in looked and RICE in looked
    owner.post(f"/goods/stock/{places.store.code}/receipts", rows)
    assert queries.balance(places.store, tea.id, cast.owner.viewer) == 41_000


def test_a_file_adds_barcodes_and_takes_none_away(tea, session):
    heads = f"{PRODUCT_HEADS},more_barcodes\n"
    same = f"{TEA},高山绿茶 250 g,酒水饮料,袋,否,39.90,35.90,on"
    found = handed_in("products", f"{heads}{same},4006381333931×24 {MILK}\n")
    assert found.report["notes"] == {"changed": 1}
    taken_in(found)
    assert [(one.barcode, one.pieces) for one in tea.more_barcodes] == [("4006381333931", 24), (RICE, 12), (MILK, 1)]
    again = handed_in("products", f"{heads}{same},{MILK}\n")
    assert again.report["notes"] == {"same": 1}
    assert handed_in("products", f"{PRODUCT_HEADS}\n{same}\n").report["notes"] == {"same": 1}


@pytest.mark.parametrize(
    "cells",
    [
        f"{MILK},牛奶,,盒,0,5,,on,",  # its own is another's further one
        f"4006381333931,牛奶,,盒,0,5,,on,{TEA}",
        f"4006381333931,牛奶,,盒,0,5,,on,{RICE}×12",
        "4006381333931,牛奶,,盒,0,5,,on,4006381333931",
        "4006381333931,牛奶,,盒,0,5,,on,123×0",
        f"4006381333931,苹果,,千克,1,5,,on,{CASE}×12",
    ],
)
def test_a_file_cannot_give_a_barcode_twice(tea, cells):
    found = handed_in("products", f"{PRODUCT_HEADS},more_barcodes\n{cells}\n")
    assert (found.report["good_rows"], found.report["bad_rows"]) == (0, 1)


def test_two_rows_of_a_file_do_not_share_a_barcode(session):
    rows = [f"{TEA},茶,,袋,0,5,,on,{MILK}", f"{RICE},米,,袋,0,5,,on,{MILK}", f"{MILK},奶,,盒,0,5,,on,"]
    found = handed_in("products", "\n".join([f"{PRODUCT_HEADS},more_barcodes", *rows]))
    assert (found.report["good_rows"], found.report["bad_rows"]) == (1, 2)
