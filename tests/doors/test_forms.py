"""Whatever is typed into a form: never a 500, and fields it does not have are ignored."""

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import ImmutableMultiDict

from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.forms import Form
from portal.rooms import FLOORS
from tests.doors.conftest import path_of

pytestmark = pytest.mark.pages  # PostgreSQL fills them in `make proof`, a hundred times a door

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
# what people do type, so that an example gets past the form and reaches the action
USUAL = (
    "13912345678", "12.50", "2", "1000", "2026-11-30", "2026-12", "09:30", "理由写清楚", "朝阳北路店", "a@example.com",
)  # fmt: skip
TYPED = st.one_of(st.sampled_from(NASTY), st.text(max_size=40), st.integers().map(str), st.dates().map(str))
# make proof says FORM_EXAMPLES=100 (bench/proofs/forms.py)
EXAMPLES = int(os.environ.get("FORM_EXAMPLES", "5"))
QUIET = settings(
    max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
TRIAL = {"anything": "1"}
ENDS_THE_SIGN_IN = {"accounts.create_sign_out"}


class Noting(ImmutableMultiDict):
    """The fields of a request; those of the form that tries a door out note which names the door asks for."""

    asked: set[str] = set()

    def note(self, name):
        if dict.__contains__(self, *TRIAL):
            self.asked.add(name)

    def __contains__(self, name):
        self.note(name)
        return super().__contains__(name)

    def __getitem__(self, name):
        self.note(name)
        return super().__getitem__(name)

    def get(self, name, *args, **options):
        self.note(name)
        return super().get(name, *args, **options)

    def getlist(self, name, *args, **options):
        self.note(name)
        return super().getlist(name, *args, **options)


@pytest.fixture
def fields_of(app, monkeypatch):
    """`fields_of(ask)` runs a request and returns {name its door asks for: choices it offers}."""
    choices = {}
    validate = Form.validate

    def noting(form, *args, **options):
        for name, field in form._fields.items():
            if hasattr(field, "iter_choices"):
                choices[name] = [str(choice[0]) for choice in field.iter_choices()]
        return validate(form, *args, **options)

    def of(ask):
        Noting.asked = set()
        choices.clear()
        with monkeypatch.context() as patched:
            patched.setattr(app.request_class, "parameter_storage_class", Noting)
            patched.setattr(Form, "validate", noting)
            ask()
        return {name: choices.get(name, []) for name in sorted(Noting.asked - {"csrf_token", "_key"})}

    return of


def typed_into(fields, ids):
    """Return forms as filled in: most of it right, up to two fields not, one left out, one that is not there."""
    names = sorted(fields)
    right = {name: st.sampled_from(offered or (*USUAL, *ids)) for name, offered in fields.items()}
    wrong = st.dictionaries(st.sampled_from(names), TYPED, max_size=2) if names else st.just({})
    missing = st.sets(st.sampled_from(names), max_size=1) if names else st.just(set())
    beside = st.dictionaries(st.sampled_from(EXTRA), TYPED, max_size=1)

    def filled(right, wrong, missing, beside):
        return {name: typed for name, typed in (beside | right | wrong).items() if name not in missing}

    return st.builds(filled, st.fixed_dictionaries(right), wrong, missing, beside)


@pytest.mark.promise("P25")
@pytest.mark.parametrize("room", FLOORS)
def test_no_input_breaks_a_form(room, app, browse, cast, routes, subjects, undone, session, fields_of, record_property):
    people = [getattr(cast, key) for key in ("admin", "office", "rm_north", "owner")]
    browsers = [(person.viewer, browse(person)) for person in people]
    ids = sorted({str(value) for value in subjects.known["north"].values() if isinstance(value, int) and value})
    broken, tried = [], []

    def try_door(browser, path):
        def post(typed):
            with undone():  # in a window of its own: a door may sign someone else in
                return browser.fresh().post(path, typed).status_code

        @QUIET
        @given(typed_into(fields_of(lambda: post(TRIAL)), ids))
        def try_all(typed):
            tried.append(path)
            if (status := post(typed)) >= 500:
                broken.append((path, status, typed))

        try_all()

    for rule, method, needs in routes(room):
        able = [b for viewer, b in browsers if needs in (ANYONE, PUBLIC) or viewer.may(needs)]
        if method == "POST" and able and rule.endpoint not in ENDS_THE_SIGN_IN:
            try_door(able[-1], path_of(app, rule, subjects.args(rule, "north")))
    record_property("doors", len(set(tried)))
    record_property("forms", len(tried))
    assert broken == []


@pytest.mark.promise("P26")
def test_nobody_gives_himself_a_role_by_an_extra_field(browse, cast, session):
    browser = browse(cast.clerk)
    browser.post("/preferences", {"locale": "en", "role": "admin", "state": "active", "store_id": "1"})
    session.expire_all()
    found = cast.clerk.user
    assert found.role == "clerk"
    assert found.locale == "en"
