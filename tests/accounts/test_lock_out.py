"""Failing on purpose under someone's name does not keep him out: not of his own tablet, nor of another network."""

import threading
from contextlib import suppress

import pytest
from sqlalchemy import func, select

from portal.accounts import devices
from portal.accounts.models import Attempt, SignIn
from portal.accounts.passwords import MOST_ATTEMPTS, MOST_IN_ALL, take_attempt
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from tests.browse import Browser
from tests.cast import PASSWORD

pytestmark = [pytest.mark.promise("P34"), pytest.mark.promise("P35")]
OWNER, NOBODY = "13800000021", "13911112222"
SHOP, ATTACKER = "203.0.113.7", "198.51.100.9"


def sign_in(browser, name=OWNER, password=PASSWORD, *, at=SHOP):
    with browser.client.session_transaction() as kept:
        kept["csrf_token"] = "test"
    answer = browser.post("/login", {"name": name, "password": password}, environ_overrides={"REMOTE_ADDR": at})
    return answer.status_code == 303


def fail(app, name=OWNER, times=MOST_ATTEMPTS, *, at=ATTACKER, browser=None):
    for _ in range(times):
        assert not sign_in(browser or Browser(app), name, "wrong one", at=at)


@pytest.fixture
def tablet(app, cast):
    """The owner's own browser, signed out again."""
    browser = Browser(app)
    assert sign_in(browser)
    browser.client.delete_cookie("portal")
    return browser


def test_who_fails_elsewhere_locks_out_his_own_network_only(app, cast):
    fail(app)
    assert not sign_in(Browser(app), at=ATTACKER)  # right, but too late
    assert not sign_in(Browser(app), at="198.51.100.200")  # the same network
    assert sign_in(Browser(app), at=SHOP)


def test_the_owners_tablet_stays_open_in_the_very_network_that_is_locked(app, cast, tablet):
    fail(app, at=SHOP)
    assert not sign_in(Browser(app), at=SHOP)
    assert sign_in(tablet, at=SHOP)


def test_many_networks_together_have_a_bound_and_the_tablet_its_own(app, cast, tablet):
    for n in range(MOST_IN_ALL // MOST_ATTEMPTS):
        fail(app, at=f"198.51.{n}.1")
    assert not sign_in(Browser(app), at=SHOP)
    assert sign_in(tablet)
    fail(app, at=SHOP, browser=tablet)
    assert not sign_in(tablet)


def test_coming_in_forgets_ones_own_failures_and_nobody_elses(app, cast, session):
    fail(app, times=3)
    fail(app, times=2, at=SHOP)
    assert sign_in(Browser(app), at=SHOP)
    assert len(session.scalars(select(Attempt)).all()) == 3


@pytest.mark.parametrize("kept", ["", "made up", "ImFiYyI.x-y_z"])
def test_a_name_the_portal_did_not_sign_is_no_known_browser(app, cast, kept):
    browser = Browser(app)
    browser.client.set_cookie("portal_device", kept)
    fail(app, at=SHOP)
    assert not sign_in(browser, at=SHOP)


def test_a_browser_is_known_for_whom_it_signed_in_only(app, cast, tablet):
    fail(app, "13800000022", at=SHOP)
    assert not sign_in(tablet, "13800000022", at=SHOP)


def test_a_tablet_keeps_one_name_for_all_who_use_it_and_only_its_hash_is_stored(app, cast, tablet, session):
    assert sign_in(tablet, "13800000022")
    names = set(session.scalars(select(SignIn.device).where(SignIn.device != "")))
    assert len(names) == 1 and names.isdisjoint({tablet.client.get_cookie("portal_device").value})


def test_an_unknown_person_is_locked_alike_with_the_same_work(app, cast, count_statements):
    fail(app, NOBODY)
    assert not sign_in(Browser(app), NOBODY, at=ATTACKER)
    counted = []
    for name in (OWNER, NOBODY):
        with count_statements() as seen:
            assert not sign_in(Browser(app), name, "wrong one", at=SHOP)
        counted.append(len(seen))
    assert counted[0] == counted[1]


@pytest.mark.parametrize("address, network", [
    ("203.0.113.7", "203.0.113.0/24"), ("2001:db8:1:2ff::9", "2001:db8:1:200::/56"),
    ("::ffff:203.0.113.7", "203.0.113.0/24"), ("", ""), ("somewhere", ""), (None, ""),
])  # fmt: skip
def test_a_network_is_what_one_household_or_shop_has(address, network):
    assert devices.network_of(address) == network


def test_no_more_are_judged_than_the_limit_however_many_come_at_once(own_app):
    judged, door = [], threading.Barrier(8)

    def come():
        with own_app.app_context():
            db.session.scalar(select(func.count(Attempt.id)))  # connected before the door opens
            door.wait()
            with suppress(Refused):
                take_attempt("one name", 3)
                judged.append(1)

    threads = [threading.Thread(target=come) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(judged) == 3
