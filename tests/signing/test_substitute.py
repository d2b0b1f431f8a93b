"""What a substitute decides says so: on the decision, in its history, in both languages (C25, C57)."""

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from portal.network.models import Store
from portal.signing import actions, queries
from portal.signing.models import Decision, Verdict
from tests.builders_signing import DEAR, a_submitted, decided

covers = ("C25", "C57")


@pytest.fixture(autouse=True)
def away(cast, session):
    """李娜 is away today; 陈立 stands in for her."""
    today = clock.today()
    accounts.name_substitute(
        cast.office.user, cast.office_two.user, first_day=today, last_day=today, by=cast.admin.viewer
    )
    session.flush()


def for_her(application, cast, verdict=Verdict.APPROVED):
    for_id = cast.office.user.id
    return actions.decide(application, verdict, by=cast.office_two.viewer, reason="面积写错了", for_id=for_id)


def test_the_decision_and_all_it_caused_name_both(cast, places, session):
    outcome = for_her(a_submitted(cast, places.taiyuan), cast)
    session.commit()
    both = (cast.office_two.user.id, cast.office.user.id)
    assert (outcome.decision.actor_id, outcome.decision.for_id) == both
    for thing in (outcome.store, session.get_one(Store, outcome.store.id, execution_options={"scoped": Store.reach()})):
        assert {(link.actor_id, link.for_id) for link in history_of(thing, cast.admin.viewer)} == {both}


def test_what_he_decides_in_his_own_name_names_nobody_else(cast, places, session):
    outcome = decided(a_submitted(cast, places.taiyuan), Verdict.APPROVED, by=cast.office_two)
    session.commit()
    assert outcome.decision.for_id is None
    assert {link.for_id for link in history_of(outcome.store, cast.admin.viewer)} == {None}


def test_one_and_his_substitute_are_one_voice_of_two(cast, places):
    application = a_submitted(cast, places.taiyuan, lines=DEAR)
    for_her(application, cast)
    for who, for_id in ((cast.office, None), (cast.office_two, None), (cast.office_two, cast.office.user.id)):
        with pytest.raises(Refused):
            actions.decide(application, Verdict.APPROVED, by=who.viewer, for_id=for_id)
    assert list(queries.awaiting(cast.office.viewer)) == []
    other = a_submitted(cast, places.beijing, lines=DEAR)
    decided(other, Verdict.APPROVED, by=cast.office)
    with pytest.raises(Refused):
        for_her(other, cast)


def test_nobody_decides_for_whom_he_does_not_stand_in(cast, places):
    application = a_submitted(cast, places.taiyuan)
    with pytest.raises(Refused):
        actions.decide(application, Verdict.APPROVED, by=cast.office.viewer, for_id=cast.office_two.user.id)


@pytest.mark.pages
@pytest.mark.parametrize("locale, said", [("zh_Hans_CN", "陈立 代 李娜"), ("en", "陈立, standing in for 李娜")])
def test_the_page_says_it(cast, places, browse, visit, locale, said):
    application = a_submitted(cast, places.taiyuan)
    path = f"/signing/applications/{application.id}"
    stand_in = browse(cast.office_two, locale)
    assert "for_id" in visit(stand_in, path).html
    assert stand_in.post(f"{path}/decision", {"verdict": "returned", "reason": "面积写错了"}).status_code == 303
    page = visit(browse(cast.rm_north, locale), path)
    assert page.text.count(said) == 2  # who returned it, and the history


@pytest.mark.pages
def test_he_may_say_that_it_is_his_own(cast, places, browse, session):
    path = f"/signing/applications/{a_submitted(cast, places.taiyuan).id}/decision"
    browser, own = browse(cast.office_two), {"verdict": "returned", "reason": "面积写错了"}
    assert browser.post(path, {**own, "for_id": str(cast.rm_north.user.id)}).status_code == 422
    assert browser.post(path, {**own, "for_id": "0"}).status_code == 303
    assert session.scalar(select(Decision.for_id).execution_options(scoped=Decision.reach())) is None
    assert "for_id" not in browse(cast.office).get(path.removesuffix("/decision")).get_data(as_text=True)
