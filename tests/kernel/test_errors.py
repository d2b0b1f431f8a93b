"""What nobody foresaw is told on the page and in the log with one number; a full disk is told as what it is."""

import errno
import json
import re

import psycopg
import pytest
from sqlalchemy.exc import OperationalError

PHONE = "13812345678"
FAILURES = {
    "a slip": lambda: 1 // 0,
    "a database": lambda: fail(OperationalError("SELECT ?", (PHONE,), Exception("disk I/O error"))),
    "a file": lambda: fail(FileNotFoundError("no such file")),
}
FULL = {
    "sqlite": lambda: fail(OperationalError("INSERT", {}, Exception("database or disk is full"))),
    "postgresql": lambda: fail(OperationalError("INSERT", {}, Exception("could not extend: No space left on device"))),
    "a file": lambda: fail(OSError(errno.ENOSPC, "No space left on device")),
    "a quota": lambda: fail(OSError(errno.EDQUOT, "Disk quota exceeded")),
}


AWAY = {
    "broken": lambda: fail(OperationalError("SELECT", {}, psycopg.OperationalError("x"), connection_invalidated=True)),
    "starting": lambda: fail(OperationalError("SELECT", {}, psycopg.errors.CannotConnectNow("starting up"))),
    "not there": lambda: fail(OperationalError("SELECT", {}, psycopg.OperationalError("connection failed: no socket"))),
    "stopped": lambda: fail(OperationalError("SELECT", {}, psycopg.errors.AdminShutdown("terminating"))),
    "busy": lambda: fail(OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))),
}


def fail(error):
    raise error


@pytest.fixture
def production(app, monkeypatch):
    """`production(deed)`: the portal as it runs for people, with a door behind which the deed is done."""

    def answer(deed, **headers):
        monkeypatch.setitem(app.config, "TESTING", False)
        monkeypatch.setitem(app.view_functions, "machines.health", deed)
        return app.test_client().get("/healthz", headers=headers)

    return answer


@pytest.mark.promise("P49")
@pytest.mark.parametrize("kind", FAILURES)
def test_the_page_and_the_log_carry_one_number(session, production, capsys, kind):
    answer = production(FAILURES[kind])
    assert answer.status_code == 500
    reference = re.search(r'<b class="num">([0-9a-f]{8})</b>', answer.text)[1]
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "request failed" in line]
    assert [(one["reference"], one["route"], one["level"]) for one in told] == [(reference, "machines.health", "error")]
    assert "Traceback" in told[0]["exception"]
    assert PHONE not in told[0]["exception"]


def test_the_headline_carries_the_number_too(session, production):
    # where a form was sent in place, the headline alone is shown
    text = production(FAILURES["a slip"]).text
    reference = re.search(r'<b class="num">([0-9a-f]{8})</b>', text)[1]
    assert reference in re.search(r"<h1[^>]*>(.*?)</h1>", text)[1]


def test_a_machine_gets_the_number_as_well(session, production):
    answer = production(FAILURES["a slip"], accept="application/json")
    assert answer.status_code == 500
    assert re.fullmatch("[0-9a-f]{8}", answer.json["reference"])


@pytest.mark.promise("P05")
@pytest.mark.parametrize("kind", FULL)
def test_a_full_disk_is_told_as_what_it_is(session, production, kind):
    assert production(FULL[kind]).status_code == 507


@pytest.mark.parametrize("kind", FAILURES)
def test_tests_see_the_error_itself(app, session, monkeypatch, kind):
    monkeypatch.setitem(app.view_functions, "machines.health", FAILURES[kind])
    with pytest.raises((ZeroDivisionError, OperationalError, OSError)):
        app.test_client().get("/healthz")


@pytest.mark.promise("P16")
@pytest.mark.parametrize("kind", AWAY)
def test_a_database_that_is_away_is_worth_another_try(session, production, capsys, kind):
    answer = production(AWAY[kind])
    assert answer.status_code == 503 and int(answer.headers["Retry-After"]) > 0
    told = capsys.readouterr().out
    assert "database away" in told and "Traceback" not in told


def test_the_page_of_a_database_that_is_away_does_not_ask_it_who_reads(browse, cast, app, monkeypatch):
    browser = browse(cast.owner)
    monkeypatch.setattr(app.login_manager, "_user_callback", lambda token: AWAY["starting"]())
    answer = browser.get("/account")
    assert answer.status_code == 503 and "503" in answer.text
