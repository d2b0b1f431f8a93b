"""The trail holds who did what, cannot be changed, and shows when someone changed it all the same."""

import pytest
from sqlalchemy import select, text

from portal.kernel import trail
from portal.kernel.db import Base
from portal.kernel.trail import Trail, broken_links, history_of
from portal.network import actions

LOOSE = {"scoped": frozenset({"trail"})}


def act(session, places, cast):
    store = places.store
    actions.edit_store(store, name="朝阳北路旗舰店", by=cast.admin.viewer)
    session.commit()
    return store


def test_an_action_leaves_who_what_before_and_after(session, places, cast):
    store = act(session, places, cast)
    link = history_of(store, cast.rm_north.viewer)[0]
    assert (link.event, link.actor_id, link.store_id) == ("store.changed", cast.admin.user.id, store.id)
    assert ("name", "朝阳北路店", "朝阳北路旗舰店") in link.changes


@pytest.mark.promise("P52")
def test_a_chain_that_nobody_touched_holds(session, places, cast):
    act(session, places, cast)
    assert broken_links(session()) == []


@pytest.mark.promise("P04")
def test_what_was_rolled_back_leaves_no_link(session, places, cast):
    before = session.scalar(select(trail.Book.seq).where(trail.Book.name == f"store:{places.store.id}"))
    actions.edit_store(places.store, name="别名", by=cast.admin.viewer)
    session.rollback()
    act(session, places, cast)
    after = session.scalar(select(trail.Book.seq).where(trail.Book.name == f"store:{places.store.id}"))
    assert after == before + 1


TAMPERINGS = {
    "changed": "UPDATE trail SET actor_id = 999999 WHERE id = (SELECT max(id) FROM trail)",
    "removed": "DELETE FROM trail WHERE id = (SELECT max(id) FROM trail)",
    "removed from the middle": "DELETE FROM trail WHERE id = (SELECT min(id) FROM trail WHERE book = 'office')",
    "reordered": "UPDATE trail SET seq = seq + 1000 WHERE id = (SELECT min(id) FROM trail WHERE book = 'office')",
}


@pytest.mark.promise("P52")
@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_link_that_was_tampered_with_is_found(tampering, session, places, cast):
    act(session, places, cast)
    for trigger in without_triggers(session):
        session.execute(text(trigger), execution_options=LOOSE)
    session.execute(text(TAMPERINGS[tampering]), execution_options=LOOSE)
    session.expire_all()
    assert broken_links(session()) != []


def without_triggers(session):
    if session.get_bind().dialect.name == "sqlite":
        return ["DROP TRIGGER trail_no_update", "DROP TRIGGER trail_no_delete"]
    return ["DROP TRIGGER trail_append_only ON trail"]


@pytest.mark.promise("P53")
def test_who_is_kept_out_by_name_is_kept_out_by_its_letters_too():
    named = [m for m in Base.registry.mappers if "name" in getattr(m.class_, "personal", ())]
    assert {mapper.class_.__name__ for mapper in named} >= {"Member", "Prospect"}
    spelled = {"pinyin", "last_four", "phone"}
    assert [m.class_.__name__ for m in named if spelled & set(m.columns.keys()) - m.class_.personal] == []


@pytest.mark.promise("P53")
def test_personal_fields_are_named_but_their_values_stay_out(session, cast):
    from portal.accounts import actions as accounts

    user = cast.clerk.user
    accounts.edit_user(user, name="孙丽", phone="13900000099", email=None, role=user.role, by=cast.admin.viewer)
    session.commit()
    link = session.scalars(select(Trail).order_by(Trail.id.desc()).limit(1), execution_options=LOOSE).one()
    assert "phone" in link.facts["changes"]
    assert "13900000099" not in str(link.facts)


def test_an_event_that_no_room_declares_is_an_error(session, places, cast):
    with pytest.raises(LookupError):
        trail.record("store.exploded", places.store, by=cast.admin.viewer)
