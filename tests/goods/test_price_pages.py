"""The pages of prices: head office sets them, an owner his own, everybody sees those of his places."""

from datetime import timedelta

import pytest

from portal.goods import actions
from portal.goods.models import PriceKind
from portal.kernel import clock

covers = ("C31",)
pytestmark = pytest.mark.pages


def typed(days=0, **facts):
    return {"fen": "37.90", "first": str(clock.today() + timedelta(days=days)), "kind": "fixed", **facts}


def test_head_office_sets_a_price_in_a_region_and_withdraws_it(tea, browse, visit, cast, places):
    office, path = browse(cast.office), f"/goods/products/{tea.id}/prices"
    assert "处处同价" in visit(office, path).text
    assert office.post(path, typed(-2)).status_code == 422
    assert office.post(path, typed(store="XX-0001")).status_code == 422
    assert office.post(path, typed(store="BJ-0001", region=places.north.id)).status_code == 422
    assert office.post(path, typed(3, region=places.north.id)).status_code == 303
    page = visit(office, path)
    assert places.north.name in page.text and "37.90" in page.text and "未开始" in page.text
    assert " 00:00" not in page.text + visit(office, "/goods/prices").text
    price = tea_price()
    assert office.post(f"{path}/{price.id}/withdrawal", {}).status_code == 303
    assert "已收回" in visit(office, path).text
    assert office.post(f"/goods/products/{tea.id + 1}/prices/{price.id}/withdrawal", {}).status_code == 404


def tea_price():
    from portal.goods.models import Price
    from portal.kernel.db import db

    return db.session.query(Price).one()


def test_the_list_is_narrowed_by_day_region_and_state(tea, browse, visit, cast, places, session):
    for days, region in ((0, places.north), (5, places.south)):
        first = clock.today() + timedelta(days=days)
        new = actions.NewPrice(tea, 3800 + days, first, last=first + timedelta(days=2), region=region)
        actions.set_price(new, by=cast.office.viewer)
    session.commit()
    office, later = browse(cast.office), clock.today() + timedelta(days=5)
    shown = {
        name: [fen in visit(office, f"/goods/prices?{name}").text for fen in ("38.00", "38.05")]
        for name in (f"at={clock.today()}", f"at={later}", f"region={places.beijing.id}", "state=coming", "q=gslc")
    }
    assert list(shown.values()) == [[True, False], [False, True], [True, False], [False, True], [True, True]]
    assert office.get("/goods/prices?format=xlsx").status_code == 200


def test_a_clerk_sees_the_price_of_his_store_and_no_other_places(tea, browse, visit, cast, places, session):
    for region, fen in ((places.beijing, 3610), (places.south, 3111)):
        actions.set_price(actions.NewPrice(tea, fen, clock.today(), region=region), by=cast.office.viewer)
    session.commit()
    clerk = browse(cast.clerk)
    assert "36.10" in visit(clerk, "/goods/products").text
    for path in (f"/goods/products/{tea.id}", f"/goods/products/{tea.id}/prices", "/goods/prices"):
        page = visit(clerk, path).text
        assert ("36.10" in page or "36" in page) and "31.11" not in page
    assert clerk.post(f"/goods/products/{tea.id}/prices", typed()).status_code == 403


def test_an_owner_sets_his_own_price_beside_head_offices(tea, browse, visit, cast, places, session):
    owner, path = browse(cast.owner), f"/goods/stores/BJ-0001/prices/{tea.id}"
    assert "总部没有留给门店" in visit(owner, "/goods/stores/BJ-0001/prices").text
    assert owner.post(path, {"fen": "38.50", "first": str(clock.today())}).status_code == 422
    new = actions.NewPrice(tea, 3900, clock.today(), kind=PriceKind.RANGE, least=3800, most=4000)
    actions.set_price(new, by=cast.office.viewer)
    session.commit()
    assert owner.post(path, {"fen": "37.50", "first": str(clock.today())}).status_code == 422
    assert owner.post(path, {"fen": "38.50", "first": str(clock.today())}).status_code == 303
    page = visit(owner, path).text
    assert "38.50" in page and "39.00" in page
    assert "38.50" in visit(owner, "/goods/stores/BJ-0001/prices").text
    assert visit(browse(cast.clerk), path).text.count("收回") == 0
    assert browse(cast.owner_south).get(path).status_code == 404
