"""Doors of quotations and payment plans (C22)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_quotations, plans, queries, room
from portal.prospecting.forms import (
    AcceptanceForm,
    NotPaidForm,
    PaymentFilters,
    PaymentForm,
    PlanForm,
    QuotationFilters,
    QuotationForm,
    QuotationSourceForm,
)
from portal.prospecting.history import lines_of
from portal.prospecting.models import Quotation
from portal.prospecting.views.negotiation import deal_page, may_write

room.place(N_("Quotations"), "list_quotations", "receipt", needs=Can.SEE_PROSPECTING, order=24)
room.place(N_("Payments by plan"), "list_payments", "cash", needs=Can.SEE_PROSPECTING, order=24)


@room.get("/quotations", needs=Can.SEE_PROSPECTING)
def list_quotations() -> Any:
    listing = lists_quotations.quotations(current_user, QuotationFilters(current_user))
    return list_page("prospecting/quotations/index.html", listing)


@room.get("/payments", needs=Can.SEE_PROSPECTING)
def list_payments() -> Any:
    listing = lists_quotations.payments(current_user, PaymentFilters(current_user))
    return list_page("prospecting/quotations/payments.html", listing)


@room.post("/prospects/<int:prospect_id>/quotations", needs=Can.PROSPECT)
def create_quotation(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), QuotationSourceForm()
    if form.accepts(lambda: actions.add_quotation(prospect, source=form.source.data or "", by=current_user)):
        flash(_("Begun as version %(number)s. Look it through, then send it.", number=form.result.number))
        return see_other("prospecting.show_quotation", quotation_id=form.result.id)
    return deal_page(queries.prospect(prospect_id, current_user), 422, source_form=form)


@room.get("/quotations/<int:quotation_id>", needs=Can.SEE_PROSPECTING)
def show_quotation(quotation_id: int) -> Any:
    return quotation_page(queries.quotation(quotation_id, current_user))


def quotation_page(quotation: Quotation, status: int = 200, **forms: Any) -> Any:
    prospect = quotation.prospect
    name = prospect.decision_maker or prospect.contact_name
    accept = forms.get("accept") or AcceptanceForm(formdata=None, data={"name": name})
    facts = {"quotation": quotation, "prospect": prospect, "mine": may_write(prospect), "accept_form": accept}
    facts |= {"part_forms": part_forms(quotation) | forms.get("wrong", {}), "wrong": forms.get("wrong", {})}
    history = lines_of(quotation, current_user)
    return page("prospecting/quotations/show.html", status=status, history=history, **facts)


def part_forms(quotation: Quotation) -> dict[int, Any]:
    """Return for each part of the plan the form that notes it as paid, or takes that back."""
    kinds: dict[bool, Any] = {True: NotPaidForm, False: PaymentForm}
    return {part.id: kinds[part.is_paid](formdata=None, prefix=f"part{part.id}-") for part in quotation.parts}


def back(quotation: Quotation, part: str = "") -> Any:
    return see_other("prospecting.show_quotation", quotation_id=quotation.id, _anchor=part or None)


@room.get("/quotations/<int:quotation_id>/edit", needs=Can.PROSPECT)
def edit_quotation(quotation_id: int) -> Any:
    quotation = queries.quotation(quotation_id, current_user)
    form = QuotationForm(quotation, formdata=None)
    return page("prospecting/quotations/edit.html", quotation=quotation, prospect=quotation.prospect, form=form)


@room.post("/quotations/<int:quotation_id>", needs=Can.PROSPECT)
def update_quotation(quotation_id: int) -> Any:
    quotation = queries.quotation(quotation_id, current_user)
    form = QuotationForm(quotation)
    if form.accepts(lambda: actions.edit_quotation(quotation, by=current_user, **form.facts)):
        flash(_("Stored."))
        return back(quotation)
    quotation = queries.quotation(quotation_id, current_user)
    facts = {"quotation": quotation, "prospect": quotation.prospect, "form": form}
    return page("prospecting/quotations/edit.html", status=form.status, **facts)


@room.post("/quotations/<int:quotation_id>/sending", needs=Can.PROSPECT)
def create_sending(quotation_id: int) -> Any:
    quotation = actions.send_quotation(queries.quotation(quotation_id, current_user), by=current_user)
    flash(_("Noted. This version stays as it is."))
    return back(quotation)


@room.post("/quotations/<int:quotation_id>/acceptance", needs=Can.PROSPECT)
def create_acceptance(quotation_id: int) -> Any:
    quotation, form = queries.quotation(quotation_id, current_user), AcceptanceForm()
    facts: dict[str, Any] = {"name": form.name.data or "", "on": form.on.data}
    if form.accepts(lambda: actions.accept_quotation(quotation, by=current_user, **facts)):
        flash(_("Accepted. Now write down when which part is paid."))
        return back(quotation, "plan")
    return quotation_page(queries.quotation(quotation_id, current_user), 422, accept=form)


@room.get("/quotations/<int:quotation_id>/plan/edit", needs=Can.PROSPECT)
def edit_plan(quotation_id: int) -> Any:
    quotation = queries.quotation(quotation_id, current_user)
    form = PlanForm(plans.open_parts(quotation), formdata=None, data={"version": str(quotation.version)})
    return page("prospecting/quotations/plan.html", quotation=quotation, prospect=quotation.prospect, form=form)


@room.post("/quotations/<int:quotation_id>/plan", needs=Can.PROSPECT)
def update_plan(quotation_id: int) -> Any:
    quotation, form = queries.quotation(quotation_id, current_user), PlanForm()
    if form.accepts(lambda: actions.set_plan(quotation, form.parts, version=form.seen, by=current_user)):
        flash(_("The payment plan is stored."))
        return back(quotation, "plan")
    quotation = queries.quotation(quotation_id, current_user)
    facts = {"quotation": quotation, "prospect": quotation.prospect, "form": form}
    return page("prospecting/quotations/plan.html", status=422, **facts)


@room.post("/instalments/<int:instalment_id>/payment", needs=Can.PROSPECT)
def create_payment(instalment_id: int) -> Any:
    part, form = queries.instalment(instalment_id, current_user), PaymentForm(prefix=f"part{instalment_id}-")
    part.must_be(paid=False)
    facts: dict[str, Any] = {"on": form.on.data, "note": form.note.data or ""}
    if form.accepts(lambda: actions.mark_paid(part, by=current_user, **facts)):
        flash(_("Noted as paid."))
        return back(part.quotation, "plan")
    part = queries.instalment(instalment_id, current_user)
    return quotation_page(queries.quotation(part.quotation_id, current_user), 422, wrong={part.id: form})


@room.post("/instalments/<int:instalment_id>/payment-withdrawal", needs=Can.PROSPECT)
def create_payment_withdrawal(instalment_id: int) -> Any:
    part, form = queries.instalment(instalment_id, current_user), NotPaidForm(prefix=f"part{instalment_id}-")
    part.must_be(paid=True)
    if form.accepts(lambda: actions.unmark_paid(part, by=current_user, reason=form.reason.data or "")):
        flash(_("Taken back."))
        return back(part.quotation, "plan")
    part = queries.instalment(instalment_id, current_user)
    return quotation_page(queries.quotation(part.quotation_id, current_user), 422, wrong={part.id: form})


@room.get("/quotations/<int:quotation_id>/paper", needs=Can.SEE_PROSPECTING)
def show_quotation_paper(quotation_id: int) -> Any:
    quotation = queries.quotation(quotation_id, current_user)
    return page("prospecting/quotations/paper.html", quotation=quotation, prospect=quotation.prospect)
