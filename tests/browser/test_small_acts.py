"""Small acts on a page: a link is taken along, the language switched, an audit answered by thumb."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, queries
from tests.browser.conftest import DESK, PHONE
from tests.builders_prospecting import a_prospect, an_appointment
from tests.cast import Cast

pytestmark = pytest.mark.browser
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


def test_on_a_phone_an_audits_bar_lies_at_the_edge_and_its_groups_count_along(seat):
    page = seat("rm_north", PHONE).open("/supervision/audits/new")
    page.select_option("select[name=store]", index=1)
    page.click("button[type=submit]:visible >> nth=-1")
    page.wait_for_url("**/edit*")
    assert page.locator(".audit > .thumb").evaluate("e => innerHeight - e.getBoundingClientRect().bottom") < 1
    answered = page.locator("#groups [aria-current] .mute")
    before = answered.inner_text()
    page.locator(".item .segment").first.locator("label").first.click()
    expect(answered).not_to_have_text(before)
    expect(answered).to_have_text(before.replace("0/", "1/"))
    expect(page.locator("#groups")).to_have_count(1)


def test_an_appointment_that_is_near_is_said_once_on_whatever_page_is_open(seat, live_app):
    with live_app.app_context():
        near = an_appointment(a_prospect(name="快到点超市"), at=clock.now() + timedelta(minutes=20)).id
        db.session.commit()
    page = seat("rm_north", PHONE).open("/prospecting/surveys/new")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#toasts a")).to_have_count(0)
    page.goto(page.url.replace("/prospecting/surveys/new", "/stores"))
    link = page.locator("#toasts a")
    expect(link).to_contain_text("快到点超市")
    page.reload()
    page.wait_for_load_state("networkidle")
    expect(link).to_have_count(0)
    page.evaluate("localStorage.setItem(Object.keys(localStorage).find(k => k.startsWith('soon-')), '{}')")
    page.reload()
    link.click()
    expect(page.locator("h1")).to_have_text("快到点超市")
    with live_app.app_context():  # the portal is shared: nothing of it is said to other tests
        manager = Cast().rm_north.viewer
        actions.cancel_appointment(queries.appointment(near, manager), by=manager, reason="改天")
        db.session.commit()


def test_a_link_shows_that_its_file_is_being_made_and_says_where_it_did_not_arrive(seat):
    page, held = seat("office", DESK).open("/stores"), []
    page.route("**/*format=xlsx*", lambda route: held.append(route))
    link = page.locator("a[download]", has_text="xlsx")
    link.click()
    expect(link).to_have_attribute("aria-busy", "true")
    with page.expect_download() as arrived:
        held.pop().continue_()
    assert arrived.value.suggested_filename.endswith(".xlsx")
    expect(link).not_to_have_attribute("aria-busy", "true")
    for ends, says in ((lambda route: route.abort(), "没有网"), (lambda route: route.fulfill(status=503), "没有办成")):
        with page.expect_request("**/*format=xlsx*"):
            link.click()
        expect(link).to_have_attribute("aria-busy", "true")
        ends(held.pop())
        expect(page.locator("#toasts")).to_contain_text(says)
        expect(link).not_to_have_attribute("aria-busy", "true")
    page.unroute_all()
    page.evaluate("navigator.standalone = true")  # an iPhone's home screen: nothing stores there what a page made
    with page.expect_download() as arrived:
        link.click()
    assert not arrived.value.url.startswith("blob:")
