"""What must always hold of cities' markets and studies (`flask verify`)."""

from typing import Any

from sqlalchemy import func

from portal.kernel.db import db
from portal.kernel.scope import House, within
from portal.prospecting.models import (
    AnswerKind,
    CityFact,
    Rival,
    RivalPrice,
    RivalStore,
    Segment,
    Study,
    StudyAnswer,
    StudyQuestion,
)

HOUSE: Any = House("verify")


def troubles_of_cities() -> list[str]:
    """Return a sentence for each part that lies elsewhere than its whole, and each answer that cannot be."""
    found = []
    for part, whole, key in ((RivalStore, Rival, "rival_id"), (RivalPrice, Rival, "rival_id"),
                             (StudyAnswer, Study, "study_id"), (Study, Segment, "segment_id")):  # fmt: skip
        rows = part.seen_by(HOUSE).join(whole, whole.id == getattr(part, key)).with_only_columns(part.id)
        astray = within(rows, whole, because="verify compares a part's city with its whole's").where(
            part.region_id != whole.region_id
        )
        found += [f"{part.__tablename__} {id}: in another city than its {whole.__tablename__}" for id in all_of(astray)]
    told = StudyAnswer.seen_by(HOUSE).join(StudyQuestion, StudyQuestion.id == StudyAnswer.question_id)
    told = told.join(Study, Study.id == StudyAnswer.study_id).with_only_columns(StudyAnswer.id)
    told = within(told, Study, because="verify compares an answer's question with its study's form")
    found += [f"study_answer {id}: to another form's question" for id in all_of(told.where(
        StudyQuestion.form_id != Study.form_id))]  # fmt: skip
    is_number = StudyQuestion.kind == AnswerKind.NUMBER
    found += [f"study_answer {id}: not what its question asks for" for id in all_of(told.where(
        is_number != StudyAnswer.number.is_not(None)))]  # fmt: skip
    for model in (CityFact, Rival, Segment):
        nameless = model.seen_by(HOUSE).where(model.source == "").with_only_columns(model.id)
        found += [f"{model.__tablename__} {id}: without its source" for id in all_of(nameless)]
    shares = Segment.seen_by(HOUSE).with_only_columns(Segment.region_id).group_by(Segment.region_id)
    crowded = shares.having(func.sum(Segment.share) > 100)
    return found + [f"city {id}: its customer groups are more than all customers" for id in all_of(crowded)]


def all_of(statement: Any) -> list[int]:
    return list(db.session.scalars(statement))
