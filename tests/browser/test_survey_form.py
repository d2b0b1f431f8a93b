"""What only a browser shows of the survey form: a pasted address finds its place, ten minutes make an hour."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, turn_to

pytestmark = pytest.mark.browser
covers = ("C10",)


def test_a_pasted_address_fills_city_and_district(seat):
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    page.fill("[name=address]", "北京市 朝阳区垡头西里 8 号")
    page.locator("[name=address]").blur()
    expect(page.locator("[name=district]")).to_have_value("朝阳区")
    expect(page.locator("[name=address]")).to_have_value("垡头西里8号")
    assert "北京" in page.locator("[name=region_id] option:checked").inner_text()


def test_where_a_city_has_no_districts_its_town_is_taken(seat):
    page = seat("rm_south", PHONE, demo=True).open("/prospecting/surveys/new")
    page.fill("[name=address]", "广东省东莞市南城街道鸿福路 88 号")
    page.locator("[name=address]").blur()
    expect(page.locator("[name=district]")).to_have_value("南城街道")
    expect(page.locator("[name=address]")).to_have_value("鸿福路88号")
    assert "东莞" in page.locator("[name=region_id] option:checked").inner_text()


def test_an_address_without_a_city_leaves_the_choice_alone(seat):
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    page.fill("[name=address]", "垡头西里 8 号")
    page.locator("[name=address]").blur()
    expect(page.locator("[name=region_id]")).to_have_value("")
    expect(page.locator("[name=address]")).to_have_value("垡头西里 8 号")


def test_ten_minutes_at_the_door_say_what_an_hour_would_be(seat):
    person = seat("rm_north", PHONE)
    page = person.open("/prospecting/surveys/new")
    turn_to(page, "count")
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


def test_one_step_shows_at_a_time_and_what_is_missing_brings_its_own_forward(seat):
    person = seat("rm_north", PHONE)
    page = person.open("/prospecting/surveys/new")
    page.fill("[name=name]", "四步超市")
    page.keyboard.press("Enter")  # goes on instead of sending a quarter of it
    expect(page.locator("#step-count h2")).to_be_focused()
    expect(page.locator("h1")).to_have_text("四步超市")
    expect(page.locator("[name=name]")).to_be_hidden()
    for next_one in ("shelves", "photos"):
        page.click("[data-next]")
        expect(page.locator(f"#step-{next_one}")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_hidden()
    person.check()
    page.click("form.in-steps [type=submit]")
    expect(page.locator(".errors")).to_be_focused()
    expect(page.locator("[name=region_id]")).to_be_visible()
    expect(page.locator("#step-photos")).to_be_hidden()
    person.troubles.clear()  # the browser calls a refused form an error
    person.check()


def test_a_step_opened_again_has_its_own_buttons_and_the_shops_name(seat):
    person = seat("rm_north", PHONE)
    page = person.open("/prospecting/surveys/new")
    page.fill("[name=name]", "重开超市")
    for _ in range(3):
        page.click("[data-next]")
    page.fill("[name=note]", "老板想转让")
    page.wait_for_timeout(600)  # what is typed is kept a moment later
    page.reload()
    expect(page.locator("[name=note]")).to_have_value("老板想转让")
    expect(page.locator("h1")).to_have_text("重开超市")
    expect(page.locator("form.in-steps .thumb [type=submit]")).to_be_visible()
    expect(page.locator("[data-next]")).to_be_hidden()
    person.check()


def test_without_script_the_steps_are_one_page(seat, chromium):
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    bare = chromium.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = bare.new_page()
    plain.goto(page.url)
    expect(plain.locator(".step:visible")).to_have_count(4)
    expect(plain.locator("[name=note]")).to_be_visible()
    expect(plain.locator("form.in-steps .thumb > :visible")).to_have_count(1)
    bare.close()
