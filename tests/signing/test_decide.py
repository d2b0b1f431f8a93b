"""Head office decides (C25)."""

import pytest

from portal.accounts import actions as accounts
from portal.accounts.models import Policy, User, UserState
from portal.accounts.passwords import find_by_name
from portal.accounts.queries import owner_of
from portal.accounts.roles import Role
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.network.models import Store, StoreState
from portal.onboarding.models import Plan
from portal.prospecting.models import Stage
from portal.signing import actions, queries
from portal.signing.models import ApplicationState, Verdict
from tests.builders_signing import DEAR, a_submitted, an_application, decided

covers = ("C25",)
HOUSE = House("tests")


def test_an_approval_makes_the_store_with_the_citys_next_code(cast, places):
    application = a_submitted(cast, places.taiyuan)
    outcome = decided(application, Verdict.APPROVED, by=cast.office)
    assert application.state == ApplicationState.APPROVED
    assert (outcome.store.code, outcome.store.state, outcome.store.name) == (
        "TY-0002",
        StoreState.PREPARING,
        "长风街店",
    )
    assert application.store_id_made == outcome.store.id


def test_an_approval_invites_the_owner_into_his_store_and_plans_its_onboarding(cast, places):
    outcome = decided(a_submitted(cast, places.taiyuan), Verdict.APPROVED, by=cast.office)
    owner = owner_of(outcome.store)
    assert (owner.name, owner.phone, owner.state) == ("薛玉兰", "13900001111", UserState.INVITED)
    assert accounts.link_of(outcome.token).user_id == owner.id
    assert db.session.scalar(Plan.seen_by(HOUSE).where(Plan.store_id == outcome.store.id)) is not None


def test_an_owner_who_is_known_gets_the_store_beside_his_own(cast, places):
    outcome = decided(a_submitted(cast, places.beijing, owner_phone="13800000021"), Verdict.APPROVED, by=cast.office)
    assert outcome.token == ""
    assert cast.owner.viewer.store_ids == {places.store.id, outcome.store.id}


@pytest.mark.parametrize("phone", ["13800000011", "13800000022"])
def test_a_phone_of_a_colleague_who_is_no_owner_stops_the_approval(cast, places, phone):
    application = a_submitted(cast, places.taiyuan, owner_phone=phone)
    with pytest.raises(Refused):
        decided(application, Verdict.APPROVED, by=cast.office)


def test_an_owner_who_is_disabled_stops_the_approval(cast, places):
    db.session.add(User(name="旧店主", phone="13911112222", role=Role.OWNER, state=UserState.DISABLED))
    application = a_submitted(cast, places.taiyuan, owner_phone="13911112222")
    with pytest.raises(Refused):
        decided(application, Verdict.APPROVED, by=cast.office)


@pytest.mark.promise("P04")
def test_nothing_is_left_behind_when_a_later_step_fails(cast, places, monkeypatch):
    from portal.kernel import trail

    def fail(subject, *, by):
        raise RuntimeError("no plan today")

    application = a_submitted(cast, places.taiyuan)
    db.session.commit()
    monkeypatch.setitem(trail.reactions, "application.approved", [*trail.reactions["application.approved"], fail])
    with pytest.raises(RuntimeError):
        decided(application, Verdict.APPROVED, by=cast.office)
    db.session.rollback()
    assert application.state == ApplicationState.SUBMITTED and application.decisions == []
    assert db.session.scalars(Store.seen_by(HOUSE).where(Store.name == "长风街店")).all() == []
    assert find_by_name("13900001111") is None
    assert db.session.scalars(Plan.seen_by(HOUSE)).all() == []


@pytest.mark.promise("P28")
def test_a_manager_cannot_decide_his_own_application(cast, places):
    application = a_submitted(cast, places.taiyuan)
    rm = cast.rm_north.user
    rm.role = Role.OFFICE
    rm.regions = []
    db.session.flush()
    with pytest.raises(Refused, match="自己的申请"):
        decided(application, Verdict.APPROVED, by=cast.rm_north)


@pytest.mark.promise("P28")
def test_whoever_handed_it_in_for_another_cannot_decide_it_either(cast, places):
    application = an_application(cast, places.taiyuan)
    actions.submit(application, by=cast.director.viewer)
    with pytest.raises(Refused, match="自己的申请"):
        decided(application, Verdict.APPROVED, by=cast.director)


@pytest.mark.parametrize("verdict", [Verdict.RETURNED, Verdict.REJECTED])
def test_to_return_or_reject_needs_a_reason(cast, places, verdict):
    with pytest.raises(Refused) as refused:
        decided(a_submitted(cast, places.taiyuan), verdict, by=cast.office, reason="")
    assert refused.value.field == "reason"


def test_a_rejection_ends_it_and_its_prospect_is_back_at_agreed(cast, places):
    application = a_submitted(cast, places.taiyuan)
    decided(application, Verdict.REJECTED, by=cast.office)
    assert (application.state, application.prospect.stage) == (ApplicationState.REJECTED, Stage.AGREED)


@pytest.mark.promise("P28")
@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_what_was_handed_in_is_decided_and_only_once(cast, places, verdict):
    with pytest.raises(Refused):
        decided(an_application(cast, places.beijing), verdict, by=cast.office)
    application = a_submitted(cast, places.taiyuan)
    decided(application, verdict, by=cast.office)
    with pytest.raises(Refused):
        decided(application, Verdict.APPROVED, by=cast.office_two)


def test_the_limit_is_policy(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    assert queries.approvers_needed(application) == 2
    db.session.add(Policy(id="second_approver_over", value={"fen": 500_000_00}))
    db.session.flush()
    assert queries.approvers_needed(application) == 1
