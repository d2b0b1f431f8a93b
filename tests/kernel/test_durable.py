"""A server does not begin in production over a PostgreSQL that forgets what it acknowledged; elsewhere it warns."""

from contextlib import contextmanager

import pytest
from sqlalchemy import text

from config import WrongSetting
from portal import create_app
from portal.kernel import durable
from portal.kernel.db import db, is_sqlite
from tests.postgres import Cluster

OFF = ["fsync", "full_page_writes", "synchronous_commit"]  # so the tests' own cluster runs


def off():
    return [] if is_sqlite() else OFF


@pytest.mark.promise("P03")
def test_production_is_refused_in_one_sentence(app, monkeypatch):
    monkeypatch.setitem(app.config, "PORTAL_ENV", "production")
    with app.app_context():
        wanted = off()
    try:
        durable.check(app)
        said = ""
    except WrongSetting as refusal:
        said = str(refusal)
    assert [name for name in OFF if f"{name}=off" in said] == wanted
    assert "\n" not in said


@pytest.mark.promise("P03")
def test_elsewhere_it_is_said_and_goes_on(app, capsys):
    durable.check(app)
    said = capsys.readouterr().out
    with app.app_context():
        assert [name for name in OFF if f"{name}=off" in said] == off()


@pytest.mark.promise("P03")
def test_what_counts_is_what_the_portals_own_role_has(app, tmp_path):
    with app.app_context():
        if is_sqlite():
            assert durable.switched_off() == []  # its connections say synchronous=FULL themselves
            return
    careful = Cluster(durable=True).start()
    try:
        url = careful.create("kept")
        with served(url, tmp_path):
            assert durable.switched_off() == []
            with db.engine.begin() as connection:
                connection.execute(text("ALTER ROLE postgres SET synchronous_commit = off"))
        with served(url, tmp_path):
            assert durable.switched_off() == ["synchronous_commit"]
    finally:
        careful.stop()
    with served(url, tmp_path):
        assert durable.switched_off() == []  # the pages say that it is away


@contextmanager
def served(url, folder):
    """A portal over another server, inside its context."""
    app = create_app({"PORTAL_DATA": folder, "SECRET_KEY": "a key for tests only", "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        yield
        db.engine.dispose()
