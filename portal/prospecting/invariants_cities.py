"""What must always hold of cities' markets and studies (`flask verify`)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, inspect
from sqlalchemy.orm import aliased

from portal.kernel.db import Base, db
from portal.kernel.scope import House, Regional, within
from portal.prospecting.models import (
    AnswerKind,
    CityFact,
    Rival,
    Segment,
    Study,
    StudyAnswer,
    StudyQuestion,
)

HOUSE: Any = House("verify")


def troubles_of_cities() -> list[str]:
    """Return a sentence for each part that lies elsewhere than its whole, and each answer that cannot be."""
    found = []
    for part, key, whole in parts():
        of = aliased(whole)
        rows = part.seen_by(HOUSE).join(of, of.id == getattr(part, key)).with_only_columns(part.id)
        astray = within(rows, whole, because="verify compares a part's city with its whole's")
        named = f"in another city than its {whole.__tablename__}"
        found += [f"{part.__tablename__} {id}: {named}" for id in all_of(astray.where(part.region_id != of.region_id))]
    told = StudyAnswer.seen_by(HOUSE).join(StudyQuestion, StudyQuestion.id == StudyAnswer.question_id)
    told = told.join(Study, Study.id == StudyAnswer.study_id).with_only_columns(StudyAnswer.id)
    told = within(told, Study, because="verify compares an answer's question with its study's form")
    found += [f"study_answer {id}: to another form's question" for id in all_of(told.where(
        StudyQuestion.form_id != Study.form_id))]  # fmt: skip
    before = aliased(Study)
    pairs = Study.seen_by(HOUSE).join(before, before.id == Study.corrects_id).with_only_columns(Study.id)
    pairs = within(pairs, Study, because="verify compares a correction with what it stands in place of")
    apart = (before.region_id != Study.region_id) | (before.form_id != Study.form_id) | (Study.reason == "")
    found += [f"study {id}: corrects one of another city or form, or without a reason" for id in all_of(
        pairs.where(apart))]  # fmt: skip
    is_number = StudyQuestion.kind == AnswerKind.NUMBER
    found += [f"study_answer {id}: not what its question asks for" for id in all_of(told.where(
        is_number != StudyAnswer.number.is_not(None)))]  # fmt: skip
    for model in (CityFact, Rival, Segment):
        nameless = model.seen_by(HOUSE).where(model.source == "").with_only_columns(model.id)
        found += [f"{model.__tablename__} {id}: without its source" for id in all_of(nameless)]
    shares = Segment.seen_by(HOUSE).with_only_columns(Segment.region_id).group_by(Segment.region_id)
    crowded = shares.having(func.sum(Segment.share) > 100)
    return found + [f"city {id}: its customer groups are more than all customers" for id in all_of(crowded)]


def parts() -> Iterator[tuple[Any, str, Any]]:
    """Give (part, the column that names its whole, whole) of all rows of a city that name one: they lie in one city."""
    models: dict[Any, Any] = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table, part in models.items():
        for column in table.columns if issubclass(part, Regional) else ():
            for whole in (models[key.column.table] for key in column.foreign_keys):
                if issubclass(whole, Regional) and whole.__module__.startswith("portal.prospecting"):
                    yield part, inspect(part).get_property_by_column(column).key, whole


def all_of(statement: Any) -> list[int]:
    return list(db.session.scalars(statement))
