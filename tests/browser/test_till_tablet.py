"""What becomes of orders where the tablet is not what it was: full, moved to another store, or wiped (C32)."""

from datetime import timedelta

import pytest
from playwright.sync_api import Error, expect

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, queries
from tests.browser.tills import until
from tests.cast import HOUSE, Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32",)
# as the browser answers where its disk has no room: what is written is taken back, with this error
FULL = """() => {
    const { add, put } = IDBObjectStore.prototype;
    window.roomy = () => Object.assign(IDBObjectStore.prototype, { add, put });
    const full = new DOMException('no room', 'QuotaExceededError');
    const refuse = function () {
        Object.defineProperty(this.transaction, 'error', { value: full });
        this.transaction.abort(); };
    Object.assign(IDBObjectStore.prototype, { add: refuse, put: refuse }); }"""
EMPTY = """async ([device, numbers]) => (await import(device)).run('outbox', 'readwrite', (outbox) => {
    outbox.getAll().onsuccess = ({ target }) => {
        for (const row of target.result) if (numbers.includes(row.number)) outbox.delete(row.key); }; })"""


@pytest.fixture
def enrolled(live_app):
    """`enrolled(till)`: a tablet that is its store's; its id."""

    def enrol(till):
        with live_app.app_context():
            device, token = actions.enrol_device(Places().store, place="前台", by=Cast().owner.viewer)
            db.session.commit()
            said = {"id": device.id, "name": device.name, "token": token, "store": "BJ-0001", "state": "ok"}
            till.call("keep", "device", said, module="store")
            return device.id

    return enrol


@pytest.fixture
def missing(live_app):
    """`missing(device_id)`: the tablet, and what of it never came."""

    def of(device_id):
        with live_app.app_context():
            device = queries.device(device_id, HOUSE)
            return device, queries.missing_of(device)

    return of


def test_a_disk_without_room_ends_selling_and_takes_no_number(tablet, soap):
    till = tablet("clerk")
    till.page.context.set_offline(True)
    assert till.sell(soap)["number"] == 1
    till.page.evaluate(FULL)
    with pytest.raises(Error, match="QuotaExceededError"):
        till.sell(soap)
    found = till.state()
    assert (found["full"], found["mayOpen"], len(found["waiting"])) == (True, False, 1)
    till.page.evaluate("() => window.roomy()")
    till.page.context.set_offline(False)
    until(till.is_empty)
    assert till.state()["mayOpen"]
    till.page.evaluate(FULL)
    with pytest.raises(Error, match="QuotaExceededError"):
        till.sell(soap)
    till.call("send")
    assert not till.state()["mayOpen"], "there is no room yet"
    till.page.evaluate("() => window.roomy()")
    till.call("send")
    assert till.state()["mayOpen"], "though nothing waited"
    assert till.sell(soap)["number"] == 2


def test_what_was_sold_in_one_store_waits_for_its_people_and_another_stores_goes(tablet, soap):
    till = tablet("clerk")
    assert till.call("refresh", module="catalogue") is True
    till.page.context.set_offline(True)
    till.sell(soap)
    till.page.context.clear_cookies(name="portal")
    till.seat.come_in(till.app, "owner_south")
    till.page.context.set_offline(False)
    till.page = till.seat.open("/waiting")
    assert till.call("refresh", module="catalogue") is True
    assert till.call("open", module="catalogue")["facts"]["store"]["code"] == "GZ-0001"
    till.sell(soap)
    until(lambda: till.numbers() == [2])
    until(lambda: till.state()["stuck"] == "elsewhere")
    assert [row["number"] for row in till.state()["waiting"]] == [1]
    # a window that is still open in the first store, while another one has fetched the second one's goods
    till.page.evaluate("() => { document.body.dataset.store = 'BJ-0001'; }")
    till.sell(soap)
    assert [row["store"] for row in till.state()["waiting"]] == ["BJ-0001", "BJ-0001"]
    till.seat.come_in(till.app, "clerk")
    till.call("send")
    until(till.is_empty)
    assert till.numbers() == [1, 2, 3]


def test_a_day_is_not_sealed_over_sales_that_still_lie_on_the_tablet(tablet, soap):
    till = tablet("owner")
    till.page.context.route("**/till/sync", lambda route: route.abort())
    till.sell(soap)
    page = till.seat.open(f"/selling/day-reports/BJ-0001/{clock.today()}")
    expect(page.locator("[data-unsent]")).to_contain_text("还有 1 单没传到总部")
    seal = page.locator(".seal-day [type=submit]")
    expect(seal).to_be_disabled()
    till.page.context.unroute("**/till/sync")
    till.call("send")
    until(till.is_empty)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(seal).to_be_enabled()


@pytest.mark.promise("P55")
def test_what_is_lost_in_between_is_a_gap_and_what_was_lost_last_is_not_known(tablet, soap, enrolled, missing):
    till = tablet("clerk")
    device_id = enrolled(till)
    till.sell(soap)
    until(till.is_empty)
    till.page.context.set_offline(True)
    for _ in range(4):
        till.sell(soap)
    module = f"{till.app.static_url_path}/js/device.js"
    till.page.evaluate(EMPTY, [module, [2, 4]])
    till.page.context.set_offline(False)
    until(till.is_empty)
    until(lambda: missing(device_id)[1].number == 2)
    assert missing(device_id)[1].holes == [(4, 4), (2, 2)]
    till.call("keep", "numbers", {"last": 2, "stored": None}, module="store")  # a copy of its disk of before
    till.page = till.seat.open("/waiting")
    till.call("send")
    assert till.sell(soap)["number"] == 6
    until(till.is_empty)
    till.page.evaluate("() => { document.body.dataset.store = 'GZ-0001'; }")
    assert (till.state()["enrolment"], till.state()["mayOpen"]) == ("elsewhere", False)
    with pytest.raises(Error, match="another store"):
        till.sell(soap)
    till.page = till.seat.open("/waiting")
    till.page.context.set_offline(True)
    till.sell(soap)
    till.page.context.new_cdp_session(till.page).send(
        "Storage.clearDataForOrigin", {"origin": till.seat.address, "storageTypes": "indexeddb"}
    )
    till.page.context.set_offline(False)
    till.page.reload()
    assert till.state()["waiting"] == []
    assert not till.call("state", module="enrol")["enrolled"]
    with till.app.app_context():
        old = queries.device(device_id, HOUSE)
        actions.replace_device(old, reason="清空了", by=Cast().owner.viewer)
        db.session.commit()
    device, found = missing(device_id)
    assert found.holes == [(4, 4), (2, 2)], "what was lost last was never heard of"
    assert found.unknown_since == device.seen_at and clock.now() - found.unknown_since < timedelta(minutes=5)
