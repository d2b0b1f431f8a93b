"""The sync of tablets: JSON in, each order's fate out, once whatever happens."""

import re
import threading
from datetime import timedelta

import pytest

from portal.accounts import actions as accounts
from portal.goods import actions as goods
from portal.kernel import clock
from portal.kernel.db import db
from portal.network import actions as network
from portal.selling import actions, queries
from portal.selling.keys import new_key
from portal.selling.models import Order
from tests import till_talk
from tests.browse import Browser
from tests.builders_selling import product
from tests.cast import Cast, Places

covers = ("C32",)


def order(milk, n=1, **facts):
    return till_talk.order({"barcode": milk.barcode, "quantity": 1000}, n=n, payment="cash", **facts)


@pytest.mark.promise("P01")
def test_orders_are_stored_and_a_repeat_is_known(tablet, milk):
    batch = [order(milk, n) for n in (1, 2, 3)]
    assert tablet(*batch).states == ["stored"] * 3
    assert tablet(*batch).states == ["known"] * 3


@pytest.mark.promise("P02")
def test_a_single_clash_is_409_and_in_a_batch_it_is_told_per_order(tablet, milk):
    first = order(milk)
    tablet(first)
    other = {**first, "payment": "wechat"}
    answer = tablet(other)
    assert answer.status == 409 and answer.states == ["clash"]
    answer = tablet(other, order(milk, 2))
    assert answer.status == 200 and answer.states == ["clash", "stored"]


@pytest.mark.parametrize(
    "wrong, reason",
    [
        ({"key": "no"}, "key"),
        ({"sequence": 0}, "sequence"),
        ({"sequence": True}, "sequence"),
        ({"placed_at": "2026-01-01T00:00:00"}, "placed_at"),
        ({"placed_at": 5}, "placed_at"),
        ({"payment": "gold"}, "payment"),
        ({"payment": []}, "payment"),
        ({"lines": []}, "lines"),
        ({"lines": [{"quantity": 1000}]}, "product"),
        ({"lines": [{"barcode": "404", "quantity": 1000}]}, "product"),
        ({"lines": [5]}, "shape"),
        ({"lines": "x"}, "shape"),
        ({"member": 10**9}, "member"),
        ({"member": "13912345678"}, "member"),
        ({"reverses": new_key()}, "right"),
    ],
)
def test_what_is_wrong_is_refused_with_its_reason(tablet, milk, wrong, reason):
    [result] = tablet({**order(milk), **wrong}).results
    assert (result["state"], result["reason"]) == ("refused", reason) and result["message"]


@pytest.mark.parametrize(
    "body", [None, [], {}, {"device": "T1"}, {"device": "T1", "orders": []}, {"device": "；", "orders": [1]}]
)
def test_what_is_no_batch_is_422(browse, cast, body, milk):
    assert browse(cast.clerk).post("/till/sync", json=body).status_code == 422


@pytest.mark.promise("P27")
def test_more_than_a_hundred_orders_are_refused(tablet, milk):
    orders = [order(milk, n) for n in range(1, 102)]
    assert tablet(*orders).status == 422
    assert tablet(*orders[:100]).states == ["stored"] * 100


@pytest.mark.promise("P01")
def test_a_key_is_the_same_however_it_is_spelled(tablet, milk):
    first = order(milk)
    spelled = [first["key"].upper(), first["key"].replace("-", ""), f"{{{first['key']}}}"]
    assert tablet(first).states == ["stored"]
    assert [tablet({**first, "key": key}).states for key in spelled] == [["known"]] * 3


@pytest.mark.promise("P01")
def test_what_was_refused_is_not_known_because_it_was_said_twice(tablet, milk):
    wrong = order(milk, lines=[{"barcode": "404", "quantity": 1000}])
    assert tablet(wrong, wrong).states == ["refused", "refused"]
    assert tablet(wrong, {**wrong, "lines": order(milk)["lines"]}).states == ["refused", "stored"]


@pytest.mark.promise("P02")
def test_what_clashes_is_not_known_because_it_was_said_twice(tablet, milk):
    first = order(milk)
    tablet(first)
    other = {**first, "payment": "wechat"}
    assert tablet(other, other).states == ["clash", "clash"]
    assert tablet(first, first, other).states == ["known", "known", "clash"]
    new = order(milk, 2)
    assert tablet(new, new, {**new, "payment": "card"}).states == ["stored", "known", "clash"]


@pytest.mark.promise("P27")
def test_more_lines_than_a_database_looks_up_at_once_are_refused(tablet, milk):
    lines = [[{"barcode": f"{n}-{m}", "quantity": 1000} for m in range(700)] for n in range(100)]
    answer = tablet(*[order(milk, n, lines=of_it) for n, of_it in enumerate(lines, 1)])
    assert answer.status == 200 and answer.states == ["refused"] * 100
    assert {result["reason"] for result in answer.results} == {"lines"}


def test_half_a_letter_is_no_store_no_secret_no_managers_word_and_nobodys_name(browse, cast, places, milk, session):
    tablet, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
    session.commit()
    browser = browse(cast.clerk)
    assert browser.post("/till/sync", json={"device": "T1", "store": "\ud800", "orders": [1]}).status_code == 404
    answer = browser.post("/till/sync", json={"device": tablet.name, "token": "\ud800", "orders": [order(milk)]})
    assert (answer.status_code, answer.json["error"]) == (422, "token")
    word = order(milk, approval="\ud800", lines=[{"product_id": milk.id, "quantity": 1000, "discount": {"fen": 99}}])
    answer = browser.post("/till/sync", json={"device": "T1", "orders": [word]})
    assert answer.json["results"][0]["reason"] == "discount"
    assert browser.post("/till/members/search", json={"q": "\ud800"}).json["hits"] == []


def test_a_tablet_sells_for_its_own_store_only(tablet, milk):
    assert tablet(order(milk), store="GZ-0001").status == 404
    assert tablet(order(milk), store="BJ-0001").status == 200


def test_prices_of_an_offline_tablet_count_and_are_flagged(tablet, milk):
    line = {"product_id": milk.id, "quantity": 3000, "price": 333, "amount": 999}
    [result] = tablet(order(milk, lines=[line])).results
    assert result == {"key": result["key"], "state": "stored", "flags": ["price"]}


def test_a_tablet_has_no_other_browsers_name(browse, cast, milk):
    browser = browse(cast.clerk)
    own = browser.get("/till/snapshot").json["device"]
    for device, status in ((own, 200), (f"{own}0", 422), ("W99999", 422), ("W-1", 200)):
        answer = browser.post("/till/sync", json={"device": device, "orders": [order(milk)]})
        assert answer.status_code == status
        assert status == 200 or answer.json["error"] == "device"


def test_json_as_deep_as_a_well_is_400(browse, cast):
    browser = browse(cast.clerk)
    headers = {"X-CSRFToken": browser.csrf, "Content-Type": "application/json"}
    assert browser.client.post("/till/sync", data="[" * 100_000, headers=headers).status_code == 400


@pytest.mark.promise("P43")
def test_what_is_no_moment_is_no_clock_either(tablet, milk):
    for wrong in ("soon", 5, None, "2026-01-01T00:00:00"):
        answer = tablet(order(milk), sent_at=wrong)
        assert answer.status == 422 and answer.json["error"] == "sent_at"
    assert tablet(order(milk), sent_at=clock.now().isoformat()).states == ["stored"]


def test_without_the_token_nothing_is_taken(browse, cast, milk):
    browser = browse(cast.clerk)
    browser.csrf = "wrong"
    assert browser.post("/till/sync", json={"device": "T1", "orders": [order(milk)]}).status_code == 400


def test_the_snapshot_has_an_entity_tag(browse, cast, milk, session):
    browser = browse(cast.clerk)
    first = browser.get("/till/snapshot")
    assert first.json["store"]["code"] == "BJ-0001" and milk.barcode in first.get_data(as_text=True)
    tag = first.headers["ETag"]
    assert browser.get("/till/snapshot", headers={"If-None-Match": tag}).status_code == 304
    goods.withdraw(milk, by=cast.office.viewer, reason="停产")
    session.commit()
    assert browser.get("/till/snapshot", headers={"If-None-Match": tag}).status_code == 200


def test_every_door_of_the_till_is_described(app, browse, cast):
    told = browse(cast.clerk).get("/till/openapi.json").json["paths"]
    ours = {
        (re.sub(r"<\w+:(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if re.match(r"/till/(?!parts|openapi)", rule.rule)  # what the page is made of, and the description itself
        for method in rule.methods & {"GET", "POST"}
    }
    assert ours == {(path, method) for path in told for method in told[path] if method != "parameters"}


@pytest.mark.parametrize("ends", [network.suspend_store, network.close_store])
def test_what_is_sold_once_the_store_is_suspended_or_closed_is_stored_and_flagged(
    ends, tablet, milk, store, cast, session, count_statements
):
    before = order(milk, 1, placed_at=(clock.now() - timedelta(seconds=1)).isoformat())
    ends(store, by=cast.office.viewer, reason="装修")
    session.commit()
    with count_statements() as seen:
        late = tablet(before, *(order(milk, n) for n in (2, 3)))
    assert late.states == ["stored"] * 3
    assert [one.get("flags") for one in late.results] == [None, ["shut"], ["shut"]]
    assert len([text for text in seen if "store_lifetime" in text]) == 1


def test_a_store_that_was_closed_with_hindsight_had_sold_nothing_since_that_day(tablet, milk, store, cast, session):
    day = clock.today() - timedelta(days=2)
    network.close_store(store, by=cast.office.viewer, reason="装修", on=day)
    session.commit()
    moments = clock.at(day) - timedelta(seconds=1), clock.at(day)
    late = tablet(*(order(milk, n, placed_at=at.isoformat()) for n, at in enumerate(moments, 1)))
    assert [one["flags"] for one in late.results] == [["late"], ["late", "shut"]]


@pytest.mark.promise("P01")
def test_fifty_parallel_posts_of_one_key_are_one_order(own_app):
    with own_app.app_context():
        milk, cast = product("牛奶", price=500), Cast()
        token = accounts.sign_in(cast.clerk.user, by=cast.clerk.viewer, browser="tests")
        db.session.commit()
        body = {"device": "T1", "orders": [order(milk)]}
    answers, start = [], threading.Barrier(50)

    def post():
        browser = Browser(own_app, token)
        start.wait(30)
        headers = {"X-CSRFToken": browser.csrf}
        answers.append(browser.client.post("/till/sync", json=body, headers=headers).json)

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer["results"][0]["state"] for answer in answers) == ["known"] * 49 + ["stored"]
    with own_app.app_context():
        assert db.session.query(Order).execution_options(scoped=Order.reach()).count() == 1
        assert queries.total_on(Places().store, clock.today()).total == 500
