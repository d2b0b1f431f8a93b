"""What is done to filled-in questionnaires, interviews and observations (C06)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.pinyin import spelled
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Region
from portal.prospecting.models import (
    SCALE,
    AnswerKind,
    CityState,
    Segment,
    Study,
    StudyAnswer,
    StudyForm,
    StudyQuestion,
)
from portal.prospecting.queries.cities import file_of_city
from portal.prospecting.queries.studies import correction_of


def add_study(
    city: Region, form: StudyForm, answers: Mapping[int, Any], *, by: Any, studied_on: date | None = None,
    asked_at: datetime | None = None, place: str = "", respondent: str = "", segment: Segment | None = None,
) -> Study:  # fmt: skip
    """Store what one person said or one corner showed: {question: option, options, number in thousandths or text}.

    The questions are those of the moment at which they were read out, so that nobody's answer meets other words. What
    was answered never enters the trail. A city that is an idea is being surveyed from then on.
    """
    if not form.in_use:
        raise Refused("This form is not used any more.")
    facts: dict[str, Any] = {"place": place, "respondent": respondent, "segment": segment}
    study = _made(city, form, answers, studied_on or clock.today(), asked_at or clock.now(), by=by, **facts)
    record("study.added", study, by=by, answers=len(study.answers))
    file = file_of_city(city.id, by)
    if file is not None and file.state == CityState.IDEA:
        file.state = CityState.SURVEYING
        record("city.moved", file, by=by)
    return study


def correct_study(study: Study, answers: Mapping[int, Any], *, by: Any, reason: str, **facts: Any) -> Study:
    """Put what was entered wrongly right by a study in its place: the first stays as it was, with who, when and why.

    The questions are those that were read out then, also of a form that is used no more.
    """
    if not reason:
        raise Refused("Say what was entered wrongly.", field="reason")
    if correction_of(study, by) is not None:
        raise Refused("This study was corrected already. Correct the one in its place.")
    day = facts.pop("studied_on", None) or study.studied_on
    new = _made(study.city, study.form, answers, day, study.asked_at, by=by, **facts)
    new.corrects_id, new.reason = study.id, reason
    record("study.corrected", new, by=by, corrects_id=study.id)
    return new


def _made(
    city: Region, form: StudyForm, answers: Mapping[int, Any], day: date, moment: datetime, *, by: Any,
    place: str = "", respondent: str = "", segment: Segment | None = None,
) -> Study:  # fmt: skip
    if day > clock.today():
        raise Refused("This day lies in the future.", field="studied_on")
    if segment is not None and segment.region_id != city.id:
        raise Refused("This group belongs to another city.", field="segment_id")
    study = Study(
        region_id=city.id, city=city, form_id=form.id, form=form, studied_on=day, asked_at=moment, place=place,
        pinyin=spelled(place, 400), respondent=respondent, actor_id=by.id, segment=segment,
        segment_id=segment.id if segment else None,
    )  # fmt: skip
    for question in form.asked_at(moment):
        study.answers += [StudyAnswer(region_id=city.id, question_id=question.id, question=question, **said)
                          for said in _read(question, answers.get(question.id))]  # fmt: skip
    if not study.answers:
        raise Refused("Nothing is answered yet.")
    db.session.add(study)
    return study


def remove_study(study: Study, *, by: Any, reason: str) -> None:
    """Take one's own study back, answers and all: it was filled in wrongly, or the person asked for it."""
    if study.actor_id != by.id:
        raise Refused("Only who filled it in takes it back.")
    if not reason:
        raise Refused("Say why it is taken back.", field="reason")
    if correction_of(study, by) is not None:
        raise Refused("This study was corrected. Take the correction back first.")
    record("study.removed", study, by=by, reason=reason)
    db.session.delete(study)


def _read(question: StudyQuestion, given: Any) -> list[dict[str, Any]]:
    """Return the rows of an answer, or refuse what the question does not allow."""
    if given in (None, "", []):
        if question.needed:
            raise Refused("This question needs an answer.", field=question.field)
        return []
    match question.kind:
        case AnswerKind.NUMBER:
            return [{"number": given}]
        case AnswerKind.TEXT:
            return [{"text": given}]
        case AnswerKind.SCALE:
            return [{"option": _one_of(SCALE, given, question)}]
        case AnswerKind.CHOICE:
            return [{"option": _one_of(question.options, given, question)}]
    return [{"option": _one_of(question.options, pick, question)} for pick in dict.fromkeys(given)]


def _one_of(options: Any, given: Any, question: StudyQuestion) -> str:
    if str(given) not in options:
        raise Refused("Choose one of the list.", field=question.field)
    return str(given)
