"""The door of members who are idle, and of when they are anonymised."""

from typing import Any

from flask_login import current_user

from portal.kernel.page import page
from portal.kernel.rights import Can
from portal.selling import idle_queries, room, rules


@room.get("/selling/idle-members", needs=Can.SEE_READINGS)
def list_idle_members() -> Any:
    found = idle_queries.idle_by_store(current_user)
    return page("selling/idle/index.html", rows=found, months=rules.rules().months)
