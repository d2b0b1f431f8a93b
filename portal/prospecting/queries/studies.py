"""Reads of study forms and of what was answered, each for a viewer."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from flask import abort
from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.accounts.queries import names_of
from portal.kernel.db import db
from portal.kernel.scope import Sees, within
from portal.prospecting.models import Study, StudyAnswer, StudyForm, StudyQuestion
from portal.prospecting.queries.cities import found_or_404
from portal.prospecting.queries.market import in_city_named

Later = aliased(Study)
MARK = "%Y%m%dT%H%M%S.%f"


def study_forms() -> Sequence[StudyForm]:
    """Return every form with its questions, those in use first."""
    every = select(StudyForm).options(selectinload(StudyForm.questions))
    return db.session.scalars(every.order_by(StudyForm.retired_at.is_not(None), StudyForm.id)).all()


def study_form(form_id: int) -> StudyForm:
    """Return a form with its questions, or answer 404."""
    wanted = select(StudyForm).options(selectinload(StudyForm.questions)).where(StudyForm.id == form_id)
    found = db.session.scalar(wanted)
    if found is None:
        abort(404)
    return found


def study_question(question_id: int) -> StudyQuestion:
    """Return a question with its form, or answer 404."""
    found = db.session.get(StudyQuestion, question_id)
    if found is None:
        abort(404)
    return found


def study(study_id: int, viewer: Sees) -> Study:
    """Return a study with its answers, or answer 404."""
    options = (
        joinedload(Study.city), joinedload(Study.segment), joinedload(Study.form).selectinload(StudyForm.questions),
        selectinload(Study.answers).joinedload(StudyAnswer.question),
    )  # fmt: skip
    found: Study = found_or_404(Study.seen_by(viewer).options(*options).where(Study.id == study_id))
    return found


def correction_of(study: Study, viewer: Sees) -> Study | None:
    """Return the study that stands in place of one."""
    found: Study | None = db.session.scalar(Study.seen_by(viewer).where(Study.corrects_id == study.id))
    return found


def in_force(statement: Any, study_id: Any) -> Any:
    """Narrow a select to studies that none stands in place of; of one entered twice the latest counts."""
    corrected = select(Later.corrects_id).where(Later.corrects_id.is_not(None))
    holds = statement.where(study_id.not_in(corrected))
    return within(holds, Study, because="which of the studies at hand another one corrects, and nothing of that one")


def studies_by_form(viewer: Sees, region_id: int | None = None) -> dict[int, tuple[int, Any]]:
    """Return {form: (how many studies, the day of the newest)} of a city, or of all in reach."""
    rows = in_force(Study.seen_by(viewer), Study.id)
    rows = rows.with_only_columns(Study.form_id, func.count(), func.max(Study.studied_on))
    if region_id is not None:
        rows = rows.where(Study.region_id == region_id)
    return {form_id: (n, newest) for form_id, n, newest in db.session.execute(rows.group_by(Study.form_id))}


def studies_by_city(viewer: Sees, form_id: int) -> dict[int, int]:
    """Return {city: how many studies by a form}."""
    rows = in_force(Study.seen_by(viewer), Study.id).where(Study.form_id == form_id)
    rows = rows.with_only_columns(Study.region_id, func.count())
    return {region_id: n for region_id, n in db.session.execute(rows.group_by(Study.region_id))}  # noqa: C416


def know_names(model: Any, column: Any, viewer: Sees) -> None:
    """Read the names of all who wrote rows of this kind at once, so that a list asks for none row by row."""
    names_of(db.session.scalars(model.seen_by(viewer).with_only_columns(column).distinct()))


def counted_answers(
    viewer: Sees, question_ids: Collection[int], region_id: int | None = None
) -> list[tuple[int, str, int | None, int]]:
    """Return (question, option, number, how often) of all that can be counted."""
    rows = _answers(viewer, question_ids, region_id).where(StudyAnswer.text == "")
    of = (StudyAnswer.question_id, StudyAnswer.option, StudyAnswer.number)
    return [tuple(row) for row in db.session.execute(rows.with_only_columns(*of, func.count()).group_by(*of))]


def newest_texts(
    viewer: Sees, question_ids: Collection[int], region_id: int | None = None, most: int = 60
) -> list[tuple[int, int, str]]:
    """Return (question, its study, what was said), the newest first."""
    rows = _answers(viewer, question_ids, region_id).where(StudyAnswer.text != "")
    of = (StudyAnswer.question_id, StudyAnswer.study_id, StudyAnswer.text)
    newest = rows.with_only_columns(*of).order_by(StudyAnswer.id.desc()).limit(most)
    return [tuple(row) for row in db.session.execute(newest)]


def search_studies(statement: Any, q: str) -> Any:
    """Narrow a select of studies by place, form or city, also in pinyin."""
    text, latin = q.strip(), q.replace(" ", "").lower()
    titled = or_(StudyForm.title.icontains(text, autoescape=True), StudyForm.pinyin.contains(latin, autoescape=True))
    return statement.where(
        or_(
            Study.place.icontains(text, autoescape=True),
            Study.pinyin.contains(latin, autoescape=True),
            Study.form_id.in_(select(StudyForm.id).where(titled)),
            in_city_named(Study, q),
        )
    )


def moment_asked(form: StudyForm, typed: str, now: datetime) -> datetime:
    """Return the moment at which a form was read out, as its page noted it; what makes no sense is now."""
    try:
        moment = datetime.strptime(typed, MARK).replace(tzinfo=UTC)
    except ValueError:
        return now
    return moment if form.made_at <= moment <= now else now


def mark_of(moment: datetime) -> str:
    """Return a moment as the page of a form notes it."""
    return moment.astimezone(UTC).strftime(MARK)


def _answers(viewer: Sees, question_ids: Collection[int], region_id: int | None) -> Any:
    rows = in_force(StudyAnswer.seen_by(viewer), StudyAnswer.study_id)
    rows = rows.where(StudyAnswer.question_id.in_(sorted(question_ids)))
    return rows if region_id is None else rows.where(StudyAnswer.region_id == region_id)
