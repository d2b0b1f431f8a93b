"""Questionnaires, interviews and observations of a city: forms, their questions, and what was answered (C06)."""

from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere, Regional, kept
from portal.kernel.words import N_, P_, Word
from portal.network.models import Region
from portal.prospecting.models.market import Segment

WHY = "the forms are the same for everyone and hold no answer"
SCALE = ("1", "2", "3", "4", "5")


class StudyKind(Word):
    """问卷调查、访谈、观察."""

    QUESTIONNAIRE = "questionnaire", N_("Questionnaire")
    INTERVIEW = "interview", P_("study", "Interview")
    OBSERVATION = "observation", N_("Observation")


class AnswerKind(Word):
    """How a question is answered, and so how its answers are counted."""

    CHOICE = "choice", N_("One of a list")
    SEVERAL = "several", N_("Several of a list")
    SCALE = "scale", N_("One to five")
    NUMBER = "number", N_("A number")
    TEXT = "text", N_("Free text")

    @property
    def has_options(self) -> bool:
        return self in (AnswerKind.CHOICE, AnswerKind.SEVERAL)


class StudyForm(Everywhere, Versioned, Made, Model, why=WHY):
    """A form that managers fill in at the door, at the counter or at the corner."""

    __tablename__ = "study_form"
    id: Mapped[Id]
    kind: Mapped[StudyKind]
    title: Mapped[str] = mapped_column(String(80))
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    purpose: Mapped[str] = mapped_column(String(300), default="")
    retired_at: Mapped[datetime | None]
    questions: Mapped[list["StudyQuestion"]] = relationship(
        order_by="(StudyQuestion.position, StudyQuestion.id)", back_populates="form"
    )

    @property
    def in_use(self) -> bool:
        return self.retired_at is None

    @property
    def live_questions(self) -> list["StudyQuestion"]:
        return [question for question in self.in_order if question.retired_at is None]

    def asked_at(self, moment: datetime) -> list["StudyQuestion"]:
        """Return the questions in the words they had at a moment."""
        return [question for question in self.in_order if question.was_asked_at(moment)]

    @property
    def in_order(self) -> list["StudyQuestion"]:
        """All questions in the order they are asked in, also while one is being moved."""
        return sorted(self.questions, key=lambda question: (question.position, question.id or 0))


class StudyQuestion(Everywhere, Model, why=WHY):
    """One question. A changed one is a new row with the same code; the old one is retired and keeps its answers."""

    __tablename__ = "study_question"
    __table_args__ = (Index("ix_study_question_form_id_code", "form_id", "code"),)
    id: Mapped[Id]
    form_id: Mapped[int] = mapped_column(ForeignKey("study_form.id"))
    code: Mapped[str] = mapped_column(String(40), default=lambda: f"own-{token_hex(6)}")
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(200))
    guidance: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[AnswerKind]
    options: Mapped[list[Any]] = mapped_column(default=list)
    unit: Mapped[str] = mapped_column(String(20), default="")
    needed: Mapped[bool] = mapped_column(default=False)
    # the answer says who somebody is: on the study's own page only, in no count and no file
    names_someone: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    retired_at: Mapped[datetime | None]
    form: Mapped[StudyForm] = relationship(back_populates="questions")

    def was_asked_at(self, moment: datetime) -> bool:
        return self.added_at <= moment and (self.retired_at is None or self.retired_at > moment)

    @property
    def field(self) -> str:
        """The name of its field on the form."""
        return f"q{self.id}"


class Study(Regional, Made, Model):
    """A form filled in once: one customer asked, one owner interviewed, one corner watched."""

    __tablename__ = "study"
    __table_args__ = (Index("ix_study_region_id_form_id", "region_id", "form_id"),)
    # free text may name somebody
    personal = frozenset({"respondent", "place", "pinyin", "reason"})
    id: Mapped[Id]
    form_id: Mapped[int] = mapped_column(ForeignKey("study_form.id"), index=True)
    # the study this one stands in place of, and why; the other stays as it was entered, and is counted no more
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("study.id"), unique=True)
    reason: Mapped[str] = mapped_column(String(200), default="", server_default="")
    segment_id: Mapped[int | None] = mapped_column(ForeignKey("segment.id"), index=True)
    studied_on: Mapped[date] = mapped_column(Date, index=True)
    # the moment whose words were read out
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    place: Mapped[str] = mapped_column(String(120), default="")
    pinyin: Mapped[str] = mapped_column(String(400), default="")
    respondent: Mapped[str] = mapped_column(String(60), default="")
    actor_id: Mapped[int | None] = mapped_column(BigId)
    city: Mapped[Region] = relationship()
    form: Mapped[StudyForm] = relationship()
    segment: Mapped[Segment | None] = relationship(info=kept("a group of the study's own city"))
    answers: Mapped[list["StudyAnswer"]] = relationship(
        back_populates="study", cascade="all, delete-orphan", info=kept("answers of this study")
    )

    @property
    def answered(self) -> list[tuple[StudyQuestion, str]]:
        """Return (question, answer in words) in the order and the words in which they were asked."""
        return [(question, self.answer_to(question)) for question in self.form.asked_at(self.asked_at)]

    @property
    def given(self) -> dict[str, Any]:
        """Return what was answered by the fields of its form, as a correction begins with it."""
        told: dict[str, Any] = {}
        for question in self.form.asked_at(self.asked_at):
            rows = [answer for answer in self.answers if answer.question_id == question.id]
            said = [row.option or row.text if row.number is None else row.number for row in rows]
            told[question.field] = said if question.kind == AnswerKind.SEVERAL else next(iter(said), None)
        return told

    def answer_to(self, question: StudyQuestion) -> str:
        """Return what was answered, several picks joined; "" where nothing was."""
        return "、".join(answer.said for answer in self.answers if answer.question_id == question.id)


class StudyAnswer(Regional, Model):
    """One answer; each pick of several is a row of its own, so that a database counts them."""

    __tablename__ = "study_answer"
    __table_args__ = (Index("ix_study_answer_question_id_region_id", "question_id", "region_id"),)
    personal = frozenset({"text"})
    id: Mapped[Id]
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id"), index=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("study_question.id"))
    option: Mapped[str] = mapped_column(String(80), default="")
    # thousandths
    number: Mapped[int | None] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(String(2000), default="")
    study: Mapped[Study] = relationship(back_populates="answers", info=kept("the answer's own study"))
    question: Mapped[StudyQuestion] = relationship()

    @property
    def said(self) -> str:
        if self.number is not None:
            return f"{self.number / 1000:,.3f}".rstrip("0").rstrip(".") + self.question.unit
        return self.option or self.text
