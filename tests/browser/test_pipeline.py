"""The pipeline's own pages on phone and desk: axe, no sideways scroll, no script error."""

import re

import pytest
from playwright.sync_api import expect

from portal.kernel.db import db
from portal.prospecting.models import Track
from tests.browser.conftest import DESK, PHONE
from tests.builders_prospecting import a_prospect

pytestmark = pytest.mark.browser

PAGES = {
    "rm_north": ["/prospecting/prospects", "/prospecting/funnel?show=days&by=month", "/prospecting/pool"],
    "office": ["/prospecting/funnel?track=person&by=owner", "/prospecting/handovers/new"],
    "admin": ["/prospecting/pace"],
}


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("key", PAGES)
def test_the_pipeline_is_sound_on(key, size, seat):
    person = seat(key, size, dark=size == PHONE, demo=True)
    for path in PAGES[key]:
        answer = person.page.goto(person.address + path)
        assert answer is not None and answer.status == 200, path
        person.check()


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
