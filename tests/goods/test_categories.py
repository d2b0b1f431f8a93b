"""Categories: rows with an order; renamed, their products follow; retired, nothing on sale is in them."""

import pytest

from portal.goods import actions, invariants, queries
from portal.goods.models import Category, Product
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, PRODUCT_HEADS, RICE, TEA, a_product, handed_in, taken_in

covers = ("C31",)


def named(session, name):
    return session.query(Category).filter_by(name=name).one()


@pytest.fixture
def shelves(session):
    a_product()
    a_product(barcode=MILK, name="牛奶", category="乳品")
    a_product(barcode=RICE, name="大米", category="乳品")
    session.commit()


def test_a_product_that_names_a_new_one_makes_it_and_twice_makes_one(shelves):
    assert list(queries.categories()) == ["酒水饮料", "乳品"]
    assert [one.on_sale for one in queries.all_categories()] == [1, 2]


def test_a_file_makes_those_it_names(session):
    rows = f"{TEA},茶,饮料,袋,0,5,,on\n{MILK},牛奶,乳品,盒,0,5,,on\n{RICE},米,,袋,0,5,,on\n"
    taken_in(handed_in("products", f"{PRODUCT_HEADS}\n{rows}"))
    assert sorted(queries.categories()) == ["乳品", "饮料"]


def test_renamed_its_products_follow_and_tablets_hear_of_it(shelves, browse, cast, session):
    clerk = browse(cast.clerk)
    start = clerk.get("/till/snapshot").json["snapshot"]
    actions.rename_category(named(session, "乳品"), "冷藏乳品", by=cast.office.viewer)
    session.commit()
    told = clerk.get(f"/till/snapshot?since={start}").json["products"]
    assert [(p["name"], p["category"]) for p in told] == [("牛奶", "冷藏乳品"), ("大米", "冷藏乳品")]
    assert invariants.troubles() == []


def test_no_two_have_one_name(shelves, cast, session):
    with pytest.raises(Refused):
        actions.add_category("乳品", by=cast.office.viewer)
    with pytest.raises(Refused):
        actions.rename_category(named(session, "酒水饮料"), "乳品", by=cast.office.viewer)


def test_one_moves_up_until_it_is_the_first(shelves, cast, session):
    dairy = named(session, "乳品")
    actions.lift_category(dairy, by=cast.office.viewer)
    assert list(queries.categories()) == ["乳品", "酒水饮料"]
    with pytest.raises(Refused):
        actions.lift_category(dairy, by=cast.office.viewer)


def test_what_has_products_on_sale_is_not_retired_and_a_retired_one_takes_none(shelves, cast, session):
    office, tea = cast.office.viewer, session.query(Product).filter_by(barcode=TEA).one()
    drinks = named(session, "酒水饮料")
    with pytest.raises(Refused):
        actions.retire_category(drinks, by=office)
    actions.withdraw(tea, by=office, reason="停产")
    actions.retire_category(drinks, by=office)
    assert list(queries.categories()) == ["乳品"]
    with pytest.raises(Refused):
        actions.restore(tea, by=office)
    with pytest.raises(Refused):
        a_product(barcode="4006381333931", name="汽水", category="酒水饮料")
    actions.restore_category(drinks, by=office)
    actions.restore(tea, by=office)
    assert list(queries.categories()) == ["酒水饮料", "乳品"]


def test_a_product_on_sale_in_a_retired_one_is_found(shelves, session):
    named(session, "乳品").retired_at = named(session, "乳品").made_at
    session.flush()
    assert len(invariants.troubles()) == 1


def test_head_office_orders_them_on_their_page(shelves, browse, cast, session):
    office, page = browse(cast.office), "/goods/categories"
    dairy = named(session, "乳品").id
    assert "乳品" in office.visit(page).text
    assert office.post(page, {"name": ""}).status_code == 422
    assert office.post(f"{page}/{dairy}", {f"category{dairy}-name": "酒水饮料"}).status_code == 422
    own = f"{page}/{dairy}"
    steps = {page: {"name": "文具"}, own: {f"category{dairy}-name": "冷藏"}, f"{own}/lifting": {}}
    for path, facts in steps.items():
        assert office.post(path, facts).status_code == 303
    session.expire_all()
    assert list(queries.categories()) == ["冷藏", "酒水饮料", "文具"]
    stationery = named(session, "文具").id
    office.post(f"{page}/{stationery}/retirement")
    assert "重新启用" in office.visit(page).text
    office.post(f"{page}/{stationery}/restoration")
    assert browse(cast.clerk).post(page, {"name": "甲"}).status_code == 403
    assert "冷藏" in browse(cast.clerk).visit(page).text
