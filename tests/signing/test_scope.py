"""Applications are seen within one's own reach (C25, C57)."""

import pytest
from werkzeug.exceptions import NotFound

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.signing import queries
from portal.signing.models import Verdict
from tests.builders_signing import a_submitted, an_agreed_prospect, decided

covers = ("C25",)


def test_a_manager_sees_his_territorys_applications_and_no_others(cast, places):
    north, south = a_submitted(cast, places.taiyuan), a_submitted(cast, places.guangzhou, by="rm_south")
    assert queries.application(north.id, cast.rm_north.viewer) is north
    with pytest.raises(NotFound):
        queries.application(south.id, cast.rm_north.viewer)
    assert queries.counts(cast.rm_south.viewer) == {south.state: 1}


def test_only_ones_own_prospects_can_be_applied_for(cast, places):
    prospect = an_agreed_prospect(cast, places.guangzhou, owner="rm_south")
    assert list(queries.agreed_prospects(cast.rm_south.viewer)) == [prospect]
    assert list(queries.agreed_prospects(cast.rm_north.viewer)) == []
    with pytest.raises(NotFound):
        queries.agreed_prospect(prospect.id, cast.rm_north.viewer)


def test_what_waits_is_to_decide_for_the_office_and_to_mend_for_the_manager(cast, places):
    first, second = a_submitted(cast, places.taiyuan), a_submitted(cast, places.beijing)
    assert list(queries.awaiting(cast.office.viewer)) == [first, second]
    assert list(queries.awaiting(cast.rm_north.viewer)) == []
    decided(first, Verdict.RETURNED, by=cast.office)
    assert list(queries.awaiting(cast.office.viewer)) == [second]
    assert list(queries.awaiting(cast.rm_north.viewer)) == [first]
    assert list(queries.awaiting(cast.rm_south.viewer)) == list(queries.awaiting(cast.owner.viewer)) == []


def test_the_office_knows_whom_it_stands_in_for(cast, places):
    today = clock.today()
    accounts.name_substitute(
        cast.office_two.user, cast.office.user, first_day=today, last_day=today, by=cast.admin.viewer
    )
    assert queries.stood_in_for(cast.office.viewer) == [cast.office_two.user.id]
