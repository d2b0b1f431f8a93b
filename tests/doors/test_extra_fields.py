"""Fields that a form does not have are ignored: sent along, under the name of any column, they change no row."""

import re
import secrets
from collections import Counter
from datetime import date, datetime
from random import Random

import pytest
import time_machine
from werkzeug.exceptions import HTTPException
from wtforms import BooleanField

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.forms import DateField, MoneyField, NumberField, PhoneField, QuantityField
from tests.doors.conftest import ROLES, gets
from tests.proofs.filled import Filled
from tests.rows import all_rows

pytestmark = pytest.mark.pages

# written aside, and the digest of what a form said
LEFT_OUT = {"sign_in", "attempt", "answered"}
TODAY = clock.today().isoformat()
# what people type into a field that comes empty, by its name or its kind
NAMED = {"barcode": "6901234567892", "email": "a@example.com"}
KINDS = {PhoneField: "13912340001", DateField: TODAY, BooleanField: "y"} | dict.fromkeys(
    (MoneyField, QuantityField, NumberField), "5"
)
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
            return answer.status_code, all_rows(LEFT_OUT) if answer.status_code < 400 else {}

    return of


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


def filled_in(held, fields):
    """Return a form with its empty fields written in as well."""
    return held | {name: word_for(field) for name, field in fields.items() if not any(held.get(name, ()))}


def word_for(field):
    if hasattr(field, "iter_choices"):
        return next((str(choice[0]) for choice in field.iter_choices() if choice[0]), "")
    kinds = [typed for kind, typed in KINDS.items() if isinstance(field, kind)]
    return NAMED.get(field.short_name, *(kinds or ["理由"]))


@pytest.mark.promise("P26")
@pytest.mark.parametrize("who", ROLES)
def test_a_field_that_a_form_does_not_have_changes_nothing(
    who, app, browse, cast, subjects, outcome, columns, asked, session
):
    browser, taken, changed = browse(getattr(cast, who)), Counter(), []
    session.commit()
    with time_machine.travel(clock.now(), tick=False):
        for path, held, names in forms_of(app, browser, subjects):
            asked.clear()
            outcome(browser, path, held)
            needed = {name: field for name, field in asked.items() if field.flags.required}
            for typed in (held, filled_in(held, needed), filled_in(held, asked)):
                alone = outcome(browser, path, typed)
                taken[path] |= alone[0] < 400
                beside = {name: column for name, column in columns.items() if name not in names | asked.keys()}
                if outcome(browser, path, beside | typed) != alone:
                    changed.append(path)
    assert changed == []
    assert sum(taken.values()) > len(taken) / 2
