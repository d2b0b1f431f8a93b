"""The catalogue, which all stores share: one row of every noun."""

from typing import Any

from portal.goods.models import (
    Category,
    Configuration,
    ConfigurationLine,
    Price,
    PriceKind,
    Product,
    ProductBarcode,
    ProductCost,
)
from portal.kernel import clock
from portal.kernel.db import db


def of_catalogue() -> tuple[Product, dict[str, Any]]:
    """Return a product, and {argument: id} of what stands in the catalogue."""
    product = Product(barcode="6900000000017", name="挂面", unit="袋", price=500, member_price=450)
    db.session.add(product)
    db.session.flush()
    further = ProductBarcode(barcode="6900000000024", product_id=product.id, pieces=12)
    db.session.add(further)
    db.session.add(ProductCost(product_id=product.id, fen=360, since=clock.today()))
    lasting = {"product_id": product.id, "fen": 480, "since": 1, "level": 0}
    price = Price(kind=PriceKind.RANGE, least=450, most=520, **lasting)
    db.session.add(price)
    category = Category(name="粮油", position=10)
    db.session.add(category)
    db.session.flush()
    first = Configuration(name="小店配置", lines=[ConfigurationLine(product_id=product.id, quantity=12_000)])
    db.session.add(first)
    db.session.flush()
    ids = {"configuration_id": first.id, "line_id": first.lines[0].id}
    ids |= {"category_id": category.id, "product_id": product.id, "price_id": price.id}
    return product, ids | {"barcode": further.barcode}
