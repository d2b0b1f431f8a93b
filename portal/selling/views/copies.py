"""The door of a member's copy (C34)."""

import json
from typing import Any

from flask import Response
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import as_file, as_workbook
from portal.kernel.rights import Can
from portal.selling import actions, copies, queries, room
from portal.selling.forms import CopyForm, CopyKind
from portal.selling.views.members import member_page


@room.post("/selling/members/<int:member_id>/copy", needs=Can.EXPORT_MEMBERS)
def create_copy(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), CopyForm(prefix="copy-")
    if form.accepts(lambda: actions.copy_member(member, reason=form.reason.data or "", by=current_user)):
        return written(f"member-{member_id}-{clock.today().isoformat()}", form.result, form.kind.data)
    return member_page(queries.member(member_id, current_user), 422, copy=form)


def written(name: str, sheets: list[copies.Sheet], kind: CopyKind) -> Response:
    """Return the copy as a workbook or as JSON; its name says nothing of whose it is but his file's number."""
    if kind == CopyKind.JSON:
        text = json.dumps(copies.as_plain(sheets), ensure_ascii=False, indent=1)
        return as_file(f"{name}.json", "application/json", text.encode())
    return as_workbook(f"{name}.xlsx", [(one.title, one.heads, one.rows) for one in sheets])
