"""Doors of points: a member's, and the network's rule for them (C34)."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, lists, points, queries, room
from portal.selling.forms import AdjustForm, PointsForm
from portal.selling.models import Member
from portal.selling.views.benefits import benefits_page


@room.get("/selling/members/<int:member_id>/points", needs=Can.SEE_MEMBERS)
def list_points(member_id: int) -> Any:
    member = with_points(member_id)
    return list_page("selling/points/index.html", **facts(member), form=AdjustForm(formdata=None))


def with_points(member_id: int) -> Member:
    """Return a member in the viewer's reach whose points are told; who took his consent back is told of no more."""
    member = queries.member(member_id, current_user)
    if member.has_withdrawn:
        abort(404)
    return member


def facts(member: Member) -> dict[str, Any]:
    return {"listing": lists.points(current_user, of=member), "member": member, "held": points.held(member)}


@room.post("/selling/members/<int:member_id>/points", needs=Can.SET_BENEFITS)
def create_points(member_id: int) -> Any:
    member, form = with_points(member_id), AdjustForm()
    if form.accepts(lambda: actions.adjust_points(member, by=current_user, **form.values)):
        flash(_("Noted."))
        return see_other("selling.list_points", member_id=member_id)
    found = facts(with_points(member_id))
    return page("selling/points/index.html", status=422, **found | {"listing": found["listing"].load()}, form=form)


@room.post("/settings/benefits/points", needs=Can.SET_BENEFITS)
def update_points() -> Any:
    form = PointsForm(prefix="points-", obj=points.rules())
    if form.accepts(lambda: points.set_rules(form.points, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.list_benefits")
    return benefits_page(form.status, points_form=form)
