"""The door of recommendations (C34)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import see_other
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.forms import ReferralForm
from portal.selling.views.members import member_page, met_already


@room.post("/selling/members/<int:member_id>/referral", needs=Can.REGISTER_MEMBERS)
def create_referral(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), ReferralForm(prefix="referral-")
    if form.accepts(lambda: actions.refer_by_number(member, phone=form.phone.data or "", by=current_user)):
        flash(_("Noted. The points are given in the night after the first purchase."))
        return see_other("selling.show_member", member_id=member_id)
    member = queries.member(member_id, current_user)
    met_already(member.store, form)
    return member_page(queries.member(member_id, current_user), 422, referral=form)
