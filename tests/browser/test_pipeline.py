"""Every page of prospecting as a person finds it in the demo network: axe, no sideways scroll, no script error.

The pages are those of the URL map, reached by its plain addresses and by the links of what was seen: one that comes
later is looked at too, or the test says that nobody can reach it.
"""

import os
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from werkzeug.exceptions import HTTPException

from portal.accounts.roles import RIGHTS, Role
from portal.kernel.db import db
from portal.kernel.door import PUBLIC
from portal.prospecting.models import ConcernKind, Track
from tests.browser.conftest import DESK, PHONE, TABLET
from tests.builders_prospecting import a_concern, a_prospect

pytestmark = pytest.mark.browser

# by whom a page is looked at: the first of them who may open it
SEATS = {"rm_north": (Role.RM, PHONE), "office": (Role.OFFICE, TABLET), "admin": (Role.ADMIN, DESK)}
# the manager's fifty pages take two minutes: he looks where `make proof` says so (bench/proofs/walks.py)
LOOKING = SEATS if os.environ.get("WALKS") else [key for key in SEATS if key != "rm_north"]
NO_PAGES = ("/pdf", "/appointments/soon")
MOST_READ = 30  # so many files of a kind are read for links to pages not seen yet
UNSEEN = {
    "edit_quotation": "each quotation of the demo network's north is given out",
    "show_surveys_import": "no file was handed in",
    "show_surveys_import_problems": "no file was handed in",
}


def doors_of(app, key):
    """Return {endpoint: right} of the pages that this person is the first to may open."""
    found = {}
    for rule in app.url_map.iter_rules():
        room, _, name = rule.endpoint.partition(".")
        if room == "prospecting" and "GET" in rule.methods and name not in UNSEEN:
            needs = app.view_functions[rule.endpoint].needs
            first = next((one for one, (role, _) in SEATS.items() if needs is not PUBLIC and needs in RIGHTS[role]), "")
            if first == key:
                found[rule.endpoint] = rule
    return found


@pytest.mark.promise("P67")
@pytest.mark.parametrize("key", LOOKING)
def test_every_page_of_prospecting_is_sound_for(key, seat, demo_app):
    person = seat(key, SEATS[key][1], dark=key == "rm_north", demo=True)
    wanted, doors = doors_of(demo_app, key), demo_app.url_map.bind("localhost")
    waiting = [str(rule) for rule in wanted.values() if not rule.arguments]
    met, seen, read, troubles = set(waiting), set(), Counter(), []
    while waiting and wanted.keys() - seen:
        path = waiting.pop(0)
        try:
            endpoint, _ = doors.match(urlsplit(path).path)
        except HTTPException:
            continue
        read[endpoint] += 1
        if endpoint not in wanted or read[endpoint] > MOST_READ:
            continue
        if "." in path.rpartition("/")[2] or path.endswith(NO_PAGES):
            seen.add(endpoint)  # a file, or what a script asks for
            continue
        if endpoint in seen:  # another file of the kind, for where it leads
            html = person.context.request.get(person.address + path).text()
        else:
            seen.add(endpoint)
            answer = person.page.goto(person.address + path)
            assert answer is not None and answer.status == 200, path
            html = person.page.content()
            try:
                person.check()
            except AssertionError as trouble:
                troubles.append(str(trouble))
                person.troubles.clear()
        links = re.findall(r'<a\b[^>]*? href="(/[^"#]*)', html)
        new = [link for link in dict.fromkeys(links) if "format=" not in link and link not in met]
        waiting, met = waiting + new, met | set(new)
    assert not troubles, "\n".join(troubles)
    assert wanted.keys() - seen == set()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_file_with_doubts_and_influencers_is_sound_with_its_forms_open(size, seat):
    person = seat("rm_north", size, demo=True)
    person.page.goto(person.address + "/prospecting/prospects?track=supermarket&stage=negotiating")
    file = person.page.locator("section[data-open] .ticket h3 a").first.get_attribute("href")
    person.page.goto(person.address + file)
    person.page.wait_for_selector("#concerns .doubt")
    person.page.eval_on_selector_all(
        "#concerns details, #influencers details", "all => all.forEach(d => d.open = true)"
    )
    person.check()


def test_a_card_is_dragged_where_its_file_could_step(seat, live_app):
    with live_app.app_context():
        known = a_prospect(Track.SUPERMARKET, name="拖得动超市", decision_maker="老板娘")
        a_prospect(Track.SUPERMARKET, name="拖不动超市")
        db.session.commit()
        file = f"/prospecting/prospects/{known.id}"
    person = seat("rm_north", DESK)
    page = person.open("/prospecting/prospects?q=动超市")
    next_stage = page.locator("section:has(> header #stage-decision_maker)")
    with page.expect_response(re.compile(r"/js/board\.js$")):
        page.hover(".ticket:has-text('拖得动')")
    page.wait_for_load_state("networkidle")
    page.locator(".ticket:has-text('拖得动')").drag_to(next_stage)
    expect(next_stage.locator(".ticket")).to_have_text(re.compile("拖得动超市"))
    assert "/prospecting/prospects?" in page.url
    expect(page.locator(".toast")).to_contain_text("找对经营者")
    page.locator(".ticket:has-text('拖不动')").drag_to(next_stage)
    expect(page.locator("#errors")).to_be_focused()
    expect(page.locator("h1")).to_have_text("拖不动超市")
    page.go_back()
    expect(page.locator("section:has(> header #stage-found) .ticket")).to_have_text(re.compile("拖不动超市"))
    page.goto(person.address + file)
    expect(page.locator("#progress-title")).to_contain_text("找对经营者")


def test_what_was_stored_is_no_news_beside_what_is_refused(seat, live_app):
    with live_app.app_context():
        file = f"/prospecting/prospects/{a_prospect(Track.SUPERMARKET, name='没做主的人超市').id}"
        db.session.commit()
    page = seat("rm_north", PHONE).open(file)
    page.click("#concerns > .ask > summary")
    page.fill("[name=concern-text]", "装修停业怎么办")
    page.click("form[action$='/concerns'] button[type=submit]")
    expect(page.locator(".toast")).to_be_visible()
    page.locator("form:has(input[name=stage][value=decision_maker]) button:visible").first.click()
    expect(page.locator("#errors")).to_be_visible()
    expect(page.locator(".toast")).to_have_count(0)


def test_a_doubt_is_answered_by_a_tap_and_what_would_take_it_away_asks_on_its_own(seat, live_app):
    with live_app.app_context():
        known = a_prospect(Track.SUPERMARKET, name="有疑虑超市")
        a_concern(known, ConcernKind.DOUBT)
        db.session.commit()
        file = f"/prospecting/prospects/{known.id}"
    person = seat("rm_north", PHONE)
    page = person.open(file)
    page.click("#concerns .doubt .ask > summary:has-text('写上解答')")
    page.fill("#concerns [name$=-answer]", "分两半装修，不停业")
    page.click("#concerns summary:has-text('拿掉')")
    expect(page.locator("dialog[open]")).to_contain_text("要拿掉吗")
    page.click("dialog[open] [data-closes]")
    page.click("#concerns .doubt button:has-text('保存解答')")
    expect(page.locator("#concerns .said")).to_have_text("分两半装修，不停业")
    person.check()
