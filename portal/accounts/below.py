"""Who may do something to whom: those who manage users to everybody, others to the people below them (C57)."""

from typing import Any

from portal.accounts.roles import BELOW, Role
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.network.models import Store


def refuse_beyond(role: Role, by: Any, *, stores: list[Store] | None = None) -> None:
    """Refuse whoever neither manages users nor stands above this role, or whose reach lacks a store."""
    if by.may(Can.MANAGE_USERS):
        return
    if role not in BELOW.get(by.role, ()):
        raise Refused("You can do this only for people below you.", field="role")
    if not all(store.id in by.store_ids or store.region_id in by.region_ids for store in stores or ()):
        raise Refused("Choose a store of your own.", field="store_id")
