"""The till on the home screen: what a browser is told of it, to anybody, and that its icons are there."""

import io

import pytest
from PIL import Image

covers = ("C32",)
pytestmark = pytest.mark.pages


def test_a_browser_is_told_what_to_put_on_the_home_screen_without_signing_in(browse):
    answer = browse().get("/manifest.webmanifest")
    assert answer.status_code == 200 and answer.content_type.startswith("application/manifest+json")
    told = answer.get_json(force=True)
    assert (told["name"], told["start_url"], told["display"]) == ("共享渠道收银", "/till", "standalone")
    assert [one["name"] for one in told["shortcuts"]] == ["收银", "订单", "日报单", "库存"]
    for icon in told["icons"]:
        drawn = Image.open(io.BytesIO(browse().get(icon["src"]).get_data()))
        assert f"{drawn.width}x{drawn.height}" == icon["sizes"] and drawn.format == "PNG"
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}


def test_shortcuts_lead_where_the_owner_may_go(browse, cast, visit):
    owner = browse(cast.owner)
    for one in owner.get("/manifest.webmanifest").get_json(force=True)["shortcuts"]:
        assert owner.get(one["url"]).status_code == 200


def test_the_homes_of_a_store_offer_it(browse, cast, visit):
    for person in (cast.owner, cast.clerk):
        html = visit(browse(person), "/").html
        assert '<link rel="manifest" href="/manifest.webmanifest">' in html and "data-install" in html
    assert "data-install" not in visit(browse(cast.office), "/").html
