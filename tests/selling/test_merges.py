"""Two files of one person: the older is kept, reads follow, and what is done to its consent is done to both."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.orm.attributes import set_committed_value

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.selling import actions, benefits, invariants, lists, nightly, points, queries, retention
from portal.selling.benefits_given import BatchBenefits
from portal.selling.models import Member, MemberTotal, Payment, Referral, RuleKind
from portal.selling.new_orders import Part
from portal.selling.orders_told import told
from portal.selling.points import Points
from portal.selling.views.till_members import kept_members
from tests.builders_selling import benefit_rule, member, post, product, said, sale
from tests.cast import HOUSE
from tests.trail import noted

covers = ("C34",)
NEWER = "13912349999"


@pytest.fixture
def wang(owner, places):
    """His first file, of sixty days ago, with an order."""
    with time_machine.travel(clock.now() - timedelta(days=60), tick=False):
        return member(places.store, owner, name="王秀兰")


@pytest.fixture
def again(owner, places, wang):
    """His second one, under another number."""
    return member(places.store, owner, phone=NEWER, name="王阿姨")


@pytest.fixture
def milk():
    return product(price=1000, member_price=None)


@pytest.fixture
def merged(owner, places, wang, again, milk):
    """Both, merged, with an order each."""
    sale(places.store, owner, milk, member_id=wang.id)
    sale(places.store, owner, milk, milk, member_id=again.id)
    kept = actions.merge(again, phone=wang.phone, reason="本人来说换了号", by=owner)
    assert kept.id == wang.id
    return kept


def test_the_older_file_is_kept_and_its_orders_are_those_of_both(app, owner, merged, again):
    assert len(queries.orders_of(merged, owner)) == 2
    assert queries.purchases_of(merged, owner).items() >= {"orders": 2, "spent": 3000, "saved": 0}.items()
    assert benefits.spent_by(merged) == 3000
    with app.test_request_context("/"):
        assert [row.subject.id for row in lists.members(owner).load().rows] == [merged.id]
        assert len(lists.orders(owner, of=merged).load().rows) == 2
    assert queries.member_figures(owner)["total"] == 1


@pytest.mark.parametrize("q", ["13912345678", NEWER, "9999", "5678", "王秀兰", "wangxiulan"])
def test_either_number_finds_the_kept_file_once(owner, merged, q):
    assert queries.find_members(owner, q) == [merged]


def test_at_the_till_either_number_and_either_file_mean_him(cast, places, owner, merged, again):
    south = cast.owner_south.viewer
    assert actions.look_up(places.store_south, NEWER, by=south) == [merged]
    assert queries.member_of_chain(again.id) == merged and queries.member_with_phone(NEWER) == merged
    assert queries.members_ending(places.store, "9999") == [merged.id]
    with pytest.raises(Refused):
        member(places.store_south, south, phone=NEWER, name="第三份")


def test_points_are_those_of_both_and_lapse_for_both(owner, merged, again, cast):
    points.set_rules(Points(earn_fen=100, months=12), by=cast.office.viewer)
    actions.adjust_points(merged, points=30, reason="补", by=cast.office.viewer)
    assert queries.points_of([merged.id, again.id]) == {merged.id: 30, again.id: 0}
    db.session.commit()
    with time_machine.travel(clock.now() + timedelta(days=400), tick=False):
        assert nightly.lapsed() == 1 and points.held(merged).points == 0


def test_what_he_owes_is_owed_by_both_files(owner, places, merged, again):
    totals = {one.member_id: one for one in db.session.scalars(MemberTotal.seen_by(owner))}
    totals[merged.id].owed, totals[again.id].owed = 500, 700
    actions.set_credit(merged, limit=2000, by=owner)
    db.session.flush()
    account = queries.account_of(merged)
    assert (account.owed, account.limit, account.left) == (1200, 2000, 800)


def test_who_merges_a_file_that_another_merged_meanwhile_is_refused(owner, places, wang, again):
    third = member(places.store, owner, phone="13912340000", name="王大姐")
    actions.merge(again, phone=wang.phone, reason="换号", by=owner)
    set_committed_value(again, "merged_into_id", None)  # as it was when his request read it
    with pytest.raises(Refused):
        actions.merge(again, phone=third.phone, reason="换号", by=owner)
    assert third.merged_into_id is None and invariants.troubles() == []
    third.merged_into_id = again.id
    db.session.flush()
    assert invariants.troubles() == [f"member {third.id}: the file that stands for his was merged itself"]


def test_a_till_that_still_names_the_gone_file_is_held_to_the_kept_one(owner, places, merged, again, milk, cast):
    actions.set_credit(merged, limit=2000, by=owner)
    on_account = said(milk, member_id=again.id, payments=(Part(Payment.ACCOUNT, 1000),))
    [posted] = post(places.store, owner, on_account)
    assert (posted.fate, posted.flags) == ("stored", "")
    paid = (Part(Payment.CASH, 1000), Part(Payment.ACCOUNT, -1000))
    [settled] = post(places.store, owner, said(settles=True, member_id=again.id, payments=paid))
    assert settled.fate == "stored" and queries.account_of(merged).owed == 0 and invariants.troubles() == []
    benefit_rule(cast.office.viewer, kind=RuleKind.NEW_MEMBER, first_days=30)
    tea = {"price": 1000, "member_price": None, "quantity": 1000, "category": None}
    assert BatchBenefits([again.id]).on(again.id, [tea], clock.today() + timedelta(days=1)) == [], (
        "he joined sixty days ago"
    )


def test_a_tablet_keeps_one_file_of_his(owner, places, merged, again, milk):
    assert [one["id"] for one in kept_members(places.store.id)] == [merged.id]
    assert told(sale(places.store, owner, milk, member_id=again.id), owner)["member"]["id"] == merged.id


def test_no_credit_is_left_of_the_file_that_is_no_more(owner, places, wang, again):
    actions.set_credit(again, limit=900, by=owner)
    kept = actions.merge(again, phone=wang.phone, reason="本人来说换了号", by=owner)
    assert queries.account_of(kept).limit == 900
    actions.set_credit(kept, limit=0, by=owner)
    assert queries.account_of(kept).limit == 0


@pytest.mark.promise("P59", "P62")
def test_withdrawn_or_erased_both_are_and_agreeing_again_holds_for_both(owner, merged, again, session):
    actions.withdraw(merged, by=owner)
    assert again.withdrawn_at and queries.find_members(owner, NEWER) == [merged] and merged.has_withdrawn
    actions.consent_again(merged, consents=True, by=owner)
    assert merged.consents and again.consents
    actions.erase(merged, by=owner, reason="本人要求")
    assert (again.phone, again.name, again.last_four) == (None, "", "") and again.is_erased and merged.is_erased
    session.commit()
    told = noted("member.erased")
    assert {link.subject_id for link in told} == {str(merged.id), str(again.id)}


def test_nothing_is_done_to_the_file_that_is_no_more(owner, merged, again):
    for deed in (
        lambda: actions.withdraw(again, by=owner),
        lambda: actions.erase(again, by=owner, reason="要求"),
        lambda: actions.rename(again, "别名", by=owner),
        lambda: actions.reveal(again, by=owner),
        lambda: actions.merge(again, phone=merged.phone, reason="再来", by=owner),
    ):
        with pytest.raises(Refused):
            deed()


def test_a_third_file_goes_the_same_way(owner, places, merged, again):
    third = member(places.store, owner, phone="13912340000", name="又一份")
    assert actions.merge(merged, phone=third.phone, reason="同一个人", by=owner) == merged
    assert [one.id for one in merged.merged] == [again.id, third.id]
    with time_machine.travel(clock.now() - timedelta(days=90), tick=False):
        first = member(places.store, owner, phone="13912341111", name="最早的")
    assert actions.merge(merged, phone=first.phone, reason="同一个人", by=owner) == first
    assert {one.merged_into_id for one in (merged, again, third)} == {first.id}


def test_only_files_within_reach_that_consent_are_merged(cast, places, owner, wang, again):
    south = member(places.store_south, cast.owner_south.viewer, phone="13912342222", name="南")
    for phone in (south.phone, "13900000000", wang.phone):
        with pytest.raises(Refused) as refused:
            actions.merge(wang, phone=phone, reason="同一个人", by=owner)
        assert refused.value.field == "phone"
    assert actions.merge(wang, phone=south.phone, reason="同一个人", by=cast.office.viewer) == wang
    actions.withdraw(again, by=owner)
    with pytest.raises(Refused):
        actions.merge(wang, phone=again.phone, reason="同一个人", by=owner)


def test_whoever_recommended_us_to_himself_is_given_nothing(cast, places, owner, wang, again, milk, session):
    points.set_rules(Points(referral=200), by=cast.office.viewer)
    sale(places.store, owner, milk, member_id=wang.id)
    actions.refer(again, wang, by=owner)
    sale(places.store, owner, milk, member_id=again.id)
    session.commit()
    assert nightly.settled() == 1 and points.held(wang).points == 200
    actions.merge(wang, phone=NEWER, reason="同一个人", by=owner)
    session.commit()
    assert points.held(wang).points == 0 and session.scalars(Referral.seen_by(HOUSE)).all() == []
    assert nightly.settled() == 0 and invariants.troubles() == []


@pytest.mark.promise("P69")
def test_one_person_is_idle_only_if_both_his_files_are(places, owner, wang, again, milk, session):
    session.commit()
    with time_machine.travel(clock.now() + timedelta(days=760), tick=False):
        retention.announce([wang.id, again.id], 24, by=HOUSE)
        actions.merge(wang, phone=NEWER, reason="同一个人", by=owner)
        session.commit()
        assert retention.announced(0, 9) == [wang.id]
    with time_machine.travel(clock.now() + timedelta(days=1600), tick=False):
        assert retention.unannounced(0, 24, 9) == [] and retention.idle([wang.id], 24) == {wang.id}
        sale(places.store, owner, milk, member_id=again.id)
        assert retention.idle([wang.id], 24) == set()
    with time_machine.travel(clock.now() + timedelta(days=3000), tick=False):
        retention.anonymise([wang.id], 24, by=HOUSE)
        assert session.get(Member, again.id).is_erased


@pytest.mark.pages
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_the_owner_merges_them_and_the_old_address_leads_to_the_kept_one(
    browse, visit, cast, wang, again, session, locale
):
    session.commit()
    page, path = browse(cast.owner, locale), f"/selling/members/{again.id}"
    typed = {"merge-phone": wang.phone, "merge-reason": "本人来说换了号"}
    assert page.post(f"{path}/merge", typed | {"merge-phone": again.phone}).status_code == 422
    assert browse(cast.clerk).post(f"{path}/merge", typed).status_code == 403
    answer = page.post(f"{path}/merge", typed)
    assert answer.status_code == 303 and answer.location.endswith(f"/selling/members/{wang.id}")
    assert page.get(path).location.endswith(f"/selling/members/{wang.id}")
    html = visit(page, f"/selling/members/{wang.id}").html
    assert "139****9999" in html and "本人来说换了号" in html
    visit(page, f"{path}/edit", 404)
