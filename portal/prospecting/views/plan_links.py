"""Doors of links that show one proposal: a manager's, who gives and withdraws them, and a reader's, open to all (C19).

The address of a link tells nothing and opens nothing: a button does, so that whoever previews addresses counts as
nobody. Then the browser holds the token, and the address is bare.
"""

from typing import Any

from flask import Response, abort, flash, request, send_file, session
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.devices import network_of
from portal.accounts.passwords import attempt_key, take_attempt
from portal.kernel.door import PUBLIC
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.actions.plan_links import READER
from portal.prospecting.forms import PlanDoorForm, PlanLinkForm
from portal.prospecting.models import Proposal
from portal.prospecting.views.proposals import proposal_page

MOST_TRIES = 20  # from one network within a quarter of an hour


@room.post("/proposals/<int:proposal_id>/links", needs=Can.PROSPECT)
def create_plan_link(proposal_id: int) -> Any:
    proposal, form = queries.proposal(proposal_id, current_user), PlanLinkForm(prefix="link-")
    if form.accepts(lambda: actions.give_link(proposal, days=form.days.data or 0, by=current_user)):
        session["plan_given"] = {"token": form.result, "proposal": proposal_id}
        flash(_("The link is made. It is shown only now."))
        return see_other("prospecting.show_proposal", proposal_id=proposal_id)
    return proposal_page(queries.proposal(proposal_id, current_user), 422, link_form=form)


@room.post("/proposal-links/<int:link_id>/withdrawal", needs=Can.PROSPECT)
def create_plan_link_withdrawal(link_id: int) -> Any:
    link = actions.withdraw_link(queries.plan_link(link_id, current_user), by=current_user)
    flash(_("The link is withdrawn. Nobody reads by it any more."))
    return see_other("prospecting.show_proposal", proposal_id=link.proposal_id)


@room.get("/plan/<token>", needs=PUBLIC)
def show_plan_door(token: str) -> Any:
    return kept_by_nobody(page("prospecting/plans/door.html", form=PlanDoorForm(formdata=None)))


@room.post("/plan/<token>", needs=PUBLIC)
def open_plan(token: str) -> Any:
    form = PlanDoorForm()
    if form.accepts(lambda: opened_from(token, network_of(request.remote_addr))):
        session["plan"] = token
        return kept_by_nobody(see_other("prospecting.show_plan"))
    return kept_by_nobody(page("prospecting/plans/door.html", status=422, form=form))


def opened_from(token: str, network: str) -> Any:
    """Open a link; tries are counted for the network they come from, whether the link works or not."""
    take_attempt(attempt_key(f"plan {network}"), MOST_TRIES)
    return actions.open_link(token)


@room.get("/plan", needs=PUBLIC)
def show_plan() -> Any:
    if (proposal := plan_in_hand()) is None:
        return kept_by_nobody(page("prospecting/plans/gone.html", status=404))
    photos = queries.photos_of(proposal, READER)
    return kept_by_nobody(
        page("prospecting/plans/show.html", proposal=proposal, prospect=proposal.prospect, photos=photos)
    )


@room.get("/plan/photos/<int:nth>", needs=PUBLIC)
def show_plan_photo(nth: int) -> Any:
    proposal = plan_in_hand()
    photos = queries.photos_of(proposal, READER) if proposal else []
    if not 1 <= nth <= len(photos) or not photos[nth - 1].path().exists():
        abort(404)
    return kept_by_nobody(send_file(photos[nth - 1].path(), mimetype=photos[nth - 1].mime))


def kept_by_nobody(answer: Response) -> Response:
    """Let no cache, no search engine and no other page learn what a link shows, or its address."""
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


def plan_in_hand() -> Proposal | None:
    """Return the proposal whose link this browser opened, as long as that link lasts."""
    link = queries.link_with(session.get("plan", ""))
    return queries.proposal(link.proposal_id, READER) if link is not None and link.lasts else None
