"""Appointments: agreed, moved, kept by what came of them, cancelled; and the day they make (C20)."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest

from portal.insight.home import home_of
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.models import Appointment, AppointmentState, ContactKind, Stage, Track
from tests.builders_prospecting import a_contact, a_prospect, an_appointment, refused
from tests.cast import HOUSE, Cast

covers = ("C20", "C15")


def test_an_appointment_is_the_next_step_of_a_prospect_without_one(cast):
    agreed = an_appointment(note="看样板店")
    assert (agreed.prospect.next_step, agreed.prospect.next_on) == ("看样板店", agreed.day)


def test_an_appointment_leaves_what_was_promised_before(cast):
    prospect = a_prospect(next_step="送数据", next_on=clock.today())
    an_appointment(prospect)
    assert prospect.next_step == "送数据"


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"at": clock.now() - timedelta(hours=1)}, "lies ahead"),
        ({"at": clock.now() + timedelta(days=400)}, "More than a year"),
        ({"minutes": 4}, "from five minutes"),
        ({"minutes": 601}, "from five minutes"),
    ],
)
def test_no_time_is_agreed_that_nobody_can_keep(cast, facts, words):
    with refused(words):
        an_appointment(**facts)


def test_nobody_meets_two_people_at_once(cast):
    first = an_appointment(a_prospect(name="垡头店"), minutes=60)
    with pytest.raises(Refused, match="“垡头店”"):
        an_appointment(at=first.at + timedelta(minutes=59))
    an_appointment(at=first.at + timedelta(minutes=60))
    an_appointment(by=cast.director.viewer, at=first.at)


def test_two_tabs_of_one_person_do_not_agree_the_same_hour_at_once(own_app):
    agreed, door = [], threading.Barrier(6)
    at = clock.now() + timedelta(days=1)
    with own_app.app_context(), transaction():
        ids = [a_prospect(name=f"第{n}家").id for n in range(6)]

    def agree(prospect_id):
        with own_app.app_context():
            viewer = Cast().rm_north.viewer
            door.wait()
            with suppress(Refused), transaction():
                prospect = queries.prospect(prospect_id, viewer)
                agreed.append(actions.arrange(prospect, ContactKind.VISIT, at=at, by=viewer).id)

    threads = [threading.Thread(target=agree, args=(one,)) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with own_app.app_context():
        stored = Appointment.seen_by(HOUSE)
        assert [one.id for one in db.session.scalars(stored)] == agreed and len(agreed) == 1


def test_whoever_moves_a_colleagues_appointment_is_not_told_a_name_beyond_his_reach(cast, places):
    far = a_prospect(name="广州新店", city=places.guangzhou, by=cast.rm_south.viewer)
    first = an_appointment(far, by=cast.director.viewer)
    near = an_appointment(by=cast.director.viewer, at=first.at + timedelta(days=1))
    with refused("another appointment is agreed"):
        actions.move_appointment(near, at=first.at, by=cast.rm_north.viewer)
    with pytest.raises(Refused, match="“广州新店”"):
        actions.move_appointment(near, at=first.at, by=cast.director.viewer)


def test_a_lost_prospect_and_one_of_the_pool_agree_nothing(cast):
    with refused("Take it up again"):
        an_appointment(a_prospect(Track.PERSON, Stage.LOST))
    pooled = a_prospect()
    actions.give_back(pooled, by=cast.rm_north.viewer, reason="顾不过来")
    with refused("claim it first"):
        an_appointment(pooled)


def test_moving_keeps_who_when_and_why_and_takes_the_step_along(cast):
    agreed = an_appointment()
    was, to = agreed.at, agreed.at + timedelta(days=2)
    actions.move_appointment(agreed, at=to, by=cast.rm_north.viewer, reason="他出差")
    move = agreed.moves[0]
    assert (move.was, move.now, move.reason) == (was, to, "他出差")
    assert agreed.prospect.next_on == clock.day_of(to)


def test_why_another_time_without_another_time_is_asked_about(cast):
    """A reason that nobody would ever see is not swallowed: whoever wrote it forgot to change the time."""
    agreed = an_appointment()
    with refused("same time as before"):
        actions.move_appointment(agreed, at=agreed.at, by=cast.rm_north.viewer, reason="他出差")
    actions.move_appointment(agreed, at=agreed.at, by=cast.rm_north.viewer, place="样板店")
    assert (agreed.place, agreed.moves) == ("样板店", [])


def test_nobody_agrees_a_time_for_a_message(cast):
    agreed, on = an_appointment(), clock.today() + timedelta(days=3)
    with refused("for a message"):
        an_appointment(a_prospect(), kind=ContactKind.MESSAGE)
    with refused("for a message"):
        actions.move_appointment(agreed, at=agreed.at, by=cast.rm_north.viewer, kind=ContactKind.MESSAGE)
    with refused("for a message"):
        a_contact(a_prospect(), next_step="发资料", next_on=on, next_at=clock.at(on, 9), next_kind=ContactKind.MESSAGE)


def test_a_call_takes_place_nowhere_and_a_visit_where_the_file_lies(cast):
    prospect, by = a_prospect(address="垡头西里 8 号"), cast.rm_north.viewer
    call = an_appointment(prospect, kind=ContactKind.CALL, place="")
    assert call.place == ""
    actions.move_appointment(call, at=call.at, by=by, kind=ContactKind.VISIT)
    assert call.place == "垡头西里 8 号"
    actions.move_appointment(call, at=call.at, by=by, kind=ContactKind.CALL, place="垡头西里 8 号")
    assert call.place == ""


@pytest.mark.pages
def test_the_form_offers_no_message_and_names_the_address_instead_of_filling_it_in(cast, browse, visit, session):
    prospect = a_prospect(address="垡头西里 8 号")
    session.commit()
    path = f"/prospecting/prospects/{prospect.id}/appointments"
    person = browse(cast.rm_north)
    text = visit(person, f"{path}/new").text
    assert 'value="message"' not in text and "垡头西里 8 号" in text and 'value="垡头西里 8 号"' not in text
    when = clock.local(clock.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    said = {"kind": "call", "at": when, "minutes": "15", "remind": "30", "place": ""}
    assert person.post(path, said | {"kind": "message"}).status_code == 422
    assert person.post(path, said).status_code == 303
    (agreed,) = queries.appointments_of(prospect, cast.rm_north.viewer)
    assert (agreed.kind, agreed.place) == (ContactKind.CALL, "")
    where = f"/prospecting/appointments/{agreed.id}"
    answer = person.post(where, said | {"reason": "他出差"})
    assert answer.status_code == 422 and 'id="reason-error"' in answer.text


def test_cancelling_needs_a_reason_and_ends_it(cast):
    agreed = an_appointment()
    with refused("why it does not"):
        actions.cancel_appointment(agreed, by=cast.rm_north.viewer, reason="")
    actions.cancel_appointment(agreed, by=cast.rm_north.viewer, reason="下大雨")
    for deed in (
        lambda: actions.cancel_appointment(agreed, by=cast.rm_north.viewer, reason="又来"),
        lambda: actions.move_appointment(agreed, at=agreed.at, by=cast.rm_north.viewer),
    ):
        with refused("was cancelled"):
            deed()


def test_an_appointment_is_kept_by_the_contact_that_came_of_it(cast):
    agreed = an_appointment(at=clock.now() + timedelta(seconds=30))
    begun = clock.now() - timedelta(minutes=45)
    contact = a_contact(agreed.prospect, appointment=agreed, at=begun, minutes=45)
    assert agreed.state == AppointmentState.KEPT and agreed.contact is contact
    assert contact.ended_at == contact.at + timedelta(minutes=45)
    with refused("took place already"):
        a_contact(agreed.prospect, appointment=agreed)


def test_where_nobody_was_reached_the_appointment_still_stands(cast):
    agreed = an_appointment(at=clock.now() + timedelta(seconds=30))
    a_contact(agreed.prospect, appointment=agreed, result="")
    assert agreed.state == AppointmentState.PLANNED and agreed.contact is None


def test_no_contact_ends_in_the_future(cast):
    with refused("end in the future"):
        a_contact(a_prospect(), at=clock.now(), minutes=45)


def test_what_lies_ahead_or_is_somebody_elses_is_not_kept(cast):
    agreed = an_appointment(at=clock.now() + timedelta(days=2))
    with refused("lies ahead"):
        a_contact(agreed.prospect, appointment=agreed)
    with refused("somebody else"):
        a_contact(a_prospect(Track.PERSON), appointment=agreed)


def test_a_next_step_with_a_time_is_an_appointment(cast):
    prospect, on = a_prospect(), clock.today() + timedelta(days=3)
    a_contact(prospect, next_step="签意向", next_on=on, next_at=clock.at(on, 15), next_kind=ContactKind.CALL)
    (agreed,) = queries.appointments_of(prospect, cast.rm_north.viewer)
    assert (agreed.about, agreed.at, agreed.kind) == ("签意向", clock.at(on, 15), ContactKind.CALL)


def test_an_hour_of_the_next_step_that_is_taken_is_told_beside_that_hour(cast):
    taken = an_appointment(a_prospect(name="垡头店"))
    on = clock.day_of(taken.at)
    with pytest.raises(Refused, match="“垡头店”") as refusal:
        a_contact(a_prospect(), next_step="签意向", next_on=on, next_at=taken.at)
    assert refusal.value.field == "next_time"


@pytest.mark.parametrize(("kind", "place"), [(ContactKind.VISIT, "垡头西里 8 号"), (ContactKind.CALL, "")])
def test_a_next_step_with_a_time_takes_place_where_the_file_lies_unless_it_is_a_call(cast, kind, place):
    prospect, on = a_prospect(address="垡头西里 8 号"), clock.today() + timedelta(days=3)
    a_contact(prospect, next_step="签意向", next_on=on, next_at=clock.at(on, 15), next_kind=kind)
    (agreed,) = queries.appointments_of(prospect, cast.rm_north.viewer)
    assert agreed.place == place


def test_no_next_step_needs_its_reason(cast):
    with refused("why nothing comes next"):
        a_contact(a_prospect(), next_step="", next_on=None, open_end=True)


def test_with_a_prospect_go_its_appointments(cast):
    lost, given, handed = (a_prospect(name=name) for name in ("甲店", "乙店", "丙店"))
    first, second, third = (
        an_appointment(p, at=clock.now() + timedelta(days=n)) for n, p in enumerate((lost, given, handed), 1)
    )
    actions.lose(lost, by=cast.rm_north.viewer, reason="关店")
    actions.give_back(given, by=cast.rm_north.viewer, reason="顾不过来")
    actions.assign(handed, cast.director.user, by=cast.rm_north.viewer)
    assert [one.state for one in (first, second)] == [AppointmentState.CANCELLED] * 2
    assert third.is_planned and third.owner_id == cast.director.user.id


def test_the_day_is_sorted_by_time_then_what_was_let_pass_then_what_was_promised(cast):
    """Whom one meets is not owed a step besides."""
    today, by = clock.today(), cast.rm_north.viewer
    met = a_prospect(name="见", next_step="带数据", next_on=today - timedelta(days=1))
    late = a_prospect(name="晚", next_step="打电话", next_on=today - timedelta(days=2))
    soon = a_prospect(name="后", next_step="回访", next_on=today + timedelta(days=1))
    two, one, past, ahead = (an_appointment(met, at=clock.now() + timedelta(days=n)) for n in range(1, 5))
    one.at, two.at = clock.at(today, 9), clock.at(today, 23, 50)
    past.at, ahead.at = clock.at(today - timedelta(days=1), 9), clock.at(today + timedelta(days=1), 9)
    db.session.flush()
    home = home_of(by)
    assert (home.agreed_today, home.let_pass, home.agreed_soon) == ([one, two], [past], [ahead])
    assert (home.overdue_steps, home.steps_soon) == ([late], [soon])
    assert home_of(cast.rm_south.viewer).agreed == []
    assert home_of(cast.director.viewer).agreed == []  # his own only


@pytest.mark.pages
def test_finishing_from_today_leads_back_to_today_and_asks_for_the_next(cast, browse, visit, session):
    agreed = an_appointment(at=clock.now() + timedelta(seconds=50))
    session.commit()
    person, prospect_id, agreed_id = browse(cast.rm_north), agreed.prospect_id, agreed.id
    visit(person, "/")
    path = f"/prospecting/prospects/{prospect_id}/contacts/new?appointment={agreed_id}&amp;back=today"
    assert path in person.get("/").text
    visit(person, path.replace("&amp;", "&"))
    where = f"/prospecting/prospects/{prospect_id}/contacts?back=today"
    said = {"kind": "visit", "at": clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M"), "result": "愿意谈"}
    refused_first = person.post(where, {**said, "appointment_id": agreed_id})
    assert refused_first.status_code == 422 and "愿意谈" in refused_first.text
    on = (clock.today() + timedelta(days=1)).isoformat()
    more = {"appointment_id": agreed_id, "next_step": "送数据", "next_on": on, "next_time": "09:30"}
    answer = person.post(where, {**said, **more, "next_kind": "call"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert queries.prospect(prospect_id, cast.rm_north.viewer).next_step == "送数据"
    assert "愿意谈" in visit(person, f"/prospecting/appointments/{agreed_id}").text
    assert "09:30" in visit(person, "/").text


@pytest.mark.pages
def test_appointments_are_listed_for_whom_one_answers_for(cast, browse, visit, places):
    an_appointment(a_prospect(name="永惠便民超市"))
    an_appointment(a_prospect(name="广州新店", city=places.guangzhou, by=cast.rm_south.viewer), by=cast.rm_south.viewer)
    for path in ("/prospecting/appointments?when=week", "/prospecting/appointments?format=csv"):
        seen = {who: browse(getattr(cast, who)).get(path).get_data(as_text=True) for who in ("rm_north", "director")}
        assert "永惠" in seen["rm_north"] and "广州新店" not in seen["rm_north"]
        assert "永惠" in seen["director"] and "广州新店" in seen["director"]
    assert "永惠" in visit(browse(cast.office), "/prospecting/appointments?q=yh").text


def test_nothing_agreed_is_left_with_a_lost_prospect_however_much_it_was(cast, session):
    prospect, first = a_prospect(), clock.now() + timedelta(days=1)
    for n in range(51):
        an_appointment(prospect, at=first + timedelta(minutes=5 * n), minutes=5)
    actions.lose(prospect, by=cast.rm_north.viewer, reason="没钱")
    assert queries.appointments_of(prospect, cast.rm_north.viewer, None) == []


def test_what_is_near_is_said_as_long_before_as_it_asks_for(cast, visit, browse):
    now = clock.now()
    an_appointment(a_prospect(name="近的店"), at=now + timedelta(minutes=20), minutes=5)
    an_appointment(a_prospect(name="远的店"), at=now + timedelta(minutes=40), minutes=5)
    an_appointment(a_prospect(name="不提醒的店"), at=now + timedelta(minutes=10), minutes=5, remind=0)
    an_appointment(a_prospect(name="别人的店"), at=now + timedelta(minutes=20), by=cast.director.viewer)
    early = an_appointment(a_prospect(name="早说的店"), at=now + timedelta(minutes=60), remind=90)
    db.session.commit()
    said = browse(cast.rm_north).get("/prospecting/appointments/soon").json
    assert [one["text"].rpartition(" · ")[2] for one in said] == ["近的店", "早说的店"]
    assert said[1]["url"] == f"/prospecting/prospects/{early.prospect_id}"
    early.at += timedelta(minutes=5)
    db.session.commit()
    assert browse(cast.rm_north).get("/prospecting/appointments/soon").json[1]["key"] != said[1]["key"]
