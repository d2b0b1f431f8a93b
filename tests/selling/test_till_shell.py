"""The page of the till and the part that it leaves out: both are of one release (C32)."""

import re

import pytest

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
