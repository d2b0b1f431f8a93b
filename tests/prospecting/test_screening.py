"""Screening by criteria with its reasons, and intent as a dated judgement (C14)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.scope import House
from portal.prospecting import actions, queries
from portal.prospecting.models import Intent, IntentLevel, Screening, Stage, Track
from tests.builders_prospecting import a_prospect, refused

covers = ("C14",)

P, S = Track.PERSON, Track.SUPERMARKET
YEARS = (("五年以上", 5), ("两年以内", 2), ("没做过", 0))
MONEY = (("够", 10), ("不够", 0))
HOUSE = House("tests")


@pytest.fixture
def asked(cast, session):
    by = cast.admin.viewer
    both = [
        actions.add_criterion(P, "做过零售吗？", weight=3, options=YEARS, by=by),
        actions.add_criterion(P, "资金够吗？", weight=1, options=MONEY, by=by),
    ]
    session.flush()
    return both


def screened(prospect, by, *pairs, **facts):
    return actions.screen(prospect, {one.id: option for one, option in pairs}, by=by, **facts)


def test_a_score_is_of_what_was_answered_and_weighs_it(cast, asked):
    prospect, by = a_prospect(P), cast.rm_north.viewer
    years, money = asked
    assert screened(prospect, by, (years, "两年以内"), (money, "够")).score == 64  # 3·2 + 1·10 of 3·5 + 1·10
    assert screened(prospect, by, (years, "两年以内")).score == 40
    assert prospect.score == 40
    assert [answer.is_weak for answer in queries.screenings_of(prospect, by)[0].answers] == [True]


def test_what_was_answered_keeps_its_words_and_points(cast, asked, session):
    prospect, by = a_prospect(P), cast.rm_north.viewer
    opened = clock.now()
    new = actions.edit_criterion(
        asked[0], text="管过店吗？", weight=9, options=(("管过", 1), ("没有", 0)), by=cast.admin.viewer
    )
    session.flush()
    assert [one.text for one in queries.criteria(P)] == ["管过店吗？", "资金够吗？"] and new.code == asked[0].code
    screening = screened(prospect, by, (asked[0], "五年以上"), asked_at=opened - timedelta(microseconds=1))
    assert screening.answers[0].criterion.text == "做过零售吗？"
    with refused("changed or retired"):
        actions.retire_criterion(asked[0], by=cast.admin.viewer)


def test_an_answer_is_one_of_those_offered(cast, asked):
    prospect, by = a_prospect(P), cast.rm_north.viewer
    with refused("not one of the answers"):
        screened(prospect, by, (asked[0], "十年"))
    with refused("at least one"):
        screened(prospect, by)
    with refused("at least one"):  # a supermarket is not asked what a person is
        screened(a_prospect(S), by, (asked[0], "五年以上"))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"weight": 0}, "from 1 to 10"), ({"options": (("有", 5),)}, "two to eight"),
        ({"options": (("有", 5), ("有", 1))}, "twice"), ({"options": (("有", 0), ("无", 0))}, "some"),
    ],
)  # fmt: skip
def test_a_criterion_makes_sense(cast, facts, words):
    with refused(words):
        actions.add_criterion(P, "资金够吗？", **{"weight": 1, "options": MONEY} | facts, by=cast.admin.viewer)


def test_criteria_are_asked_in_the_order_an_administrator_gives_them(cast, asked, session):
    by = cast.admin.viewer
    third = actions.add_criterion(P, "家里同意吗？", weight=1, options=MONEY, by=by)
    other = actions.add_criterion(S, "房租高吗？", weight=1, options=MONEY, by=by)
    actions.raise_criterion(third, by=by)
    actions.lower_criterion(asked[0], by=by)
    session.flush()
    assert queries.criteria(P) == [third, asked[0], asked[1]] and queries.criteria(S) == [other]
    with refused("first criterion"):
        actions.raise_criterion(third, by=by)
    with refused("last criterion"):
        actions.lower_criterion(other, by=by)
    actions.retire_criterion(third, by=by)
    with refused("changed or retired"):
        actions.raise_criterion(third, by=by)


def test_the_usual_criteria_are_set_up_once(cast):
    assert {one.track for one in actions.seed_criteria(by=cast.admin.viewer)} == {P, S}
    with refused("already"):
        actions.seed_criteria(by=cast.admin.viewer)


def test_intent_is_judged_on_a_day_and_the_newest_day_holds(cast):
    prospect, by, today = a_prospect(P), cast.rm_north.viewer, clock.today()
    actions.judge_intent(prospect, IntentLevel.FIRM, "问了两次什么时候签", by=by)
    actions.judge_intent(prospect, IntentLevel.OPEN, "上个月还拿不准", by=by, judged_on=today - timedelta(days=30))
    assert (prospect.intent, prospect.intent_on) == (IntentLevel.FIRM, today)
    assert [one.level for one in queries.intents_of(prospect, by)] == [IntentLevel.FIRM, IntentLevel.OPEN]
    with refused("makes you think"):
        actions.judge_intent(prospect, IntentLevel.NONE, "", by=by)
    with refused("future"):
        actions.judge_intent(prospect, IntentLevel.NONE, "会变的", by=by, judged_on=today + timedelta(days=1))
    with refused("Take it up"):
        actions.judge_intent(a_prospect(P, Stage.LOST), IntentLevel.FIRM, "又来问", by=by)


def test_what_was_judged_of_both_stands_in_a_merged_file(cast, places, asked, session):
    by, today = cast.rm_north.viewer, clock.today()
    kept, gone = a_prospect(P), a_prospect(P, city=places.taiyuan)
    actions.judge_intent(kept, IntentLevel.OPEN, "没问钱", by=by, judged_on=today - timedelta(days=9))
    actions.judge_intent(gone, IntentLevel.FIRM, "问了钱", by=by)
    screened(gone, by, (asked[0], "五年以上"))
    session.commit()
    actions.merge(kept, gone, by=by, versions=(kept.version, gone.version))
    session.commit()
    assert (kept.intent, kept.score, len(queries.intents_of(kept, by))) == (IntentLevel.FIRM, 100, 2)
    [found] = session.scalars(Screening.seen_by(HOUSE)).all()
    assert {found.region_id, found.answers[0].region_id} == {places.beijing.id}


def test_the_south_sees_no_judgement_of_the_north(cast, asked, session):
    prospect = a_prospect(P)
    actions.judge_intent(prospect, IntentLevel.FIRM, "问了钱", by=cast.rm_north.viewer)
    screened(prospect, cast.rm_north.viewer, (asked[0], "五年以上"))
    for model in (Intent, Screening):
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []


@pytest.mark.pages
def test_a_manager_screens_and_judges_on_the_file(cast, asked, browse, visit):
    prospect, browser = a_prospect(P), browse(cast.rm_north)
    file = f"/prospecting/prospects/{prospect.id}"
    assert visit(browser, f"{file}/screenings/new").text.count("没问") == len(asked)
    assert browser.post(f"{file}/screenings", {}).status_code == 422
    typed = {asked[0].field: "两年以内", asked[1].field: "", "note": "再问问他以前的老板"}
    assert browser.post(f"{file}/screenings", typed).status_code == 303
    assert browser.post(f"{file}/intents", {"intent-level": "firm", "intent-why": ""}).status_code == 422
    judged = {"intent-level": "firm", "intent-why": "带爱人来看了店", "intent-judged_on": clock.today().isoformat()}
    assert browser.post(f"{file}/intents", judged).status_code == 303
    text = visit(browser, file).text
    assert all(words in text for words in ("两年以内", "2 / 5", "再问问他以前的老板", "带爱人来看了店", "有意向"))
    assert "40" in visit(browser, "/prospecting/people?intent=firm").text
    assert prospect.name not in visit(browser, "/prospecting/people?intent=none").text


@pytest.mark.pages
def test_an_administrator_keeps_the_criteria(cast, browse, visit):
    browser, path = browse(cast.admin), "/prospecting/screening-criteria"
    visit(browser, path)
    assert browser.post(f"{path}/usual", {}).status_code == 303
    two = queries.criteria(P)[:2]
    assert browser.post(f"{path}/{two[1].id}/rise", {}).status_code == 303
    assert browser.post(f"{path}/{two[1].id}/fall", {}).status_code == 303
    assert queries.criteria(P)[:2] == two
    one = queries.criteria(P)[0]
    visit(browser, f"{path}/{one.id}/edit"), visit(browser, f"{path}/new")
    typed = {"track": "person", "text": "管过店吗？", "weight": "4", "options": "管过 = 5\n没有＝0"}
    assert browser.post(f"{path}/{one.id}", typed | {"options": "管过"}).status_code == 422
    assert browser.post(f"{path}/{one.id}", typed).status_code == 303
    assert queries.criteria(P)[0].options == [["管过", 5], ["没有", 0]]
    assert browser.post(path, typed).status_code == 303
    assert browser.post(f"{path}/{queries.criteria(P)[0].id}/retirement", {}).status_code == 303
    assert browse(cast.rm_north).get(path).status_code == 403
