"""Surveys of supermarkets and the rule of quiet trade (C10)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.models import Source, Stage, Survey, Track
from portal.prospecting.quiet import trade_of
from tests.builders_prospecting import a_prospect, a_survey, refused

covers = ("C10",)


def shop(people: int, tills: int | None = 4, area: int | None = 400) -> Survey:
    return Survey(footfall={"10": people, "18": people}, tills_total=tills, area_m2=area, quiet_reason="")


BUSY = [shop(100), shop(110), shop(90)]


@pytest.mark.parametrize(
    ("survey", "others", "quiet"),
    [
        (shop(69), BUSY, True),  # 69 % of the city's median
        (shop(71), BUSY, False),
        (shop(60), BUSY[:2], False),  # two others are no median: 62 % and 125 % of the fixed yardsticks
        (shop(30), [], True),
        (shop(100, tills=None, area=None), BUSY, False),  # no size, no judgement
        (Survey(footfall={}, tills_total=4, area_m2=400), BUSY, False),  # nobody counted
        (shop(0), BUSY, True),
        (shop(60, area=None), BUSY, True),  # by the tills alone
    ],
)
def test_trade_is_quiet_below_seven_tenths_of_the_citys_median(survey, others, quiet):
    assert trade_of(survey, others).is_quiet is quiet


def test_hours_not_counted_do_not_lower_the_trade():
    one_hour = Survey(footfall={"18": 100}, tills_total=4, area_m2=400)
    assert trade_of(one_hour, BUSY).share == pytest.approx(1.0)


def test_a_survey_is_judged_when_it_is_stored(cast, places):
    for n in range(3):
        a_survey(name=f"热闹 {n}", footfall={"18": 100})
    assert a_survey(footfall={"18": 40}).quiet
    assert not a_survey(footfall={"18": 95}).quiet


def test_a_count_that_moves_the_median_judges_the_others_anew(cast, session):
    by = cast.rm_north.viewer
    calm = a_survey(name="中等", address="一号路", footfall={"18": 60})
    own = a_survey(name="看过", address="二号路", footfall={"18": 60})
    actions.judge_survey(own, quiet=False, by=by, reason="那天下雨")
    session.commit()
    version = calm.version
    assert not calm.quiet  # by the fixed yardsticks: the city has no median yet
    busy = [a_survey(name=f"热闹 {n}", address=f"大街 {n} 号", footfall={"18": 200}) for n in range(3)]
    assert (calm.quiet, own.quiet, calm.version) == (True, False, version)
    for survey in busy:
        facts = {name: getattr(survey, name) for name in ("name", "surveyed_on", "tills_total", "area_m2")}
        actions.edit_survey(survey, by=by, **facts, footfall={"18": 61})
    assert not calm.quiet


def test_a_person_overrules_the_rule_with_a_reason_and_it_stays(cast):
    survey = a_survey(footfall={"18": 300})
    with refused("Say why"):
        actions.judge_survey(survey, quiet=True, by=cast.rm_north.viewer)
    actions.judge_survey(survey, quiet=True, by=cast.rm_north.viewer, reason="那天有促销")
    actions.edit_survey(survey, by=cast.rm_north.viewer, name=survey.name, surveyed_on=survey.surveyed_on)
    assert survey.quiet and survey.is_overruled
    actions.judge_survey(survey, quiet=None, by=cast.rm_north.viewer)
    assert not survey.quiet and not survey.is_overruled


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"surveyed_on": clock.today() + timedelta(days=1)}, "surveyed_on"),
        ({"tills_total": 2, "tills_open": 3}, "tills_open"),
    ],
)
def test_what_cannot_be_is_refused(cast, places, facts, field):
    with pytest.raises(Refused) as refusal:
        a_survey(**facts)
    assert refusal.value.field == field


@pytest.mark.pages
def test_what_cannot_be_is_said_together_with_what_is_typed_wrong(cast, places, browse):
    data = {"name": "垡头店", "region_id": str(places.taiyuan.id), "surveyed_on": clock.today().isoformat()}
    answer = browse(cast.rm_north).post(
        "/prospecting/surveys", data | {"tills_total": "2", "tills_open": "3", "staff": "六个"}
    )
    assert answer.status_code == 422 and "有 2 处要改" in answer.text and "开着的收银台比总数还多" in answer.text


def test_a_survey_becomes_a_prospect_without_typing_again(cast):
    survey = a_survey()
    prospect = actions.make_prospect(survey, by=cast.rm_north.viewer)
    assert (prospect.name, prospect.address, prospect.contact_name) == ("恒客隆超市", "垡头西里 8 号", "任建军")
    assert (prospect.track, prospect.stage, prospect.source) == (Track.SUPERMARKET, Stage.FOUND, Source.SURVEY)
    assert (prospect.survey_id, prospect.owner_id) == (survey.id, cast.rm_north.user.id)


def test_a_second_tap_gives_the_same_prospect(cast):
    survey = a_survey()
    first = actions.make_prospect(survey, by=cast.rm_north.viewer)
    assert actions.make_prospect(survey, by=cast.rm_north.viewer) is first


def test_a_survey_made_for_a_prospect_is_linked_to_it(cast, places):
    prospect = a_prospect()
    assert a_survey(prospect=prospect).id == prospect.survey_id


def test_a_survey_is_found_by_pinyin_initials(session, cast):
    survey = a_survey()
    found = queries.search_surveys(Survey.seen_by(cast.rm_north.viewer), "hkl")
    assert session.scalars(found).all() == [survey]
