"""A visit's coarse place with consent, and the morning's reminder of what is agreed (C15, C20)."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, nightly, queries
from portal.prospecting.models import ContactKind, PlaceConsent, Track
from tests.builders_prospecting import a_contact, a_prospect, an_appointment, refused

covers = ("C15", "C20")
HERE = (39_91, 116_40)


def test_without_consent_no_place_is_kept(cast):
    assert a_contact(a_prospect(), place=HERE).place == ""


def test_consent_is_given_once_and_comes_with_a_visit(cast):
    first = a_contact(a_prospect(), place=HERE, place_consent=True)
    assert first.place == "39.91, 116.40"
    given = queries.consent_of(cast.rm_north.viewer)
    assert actions.give_place_consent(by=cast.rm_north.viewer) is given
    assert a_contact(a_prospect(name="乙店"), place=HERE).place
    assert a_contact(a_prospect(name="丙店"), place=HERE, by=cast.director.viewer).place == ""


def test_only_a_visit_has_a_place(cast):
    call = a_contact(a_prospect(), kind=ContactKind.CALL, place=HERE, place_consent=True)
    assert call.place == ""


def test_withdrawing_deletes_what_was_kept_and_keeps_nothing_more(cast):
    by = cast.rm_north.viewer
    kept = a_contact(a_prospect(), place=HERE, place_consent=True)
    db.session.flush()
    actions.withdraw_place_consent(by=by)
    db.session.flush()
    db.session.expire_all()
    assert kept.place == "" and queries.count_places(by) == 0
    assert a_contact(a_prospect(name="乙店"), place=HERE).place == ""
    with refused("no consent"):
        actions.withdraw_place_consent(by=by)


@pytest.mark.pages
def test_a_place_finer_than_a_kilometre_is_refused(cast, browse, visit):
    prospect_id = a_prospect().id
    db.session.commit()
    person, path = browse(cast.rm_north), f"/prospecting/prospects/{prospect_id}/contacts"
    on = (clock.today() + timedelta(days=1)).isoformat()
    said = {"kind": "visit", "at": clock.local(clock.now()).strftime("%Y-%m-%dT%H:%M"), "result": "愿意谈"}
    said |= {"next_step": "送数据", "next_on": on, "place_consent": "y"}
    assert person.post(path, {**said, "place": "39.912345,116.401234"}).status_code == 422
    assert person.post(path, {**said, "place": "39.91,116.40"}).status_code == 303
    assert "39.91, 116.40" in visit(person, f"/prospecting/prospects/{prospect_id}").text
    visit(person, "/prospecting/place-consent")
    assert person.post("/prospecting/place-consent/withdrawal").status_code == 303


def test_the_morning_reminds_once_of_what_is_agreed_for_today(cast):
    """Moving it to another day reminds of it again there."""
    soon, later = an_appointment(), an_appointment(a_prospect(Track.PERSON), at=clock.now() + timedelta(days=3))
    soon.at = clock.at(clock.today(), 23, 50)
    db.session.commit()
    assert [nightly.reminded(), nightly.reminded()] == [1, 0]
    assert (soon.reminded_on, later.reminded_on) == (clock.today(), None)
    actions.move_appointment(soon, at=clock.now() + timedelta(days=5), by=cast.rm_north.viewer)
    assert soon.reminded_on is None


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, ["1 appointment is agreed for today, at", "1 of your prospects is stuck and goes back"]),
        (2, ["2 appointments are agreed for today, the first at", "2 of your prospects are stuck and go back"]),
    ],
)
def test_the_nights_mails_speak_of_one_as_of_one(cast, n, words):
    with force_locale("en"):
        told = [nightly.of_today(n, clock.at(clock.today(), 9), "there"), nightly.of_stuck(n, "there")]
    assert all(text.startswith(begins) and text.endswith(": there") for text, begins in zip(told, words, strict=True))


def test_a_consent_given_twice_in_the_same_moment_is_withdrawn_whole(cast, session):
    session.add_all(PlaceConsent(user_id=cast.rm_north.user.id) for _tap in range(2))
    session.flush()
    actions.withdraw_place_consent(by=cast.rm_north.viewer)
    assert queries.consent_of(cast.rm_north.viewer) is None and a_contact(a_prospect(), place=HERE).place == ""
