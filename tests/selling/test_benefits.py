"""What members are given: rules that hold from a day until a day, levels by what was spent, birthdays if told."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError

from portal.goods import actions as goods
from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from portal.selling import actions, benefits, consent, invariants
from portal.selling.benefits import Levels, given_to
from portal.selling.benefits_given import BatchBenefits
from portal.selling.models import BenefitRule, Level, RuleKind, RuleState
from tests.builders_selling import benefit_rule, product, sale

covers = ("C34",)
ONE = timedelta(days=1)


def tomorrow():
    return clock.today() + ONE


def off(buyer, lines, day):
    return BatchBenefits([buyer.id]).on(buyer.id, lines, day)


def given(to, day):
    return [rule.name for rule in given_to(to, day).rules]


def line(price, category="粮油", member_price=None):
    return {"price": price, "member_price": member_price, "quantity": 1000, "category": category}


def test_a_rule_begins_tomorrow_at_the_earliest(office, wang):
    with pytest.raises(Refused) as refused:
        benefit_rule(office, days_ahead=0)
    assert refused.value.field == "since"
    rule = benefit_rule(office)
    assert rule.state == RuleState.AHEAD
    assert given(wang, clock.today()) == [] and given(wang, tomorrow()) == ["会员九五折"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"percent": None}, "percent"),
        ({"percent": 5, "fen": 500}, "percent"),
        ({"kind": RuleKind.NEW_MEMBER}, "first_days"),
        ({"first_days": 30}, "first_days"),
        ({"until": clock.today()}, "until"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(office, facts, field):
    with pytest.raises(Refused) as refused:
        benefit_rule(office, **facts)
    assert refused.value.field == field


def test_what_is_written_anew_follows_the_older_one_without_a_gap(office, wang, session):
    older = benefit_rule(office)
    newer = benefit_rule(office, follows=older, name="会员九折", percent=10, days_ahead=5)
    assert older.percent == 5 and older.until == newer.since - ONE
    assert given(wang, newer.since - ONE) == ["会员九五折"] and given(wang, newer.since) == ["会员九折"]
    with pytest.raises(Refused):
        benefit_rule(office, follows=older, days_ahead=7)


def test_a_rule_follows_another_only_once(office, session):
    older = benefit_rule(office)
    benefit_rule(office, follows=older, days_ahead=5)
    twice = BenefitRule(
        kind=RuleKind.LEVEL, name="一", words="二", percent=1, since=tomorrow(), actor_id=1, follows_id=older.id
    )
    session.add(twice)
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_is_written_anew_from_its_first_day_takes_its_place(office, wang):
    older = benefit_rule(office)
    benefit_rule(office, follows=older, name="会员九折", percent=10)
    assert older.has_ended and given(wang, tomorrow()) == ["会员九折"]


def test_a_rule_ends_tonight_or_never_begins(office, wang):
    ahead = benefit_rule(office)
    with time_machine.travel(clock.now() + 3 * ONE, tick=False):
        actions.end_rule(ahead, by=office)
        assert ahead.state == RuleState.ON and given(wang, clock.today()) == ["会员九五折"]
        assert given(wang, tomorrow()) == []
        with pytest.raises(Refused):
            actions.end_rule(ahead, by=office)
    never = benefit_rule(office, days_ahead=9)
    actions.end_rule(never, by=office)
    assert never.has_ended and given(wang, never.since) == []
    with pytest.raises(Refused):
        actions.end_rule(never, by=office)


def test_a_level_is_reached_by_what_was_spent_in_all_stores(cast, places, office, wang):
    benefits.set_levels(Levels(silver=10_00, gold=30_00), by=office)
    milk = product(price=600, member_price=None)
    benefit_rule(office, level=Level.SILVER, name="银卡九五折")
    assert given_to(wang, tomorrow()).level == Level.ORDINARY and given(wang, tomorrow()) == []
    assert given_to(wang, tomorrow()).following == (Level.SILVER, 10_00)
    sale(places.store, cast.owner.viewer, milk, member_id=wang.id)
    sale(places.store_south, cast.owner_south.viewer, milk, member_id=wang.id)
    found = given_to(wang, tomorrow())
    assert found.level == Level.SILVER and found.following == (Level.GOLD, 18_00)
    assert given(wang, tomorrow()) == ["银卡九五折"]


def test_gold_asks_for_more_than_silver(office):
    for levels in (Levels(gold=5), Levels(silver=5, gold=5)):
        with pytest.raises(Refused) as refused:
            benefits.set_levels(levels, by=office)
        assert refused.value.field == "gold"


@pytest.fixture
def staple(office):
    return goods.add_category("粮油", by=office)


def test_each_line_says_by_what_rule_it_is_cheaper(office, wang, staple):
    rule = benefit_rule(office, category_id=staple.id, percent=10)
    found = off(wang, [line(1000, member_price=900), line(500, "零食")], tomorrow())
    assert [(one["position"], one["kind"], one["rule"], one["fen"]) for one in found] == [
        (1, "member_price", None, 100),
        (1, "level", rule.id, 90),
    ]
    assert BatchBenefits([]).on(None, [line(1000)], tomorrow()) == []


def test_a_category_that_is_renamed_takes_its_rules_along(office, wang, staple):
    benefit_rule(office, category_id=staple.id, percent=10)
    goods.rename_category(staple, "米面粮油", by=office)
    assert [one["fen"] for one in off(wang, [line(1000, "米面粮油")], tomorrow())] == [100]
    assert off(wang, [line(1000, "粮油")], tomorrow()) == []


def test_for_a_retired_category_no_rule_is_written(office, staple):
    older = benefit_rule(office, category_id=staple.id)
    goods.retire_category(staple, by=office)
    with pytest.raises(Refused) as refused:
        benefit_rule(office, follows=older, category_id=staple.id, days_ahead=3)
    assert refused.value.field == "category_id"


def test_a_rule_that_goes_on_beside_its_follower_is_found(office, session):
    older = benefit_rule(office)
    newer = benefit_rule(office, follows=older, days_ahead=5)
    assert invariants.troubles() == []
    for until in (None, newer.since):
        older.until = until
        session.flush()
        assert invariants.troubles() == [
            f"benefit rule {newer.id}: the one it follows, {older.id}, has not ended by then"
        ]


def test_who_took_his_consent_back_is_given_nothing(cast, office, wang):
    benefit_rule(office)
    actions.note_birthday(wang, month=11, day=8, agrees=True, by=cast.owner.viewer)
    actions.withdraw(wang, by=cast.owner.viewer)
    assert given(wang, tomorrow()) == [] and off(wang, [line(1000)], tomorrow()) == []
    assert wang.birthday is None


def test_new_members_are_given_it_for_so_many_days(office, wang):
    benefit_rule(office, kind=RuleKind.NEW_MEMBER, first_days=7, name="新会员")
    assert given(wang, clock.today() + 6 * ONE) == ["新会员"] and given(wang, clock.today() + 7 * ONE) == []


def test_a_birthday_is_noted_only_where_the_member_agrees_and_never_on_the_trail(cast, office, wang, session):
    owner = cast.owner.viewer
    with pytest.raises(Refused) as refused:
        actions.note_birthday(wang, month=11, day=8, agrees=False, by=owner)
    assert refused.value.field == "agrees"
    with pytest.raises(Refused) as refused:
        actions.note_birthday(wang, month=2, day=30, agrees=True, by=owner)
    assert refused.value.field == "day"
    month = tomorrow().month
    actions.note_birthday(wang, month=month, day=29, agrees=True, by=owner)
    benefit_rule(office, kind=RuleKind.BIRTHDAY, name="生日")
    assert given(wang, tomorrow()) == ["生日"]
    session.commit()
    told = [link.facts for link in history_of(wang, owner)]
    assert f"{month:02d}-29" not in str(told) and told[0]["version"] == consent.VERSION
    actions.note_birthday(wang, month=None, day=None, agrees=False, by=owner)
    assert wang.birthday is None and given(wang, tomorrow()) == []


def test_an_erased_member_keeps_no_birthday(cast, wang):
    actions.note_birthday(wang, month=11, day=8, agrees=True, by=cast.owner.viewer)
    actions.erase(wang, by=cast.owner.viewer, reason="本人要求")
    assert wang.birthday is None
    with pytest.raises(Refused):
        actions.note_birthday(wang, month=11, day=8, agrees=True, by=cast.owner.viewer)


def test_head_office_writes_a_rule_writes_it_anew_and_ends_it(browse, cast, session):
    page = browse(cast.office)
    assert "还没有优惠规则" in page.get("/settings/benefits").text
    form = {"kind": "level", "name": "会员日", "words": "会员日九五折", "percent": "5", "since": tomorrow().isoformat()}
    assert page.post("/settings/benefits", form | {"fen": "5"}).status_code == 422
    assert page.post("/settings/benefits", form).status_code == 303
    rule = session.query(BenefitRule).one()
    assert page.get(f"/settings/benefits/{rule.id}/successor").status_code == 200
    later = form | {"percent": "8", "since": (tomorrow() + ONE).isoformat()}
    assert page.post(f"/settings/benefits/{rule.id}/successor", later).status_code == 303
    newer = session.query(BenefitRule).filter_by(follows_id=rule.id).one()
    assert page.post(f"/settings/benefits/{newer.id}/end").status_code == 303
    assert page.post(f"/settings/benefits/{newer.id}/end").status_code == 409
    shown = page.get("/settings/benefits").text
    assert "会员日九五折" in shown and "未曾生效" in shown
    assert page.post("/settings/benefits/levels", {"silver": "2000", "gold": "1000"}).status_code == 422
    assert page.post("/settings/benefits/levels", {"silver": "1000", "gold": "2000"}).status_code == 303
    assert browse(cast.owner).get("/settings/benefits").status_code == 403


def test_a_rule_of_a_retired_category_is_not_written_anew_for_all_goods_unseen(browse, cast, office, staple, session):
    older = benefit_rule(office, category_id=staple.id)
    goods.retire_category(staple, by=office)
    session.commit()
    page, to = browse(cast.office), f"/settings/benefits/{older.id}/successor"
    assert f'<option selected value="{staple.id}">粮油</option>' in page.get(to).text
    typed = {"kind": "level", "name": "会员日", "words": "九五折", "percent": "5", "since": tomorrow().isoformat()}
    assert page.post(to, typed | {"category_id": str(staple.id)}).status_code == 422
    assert page.post(to, typed).status_code == 303


def test_the_members_file_says_what_he_is_given_in_words(browse, cast, wang, office, session):
    benefit_rule(office)
    session.commit()
    with time_machine.travel(clock.now() + ONE, tick=False):
        shown = browse(cast.owner)
        assert "会员全场再打九五折" in shown.get(f"/selling/members/{wang.id}").text
        to = f"/selling/members/{wang.id}/birthday"
        assert shown.post(to, {"month": "2", "day": "30", "agrees": "y"}).status_code == 422
        assert shown.post(to, {"month": "2", "day": "29", "agrees": "y"}).status_code == 303
