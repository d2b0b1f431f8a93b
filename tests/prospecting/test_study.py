"""Questionnaires, interviews and observations: forms, answers, counts (C06, 问卷调查、访谈、观察)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.counting import counts_of
from portal.prospecting.invariants_cities import troubles_of_cities
from portal.prospecting.models import AnswerKind, CityState, Study, StudyAnswer
from tests.builders_prospecting import USUAL_ANSWERS, a_city, a_form, a_segment, a_study, refused

covers = ("C06", "C07")


def test_what_was_answered_stands_in_the_order_and_words_of_the_form(cast):
    study = a_study()
    assert [said for _question, said in study.answered] == [
        "每天", "小店、网上", "4", "36元", "现磨豆腐", "钱大姐 13900002290",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("nth", "given", "words"),
    [(0, None, "needs an answer"), (0, "偶尔", "one of the list"), (1, ["小店", "街上"], "one of the list"),
     (2, "6", "one of the list")],
)  # fmt: skip
def test_an_answer_that_the_question_does_not_allow_is_refused(cast, nth, given, words):
    form, said = a_form(), list(USUAL_ANSWERS)
    said[nth] = given
    with pytest.raises(Refused) as refusal:
        a_study(form, *said)
    assert words in refusal.value.message and refusal.value.field == form.questions[nth].field


def test_nothing_answered_nothing_stored(cast):
    with refused("Nothing is answered"):
        a_study(a_form({"kind": AnswerKind.TEXT, "text": "缺什么？"}), "")


def test_a_study_lies_not_ahead_and_takes_a_group_of_its_own_city(cast, places):
    with refused("future"):
        a_study(studied_on=clock.today() + timedelta(days=2))
    with refused("another city"):
        a_study(a_form(title="另一张"), segment=a_segment(places.taiyuan))


def test_a_city_that_was_an_idea_is_being_surveyed(cast):
    file = a_city()
    a_study()
    assert file.state == CityState.SURVEYING


def test_a_changed_question_leaves_what_was_answered_in_its_words(cast):
    form = a_form()
    study = a_study(form)
    old = form.live_questions[0]
    new = actions.edit_question(old, text="一周来几次？", options=["每天", "三次", "一次"], by=cast.admin.viewer)
    assert (new.code, old.retired_at is not None) == (old.code, True)
    assert study.answered[0][0].text == "多久来一次？"
    later = a_study(form, "三次")
    assert later.answered[0] == (new, "三次")
    counts = counts_of(form, cast.rm_north.viewer)
    assert [(count.question.text, count.picks) for count in counts[:2]] == [
        ("一周来几次？", {"三次": 1}), ("多久来一次？", {"每天": 1}),
    ]  # fmt: skip


def test_who_opened_the_form_before_the_change_answers_what_he_read(cast):
    form = a_form()
    opened, old = clock.now(), form.live_questions[0]
    actions.edit_question(old, text="一周来几次？", options=["三次", "一次"], by=cast.admin.viewer)
    study = actions.add_study(
        a_city().city, form, {old.id: "每周"}, asked_at=opened, by=cast.rm_north.viewer
    )  # fmt: skip
    assert study.answered[0] == (old, "每周")


def test_answers_are_counted_and_numbers_have_a_middle(cast, places):
    form = a_form()
    for often, spends in (("每天", 20_000), ("每天", 30_000), ("每周", 90_000)):
        a_study(form, often, ["小店"], "4", spends)
    a_study(form, "每周", ["卖场"], "2", 10_000, city=places.taiyuan)
    often, where, pleased, spent, missing = counts_of(form, cast.rm_north.viewer, places.beijing.id)
    assert often.bars == [("每天", 2), ("每周", 1)] and where.bars == [("小店", 3), ("卖场", 0), ("网上", 0)]
    assert (pleased.mean, spent.middle, missing.n) == (4.0, 30_000, 0)
    assert sum(times for _stretch, times in spent.stretches) == 3
    assert counts_of(form, cast.rm_north.viewer)[0].bars == [("每天", 2), ("每周", 2)]


@pytest.mark.promise("P22")
def test_the_south_counts_nothing_of_the_north(cast, session):
    form = a_form()
    a_study(form)
    assert [count.n for count in counts_of(form, cast.rm_south.viewer)] == [0] * 5
    for model in (Study, StudyAnswer):
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []


def test_no_answer_and_no_name_enters_the_trail(cast, session):
    study = a_study(respondent="钱大姐", place="钱大姐家门口")
    actions.remove_study(study, by=cast.rm_north.viewer, reason="本人要求")
    session.commit()
    told = str([link.facts for link in session.scalars(Trail.seen_by(House("tests")))])
    assert "本人要求" in told
    assert not [word for word in ("钱大姐", "13900002290", "豆腐", "36000") if word in told]


def test_who_says_who_he_is_is_counted_nowhere(cast):
    form = a_form()
    a_study(form)
    assert "怎么称呼？" not in [count.question.text for count in counts_of(form, cast.rm_north.viewer)]


def test_one_takes_ones_own_study_back_and_the_counts_go_without_it(cast, session):
    form = a_form()
    study = a_study(form)
    with refused("Only who filled it in"):
        actions.remove_study(study, by=cast.director.viewer, reason="看错了")
    with refused("Say why"):
        actions.remove_study(study, by=cast.rm_north.viewer, reason="")
    actions.remove_study(study, by=cast.rm_north.viewer, reason="填错了")
    session.flush()
    assert counts_of(form, cast.rm_north.viewer)[0].n == 0


def corrected(study, by, *said, **facts):
    answers = dict(zip([q.id for q in study.form.asked_at(study.asked_at)], said, strict=False))
    return actions.correct_study(study, answers, by=by, **{"reason": "点错了"} | facts)


def test_a_correction_stands_in_place_of_what_was_entered_and_the_counts_go_by_it(cast, session):
    form, by = a_form(), cast.rm_north.viewer
    study = a_study(form, "每天", ["小店"], place="东门")
    session.flush()
    new = corrected(study, by, "每周", ["网上"], place="西门")
    session.flush()
    assert [counts_of(form, by)[n].picks for n in (0, 1)] == [{"每周": 1}, {"网上": 1}]
    assert (study.answered[0][1], new.answered[0][1], new.reason) == ("每天", "每周", "点错了")
    assert (new.studied_on, new.asked_at, new.place, study.place) == (study.studied_on, study.asked_at, "西门", "东门")
    assert queries.studies_by_form(by)[form.id][0] == 1 and queries.studies_by_city(by, form.id) == {study.region_id: 1}
    assert queries.correction_of(study, by) is new and troubles_of_cities() == []
    with refused("corrected already"):
        corrected(study, by, "每周")
    with refused("Take the correction back first"):
        actions.remove_study(study, by=by, reason="本人要求")
    actions.remove_study(new, by=by, reason="没有错")
    session.flush()
    assert counts_of(form, by)[0].picks == {"每天": 1}


def test_verify_tells_a_correction_that_lies_elsewhere_than_what_it_corrects(cast, places, session):
    study, other = a_study(), a_study(a_form(title="别的"), city=places.taiyuan)
    session.flush()
    other.corrects_id, other.reason = study.id, "点错了"
    session.flush()
    assert f"study {other.id}: corrects one of another city or form, or without a reason" in troubles_of_cities()


def test_a_correction_says_why_and_keeps_to_the_words_that_were_read_out(cast, session):
    form, by = a_form(), cast.rm_north.viewer
    study = a_study(form)
    session.flush()
    first, other = form.live_questions[0], {"kind": AnswerKind.CHOICE, "options": ["一次", "两次"]}
    actions.edit_question(first, text="一周来几次？", by=cast.admin.viewer, **other)
    actions.retire_study_form(form, by=cast.admin.viewer)
    session.flush()
    with refused("Say what was entered wrongly"):
        corrected(study, by, "每周", reason="")
    with refused("one of the list"):
        corrected(study, by, "两次")
    assert corrected(study, by, "每周").answered[0][0] is first


def test_a_group_that_goes_leaves_its_answers(cast, session):
    group = a_segment()
    study = a_study(segment=group)
    actions.remove_segment(group, by=cast.rm_north.viewer)
    session.flush()
    session.refresh(study)
    assert study.segment_id is None and len(study.answers) == 7


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": AnswerKind.CHOICE, "options": ["是"]}, "options"),
        ({"kind": AnswerKind.SEVERAL, "options": ["是", "否", "是"]}, "options"),
        ({"kind": AnswerKind.SEVERAL, "options": [str(n) for n in range(21)]}, "options"),
        ({"kind": AnswerKind.NUMBER, "names_someone": True}, "names_someone"),
    ],
)
def test_a_question_that_cannot_be_counted_is_refused(cast, facts, field):
    form = a_form()
    with pytest.raises(Refused) as refusal:
        actions.add_question(form, text="骑车来吗？", by=cast.admin.viewer, **facts)
    assert refusal.value.field == field


def test_questions_are_placed_and_retired(cast):
    form, by = a_form(), cast.admin.viewer
    first, second = form.live_questions[:2]
    actions.raise_question(second, by=by)
    with refused("first question"):
        actions.raise_question(sorted(form.live_questions, key=lambda q: q.position)[0], by=by)
    assert second.position < first.position
    actions.retire_question(first, by=by)
    with refused("retired meanwhile"):
        actions.edit_question(first, text="？", by=by)
    actions.retire_study_form(form, by=by)
    with refused("not used any more"):
        a_study(form, ["小店"])
    with refused("not used any more"):
        actions.add_question(form, text="？", kind=AnswerKind.TEXT, by=by)


def test_the_usual_forms_are_set_up_once(cast):
    made = actions.seed_study_forms(by=cast.admin.viewer)
    assert [len(form.live_questions) for form in made] == [8, 8, 7]
    with refused("already"):
        actions.seed_study_forms(by=cast.admin.viewer)
    assert len(queries.study_forms()) == 3
