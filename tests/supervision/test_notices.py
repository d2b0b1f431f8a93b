"""Whose day report is not in is told by the minute, once a step: the owner, his manager, head office."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.jobs import Outgoing
from portal.network import actions as network
from portal.selling import actions as selling
from portal.selling.calendar import state_of
from portal.selling.models import Timeliness
from portal.supervision import actions, minutely
from portal.supervision.missed import owed_days
from portal.supervision.models import ReportNotice, Step
from portal.supervision.rules import Rules, rules, set_rules
from portal.supervision.views_notices import Since, is_since, notices
from tests.builders_selling import sealed
from tests.cast import HOUSE, Cast, Places

covers = ("C40",)

DAY = date(2026, 6, 15)
ONE = timedelta(days=1)


def told(store):
    found = ReportNotice.seen_by(HOUSE).where(ReportNotice.store_id == store.id, ReportNotice.day == DAY)
    return [notice.step for notice in db.session.scalars(found.order_by(ReportNotice.id))]


def at(hour, minute=0, day=DAY + ONE):
    return time_machine.travel(clock.at(day, hour, minute), tick=False)


@pytest.mark.parametrize(
    "hours, steps",
    [
        (-2.1, []),
        (-1.9, [Step.AHEAD]),
        (0.1, [Step.OWNER]),
        (1.9, [Step.OWNER]),
        (2.1, [Step.OWNER, Step.MANAGER]),
        (24.1, [Step.OWNER, Step.MANAGER, Step.OFFICE]),
    ],
)
def test_the_rule_says_who_is_told_by_when(hours, steps):
    assert Rules().steps(DAY, clock.at(DAY + ONE, 10) + timedelta(hours=hours)) == steps


@pytest.fixture
def north(own_app):
    """An application of its own, in whose north only the day at hand is owed."""
    with own_app.app_context(), time_machine.travel(clock.at(DAY + ONE, 7), tick=False):
        with transaction():
            places, cast = Places(), Cast()
            for store in (places.store, places.store_taiyuan, places.store_south):
                for n in range(1, 5):
                    sealed(store, cast.owner.viewer, DAY - n * ONE)
            sealed(places.store_taiyuan, cast.owner.viewer, DAY)
            sealed(places.store_south, cast.owner_south.viewer, DAY)
        yield places.store


def test_each_step_is_told_once_and_silence_goes_on_upwards(north):
    for hour, minute, steps in ((7, 59, 0), (8, 1, 1), (8, 2, 0), (10, 1, 1), (12, 1, 1), (12, 1, 0)):
        with at(hour, minute):
            assert minutely.told() == steps, (hour, minute)
    assert told(north) == [Step.AHEAD, Step.OWNER, Step.MANAGER]
    with transaction():
        sealed(north, Cast().owner.viewer, DAY)
        for n in (1, 2):  # the days after are not this test's
            for store in (north, Places().store_taiyuan, Places().store_south):
                with at(9, day=DAY + n * ONE):
                    sealed(store, Cast().owner.viewer, DAY + n * ONE)
    with at(23, day=DAY + 2 * ONE):
        assert minutely.told() == 0 and told(north) == [Step.AHEAD, Step.OWNER, Step.MANAGER]


def test_two_at_once_tell_once(north):
    with at(10, 1), transaction():
        owner = [Cast().owner.user]
        first = actions.tell(north, DAY, Step.OWNER, people=owner, by=HOUSE)
        db.session.flush()
        assert first.told == 1 and actions.tell(north, DAY, Step.OWNER, people=owner, by=HOUSE) is None


def test_those_who_look_after_the_store_are_told_by_mail_without_a_number(north, own_app):
    own_app.config |= {"SMTP_URL": "smtp://mail.example", "PORTAL_URL": "https://portal.example"}
    with transaction():
        cast = Cast()
        for person in (cast.owner, cast.rm_north, cast.rm_south, cast.director, cast.office):
            person.user.email = f"{person.user.id}@example.cn"
        told = sorted(person.user.id for person in (cast.director, cast.rm_north))  # both manage the north itself
        addresses = [cast.owner.user.email, *(f"{user_id}@example.cn" for user_id in told)]
    with at(12, 1):
        assert minutely.told() == 2
    letters = [row.payload for row in db.session.scalars(select(Outgoing).order_by(Outgoing.id))]
    assert [letter["to"] for letter in letters] == addresses
    assert all("https://portal.example/selling/day-reports/BJ-0001/2026-06-15" in letter["text"] for letter in letters)


def test_no_report_of_a_holiday_a_closure_or_an_excused_day_is_asked_for(north):
    with transaction():
        network.agree_closure(north, first_day=DAY, last_day=DAY, reason="盘点", by=HOUSE)
    with at(11):
        assert minutely.told() == 0


@pytest.mark.promise("P22")
def test_the_list_says_what_became_of_it_and_keeps_to_ones_reach(session, cast, places, browse, visit):
    day = clock.today() - 3 * ONE
    for n, store in enumerate((places.store, places.store_taiyuan, places.store_south)):
        session.add(ReportNotice(store_id=store.id, day=day, step=Step.MANAGER, told=1))
        if n == 0:
            selling.report_no_sales(store, day, late_reason="断网", by=cast.owner.viewer)
        if n == 1:
            selling.excuse_day(store, day, reason="停电", by=cast.office.viewer)
    session.flush()
    north = cast.rm_north.viewer
    for word, code in ((Since.IN, "BJ-0001"), (Since.EXCUSED, "TY-0001")):
        rows = session.execute(notices(north).where(is_since(word))).all()
        assert [row.ReportNotice.store.code for row in rows] == [code]
    assert session.execute(notices(north).where(is_since(Since.OPEN))).all() == []
    page = visit(browse(cast.rm_north), "/supervision/notices")
    assert "BJ-0001" in page.html and "GZ-0001" not in page.html


def test_an_administrator_sets_the_rule(cast, browse, visit, session):
    browser = browse(cast.admin)
    visit(browser, "/supervision/rules")
    wrong = {"hour": "9", "before": "60", "manager": "5", "office": "4"}
    assert browser.post("/supervision/rules", wrong).status_code == 422
    assert browser.post("/supervision/rules", wrong | {"office": "48"}).status_code == 303
    assert rules() == Rules(before=60, manager=5, office=48, hour=9)
    set_rules(replace(rules(), before=30), by=cast.admin.viewer)
    assert rules().before == 30


def test_the_hour_is_the_calendars_and_the_counts_of_missed_reports_too(cast, places, session):
    for hour, word in ((10, Timeliness.DUE), (8, Timeliness.MISSING)):
        set_rules(Rules(hour=hour), by=cast.admin.viewer)
        session.flush()
        with at(9):
            assert state_of(places.store, DAY) == word
            owed = [one.word for one in owed_days(cast.owner.viewer, DAY) if one.day == DAY]
            assert owed == [word]
