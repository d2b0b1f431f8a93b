"""New members that a tablet registered before it sold to them, and what it is told beside the fate of its orders."""

import threading
from datetime import timedelta

import pytest

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, queries
from portal.selling.keys import new_key
from portal.selling.models import Member, MemberKey, Referral
from tests.browse import Browser
from tests.builders_selling import member, row_of, sale, sealed
from tests.cast import HOUSE, Cast
from tests.till_talk import line, order, talk

covers = ("C34",)


def joining(phone="13900001111", **facts):
    moment = (clock.now() - timedelta(hours=2)).isoformat()
    usual = {"name": "李桂英", "consent_version": "3 (2026-10-01)", "consented_at": moment}
    return {"key": new_key(), "phone": phone} | usual | facts


def every(session, model):
    return session.scalars(model.seen_by(HOUSE).execution_options(populate_existing=True)).all()


@pytest.mark.promise("P01", "P61")
def test_a_new_member_comes_before_his_order_and_once_however_often_he_is_sent(tablet, milk, session):
    who = joining()
    said = order(line(milk), member_key=who["key"])
    first, again = tablet(said, members=[who]), tablet(said, members=[who])
    assert first.states == ["stored", "stored"] and again.states == ["known", "known"]
    (row,) = every(session, Member)
    assert first.results[0] == {"key": who["key"], "kind": "member", "state": "stored", "member": row.id}
    assert (row.phone, row.consent_version, row.consent_channel) == ("13900001111", "3 (2026-10-01)", "till")
    assert row.consent_at.isoformat() == who["consented_at"] and row_of(said["key"]).member_id == row.id
    later = order(line(milk), 2, member_key=who["key"])
    assert tablet(later).states == ["stored"] and row_of(later["key"]).member_id == row.id


def test_whoever_has_the_number_already_is_he_and_another_stores_is_learned_of(tablet, milk, cast, places, session):
    own = member(places.store, cast.owner.viewer)
    far = member(places.store_south, cast.owner_south.viewer, phone="13900002222", name="陈师傅")
    session.commit()
    told = tablet(members=[joining("13912345678"), joining("13900002222", name="老陈")])
    assert [(one["state"], one["member"]) for one in told.results] == [("known", own.id), ("known", far.id)]
    assert far.name == "陈师傅" and queries.members_met(cast.clerk.viewer) == 1
    assert len(every(session, MemberKey)) == 2


@pytest.mark.parametrize(
    "facts, reason",
    [
        ({"phone": "123"}, "phone"), ({"phone": 5}, "phone"), ({"name": " "}, "name"), ({"name": None}, "name"),
        ({"birthday": "02-30"}, "birthday"), ({"birthday": 5}, "birthday"), ({"referrer": "1"}, "referrer"),
        ({"consent_version": ""}, "consents"), ({"consented_at": "soon"}, "placed_at"), ({"key": "x"}, "key"),
    ],
)  # fmt: skip
def test_who_cannot_be_registered_is_refused_and_his_order_waits_for_him(tablet, milk, facts, reason):
    who = joining(**facts)
    told = tablet(order(line(milk), member_key=new_key()), members=[who])
    assert [(one["state"], one["reason"], one["remedy"]) for one in told.results] == [
        ("refused", reason, "member"), ("refused", "member", "member"),
    ]  # fmt: skip


def test_what_a_newcomer_told_of_himself_is_noted_and_nobody_waits_for_a_wrong_recommendation(
    tablet, milk, cast, places, session
):
    own = member(places.store, cast.owner.viewer)
    far = member(places.store_south, cast.owner_south.viewer, phone="13900003333")
    sale(places.store_south, cast.owner_south.viewer, milk, member_id=far.id)
    session.commit()
    told = {"birthday": "02-29", "consent_version": "5 (2026-11-26)"}
    joined = [
        joining(referrer=far.id, **told), joining("13900002222", referrer=own.id),
        joining("13900004444", referrer=10**9), joining("13912345678", referrer=far.id, **told),
    ]  # fmt: skip
    results = tablet(members=joined).results
    assert [(one["state"], one["referred"]) for one in results] == [
        ("stored", True), ("stored", False), ("stored", False), ("known", False),
    ]  # fmt: skip
    assert tablet(members=joined[:1]).states == ["known"]
    assert [one.birthday for one in every(session, Member) if one.id in (results[0]["member"], own.id)] == [
        None,
        "02-29",
    ]
    (noted,) = every(session, Referral)
    assert (noted.member_id, noted.referrer_id) == (results[0]["member"], far.id)
    assert queries.members_met(cast.clerk.viewer) == 1


def test_a_moment_ahead_of_ours_is_now_and_so_is_one_of_years_ago(tablet, session):
    ahead = (clock.now() + timedelta(hours=1)).isoformat()
    tablet(members=[joining(consented_at=ahead)])
    tablet(members=[joining(consented_at="2016-01-01T00:00:00+00:00", phone="13911112223")])
    assert all(timedelta(0) <= clock.now() - one.consent_at < timedelta(hours=1) for one in every(session, Member))


def test_members_of_one_batch_are_taken_by_their_numbers_and_told_as_they_were_sent(tablet, session):
    """Else two stores whose tablets bring the same people, each in its own order, wait for each other."""
    phones = ["13900003333", "13900001111", "13900002222"]
    sent = [joining(phone) for phone in phones]
    told = tablet(members=[*sent, joining("1390000")]).results
    assert [one["key"] for one in told[:3]] == [one["key"] for one in sent] and told[3]["reason"] == "phone"
    taken = sorted(zip([one["member"] for one in told[:3]], phones, strict=True))
    assert [phone for _, phone in taken] == sorted(phones)


@pytest.mark.parametrize("members", [5, {}, [5] * 101])
def test_what_is_no_list_of_members_is_422(tablet, members):
    assert tablet(members=members).status == 422


@pytest.mark.promise("P55")
def test_a_tablet_is_told_its_holes_the_newest_snapshot_and_the_sealed_days(tablet, milk, cast, places, session):
    told = tablet(*(order(line(milk), n) for n in (2, 3, 6)), snapshot=1)
    assert (told.json["upto"], told.json["gaps"]) == (0, [[1, 1], [4, 5]])
    sealed(places.store, cast.owner.viewer)
    session.commit()
    told = tablet(order(line(milk), 1), snapshot=1)
    assert (told.json["upto"], told.json["gaps"]) == (3, [[4, 5]])
    assert told.json["sealed"] == [clock.today().isoformat()] and told.json["snapshot"] >= 1
    assert tablet(*(order(line(milk), n) for n in (4, 5)), snapshot=1).json["upto"] == 6
    assert "upto" not in tablet(order(line(milk), 7)).json, "who says no snapshot is answered as before"


def test_an_enrolled_tablet_hears_it_with_a_sign_of_life(browse, cast, places, milk, session):
    _, token = actions.enrol_device(places.store, place="前台", by=cast.owner.viewer)
    session.commit()
    told = talk(browse(cast.clerk), "1")(token=token)
    assert (told.json["upto"], told.json["gaps"], told.json["enrolment"]) == (0, [], "ok")


@pytest.mark.promise("P01")
def test_what_is_undone_in_the_batch_it_was_sold_in_is_undone(browse, cast, milk):
    tablet = talk(browse(cast.owner))
    sold = order(line(milk, 2))
    came = order({"of": 1, "quantity": -1000}, n=2, returns=sold["key"])
    undo = order(n=3, reverses=came["key"], reason="点错了")
    assert tablet(sold, came, undo).states == ["stored"] * 3
    assert tablet(sold, came, undo).states == ["known"] * 3


def test_the_snapshot_says_who_may_take_off_how_much_and_what_sells(browse, cast, places, milk, session):
    sale(places.store, cast.owner.viewer, milk, at=clock.at(clock.today()) - timedelta(hours=1))
    session.commit()
    said = browse(cast.clerk).get("/till/snapshot").json
    assert said["rights"] == {"clerk": 5, "owner": 20} and said["scale"]["20"]["holds"] == "weight"
    assert said["favourites"] == [milk.id]
    assert {one["role"] for one in said["staff"]} == {"clerk", "owner"}
    assert all(set(one) == {"id", "name", "role", "has_pin"} for one in said["staff"])


def test_who_joins_in_two_stores_at_the_same_moment_is_one_member_whom_both_know(own_app):
    with own_app.app_context():
        cast, tokens = Cast(), []
        for person in (cast.owner, cast.owner_south):
            tokens += [accounts.sign_in(person.user, by=person.viewer, browser="tests")] * 3
        db.session.commit()
        bodies = [{"device": "T1", "orders": [], "members": [joining()]} for _ in tokens]
    told, start = [], threading.Barrier(len(tokens))

    def join(token, body):
        browser = Browser(own_app, token)
        start.wait(30)
        answer = browser.client.post("/till/sync", json=body, headers={"X-CSRFToken": browser.csrf})
        told.append(answer.json["results"][0]["state"])

    threads = [threading.Thread(target=join, args=both) for both in zip(tokens, bodies, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == ["known"] * 5 + ["stored"]
