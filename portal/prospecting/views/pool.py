"""Doors of the shared pool: its list, claiming, returning, handing over all of a leaver's, the rule of days."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.accounts.queries import people
from portal.accounts.roles import Role
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, lists, queries, room
from portal.prospecting.forms import AllHandedForm, ClaimForm, PaceForm, PoolFilters, ReturnForm
from portal.prospecting.models.pace import pace
from portal.prospecting.views.prospects import prospect_page


@room.get("/pool", needs=Can.SEE_PROSPECTING)
def list_pool() -> Any:
    return list_page("prospecting/pool/index.html", lists.pool(current_user, PoolFilters(current_user)))


@room.post("/prospects/<int:prospect_id>/claim", needs=Can.PROSPECT)
def create_claim(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), ClaimForm()
    if form.accepts(lambda: actions.claim(prospect, by=current_user)):
        flash(_("It is yours now. Write the next step."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, claim=form)


@room.post("/prospects/<int:prospect_id>/return", needs=Can.PROSPECT)
def create_return(prospect_id: int) -> Any:
    prospect, form = queries.prospect(prospect_id, current_user), ReturnForm(prefix="return-")
    if form.accepts(lambda: actions.give_back(prospect, by=current_user, reason=form.reason.data or "")):
        flash(_("It is in the shared pool now."))
        return see_other("prospecting.show_prospect", prospect_id=prospect_id)
    return prospect_page(queries.prospect(prospect_id, current_user), 422, **{"return": form})


@room.get("/handovers/new", needs=Can.HAND_OVER_PROSPECTS)
def new_handover() -> Any:
    data = {"leaver_id": request.args.get("leaver_id", type=int)}
    return handover_page(handover_form(formdata=None, data=data))


def handover_form(**kwargs: Any) -> AllHandedForm:
    """Return the form with those who have prospects, also who cannot sign in any more, and all managers."""
    return AllHandedForm(queries.owners_to_hand_over(current_user), people(current_user, Role.RM), **kwargs)


def handover_page(form: AllHandedForm, status: int = 200) -> Any:
    his = queries.to_hand_over_by_city(form.leaver, current_user) if form.leaver else []
    risks = len(queries.open_risks_owned_by(form.leaver)) if form.leaver else 0
    return page("prospecting/handovers/new.html", status=status, form=form, leaver=form.leaver, cities=his, risks=risks)


@room.post("/handovers", needs=Can.HAND_OVER_PROSPECTS)
def create_handover() -> Any:
    form = handover_form()
    if form.accepts(lambda: all_handed(form)):
        flash(told_of(form.result))
        return see_other("prospecting.list_prospects", owner=form.heir_id.data)
    return handover_page(form, 422)


def told_of(handed: actions.Handed) -> str:
    """Say what went where."""
    told = ngettext("%(num)d prospect handed over.", "%(num)d prospects handed over.", handed.heir)
    told += _(" %(n)s went to the shared pool: beyond the territory.", n=handed.pool) if handed.pool else ""
    told += (
        _(" %(n)s with an application went to another manager of the city.", n=handed.others) if handed.others else ""
    )
    told += _(" %(n)s with an application stay: nobody else manages their city.", n=handed.stay) if handed.stay else ""
    return told + (_(" %(n)s risks and chances of cities went on.", n=handed.risks) if handed.risks else "")


def all_handed(form: AllHandedForm) -> Any:
    return actions.hand_over_all(
        form.people[form.leaver_id.data or 0], form.heir, by=current_user, reason=form.reason.data or ""
    )


@room.get("/pace", needs=Can.MANAGE_POLICY)
def show_pace() -> Any:
    return page("prospecting/pace/show.html", form=PaceForm(formdata=None, data=PaceForm.data_of(pace())))


@room.post("/pace", needs=Can.MANAGE_POLICY)
def update_pace() -> Any:
    form = PaceForm()
    if form.accepts(lambda: actions.set_pace(form.days, form.warn.data or 0, by=current_user)):
        flash(_("Stored: it holds from now on."))
        return see_other("prospecting.show_pace")
    return page("prospecting/pace/show.html", status=422, form=form)
