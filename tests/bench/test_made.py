"""Made orders and raw ones fit schema, chains and sums as ours do; else the figures would compare unlike things."""

from sqlalchemy import func, select

from bench import made, people, raw
from portal.kernel import trail
from portal.kernel.db import db
from portal.kernel.scope import house_read
from portal.selling import invariants
from portal.selling.models import Order


def test_made_orders_hold_what_the_portals_own_hold(own_app):
    with own_app.app_context():
        made.make(1000)
        assert count(Order) == 1000
        # hashes of bodies are invented, which a million orders would take a minute to work out; all else must hold
        troubles = trail.broken_links(db.session())
        assert [trouble for trouble in troubles if not trouble.endswith("was changed")] == []
        assert invariants.troubles() == []
        cast = people.cast()
        assert people.cast() == cast and len(cast.tills) == len(cast.raw_stores) == people.TILLS
        url = db.engine.url.render_as_string(hide_password=False)
        with raw.writer(url) as post:
            post(cast.raw_stores[0], cast.products[:10], 10**15)
        assert count(Order) == 1001
        assert invariants.troubles() == []  # its lines, its day; a raw order is no link of a chain


def count(model):
    db.session.rollback()
    return db.session.scalar(house_read(select(func.count()).select_from(model), model, because="counted"))
