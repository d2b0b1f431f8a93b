"""The pipeline's own pages on phone and desk: axe, no sideways scroll, no script error."""

import pytest

from tests.browser.conftest import DESK, PHONE

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
