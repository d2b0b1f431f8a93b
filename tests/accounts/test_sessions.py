"""Sign-ins: listed and ended by their person, timed out, ended by disabling, a new password or a new role."""

from datetime import timedelta

import pytest
import time_machine

from portal.accounts import actions
from portal.accounts.models import SignIn, UserState
from portal.accounts.roles import Role
from tests.cast import PASSWORD

START = "2026-06-01T02:00:00Z"


def signed_in(browser):
    return browser.get("/account").status_code == 200


@pytest.mark.promise("P31")
@pytest.mark.parametrize(
    "person, still, gone",
    [("office", timedelta(hours=11), timedelta(hours=13)), ("owner", timedelta(days=13), timedelta(days=15)),
     ("rm_north", timedelta(days=6), timedelta(days=8))],
)  # fmt: skip
def test_a_sign_in_unused_for_long_ends(browse, cast, person, still, gone):
    for pause, lives in ((still, True), (gone, False)):
        with time_machine.travel(START, tick=False) as clock:
            browser = browse(getattr(cast, person))
            clock.shift(pause)
            assert signed_in(browser) is lives


@pytest.mark.promise("P31")
def test_a_sign_in_in_daily_use_ends_after_ninety_days(browse, cast):
    with time_machine.travel(START, tick=False) as clock:
        browser = browse(cast.owner)
        for _ in range(9):
            clock.shift(timedelta(days=10))
            assert signed_in(browser)
            with browser.client.session_transaction() as carried:
                carried["a message"] = "Saved."  # for which the cookie is signed anew
        clock.shift(timedelta(minutes=1))
        assert not signed_in(browser)


@pytest.mark.promise("P23")
def test_a_disabled_person_is_out_at_once_and_cannot_return(browse, cast):
    browser = browse(cast.clerk)
    assert signed_in(browser)
    actions.disable(cast.clerk.user, by=cast.admin.viewer, reason="离职")
    assert not signed_in(browser)
    assert browse().post("/login", {"name": "13800000022", "password": PASSWORD}).status_code == 422


@pytest.mark.promise("P23")
def test_a_sign_in_that_outlived_its_person_opens_nothing(browse, cast, session):
    browser = browse(cast.clerk)
    cast.clerk.user.state = UserState.DISABLED  # by whatever way, so that nothing ended the sign-in
    session.commit()
    assert not signed_in(browser)


@pytest.mark.promise("P33")
def test_a_new_role_ends_all_sign_ins_and_takes_the_reach_away(browse, cast):
    browser, user = browse(cast.clerk), cast.clerk.user
    actions.edit_user(user, name=user.name, phone=user.phone, email="", role=Role.RM, by=cast.admin.viewer)
    assert not signed_in(browser)
    assert user.stores == [] and cast.clerk.viewer.store_ids == frozenset()


@pytest.mark.promise("P33")
def test_a_new_password_ends_the_other_sign_ins_and_keeps_this_one(browse, cast):
    here, there = browse(cast.owner), browse(cast.owner)
    form = {"current": PASSWORD, "password": "a better sentence", "again": "a better sentence"}
    assert here.post("/account/password", form).status_code == 303
    assert signed_in(here) and not signed_in(there)


def test_a_password_is_not_changed_without_the_current_one(browse, cast):
    form = {"current": "guess", "password": "a better sentence", "again": "a better sentence"}
    assert browse(cast.owner).post("/account/password", form).status_code == 422


@pytest.mark.promise("P32")
def test_a_person_ends_another_browser_of_his_own(browse, cast, session):
    here, there = browse(cast.owner), browse(cast.owner)
    other = session.query(SignIn).order_by(SignIn.id.desc()).first()
    assert here.post(f"/account/sign-ins/{other.id}/end").status_code == 303
    assert signed_in(here) and not signed_in(there)


@pytest.mark.promise("P32")
def test_nobody_ends_a_strangers_sign_in(browse, cast, session):
    theirs = browse(cast.owner_south)
    other = session.query(SignIn).order_by(SignIn.id.desc()).first()
    assert browse(cast.owner).post(f"/account/sign-ins/{other.id}/end").status_code == 404
    assert signed_in(theirs)
