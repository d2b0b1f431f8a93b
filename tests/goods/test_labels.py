"""Labels: bars that say the digits, the store's price of a day, the price of a kilogram."""

import re
from datetime import timedelta

import pytest

from portal.goods import actions, bars
from portal.goods.labels import labels, unit_price
from portal.kernel import clock
from tests.builders_goods import MILK, RICE, TEA, a_product

covers = ("C31",)


def read(modules):
    """The way back: the digits that the modules of an EAN-13 say."""
    left, right = ([modules[at + 7 * n : at + 7 + 7 * n] for n in range(6)] for at in (3, 50))
    odd = "".join("0" if code.count("1") % 2 else "1" for code in left)
    turn = str.maketrans("01", "10")
    sides = zip(left, odd, strict=True)
    plain = [code if flag == "0" else code[::-1].translate(turn) for code, flag in sides]
    turned = [code.translate(turn) for code in right]
    first = {
        "000000": 0, "001011": 1, "001101": 2, "001110": 3, "010011": 4, "011001": 5, "011100": 6, "010101": 7,
        "010110": 8, "011010": 9,
    }[odd]  # fmt: skip
    known = "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011".split()
    return str(first) + "".join(str(known.index(code)) for code in [*plain, *turned])


@pytest.mark.parametrize("barcode", [TEA, MILK, RICE, "0012345678905", "4006381333931", "9783161484100"])
def test_the_bars_say_the_digits(barcode):
    found = bars.modules(barcode)
    assert (len(found), found[:3], found[45:50], found[-3:]) == (95, "101", "01010", "101")
    assert read(found) == barcode


def test_eight_digits_have_fewer_bars_twelve_begin_with_nought_and_own_codes_have_none():
    assert len(bars.modules("96385074")) == 67
    assert bars.modules("012345678905") == bars.modules("0012345678905")
    assert (bars.modules("1234"), bars.path("1234")) == ("", "")


def test_the_path_draws_each_dark_stretch_once():
    dark = sum(int(width) for width in re.findall(r"h(\d+)v", bars.path(TEA)))
    assert dark == bars.modules(TEA).count("1")


@pytest.mark.parametrize(
    ("name", "spec", "price", "said"),
    [("高山绿茶 250 g", "", 3990, (15960, "kg")), ("花生油", "5 L", 15900, (3180, "L")),
     ("纯牛奶 250 ml × 12", "", 4590, (1530, "L")), ("东北大米 5kg", "", 4290, (858, "kg")),
     ("白醋 1 L", "", 650, None), ("雨伞", "", 2990, None), ("水 0 L", "", 100, None)],
)  # fmt: skip
def test_a_kilogram_or_a_litre_has_its_price(session, name, spec, price, said):
    assert unit_price(a_product(name=name, spec=spec), price) == said


def test_what_is_weighed_costs_what_it_says(session):
    assert unit_price(a_product(name="苹果 1 kg 装", weighed=True, unit="千克"), 980) is None


def test_a_label_for_tomorrow_carries_tomorrows_price(session, cast, places):
    tea, tomorrow = a_product(), clock.today() + timedelta(days=1)
    actions.set_price(actions.NewPrice(tea, 3500, tomorrow, region=places.north), by=cast.office.viewer)
    assert [labels([tea], places.store.id, day)[0].cost.price for day in (clock.today(), tomorrow)] == [3990, 3500]


@pytest.mark.pages
def test_a_clerk_ticks_products_and_prints_them(session, cast, browse, visit, places):
    tea, milk = a_product(), a_product(barcode=MILK, name="纯牛奶 1 L", category="乳品", member_price=None)
    actions.set_price(actions.NewPrice(milk, 1190, clock.today(), store=places.store), by=cast.office.viewer)
    session.commit()
    clerk = browse(cast.clerk)
    page = visit(clerk, "/goods/labels")
    assert f'value="{tea.id}"' in page.html and "11.90" in page.text
    assert f'value="{tea.id}"' not in visit(clerk, "/goods/stores/BJ-0001/labels?why=changed").html
    assert "没有对得上的" in visit(clerk, "/goods/stores/BJ-0001/labels?why=feature").text
    sheet = visit(clerk, f"/goods/stores/BJ-0001/labels/sheet?paper=sheet&product={tea.id}&product={milk.id}&product=x")
    assert sheet.html.count("<svg") >= 2 and "¥ 39 .90" in sheet.text and "¥ 11 .90" in sheet.text
    assert "没有勾选商品" in visit(clerk, "/goods/stores/BJ-0001/labels/sheet").text
    assert clerk.get("/goods/stores/GZ-0001/labels").status_code == 404
    assert browse(cast.rm_north).get("/goods/stores/BJ-0001/labels").status_code == 403
