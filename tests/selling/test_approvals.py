"""At a till that a colleague is signed in on: who takes it over by his PIN, and what a manager approves there."""

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import pins
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.selling import actions, approvals, queries
from portal.selling.keys import new_key
from portal.selling.models import Turn
from tests.builders_selling import member, product, sale
from tests.trail import noted

covers = ("C32",)
PIN = "274816"
SOLD = new_key()  # the order that is undone
WORD = {"device": "T1", "deed": "reverse", "amount": 1250, "of": SOLD}


@pytest.fixture
def people(session, cast):
    """The owner and the clerk, each with a PIN."""
    for person in (cast.owner, cast.clerk):
        pins.set_pin(person.user, pins.hash_pin(PIN), by=person.viewer)
    session.commit()
    return cast


@pytest.fixture
def till(browse, people):
    """`till(path, **body)`: what a clerk's tablet asks and is answered."""
    browser = browse(people.clerk)
    return lambda path, headers=(), **body: browser.post(f"/till/{path}", json=body, headers=dict(headers))


@pytest.fixture
def approve(till, people):
    said = WORD | {"user": people.owner.user.id, "pin": PIN}
    return lambda **body: till("approvals", **said | {"key": new_key()} | body)


def test_a_colleague_takes_a_till_over_and_its_orders_can_name_the_turn(till, people, session, places):
    owner, key = people.owner.user, new_key()
    said = {"device": "T1", "user": owner.id, "pin": PIN, "key": key}
    answer = till("turns", **said)
    assert (answer.status_code, answer.json) == (
        200, {"turn": key, "user": {"id": owner.id, "name": "赵慧", "role": "owner"}},
    )  # fmt: skip
    assert till("turns", **said).json == answer.json, "the same turn said again is known"
    turn = session.scalars(select(Turn).execution_options(scoped=Turn.reach())).one()
    assert (turn.device, turn.user_id, turn.actor_id) == ("T1", owner.id, people.clerk.user.id)
    assert queries.people_of_turns(places.store.id, "T1", [key, new_key()]) == {key: owner.id}
    assert queries.people_of_turns(places.store.id, "T2", [key]) == {}, "he proved himself at the other till"
    assert queries.people_of_turns(places.store_south.id, "T1", [key]) == {}
    (link,) = noted("turn.taken")
    assert link.actor_id == owner.id


@pytest.mark.pages
def test_what_is_done_beside_an_order_is_his_whose_turn_it_is(till, people, session, places):
    """A sale put aside and taken up, points kept, a receipt printed; of a turn that nobody knows the trail says so."""
    owner, clerk, turn = people.owner.user.id, people.clerk.user.id, new_key()
    till("turns", device="T1", user=owner, pin=PIN, key=turn)
    wang = member(places.store, people.owner.viewer)
    actions.adjust_points(wang, points=9, reason="补登", by=people.owner.viewer)
    order = sale(places.store, people.clerk.viewer, product()).id
    session.commit()

    def does(**who):
        said, key = {"device": "T1", **who}, new_key()
        till("holds", **said, key=key, body={}, total=1, pieces=1)
        till(f"holds/{key}/taking", **said)
        till("reservations", **said, key=new_key(), member=wang.id, points=1)
        return till("prints", **said, key=order, reason="又打一张")

    def done_by(*events):
        return [link.actor_id for event in events for link in noted(event)]

    events = ("hold.made", "hold.taken", "points.reserved", "order.printed")
    assert does(clerk=owner, turn=turn).json == {"copy": 1}
    assert done_by(*events) == [owner] * 4 and done_by("turn.unknown") == []
    assert does(clerk=owner, turn=new_key()).json == {"copy": 2}, "taken without network: nothing of it is lost"
    assert does(clerk=owner, turn=turn, device="T2").json == {"copy": 3}, "he took the other till"
    assert done_by(*events) == [owner, clerk, clerk] * 4
    link, *_rest = noted("turn.unknown")
    assert (link.actor_id, link.facts["device"], link.facts["clerk"]) == (clerk, "T1", owner)


@pytest.mark.pages
def test_a_key_is_one_turn(till, people):
    said = {"device": "T1", "pin": PIN, "key": new_key()}
    assert till("turns", **said, user=people.owner.user.id).status_code == 200
    again = till("turns", **said, user=people.clerk.user.id)
    assert (again.status_code, again.json["error"]) == (422, "key")


@pytest.mark.pages
@pytest.mark.parametrize(
    ("change", "error"),
    [({"pin": "000000"}, "pin"), ({"pin": None}, "pin"), ({"key": "no key"}, "key"), ({"device": "?"}, "device"),
     ({"device": "W999999"}, "device"), ({"user": 10**8}, "user"), ({"user": "1"}, "user")],
)  # fmt: skip
def test_what_is_wrong_is_said_by_a_word_and_a_sentence(till, people, change, error):
    said = {"device": "T1", "user": people.owner.user.id, "pin": PIN, "key": new_key()} | change
    answer = till("turns", **said)
    assert (answer.status_code, answer.json["error"]) == (422, error)
    assert answer.json["message"]


@pytest.mark.pages
@pytest.mark.parametrize("who", ["owner_south", "rm_north", "office"])
def test_who_does_not_work_here_is_nobody_here(till, people, who):
    answer = till("turns", device="T1", user=getattr(people, who).user.id, pin=PIN, key=new_key())
    assert (answer.status_code, answer.json["error"]) == (422, "user")


def test_wrong_pins_are_counted_and_the_last_one_stands_on_the_trail(till, people, session):
    said = {"device": "T1", "user": people.owner.user.id, "key": new_key()}
    wrong = [till("turns", **said, pin="000000") for _ in range(pins.MOST_PINS)]
    assert [(one.status_code, one.json["left"]) for one in wrong] == [(422, n) for n in (4, 3, 2, 1, 0)]
    locked = till("turns", **said, pin=PIN)
    assert (locked.status_code, locked.json["error"]) == (429, "locked")
    (link,) = noted("user.pin_locked")
    assert (link.actor_id, link.subject_id) == (people.clerk.user.id, str(people.owner.user.id))


@pytest.mark.pages
def test_an_enrolled_tablets_name_needs_its_secret(till, people, places, session):
    device, token = actions.enrol_device(places.store, by=people.owner.viewer)
    session.commit()
    said = {"device": device.name, "user": people.owner.user.id, "pin": PIN, "key": new_key()}
    assert till("turns", **said).json["error"] == "token"
    assert till("turns", [("X-Device-Token", token)], **said).status_code == 200


def test_what_a_manager_approves_is_worth_for_that_order_till_deed_and_amount_alone(approve, people, session, places):
    key = new_key()
    answer = approve(key=key)
    assert answer.json["approver"] == {"id": people.owner.user.id, "name": "赵慧"}
    word = answer.json["approval"]
    right = WORD | {"store_id": places.store.id, "key": key}
    assert approvals.approver_of(word, **right) == people.owner.user.id
    others = {
        "store_id": places.store_south.id, "device": "T2", "key": new_key(), "deed": "return", "amount": 1251,
        "of": new_key(),
    }  # fmt: skip
    for name, other in others.items():
        with pytest.raises(Refused) as refused:
            approvals.approver_of(word, **right | {name: other})
        assert refused.value.field == "approval"
    (link,) = noted("till.approved")
    assert link.actor_id == people.owner.user.id
    assert (link.facts["deed"], link.facts["amount"], link.facts["order"]) == ("reverse", 1250, key)
    assert link.facts["of"] == SOLD


@pytest.mark.pages
@pytest.mark.parametrize("deed", ["reverse", "return"])
@pytest.mark.parametrize("of", [None, "no key"])
def test_what_is_undone_is_named_before_anybody_approves_it(approve, deed, of):
    answer = approve(deed=deed, of=of)
    assert (answer.status_code, answer.json["error"]) == (422, "of")
    assert "刷新" in answer.json["message"], "a page of the release before says none: it is to be reloaded"


@pytest.mark.pages
def test_a_word_of_the_release_before_is_good_for_the_rest_of_its_ten_minutes(places):
    right = WORD | {"store_id": places.store.id, "key": new_key()}
    with time_machine.travel(clock.now(), tick=False) as moment:
        word = approvals._signer().dumps([places.store.id, "T1", right["key"], "reverse", 1250, 7])
        moment.shift(10 * 60)
        assert approvals.approver_of(word, **right) == 7
        with pytest.raises(Refused):
            approvals.approver_of(word, **right | {"deed": "return"})
        moment.shift(1)
        with pytest.raises(Refused):
            approvals.approver_of(word, **right)


@pytest.mark.pages
def test_it_is_good_for_ten_minutes(approve, places):
    key = new_key()
    right = WORD | {"store_id": places.store.id, "key": key}
    with time_machine.travel(clock.now(), tick=False) as moment:
        word = approve(key=key).json["approval"]
        moment.shift(10 * 60)
        assert approvals.approver_of(word, **right)
        moment.shift(1)
        with pytest.raises(Refused):
            approvals.approver_of(word, **right)


@pytest.mark.pages
@pytest.mark.parametrize("word", ["", "made.up.word", "好" * 50_000])
def test_what_the_portal_did_not_sign_is_no_approval(word, places):
    with pytest.raises(Refused):
        approvals.approver_of(word, store_id=1, device="T1", key=new_key(), deed="reverse", amount=1)


@pytest.mark.pages
def test_a_clerk_approves_nothing_and_nobody_another_deed(approve, people):
    assert approve(user=people.clerk.user.id).json["error"] == "user"
    assert approve(deed="give").json["error"] == "deed"
    assert approve(deed=["reverse"]).json["error"] == "deed"
    assert approve(amount=-1).json["error"] == "amount"
    assert approve(amount=1.5).json["error"] == "amount"


@pytest.mark.pages
def test_the_tablets_of_a_store_know_its_people(people, places):
    staff = queries.staff_of(places.store.id)
    assert [(one["name"], one["role"], one["has_pin"]) for one in staff] == [
        ("孙丽", "clerk", True), ("赵慧", "owner", True),
    ]  # fmt: skip


@pytest.mark.pages
def test_the_page_of_a_tablet_tells_who_took_it_over(browse, people, places, session, till):
    device, token = actions.enrol_device(places.store, by=people.owner.viewer)
    session.commit()
    said = {"device": device.name, "user": people.owner.user.id, "pin": PIN, "key": new_key()}
    till("turns", [("X-Device-Token", token)], **said)
    assert "接手收银的人" in browse(people.owner).visit(f"/selling/devices/{device.id}").text
