"""Cookies: what a browser keeps of the portal, behind TLS and on plain http, and what is left of it afterwards."""

from http.cookies import SimpleCookie

import pytest

import config
from portal.accounts import actions
from portal.accounts.models import UserState
from tests.browse import Browser
from tests.cast import PASSWORD
from tests.conftest import leave, make_app

pytestmark = pytest.mark.pages  # does not depend on the database

SIGN_IN = {"name": "13800000021", "password": PASSWORD}
TLS = "https://portal.example"


def cookies(answer):
    """Return {name: attributes} of what an answer sets."""
    jar = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        jar.load(line)
    return {name: {key: value for key, value in morsel.items() if value} for name, morsel in jar.items()}


@pytest.fixture(scope="module")
def production(tmp_path_factory, worker_name):
    """The portal as it runs in production, over a database of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTAL_ENV", "production")
        patch.setenv("SECRET_KEY", "a key for tests only")
        app = make_app(tmp_path_factory.mktemp("production"), f"production_{worker_name}")
    yield app
    leave(app)


@pytest.fixture
def behind_tls(production):
    """`behind_tls(path, data)`: post a form to production over https."""
    browser = Browser(production)
    headers = {"X-CSRFToken": browser.csrf, "Referer": f"{TLS}/login"}

    def post(path, data):
        with production.app_context():
            return browser.client.post(path, base_url=TLS, data=data, headers=headers)

    with browser.client.session_transaction(base_url=TLS) as session:
        session["csrf_token"] = "test"
    return post


@pytest.mark.promise("P40")
def test_behind_tls_every_cookie_is_secure_and_the_sign_in_bound_to_the_host(behind_tls):
    signed_in = behind_tls("/login", SIGN_IN)
    assert signed_in.status_code == 303
    kept = cookies(signed_in)["__Host-portal"]
    assert kept["secure"] is True and kept["httponly"] is True
    assert kept["path"] == "/" and kept["samesite"] == "Lax" and "domain" not in kept
    for name, kept in cookies(behind_tls("/preferences", {"locale": "en", "theme": "dark"})).items():
        assert kept["secure"] is True and kept["httponly"] is True and kept["samesite"] == "Lax", name


@pytest.mark.promise("P40")
def test_behind_tls_the_browser_is_told_to_stay_there(production, behind_tls, browse):
    told = behind_tls("/login", SIGN_IN).headers["Strict-Transport-Security"]
    assert int(told.partition("max-age=")[2].partition(";")[0]) >= 31536000
    with production.app_context():
        assert "Strict-Transport-Security" in production.test_client().get("/nowhere", base_url=TLS).headers
    assert "Strict-Transport-Security" not in browse().get("/login").headers


@pytest.mark.promise("P40")
def test_behind_tls_a_form_from_another_site_is_refused(production):
    browser = Browser(production)
    with browser.client.session_transaction(base_url=TLS) as session:
        session["csrf_token"] = "test"
    with production.app_context():
        headers = {"X-CSRFToken": browser.csrf, "Referer": "https://evil.example/"}
        assert browser.client.post("/login", base_url=TLS, data=SIGN_IN, headers=headers).status_code == 400


@pytest.mark.promise("P40")
def test_on_plain_http_the_plain_name_works(browse):
    kept = cookies(browse().post("/login", SIGN_IN))["portal"]
    assert "secure" not in kept and kept["httponly"] is True and kept["samesite"] == "Lax"


@pytest.mark.promise("P40")
def test_production_does_not_start_with_a_guessable_key():
    for key in ("", "short"):
        with pytest.raises(config.WrongSetting):
            config.secret_key({"SECRET_KEY": key} if key else {}, "production", None)


def sign_out(browser, cast):
    with browser.client.session_transaction() as session:
        session["csrf_token"] = "test"  # the one before signing in is gone
    assert browser.post("/logout").status_code == 303


ENDINGS = {
    "signing out": sign_out,
    "disabling": lambda browser, cast: actions.disable(cast.clerk.user, by=cast.admin.viewer),
    "a hand in the database": lambda browser, cast: setattr(cast.clerk.user, "state", UserState.DISABLED),
    "a new password": lambda browser, cast: actions.set_password(cast.clerk.user, "x" * 60, by=cast.admin.viewer),
}


@pytest.mark.promise("P33")
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_stolen_cookie_is_dead_afterwards(ending, app, browse, cast, session):
    browser = browse()
    browser.post("/login", {"name": "13800000022", "password": PASSWORD})
    stolen = browser.client.get_cookie("portal").value
    thief = Browser(app)
    thief.client.set_cookie("portal", stolen)
    assert thief.get("/account").status_code == 200
    ENDINGS[ending](browser, cast)
    session.commit()
    thief.client.set_cookie("portal", stolen)
    assert thief.get("/account").status_code == 401


@pytest.mark.promise("P30")
def test_nothing_of_the_session_before_signing_in_is_left(app, browse, cast):
    browser = browse()
    with browser.client.session_transaction() as session:
        session["planted"] = "by someone else"
    before = browser.client.get_cookie("portal").value
    browser.post("/login", SIGN_IN)
    with browser.client.session_transaction() as session:
        assert "planted" not in session and session.get("csrf_token") != "test"
    other = Browser(app)
    other.client.set_cookie("portal", before)
    assert other.get("/account").status_code == 401


@pytest.mark.promise("P33")
@pytest.mark.parametrize("value", ["", "x", "eyJfdXNlcl9pZCI6IjEifQ.ZZZZZZ.forged", "{}", "a" * 3000])
def test_a_made_up_cookie_signs_nobody_in(value, app, session):
    browser = Browser(app)
    browser.client.set_cookie("portal", value)
    assert browser.get("/account").status_code == 401
