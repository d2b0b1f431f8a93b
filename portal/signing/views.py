"""Doors of applications."""

from typing import Any

from flask import flash, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import doers
from portal.kernel import clock
from portal.kernel.files import files_by_id
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.trail import history_of
from portal.kernel.words import N_
from portal.network.models import earliest_opening
from portal.prospecting.models import Prospect
from portal.signing import actions, queries, room
from portal.signing.age import age_of
from portal.signing.begun import Begun, begun_with
from portal.signing.changes import changes_since_last
from portal.signing.forms import (
    ApplicationFilters,
    ApplicationForm,
    DecisionForm,
    SubmissionForm,
    WithdrawalForm,
)
from portal.signing.models import Application

room.place(N_("Applications"), "list_applications", "seal", needs=Can.SEE_APPLICATIONS, order=30, tab=True)

COLUMNS = (
    Column("store", N_("Store"), lambda a: a.store_name),
    Column("city", N_("City"), lambda a: a.city.name),
    Column("applicant", N_("Applicant"), lambda a: a.applicant.name),
    Column("state", N_("State"), lambda a: a.state),
    Column("investment", N_("Investment"), lambda a: a.investment, "money"),
    Column("age", N_("Working days"), lambda a: days_waited(a), "n"),
    Column("submitted", N_("Handed in"), lambda a: a.submitted_at, "moment"),
    Column("opening", N_("Planned opening"), lambda a: a.planned_opening, "day", Application.planned_opening),
)


def days_waited(application: Application) -> int | None:
    age = age_of(application)
    return age.used if age else None


@room.get("/applications", needs=Can.SEE_APPLICATIONS)
def list_applications() -> Any:
    filters = ApplicationFilters()
    listing = Listing(
        queries.narrowed(current_user, filters.chosen("state")), COLUMNS, [Application.id],
        descending=True, filters=filters, search=queries.search, empty=nothing_yet(), name="applications",
        row_url=lambda a: url_for("signing.show_application", application_id=a.id),
    )  # fmt: skip
    waiting = [] if listing.narrowed or listing.after else queries.awaiting(current_user)
    return list_page("signing/applications/index.html", listing, waiting=waiting, age_of=age_of)


def nothing_yet() -> Empty:
    return Empty(
        "seal",
        N_("No application yet"),
        N_("A prospect that has agreed becomes a store through an application that head office approves."),
        url_for("signing.new_application") if current_user.may(Can.APPLY) else "",
        N_("Apply for a store"),
    )


@room.get("/applications/new", needs=Can.APPLY)
def new_application() -> Any:
    wanted = request.args.get("prospect", type=int)
    if wanted is None:
        return page("signing/applications/choose.html", prospects=queries.agreed_prospects(current_user))
    prospect = queries.agreed_prospect(wanted, current_user)
    if (live := queries.live_application_of(prospect)) is not None:
        return see_other("signing.show_application", application_id=live)
    begun = begun_with(prospect, current_user)
    form = ApplicationForm(formdata=None, papers_held=begun.photos, lines=begun.lines, **begun.facts)
    return blank_application(prospect, form, begun)


@room.post("/applications", needs=Can.APPLY)
def create_application() -> Any:
    prospect = queries.agreed_prospect(request.args.get("prospect", type=int), current_user)
    begun = begun_with(prospect, current_user)
    form = ApplicationForm(papers_held=begun.photos)
    if form.accepts(lambda: drafted(prospect, form, begun)):
        flash(_("Draft saved. Hand it in when nothing is missing."))
        return see_other("signing.show_application", application_id=form.result.id)
    return blank_application(prospect, form, begun, 422)


def drafted(prospect: Prospect, form: ApplicationForm, begun: Begun) -> Application:
    """Begin the application with what was typed and with those photos of the survey that were not taken out."""
    held = [file.id for file in begun.photos if file.id not in (form.drop.data or [])]
    papers = form.papers.data
    return actions.draft(prospect, by=current_user, lines=form.lines, papers=papers, held=held, **form.facts)


def blank_application(prospect: Prospect, form: ApplicationForm, begun: Begun, status: int = 200) -> Any:
    template = "signing/applications/new.html"
    return page(template, status=status, prospect=prospect, form=form, begun=begun, papers=begun.photos)


@room.get("/applications/<int:application_id>", needs=Can.SEE_APPLICATIONS)
def show_application(application_id: int) -> Any:
    return dossier(queries.application(application_id, current_user))


def dossier(application: Application, *, status: int = 200, **forms: Any) -> Any:
    """Show an application: the clock, what changed, the particulars, and what the viewer can do with it."""
    history = history_of(application, current_user)
    decides = current_user.may(Can.DECIDE_APPLICATIONS)
    facts: dict[str, Any] = {
        "application": application,
        "age": age_of(application),
        "age_of": age_of,
        "earliest_opening": earliest_opening(clock.today()),
        "changes": changes_since_last(application, history),
        "history": history,
        "names": doers(history),
        "papers": files_by_id(application.attachment_ids, current_user),
        "needed": queries.approvers_needed(application),
        "limit": queries.second_approver_over(),
        "queue": queries.awaiting(current_user) if decides else [],
        "next_code": queries.next_store_code(application.city) if decides and application.awaits_decision else "",
        "stood_in_for": queries.stood_in_for(current_user) if decides else [],
        "invitation": invitation_of(application),
        "decision_form": decision_form(application, formdata=None) if decides else None,
        "withdrawal_form": WithdrawalForm(formdata=None),
        "submission_form": SubmissionForm(formdata=None),
    }
    return page("signing/applications/show.html", status=status, **{**facts, **forms})


def invitation_of(application: Application) -> str:
    """Return the address of the new owner's invitation, once, to whoever gave the last approval."""
    held = session.get("invitation") or {}
    if held.get("application") != application.id or request.method != "GET":
        return ""
    return url_for("accounts.show_link", token=session.pop("invitation")["token"], _external=True)


@room.get("/applications/<int:application_id>/edit", needs=Can.APPLY)
def edit_application(application_id: int) -> Any:
    application = queries.application(application_id, current_user)
    papers = files_by_id(application.attachment_ids, current_user)
    form = ApplicationForm(formdata=None, obj=application, papers_held=papers)
    return page("signing/applications/edit.html", application=application, form=form, papers=papers)


@room.post("/applications/<int:application_id>", needs=Can.APPLY)
def update_application(application_id: int) -> Any:
    application = queries.application(application_id, current_user)
    papers = files_by_id(application.attachment_ids, current_user)
    form = ApplicationForm(papers_held=papers, obj=application)
    if form.accepts(lambda: actions.edit(application, by=current_user, **changes_of(form))):
        flash(_("Saved."))
        return see_other("signing.show_application", application_id=application_id)
    return page("signing/applications/edit.html", status=form.status, application=application, form=form, papers=papers)


def changes_of(form: ApplicationForm) -> dict[str, Any]:
    own = {"lines": form.lines, "papers": form.papers.data, "drop": form.drop.data}
    return own | form.facts


@room.post("/applications/<int:application_id>/submission", needs=Can.APPLY)
def create_submission(application_id: int) -> Any:
    application = queries.application(application_id, current_user)
    form = SubmissionForm()
    if form.accepts(actions.submit, application, by=current_user):
        flash(_("Handed in. Head office answers within five working days."))
        return see_other("signing.show_application", application_id=application_id)
    return dossier(application, status=422, submission_form=form)


@room.post("/applications/<int:application_id>/withdrawal", needs=Can.APPLY)
def create_withdrawal(application_id: int) -> Any:
    application = queries.application(application_id, current_user)
    form = WithdrawalForm()
    if form.accepts(lambda: actions.withdraw(application, by=current_user, reason=form.reason.data or "")):
        flash(_("Withdrawn. The prospect is back at “agreed”."))
        return see_other("signing.show_application", application_id=application_id)
    return dossier(application, status=422, withdrawal_form=form)


@room.post("/applications/<int:application_id>/decision", needs=Can.DECIDE_APPLICATIONS)
def create_decision(application_id: int) -> Any:
    application = queries.application(application_id, current_user)
    form = decision_form(application)
    if form.accepts(lambda: decide(application, form)):
        tell_outcome(application, form.result)
        return see_other("signing.show_application", application_id=application_id)
    return dossier(application, status=422, decision_form=form)


def decision_form(application: Application, **kwargs: Any) -> DecisionForm:
    """Return the form, with whose names are left to decide in."""
    absent = queries.stood_in_for(current_user)
    return DecisionForm([i for i in absent if i not in application.heard | application.applicants], **kwargs)


def decide(application: Application, form: DecisionForm) -> actions.Outcome:
    reason, for_id = form.reason.data or "", form.stands_for
    return actions.decide(application, form.verdict.data, by=current_user, reason=reason, for_id=for_id)


def tell_outcome(application: Application, outcome: actions.Outcome) -> None:
    """Say what the decision did; a new owner's invitation is kept for the next page, once."""
    if outcome.store is None:
        flash(_("Recorded."))
        return
    flash(_("Approved. Store %(code)s exists and its onboarding is planned.", code=outcome.store.code))
    if outcome.token:
        session["invitation"] = {"application": application.id, "token": outcome.token}
