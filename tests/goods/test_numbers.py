"""What a product is besides its barcode: article number, scale number, brand, size, days in front, and its cost."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from portal.goods import actions, history, queries
from portal.goods.models import Product, ProductCost
from portal.kernel import clock
from portal.kernel.refusals import Refused
from tests.builders_goods import MILK, PRODUCT_HEADS, TEA, a_product, handed_in, taken_in

covers = ("C31",)


@pytest.fixture
def apples(session):
    apples = a_product(name="红富士苹果", unit="千克", weighed=True, code="SP00031", plu="00087", brand="", spec="一级")
    session.commit()
    return apples


@pytest.mark.parametrize("typed", ["SP00031", "sp0003", "87", "00087"])
def test_its_numbers_find_it(apples, typed, session):
    a_product(barcode=MILK, name="牛奶", code="NN1")
    assert session.scalars(queries.search_products(select(Product), typed)).all() == [apples]


def test_its_article_number_means_it(apples):
    other = a_product(barcode=MILK, name="SP00031 的托盘")
    assert queries.meant("SP00031") == [apples]
    assert other.code is None


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"code": "SP00031"}, "code"), ({"plu": "00087"}, "plu"), ({"code": "货 1"}, "code"), ({"plu": "87"}, "plu"),
     ({"plu": "00000"}, "plu")],
)  # fmt: skip
def test_a_number_belongs_to_one_product_and_is_well_written(apples, facts, field):
    with pytest.raises(Refused) as refusal:
        a_product(barcode=MILK, name="牛奶", **facts)
    assert refusal.value.field == field


def test_numbers_left_empty_are_no_numbers(session):
    assert a_product(code="", plu="").code is None
    assert a_product(barcode=MILK, code="", plu="").plu is None


def test_a_file_writes_them_and_one_without_such_columns_leaves_them(apples, session):
    row = f"{TEA},红富士苹果,水果,千克,1,39.90,35.90,on"
    taken_in(handed_in("products", f"{PRODUCT_HEADS},code,plu,brand,spec\n{row},SP1,00088,果果山,特级\n"))
    assert (apples.code, apples.plu, apples.brand, apples.spec) == ("SP1", "00088", "果果山", "特级")
    assert handed_in("products", f"{PRODUCT_HEADS}\n{row}\n").report["notes"] == {"same": 1}
    taken_in(handed_in("products", f"{PRODUCT_HEADS},spec\n{row},一级\n"))
    assert (apples.code, apples.plu, apples.brand, apples.spec) == ("SP1", "00088", "果果山", "一级")


@pytest.mark.parametrize("cells", ["SP00031,", ",00087", "货,", ",8x"])
def test_a_file_gives_no_number_twice(apples, cells):
    found = handed_in("products", f"{PRODUCT_HEADS},code,plu\n{MILK},牛奶,,盒,0,5,,on,{cells}\n")
    assert (found.report["good_rows"], found.report["bad_rows"]) == (0, 1)


def test_two_rows_of_a_file_share_no_number(session):
    rows = f"{MILK},牛奶,,盒,0,5,,on,A1\n{TEA},茶,,袋,0,5,,on,A1\n"
    found = handed_in("products", f"{PRODUCT_HEADS},code\n{rows}")
    assert (found.report["good_rows"], found.report["bad_rows"]) == (1, 1)


def days(first, last):
    return {"first": clock.today() + timedelta(days=first), "last": clock.today() + timedelta(days=last)}


@pytest.mark.parametrize(("first", "last", "shown"), [(0, 0, True), (-3, 0, True), (0, 5, True), (1, 5, False)])
def test_a_feature_is_in_front_on_its_days(apples, cast, session, first, last, shown):
    actions.feature(apples, **days(first, last), by=cast.office.viewer)
    session.commit()
    assert apples.featured(clock.today()) is shown
    found = session.scalars(queries.featured(select(Product), clock.today())).all()
    assert (found == [apples]) is shown


@pytest.mark.parametrize(("first", "last"), [(2, 1), (-5, -1), (0, 400)])
def test_a_feature_has_days_to_come(apples, cast, first, last):
    with pytest.raises(Refused) as refusal:
        actions.feature(apples, **days(first, last), by=cast.office.viewer)
    assert refusal.value.field == "last"


def test_what_is_withdrawn_is_no_feature_and_what_is_none_cannot_end(apples, cast):
    with pytest.raises(Refused):
        actions.stop_featuring(apples, by=cast.office.viewer)
    actions.withdraw(apples, by=cast.office.viewer, reason="过季")
    with pytest.raises(Refused):
        actions.feature(apples, **days(0, 1), by=cast.office.viewer)


def test_tablets_hear_of_numbers_and_features(apples, browse, cast, session):
    clerk = browse(cast.clerk)
    start = clerk.get("/till/snapshot").json
    (told,) = start["products"]
    assert (told["code"], told["plu"], "featured_from" in told) == ("SP00031", "00087", False)
    browse(cast.office).post(f"/goods/products/{apples.id}/feature", as_typed(days(0, 3)))
    (told,) = clerk.get(f"/till/snapshot?since={start['snapshot']}").json["products"]
    assert told["featured_until"] == days(0, 3)["last"].isoformat()


def as_typed(facts):
    return {name: str(value) for name, value in facts.items()}


def test_head_office_makes_a_feature_of_it_and_ends_it(apples, browse, cast):
    office, path = browse(cast.office), f"/goods/products/{apples.id}"
    assert office.post(f"{path}/feature", {"first": "2026-01-02", "last": "2026-01-01"}).status_code == 422
    office.post(f"{path}/feature", as_typed(days(0, 3)))
    assert "主推到" in office.visit(path).text
    assert "红富士" in browse(cast.clerk).visit("/goods/products?feature=now").text
    office.post(f"{path}/feature/removal")
    assert "红富士" not in browse(cast.clerk).visit("/goods/products?feature=now").text
    assert [told.label for told in history.of_product(apples, cast.office.viewer)][:2] == ["结束主推", "设为主推"]


@pytest.fixture
def cost(apples, cast, session):
    actions.set_cost(apples, fen=2871, since=clock.today() - timedelta(days=9), by=cast.office.viewer)
    actions.set_cost(apples, fen=3093, since=clock.today() + timedelta(days=9), by=cast.office.viewer)
    session.commit()


def test_the_cost_of_today_is_the_latest_that_has_begun(apples, cost, cast, session):
    office = cast.office.viewer
    assert queries.cost_now(queries.costs(apples.id, office)).fen == 2871
    actions.set_cost(apples, fen=2991, since=clock.today() - timedelta(days=9), by=office)
    assert queries.cost_now(queries.costs(apples.id, office)).fen == 2991
    with pytest.raises(Refused):
        actions.set_cost(apples, fen=1, since=clock.today() + timedelta(days=400), by=office)


@pytest.mark.parametrize(("person", "sees"), [("office", True), ("admin", True), ("owner", True), ("clerk", False),
                                              ("rm_north", False)])  # fmt: skip
def test_a_cost_is_seen_by_who_may_see_it_on_no_page_by_others(apples, cost, cast, browse, person, sees):
    browser = browse(getattr(cast, person))
    text = browser.visit(f"/goods/products/{apples.id}").text
    assert ("28.71" in text, "30.93" in text) == (sees, sees)
    pages = ("/goods/products", "/goods/products?format=csv", "/goods/stock", "/till/snapshot", "/trail")
    told = [browser.get(page).get_data(as_text=True) for page in pages]
    assert not [text for text in told if "28.71" in text or "2871" in text]


def test_a_cost_is_written_down_by_head_office_and_never_changed(apples, cast, browse, session):
    path, facts = f"/goods/products/{apples.id}/costs", {"fen": "28.71", "since": clock.today().isoformat()}
    assert browse(cast.owner).post(path, facts).status_code == 403
    office = browse(cast.office)
    assert office.post(path, {"fen": "x", "since": ""}).status_code == 422
    assert office.post(path, facts).status_code == 303
    cost = session.scalar(select(ProductCost))
    assert (cost.fen, cost.actor_id) == (2871, cast.office.user.id)
    cost.fen = 1
    with pytest.raises(DatabaseError):
        session.flush()
    session.rollback()
