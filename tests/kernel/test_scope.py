"""The guard on the session refuses every shape of statement that reaches a guarded table around `seen_by`."""

import pytest
from sqlalchemy import delete, exists, func, insert, select, text, union_all, update
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.kernel import clock
from portal.kernel.scope import UnscopedQuery, within
from portal.network.actions import agree_closure
from portal.network.models import Closure, Region, Store

SHAPES = {
    "a plain select": lambda: select(Store),
    "a column": lambda: select(Store.name),
    "a count": lambda: select(func.count()).select_from(Store),
    "a Core select": lambda: select(Store.__table__.c.id),
    "a join": lambda: select(Region).join(Store, Store.region_id == Region.id),
    "a subquery in WHERE": lambda: select(Region).where(Region.id.in_(select(Store.region_id))),
    "a scalar subquery": lambda: select(Region.name, select(func.count(Store.id)).scalar_subquery()),
    "an EXISTS": lambda: select(Region).where(exists().where(Store.region_id == Region.id)),
    "a union": lambda: union_all(select(Region.id), select(Store.id)),
    "a CTE": lambda: select(select(Store.id).cte().c.id),
    "a derived table": lambda: select(select(Store.id).subquery().c.id),
    "an ORDER BY": lambda: select(Region.id).order_by(Store.id),
    "a GROUP BY": lambda: select(func.count()).group_by(Store.region_id),
    "an update by another table": lambda: update(Region).where(Region.id == Store.region_id).values(name="x"),
    "a delete by another table": lambda: delete(Region).where(Region.id == Store.region_id),
    "an ORM update": lambda: update(Store).values(name="x"),
    "an ORM delete": lambda: delete(Closure),
    "a Core update": lambda: update(Store.__table__).values(name="x"),
    "an insert from a select": lambda: insert(Region.__table__).from_select(["id"], select(Store.id)),
    "text": lambda: text("SELECT * FROM store"),
}


@pytest.mark.promise("P24")
@pytest.mark.parametrize("shape", SHAPES)
def test_a_guarded_table_is_not_reached_by(shape, session):
    with pytest.raises(UnscopedQuery):
        session.execute(SHAPES[shape]())


@pytest.mark.promise("P24")
def test_a_guarded_row_is_not_got_by_its_id(session, places):
    store_id = places.store.id
    session.expunge_all()
    with pytest.raises(UnscopedQuery):
        session.get(Store, store_id)


@pytest.mark.promise("P24")
def test_an_eager_join_along_a_relationship_without_a_reason_is_refused(session, monkeypatch):
    monkeypatch.setitem(Closure.store.property.info, "in_scope", "")
    with pytest.raises(UnscopedQuery):
        session.execute(select(Closure).options(joinedload(Closure.store)).execution_options(scoped={"closure"}))


@pytest.mark.promise("P24")
def test_a_relationship_without_a_reason_is_not_followed(session, places, cast, monkeypatch):
    day = clock.today()
    agree_closure(places.store, first_day=day, last_day=day, reason="盘点", by=cast.office.viewer)
    session.commit()
    session.expunge_all()
    closure = session.scalars(Closure.seen_by(cast.rm_north.viewer)).one()
    monkeypatch.setitem(Closure.store.property.info, "in_scope", "")
    with pytest.raises(UnscopedQuery):
        closure.store  # noqa: B018


def test_a_second_guarded_table_needs_its_own_word(session, cast):
    joined = Store.seen_by(cast.rm_north.viewer).join(User, User.id == Store.id)
    with pytest.raises(UnscopedQuery):
        session.execute(joined)
    session.execute(within(joined, User, because="a test"))


def test_a_manager_sees_his_own_stores_only(session, cast):
    seen = session.scalars(Store.seen_by(cast.rm_north.viewer).order_by(Store.code)).all()
    assert [store.code for store in seen] == ["BJ-0001", "TY-0001"]


def test_an_owner_sees_his_store_and_head_office_all(session, cast):
    assert [s.code for s in session.scalars(Store.seen_by(cast.owner.viewer))] == ["BJ-0001"]
    assert len(session.scalars(Store.seen_by(cast.office.viewer)).all()) == 3


@pytest.mark.promise("P24")
def test_someone_without_reach_sees_nothing(session, places, cast):
    from portal.accounts.viewer import Nobody

    agree_closure(places.store, first_day=clock.today(), last_day=clock.today(), reason="盘点", by=cast.office.viewer)
    for model in (Store, Closure, User):
        assert session.scalars(model.seen_by(Nobody())).all() == []
