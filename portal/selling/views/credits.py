"""Doors of what a member may have on account (C34)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import see_other
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.forms import CreditForm
from portal.selling.views.members import member_page


@room.post("/selling/members/<int:member_id>/credit", needs=Can.GIVE_CREDIT)
def update_credit(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), CreditForm()
    if form.accepts(lambda: actions.set_credit(member, limit=form.limit.data or 0, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_member", member_id=member.id)
    return member_page(queries.member(member_id, current_user), 422, credit=form)
