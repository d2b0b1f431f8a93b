"""`flask user add` and `flask user link`: the first administrator, and a way back in."""

import pytest
from sqlalchemy import func, select

from portal.accounts import actions
from portal.accounts.models import User
from tests.builders_accounts import SECRET


@pytest.fixture
def run(own_app):
    return lambda *words: own_app.test_cli_runner().invoke(args=["user", *words])


def people(app):
    from portal.kernel.db import db

    with app.app_context():
        return db.session.scalar(select(func.count(User.id)).execution_options(scoped=User.reach()))


def test_a_manager_is_added_with_his_region_and_the_link_works(run, own_app):
    done = run("add", "--name", "钱江", "--phone", "139 0000 3333", "--role", "rm", "--region", "A1")
    assert done.exit_code == 0, done.output
    with own_app.app_context():
        assert actions.link_of(done.output.strip().removeprefix("/welcome/"))


@pytest.mark.parametrize("words", [
    ("--phone", "123", "--role", "admin"), ("--role", "admin"), ("--phone", "13800000001", "--role", "admin"),
    ("--phone", "13900003333", "--role", "clerk", "--store", "XX-0009"), ("--phone", "13900003333", "--role", "king"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_nobody_is_added(run, own_app, words):
    before = people(own_app)
    done = run("add", "--name", "钱江", *words)
    assert done.exit_code != 0 and "Error" in done.output and "Traceback" not in done.output
    assert people(own_app) == before


def test_a_lost_phone_and_password_are_got_over(run, own_app):
    from portal.accounts.passwords import find_by_name
    from portal.kernel.db import transaction

    with own_app.app_context(), transaction():
        find_by_name("13800000001").totp_secret = SECRET
    assert run("link", "13800000001", "--without-second-factor").output.startswith("/welcome/")
    assert run("link", "nobody").exit_code != 0
    with own_app.app_context():
        assert not find_by_name("13800000001").has_second_factor
