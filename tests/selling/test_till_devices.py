"""A tablet that its store's owner enrols on itself brings its own secret; an order given up says why (C32)."""

import pytest

from portal.accounts.models import UserStore
from portal.kernel.trail import history_of
from portal.selling import queries
from tests.till_talk import line, order, talk

covers = ("C32",)
SECRET = "A1_-" * 10 + "xyz"


@pytest.fixture
def ask(browse, cast):
    """`ask(path, **body)`: what a tablet in the owner's hands asks and is answered."""
    browser = browse(cast.owner)
    return lambda path="", **body: browser.post(f"/till/devices{path}", json=body)


@pytest.fixture
def sync(browse, cast):
    return talk(browse(cast.owner), "1")


def devices(cast, places, session):
    session.expire_all()
    return list(queries.devices_of(places.store, cast.owner.viewer))


def test_the_same_secret_again_is_the_same_tablet(ask, sync, cast, places, session):
    first = ask(place=" 收银台 ", secret=SECRET)
    assert (first.status_code, first.json["name"], first.json["store"]) == (200, "1", "BJ-0001")
    assert ask(place="别处", secret=SECRET).json == first.json
    assert [device.place for device in devices(cast, places, session)] == ["收银台"]
    assert sync(token=SECRET).json["enrolment"] == "ok"


def test_it_takes_a_lost_ones_place_once(ask, browse, cast, places, session):
    old = ask(secret=SECRET).json
    (listed,) = browse(cast.owner).get("/till/devices").json["devices"]
    assert (listed["id"], listed["name"], listed["waiting"]) == (old["id"], "1", 0)
    said = {"secret": SECRET[::-1], "replaces": old["id"]}
    assert ask(**said).json["error"] == "reason"
    new = ask(**said, reason="丢了").json
    assert ask(**said, reason="丢了").json == new and new["name"] == "2"
    assert [(one.name, one.in_use) for one in devices(cast, places, session)] == [("2", True), ("1", False)]
    assert [one["name"] for one in browse(cast.owner).get("/till/devices").json["devices"]] == ["2"]


@pytest.mark.parametrize("secret", [None, "", "short", "好" * 43, SECRET + "x", 7])
def test_a_secret_that_can_be_guessed_enrols_nothing(secret, ask, cast, places, session):
    answer = ask(secret=secret)
    assert (answer.status_code, answer.json["error"]) == (422, "secret")
    assert devices(cast, places, session) == []


def test_another_stores_tablet_is_not_replaced(ask, browse, cast):
    theirs = browse(cast.owner_south).post("/till/devices", json={"secret": SECRET}).json
    assert ask(secret=SECRET[::-1], replaces=theirs["id"], reason="丢了").status_code == 404
    assert ask("/numbers", device=theirs["name"], number=1, reason="重复").status_code == 404


def test_a_tablet_of_his_other_store_is_not_replaced_here(ask, browse, cast, places, session):
    theirs = browse(cast.owner_south).post("/till/devices", json={"secret": SECRET}).json
    session.add(UserStore(user_id=cast.owner.user.id, store_id=places.store_south.id))
    session.commit()
    assert ask(secret=SECRET[::-1], replaces=theirs["id"], reason="丢了").status_code == 404


def test_a_number_that_is_given_up_says_why_on_the_tablets_page(ask, sync, browse, milk, cast, places, session):
    ask(secret=SECRET)
    assert sync(order(line(milk), 2, placed_at="2026-11-25T10:00:00+08:00"), token=SECRET, last=2).states == ["stored"]
    assert ask("/numbers", device="1", number=1, reason="").json["error"] == "reason"
    assert ask("/numbers", device="1", number=2, reason="重复打了").json["error"] == "number"
    assert ask("/numbers", device="1", number=1, reason="重复打了").json == {"number": 1}
    (device,) = devices(cast, places, session)
    link = history_of(device, cast.owner.viewer)[0]
    assert (link.event, link.reason, link.facts["number"]) == ("device.number_given_up", "重复打了", 1)
    assert "重复打了" in browse(cast.owner).visit(f"/selling/devices/{device.id}").text
    own = {"device": "T0123456789abcdef", "number": 3, "reason": "打错了"}  # of one that nobody enrolled
    assert ask("/numbers", **own, store="GZ-0001").status_code == 404
    assert ask("/numbers", **own, store="BJ-0001").json == {"number": 3}
    link = history_of(places.store, cast.owner.viewer)[0]
    assert (link.reason, link.facts["device"], link.facts["number"]) == ("打错了", own["device"], 3)
    page = browse(cast.owner).visit("/selling/devices")
    assert own["device"] in page.text and "打错了" in page.text and "重复打了" not in page.text


@pytest.mark.pages
def test_a_clerk_enrols_and_gives_up_nothing(browse, cast):
    browser = browse(cast.clerk)
    assert browser.post("/till/devices", json={"secret": SECRET}).status_code == 403
    assert browser.post("/till/devices/numbers", json={"device": "1", "number": 1, "reason": "x"}).status_code == 403
