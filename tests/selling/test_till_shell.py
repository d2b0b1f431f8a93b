"""The page of the till and the part that it leaves out: both are of one release (C32)."""

import re
from datetime import date

import pytest
import time_machine

from portal.kernel import clock
from tests.builders_selling import sealed

pytestmark = pytest.mark.pages  # does not depend on the database
covers = ("C32",)


def part_of(browser):
    """Return the address of the part that the till's page names."""
    return re.search(r'data-part="([^"]+)"', browser.get("/till").text)[1]


def test_the_part_that_a_page_names_stays_what_it_is_and_no_other_is_given_for_it(browse, cast):
    browser = browse(cast.clerk)
    address = part_of(browser)
    answer = browser.get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert '<template id="sheet-orders">' in answer.text
    assert '<template id="sheet-orders">' not in browser.get("/till").text
    assert browser.get(address[:-1] + ("0" if address[-1] != "0" else "1")).status_code == 404


def test_another_language_has_a_part_of_its_own(browse, cast):
    chinese, english = part_of(browse(cast.clerk)), part_of(browse(cast.clerk, locale="en"))
    assert chinese != english
    assert browse(cast.clerk).get(english).status_code == 404
    assert "Settle an account" in browse(cast.clerk, locale="en").get(english).text


@pytest.mark.parametrize("hour", [8, 11], ids=["due", "missed"])
def test_whoever_opens_the_till_is_told_that_yesterday_is_not_closed_until_it_is(hour, browse, cast, places):
    with time_machine.travel(clock.at(date(2026, 6, 16), hour), tick=False):
        clerk = browse(cast.clerk)
        assert 'data-unsealed="2026-06-15"' in clerk.get("/till").text
        sealed(places.store, cast.owner.viewer, date(2026, 6, 15))
        assert 'data-unsealed=""' in clerk.get("/till").text
