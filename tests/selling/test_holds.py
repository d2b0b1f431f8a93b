"""Sales on hold: any tablet of the store takes one up, once; what nobody comes back for is thrown away."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, invariants_people, nightly, queries, rules
from portal.selling.keys import new_key
from portal.selling.models import Hold
from tests.browse import Browser
from tests.cast import HOUSE, Cast, Places
from tests.trail import noted

covers = ("C32",)


def nested(depth):
    body = {}
    for _ in range(depth):
        body = {"a": body}
    return body


SALE = {"name": "红衣服的", "body": {"lines": [[7, 2000]]}, "total": 1250, "pieces": 2}
AT_ONCE = 50


@pytest.fixture
def till(browse, cast):
    """`till(path, **body)`: what a clerk's tablet asks and is answered."""
    browser = browse(cast.clerk)
    return lambda path="", **body: browser.post(f"/till/holds{path}", json={"device": "T1"} | body)


@pytest.fixture
def held(session, cast, places):
    def hold(**facts):
        said = SALE | {"key": new_key()} | facts
        return actions.hold_sale(places.store, "T1", **said, by=cast.clerk.viewer)

    return hold


def test_a_sale_is_put_aside_at_one_tablet_and_taken_up_at_another(till, browse, cast, session):
    key = new_key()
    assert till(**SALE, key=key).json == {"key": key}
    assert till(**SALE, key=key).json == {"key": key}, "a repeat is known"
    (listed,) = browse(cast.owner).get("/till/holds").json["holds"]
    assert listed.pop("made_at")
    assert listed == {
        "key": key, "name": "红衣服的", "total": 1250, "pieces": 2, "made_by": "孙丽", "device": "T1", "old": False,
    }  # fmt: skip
    assert till(f"/{key}/taking", device="T2").json == {"body": SALE["body"]}
    assert browse(cast.owner).get("/till/holds").json == {"holds": []}
    assert till(f"/{key}/taking", device="T2").json == {"body": SALE["body"]}, "the answer was lost"
    (link,) = noted("hold.taken")
    assert link.actor_id == cast.clerk.user.id


@pytest.mark.promise("P56")
def test_every_other_tablet_is_told_who_was_first(till, cast, held, session):
    key = held().id
    session.commit()
    till(f"/{key}/taking", device="T2")
    answer = till(f"/{key}/taking", device="T3")
    assert answer.status_code == 409
    said = answer.json
    assert (said["error"], said["by"], said["device"]) == ("taken", "孙丽", "T2")
    assert said["at"][:10] == clock.today().isoformat() and "孙丽" in said["message"] and "T2" in said["message"]


def test_a_tablet_without_a_number_is_named_to_nobody(till, held, session):
    key, own = held().id, "T05f52471ed90b592"
    session.commit()
    till(f"/{key}/taking", device=own)
    said = till(f"/{key}/taking", device="2").json
    assert said["device"] == own and own not in said["message"] and "没有编号" in said["message"]


@pytest.mark.promise("P56")
def test_of_fifty_who_take_it_up_at_once_one_has_it(own_app):
    with own_app.app_context():
        clerk = Cast().clerk
        token = accounts.sign_in(clerk.user, by=clerk.viewer, browser="tests")
        key = actions.hold_sale(Places().store, "T1", **SALE, key=new_key(), by=clerk.viewer).id
        db.session.commit()
    answers, start = [], threading.Barrier(AT_ONCE)

    def take(n):
        browser = Browser(own_app, token)
        start.wait(30)
        path, headers = f"/till/holds/{key}/taking", {"X-CSRFToken": browser.csrf}
        answers.append((f"P{n}", browser.client.post(path, headers=headers, json={"device": f"P{n}"})))

    threads = [threading.Thread(target=take, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    (first,) = [name for name, answer in answers if answer.status_code == 200]
    others = [answer.json for _, answer in answers if answer.status_code == 409]
    assert len(others) == AT_ONCE - 1 and {one["device"] for one in others} == {first}
    with own_app.app_context():
        assert len(noted("hold.taken")) == 1


@pytest.mark.pages
@pytest.mark.parametrize(
    ("change", "error"),
    [({"body": [1]}, "body"), ({"body": None}, "body"), ({"body": {"a": "x" * 200_000}}, "body"),
     ({"body": {"a": float("nan")}}, "body"), ({"body": nested(100)}, "body"), ({"total": -1}, "total"),
     ({"total": 1.5}, "total"), ({"pieces": None}, "pieces"), ({"key": "1"}, "key"), ({"device": ""}, "device")],
)  # fmt: skip
def test_what_is_no_sale_is_refused(till, change, error):
    answer = till(**SALE | {"key": new_key()} | change)
    assert (answer.status_code, answer.json["error"]) == (422, error)


@pytest.mark.pages
def test_a_key_is_one_sale_and_a_store_holds_so_many(till, held, session):
    key = held().id
    session.commit()
    assert till(**SALE, key=key, device="T2").json["error"] == "key"
    for _ in range(49):
        held()
    session.commit()
    assert till(**SALE, key=new_key()).json["error"] == "holds"


@pytest.mark.pages
def test_another_stores_is_not_there(browse, cast, held, session):
    key = held().id
    session.commit()
    south = browse(cast.owner_south)
    assert south.post(f"/till/holds/{key}/taking", json={"device": "T1"}).status_code == 404
    assert south.get("/till/holds").json == {"holds": []}
    assert south.post(f"/selling/holds/{key}/dropping", {f"{key}-why": "没回来"}).status_code == 404


def test_it_is_thrown_away_with_a_reason_and_never_after_it_was_taken(browse, till, cast, held, session):
    one, other = held(name="").id, held().id
    session.commit()
    owner = browse(cast.owner)
    page = owner.visit("/selling/holds").text
    assert "没写名字" in page and "红衣服的" in page
    assert owner.post(f"/selling/holds/{one}/dropping", {f"{one}-why": " "}).status_code == 422
    assert owner.post(f"/selling/holds/{one}/dropping", {f"{one}-why": "顾客没回来"}).status_code == 303
    (link,) = noted("hold.dropped")
    assert link.reason == "顾客没回来" and "红衣服的" not in str(link.facts)
    assert till(f"/{one}/taking").status_code == 409
    till(f"/{other}/taking", device="T2")
    late = owner.post(f"/selling/holds/{other}/dropping", {f"{other}-why": "没回来"})
    assert late.status_code == 422
    assert "没有挂单" in owner.visit("/selling/holds").text
    assert invariants_people.troubles() == []


def test_what_waits_stands_on_the_stores_home_and_says_when_it_is_of_an_earlier_day(browse, cast, held, session):
    with time_machine.travel(clock.at(clock.today(), 12), tick=False) as moment:
        held()
        moment.shift(24 * 60 * 60)
        held()
        session.commit()
        for person in (cast.owner, cast.clerk):
            home = browse(person).visit("/").text
            assert "2 笔挂单" in home and "1 笔是前几天的" in home and "红衣服的 ¥12.50" in home
        assert browse(cast.clerk).visit("/selling/holds").text.count("前几天的") == 1
        assert [one["old"] for one in browse(cast.clerk).get("/till/holds").json["holds"]] == [True, False]


def test_the_night_forgets_what_ended_a_week_ago(cast, places, held, session):
    with time_machine.travel(clock.at(clock.today(), 12), tick=False) as moment:
        waits, ends = held(), held()
        actions.take_hold(ends, "T2", by=cast.clerk.viewer)
        session.commit()
        moment.shift(7 * 24 * 60 * 60)
        assert nightly.ended() == 0
        moment.shift(60)
        assert nightly.ended() == 1
        assert [hold.id for hold in queries.holds_of(places.store.id, cast.clerk.viewer)] == [waits.id]


@pytest.mark.pages
def test_verify_finds_an_end_that_is_none(held, session):
    held().taker = "T2"
    session.flush()
    assert len(invariants_people.troubles()) == 1
    assert session.scalars(select(Hold).execution_options(scoped=Hold.reach())).one().waits


@pytest.mark.promise("P69")
def test_what_nobody_takes_up_goes_by_night_and_the_tablet_that_lists_it_is_told(browse, cast, held, session):
    with time_machine.travel(clock.now(), tick=False) as moment:
        old = held().id
        moment.shift(24 * 60 * 60)
        young = held().id
        moment.shift(29 * 24 * 60 * 60 + 1)
        session.commit()
        assert [one["key"] for one in till_lists(browse, cast)] == [old, young]
        assert night() == 1 and night() == 0
        answer = browse(cast.clerk).post(f"/till/holds/{old}/taking", json={"device": "T1"})
        assert (answer.status_code, answer.json["error"]) == (404, "forgotten")
        assert "30 天" in answer.json["message"]
        assert [one["key"] for one in till_lists(browse, cast)] == [young]
        (link,) = noted("holds.forgotten")
        assert (link.facts, link.subject_kind) == ({"holds": 1}, "store")
        rules.set_rules(rules.Rules(holds=7), by=cast.admin.viewer)
        assert night() == 1


@pytest.mark.pages
def test_one_that_is_deleted_while_it_is_taken_up_or_thrown_away_is_said_to_be_gone(cast, held, places, session):
    hold = held()
    actions.forget_holds(places.store, clock.now() + timedelta(days=1), by=HOUSE)
    with pytest.raises(actions.Forgotten):
        actions.take_hold(hold, "T2", by=cast.clerk.viewer)
    with pytest.raises(actions.Forgotten):
        actions.drop_hold(hold, reason="没回来", by=cast.clerk.viewer)


def till_lists(browse, cast):
    return browse(cast.clerk).get("/till/holds").json["holds"]


def night():
    db.session.commit()
    return dict(nightly.work())["sales on hold that nobody took up removed"]
