"""Doors of a negotiation: the deal with one prospect on its own page, rounds, the result and its paper (C21)."""

from collections.abc import Iterable
from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_deals, queries, room
from portal.prospecting.forms import AimsForm, DealFilters, ResultForm, RoundForm
from portal.prospecting.models import NegotiationRound, Prospect, Stage

room.place(N_("Negotiations"), "list_deals", "scale", needs=Can.SEE_PROSPECTING, order=24)


@room.get("/deals", needs=Can.SEE_PROSPECTING)
def list_deals() -> Any:
    return list_page("prospecting/deals/index.html", lists_deals.deals(current_user, DealFilters(current_user)))


@room.get("/prospects/<int:prospect_id>/deal", needs=Can.SEE_PROSPECTING)
def show_deal(prospect_id: int) -> Any:
    return deal_page(queries.prospect(prospect_id, current_user))


def deal_page(prospect: Prospect, status: int = 200, **forms: Any) -> Any:
    """Answer with all that is between both sides: the result first, then the rounds, the price, and what we want."""
    results, rounds = queries.results_of(prospect, current_user), queries.rounds_of(prospect, current_user)
    quotations, plan = queries.quotations_of(prospect, current_user), queries.newest_proposal(prospect, current_user)
    offered = next((held.our_price for held in rounds if held.our_price is not None), None)
    facts = {"results": results, "rounds": rounds, "quotations": quotations, "mine": may_write(prospect)}
    facts["was_quoted"] = was_sent(quotations)
    return page(
        "prospecting/deals/show.html",
        status=status,
        prospect=prospect,
        aims=queries.aims_of(prospect, current_user),
        proposal=plan,
        rival_offers=queries.rival_offers_of(prospect, current_user),
        ours=queries.ours_of(results[0].price if results else None, quotations, offered, plan.items if plan else []),
        source_form=forms.get("source_form"),
        **facts,
    )


def was_sent(quotations: Iterable[Any]) -> bool:
    """Whether the other side was ever given a price with its lines."""
    return any(one.sent_at for one in quotations)


def may_write(prospect: Prospect) -> bool:
    """Whether whoever looks may write here: it is neither lost nor in the shared pool."""
    return current_user.may(Can.PROSPECT) and prospect.stage != Stage.LOST and not prospect.is_in_pool


def back(prospect_id: int, part: str = "") -> Any:
    return see_other("prospecting.show_deal", prospect_id=prospect_id, _anchor=part or None)


@room.get("/prospects/<int:prospect_id>/aims/edit", needs=Can.PROSPECT)
def edit_aims(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = AimsForm(formdata=None, obj=queries.aims_of(prospect, current_user))
    return page("prospecting/deals/aims.html", prospect=prospect, form=form)


@room.post("/prospects/<int:prospect_id>/aims", needs=Can.PROSPECT)
def update_aims(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = AimsForm(obj=queries.aims_of(prospect, current_user))
    if form.accepts(lambda: actions.set_aims(prospect, by=current_user, **form.facts)):
        flash(_("Stored."))
        return back(prospect_id, "aims")
    prospect = queries.prospect(prospect_id, current_user)
    return page("prospecting/deals/aims.html", status=form.status, prospect=prospect, form=form)


@room.get("/prospects/<int:prospect_id>/rounds/new", needs=Can.PROSPECT)
def new_round(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    present = filter(None, (prospect.decision_maker or prospect.contact_name, current_user.name))
    return round_page(prospect, RoundForm(formdata=None, data={"present": _(", ").join(present)}))


@room.post("/prospects/<int:prospect_id>/rounds", needs=Can.PROSPECT)
def create_round(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), RoundForm()
    if form.accepts(lambda: actions.add_round(prospect, by=current_user, **form.facts)):
        flash(_("The round is written down."))
        return back(prospect_id, "rounds")
    return round_page(queries.prospect(prospect_id, current_user), form, 422)


def round_page(prospect: Prospect, form: RoundForm, status: int = 200, held: NegotiationRound | None = None) -> Any:
    return page("prospecting/deals/round.html", status=status, prospect=prospect, form=form, held=held)


@room.get("/rounds/<int:round_id>/edit", needs=Can.PROSPECT)
def edit_round(round_id: int) -> Any:
    held = queries.negotiation_round(round_id, current_user)
    return round_page(held.prospect, RoundForm(formdata=None, obj=held), held=held)


@room.post("/rounds/<int:round_id>", needs=Can.PROSPECT)
def update_round(round_id: int) -> Any:
    held = queries.negotiation_round(round_id, current_user)
    form = RoundForm(obj=held)
    if form.accepts(lambda: actions.edit_round(held, by=current_user, **form.facts)):
        flash(_("Stored."))
        return back(held.prospect_id, "rounds")
    held = queries.negotiation_round(round_id, current_user)
    return round_page(held.prospect, form, form.status, held)


@room.get("/prospects/<int:prospect_id>/results/new", needs=Can.PROSPECT)
def new_result(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    return result_page(prospect, ResultForm(formdata=None, data=queries.terms_begun(prospect, current_user)))


@room.post("/prospects/<int:prospect_id>/results", needs=Can.PROSPECT)
def create_result(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), ResultForm()
    if form.accepts(lambda: actions.confirm_result(prospect, by=current_user, **form.facts)):
        flash(_("Confirmed by both names. It stays as it is."))
        return back(prospect_id, "result")
    return result_page(queries.prospect(prospect_id, current_user), form, 422)


def result_page(prospect: Prospect, form: ResultForm, status: int = 200) -> Any:
    before, quotations = queries.result_of(prospect, current_user), queries.quotations_of(prospect, current_user)
    facts = {"prospect": prospect, "form": form, "before": before, "was_quoted": was_sent(quotations)}
    return page("prospecting/deals/result.html", status=status, **facts)


@room.get("/results/<int:result_id>/paper", needs=Can.SEE_PROSPECTING)
def show_result_paper(result_id: int) -> Any:
    result = queries.negotiation_result(result_id, current_user)
    holds = queries.result_of(result.prospect, current_user)
    return page("prospecting/deals/result_paper.html", result=result, prospect=result.prospect, holds=holds)
