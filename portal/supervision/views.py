"""Doors of audits and of the calendar of day reports."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import htmx, page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.supervision import actions, lists, queries, room
from portal.supervision import views_notices as views_notices  # its doors hang on the same room
from portal.supervision.forms import AnswersForm, AuditFilters, SignatureForm, StartForm
from portal.supervision.month import CalendarPage


@room.get("/audits", needs=Can.SEE_AUDITS)
def list_audits() -> Any:
    filters = AuditFilters(current_user)
    start = StartForm(queries.auditable(current_user)) if current_user.may(Can.AUDIT) else None
    return list_page("supervision/audits/index.html", lists.audits(filters, current_user), start=start)


@room.post("/audits", needs=Can.AUDIT)
def create_audit() -> Any:
    form = StartForm(queries.auditable(current_user))
    if form.accepts(lambda: actions.start(form.chosen, by=current_user)):
        return see_other("supervision.edit_audit", audit_id=form.result.id)
    return page("supervision/audits/new.html", status=422, form=form)


@room.get("/audits/new", needs=Can.AUDIT)
def new_audit() -> Any:
    form = StartForm(queries.auditable(current_user))
    form.store.data = request.args.get("store", type=int)
    return page("supervision/audits/new.html", form=form)


@room.get("/audits/<int:audit_id>", needs=Can.SEE_AUDITS)
def show_audit(audit_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    groups = queries.sheet(audit, current_user)
    history = queries.history(audit, current_user)
    form = SignatureForm(obj=audit)
    return page("supervision/audits/show.html", audit=audit, groups=groups, form=form, history=history)


@room.get("/audits/<int:audit_id>/edit", needs=Can.AUDIT)
def edit_audit(audit_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    if not audit.is_draft or audit.actor_id != current_user.id:
        return see_other("supervision.show_audit", audit_id=audit.id)
    return page("supervision/audits/edit.html", form=AnswersForm(), **lists.pages_of(audit, current_user))


@room.post("/audits/<int:audit_id>/answers", needs=Can.AUDIT)
def create_answers(audit_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    form = AnswersForm()
    if form.accepts(lambda: actions.answer(audit, form.given(), by=current_user)):
        return redirect(lists.after_group(audit, current_user), 303)
    return page("supervision/audits/edit.html", status=422, form=form, **lists.pages_of(audit, current_user))


@room.post("/audits/<int:audit_id>/answers/<int:item_id>", needs=Can.AUDIT)
def update_answer(audit_id: int, item_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    form = AnswersForm()
    if form.accepts(lambda: actions.answer(audit, form.given_of(item_id), by=current_user)):
        return see_other("supervision.show_answer", audit_id=audit.id, item_id=item_id)
    return page("supervision/audits/edit.html", status=422, form=form, **lists.pages_of(audit, current_user, item_id))


@room.post("/audits/<int:audit_id>/answers/<int:item_id>/photos", needs=Can.AUDIT)
def create_photo(audit_id: int, item_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    form = AnswersForm()
    if form.accepts(lambda: actions.answer(audit, form.given_of(item_id, photos=True), by=current_user)):
        return see_other("supervision.show_answer", audit_id=audit.id, item_id=item_id)
    return page("supervision/audits/edit.html", status=422, form=form, **lists.pages_of(audit, current_user, item_id))


@room.get("/audits/<int:audit_id>/answers/<int:item_id>", needs=Can.AUDIT)
def show_answer(audit_id: int, item_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    facts = lists.pages_of(audit, current_user, item_id)
    if not htmx:
        return redirect(url_for("supervision.edit_audit", audit_id=audit.id, group=facts["group"].number), 303)
    return page("supervision/audits/edit.html", form=AnswersForm(), **facts)


@room.post("/audits/<int:audit_id>/signature", needs=Can.AUDIT)
def create_signature(audit_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    form = SignatureForm()
    if form.accepts(lambda: actions.sign(audit, by=current_user, note=form.note.data or "")):
        flash(_("Signed."))
        return see_other("supervision.show_audit", audit_id=audit.id)
    groups = queries.sheet(audit, current_user)
    return page("supervision/audits/show.html", status=422, audit=audit, groups=groups, form=form, history=[])


@room.post("/audits/<int:audit_id>/dismissal", needs=Can.AUDIT)
def create_dismissal(audit_id: int) -> Any:
    audit = queries.audit(audit_id, current_user)
    actions.drop(audit, by=current_user)
    flash(_("The audit is dropped."))
    return see_other("supervision.list_audits")


@room.get("/calendar", needs=Can.SEE_DAY_REPORTS)
def show_calendar() -> Any:
    wanted = CalendarPage(current_user)
    if wanted.format:
        return wanted.export()
    template = f"supervision/calendar/{'show' if wanted.alone else 'index'}.html"
    return page(template, calendar=wanted)


room.place(N_("Audits"), "list_audits", "audit", needs=Can.SEE_AUDITS, order=60, tab=False)
room.place(N_("Report calendar"), "show_calendar", "calendar", needs=Can.SEE_DAY_REPORTS, order=61)
