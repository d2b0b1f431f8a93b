"""The demo network is whole however small somebody wants it, or is refused in a sentence; its stories hold together."""

from collections import defaultdict

import pytest

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting.models import Appointment, CityFact, DaySheet, Prospect, Risk, Rival, Segment
from tests.conftest import leave, make_app
from tests.upkeep.demo_stories import HOUSE, contradictions

pytestmark = pytest.mark.pages  # it is filled in on PostgreSQL where it is moved there and where revisions are walked


@pytest.fixture(scope="module")
def small_network(tmp_path_factory, worker_name):
    """The demo network with one store in each city, a week of trade, and what filling it said."""
    app = make_app(tmp_path_factory.mktemp("small"), f"small_{worker_name}", with_cast=False)
    done = app.test_cli_runner().invoke(args=["demo", "--stores", "8", "--days", "7"])
    assert done.exit_code == 0, (done.output, done.exception)
    app.said = done.output
    yield app
    leave(app)


def test_a_network_of_one_store_in_each_city_is_whole(small_network, run):
    assert "8 stores, 7 days" in small_network.said
    assert run(small_network, "verify") == "Everything holds.\n"


def test_no_prospect_of_the_demo_contradicts_itself(small_network):
    with small_network.app_context():
        found = db.session.scalars(Prospect.seen_by(HOUSE).order_by(Prospect.id)).all()
        assert len(found) >= 53
        assert [said for prospect in found for said in contradictions(prospect)] == []


def test_no_two_managers_of_the_demo_live_the_same_days(small_network):
    with small_network.app_context():
        said, times = defaultdict(set), defaultdict(set)
        managers = {user.id: user.name for user in db.session.scalars(User.seen_by(HOUSE))}
        for model, words, who in (
            (Appointment, "note", "owner_id"), (Risk, "text", "owner_id"), (DaySheet, "sentence", "user_id"),
        ):  # fmt: skip
            for row in db.session.scalars(model.seen_by(HOUSE)):
                # what nobody has an answer to is the director's
                said[managers[getattr(row, who)]].add(getattr(row, words))
        for one in db.session.scalars(Appointment.seen_by(HOUSE)):
            if one.day == clock.today():
                times[managers[one.owner_id]].add(clock.local(one.at).strftime("%H:%M"))
        assert len(times) == 3 and not set.intersection(*times.values())
        for one in said:
            for other in set(said) - {one}:
                assert not said[one] & said[other], (one, other)


def test_what_is_known_of_a_market_was_written_down_when_it_was_seen(small_network):
    with small_network.app_context():
        for model in (CityFact, Rival, Segment):
            rows = db.session.scalars(model.seen_by(HOUSE)).all()
            assert rows and all(row.as_of <= clock.day_of(row.made_at) < clock.today() for row in rows), model


def test_fewer_stores_than_cities_are_refused_before_anything_is_written(empty_app, run):
    assert "6 is not in the range 8<=x<=500" in run(empty_app, "demo", "--stores", "6", status=2)
