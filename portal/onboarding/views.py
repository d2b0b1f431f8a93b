"""Doors of onboarding: the board, one store's plan, one task."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import doers, managers_of, names_of
from portal.kernel.files import files_by_id
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.trail import history_of
from portal.kernel.words import N_
from portal.onboarding import actions, queries, room
from portal.onboarding.forms import CompletionForm, DelayForm, ReturnForm, StepForm, WaiverForm
from portal.onboarding.gantt import Gantt
from portal.onboarding.models import Plan, Task
from portal.onboarding.outlook import Outlook

room.place(N_("Onboarding"), "list_plans", "goal", needs=Can.SEE_ONBOARDING, order=35, tab=True)


@room.get("", needs=Can.SEE_ONBOARDING)
def list_plans() -> Any:
    outlooks = queries.live(current_user)
    codes = {task.code: task for outlook in outlooks for task in outlook.plan.tasks}
    heads = sorted(codes.values(), key=lambda task: task.position)
    over = queries.recently_over(current_user)
    return page("onboarding/plans/index.html", outlooks=outlooks, heads=heads, over=over)


@room.get("/<code>", needs=Can.SEE_ONBOARDING)
def show_plan(code: str) -> Any:
    return plan_page(queries.plan_of(code, current_user))


def plan_page(plan: Plan, *, status: int = 200, form: StepForm | None = None) -> Any:
    """Show one store's plan: the predicted opening, what holds it, the days, the photos."""
    outlook = Outlook(plan)
    photos = files_by_id([i for task in plan.tasks for i in task.photo_ids][-12:], current_user)
    names_of(person for task in plan.tasks for person in (task.done_by, task.accepted_by, task.waived_by))
    # who has this territory alone comes before whoever stands above several
    managers = sorted(managers_of(plan.store.region), key=lambda user: len(user.regions))
    return page(
        "onboarding/plans/show.html",
        status=status,
        plan=plan,
        outlook=outlook,
        gantt=Gantt(outlook) if plan.tasks else None,
        photos_taken=photos,
        manager=managers[0] if managers else None,
        form=form or StepForm(formdata=None),
    )


@room.post("/<code>/opening", needs=Can.ACCEPT_TASKS)
def create_opening(code: str) -> Any:
    plan = queries.plan_of(code, current_user)
    form = StepForm()
    if form.accepts(actions.open_store, plan, by=current_user):
        flash(_("%(store)s is open.", store=plan.store.name))
        return see_other("onboarding.show_plan", code=code)
    return plan_page(plan, status=422, form=form)


@room.get("/<code>/tasks/<int:task_id>", needs=Can.SEE_ONBOARDING)
def show_task(code: str, task_id: int) -> Any:
    return task_page(queries.task(code, task_id, current_user))


def task_page(task: Task, *, status: int = 200, **forms: Any) -> Any:
    """Show a task with what this person can do with it now."""
    history = history_of(task, current_user)
    facts: dict[str, Any] = {
        "task": task,
        "plan": task.plan,
        "outlook": Outlook(task.plan),
        "photos_taken": files_by_id(task.photo_ids, current_user),
        "history": history,
        "names": doers(history),
        "step_form": StepForm(formdata=None),
        "completion_form": CompletionForm(formdata=None, note=task.note),
        "return_form": ReturnForm(formdata=None),
        "waiver_form": WaiverForm(formdata=None),
        "delay_form": DelayForm(formdata=None, until=task.delayed_to),
    }
    return page("onboarding/tasks/show.html", status=status, **{**facts, **forms})


@room.post("/<code>/tasks/<int:task_id>/start", needs=Can.DO_TASKS)
def create_start(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form = StepForm()
    if form.accepts(actions.start, task, by=current_user):
        return see_other("onboarding.show_task", code=code, task_id=task_id)
    return task_page(task, status=422, step_form=form)


@room.post("/<code>/tasks/<int:task_id>/completion", needs=Can.DO_TASKS)
def create_completion(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form = CompletionForm()
    if form.accepts(lambda: actions.finish(task, by=current_user, note=form.note.data or "", photos=form.photos.data)):
        flash(_("Done. The regional manager accepts it next."))
        return see_other("onboarding.show_plan", code=code)
    return task_page(task, status=422, completion_form=form)


@room.post("/<code>/tasks/<int:task_id>/acceptance", needs=Can.ACCEPT_TASKS)
def create_acceptance(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form = StepForm()
    if form.accepts(actions.accept, task, by=current_user):
        flash(_("Accepted."))
        return see_other("onboarding.show_plan", code=code)
    return task_page(task, status=422, step_form=form)


@room.post("/<code>/tasks/<int:task_id>/return", needs=Can.ACCEPT_TASKS)
def create_return(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form = ReturnForm()
    if form.accepts(lambda: actions.send_back(task, by=current_user, reason=form.return_reason.data or "")):
        flash(_("Sent back."))
        return see_other("onboarding.show_plan", code=code)
    return task_page(task, status=422, return_form=form)


@room.post("/<code>/tasks/<int:task_id>/waiver", needs=Can.WAIVE_TASKS)
def create_waiver(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form = WaiverForm()
    if form.accepts(lambda: actions.waive(task, by=current_user, reason=form.waive_reason.data or "")):
        flash(_("Waived."))
        return see_other("onboarding.show_plan", code=code)
    return task_page(task, status=422, waiver_form=form)


@room.post("/<code>/tasks/<int:task_id>/delay", needs=Can.DO_TASKS)
def create_delay(code: str, task_id: int) -> Any:
    task = queries.task(code, task_id, current_user)
    form, until, reason = (f := DelayForm()), f.until, f.delay_reason
    if form.accepts(lambda: actions.delay(task, by=current_user, until=until.data, reason=reason.data or "")):
        flash(_("Reported. What waits for it has moved along."))
        return see_other("onboarding.show_plan", code=code)
    return task_page(task, status=422, delay_form=form)
