"""Doors of what others offer a prospect (C22)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import RivalOfferForm
from portal.prospecting.models import Prospect
from portal.prospecting.views.negotiation import back


@room.get("/prospects/<int:prospect_id>/rival-offers/new", needs=Can.PROSPECT)
def new_rival_offer(prospect_id: int) -> Any:
    return offer_page(queries.prospect(prospect_id, current_user), RivalOfferForm(formdata=None))


@room.post("/prospects/<int:prospect_id>/rival-offers", needs=Can.PROSPECT)
def create_rival_offer(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), RivalOfferForm()
    if form.accepts(lambda: actions.add_rival_offer(prospect, by=current_user, **form.facts)):
        flash(_("Written down."))
        return back(prospect_id, "rival-offers")
    return offer_page(queries.prospect(prospect_id, current_user), form, 422)


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
