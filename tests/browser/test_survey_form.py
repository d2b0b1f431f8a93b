"""What only a browser shows of the survey form: a pasted address finds its place, ten minutes make an hour."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
covers = ("C10",)


def test_a_pasted_address_fills_city_and_district(seat):
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    page.fill("[name=address]", "北京市 朝阳区垡头西里 8 号")
    page.locator("[name=address]").blur()
    expect(page.locator("[name=district]")).to_have_value("朝阳区")
    expect(page.locator("[name=address]")).to_have_value("垡头西里8号")
    assert "北京" in page.locator("[name=region_id] option:checked").inner_text()


def test_an_address_without_a_city_leaves_the_choice_alone(seat):
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    page.fill("[name=address]", "垡头西里 8 号")
    page.locator("[name=address]").blur()
    expect(page.locator("[name=region_id]")).to_have_value("")
    expect(page.locator("[name=address]")).to_have_value("垡头西里 8 号")


def test_ten_minutes_at_the_door_say_what_an_hour_would_be(seat):
    person = seat("rm_north", PHONE)
    page = person.open("/prospecting/surveys/new")
    counter = page.locator(".hours :checked + .chip + .counter")
    for _ in range(7):
        counter.locator(".tall").click()
    expect(counter.locator("[data-hourly]")).to_have_text("一小时约 42")
    expect(counter.locator("[data-clock]")).to_contain_text("已数 0:0")
    page.select_option("[name=minutes]", "60")
    expect(counter.locator("[data-hourly]")).to_be_hidden()
    for label in ("买单走", "买单走", "空手走"):
        page.click(f".taps button:has-text('{label}')")
    expect(page.locator(".taps [data-count=bought]")).to_have_text("2")
    person.check()
