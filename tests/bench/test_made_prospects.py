"""Made prospects hold what the portal's own would: else the figures of board and funnel would be of something else."""

from sqlalchemy import func, select

from bench import made_prospects
from portal.kernel.db import db
from portal.kernel.scope import House, house_read
from portal.prospecting import invariants
from portal.prospecting.funnel import By, funnel_of, last_months
from portal.prospecting.models import Contact, Prospect, Stage, StageMove, Track
from portal.prospecting.queries.funnel import Asked

HOUSE = House("tests")


def test_made_prospects_hold_what_the_portals_own_hold(own_app):
    with own_app.app_context():
        made_prospects.make(120, 480)
        assert [count(model) for model in (Prospect, Contact)] == [120, 480]
        assert invariants.troubles() == []
        moves = db.session.scalars(StageMove.seen_by(HOUSE)).all()
        ends = {one.prospect_id: one.now for one in sorted(moves, key=lambda one: one.id)}
        found = {one.id: one for one in db.session.scalars(Prospect.seen_by(HOUSE))}
        assert all(found[number].stage == stage for number, stage in ends.items())
        assert all(one.stage == Stage.FOUND for number, one in found.items() if number not in ends)
        months = last_months(40)
        funnels = [funnel_of(Asked(track, *months), By.CITY, HOUSE) for track in Track]
        assert sum(funnel.total for funnel in funnels) == 120


def count(model):
    return db.session.scalar(house_read(select(func.count()).select_from(model), model, because="counted"))
