"""Small acts of script: a link is taken along, what opens under one's name comes into view."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE

LINK = "https://portal.example/welcome/0123456789"


def test_a_link_shown_once_is_selected_by_a_click_and_copied_by_its_button(seat):
    admin = seat("admin", DESK)
    admin.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = admin.open("/settings/components")
    page.click("#s-copy")
    assert page.evaluate("getSelection().toString()") == LINK
    page.click("[data-copies=s-copy]")
    expect(page.locator("#toasts")).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == LINK


def test_on_a_phone_the_switch_of_languages_comes_into_view_under_ones_name(seat):
    page = seat("rm_north", PHONE).open("/")
    page.click(".more button")
    page.click(".who summary")
    expect(page.locator(".who .switch").first).to_be_in_viewport(ratio=1)
    expect(page.locator(".who .out")).to_be_in_viewport(ratio=1)


def test_the_language_is_switched_in_my_account(seat):
    page = seat("rm_north", PHONE).look("/account")
    page.click("main button[value=en]")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.click("main button[value=zh_Hans_CN]")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
