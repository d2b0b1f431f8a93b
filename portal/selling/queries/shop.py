"""Where someone of the shop floor works."""

from typing import Any

from flask import abort
from sqlalchemy import bindparam, select

from portal.kernel.db import db
from portal.kernel.scope import within
from portal.network.models import Store, StoreState

TRADING = (StoreState.OPEN, StoreState.SUSPENDED, StoreState.CLOSED)  # stores that sell or have sold
# asked with every order
_SHOP = within(
    select(Store).where(Store.id == bindparam("store_id")), Store, because="the viewer's own store, by its id"
)


def shop_of(viewer: Any) -> Store:
    """Return the store a person of the shop floor works in now, which is one of his, or answer 404."""
    store_id = getattr(viewer, "store_id", None)
    found = db.session.scalar(_SHOP, {"store_id": store_id}) if store_id in viewer.store_ids else None
    if found is None:
        abort(404)
    return found
