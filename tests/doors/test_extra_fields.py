"""Fields that a form does not have are ignored: sent along, under the name of any column, they change no row."""

import re
import secrets
from collections import Counter
from datetime import date, datetime
from random import Random

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import Form
from tests.doors.conftest import ROLES, gets
from tests.proofs.filled import Filled

pytestmark = pytest.mark.pages

# written aside
LEFT_OUT = {"sign_in", "attempt"}
TODAY = clock.today().isoformat()
# what people type where a form comes empty
TYPED = {
    "phone": "13912340001",
    "email": "a@example.com", "consents": "y", "quantity": "2", "counted": "2",
    "counted_cash": "100", "barcode": "6901234567892", "price": "5", "area_m2": "300", "tills": "1",
    "surveyed_on": TODAY, "first_day": TODAY, "last_day": TODAY, "on": TODAY, "until": TODAY, "weight": "1",
}  # fmt: skip
TICKED = {"consents"}
LIKE = {bool: "1", int: "1", date: "2026-01-01", datetime: "2026-01-01 00:00:00"}


@pytest.fixture
def outcome(undone, session, monkeypatch):
    """`outcome(browser, path, typed)`: what a form is answered, and all rows after it; taken back.

    Chance is the same each time, so that a new token or key is no difference.
    """

    def of(browser, path, typed):
        chance = Random(1)
        monkeypatch.setattr(secrets, "token_bytes", lambda n=None: chance.randbytes(n or 32))
        monkeypatch.setattr(secrets, "randbits", chance.getrandbits)
        with undone():
            answer = browser.fresh().post(path, typed)
            return answer.status_code, rows_now(session) if answer.status_code < 400 else {}

    return of


def rows_now(session):
    return {
        name: [tuple(row) for row in session.execute(select(table), execution_options={"scoped": frozenset({name})})]
        for name, table in db.metadata.tables.items()
        if name not in LEFT_OUT
    }


@pytest.fixture
def columns(session):
    """A word for each column of the portal: another of its choices, a number, a text."""
    every = [column for table in db.metadata.tables.values() for column in table.c]
    return {c.name: getattr(c.type, "enums", [LIKE.get(c.type.python_type, "x")])[-1] for c in every}


def forms_of(app, browser, subjects):
    """Yield (path, what the form holds, the names on its page) of each form that a person finds, once."""
    doors, seen = app.url_map.bind("localhost"), set()
    for _, page in gets(app, subjects, "north"):
        answer = browser.get(page)
        if answer.mimetype != "text/html":
            continue
        names = set(re.findall(r'name="([^"]+)"', answer.text))
        for path, held in Filled(answer.text).forms.items():
            try:
                endpoint, _ = doors.match(path, method="POST")
            except HTTPException:
                continue
            if endpoint not in seen and endpoint != "accounts.create_sign_out":
                seen.add(endpoint)
                yield path, held, names


@pytest.fixture
def own_fields(monkeypatch):
    """The names of the fields of every form that was asked, also of those that its page does not show to everyone."""
    names, validate = set(), Form.validate

    def noting(form, *args, **options):
        names.update(form._fields)
        return validate(form, *args, **options)

    monkeypatch.setattr(Form, "validate", noting)
    return names


def filled_in(held, names):
    """Return a form with its empty fields written in as well, and with what people tick."""
    blank = {name for name in names if name in TICKED or (name in held and not any(held[name]))}
    return {**held, **{name: TYPED.get(name.rpartition("-")[2], "理由") for name in blank}}


@pytest.mark.promise("P26")
@pytest.mark.parametrize("who", ROLES)
def test_a_field_that_a_form_does_not_have_changes_nothing(
    who, app, browse, cast, subjects, outcome, columns, own_fields, session
):
    browser, taken, changed = browse(getattr(cast, who)), Counter(), []
    session.commit()
    with time_machine.travel(clock.now(), tick=False):
        for path, held, names in forms_of(app, browser, subjects):
            own_fields.clear()
            for typed in (held, filled_in(held, names)):
                alone = outcome(browser, path, typed)
                taken[path] |= alone[0] < 400
                beside = {name: column for name, column in columns.items() if name not in names | own_fields}
                if outcome(browser, path, beside | typed) != alone:
                    changed.append(path)
    assert changed == []
    assert sum(taken.values()) >= 5
