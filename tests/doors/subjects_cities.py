"""What is known of a city, one row of every noun."""

from datetime import date
from typing import Any

from portal.kernel.db import db
from portal.prospecting.models import (
    AnswerKind,
    CityFact,
    FactKind,
    Rival,
    RivalKind,
    RivalPrice,
    RivalStore,
    Segment,
    Study,
    StudyAnswer,
    StudyForm,
    StudyKind,
    StudyQuestion,
)


def a_study_form() -> tuple[StudyForm, StudyQuestion]:
    """Return a form with two questions, and its second one."""
    form = StudyForm(kind=StudyKind.QUESTIONNAIRE, title="门口问卷")
    db.session.add(form)
    db.session.flush()
    asked = StudyQuestion(form_id=form.id, position=10, text="来几次？", kind=AnswerKind.NUMBER)
    words = StudyQuestion(form_id=form.id, position=20, text="缺什么？", kind=AnswerKind.TEXT)
    db.session.add_all([asked, words])
    db.session.flush()
    return form, words


def of_cities(region_id: int, day: date, form: StudyForm, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows that lie in this city."""
    sourced: dict[str, Any] = {"region_id": region_id, "source": "走访", "as_of": day}
    fact = CityFact(kind=FactKind.POPULATION, value=1_000, **sourced)
    rival = Rival(name="家家福", kind=RivalKind.LOCAL, **sourced)
    segment = Segment(name="老邻居", traits="住了十年", **sourced)
    study = Study(region_id=region_id, form_id=form.id, studied_on=day, place="东门", actor_id=actor_id)
    db.session.add_all([fact, rival, segment, study])
    db.session.flush()
    store = RivalStore(region_id=region_id, rival_id=rival.id, name="家家福大桥店", seen_on=day)
    price = RivalPrice(region_id=region_id, rival_id=rival.id, product="大米", price=3990, seen_on=day)
    asked = [question.id for question in form.questions]
    said = [StudyAnswer(region_id=region_id, study_id=study.id, question_id=asked[0], number=3000)]
    said += [StudyAnswer(region_id=region_id, study_id=study.id, question_id=asked[1], text="豆腐")]
    db.session.add_all([store, price, *said])
    db.session.flush()
    return {
        "fact_id": fact.id,
        "rival_id": rival.id,
        "segment_id": segment.id,
        "rival_store_id": store.id,
        "rival_price_id": price.id,
        "study_id": study.id,
    }
