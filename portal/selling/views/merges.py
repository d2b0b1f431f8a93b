"""The door by which two files of one member become one (C34)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import see_other
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.forms import MergeForm
from portal.selling.views.members import member_page


@room.post("/selling/members/<int:member_id>/merge", needs=Can.MERGE_MEMBERS)
def create_merge(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), MergeForm(prefix="merge-")
    if form.accepts(lambda: actions.merge(member, by=current_user, **form.values)):
        flash(_("Merged. Both numbers find this file, and the orders of both stand in it."))
        return see_other("selling.show_member", member_id=form.result.id)
    return member_page(queries.member(member_id, current_user), 422, merge=form)
