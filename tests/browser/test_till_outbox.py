"""The till's outbox in a browser, against the sync as it is: nothing lost, nothing doubled, no number twice (C32)."""

import pytest
from playwright.sync_api import Error

from tests.browser.test_offline import die
from tests.browser.tills import SELL_MANY, Till, until

pytestmark = pytest.mark.browser
covers = ("C32",)


def lose_answers(page, at):
    """Let the server store what is sent the nth times named, and its answer be lost; returns the statuses lost."""
    lost, count = [], iter(range(10**6))

    def lose(route):
        if next(count) not in at:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort("connectionreset")

    page.route("**/till/sync", lose)
    return lost


def test_what_is_sold_without_network_waits_and_goes_when_it_is_back_once_each(tablet, soap):
    till = tablet("clerk")
    till.page.context.set_offline(True)
    assert [till.sell(soap)["number"] for _ in range(5)] == [1, 2, 3, 4, 5]
    until(lambda: till.state()["stuck"] == "later")
    found = till.state()
    assert (len(found["waiting"]), found["bound"], found["online"], found["mayOpen"]) == (5, "free", False, True)
    till.page.context.set_offline(False)
    until(till.is_empty)
    assert till.numbers() == [1, 2, 3, 4, 5]
    assert till.sell(soap)["number"] == 6
    until(lambda: till.numbers() == [1, 2, 3, 4, 5, 6])


def test_answers_that_are_lost_double_nothing(tablet, soap):
    till = tablet("clerk")
    lost = lose_answers(till.page, {0, 1})  # however many sales go in one request, two are lost
    for _ in range(4):
        till.sell(soap)
        till.page.evaluate("dispatchEvent(new Event('online'))")
    until(till.is_empty)
    assert lost == [200, 200]
    assert till.numbers() == [1, 2, 3, 4]


def test_a_dead_battery_takes_no_sale_and_no_number_with_it(tablet, soap, tmp_path):
    till = tablet("clerk", dies=True)
    till.page.context.set_offline(True)
    till.sell(soap)
    till.sell(soap, shown={"total": 600})
    die(tmp_path / "tablet")
    again = tablet(dies=True)
    if again.page.locator("[name=password]").count():  # a cookie set moments before the end may be gone with it
        again = Till(again.seat.come_in(again.app, "clerk"), again.app)
    assert again.sell(soap)["number"] == 3
    again.call("send")
    until(again.is_empty)
    assert again.numbers() == [1, 2, 3]


def test_two_tabs_give_no_number_twice_and_leave_none_out(tablet, soap):
    till = tablet("clerk")
    second = till.page.context.new_page()
    second.goto(till.page.url)
    other = Till(till.seat, till.app, second)
    module = f"{till.app.static_url_path}/js/till/outbox.js"
    asked = [module, soap, 15]
    # both at work at once: the first is not waited for
    till.page.evaluate(f"(asked) => {{ window.sold = ({SELL_MANY})(asked) }}", asked)
    there = other.page.evaluate(SELL_MANY, asked)
    here = till.page.evaluate("() => window.sold")
    assert sorted(here + there) == list(range(1, 31))
    until(till.is_empty)
    assert till.numbers() == list(range(1, 31))


def test_a_second_tap_sells_nothing_twice(tablet, soap):
    till = tablet("clerk")
    key = till.call("newKey", module="store")
    till.page.context.set_offline(True)
    first = till.sell(soap, key=key)
    assert first == {"key": key, "number": 1}
    with pytest.raises(Error, match="ConstraintError"):
        till.sell(soap, key=key)
    assert [row["number"] for row in till.state()["waiting"]] == [1]


def test_what_is_refused_lies_in_the_tray_and_goes_mended_under_its_own_number(tablet, soap):
    till = tablet("clerk")
    sold = till.sell(soap | {"member": 10**9})
    later = till.sell(soap)
    until(lambda: till.state()["refused"])
    (row,) = till.state()["refused"]
    assert (row["key"], row["number"], row["reason"], row["remedy"]) == (sold["key"], 1, "member", "member")
    assert "会员" in row["message"]
    until(lambda: till.numbers() == [later["number"]])
    till.call("mend", sold["key"], {"member": None}, module="mending")
    until(till.is_empty)
    assert till.numbers() == [1, 2]


def test_signed_out_it_waits_for_the_door_and_a_colleague_sends_it(tablet, soap):
    till = tablet("clerk")
    till.page.context.clear_cookies(name="portal")
    till.sell(soap)
    until(lambda: till.state()["stuck"] == "door")
    assert till.numbers() == []
    till = Till(till.seat.come_in(till.app, "owner"), till.app)
    till.call("send")
    until(till.is_empty)
    assert till.numbers() == [1]


def test_a_page_older_than_the_session_asks_for_a_new_token(tablet, soap):
    till = tablet("clerk")
    till.seat.come_in(till.app, "owner")
    till.sell(soap)
    until(till.is_empty)
    assert till.numbers() == [1]


# the next answer takes too long
TOO_LATE = """() => {
    const was = AbortSignal.timeout;
    AbortSignal.timeout = () => {
        AbortSignal.timeout = was;
        window.late = true;
        return AbortSignal.abort(new DOMException('', 'TimeoutError')); }; }"""


def test_a_batch_that_is_too_large_goes_in_halves_and_so_does_one_that_takes_too_long(tablet, soap):
    till = tablet("clerk")
    sizes = []

    def narrow(route):
        sizes.append(len(route.request.post_data_json["orders"]))
        return route.fulfill(status=413, body="") if sizes[-1] > 2 else route.continue_()

    till.page.route("**/till/sync", narrow)
    till.page.context.set_offline(True)
    for _ in range(7):
        till.sell(soap)
    till.page.evaluate(TOO_LATE)
    till.page.context.set_offline(False)
    until(lambda: till.page.evaluate("() => window.late ?? false"))
    sizes.clear()  # what was tried without network
    till.page.evaluate("dispatchEvent(new Event('online'))")
    until(till.is_empty)
    assert till.numbers() == list(range(1, 8))
    assert max(sizes) <= 4 and min(sizes) <= 2


def test_a_clock_set_back_does_not_make_what_waits_any_younger(tablet, soap):
    till = tablet("clerk")
    till.page.context.set_offline(True)
    till.sell(soap)
    for hours, bound in ((21, "late"), (25, "cash"), (-30, "cash"), (40, "cash"), (90, "stop")):
        till.page.evaluate(SET_CLOCK, hours)
        assert till.state()["bound"] == bound, hours
    found = till.state()
    assert (found["mayOpen"], found["only"]) == (False, None)


SET_CLOCK = "hours => { const was = Date.was ??= Date.now; Date.now = () => was() + hours * 3600000; }"
TEN_YEARS = 87_600  # hours


def test_the_servers_word_makes_what_waits_as_old_as_it_is_whatever_the_clock_was_set_to(tablet, soap):
    till = tablet("clerk")
    now, hour = till.page.evaluate("Date.now()"), 3_600_000
    till.call("heard", now, module="heard")
    till.page.context.set_offline(True)
    till.sell(soap)
    # years at once are believed by nobody whose page is open; weeks may have been slept, until the server says better
    for hours, bound in ((TEN_YEARS, "free"), (0, "free"), (25, "cash"), (600, "stop")):
        till.page.evaluate(SET_CLOCK, hours)
        assert till.state()["bound"] == bound, hours
    till.sell(soap)
    for hours, bound in ((2, "free"), (21, "late"), (73, "stop")):
        till.call("heard", now + hours * hour, module="heard")
        found = till.state()
        assert found["bound"] == bound, hours
        assert all(now <= row["at"] <= now + 3 * hour for row in found["waiting"])
