"""A store's owner enrols, replaces and withdraws its tablets; an enrolled one proves itself and says how it stands."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import history_of
from portal.selling import actions, invariants
from portal.selling.heard import Said, hear
from portal.selling.models import Device, DeviceState
from portal.selling.said import MOST_AHEAD
from portal.selling.stored import shop
from tests.builders_selling import post, said
from tests.till_talk import line, order, talk

covers = ("C32",)


@pytest.fixture
def enrolled(session, cast, places):
    device, token = actions.enrol_device(places.store, place="前台", by=cast.owner.viewer)
    session.commit()
    return device, token


@pytest.fixture
def tablet(browse, cast):
    """`tablet(*orders, **facts)`: what the first that the store enrols sends and is answered."""
    return talk(browse(cast.clerk), "1")


def stored(session, device):
    session.expire_all()
    mine = within(select(Device).where(Device.id == device.id), Device, because="the test's own")
    return session.scalar(mine)


def test_the_owner_enrols_a_tablet_and_sees_its_secret_once(browse, cast, places):
    owner = browse(cast.owner)
    assert "还没有登记平板" in owner.visit("/selling/devices").text
    page = owner.post("/selling/devices", {"place": "前台"}).headers["Location"]
    first = owner.get(page).text
    secret = re.search(r"<textarea[^>]*>([^<]+)</textarea>", first).group(1)
    assert len(secret) >= 40 and secret not in owner.get(page).text
    listed = owner.visit("/selling/devices").text
    assert "前台" in listed and "+00:00" not in listed, "a moment is said as people say it"
    assert "登记平板" in owner.visit(page).text


def test_each_tablet_gets_the_next_number_that_nobody_sold_under(session, cast, places, milk):
    post(places.store, cast.owner.viewer, said(milk), device="2")
    names = [actions.enrol_device(places.store, by=cast.owner.viewer)[0].name for _ in range(3)]
    assert names == ["1", "3", "4"]


def test_a_secret_is_kept_as_a_hash_and_not_on_the_trail(session, cast, enrolled):
    device, token = enrolled
    assert token not in device.token_hash
    facts = [link.facts for link in history_of(device, cast.owner.viewer)]
    assert token not in str(facts) and device.token_hash not in str(facts)


def test_an_enrolled_name_needs_its_secret(tablet, enrolled, milk):
    for wrong in ({}, {"token": ""}, {"token": None}, {"token": 7}, {"token": "x" * 43}):
        answer = tablet(order(line(milk)), **wrong)
        assert (answer.status, answer.json["error"]) == (422, "token")
    right = tablet(order(line(milk)), token=enrolled[1])
    assert right.states == ["stored"] and right.json["enrolment"] == "ok"


def test_names_that_are_not_enrolled_sell_as_before(tablet, enrolled, milk):
    answer = tablet(order(line(milk)), device="T9")
    assert answer.states == ["stored"] and "enrolment" not in answer.json
    assert tablet(device="T9").status == 422


def test_another_stores_tablet_is_not_this_ones(session, cast, places, browse, enrolled, milk):
    assert talk(browse(cast.owner_south), "1")(order(line(milk))).states == ["stored"]


def test_a_tablet_says_how_it_stands_without_an_order(tablet, enrolled, session):
    answer = tablet(token=enrolled[1], last=12, waiting=4)
    assert answer.status == 200 and answer.results == []
    device = stored(session, enrolled[0])
    assert (device.last_made, device.waiting) == (12, 4) and device.seen_at is not None
    tablet(token=enrolled[1], last=12, waiting=0)
    assert stored(session, enrolled[0]).waiting == 0


def test_of_two_syncs_at_once_the_higher_number_stays(enrolled, session, places):
    read_before = shop(places.store.id, "1")
    for last in (12, 9):
        hear(read_before, Said(last, 0), made=0, here=0)
    assert stored(session, enrolled[0]).last_made == 12


def test_a_number_that_no_tablet_can_have_given_out_is_none_that_is_missing(tablet, enrolled, milk, session):
    """Else a clerk's word would keep every day of the store open."""
    sent = tablet(order(line(milk)), order(line(milk), 2**40), token=enrolled[1], last=2**31 - 1)
    assert sent.states == ["stored", "refused"]
    assert stored(session, enrolled[0]).last_made == 0
    tablet(token=enrolled[1], last=MOST_AHEAD)
    assert stored(session, enrolled[0]).last_made == MOST_AHEAD


@pytest.mark.parametrize("wrong", [{"last": -1}, {"waiting": "3"}, {"last": 2**31}, {"waiting": True}])
def test_what_is_no_count_is_refused(tablet, enrolled, wrong):
    assert tablet(token=enrolled[1], **wrong).status == 422


def test_a_tablet_that_sells_takes_no_further_statement_but_once_a_minute(tablet, enrolled, milk, count_statements):
    with time_machine.travel(clock.now(), tick=False) as moment:
        counts = []
        for n in range(1, 4):
            with count_statements() as seen:
                tablet(order(line(milk), n), token=enrolled[1], last=n, waiting=0)
            counts.append(len([text for text in seen if "UPDATE device" in text]))
        moment.shift(61)
        with count_statements() as seen:
            tablet(order(line(milk), 4), token=enrolled[1], last=4, waiting=0)
        counts.append(len([text for text in seen if "UPDATE device" in text]))
    assert counts == [1, 0, 0, 1]


def test_a_replaced_tablet_is_ended_and_what_it_holds_is_taken(tablet, enrolled, cast, session, milk):
    device, token = enrolled
    new, secret = actions.replace_device(device, reason="摔坏了", by=cast.owner.viewer)
    session.commit()
    assert (device.state, new.replaces_id, new.name, new.place) == (DeviceState.REPLACED, device.id, "2", "前台")
    before, after = order(line(milk), placed_at=(clock.now() - timedelta(hours=1)).isoformat()), order(line(milk), 2)
    late = tablet(before, after, token=token, waiting=2)
    assert late.states == ["stored"] * 2 and late.json["enrolment"] == "replaced"
    assert [one.get("flags") for one in late.results] == [None, ["device"]], "it sells on in whose hands?"
    assert tablet(device="2", token=token).status == 422
    assert tablet(device="2", token=secret).json["enrolment"] == "ok"


def test_since_when_a_tablet_is_out_of_use_is_asked_once_for_all_that_it_brings(
    tablet, enrolled, cast, session, milk, count_statements
):
    actions.withdraw_device(enrolled[0], reason="丢了", by=cast.owner.viewer)
    session.commit()
    with count_statements() as seen:
        late = tablet(*(order(line(milk), n) for n in range(1, 6)), token=enrolled[1])
    assert [one["flags"] for one in late.results] == [["device"]] * 5
    assert len([text for text in seen if text.startswith("SELECT device.ended_at")]) == 1


def test_what_is_out_of_use_is_not_ended_again(enrolled, cast, session):
    actions.withdraw_device(enrolled[0], reason="丢了", by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.withdraw_device(enrolled[0], reason="丢了", by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.replace_device(enrolled[0], reason="丢了", by=cast.owner.viewer)


def test_the_page_replaces_and_withdraws_with_a_reason(browse, cast, enrolled, session):
    owner, path = browse(cast.owner), f"/selling/devices/{enrolled[0].id}"
    assert owner.post(f"{path}/replacement", {"reason": ""}).status_code == 422
    assert owner.post(f"{path}/withdrawal", {"why": " "}).status_code == 422
    new = owner.post(f"{path}/replacement", {"reason": "摔坏了"}).headers["Location"]
    assert "摔坏了" in owner.visit(path).text and "换成了" in owner.visit(path).text
    assert owner.post(f"{new}/withdrawal", {"why": "不用了"}).status_code == 303
    assert "停用" in owner.visit(new).text
    assert owner.post(f"{new}/withdrawal", {"why": "不用了"}).status_code == 422


def test_a_store_has_at_most_twenty_tablets_in_use(session, cast, places):
    for _ in range(20):
        device, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.enrol_device(places.store, by=cast.owner.viewer)
    actions.withdraw_device(device, reason="不用了", by=cast.owner.viewer)
    actions.enrol_device(places.store, by=cast.owner.viewer)


def test_a_clerk_and_another_owner_enrol_nothing_here(browse, cast, enrolled):
    path = f"/selling/devices/{enrolled[0].id}"
    assert browse(cast.clerk).get("/selling/devices").status_code == 403
    assert browse(cast.owner_south).get(path).status_code == 404
    assert browse(cast.owner_south).post(f"{path}/withdrawal", {"why": "x"}).status_code == 404


def test_a_store_and_its_tablet_are_read_in_one_statement(session, places, enrolled, count_statements):
    store_id, device_id = places.store.id, enrolled[0].id
    with count_statements() as seen:
        found = shop(store_id, "1")
    assert len(seen) == 1 and found.enrolled.id == device_id
    assert shop(store_id, "no").enrolled is None and shop(10**9, "1") is None


def test_an_unenrolled_store_posts_as_before(session, cast, places, milk):
    (posted,) = post(places.store, cast.owner.viewer, said(milk))
    assert posted.fate == "stored"


@pytest.fixture
def replaced(session, cast, enrolled):
    new, _ = actions.replace_device(enrolled[0], reason="摔坏了", by=cast.owner.viewer)
    session.commit()
    return enrolled[0], new


@pytest.mark.promise("P12")
@pytest.mark.parametrize(
    ("which", "facts"),
    [
        (0, {"state": DeviceState.OK}),
        (0, {"ended_at": None}),
        (0, {"state": DeviceState.WITHDRAWN}),
        (1, {"ended_at": datetime(2026, 7, 1, tzinfo=UTC)}),
        (1, {"state": DeviceState.WITHDRAWN}),
        (1, {"replaces_id": None}),
    ],
)
def test_a_tablet_unlike_its_state_is_found(replaced, session, which, facts):
    assert invariants.troubles() == []
    changed = update(Device).where(Device.id == replaced[which].id).values(facts)
    session.execute(within(changed, Device, because="the test's own"))
    found = invariants.troubles()
    assert found and all("its state is not what became of it" in trouble for trouble in found)


@pytest.mark.promise("P12")
def test_a_tablet_in_another_stores_place_is_found(replaced, session, places):
    moved = update(Device).where(Device.id == replaced[1].id).values(store_id=places.store_south.id)
    session.execute(within(moved, Device, because="the test's own"))
    (found,) = invariants.troubles()
    assert f"store {places.store.id}, tablet 1:" in found


@pytest.mark.promise("P12")
def test_a_tablet_replaced_by_two_is_found(replaced, session, cast, places):
    second, _ = actions.enrol_device(places.store, by=cast.owner.viewer)
    session.flush()
    assert invariants.troubles() == []
    second.replaces_id = replaced[0].id
    session.flush()
    (found,) = invariants.troubles()
    assert "tablet 1:" in found
