"""`flask verify` tells of appointments, day sheets and kept places that their rules do not allow (C15, C20)."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from portal.kernel import clock
from portal.kernel.scope import House
from portal.prospecting import actions, queries
from portal.prospecting.invariants_days import troubles_of_days
from portal.prospecting.models import AppointmentMove, AppointmentState, Contact, ContactKind, Stage, Track
from tests.builders_prospecting import a_contact, a_prospect, an_appointment

covers = ("C15", "C20")
HERE, DAY = (39_91, 116_40), timedelta(days=1)


@pytest.fixture
def kept(cast, session, time_machine):
    """An appointment of today that was moved twice and kept by its contact, as people do it."""
    time_machine.move_to(clock.at(clock.today() + DAY, 10))  # late in the evening nothing is agreed for the same day
    agreed = an_appointment(at=clock.now() + timedelta(hours=2))
    for hours in (4, 1):
        actions.move_appointment(
            agreed, at=clock.now() + timedelta(hours=hours), by=cast.rm_north.viewer, reason="改期"
        )
    session.flush()
    contact = a_contact(agreed.prospect, appointment=agreed, place=HERE, place_consent=True)
    actions.write_day(clock.today(), "见了一家", by=cast.rm_north.viewer)
    session.commit()
    assert agreed.contact is contact and contact.place and troubles_of_days() == []
    return agreed


@pytest.fixture
def told(session):
    """What is wrong, without what it is wrong with."""

    def troubles():
        session.flush()
        session.expire_all()
        return [trouble.partition(": ")[2] for trouble in troubles_of_days()]

    return troubles


def test_a_kept_one_has_its_contact_with_the_same_prospect(kept, told):
    contact, kept.contact_id = kept.contact_id, None
    assert told() == ["kept without its contact, or with one and not kept"]
    kept.contact_id = a_contact(a_prospect(name="别家")).id
    kept.contact = None
    other = a_contact(a_prospect(name="又一家"))
    kept.contact = other
    assert told() == ["kept by a contact with somebody else"]
    kept.contact_id, kept.state = contact, AppointmentState.PLANNED
    assert "kept without its contact, or with one and not kept" in told()


def test_what_ended_says_when_and_why(cast, kept, told):
    kept.ended_at = None
    assert told() == ["ended and still planned, or neither"]
    kept.ended_at = clock.now()
    off = an_appointment(a_prospect(name="别家"))
    actions.cancel_appointment(off, by=cast.rm_north.viewer, reason="店主出差")
    assert told() == []
    off.reason = ""
    assert told() == ["cancelled without a reason"]


def test_nothing_is_planned_with_a_lost_one_nor_reminded_of_on_another_day(cast, told):
    agreed = an_appointment(a_prospect(Track.PERSON))
    agreed.prospect.stage, agreed.reminded_on = Stage.LOST, clock.today()
    assert told() == ["planned with a prospect that nobody works on", "reminded of on another day than its own"]


def test_a_moved_one_keeps_each_time_it_had(session, kept, told):
    was, kept.at = kept.at, kept.at + DAY
    assert told() == ["its moves do not lead to its time"]
    kept.at = was
    assert told() == []
    session.delete(session.scalars(AppointmentMove.seen_by(House("tests")).order_by(AppointmentMove.id)).first())
    assert told() == ["moved more or less often than the trail knows"]


def test_a_day_says_something_and_was_written_within_its_week(cast, kept, told):
    sheet = queries.sheet_of(cast.rm_north.user.id, clock.today(), cast.rm_north.viewer)
    sheet.sentence = " "
    assert told() == ["says nothing"]
    sheet.sentence, sheet.day = "见了一家", clock.today() + DAY
    assert told() == ["written before its day, or more than a week after it"]
    sheet.day = clock.today() - 8 * DAY
    assert told() == ["written before its day, or more than a week after it"]


def test_no_place_is_kept_without_a_consent_that_held_then_and_holds_still(cast, kept, told):
    given = queries.consent_of(cast.rm_north.viewer)
    given.withdrawn_at = clock.now()
    assert told() == ["keeps a place without consent"]
    given.withdrawn_at, given.made_at = None, clock.now() + DAY
    assert told() == ["keeps a place without consent"]
    given.made_at = clock.now() - DAY
    given.withdrawn_at = given.made_at - DAY
    assert told() == ["keeps a place without consent", "withdrawn before it was given"]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"place_lon": None}, "half a place"),
        ({"place_lat": 91_00}, "a place that is none on earth, or of no visit"),
        ({"kind": ContactKind.CALL}, "a place that is none on earth, or of no visit"),
    ],
)
def test_a_place_is_whole_on_earth_and_of_a_visit(session, kept, told, facts, words):
    wrong = update(Contact).where(Contact.id == kept.contact_id).values(**facts)
    session.execute(wrong.execution_options(scoped=Contact.reach(), synchronize_session=False))
    assert told() == [words]
