"""Role × route × {own, other, signed out, disabled}, generated from the URL map: a new route cannot escape."""

import pytest

from portal.accounts import actions as accounts
from portal.kernel.door import ANYONE, PUBLIC
from portal.rooms import FLOORS
from tests.cast import PEOPLE
from tests.doors.conftest import path_of
from tests.doors.subjects import UnknownSubject

ROLES = ("owner", "clerk", "rm_north", "office", "admin")
# a manager opens more pages than anyone; what a role may is the same on both databases
BOTH = ("rm_north",)
ONE = [key for key in ROLES if key not in BOTH]
OUTSIDERS = {"owner": "owner_south", "clerk": "owner_south", "rm_north": "rm_south"}
ROOMS = (*FLOORS, "files", "machines", "offline")
# these answer 404 to someone who has the right: why
HIDDEN = {
    "prospecting.show_plan": "nothing is in hand until a link was opened",
    "prospecting.show_plan_photo": "nothing is in hand until a link was opened",
    "selling.show_till_order": "no order was asked for",
    "selling.show_till_part": "a part is named by what it says, and this name says nothing",
    "goods.show_photo": "a product without a photo",
    "files.file": "a row whose bytes are not there",
    "machines.metrics": "only addresses that are allowed see figures",
    "accounts.show_job": "background work is its owner's",
    "accounts.show_user_link": "a link is shown once, after it was made",
    "accounts.show_staff_link": "a link is shown once, after it was made",
}


@pytest.fixture
def doors(routes):
    """Every (rule, method, right): one test walks them all, since the rows to try them on cost more than the asking."""
    return [door for room in ROOMS for door in routes(room)]


def ask(browser, path, method):
    window = browser.fresh()  # signing out is one of the doors
    return window.get(path).status_code if method == "GET" else window.post(path, {}).status_code


@pytest.mark.promise("P20")
def test_every_route_has_subjects_to_be_tried_on(doors, subjects):
    missing = []
    for rule, _, _ in doors:
        try:
            subjects.args(rule, "north")
        except UnknownSubject as unknown:
            missing.append(str(unknown))
    assert missing == []


@pytest.mark.promise("P20")
@pytest.mark.parametrize("key", [*BOTH, *(pytest.param(key, marks=pytest.mark.pages) for key in ONE)])
def test_a_role_enters_its_own_and_is_kept_out_of_the_rest(key, app, browse, cast, doors, subjects, undone):
    wrong = []
    person = getattr(cast, key)
    viewer, browser = person.viewer, browse(person)
    for rule, method, needs in doors:
        path = path_of(app, rule, subjects.args(rule, "north"))
        with undone():
            status = ask(browser, path, method)
        may = needs in (ANYONE, PUBLIC) or viewer.may(needs)
        if status >= 500 or (status == 403) == may or status == 401:
            wrong.append(f"{method} {path} → {status}, {'may' if may else 'may not'}")
        elif may and method == "GET" and status == 404 and rule.endpoint not in HIDDEN:
            wrong.append(f"{method} {path} → 404 on his own")
    assert wrong == []


@pytest.mark.pages
@pytest.mark.promise("P21")
@pytest.mark.parametrize("key", OUTSIDERS)
def test_what_lies_outside_ones_reach_is_not_there(key, app, browse, cast, doors, subjects, undone):
    wrong = []
    viewer, browser = getattr(cast, key).viewer, browse(getattr(cast, key))
    for rule, method, needs in doors:
        if not subjects.is_bound(rule) or needs is PUBLIC:
            continue
        path = path_of(app, rule, subjects.args(rule, "south"))
        with undone():
            status = ask(browser, path, method)
        expected = 404 if needs is ANYONE or viewer.may(needs) else 403
        if status != expected:
            wrong.append(f"{method} {path} → {status}, not {expected}")
    assert wrong == []


@pytest.mark.pages
@pytest.mark.promise("P23")
def test_someone_signed_out_meets_the_sign_in_form(app, browse, doors, subjects):
    wrong = []
    for rule, method, needs in doors:
        path = path_of(app, rule, subjects.args(rule, "north"))
        status = ask(browse(), path, method)
        if (status == 401) == (needs is PUBLIC) or status >= 500:
            wrong.append(f"{method} {path} → {status}")
    assert wrong == []


@pytest.mark.pages
@pytest.mark.promise("P23")
def test_a_disabled_person_is_signed_out_everywhere(app, browse, cast, doors, subjects, session):
    browser = browse(cast.office)
    accounts.disable(cast.office.user, by=cast.admin.viewer)
    session.commit()
    let_in = []
    for rule, method, needs in doors:
        if needs is not PUBLIC and ask(browser, path_of(app, rule, subjects.args(rule, "north")), method) != 401:
            let_in.append(f"{method} {rule}")
    assert let_in == []


@pytest.mark.pages
@pytest.mark.promise("P20")
def test_no_blueprint_escapes_the_matrix(app):
    # tests of the door hang blueprints of their own on the same portal
    ours = {name for name, blueprint in app.blueprints.items() if blueprint.import_name.startswith("portal")}
    loose = {rule.endpoint for rule in app.url_map.iter_rules() if "." not in rule.endpoint}
    assert (ours, loose) == (set(ROOMS), {"static"})


@pytest.mark.pages
def test_the_cast_has_every_role():
    assert {facts[2].value for facts in PEOPLE.values()} == {"owner", "clerk", "rm", "office", "admin"}
