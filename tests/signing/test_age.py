"""The age of an application counts working days and stands still while returned (C25)."""

from datetime import date

import pytest

from portal.kernel import clock
from portal.signing.age import age_of, is_working_day
from portal.signing.models import Application, ApplicationState, Decision, Submission, Verdict

covers = ("C25",)


def handed_in(*rounds, state=ApplicationState.SUBMITTED):
    """Rounds of (handed in, answered or None, verdict)."""
    application = Application(state=state, decisions=[], submissions=[])
    for n, (begin, end, verdict) in enumerate(rounds, 1):
        application.submissions.append(Submission(round=n, at=clock.at(begin, 10)))
        if end:
            application.decisions.append(Decision(round=n, verdict=verdict, at=clock.at(end, 15), actor_id=9))
    return application


@pytest.fixture
def on(monkeypatch):
    return lambda day: monkeypatch.setattr(clock, "today", lambda: day)


def test_the_returned_days_do_not_count(app, on):
    on(date(2026, 11, 23))
    with app.app_context():
        age = age_of(handed_in(
            (date(2026, 11, 13), date(2026, 11, 16), Verdict.RETURNED), (date(2026, 11, 19), None, None),
        ))  # fmt: skip
        assert (age.used, age.due, age.is_due) == (4, date(2026, 11, 23), True)
        assert [span.kind for span in age.spans] == ["ran", "stopped", "ran", "left"]
        assert age.said in ("Due today", "今天到期")


def test_holidays_do_not_count_and_made_up_working_days_do(app, on):
    assert not is_working_day(date(2026, 10, 1)) and not is_working_day(date(2026, 10, 2))
    assert is_working_day(date(2026, 10, 10))  # a Saturday worked for the holiday week
    on(date(2026, 10, 9))
    with app.app_context():
        assert age_of(handed_in((date(2026, 9, 30), None, None))).used == 2


def test_where_the_calendar_is_not_known_plain_weeks_count():
    assert is_working_day(date(2099, 1, 1)) and not is_working_day(date(2099, 1, 3))


def test_while_returned_the_clock_stands_still(app, on):
    on(date(2026, 11, 23))
    with app.app_context():
        returned = handed_in((date(2026, 11, 9), date(2026, 11, 10), Verdict.RETURNED), state=ApplicationState.RETURNED)
        age = age_of(returned)
        assert (age.used, age.is_running, age.is_due) == (2, False, False)


def test_a_draft_has_no_age(app):
    assert age_of(handed_in(state=ApplicationState.DRAFT)) is None


def test_past_the_limit_it_says_since_when(app, on):
    on(date(2026, 11, 23))
    with app.app_context():
        age = age_of(handed_in((date(2026, 11, 12), None, None)))
        assert (age.used, age.due, age.days_late, age.is_due) == (7, date(2026, 11, 18), 2, True)


def test_one_approval_of_two_does_not_stop_the_clock(app, on):
    on(date(2026, 11, 20))
    with app.app_context():
        age = age_of(handed_in((date(2026, 11, 18), date(2026, 11, 19), Verdict.APPROVED)))
        assert age.is_running and age.used == 2
