"""Whatever is typed into a form: never a 500, and fields it does not have are ignored."""

import importlib
import inspect
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import portal
from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.forms import Form
from portal.rooms import FLOORS
from tests.doors.conftest import path_of

ROOT = Path(portal.__file__).parent
EXTRA = ("store_id", "region_id", "role", "price", "owner_id", "state", "id", "version", "actor_id")
NASTY = (
    "",
    " ",
    "0",
    "-1",
    "1.005",
    "99999999999999999999",
    "1e309",
    "2026-02-30",
    "9999-12-31",
    "00:00",
    "'; DROP TABLE store; --",
    "=1+1",
    "<script>alert(1)</script>",
    "\u0000",
    "\u202e",
    "𝒳🙂",
    "好" * 5000,
    "138 0000 0000",
    "١٢٣",
    "../../etc/passwd",
    "on",
)
TYPED = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.dates().map(str))
QUIET = settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def field_names(room):
    """Return every field name of every form of a room."""
    names = set(EXTRA)
    for path in sorted((ROOT / room).glob("forms*.py")):
        module = importlib.import_module(f"portal.{room}.{path.stem}")
        for _, form in inspect.getmembers(module, inspect.isclass):
            if issubclass(form, Form):
                names |= {name for name, _ in inspect.getmembers(form, lambda m: hasattr(m, "field_class"))}
    return sorted(names)


def typed_into(room):
    return st.fixed_dictionaries({}, optional=dict.fromkeys(field_names(room), TYPED))


@pytest.mark.promise("P25")
@pytest.mark.parametrize("room", FLOORS)
def test_no_input_breaks_a_form(room, app, browse, cast, routes, subjects, undone, session):
    people = [getattr(cast, key) for key in ("admin", "office", "rm_north", "owner")]
    browsers = [(person.viewer, browse(person)) for person in people]
    broken = []

    @QUIET
    @given(typed_into(room))
    def try_all(typed):
        for rule, method, needs in routes(room):
            able = [b for viewer, b in browsers if needs in (ANYONE, PUBLIC) or viewer.may(needs)]
            if method == "POST" and able and rule.endpoint != "accounts.create_sign_out":
                with undone():
                    status = able[-1].post(path_of(app, rule, subjects.args(rule, "north")), typed).status_code
                if status >= 500:
                    broken.append((str(rule), status, typed))

    try_all()
    assert broken == []


@pytest.mark.promise("P26")
def test_nobody_gives_himself_a_role_by_an_extra_field(browse, cast, session):
    browser = browse(cast.clerk)
    browser.post("/preferences", {"locale": "en", "role": "admin", "state": "active", "store_id": "1"})
    session.expire_all()
    found = cast.clerk.user
    assert found.role == "clerk"
    assert found.locale == "en"
