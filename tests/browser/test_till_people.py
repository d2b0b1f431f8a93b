"""People at a tablet: its owner makes it the store's, members are found by the least, a PIN opens it without network.

And what lies on its disk meanwhile: no member's number once the server has it, nothing after signing out (C32, C34).
"""

import json
import re

import pytest
from playwright.sync_api import expect

from portal.accounts import pins
from portal.kernel.db import db
from portal.kernel.trail import history_of
from portal.selling import actions, consent
from portal.selling.keys import new_key
from portal.selling.models import Device, Order
from tests.browser.conftest import TABLET
from tests.browser.test_offline import WORKER_KEEPS
from tests.browser.tills import PAGE, total, until
from tests.cast import HOUSE, PASSWORD, PEOPLE, Cast, Places

pytestmark = pytest.mark.browser
covers = ("C32", "C34")
promises = ("P50",)
PIN, WRONG = "135792", "246813"
PHONE = "13911112222"
DUMP = """async ([device]) => {
    const { run } = await import(device);
    const stores = ['forms', 'till', 'catalogue', 'members', 'sales', 'outbox'];
    const all = {};
    await run(stores, 'readonly', (...given) => {
        for (const store of given) store.getAll().onsuccess = ({ target }) => { all[store.name] = target.result; }; });
    return JSON.stringify(all); }"""

KEEP_A_SALE = """async ([device, key, member]) => {
    const [priced, plain] = [{ price: 300, member: 250, quantity: 1000 }, { tare: 0, off: 0, discount: null }];
    const lines = [{ n: 1, product: 1, name: '茶叶', unit: '袋', weighed: false, category: '茶', ...priced, ...plain }];
    await (await import(device)).run('sales', 'readwrite', (sales) => {
        sales.put({ key: 'draft BJ-0001', sale: { key, lines, at: 1, next: 2, member } }); }); }"""
LOCKS = """async (store) => {
    const key = await (await import(store)).kept('locks');
    return [key.constructor.name, key.extractable]; }"""


def dumped(till):
    return json.loads(till.page.evaluate(DUMP, [f"{till.app.static_url_path}/js/device.js"]))


def numbers_in(kept):
    """Return what could be a phone number: eleven digits that stand alone."""
    return re.findall(r"(?<![\d-])1\d{10}(?![\d-])", json.dumps(kept, ensure_ascii=False))


@pytest.fixture
def owned(tablet):
    """`owned(name)`: a tablet that its owner made the store's own, on itself."""

    def take():
        till = tablet("owner")
        assert till.call("enrol", "前台", module="enrol")["ok"]
        assert till.call("refresh", module="catalogue")
        till.call("current", module="turns")  # it has its modules before its network is gone
        till.call("byId", 0, module="people")
        return till

    return take


def orders(till):
    """Return the tablet's orders. Inside an app context."""
    name = till.call("device", module="store")["name"]
    return db.session.scalars(Order.seen_by(HOUSE).where(Order.device == name).order_by(Order.sequence)).all()


def devices(app):
    with app.app_context():
        return db.session.scalars(Device.seen_by(HOUSE).order_by(Device.id)).all()


def test_an_owner_enrols_a_tablet_on_itself_once_though_the_answer_is_lost(tablet, soap, live_app):
    before = len(devices(live_app))
    till = tablet("owner")
    till.page.context.set_offline(True)
    till.sell(soap)
    till.page.route("**/till/devices", lambda route: route.abort() if route.fetch() else None, times=1)
    till.page.context.set_offline(False)
    assert till.call("enrol", "收银台", module="enrol")["status"] == 0
    assert not till.call("state", module="enrol")["enrolled"]
    assert till.call("enrol", "收银台", module="enrol")["ok"]
    made = devices(live_app)[before:]
    assert [device.place for device in made] == ["收银台"]
    state = till.call("state", module="enrol")
    assert (state["enrolled"], state["name"], state["store"]) == (True, made[0].name, "BJ-0001")
    until(till.is_empty)
    assert till.sell(soap)["number"] == 1, "an enrolled tablet counts from one"
    until(lambda: till.numbers() == [1])


def test_a_tablet_that_is_replaced_sells_no_more_and_still_delivers(owned, soap, live_app):
    till = owned()
    till.page.context.set_offline(True)
    till.sell(soap)
    with live_app.app_context():
        device = db.session.scalar(Device.seen_by(HOUSE).order_by(Device.id.desc()).limit(1))
        actions.replace_device(device, reason="摔坏了", by=Cast().owner.viewer)
        db.session.commit()
    till.page.context.set_offline(False)
    until(till.is_empty)
    found = till.state()
    assert (found["enrolment"], found["mayOpen"], till.numbers()) == ("replaced", False, [1])


def test_members_are_found_without_network_and_nobody_elses_hands_find_them(owned, soap, live_app):
    with live_app.app_context():
        actions.register(Places().store, phone="13933334444", name="欧阳静", consents=True, by=Cast().owner.viewer)
        db.session.commit()
    till = owned()
    assert till.call("refresh", module="people")
    till.page.context.set_offline(True)
    (found,) = till.call("find", "4444", module="people")
    assert found["last_four"] == "4444" and till.call("find", found["surname"], module="people") == [found]
    assert till.call("byId", found["id"], module="people") == found
    assert numbers_in(dumped(till)) == []
    assert till.call("find", "4444", module="people")[0]["owed"] == found["owed"]
    till.sell(soap | {"member": found["id"], "payments": [{"way": "account", "amount": 600}]})
    assert till.call("find", "4444", module="people")[0]["owed"] == found["owed"] + 600, "it counts before it is sent"
    till.page.context.set_offline(False)
    till.page.evaluate(KEEP_A_SALE, [f"{till.app.static_url_path}/js/device.js", new_key(), found])
    other = till.page.context.new_page()
    other.goto(till.page.url)
    other.evaluate("() => document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    other.wait_for_url("**/login*")
    until(lambda: dumped(till)["members"] == [])
    until(lambda: "欧阳" not in json.dumps(dumped(till)["sales"], ensure_ascii=False))
    (kept,) = dumped(till)["sales"]
    assert kept["sale"]["member"] == {"id": found["id"], "last_four": "****"}
    assert [line["quantity"] for line in kept["sale"]["lines"]] == [1000], "its goods stay"
    assert till.call("find", "4444", module="people") == [], "the window that was open has forgotten them, too"
    till.seat.come_in(live_app, "clerk")
    page = till.page = till.seat.window
    page.route("**/till/members", lambda route: route.abort())
    till.seat.open(PAGE)
    expect(page.locator("#notices")).to_contain_text("会员资料还没到")
    expect(page.locator("#member")).to_contain_text("****")
    expect(total(page)).to_have_attribute("value", "250")  # the members' price needs nothing of him
    assert till.call("find", "4444", module="people") == []
    page.unroute("**/till/members")
    page.evaluate("dispatchEvent(new Event('online'))")  # the next beat of its heart
    expect(page.locator("#member")).to_contain_text("4444")
    expect(page.locator("#notices")).not_to_contain_text("会员资料还没到")
    other.goto(page.url)
    other.evaluate("() => document.querySelector('form[action=\"/logout\"]').requestSubmit()")
    expect(page.locator("#member")).to_contain_text("****")  # in the window that still stands open


def test_a_new_members_number_lies_in_the_outbox_until_the_server_has_it_put_right_in_the_tray(owned, soap, live_app):
    till = owned()
    till.page.context.set_offline(True)
    wrong = PHONE.replace("139", "129", 1)
    joined = till.call("join", {"phone": wrong, "name": "赵敏", "consent_version": consent.VERSION}, module="people")
    (found,) = till.call("find", PHONE[-4:], module="people")
    assert (found["key"], found["surname"]) == (joined["key"], "赵")
    sold = till.sell(soap | {"member_key": joined["key"]})
    kept = dumped(till)
    assert numbers_in(kept) == [wrong] and numbers_in(kept | {"outbox": []}) == []
    till.page.context.set_offline(False)
    until(lambda: till.state()["refused"])
    till.page = till.seat.open(PAGE)
    expect(till.page.locator("#sync")).to_contain_text("1 单、1 位会员被拒收")
    till.page.click("#sync")
    till.page.fill("[data-s=refused] [data-s=phone]", PHONE)
    till.page.click("[data-s=acts] button >> nth=0")
    until(till.is_empty)
    assert numbers_in(dumped(till)) == []
    with live_app.app_context():
        (order,) = orders(till)
        assert (order.id, order.member.phone) == (sold["key"], PHONE)


def test_who_took_the_tablet_with_network_takes_it_again_without_until_five_are_wrong(owned, soap, live_app):
    with live_app.app_context():
        clerk = Cast().clerk.user
        pins.set_pin(clerk, pins.hash_pin(PIN), by=Cast().clerk.viewer)
        db.session.commit()
        user = clerk.id
    till = owned()
    till.page.context.set_offline(True)
    take = lambda pin: till.call("switchTo", user, pin, module="turns")  # noqa: E731
    assert take(PIN)["error"] == "offline", "nobody takes it who was not here with network"
    till.page.context.set_offline(False)
    assert take(WRONG)["error"] == "pin"
    first = take(PIN)
    assert (first["ok"], first["offline"]) == (True, False)
    till.page.context.set_offline(True)
    till.sell(soap)
    assert [take(WRONG)["left"] for _ in range(4)] == [4, 3, 2, 1]
    again = take(PIN)
    assert (again["ok"], again["offline"], again["user"]["id"]) == (True, True, user)
    assert till.call("approve", {"user": user, "pin": PIN, "deed": "return"}, module="turns")["error"] == "offline"
    till.sell(soap)
    assert [take(WRONG)["error"] for _ in range(5)] == ["pin"] * 4 + ["offline"]
    assert take(PIN)["error"] == "offline"
    assert PIN not in json.dumps(dumped(till)), "a PIN is kept nowhere"
    till.call("end", module="turns")
    assert till.call("current", module="turns")["id"] is None
    till.call("goOn", {"id": user, "name": "孙丽"}, module="turns")  # the store sells, whoever could look who he is
    till.sell(soap)
    kind = till.page.evaluate(LOCKS, f"{till.app.static_url_path}/js/till/store.js")
    assert kind == ["CryptoKey", False], "what it is checked with cannot be carried elsewhere"
    till.page.context.set_offline(False)
    until(till.is_empty)
    with live_app.app_context():
        with_network, without, unchecked = orders(till)
        assert (with_network.turn_id, with_network.actor_id) == (first["turn"], user)
        assert with_network.uploader_id == Cast().owner.user.id
        for order in (without, unchecked):
            assert "clerk" in order.flags.split(), "the server was not asked whose turn it was"


def test_a_refused_order_is_given_up_with_a_reason_and_its_number_says_why(owned, soap, live_app):
    till = owned()
    sold = till.sell(soap | {"member": 10**9})
    until(lambda: till.state()["refused"])
    till.page = till.seat.open(PAGE)
    till.page.click("#sync")
    till.page.click("[data-s=ends]")
    message = till.page.locator("[data-s=refused] [data-s=message]")
    expect(message).to_have_text("请写明为什么作废。")
    till.page.evaluate("dispatchEvent(new Event('online'))")  # it is tried anew, and what was said stays
    expect(till.page.locator("#sheet [data-s=count]")).to_contain_text("0")
    till.page.wait_for_timeout(300)
    expect(message).to_have_text("请写明为什么作废。")
    till.page.fill("[data-s=why]", "重复打了")
    till.page.click("[data-s=ends]")
    until(till.is_empty)
    assert sold["number"] == 1 and till.numbers() == []
    until(lambda: till.state()["stuck"] == "")
    assert till.sell(soap)["number"] == 2
    until(lambda: till.numbers() == [2])
    with live_app.app_context():
        device = db.session.scalar(Device.seen_by(HOUSE).order_by(Device.id.desc()).limit(1))
        (link, *_rest) = history_of(device, HOUSE)
        assert (link.reason, link.facts["number"]) == ("重复打了", 1)


def test_the_till_is_opened_for_whoever_signs_in_though_anothers_is_kept(seat, live_app):
    tablet = seat("clerk", TABLET)
    page = tablet.open(PAGE)
    page.evaluate(WORKER_KEEPS, PAGE)
    clerk = page.get_attribute("body", "data-viewer")
    page.reload()
    assert page.get_attribute("body", "data-viewer") == clerk
    page.context.clear_cookies(name="portal")
    page.goto(f"{tablet.address}/login?next={PAGE}")
    page.fill("input[name=name]", PEOPLE["owner"][1])
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{PAGE}")
    assert page.get_attribute("body", "data-viewer") not in ("", clerk)
