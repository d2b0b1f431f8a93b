"""The lists of quotations and of payments by plan, on screen and as files (C22)."""

from typing import Any

from flask import url_for

from portal.accounts.queries import person_name
from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_
from portal.prospecting import queries
from portal.prospecting.forms.quotations import Due, PaymentFilters, QuotationFilters
from portal.prospecting.models import Instalment, Prospect, Quotation, QuotationState


def quotations(viewer: Any, filters: QuotationFilters) -> Listing:
    """Return the quotations, the newest first."""
    rows = queries.quotations(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Quotation.region_id == city)
    if (state := filters.chosen("state")) is not None:
        rows = rows.where(*in_state(state))
    queries.know_names(Quotation, Quotation.actor_id, viewer)
    return Listing(
        rows,
        columns=[
            Column("name", N_("Prospect"), lambda q: q.prospect.name),
            Column("city", N_("City"), lambda q: q.prospect.city.name),
            Column("number", N_("Version"), lambda q: q.number),
            Column("state", N_("State"), lambda q: q.state, "word"),
            Column("total", N_("The other side pays"), lambda q: q.total, "money", lead=True),
            Column("valid_until", N_("Valid until"), lambda q: q.valid_until, "day", sort=Quotation.valid_until),
            Column("accepted_on", N_("Accepted on"), lambda q: q.accepted_on, "day"),
            Column("by", N_("Written by"), lambda q: person_name(q.actor_id)),
            Column("made_at", N_("Written"), lambda q: q.made_at, "moment", sort=Quotation.made_at),
        ],
        order=(Quotation.made_at, Quotation.id),
        descending=True,
        row_url=lambda q: url_for("prospecting.show_quotation", quotation_id=q.id),
        filters=filters,
        search=queries.search_proposals,
        empty=Empty(
            "receipt",
            N_("No quotation yet"),
            N_("A quotation begins on a prospect's page of negotiation, with the lines of its proposal."),
            url_for("prospecting.list_prospects"),
            N_("See the prospects"),
        ),
        name="quotations",
    )


def in_state(state: QuotationState) -> list[Any]:
    """Return the conditions of a state, as `Quotation.state` reckons it."""
    unaccepted = [Quotation.replaced_at.is_(None), Quotation.accepted_on.is_(None)]
    over = Quotation.valid_until < clock.today()
    conditions: dict[QuotationState, list[Any]] = {
        QuotationState.REPLACED: [Quotation.replaced_at.is_not(None)],
        QuotationState.ACCEPTED: [Quotation.replaced_at.is_(None), Quotation.accepted_on.is_not(None)],
        QuotationState.DRAFT: [*unaccepted, Quotation.sent_at.is_(None)],
        QuotationState.SENT: [*unaccepted, Quotation.sent_at.is_not(None), ~over],
        QuotationState.EXPIRED: [*unaccepted, Quotation.sent_at.is_not(None), over],
    }
    return conditions[state]


def payments(viewer: Any, filters: PaymentFilters) -> Listing:
    """Return what is paid by plan, the earliest first."""
    rows = queries.instalments(viewer)
    if (city := filters.chosen("city")) is not None:
        rows = rows.where(Instalment.region_id == city)
    if (due := filters.chosen("due")) is not None:
        rows = rows.where(Instalment.paid_on.is_not(None) if due == Due.PAID else Instalment.paid_on.is_(None))
    if due == Due.OVERDUE:
        rows = rows.where(Instalment.due_on < clock.today())
    queries.know_names(Prospect, Prospect.owner_id, viewer)
    return Listing(
        rows,
        columns=[
            Column("name", N_("Prospect"), lambda p: p.quotation.prospect.name),
            Column("city", N_("City"), lambda p: p.quotation.prospect.city.name),
            Column("kind", N_("Kind"), lambda p: p.kind.label),
            Column("amount", N_("Amount"), lambda p: p.amount, "money", lead=True),
            Column("due_on", N_("Due on"), lambda p: p.due_on, "day", sort=Instalment.due_on),
            Column("state", N_("State"), due_of, "word"),
            Column("paid_on", N_("Paid on"), lambda p: p.paid_on, "day"),
            Column("owner", N_("In charge"), lambda p: person_name(p.quotation.prospect.owner_id)),
        ],
        order=(Instalment.due_on, Instalment.id),
        row_url=lambda p: url_for("prospecting.show_quotation", quotation_id=p.quotation_id, _anchor="plan"),
        filters=filters,
        search=queries.search_proposals,
        empty=Empty(
            "cash",
            N_("No payment is planned"),
            N_("Once a quotation is accepted, write down there when which part is paid."),
            url_for("prospecting.list_quotations"),
            N_("See the quotations"),
        ),
        name="payments",
    )


def due_of(part: Instalment) -> Due:
    if part.is_paid:
        return Due.PAID
    return Due.OVERDUE if part.is_overdue else Due.OPEN
