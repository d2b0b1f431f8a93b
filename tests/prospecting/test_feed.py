"""A person's calendar by a secret address: what it holds, to whom, until when (C20)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, ics, queries
from portal.prospecting.models import CalendarFeed, Track
from tests.builders_prospecting import a_prospect, an_appointment, refused

covers = ("C20",)


def written(cast, *appointments):
    return ics.calendar(appointments, "portal.example", "约见").decode()


def unfolded(text):
    return text.replace("\r\n ", "").split("\r\n")


def test_a_calendar_names_time_person_and_place_in_utc_and_rings(cast):
    at = clock.at(clock.today() + timedelta(days=2), 10, 30)
    prospect = a_prospect(Track.PERSON, name="任建军", phone="13900002290")
    agreed = an_appointment(prospect, at=at, minutes=45, note="谈投入；带租约, 看账\n再约", place="垡头西里 8 号")
    lines = unfolded(written(cast, agreed))
    assert f"DTSTART:{at:%Y%m%dT%H%M%S}Z" in lines
    assert f"DTEND:{at + timedelta(minutes=45):%Y%m%dT%H%M%S}Z" in lines
    assert "SUMMARY:面谈 · 任建军" in lines and "LOCATION:垡头西里 8 号" in lines
    assert "DESCRIPTION:谈投入；带租约\\, 看账\\n再约" in lines and "TRIGGER:-PT30M" in lines
    assert not [line for line in lines if "13900002290" in line]


def test_no_line_is_longer_than_a_calendar_takes_and_no_letter_is_cut(cast):
    agreed = an_appointment(a_prospect(name="永惠便民" * 25), note="看\r\nEND:VEVENT")
    text = written(cast, agreed)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert f"SUMMARY:面谈 · {'永惠便民' * 25}" in unfolded(text) and text.count("\r\nEND:VEVENT\r\n") == 1


def test_a_cancelled_appointment_says_so_and_does_not_ring(cast):
    agreed = an_appointment()
    actions.cancel_appointment(agreed, by=cast.rm_north.viewer, reason="下大雨")
    db.session.flush()
    text = written(cast, agreed)
    assert "STATUS:CANCELLED" in text and "VALARM" not in text


def test_what_rings_speaks_the_persons_language(cast):
    agreed = an_appointment(a_prospect(name="永惠便民"), remind=30)
    assert "DESCRIPTION:30 分钟后：面谈 · 永惠便民" in unfolded(written(cast, agreed))


def test_the_token_is_kept_as_a_hash_and_a_new_one_ends_the_old(cast):
    by = cast.rm_north.viewer
    first, second = actions.give_feed(by=by), actions.give_feed(by=by)
    db.session.flush()
    assert queries.holder_of(first) is None and queries.holder_of(second).id == by.id
    assert first not in {feed.token_hash for feed in db.session.query(CalendarFeed)} and len(second) >= 43
    actions.withdraw_feed(by=by)
    db.session.flush()
    assert queries.holder_of(second) is None
    with refused("no address"):
        actions.withdraw_feed(by=by)


def test_the_address_dies_with_the_account(cast):
    token = actions.give_feed(by=cast.rm_north.viewer)
    accounts.disable(cast.rm_north.user, by=cast.admin.viewer)
    db.session.flush()
    assert queries.holder_of(token) is None


def test_a_calendar_holds_its_persons_appointments_only(cast, places):
    mine = an_appointment(a_prospect(name="甲店"))
    an_appointment(a_prospect(name="乙店", city=places.guangzhou, by=cast.rm_south.viewer), by=cast.rm_south.viewer)
    an_appointment(a_prospect(name="丙店"), by=cast.director.viewer)
    assert list(queries.calendar_of(cast.rm_north.viewer)) == [mine]


@pytest.mark.pages
def test_made_shown_once_read_again_unchanged_and_withdrawn(cast, browse, visit):
    an_appointment(a_prospect(name="永惠便民超市"))
    db.session.commit()
    person, phone = browse(cast.rm_north), browse()
    visit(person, "/prospecting/calendar")
    assert person.post("/prospecting/calendar").status_code == 303
    page = visit(person, "/prospecting/calendar").html
    path = "/prospecting/calendar/" + page.split("/prospecting/calendar/", 1)[1].split(".ics")[0] + ".ics"
    assert path not in person.get("/prospecting/calendar").text
    first = phone.get(path)
    assert (first.status_code, first.mimetype) == (200, "text/calendar") and "永惠便民超市" in first.text
    again = phone.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert person.post("/prospecting/calendar/withdrawal").status_code == 303
    assert phone.get(path).status_code == 404


@pytest.mark.pages
def test_a_calendar_speaks_its_persons_language_whoever_fetches_it(cast, browse):
    an_appointment(a_prospect(name="永惠便民超市"))
    token, user = actions.give_feed(by=cast.rm_north.viewer), cast.rm_north.user
    for locale, says in (("en", "Visit · 永惠便民超市"), ("zh_Hans_CN", "面谈 · 永惠便民超市")):
        user.locale = locale
        db.session.commit()
        answer = browse().get(f"/prospecting/calendar/{token}.ics", headers={"Cookie": "portal_locale=en"})
        assert f"SUMMARY:{says}" in answer.text


@pytest.mark.pages
def test_guessing_is_counted_and_stops(cast, browse):
    answers = [browse().get(f"/prospecting/calendar/{n}.ics").status_code for n in range(22)]
    assert answers[:20] == [404] * 20 and answers[20:] == [429] * 2


@pytest.mark.parametrize("act", ["give_feed", "withdraw_feed"])
def test_of_two_addresses_made_in_the_same_moment_none_is_left(cast, session, act):
    tokens = [actions.give_feed(by=cast.rm_north.viewer) for _tap in range(2)]
    for feed in session.scalars(select(CalendarFeed)):
        feed.withdrawn_at = None  # as two requests leave it that know nothing of each other
    session.flush()
    getattr(actions, act)(by=cast.rm_north.viewer)
    assert [queries.holder_of(token) for token in tokens] == [None, None]
