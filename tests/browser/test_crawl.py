"""Every page a person can reach in the demo network, on his device: axe, no sideways scroll, no script error."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import DESK, PHONE, TABLET

pytestmark = pytest.mark.browser

WALKS = {
    "a manager's phone": ("rm_north", PHONE, False, "zh-CN"),
    "a manager's phone at night": ("rm_south", PHONE, True, "zh-CN"),
    "a store's tablet": ("owner", TABLET, False, "zh-CN"),
    "head office's desk": ("office", DESK, False, "zh-CN"),
    "an administrator's desk, in English": ("admin", DESK, False, "en"),
}
MOST_PAGES = 36


def kind_of(path: str) -> str:
    """Return the shape of an address: pages of one kind are looked at once."""
    parts = urlsplit(path).path.strip("/").split("/")
    return "/".join("#" if any(c.isdigit() for c in part) else part for part in parts)


@pytest.mark.promise("P67")
@pytest.mark.parametrize("walk", WALKS)
def test_every_page_within_reach_is_sound_on(walk, seat):
    key, size, dark, locale = WALKS[walk]
    person = seat(key, size, dark=dark, demo=True)
    if locale == "en":
        person.page.context.add_cookies([{"name": "portal_locale", "value": "en", "url": person.address}])
    waiting, seen, troubles = ["/", "/account"], set(), []
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        answer = person.page.goto(person.address + path)
        if answer is None or answer.status >= 400:
            troubles.append(f"{path} answered {answer.status if answer else 'nothing'}")
            continue
        try:
            person.check()
        except AssertionError as trouble:
            troubles.append(str(trouble))
            person.troubles.clear()
        links = person.page.eval_on_selector_all(
            "a[href]:not([download])", "found => found.map(a => a.getAttribute('href'))"
        )
        waiting += [link for link in links if link.startswith("/") and "format=" not in link and "/files/" not in link]
    assert not troubles, "\n".join(troubles)
    assert len(seen) > 8
