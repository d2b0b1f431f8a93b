import pytest

from portal.kernel.refusals import Refused
from portal.network import actions as network
from portal.supervision import actions
from portal.supervision.seed import ITEMS, active_template, seed_template

covers = ("C39",)


def test_a_manager_starts_an_audit_with_the_seeded_form(cast, places):
    audit = actions.start(places.store, by=cast.rm_north.viewer)
    assert audit.is_draft
    assert len(audit.items) == len(ITEMS)
    assert len({item.section for item in audit.items}) == 7


def test_starting_again_goes_on_with_the_same_draft(cast, places):
    first = actions.start(places.store, by=cast.rm_north.viewer)
    assert actions.start(places.store, by=cast.rm_north.viewer) is first


def test_another_manager_starts_his_own(cast, places):
    first = actions.start(places.store, by=cast.rm_north.viewer)
    assert actions.start(places.store, by=cast.director.viewer) is not first


def test_a_store_that_prepares_or_is_closed_is_not_audited(cast, places):
    network.close_store(places.store, by=cast.admin.viewer, reason="lease")
    with pytest.raises(Refused):
        actions.start(places.store, by=cast.rm_north.viewer)


def test_seeding_twice_changes_nothing(session):
    first = seed_template()
    session.flush()
    count = len(first.items)
    assert seed_template() is first
    assert len(active_template().items) == count
