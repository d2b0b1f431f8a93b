"""One-time links: shown once, used once, gone when too old or when a newer one is made."""

import re
from datetime import timedelta

import pytest
import time_machine

from portal.accounts import actions
from portal.accounts.models import OneTimeLink, Purpose
from portal.accounts.passwords import hash_password
from portal.kernel.refusals import Refused
from tests.builders_accounts import SECRET, make_user
from tests.cast import PASSWORD

WORD = {"password": "a good sentence", "again": "a good sentence"}


@pytest.mark.promise("P37")
def test_a_link_sets_a_password_signs_in_and_works_once(browse, cast):
    user = make_user(active=False)
    token = actions.make_link(user, Purpose.INVITE, by=cast.admin.viewer)
    browser = browse()
    assert browser.get(f"/welcome/{token}").status_code == 200
    assert browser.get(f"/welcome/{token}").status_code == 200  # looking uses nothing up
    assert browser.post(f"/welcome/{token}", WORD).status_code == 303
    assert browser.get("/account").status_code == 200
    assert browse().get(f"/welcome/{token}").status_code == 404
    assert browse().post(f"/welcome/{token}", WORD).status_code == 422


@pytest.mark.promise("P37")
def test_only_the_hash_of_a_link_is_kept(cast, session):
    token = actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.admin.viewer)
    session.flush()
    assert token not in {row.token_hash for row in session.query(OneTimeLink)}


@pytest.mark.promise("P37")
@pytest.mark.parametrize("purpose, life", [(Purpose.INVITE, timedelta(days=7)), (Purpose.RESET, timedelta(hours=24))])
def test_a_link_grows_too_old(cast, purpose, life):
    with time_machine.travel("2026-06-01T02:00:00Z", tick=False) as clock:
        token = actions.make_link(cast.clerk.user, purpose, by=cast.admin.viewer)
        clock.shift(life - timedelta(minutes=1))
        assert actions.link_of(token)
        clock.shift(timedelta(minutes=2))
        with pytest.raises(Refused):
            actions.use_link(token, hash_password("a good sentence"))


def test_a_newer_link_and_a_new_password_void_the_older_link(cast):
    first = actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.admin.viewer)
    second = actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.admin.viewer)
    assert actions.link_of(first) is None
    actions.set_password(cast.clerk.user, hash_password("another sentence"), by=cast.clerk.viewer)
    assert actions.link_of(second) is None


@pytest.mark.promise("P36")
def test_a_link_does_not_get_past_the_second_factor(browse, cast):
    cast.admin.user.totp_secret = SECRET
    token = actions.make_link(cast.admin.user, Purpose.RESET, by=cast.admin.viewer)
    browser = browse()
    assert browser.post(f"/welcome/{token}", WORD).location.startswith("/login/code")
    assert browser.get("/account").status_code == 401


def test_a_link_opens_the_door_that_too_many_attempts_closed(browse, cast):
    for _ in range(9):
        browse().post("/login", {"name": "13800000022", "password": "wrong one"})
    token = actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.owner.viewer)
    browse().post(f"/welcome/{token}", WORD)
    assert browse().post("/login", {"name": "13800000022", "password": WORD["password"]}).status_code == 303


def test_the_administrator_sees_a_new_link_once(browse, cast):
    browser, user = browse(cast.admin), cast.clerk.user
    path = browser.post(f"/settings/users/{user.id}/link").location
    shown = re.search(r"/welcome/[\w-]+", browser.get(path).text)
    assert shown and browse().get(shown[0]).status_code == 200
    assert "/welcome/" not in browser.get(path).text


def test_a_disabled_person_gets_no_link(cast):
    actions.disable(cast.clerk.user, by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.admin.viewer)


@pytest.mark.promise("P35")
@pytest.mark.parametrize("name", ["13800000021", "nobody@example.com"])
def test_asking_for_a_mail_says_nothing_about_who_exists(browse, cast, name):
    answer = browse().post("/forgotten", {"name": name})
    assert answer.status_code == 200 and PASSWORD not in answer.text


@pytest.mark.promise("P50")
def test_a_mail_leads_to_the_address_of_the_settings(app, browse, cast, session, monkeypatch):
    from portal.kernel.jobs import Outgoing

    cast.owner.user.email = "owner@example.com"
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example")
    monkeypatch.setitem(app.config, "PORTAL_URL", "https://portal.example")
    browse().post("/forgotten", {"name": "Owner@Example.com"})
    assert "https://portal.example/welcome/" in session.query(Outgoing).one().payload["text"]
