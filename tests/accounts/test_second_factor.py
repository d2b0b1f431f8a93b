"""The second factor: a code works once, wrong ones are counted, policy makes it a must."""

from datetime import timedelta

import pytest
import time_machine

from portal.accounts import actions
from portal.kernel.refusals import Refused
from tests.builders_accounts import SECRET, code_of
from tests.cast import PASSWORD


@pytest.fixture
def now():
    with time_machine.travel("2026-06-01T02:00:10Z", tick=False) as clock:
        yield clock


@pytest.fixture
def half(browse, cast, session, now):
    """A browser of the office that gave its password and owes a code."""
    cast.office.user.totp_secret = SECRET
    session.flush()
    browser = browse()
    answer = browser.post("/login", {"name": "13800000002", "password": PASSWORD, "next": "/account"})
    assert answer.location == "/login/code?next=/account"
    return browser


@pytest.mark.promise("P36")
def test_the_password_alone_opens_nothing(half):
    assert half.get("/login/code").status_code == 200
    assert half.get("/account").status_code == 401


def test_the_code_opens_the_portal_and_leads_on(half):
    assert half.post("/login/code?next=/account", {"code": code_of()}).location == "/account"
    assert half.get("/account").status_code == 200


@pytest.mark.promise("P36")
def test_a_code_works_once(half, cast, now):
    actions.check_second_factor(cast.office.user, code_of())
    assert half.post("/login/code", {"code": code_of()}).status_code == 422
    now.shift(timedelta(seconds=30))
    assert half.post("/login/code", {"code": code_of()}).status_code == 303


@pytest.mark.promise("P36")
def test_the_code_of_the_set_up_does_not_sign_in_as_well(cast, now):
    actions.turn_on_second_factor(cast.office.user, SECRET, code_of(), by=cast.office.viewer)
    with pytest.raises(Refused):
        actions.check_second_factor(cast.office.user, code_of())


def test_a_clock_may_be_half_a_minute_off(half):
    assert half.post("/login/code", {"code": code_of(steps=1)}).status_code == 303


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "0" * 12])
def test_nonsense_is_no_code(half, code):
    assert half.post("/login/code", {"code": code}).status_code == 422


@pytest.mark.promise("P34")
def test_wrong_codes_are_counted(half):
    for _ in range(8):
        half.post("/login/code", {"code": "000000"})
    assert half.post("/login/code", {"code": code_of()}).status_code == 422


@pytest.mark.promise("P36")
def test_the_password_is_forgotten_after_ten_minutes(half, now):
    now.shift(timedelta(minutes=11))
    assert half.post("/login/code", {"code": code_of()}).location.startswith("/login")
    assert half.get("/account").status_code == 401


@pytest.mark.promise("P36")
def test_a_changed_password_ends_those_who_wait_at_the_code(half, cast, session):
    user = cast.office.user
    actions.set_password(user, actions.hash_password("another-password"), by=cast.office.viewer)
    session.commit()
    assert half.post("/login/code", {"code": code_of()}).location.startswith("/login")
    assert half.get("/account").status_code == 401


@pytest.mark.promise("P36")
def test_policy_leads_the_office_to_the_set_up_and_nowhere_else(browse, cast, session, now):
    actions.set_policy("second_factor", {"required": True}, by=cast.admin.viewer)
    session.flush()
    browser = browse(cast.office)
    assert browser.get("/account").location == "/account/second-factor"
    assert browser.post("/account/password", {}).location == "/account/second-factor"
    assert browser.get("/account/second-factor").status_code == 200
    assert browser.post("/account/second-factor", {"secret": SECRET, "code": code_of()}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert browse(cast.owner).get("/account").status_code == 200


def test_a_second_factor_is_not_replaced_in_passing_and_only_another_removes_it(cast, now):
    admin = cast.admin.user
    actions.turn_on_second_factor(admin, SECRET, code_of(), by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.turn_on_second_factor(admin, SECRET[::-1], code_of(SECRET[::-1]), by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.turn_off_second_factor(admin, by=cast.admin.viewer)
    actions.turn_off_second_factor(admin, by=cast.office.viewer)
    assert not admin.has_second_factor
