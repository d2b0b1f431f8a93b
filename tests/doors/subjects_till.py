"""What a store's tills make, one row of every noun."""

import uuid
from typing import Any

from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.db import db
from portal.selling.booking import book
from portal.selling.models import Device, Hold
from portal.selling.new_orders import NewLine, NewOrder


def of_till(store: Any, product: Product, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's tills."""
    order_id, line = str(uuid.UUID(int=store.id)), NewLine(product.id, 1000, 500, 500)
    book([NewOrder(store.id, order_id, "A", 1, clock.now(), (line,), actor_id=actor_id)])
    device = Device(store_id=store.id, name="1", place="前台", token_hash="", enroller_id=actor_id)
    hold = Hold(
        store_id=store.id, id=order_id, device="A", name="红衣服的", body={"lines": []}, total=500, pieces=1,
        maker_id=actor_id,
    )  # fmt: skip
    db.session.add_all([device, hold])
    db.session.flush()
    held = {"hold_id": hold.id, "selling.create_hold_taking:key": hold.id}
    return {"order_id": order_id, "mark": "0", "selling:number": "A-1", "device_id": device.id, **held}
