"""Doors of what others offer a prospect (C22)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_rival_offers, queries, room
from portal.prospecting.forms import RivalOfferFilters, RivalOfferForm
from portal.prospecting.models import Prospect
from portal.prospecting.views.negotiation import back

room.place(N_("Rivals' offers"), "list_rival_offers", "percent", needs=Can.SEE_PROSPECTING, order=24)


@room.get("/rival-offers", needs=Can.SEE_PROSPECTING)
def list_rival_offers() -> Any:
    listing = lists_rival_offers.rival_offers(current_user, RivalOfferFilters(current_user))
    return list_page("prospecting/deals/rival_offers.html", listing)


@room.get("/prospects/<int:prospect_id>/rival-offers/new", needs=Can.PROSPECT)
def new_rival_offer(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    return offer_page(prospect, form_of(prospect, formdata=None))


@room.post("/prospects/<int:prospect_id>/rival-offers", needs=Can.PROSPECT)
def create_rival_offer(prospect_id: int) -> Any:
    prospect = queries.prospect(prospect_id, current_user)
    form = form_of(prospect)
    if form.accepts(lambda: actions.add_rival_offer(prospect, by=current_user, **form.facts)):
        flash(_("Written down."))
        return back(prospect_id, "rival-offers")
    return offer_page(queries.prospect(prospect_id, current_user), form, 422)


def form_of(prospect: Prospect, **kwargs: Any) -> RivalOfferForm:
    return RivalOfferForm(queries.prices_of([prospect.id], current_user)[prospect.id], **kwargs)


def offer_page(prospect: Prospect, form: RivalOfferForm, status: int = 200) -> Any:
    names = [rival.name for rival in queries.rivals_in(prospect.region_id, current_user)]
    facts = {"prospect": prospect, "form": form, "names": names}
    return page("prospecting/deals/rival_offer.html", status=status, **facts)


@room.post("/rival-offers/<int:offer_id>/removal", needs=Can.PROSPECT)
def create_rival_offer_removal(offer_id: int) -> Any:
    offer = queries.rival_offer(offer_id, current_user)
    prospect_id = offer.prospect_id
    actions.remove_rival_offer(offer, by=current_user)
    flash(_("Taken away."))
    return back(prospect_id, "rival-offers")
