"""A PIN for the till: set with one's password, kept as a hash, counted when wrong, removed, on the trail."""

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts import pins
from portal.accounts.actions import make_link, use_link
from portal.accounts.models import Attempt, Purpose
from portal.accounts.passwords import TooMany, hash_password
from portal.kernel.refusals import Refused
from portal.kernel.trail import Trail, history_of
from tests.cast import PASSWORD

PIN = "274816"
FORM = {"pin": PIN, "pin_again": PIN, "pin_password": PASSWORD}


@pytest.fixture
def owner(session, cast):
    pins.set_pin(cast.owner.user, pins.hash_pin(PIN), by=cast.owner.viewer)
    session.commit()
    return cast.owner.user.id


def events(user, viewer):
    return [link.event for link in history_of(user, viewer)]


def test_one_sets_his_own_on_the_page_of_his_account(browse, cast, session):
    browser = browse(cast.clerk)
    assert "收银 PIN 码" in browser.visit("/account").text
    assert browser.post("/account/pin", FORM).status_code == 303
    session.expire_all()
    assert cast.clerk.user.has_pin and PIN not in cast.clerk.user.pin
    told = [link.facts for link in session.scalars(select(Trail).execution_options(scoped=Trail.reach()))]
    assert PIN not in str(told) and "argon2" not in str(told)
    assert "收银 PIN 码已设置" in browser.visit("/account").text


@pytest.mark.pages
@pytest.mark.parametrize(
    ("typed", "word"),
    [({"pin": "12345", "pin_again": "12345"}, "六位"), ({"pin": "1234567", "pin_again": "1234567"}, "六位"),
     ({"pin": "27481a", "pin_again": "27481a"}, "六位"), ({"pin": "777777", "pin_again": "777777"}, "先猜"),
     ({"pin": "456789", "pin_again": "456789"}, "先猜"), ({"pin": "987654", "pin_again": "987654"}, "先猜"),
     ({"pin_again": "274817"}, "两次不一样"), ({"pin_password": "not his"}, "密码")],
)  # fmt: skip
def test_what_is_no_pin_or_not_from_him_is_refused_beside_its_field(browse, cast, typed, word):
    answer = browse(cast.clerk).post("/account/pin", FORM | typed)
    assert answer.status_code == 422 and word in answer.text
    assert not cast.clerk.user.has_pin


@pytest.mark.pages
def test_who_sells_nothing_has_none(browse, cast):
    assert browse(cast.office).post("/account/pin", FORM).status_code == 403
    assert "PIN" not in browse(cast.office).visit("/account").text


def test_nobody_sets_anothers(cast):
    with pytest.raises(Refused):
        pins.set_pin(cast.clerk.user, "", by=cast.owner.viewer)


def test_the_owner_removes_a_clerks_and_the_clerk_his_own(browse, cast, session):
    clerk = cast.clerk
    for remove in (
        lambda: browse(cast.owner).post(f"/settings/staff/{clerk.user.id}/pin-removal"),
        lambda: browse(clerk).post("/account/pin/removal"),
    ):
        pins.set_pin(clerk.user, pins.hash_pin(PIN), by=clerk.viewer)
        session.commit()
        assert remove().status_code == 303
        session.expire_all()
        assert not clerk.user.has_pin
    assert "user.pin_removed" in events(clerk.user, cast.admin.viewer)


@pytest.mark.pages
def test_a_manager_removes_only_those_below_him(browse, cast, owner, session):
    with pytest.raises(Refused):
        pins.remove_pin(cast.owner.user, by=cast.clerk.viewer)
    assert browse(cast.owner_south).post(f"/settings/staff/{cast.clerk.user.id}/pin-removal").status_code == 404
    with pytest.raises(Refused):
        pins.remove_pin(cast.clerk.user, by=cast.clerk.viewer)


def test_wrong_ones_are_counted_for_the_browser_and_in_all(session, owner):
    def left(browser):
        with pytest.raises(pins.WrongPin) as wrong:
            pins.check_pin(owner, "000000", browser=browser)
        return wrong.value.left

    assert [left("one") for _ in range(pins.MOST_PINS)] == [4, 3, 2, 1, 0]
    with pytest.raises(TooMany):
        pins.check_pin(owner, PIN, browser="one")
    pins.check_pin(owner, PIN, browser="two")
    for n in range(3):
        assert left(f"browser {n}") == 4
    assert session.scalar(select(func.count()).select_from(Attempt)) == pins.MOST_PINS + 3
    pins.check_pin(owner, PIN, browser="browser 0")
    assert session.scalar(select(func.count()).select_from(Attempt)) == pins.MOST_PINS + 2


@pytest.mark.pages
def test_all_browsers_together_have_a_bound(session, owner):
    for n in range(pins.MOST_PINS_IN_ALL):
        with pytest.raises(pins.WrongPin):
            pins.check_pin(owner, "000000", browser=f"browser {n}")
    with pytest.raises(TooMany):
        pins.check_pin(owner, PIN, browser="another")


@pytest.mark.pages
def test_after_a_quarter_of_an_hour_it_counts_again(session, owner):
    with time_machine.travel("2026-06-01T02:00:00Z", tick=False) as moment:
        for _ in range(pins.MOST_PINS):
            with pytest.raises(pins.WrongPin):
                pins.check_pin(owner, "000000", browser="one")
        moment.shift(15 * 60)
        pins.check_pin(owner, PIN, browser="one")


def test_without_one_nobody_is_proved_and_nothing_counted(session, cast):
    with pytest.raises(Refused) as refused:
        pins.check_pin(cast.clerk.user.id, "", browser="one")
    assert refused.value.field == "user"
    assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_a_link_that_sets_a_new_password_takes_the_pin_away(cast, session, owner):
    token = make_link(cast.owner.user, Purpose.RESET, by=cast.admin.viewer)
    use_link(token, hash_password("another one"))
    assert not cast.owner.user.has_pin
