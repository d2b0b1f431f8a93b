"""Every page a person can reach in the demo network, on his device: axe by day and by night, no sideways scroll, no
script error. `make test` walks with a manager's phone, the narrowest; `make proof` with the other devices
(bench/proofs/walks.py)."""

import os

import pytest

from tests.browser.conftest import DESK, PHONE, TABLET, kind_of

pytestmark = pytest.mark.browser

PHONES = "a manager's phone"
WALKS = {
    PHONES: ("rm_north", PHONE, "zh-CN"),
    "a store's tablet": ("owner", TABLET, "zh-CN"),
    "head office's desk": ("office", DESK, "zh-CN"),
    "an administrator's desk, in English": ("admin", DESK, "en"),
}
WALKED = [walk for walk in WALKS if (walk == PHONES) == (not os.environ.get("WALKS"))]
MOST_PAGES = 36


@pytest.mark.promise("P67")
@pytest.mark.parametrize("walk", WALKED)
def test_every_page_within_reach_is_sound_on(walk, seat):
    key, size, locale = WALKS[walk]
    person = seat(key, size, demo=True)
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
            if size == PHONE:  # the one device that is taken out at night
                person.check_at_night()
        except AssertionError as trouble:
            troubles.append(str(trouble))
            person.troubles.clear()
        links = person.page.eval_on_selector_all(
            "a[href]:not([download])", "found => found.map(a => a.getAttribute('href'))"
        )
        waiting += [link for link in links if link.startswith("/") and "format=" not in link and "/files/" not in link]
    assert not troubles, "\n".join(troubles)
    assert len(seen) > 8
