"""Contacts, next steps and what is due (C15)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.prospecting import actions, board, queries
from portal.prospecting.models import Prospect, Stage, Track
from tests.builders_prospecting import a_contact, a_prospect, refused

covers = ("C15",)


def test_a_contact_sets_the_next_step(cast):
    prospect = a_prospect()
    contact = a_contact(prospect)
    assert (prospect.next_step, prospect.next_on) == (contact.next_step, contact.next_on)


def test_a_contact_in_the_future_is_refused(cast):
    with refused("future"):
        a_contact(a_prospect(), at=clock.now() + timedelta(hours=1))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"next_step": "", "next_on": None}, "next_step"),
        ({"next_on": None}, "next_on"),
        ({"next_step": ""}, "next_step"),
        ({"next_on": clock.today() - timedelta(days=9)}, "next_on"),
    ],
)
def test_finishing_asks_for_the_next_step_and_its_day(cast, facts, field):
    with pytest.raises(Refused) as refusal:
        a_contact(a_prospect(), **facts)
    assert refusal.value.field == field


def test_no_next_step_yet_is_said_on_purpose(cast):
    prospect = a_prospect()
    a_contact(prospect, next_step="", next_on=None, open_end=True, open_reason="等他出差回来")
    assert prospect.is_stepless


def test_a_lost_prospect_is_not_contacted(cast):
    with refused("Take it up again"):
        a_contact(a_prospect(Track.PERSON, Stage.LOST))


def test_due_are_the_steps_of_today_and_before_of_ones_own(cast, places):
    today = clock.today()
    late = a_prospect(name="晚", next_step="打电话", next_on=today - timedelta(days=2))
    now = a_prospect(name="今", next_step="见面", next_on=today)
    a_prospect(name="后", next_step="见面", next_on=today + timedelta(days=1))
    a_prospect(name="南", city=places.guangzhou, by=cast.rm_south.viewer, next_step="见面", next_on=today)
    assert list(queries.due_or_warned(cast.rm_north.viewer, today)) == [late, now]
    assert len(queries.due_or_warned(cast.office.viewer, today)) == 3
    assert list(queries.due_or_warned(cast.director.viewer, today)) == []


def test_a_step_that_ended_is_not_due(cast):
    prospect = a_prospect(next_step="打电话", next_on=clock.today())
    actions.lose(prospect, by=cast.rm_north.viewer, reason="关店")
    assert list(queries.due_or_warned(cast.rm_north.viewer, clock.today())) == []


def test_stages_are_counted_by_track_within_reach(cast, places):
    a_prospect(Track.PERSON)
    a_prospect(Track.SUPERMARKET, Stage.PITCHED)
    a_prospect(city=places.guangzhou, by=cast.rm_south.viewer)
    counted = board.tallies(Prospect.seen_by(cast.rm_north.viewer))
    where = {place: tally.count for place, tally in counted.items()}
    assert where == {(Track.PERSON, Stage.FOUND): 1, (Track.SUPERMARKET, Stage.PITCHED): 1}
