"""Points are kept for one order while it is paid: no other sale spends them meanwhile, in whatever store."""

import threading

import pytest
import time_machine

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db, is_sqlite
from portal.kernel.refusals import Refused
from portal.selling import actions, nightly, queries
from portal.selling.keys import new_key
from tests.browse import Browser
from tests.builders_selling import member, post, product, said, sale
from tests.cast import Cast, Places
from tests.trail import noted

covers = ("C34",)


def with_points(store, by, points=100, **facts):
    wang = member(store, by, **facts)
    actions.adjust_points(wang, points=points, reason="补登", by=by)
    return wang


@pytest.fixture
def wang(session, cast, places):
    return with_points(places.store, cast.owner.viewer)


@pytest.fixture
def reserve(cast, places, wang):
    def kept(points, key=None, store=None, by=None):
        store, by = store or places.store, by or cast.clerk.viewer
        return actions.reserve_points(store, key=key or new_key(), member_id=wang.id, points=points, by=by)

    return kept


def test_what_one_order_keeps_another_cannot_spend(reserve, places, cast):
    kept, left = reserve(60)
    assert (kept.points, left) == (60, 40)
    for elsewhere in ({}, {"store": places.store_south, "by": cast.owner_south.viewer}):
        with pytest.raises(Refused) as refused:
            reserve(41, **elsewhere)
        assert refused.value.field == "points"
    assert reserve(80, key=kept.id)[1] == 20, "the same order's own is no hindrance"
    assert reserve(0, key=kept.id)[1] == 100
    assert reserve(100)[1] == 0


def test_points_let_go_twice_stand_on_the_trail_once(reserve, session):
    kept, _ = reserve(60)
    left = [reserve(0, key=key)[1] for key in (kept.id, kept.id, new_key())]
    session.commit()
    links = noted("points.reserved")
    assert left == [100, 100, 100] and [link.subject_id for link in links] == [links[0].subject_id] * 2


def test_it_ends_by_itself_or_with_its_order(reserve, places, cast, wang, session):
    with time_machine.travel(clock.now(), tick=False) as moment:
        reserve(100)
        moment.shift(15 * 60)
        kept, _ = reserve(70)
        assert queries.reserved_for(places.store.id, [kept.id]) == {kept.id: (wang.id, 70, kept.ends_at)}
        assert queries.reserved_for(places.store_south.id, [kept.id]) == {}
        sale(places.store, cast.clerk.viewer, product(), key=kept.id, member_id=wang.id)
        assert queries.free_points(wang.id, but=(0, new_key())) >= 100, "what the order spent is its own to say"
        session.commit()
        moment.shift(8 * 24 * 3600)
        assert nightly.let_go() == 2


@pytest.mark.promise("P57")
def test_an_order_that_comes_late_spends_what_nobody_spent_meanwhile_and_no_more(reserve, places, cast, wang):
    office = cast.office.viewer

    def late(kept):
        paid = {"member_id": wang.id, "points_used": kept.points, "is_exact": True, "snapshot": 1}
        return post(places.store, cast.clerk.viewer, said(product(), key=kept.id, **paid))[0]

    with time_machine.travel(clock.now(), tick=False) as moment:
        first, second = reserve(60)[0], reserve(40)[0]
        moment.shift(16 * 60)
        assert late(first).fate == "stored" and queries.points_of([wang.id])[wang.id] == 40
        actions.adjust_points(wang, points=-1, reason="补登多了", by=office)
        posted = late(second)
    assert (posted.fate, posted.reason) == ("refused", "points")
    assert queries.points_of([wang.id])[wang.id] == 39


@pytest.mark.promise("P57")
def test_a_late_order_waits_for_whoever_spends_his_points_in_another_store(
    reserve, places, cast, wang, count_statements
):
    paid = {"member_id": wang.id, "points_used": 100, "is_exact": True, "snapshot": 1}
    with time_machine.travel(clock.now(), tick=False) as moment:
        late = said(product(), key=reserve(100)[0].id, **paid)
        moment.shift(16 * 60)
        with count_statements() as seen:
            post(places.store, cast.clerk.viewer, late)
    held = next(
        n for n, text in enumerate(seen) if text.split()[:2] == ["SELECT", "member.id"] and "member.id =" in text
    )
    assert held < next(n for n, text in enumerate(seen) if "sum(points_reservation.points)" in text)
    assert is_sqlite() or "FOR NO KEY UPDATE" in seen[held]


@pytest.mark.promise("P57")
@pytest.mark.parametrize(("minutes", "is_held"), [(10, False), (14.5, True)])
def test_an_order_whose_points_are_about_to_be_let_go_is_waited_for(
    reserve, places, cast, wang, count_statements, minutes, is_held
):
    """Else a late one of another store finds them let go, and this one not stored yet."""
    paid = {"member_id": wang.id, "points_used": 100, "is_exact": True, "snapshot": 1}
    with time_machine.travel(clock.now(), tick=False) as moment:
        sold = said(product(), key=reserve(100)[0].id, **paid)
        moment.shift(minutes * 60)
        with count_statements() as seen:
            assert post(places.store, cast.clerk.viewer, sold)[0].fate == "stored"
    held = [text for text in seen if text.split()[:2] == ["SELECT", "member.id"] and "member.id =" in text]
    assert bool(held) == is_held
    assert is_sqlite() or all("FOR NO KEY UPDATE" in text for text in held)


@pytest.mark.promise("P57")
def test_two_late_orders_of_one_batch_do_not_spend_the_same_points(reserve, places, cast, wang):
    paid = {"member_id": wang.id, "points_used": 100, "is_exact": True, "snapshot": 1}
    with time_machine.travel(clock.now(), tick=False) as moment:
        first = reserve(100)[0]
        moment.shift(16 * 60)
        second = reserve(100)[0]
        moment.shift(16 * 60)
        both = [said(product(), key=kept.id, **paid) for kept in (first, second)]
        assert [one.fate for one in post(places.store, cast.clerk.viewer, *both)] == ["stored", "refused"]
    assert queries.points_of([wang.id])[wang.id] == 0


@pytest.mark.promise("P57")
def test_several_who_spend_in_one_batch_are_held_in_their_order_after_the_book(places, cast, wang, count_statements):
    """Else two stores whose tablets bring late orders of both wait for each other."""
    li, clerk = with_points(places.store, cast.owner.viewer, phone="13912340000"), cast.clerk.viewer
    with time_machine.travel(clock.now(), tick=False) as moment:
        both = []
        for one in (li, wang):
            key = new_key()
            actions.reserve_points(places.store, key=key, member_id=one.id, points=100, by=clerk)
            both.append(said(product(), key=key, member_id=one.id, points_used=100, is_exact=True, snapshot=1))
        db.session.commit()
        moment.shift(16 * 60)
        with count_statements() as seen:
            assert [one.fate for one in post(places.store, clerk, *both)] == ["stored"] * 2
    held = next(n for n, text in enumerate(seen) if "ORDER BY member.id" in text)
    assert any("FROM book" in text for text in seen[:held])
    assert not any("FROM points_reservation" in text or "FOR NO KEY UPDATE" in text for text in seen[:held])
    assert is_sqlite() or "FOR NO KEY UPDATE" in seen[held]


def test_the_book_is_taken_before_the_member_as_an_order_does(reserve, places, cast, wang, session, count_statements):
    """Else a sale to him at the other till and this wait for each other."""
    for deed in (lambda: reserve(1), lambda: actions.adjust_points(wang, points=1, reason="补", by=cast.office.viewer)):
        session.commit()
        with count_statements() as seen:
            deed()
        book = next(n for n, text in enumerate(seen) if "FROM book" in text)
        kept = next(n for n, text in enumerate(seen) if "points_reservation" in text)
        assert book < kept and not any("INSERT" in text for text in seen[:book])


@pytest.mark.pages
def test_a_till_asks_and_is_answered(browse, cast, places, wang, session):
    session.commit()
    clerk, key = browse(cast.clerk), new_key()
    said = {"device": "T1", "key": key, "member": wang.id, "points": 30}
    answer = clerk.post("/till/reservations", json=said)
    assert (answer.json["reservation"], answer.json["balance"]) == (key, 70) and answer.json["ends_at"]
    for change, error in (
        ({"points": 101}, "points"), ({"points": -1}, "points"), ({"member": 10**8}, "member"), ({"key": 1}, "key"),
    ):  # fmt: skip
        wrong = clerk.post("/till/reservations", json=said | change)
        assert (wrong.status_code, wrong.json["error"]) == (422, error)


@pytest.mark.pages
def test_another_stores_member_counts_as_looked_up_once(reserve, places, cast, session):
    south, by = places.store_south, cast.owner_south.viewer
    kept, _ = reserve(1, store=south, by=by)
    session.commit()
    reserve(2, key=kept.id, store=south, by=by)
    session.commit()
    assert queries.look_ups(south, by) == 1


@pytest.mark.pages
def test_how_many_points_another_stores_member_has_is_told_to_nobody_unnoted(browse, cast, places, wang, session):
    session.commit()
    south = browse(cast.owner_south)
    for times, points in enumerate((1000, 0), 1):
        said = {"device": "T1", "key": new_key(), "member": wang.id, "points": points}
        answer = south.post("/till/reservations", json=said)
        assert answer.status_code == (422 if points else 200) and "100" in answer.text
        assert queries.look_ups(places.store_south, cast.owner_south.viewer) == times


def test_of_many_tills_at_once_none_spends_what_is_not_there(own_app):
    with own_app.app_context():
        clerk = Cast().clerk
        token = accounts.sign_in(clerk.user, by=clerk.viewer, browser="tests")
        member_id = with_points(Places().store, clerk.viewer).id
        db.session.commit()
    answers, start = [], threading.Barrier(8)

    def ask(n):
        browser = Browser(own_app, token)
        start.wait(30)
        said = {"device": f"P{n}", "key": new_key(), "member": member_id, "points": 30}
        headers = {"X-CSRFToken": browser.csrf}
        answers.append(browser.client.post("/till/reservations", headers=headers, json=said).status_code)

    threads = [threading.Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answers) == [200, 200, 200, 422, 422, 422, 422, 422]
