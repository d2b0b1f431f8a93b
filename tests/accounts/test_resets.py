"""Whoever stands above may help with a new password, and never unseen: the link is no way to act as someone else."""

import re

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import OneTimeLink, Purpose
from portal.accounts.passwords import hash_password
from portal.accounts.sign_ins import TOLD_FOR
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.jobs import Outgoing
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from tests.browse import Browser
from tests.builders_accounts import SECRET, code_of, make_user
from tests.cast import PASSWORD

NEW = "a good sentence"
WORD = {"password": NEW, "again": NEW}


def a_link(cast, by=None, purpose=Purpose.RESET):
    token = actions.make_link(cast.owner.user, purpose, by=(by or cast.rm_north).viewer)
    db.session.commit()
    return token


def reset(browse, cast, by=None):
    browser = browse()
    assert browser.post(f"/welcome/{a_link(cast, by)}", WORD).status_code == 303
    return browser


def signed_in(browse, password=NEW):
    browser = browse()
    assert browser.post("/login", {"name": "13800000021", "password": password}).status_code == 303
    with browser.client.session_transaction() as kept:
        return Browser(browser.app, kept["_user_id"])


def on_the_till(browser):
    """Return what the till's page, whose script draws all that stands above the goods, knows of a reset."""
    return re.search('data-reset="([^"]*)"', browser.get("/till").text)[1]


@pytest.mark.pages
@pytest.mark.parametrize("purpose", list(Purpose))
def test_its_maker_does_not_open_a_link(browse, cast, visit, purpose):
    token, maker = a_link(cast, purpose=purpose), browse(cast.rm_north)
    page = visit(maker, f"/welcome/{token}")
    assert "赵慧" in page.text and "password" not in page.html
    assert maker.post(f"/welcome/{token}", WORD).status_code == 422
    assert maker.get("/account").status_code == 200  # still himself
    assert signed_in(browse, PASSWORD) and actions.link_of(token) is not None
    with pytest.raises(Refused):
        actions.use_link(token, hash_password(NEW), held_by=cast.rm_north.viewer)


def test_who_made_himself_a_link_opens_it(browse, cast):
    token = actions.make_link(cast.owner.user, Purpose.RESET, by=cast.owner.viewer)
    assert browse(cast.owner).post(f"/welcome/{token}", WORD).status_code == 303


def test_a_shops_tablet_is_handed_on_once_the_maker_has_signed_out(browse, cast):
    token, tablet = actions.make_link(cast.clerk.user, Purpose.RESET, by=cast.owner.viewer), browse(cast.owner)
    assert tablet.post(f"/welcome/{token}", WORD).status_code == 422
    assert tablet.post("/logout").status_code == 303
    with tablet.client.session_transaction() as kept:
        kept["csrf_token"] = "test"
    assert tablet.post(f"/welcome/{token}", WORD).status_code == 303


@pytest.mark.promise("P33")
def test_all_sign_ins_end_with_the_reset(browse, cast):
    before = browse(cast.owner)
    reset(browse, cast)
    assert before.get("/account").status_code == 401


@pytest.mark.pages
@pytest.mark.parametrize("locale, said", [("zh_Hans_CN", "王建国"), ("en", "that 王建国 made")])
def test_every_new_sign_in_tells_who_and_when_until_it_is_read_there(browse, cast, visit, locale, said):
    reset(browse, cast)
    at = clock.today().isoformat()
    first, second = signed_in(browse), signed_in(browse)
    for browser in (first, second):
        browser.client.set_cookie("portal_locale", locale)
        page = visit(browser, "/selling/orders")
        assert said in page.text and at in page.text and "/account/reset-read" in page.html
        assert said in on_the_till(browser) and at in on_the_till(browser)
    assert first.post("/account/reset-read", {"next": "/selling/orders"}).location == "/selling/orders"
    assert "/account/reset-read" not in visit(first, "/selling/orders").html
    assert on_the_till(first) == ""
    assert "/account/reset-read" in visit(second, "/selling/orders").html  # read elsewhere is not read here
    assert "/account/reset-read" in visit(signed_in(browse), "/selling/orders").html


def test_the_news_ends_after_two_weeks_and_the_history_stays(browse, cast, visit):
    with time_machine.travel("2026-06-01T02:00:00Z", tick=False) as at:
        reset(browse, cast)
        at.shift(TOLD_FOR)
        page = visit(signed_in(browse), "/account")
    assert "/account/reset-read" not in page.html
    history = page.text.split("我的账号上发生过的事")[1]
    assert "王建国 生成一次性链接" in history and "链接由谁生成： 王建国" in history


def test_the_trail_tells_it_to_those_above(browse, cast):
    reset(browse, cast)
    newest = history_of(cast.owner.user, cast.admin.viewer)[1]  # before the sign-in that followed
    assert newest.event == "user.password_reset"
    assert newest.facts["maker_id"] == cast.rm_north.user.id


def test_a_first_password_and_one_of_ones_own_are_no_reset(browse, cast, session):
    user = make_user(active=False)
    actions.use_link(actions.make_link(user, Purpose.INVITE, by=cast.admin.viewer), hash_password(NEW))
    own = actions.make_link(cast.owner.user, Purpose.RESET, by=cast.owner.viewer)
    actions.use_link(own, hash_password(NEW))
    assert session.scalars(select(OneTimeLink.reset_at)).all() == [None, None, None]


def test_a_mail_tells_it_where_mail_is_set_up(app, browse, cast, session, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://mail.example")
    cast.owner.user.email = "owner@example.com"
    reset(browse, cast)
    (mail,) = session.scalars(select(Outgoing)).all()
    assert mail.payload["to"] == "owner@example.com"
    assert "王建国" in mail.payload["text"] and clock.today().isoformat() in mail.payload["text"]


def test_a_manager_makes_no_link_for_whoever_has_a_second_factor(browse, cast):
    cast.owner.user.totp_secret = SECRET
    with pytest.raises(Refused):
        a_link(cast)
    page = browse(cast.rm_north).get(f"/settings/staff/{cast.owner.user.id}").text
    assert f"/settings/staff/{cast.owner.user.id}/link" not in page
    browser = reset(browse, cast, by=cast.admin)
    assert browser.get("/account").status_code == 401  # the code is asked all the same
    assert browser.post("/login/code", {"code": code_of()}).status_code == 303
    assert browser.get("/account").status_code == 200
