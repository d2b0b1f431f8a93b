"""Task templates, a store's plan, and its tasks."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel import clock
from portal.kernel.db import BigId, Id, Made, Model, Versioned
from portal.kernel.scope import Everywhere, OfStore, kept
from portal.kernel.words import N_, P_, Word, say
from portal.network.models import Store, StoreState


class TaskGroup(Word):
    FIT_OUT = "fit_out", N_("Fit-out")
    GOODS = "goods", N_("Shelves and goods")
    TRAINING = "training", N_("Training")


class Said:
    """A task's words: the seeded ones are catalogue messages, others are shown as they were written."""

    title: Mapped[str]
    guidance: Mapped[str]

    @property
    def name(self) -> str:
        return say(self.title) if self.title else ""

    @property
    def help(self) -> str:
        return say(self.guidance) if self.guidance else ""


class TemplateTask(Said, Everywhere, Model, why="the seeded template of every store's onboarding"):
    """One task of the template: days count from the start of the plan (C27)."""

    __tablename__ = "template_task"
    id: Mapped[Id]
    code: Mapped[str] = mapped_column(String(30), unique=True)
    position: Mapped[int]
    group: Mapped[TaskGroup] = mapped_column("task_group")
    title: Mapped[str] = mapped_column(String(80))
    guidance: Mapped[str] = mapped_column(String(500), default="")
    first_day: Mapped[int]
    last_day: Mapped[int]
    required: Mapped[bool] = mapped_column(default=True)
    needs_photo: Mapped[bool] = mapped_column(default=False)
    after_code: Mapped[str] = mapped_column(String(30), default="")


class Plan(OfStore, Made, Model):
    """The dated support of one new store, from approval to opening (C27)."""

    __tablename__ = "plan"
    __table_args__ = (Index("uq_plan_store", "store_id", unique=True),)
    id: Mapped[Id]
    starts_on: Mapped[date] = mapped_column(Date)
    planned_opening: Mapped[date] = mapped_column(Date)
    store: Mapped[Store] = relationship(info=kept("the plan's own store"))
    tasks: Mapped[list["Task"]] = relationship(
        order_by="Task.position", back_populates="plan", info=kept("the plan's own tasks")
    )

    @property
    def is_over(self) -> bool:
        """Whether the store prepares no more."""
        return self.store.state != StoreState.PREPARING

    @property
    def open_required(self) -> list["Task"]:
        """What still keeps the store from opening."""
        return [task for task in self.tasks if task.required and not task.is_settled]


class TaskState(Word):
    TODO = "todo", N_("To do"), "zero"
    DOING = "doing", P_("task", "Doing"), "now"
    DONE = "done", P_("task", "Done, to be accepted"), "now"
    ACCEPTED = "accepted", N_("Accepted")
    WAIVED = "waived", N_("Waived"), "off"


class Task(Said, OfStore, Versioned, Model):
    """One task of a store's onboarding (C28, C29, C30)."""

    __tablename__ = "task"
    __table_args__ = (Index("ix_task_store_id_position", "store_id", "position"),)
    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    code: Mapped[str] = mapped_column(String(30))
    position: Mapped[int]
    group: Mapped[TaskGroup] = mapped_column("task_group")
    title: Mapped[str] = mapped_column(String(80))
    guidance: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[TaskState] = mapped_column(default=TaskState.TODO)
    planned_start: Mapped[date] = mapped_column(Date)
    planned_due: Mapped[date] = mapped_column(Date)
    starts_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    required: Mapped[bool] = mapped_column(default=True)
    needs_photo: Mapped[bool] = mapped_column(default=False)
    after_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    note: Mapped[str] = mapped_column(String(1000), default="")
    photo_ids: Mapped[list[Any]] = mapped_column(default=list)
    done_by: Mapped[int | None] = mapped_column(BigId)
    done_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None] = mapped_column(BigId)
    accepted_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(String(500), default="")
    returned_by: Mapped[int | None] = mapped_column(BigId)
    returned_at: Mapped[datetime | None]
    waived_reason: Mapped[str] = mapped_column(String(500), default="")
    waived_by: Mapped[int | None] = mapped_column(BigId)
    # when it was accepted or waived
    settled_at: Mapped[datetime | None]
    # the day someone said it would take until, and why
    delayed_to: Mapped[date | None] = mapped_column(Date)
    delay_reason: Mapped[str] = mapped_column(String(500), default="")
    delayed_by: Mapped[int | None] = mapped_column(BigId)
    delayed_at: Mapped[datetime | None]
    plan: Mapped[Plan] = relationship(back_populates="tasks", info=kept("the task's own plan"))

    @property
    def is_settled(self) -> bool:
        return self.state in (TaskState.ACCEPTED, TaskState.WAIVED)

    @property
    def is_finished(self) -> bool:
        """Whether its work is over: what comes after may begin, though it may still wait to be accepted."""
        return self.is_settled or self.state == TaskState.DONE

    @property
    def days(self) -> int:
        """How many days it was planned to take."""
        return (self.planned_due - self.planned_start).days + 1

    @property
    def ended_on(self) -> date | None:
        """The day its work was over; None while it is not."""
        if not self.is_finished:
            return None
        ended = self.done_at or self.settled_at
        return clock.day_of(ended) if ended else self.due_on
