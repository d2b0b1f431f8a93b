"""Signing in and out: same words for all failures, counted for all workers, a new token each time."""

import re
import runpy

import pytest

from portal.accounts import passwords
from portal.accounts.models import Attempt, SignIn
from tests.browse import Browser
from tests.cast import PASSWORD


def sign_in(browser, name="13800000021", password=PASSWORD, **more):
    return browser.post("/login", {"name": name, "password": password, **more})


def test_the_right_password_lands_where_the_person_wanted_to_go(browse, cast):
    answer = sign_in(browse(), next="/account?tab=1")
    assert answer.status_code == 303 and answer.location == "/account?tab=1"


def test_a_long_way_to_go_keeps_nobody_out(browse, cast):
    far = f"/selling/orders?q={'a' * 900}"
    answer = sign_in(browse(), next=far, _key="a form's key")
    assert answer.status_code == 303 and answer.location == far


@pytest.mark.parametrize("typed", ["13800000021", " 138 0000 0021 ", "+86 138-0000-0021"])
def test_a_phone_is_understood_however_it_is_written(browse, cast, typed):
    assert sign_in(browse(), typed).status_code == 303


@pytest.mark.promise("P38")
@pytest.mark.parametrize("next", [
    "//evil.example", "///evil.example", "/\\evil.example", "https://evil.example", "/\t/evil.example",
    "javascript:alert(1)", "\\\\evil.example", " //evil.example", "/\n/evil.example",
])  # fmt: skip
def test_nobody_is_sent_to_another_host(browse, cast, next):
    assert sign_in(browse(), next=next).location == "/"


def errors_of(answer):
    return re.findall(r"<li>(.*?)</li>", answer.get_data(as_text=True).split('id="errors"')[1], re.DOTALL)


@pytest.mark.promise("P35")
def test_a_wrong_password_and_an_unknown_person_get_the_same_words(browse, cast):
    wrong, unknown = sign_in(browse(), password="not this one"), sign_in(browse(), name="13911112222")
    assert wrong.status_code == unknown.status_code == 422
    assert errors_of(wrong) == errors_of(unknown) != []


@pytest.mark.promise("P35")
def test_an_unknown_person_costs_a_hash_as_well(cast, monkeypatch, browse):
    hashed = []
    verify = passwords.hasher.verify
    monkeypatch.setattr(
        passwords, "hasher", type("Spy", (), {"verify": lambda self, *a: hashed.append(a[0]) or verify(*a)})()
    )
    sign_in(browse(), name="13911112222")
    assert len(hashed) == 1


@pytest.mark.promise("P35")
def test_a_password_costs_64_mb_in_three_rounds_whoever_asks(cast):
    as_users_run_it = runpy.run_path(passwords.__file__)  # the tests' own hashes are cheap
    hashes = as_users_run_it["hash_password"]("a good sentence"), as_users_run_it["_NOBODY"]
    assert [hashed.split("$")[1:4] for hashed in hashes] == [["argon2id", "v=19", "m=65536,t=3,p=4"]] * 2


@pytest.mark.promise("P34")
def test_failures_are_counted_across_workers_and_however_the_name_is_written(app, browse, cast, session):
    for n in range(passwords.MOST_ATTEMPTS):
        name = ("13800000021", "138 0000 0021")[n % 2]
        assert sign_in(Browser(app), name, "wrong one").status_code == 422
    assert sign_in(Browser(app)).status_code == 422  # right, but too late
    assert session.query(Attempt).count() == passwords.MOST_ATTEMPTS


@pytest.mark.promise("P34")
def test_the_pause_ends_after_fifteen_minutes(browse, cast, session):
    import time_machine

    with time_machine.travel("2026-06-01T10:00:00Z", tick=False) as clock:
        for _ in range(passwords.MOST_ATTEMPTS + 2):
            sign_in(browse(), password="wrong one")
        assert sign_in(browse()).status_code == 422
        clock.shift(passwords.ATTEMPT_WINDOW)
        assert sign_in(browse()).status_code == 303
    assert session.query(Attempt).count() == 0


@pytest.mark.promise("P30")
def test_each_sign_in_has_a_new_token_of_which_only_the_hash_is_kept(browse, cast, session):
    tokens = set()
    for _ in range(2):
        browser = browse()
        sign_in(browser)
        with browser.client.session_transaction() as kept:
            tokens.add(kept["_user_id"])
    assert len(tokens) == 2
    assert not tokens & {row.token_hash for row in session.query(SignIn)}


@pytest.mark.promise("P33", "P42")
def test_signing_out_ends_the_sign_in_itself_and_not_the_cookie_only(app, browse, cast):
    browser = browse()
    sign_in(browser)
    with browser.client.session_transaction() as kept:
        token = kept["_user_id"]
    answer = Browser(app, token).post("/logout")
    assert answer.status_code == 303 and answer.headers["Clear-Site-Data"] == '"cache"'
    assert Browser(app, token).get("/account").status_code == 401


@pytest.mark.promise("P31")
def test_a_shops_tablet_stays_signed_in_and_a_desks_browser_does_not(browse, cast):
    def cookie(name):
        cookies = sign_in(browse(), name).headers.getlist("Set-Cookie")
        return next(cookie for cookie in cookies if cookie.startswith("portal="))

    assert "Expires=" in cookie("13800000021")
    assert "Expires=" not in cookie("13800000002")
