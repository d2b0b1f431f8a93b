"""Doors of proposals: a prospect's versions side by side, one version, the price list they begin with (C19)."""

from typing import Any

from flask import flash, session
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import as_file, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_proposals, queries, room
from portal.prospecting.findings import found_in
from portal.prospecting.forms import PlanLinkForm, PriceListForm, ProposalFilters, ProposalForm
from portal.prospecting.history import lines_of
from portal.prospecting.models import Outlook, Proposal, Prospect
from portal.prospecting.paper import proposal_as_pdf

room.place(N_("Proposals"), "list_proposals", "file", needs=Can.SEE_PROSPECTING, order=24)
room.place(N_("Renovation prices"), "edit_price_list", "list", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=947)


@room.get("/renovation-prices", needs=Can.MANAGE_POLICY)
def edit_price_list() -> Any:
    return page("prospecting/proposals/prices.html", form=PriceListForm(queries.price_list(), formdata=None))


@room.post("/renovation-prices", needs=Can.MANAGE_POLICY)
def update_price_list() -> Any:
    form = PriceListForm()
    if form.accepts(lambda: actions.set_price_list(form.lines, by=current_user)):
        flash(_("Saved. Proposals that begin from now on start with these."))
        return see_other("prospecting.edit_price_list")
    return page("prospecting/proposals/prices.html", status=422, form=form)


@room.get("/proposals", needs=Can.SEE_PROSPECTING)
def list_proposals() -> Any:
    return list_page(
        "prospecting/proposals/index.html", lists_proposals.proposals(current_user, ProposalFilters(current_user))
    )


@room.get("/prospects/<int:prospect_id>/proposals", needs=Can.SEE_PROSPECTING)
def list_versions(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    versions = queries.proposals_of(prospect, current_user, 4)
    facts: dict[str, Any] = {"versions": versions, "lines": queries.lines_compared(versions), "levels": list(Outlook)}
    return page("prospecting/proposals/versions.html", prospect=prospect, **facts)


@room.get("/prospects/<int:prospect_id>/proposals/new", needs=Can.PROSPECT)
def new_proposal(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    newest = queries.newest_proposal(prospect, current_user)
    begun = queries.facts_of(newest) if newest else queries.begun_with(prospect)
    begun["findings"] = begun.get("findings") or found_in(prospect.survey, current_user)
    return form_page(prospect, ProposalForm(begun=begun, formdata=None))


@room.post("/prospects/<int:prospect_id>/proposals", needs=Can.PROSPECT)
def create_proposal(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), ProposalForm()
    if form.accepts(lambda: actions.add_proposal(prospect, by=current_user, **form.facts)):
        flash(_("Stored as version %(number)s.", number=form.result.number))
        return see_other("prospecting.show_proposal", proposal_id=form.result.id)
    return form_page(queries.prospect(prospect_id, current_user), form, 422)


def form_page(prospect: Prospect, form: ProposalForm, status: int = 200, proposal: Proposal | None = None) -> Any:
    facts = {"prospect": prospect, "proposal": proposal, "form": form}
    return page("prospecting/proposals/edit.html", status=status, **facts)


@room.get("/proposals/<int:proposal_id>", needs=Can.SEE_PROSPECTING)
def show_proposal(proposal_id: int) -> Any:
    return proposal_page(queries.proposal(proposal_id, current_user))


def proposal_page(proposal: Proposal, status: int = 200, **facts: Any) -> Any:
    history = lines_of(proposal, current_user)
    photos = queries.photos_of(proposal, current_user)
    newest = queries.newest_proposal(proposal.prospect, current_user)
    facts.setdefault("link_form", PlanLinkForm(prefix="link-", formdata=None))
    facts |= {"links": queries.links_of(proposal, current_user), "given": given_now(proposal)}
    known = {"proposal": proposal, "prospect": proposal.prospect, "newest": newest, "Outlook": Outlook}
    return page("prospecting/proposals/show.html", status=status, photos=photos, history=history, **known, **facts)


def given_now(proposal: Proposal) -> str:
    """Return the token of a link that was made just now: it is shown once."""
    made = session.get("plan_given") or {}
    return str(session.pop("plan_given")["token"]) if made.get("proposal") == proposal.id else ""


@room.get("/proposals/<int:proposal_id>/pdf", needs=Can.SEE_PROSPECTING)
def show_proposal_pdf(proposal_id: int) -> Any:
    proposal = queries.proposal(proposal_id, current_user)
    name = _("%(name)s-proposal-%(number)s.pdf", name=proposal.prospect.name, number=proposal.number)
    content = proposal_as_pdf(proposal, queries.photos_of(proposal, current_user))
    return as_file(name, "application/pdf", content)


@room.get("/proposals/<int:proposal_id>/edit", needs=Can.PROSPECT)
def edit_proposal(proposal_id: int) -> Any:
    proposal = queries.proposal(proposal_id, current_user)
    return form_page(proposal.prospect, ProposalForm(proposal, formdata=None), proposal=proposal)


@room.post("/proposals/<int:proposal_id>", needs=Can.PROSPECT)
def update_proposal(proposal_id: int) -> Any:
    proposal = queries.proposal(proposal_id, current_user)
    form = ProposalForm(proposal)
    if form.accepts(lambda: actions.edit_proposal(proposal, by=current_user, **form.facts)):
        flash(_("Stored."))
        return see_other("prospecting.show_proposal", proposal_id=proposal_id)
    proposal = queries.proposal(proposal_id, current_user)
    return form_page(proposal.prospect, form, form.status, proposal)


@room.post("/proposals/<int:proposal_id>/handing-over", needs=Can.PROSPECT)
def create_handing_over(proposal_id: int) -> Any:
    proposal = actions.hand_over(queries.proposal(proposal_id, current_user), by=current_user)
    flash(_("Noted. This version stays as it is."))
    return see_other("prospecting.show_proposal", proposal_id=proposal.id)
