"""A door commits an answer below 400, rolls back the rest, and accepts a form's key once."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.door import ANYONE, Room
from portal.kernel.page import see_other
from portal.kernel.refusals import Refused
from portal.network import actions
from portal.network.models import Region

ROOMS = {}


def count(session):
    return session.scalar(select(func.count(Region.id)))


def hang(app, name, view):
    """Hang a door of our own for one test; Flask allows it before the first request only."""
    room = Room(name, __name__, title="Test", prefix=f"/{name}")
    room.post("/", needs=ANYONE, endpoint="do")(view)
    app._got_first_request = False
    app.register_blueprint(room)


@pytest.fixture
def adding(app, cast):
    """A door that adds a region and then answers as the test wants."""

    def make(name, ending):
        def view():
            n = len(ROOMS) + 1
            ROOMS[n] = actions.add_region(code=f"Z{n}", name="Z", level="area", parent=None, by=cast.admin.viewer)
            return ending()

        hang(app, name, view)
        return f"/{name}/"

    return make


def test_an_answer_below_400_is_kept(adding, browse, cast, session):
    path, before = adding("kept", lambda: see_other("accounts.show_account")), count(session)
    assert browse(cast.admin).post(path).status_code == 303
    assert count(session) == before + 1


@pytest.mark.promise("P04")
def test_an_answer_of_422_is_rolled_back(adding, browse, cast, session):
    path, before = adding("bad", lambda: ("no", 422)), count(session)
    assert browse(cast.admin).post(path).status_code == 422
    assert count(session) == before


@pytest.mark.promise("P04")
def test_a_refusal_outside_a_form_answers_409_and_is_rolled_back(adding, browse, cast, session):
    def refuse():
        raise Refused("This code is taken.")

    path, before = adding("refused", refuse), count(session)
    assert browse(cast.admin).post(path).status_code == 409
    assert count(session) == before


@pytest.mark.promise("P06")
def test_who_saves_what_another_changed_meanwhile_is_told_and_stores_nothing(adding, browse, cast, session):
    def meet():
        raise StaleDataError("one row was expected")

    path, before = adding("met", meet), count(session)
    answer = browse(cast.admin).post(path)
    assert answer.status_code == 409 and "别人" in answer.text
    assert count(session) == before


@pytest.mark.promise("P01")
def test_the_same_form_sent_twice_is_done_once_and_answered_twice(adding, browse, cast, session):
    path, before = adding("twice", lambda: see_other("accounts.show_account")), count(session)
    browser = browse(cast.admin)
    answers = [browser.post(path, {"_key": "k-1"}) for _ in range(2)]
    assert [a.status_code for a in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert count(session) == before + 1


@pytest.mark.promise("P02")
def test_the_same_form_with_other_words_is_told_that_it_was_stored(adding, browse, cast, session):
    path, before = adding("changed", lambda: see_other("accounts.show_account")), count(session)
    browser = browse(cast.admin)
    assert browser.post(path, {"_key": "k-3", "name": "甲"}).status_code == 303
    answer = browser.post(path, {"_key": "k-3", "name": "乙"})
    assert answer.status_code == 409 and "已经存过" in answer.text
    assert browser.post(path, {"_key": "k-3", "name": "甲"}).status_code == 303
    assert count(session) == before + 1


def test_anothers_key_is_not_ones_own(adding, browse, cast, session):
    path, before = adding("keys", lambda: see_other("accounts.show_account")), count(session)
    for person in (cast.admin, cast.office):
        assert browse(person).post(path, {"_key": "k-2"}).status_code == 303
    assert count(session) == before + 2


@pytest.mark.promise("P43")
def test_a_post_without_a_token_is_refused(adding, browse, cast, session):
    path, before = adding("token", lambda: see_other("accounts.show_account")), count(session)
    answer = browse(cast.admin).open(path, "POST")
    assert answer.status_code == 400
    assert count(session) == before
