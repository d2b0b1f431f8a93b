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


def put_aside(till, name, sale=SALE):
    key = till.call("hold", sale, name, SUMS, module="holds")["key"]
    till.call("shareAll", module="holds")
    return key


def draft(till):
    row = till.page.evaluate(DRAFT, f"{till.app.static_url_path}/js/device.js")
    return row and row["sale"]


def take_all(till):
    """Leave the shared store as it was."""
    for one in till.call("list", module="holds")["holds"]:
        till.call("take", one["key"], module="holds")


def test_what_one_tablet_puts_aside_another_takes_up_once(tablet):
    first, second = tablet("clerk"), tablet("owner")
    (line,) = SALE["lines"]
    worded, plain = (
        SALE | {"lines": [line | {"discount": {"fen": 80, "approval": word}}]} for word in ("the first tablet's", None)
    )
    key = put_aside(first, "红衣服的", worded)
    assert held(second) == [("红衣服的", False)]
    second.page.route("**/taking", lambda route: route.abort() if route.fetch() else None, times=1)
    lost = second.call("take", key, {"name": "红衣服的"}, module="holds")
    assert (lost["ok"], lost["error"], held(first), draft(second)) == (False, "offline", [], None)
    assert held(second) == [("红衣服的", False)], "its answer was lost: it is this tablet's alone"
    taken = second.call("take", key, module="holds")
    assert (taken["ok"], taken["body"], draft(second), held(second)) == (True, plain, plain, [])
    late = first.call("take", key, module="holds")
    assert (late["ok"], late["error"], bool(late["message"])) == (False, "taken", True)
    assert held(first) == [] and draft(first) is None


def test_what_is_put_aside_without_network_is_here_alone_until_it_is_back(tablet):
    till = tablet("clerk")
    assert held(till) == []
    till.page.context.set_offline(True)
    one = put_aside(till, "去拿钱包")
    put_aside(till, "等孩子", SALE | {"key": SALE["key"][:-1] + "2"})
    assert held(till) == [("去拿钱包", True), ("等孩子", True)]
    till.page.evaluate("() => { document.body.dataset.store = 'GZ-0001'; }")
    assert held(till) == [], "another store of the same person's"
    till.page.evaluate("() => { delete document.body.dataset.store; }")
    assert till.call("take", one, module="holds")["body"] == SALE
    assert held(till) == [("等孩子", True)] and draft(till) == SALE
    till.page.context.set_offline(False)
    till.call("shareAll", module="holds")
    until(lambda: held(till) == [("等孩子", False)])
    take_all(till)


def test_an_answer_that_is_lost_leaves_one_sale_on_hold(tablet):
    till = tablet("clerk")
    before = held(till)
    till.page.route("**/till/holds", lambda route: route.abort() if route.fetch() else None, times=1)
    put_aside(till, "一次")
    assert held(till) == [*before, ("一次", True)]
    till.call("shareAll", module="holds")
    assert held(till) == [*before, ("一次", False)]
    take_all(till)
