"""Builders of prospecting's nouns, by keyword; each acts as the north's manager unless told otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.prospecting import actions
from portal.prospecting.models import (
    STAGES,
    AnswerKind,
    Appointment,
    CityFact,
    CityFile,
    Concern,
    ConcernKind,
    Contact,
    ContactKind,
    FactKind,
    IntentLevel,
    NegotiationResult,
    NegotiationRound,
    Part,
    PartKind,
    PitchPoint,
    Proposal,
    Prospect,
    Quotation,
    Risk,
    RiskKind,
    Rival,
    RivalKind,
    RivalOffer,
    Segment,
    Stage,
    Study,
    StudyForm,
    StudyKind,
    Survey,
    Track,
)
from tests.cast import Cast, Places


def a_city(region: Any = None, *, by: Any = None, **facts: Any) -> CityFile:
    return actions.add_city(region or Places().beijing, by=by or Cast().rm_north.viewer, **facts)


def a_survey(city: Any = None, *, by: Any = None, **facts: Any) -> Survey:
    usual = {
        "name": "恒客隆超市", "address": "垡头西里 8 号", "surveyed_on": clock.today(), "area_m2": 400,
        "tills_total": 4, "tills_open": 2, "footfall": {"18": 90}, "operator": "任建军",
    }  # fmt: skip
    return actions.add_survey(city or Places().beijing, by=by or Cast().rm_north.viewer, **usual | facts)


def a_prospect(
    track: Track = Track.SUPERMARKET, stage: Stage = Stage.FOUND, *, city: Any = None, by: Any = None, **facts: Any
) -> Prospect:
    """Return a prospect that walked to a stage step by step, with all that each step needs."""
    by, city = by or Cast().rm_north.viewer, city or Places().beijing
    usual: dict[str, Any] = {"name": "恒客隆超市" if track == Track.SUPERMARKET else "高志远团队"}
    if stage != Stage.FOUND:
        usual |= {"contact_name": "任建军", "phone": "13900002290", "decision_maker": "任建军"}
    if track == Track.SUPERMARKET and stage != Stage.FOUND:
        usual["survey"] = a_survey(city, by=by)
    prospect = actions.create_prospect(city, track=track, by=by, **usual | facts)
    if stage == Stage.FOUND:
        return prospect
    a_contact(prospect, by=by)
    a_concern(prospect, by=by)
    walk(prospect, Stage.AGREED if stage in (Stage.APPLIED, Stage.LOST) else stage, by=by)
    if stage == Stage.APPLIED:
        actions.mark_applied(prospect, by=by)
    if stage == Stage.LOST:
        actions.lose(prospect, by=by, reason="投入谈不拢")
    return prospect


def walk(prospect: Prospect, goal: Stage, *, by: Any) -> None:
    stages = STAGES[prospect.track]
    for stage in stages[stages.index(prospect.stage) + 1 : stages.index(goal) + 1]:
        if stage == Stage.INTERESTED:
            actions.judge_intent(prospect, IntentLevel.FIRM, "问了两次什么时候签", by=by)
        if stage == Stage.PLANNED:
            a_proposal(prospect, by=by)
        if stage == Stage.AGREED:
            a_result(prospect, by=by)
        actions.move(prospect, stage, by=by)


def a_contact(prospect: Prospect, *, by: Any = None, **facts: Any) -> Contact:
    usual: dict[str, Any] = {
        "at": clock.now() - timedelta(hours=1), "result": "讲了三家样板店，愿意再谈", "next_step": "送样板店数据",
        "next_on": clock.today() + timedelta(days=3), "covered": list(PitchPoint), "kind": ContactKind.VISIT,
    }  # fmt: skip
    return actions.log_contact(prospect, by=by or Cast().rm_north.viewer, **usual | facts)


def an_appointment(prospect: Prospect | None = None, *, by: Any = None, **facts: Any) -> Appointment:
    usual: dict[str, Any] = {"kind": ContactKind.VISIT, "at": clock.now() + timedelta(days=1), "place": "店里"}
    return actions.arrange(prospect or a_prospect(), by=by or Cast().rm_north.viewer, **usual | facts)


def a_concern(prospect: Prospect, kind: ConcernKind = ConcernKind.NEED, *, by: Any = None, **facts: Any) -> Concern:
    usual = {"text": "稳定的货源，损耗要小" if kind == ConcernKind.NEED else "停业装修，老顾客跑了怎么办"} | facts
    return actions.raise_concern(prospect, kind, by=by or Cast().rm_north.viewer, **usual)


def a_risk(place: Any = None, kind: RiskKind = RiskKind.RISK, *, by: Any = None, **facts: Any) -> Risk:
    """Return a risk that the north's manager looks after, of a new prospect unless told of what."""
    usual: dict[str, Any] = {
        "text": "租约明年到期", "owner": Cast().rm_north.user, "due_on": clock.today() + timedelta(days=7),
        "measure": "月底前约房东谈",
    }  # fmt: skip
    return actions.add_risk(place or a_prospect(), kind, by=by or Cast().rm_north.viewer, **usual | facts)


def a_proposal(prospect: Prospect | None = None, *, by: Any = None, **facts: Any) -> Proposal:
    """Return a version by which the owner's 29,600 yuan are back in 10 months in the middle case."""
    usual: dict[str, Any] = {
        "lines": [{"title": "店面装修", "quantity": 400_000, "price": 160_00, "company": 34_400_00}],
        "goods": 20_000_00, "training_days": 14, "days": 30, "rent": 10_000_00, "wages": 15_000_00,
        "cases": {
            level: {"footfall": people, "buyers": 50_000, "basket": 20_00, "margin": 20_000}
            for level, people in (("low", 400), ("middle", 466), ("high", 600))
        },
    }  # fmt: skip
    return actions.add_proposal(prospect or a_prospect(), by=by or Cast().rm_north.viewer, **usual | facts)


def a_round(prospect: Prospect | None = None, *, by: Any = None, **facts: Any) -> NegotiationRound:
    usual: dict[str, Any] = {
        "held_on": clock.today(), "present": "任建军，王建国", "our_price": 96_000_00, "their_price": 80_000_00,
        "ours": "公司出牌匾和收银", "theirs": "要公司再多出三成",
    }  # fmt: skip
    return actions.add_round(prospect or a_prospect(), by=by or Cast().rm_north.viewer, **usual | facts)


def a_result(prospect: Prospect | None = None, *, by: Any = None, **facts: Any) -> NegotiationResult:
    """Return a result with both names under it."""
    prospect, by = prospect or a_prospect(), by or Cast().rm_north.viewer
    usual: dict[str, Any] = {
        "price": 88_000_00, "delivery": "签约后 18 天内开业", "after_sales": "驻店带教 14 天，设备保修一年",
        "manager_name": person_name(by.id), "decider_name": prospect.decision_maker or "任建军",
    }  # fmt: skip
    return actions.confirm_result(prospect, by=by, **usual | facts)


def a_quotation(prospect: Prospect | None = None, *, state: str = "accepted", by: Any = None) -> Quotation:
    """Return a quotation of ¥29,600.00, a draft, sent or accepted."""
    by, prospect = by or Cast().rm_north.viewer, prospect or a_prospect()
    a_proposal(prospect, by=by)
    made = actions.add_quotation(prospect, source="proposal", by=by)
    if state != "draft":
        actions.send_quotation(made, by=by)
    if state == "accepted":
        actions.accept_quotation(made, name="任建军", on=clock.today(), by=by)
    db.session.flush()
    return made


def a_rival_offer(prospect: Prospect | None = None, *, by: Any = None, **facts: Any) -> RivalOffer:
    usual: dict[str, Any] = {
        "rival": "家家福", "offer": "送收银机两台", "price": 80_000_00, "heard_on": clock.today(), "source": "老板说的",
    }  # fmt: skip
    return actions.add_rival_offer(prospect or a_prospect(), by=by or Cast().rm_north.viewer, **usual | facts)


def a_plan(quotation: Quotation | None = None, *, by: Any = None, days: tuple[int, ...] = (0, 14)) -> Quotation:
    """Return an accepted quotation that is paid in equal parts after so many days; less than none are over since."""
    quotation = quotation or a_quotation(by=by)
    each = quotation.total // len(days)
    parts = [Part(PartKind.PROGRESS, clock.today() + timedelta(days=max(n, 0)), each) for n in days]
    planned = actions.set_plan(quotation, parts, version=quotation.version, by=by or Cast().rm_north.viewer)
    for part, n in zip(planned.parts, days, strict=True):
        part.due_on = clock.today() + timedelta(days=n)
    db.session.flush()
    return planned


@contextmanager
def refused(words: str) -> Iterator[None]:
    """The model refuses with these words of its sentence."""
    with pytest.raises(Refused) as refusal:
        yield
    assert words in refusal.value.message


def a_fact(city: Any = None, *, by: Any = None, **facts: Any) -> CityFact:
    usual = {"kind": FactKind.POPULATION, "value": 21_832_000, "source": "统计公报", "as_of": date(2025, 12, 31)}
    return actions.add_fact(city or Places().beijing, by=by or Cast().rm_north.viewer, **usual | facts)


def a_rival(city: Any = None, *, by: Any = None, **facts: Any) -> Rival:
    usual = {"name": "家家福", "kind": RivalKind.LOCAL, "shops": 12, "source": "走访", "as_of": clock.today()}
    return actions.add_rival(city or Places().beijing, by=by or Cast().rm_north.viewer, **usual | facts)


def a_segment(city: Any = None, *, by: Any = None, **facts: Any) -> Segment:
    usual = {"name": "带孙子的老人", "traits": "六十岁上下", "share": 30, "source": "访谈", "as_of": clock.today()}
    return actions.add_segment(city or Places().beijing, by=by or Cast().rm_north.viewer, **usual | facts)


def a_form(*questions: dict[str, Any], title: str = "门口问卷") -> StudyForm:
    """Return a form with these questions, or with one of each kind."""
    by = Cast().admin.viewer
    form = actions.add_study_form(StudyKind.QUESTIONNAIRE, title, by=by)
    usual = (
        {"kind": AnswerKind.CHOICE, "text": "多久来一次？", "options": ["每天", "每周"], "needed": True},
        {"kind": AnswerKind.SEVERAL, "text": "在哪里买？", "options": ["小店", "卖场", "网上"]},
        {"kind": AnswerKind.SCALE, "text": "满意吗？"},
        {"kind": AnswerKind.NUMBER, "text": "花多少？", "unit": "元"},
        {"kind": AnswerKind.TEXT, "text": "缺什么？"},
        {"kind": AnswerKind.TEXT, "text": "怎么称呼？", "names_someone": True},
    )
    for facts in questions or usual:
        actions.add_question(form, by=by, **facts)
    return form


USUAL_ANSWERS: tuple[Any, ...] = ("每天", ["小店", "网上"], "4", 36_000, "现磨豆腐", "钱大姐 13900002290")


def a_study(form: StudyForm | None = None, *said: Any, city: Any = None, by: Any = None, **facts: Any) -> Study:
    """Return a study whose answers are given in the order of the form's questions."""
    form = form or a_form()
    answers = dict(zip([q.id for q in form.live_questions], said or USUAL_ANSWERS, strict=False))
    return actions.add_study(city or Places().beijing, form, answers, by=by or Cast().rm_north.viewer, **facts)
