"""What a store's stock room makes, one row of every noun."""

from typing import Any

from portal.goods.models import (
    CountLine,
    CountScope,
    CountSheet,
    GoodsOrder,
    GoodsOrderLine,
    Product,
    StockMinimum,
    StockPace,
    StorePrice,
    Transfer,
    TransferLine,
)
from portal.kernel import clock
from portal.kernel.db import db


def of_stock(store: Any, product: Product, actor_id: int) -> dict[str, Any]:
    """Return {argument: id} of rows of this store's stock."""
    sheet = CountSheet(store_id=store.id, scope=CountScope.SCANNED, actor_id=actor_id)
    db.session.add(sheet)
    db.session.flush()
    db.session.add(CountLine(store_id=store.id, sheet_id=sheet.id, product_id=product.id))
    db.session.flush()
    db.session.add(StockPace(store_id=store.id, product_id=product.id, per_day=1500, on_day=clock.today()))
    db.session.add(StockMinimum(store_id=store.id, product_id=product.id, quantity=4000))
    order = GoodsOrder(store_id=store.id, actor_id=actor_id)
    order.lines = [GoodsOrderLine(store_id=store.id, product_id=product.id, ordered=5000)]
    db.session.add(order)
    db.session.flush()
    ends = {"store_id": store.id, "receiver_id": store.id}
    sent = Transfer(**ends, actor_id=actor_id)
    sent.lines = [TransferLine(**ends, product_id=product.id, sent=1000)]
    db.session.add(sent)
    db.session.flush()
    own = StorePrice(store_id=store.id, product_id=product.id, fen=470, since=1, actor_id=actor_id)
    db.session.add(own)
    db.session.flush()
    return {"own_price_id": own.id, "sheet_id": sheet.id, "goods_order_id": order.id, "transfer_id": sent.id}
