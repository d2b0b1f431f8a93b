"""The other track: a capable person is won, from the first call to his word that he opens a store."""

import re
from datetime import timedelta

from playwright.sync_api import expect

from portal.kernel import clock
from tests.browser.test_circle_to_the_store import go_on, he_negotiates_until_both_sign
from tests.browser.test_circle_tools import fill, press, send
from tests.browser.test_offline import WORKER_KEEPS

MISSING = {
    "pitched": "No contact is logged yet: a pitch is a call, a visit or a message.",
    "agreed": "The phone number is missing.",
}


def he_writes_down_a_capable_person(circle, manager):
    page, tale = circle.look(manager, "/prospecting/prospects"), circle.tale
    press(page, "main a[href*='/prospects/new']")
    press(page, "label:has([name=track][value=person])")
    page.select_option("[name=region_id]", label="太原市")
    fill(page, name=tale.owner, contact_name=tale.owner, background=tale.reasons)
    circle.check(manager)
    press(page, "form[data-draft=prospect] button[type=submit]")
    expect(page.locator("h1")).to_have_text(tale.owner)
    expect(page.locator(".stages li")).to_have_count(6)
    go_on(page, "pitched")
    expect(page.locator("#errors")).to_contain_text(circle.said(MISSING["pitched"]))


def he_tells_the_story_where_there_is_no_network(circle, manager):
    """The form is on the phone without having been opened, and what cannot be opened opens by itself later."""
    page, tale = manager.page, circle.tale
    file = re.search(r"/prospecting/prospects/\d+", page.url)[0]
    page.evaluate(WORKER_KEEPS, f"{file}/contacts/new")
    manager.cut_off()
    manager.open(f"{file}/contacts/new")
    for tick in page.locator("[name=covered]").all():
        tick.check()
    tomorrow = clock.today() + timedelta(days=1)
    fill(page, result=tale.result, next_step=tale.next_step, next_on=tomorrow)
    press(page, "form[data-draft^=contact-] button[type=submit]")
    expect(page.locator("[data-parked]")).to_be_visible()
    manager.open("/prospecting/cities")
    expect(page.locator("h1")).to_have_text(circle.said("No network: this page cannot be opened"))
    manager.cut_off(False)
    expect(page.locator("h1")).to_have_text(circle.said("Target cities"), timeout=20_000)
    for _ in range(80):  # the badge is hidden before it has counted, too: whether it was sent is seen in the file
        manager.open(file)
        if page.locator("#contacts li").count():
            break
        page.wait_for_timeout(250)
    expect(page.locator("#contacts")).to_contain_text(tale.result)
    expect(page.locator("[data-waits]")).to_be_hidden()
    expect(page.locator("#contacts li")).to_have_count(1)  # once
    expect(page.locator("#pitch h2")).to_contain_text("5 / 5")


def he_goes_on_until_the_person_agrees(circle, manager):
    page, tale = manager.page, circle.tale
    for done, stage in enumerate(("pitched", "interested", "terms_explained"), 1):
        if stage == "interested":
            he_judges_that_the_person_wants_to(page, tale)
        go_on(page, stage)
        expect(page.locator(".stages li.done")).to_have_count(done)
    go_on(page, "agreed")
    expect(page.locator("#errors")).to_contain_text(circle.said(MISSING["agreed"]))
    press(page, "a[href$='/edit']")
    fill(page, phone=tale.owner_phone)
    press(page, "form[data-draft^=prospect-] button[type=submit]")
    expect(page.locator("h1")).to_have_text(tale.owner)
    he_negotiates_until_both_sign(circle, manager)
    go_on(page, "agreed")
    expect(page.locator(".stages li.done")).to_have_count(4)
    circle.check(manager)
    board = circle.look(manager, "/prospecting/prospects?track=person&stage=agreed")
    expect(board.locator("section[data-open] .ticket h3")).to_have_text(tale.owner)


def he_judges_that_the_person_wants_to(page, tale):
    press(page, "#intent summary")
    press(page, "#intent label:has([value=firm])")
    page.fill("[name=intent-why]", tale.result)
    send(page, "/intents")
    expect(page.locator("#intent")).to_contain_text(tale.result)
