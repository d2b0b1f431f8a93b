"""Sales put aside: on one tablet and taken up on another, once; without network this tablet's alone (C32)."""

import pytest

from tests.browser.tills import until

pytestmark = pytest.mark.browser
covers = ("C32",)
SALE = {"key": "01999999-0000-7000-8000-000000000001", "lines": [{"n": 1, "name": "肥皂", "quantity": 1000}]}
SUMS = {"total": 600, "pieces": 2}
DRAFT = """async (device) => (await import(device)).run('sales', 'readonly', (sales) => sales.get('draft'))"""


def held(till):
    return [(one["name"], one["local"]) for one in till.call("list", module="holds")["holds"]]


def draft(till):
    row = till.page.evaluate(DRAFT, f"{till.app.static_url_path}/js/device.js")
    return row and row["sale"]


def take_all(till):
    """Leave the shared store as it was."""
    for one in till.call("list", module="holds")["holds"]:
        till.call("take", one["key"], module="holds")


def test_what_one_tablet_puts_aside_another_takes_up_once(tablet):
    first, second = tablet("clerk"), tablet("owner")
    held_now = first.call("hold", SALE, "红衣服的", SUMS, module="holds")
    assert not held_now["local"] and held(second) == [("红衣服的", False)]
    taken = second.call("take", held_now["key"], module="holds")
    assert (taken["ok"], taken["body"], draft(second)) == (True, SALE, SALE)
    assert second.call("take", held_now["key"], module="holds")["body"] == SALE, "its own answer may have been lost"
    late = first.call("take", held_now["key"], module="holds")
    assert (late["ok"], late["error"], bool(late["message"])) == (False, "taken", True)
    assert held(first) == [] and draft(first) is None


def test_what_is_put_aside_without_network_is_here_alone_until_it_is_back(tablet):
    till = tablet("clerk")
    assert held(till) == []
    till.page.context.set_offline(True)
    one = till.call("hold", SALE, "去拿钱包", SUMS, module="holds")
    till.call("hold", SALE | {"key": SALE["key"][:-1] + "2"}, "等孩子", SUMS, module="holds")
    assert held(till) == [("去拿钱包", True), ("等孩子", True)]
    assert till.call("take", one["key"], module="holds")["body"] == SALE
    assert held(till) == [("等孩子", True)] and draft(till) == SALE
    till.page.context.set_offline(False)
    till.call("shareAll", module="holds")
    until(lambda: held(till) == [("等孩子", False)])
    take_all(till)


def test_an_answer_that_is_lost_leaves_one_sale_on_hold(tablet):
    till = tablet("clerk")
    before = held(till)
    till.page.route("**/till/holds", lambda route: route.abort() if route.fetch() else None, times=1)
    assert till.call("hold", SALE, "一次", SUMS, module="holds")["local"]
    assert held(till) == [*before, ("一次", True)]
    till.call("shareAll", module="holds")
    assert held(till) == [*before, ("一次", False)]
    take_all(till)
