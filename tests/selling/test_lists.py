"""The lists of a shop that has sold for years: the newest are read in their order, never all of them sorted."""

import pytest
from sqlalchemy import select

from portal.kernel.db import db, is_sqlite
from portal.selling import lists
from portal.selling.models import Order
from tests.builders_selling import product, sale


def plan_of(listing):
    """Return how the database goes about a page of a list, as one text."""
    keys, down = listing.sort_keys()
    ordered = listing.statement.order_by(*(key.desc() if down else key for key in keys)).limit(51)
    said = ordered.compile(db.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN " if is_sqlite() else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in db.session.connection().exec_driver_sql(explain + str(said)))


@pytest.fixture
def sales(cast, places):
    """Two orders in each of three stores."""
    goods = product()
    for key, store in (("owner", places.store), ("owner_south", places.store_south)):
        for _ in range(2):
            sale(store, getattr(cast, key).viewer, (goods, 1000))


@pytest.mark.parametrize("kind", ["orders", "reports", "members"])
@pytest.mark.parametrize("key", ["office", "rm_north", "director"])
def test_the_newest_are_read_in_their_order(kind, key, app, cast, sales):
    with app.test_request_context("/"):
        plan = plan_of(getattr(lists, kind)(getattr(cast, key).viewer))
    # sorting rows that are equal in what the index orders by is no sorting of all
    assert "TEMP B-TREE FOR ORDER BY" not in plan, plan


def test_a_manager_sees_the_orders_of_his_stores_only(app, cast, places, sales):
    with app.test_request_context("/"):
        rows = lists.orders(cast.rm_north.viewer).load().rows
    assert {row.subject.store_code for row in rows} == {places.store.code}
    assert len(rows) == 2
    assert len(db.session.scalars(select(Order.id), execution_options={"scoped": Order.reach()}).all()) == 4
