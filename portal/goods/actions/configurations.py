"""What head office does to lists of a new store's first goods, and how one becomes an order (C31)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.goods.actions.stock import check_whole
from portal.goods.actions.supply import order_goods
from portal.goods.models import Configuration, ConfigurationLine, GoodsOrder, Product, ProductState, SupplyState
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import StoreState

MOST = 2000  # lines of a list


def add_configuration(*, name: str, by: Any, least_m2: int | None = None, most_m2: int | None = None) -> Configuration:
    """Begin a list for shops of some size."""
    _check(name, least_m2, most_m2)
    configuration = Configuration(name=name, least_m2=least_m2, most_m2=most_m2)
    db.session.add(configuration)
    record("configuration.added", configuration, by=by)
    return configuration


def change_configuration(
    configuration: Configuration, *, name: str, by: Any, least_m2: int | None = None, most_m2: int | None = None
) -> None:
    """Give a list another name, or another size of shop."""
    _check(name, least_m2, most_m2, configuration.id)
    configuration.name, configuration.least_m2, configuration.most_m2 = name, least_m2, most_m2
    record("configuration.changed", configuration, by=by)


def put_on_configuration(configuration: Configuration, goods: Sequence[tuple[Product, int]], *, by: Any) -> None:
    """Put goods on a list, (product, thousandths) each; of what stands there already the new quantity counts."""
    if not goods:
        raise Refused("Write at least one product with its quantity.", field="lines")
    standing = {line.product_id: line for line in configuration.lines}
    for product, quantity in goods:
        if quantity <= 0:
            raise Refused("The quantity of %(product)s must be above zero.", product=product.name, field="lines")
        check_whole(product, quantity, "lines")
        line = standing.get(product.id)
        if line is None:
            standing[product.id] = line = ConfigurationLine(product_id=product.id)
            configuration.lines.append(line)
        line.quantity = quantity
    if len(standing) > MOST:
        raise Refused("A list has at most %(most)s products.", most=MOST, field="lines")
    record("configuration.filled", configuration, by=by, lines=len(goods))


def take_off_configuration(configuration: Configuration, line: ConfigurationLine, *, by: Any) -> None:
    """Take a product off a list."""
    configuration.lines.remove(line)
    record("configuration.taken_off", configuration, by=by, product=line.product.name)


def retire_configuration(configuration: Configuration, *, by: Any) -> None:
    """Take a list out of use; orders that were made of it stay."""
    if configuration.retired_at is not None:
        raise Refused("This list is retired already.")
    configuration.retired_at = clock.now()
    record("configuration.retired", configuration, by=by)


def restore_configuration(configuration: Configuration, *, by: Any) -> None:
    """Take a retired list into use again."""
    if configuration.retired_at is None:
        raise Refused("This list is in use already.")
    configuration.retired_at = None
    record("configuration.restored", configuration, by=by)


def apply_configuration(configuration: Configuration, store: Any, *, by: Any, note: str = "") -> GoodsOrder:
    """Order a new store's first goods by a list: an order that waits for head office to look over and ship.

    What was withdrawn from sale since is left out.
    """
    if configuration.retired_at is not None:
        raise Refused("This list is retired already.")
    if store.state != StoreState.PREPARING:
        raise Refused("Only a store that is being prepared takes its first goods by a list.", field="store")
    trail.lock(db.session(), f"store:{store.id}")
    waiting = GoodsOrder.seen_by(by).where(GoodsOrder.store_id == store.id, GoodsOrder.state == SupplyState.ORDERED)
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Refused("An order of this store is waiting already: ship or cancel it first.", field="store")
    goods = [(line.product, line.quantity) for line in configuration.lines if line.product.state == ProductState.ON]
    if not goods:
        raise Refused("Nothing on this list is on sale.")
    order = order_goods(store, goods, by=by, note=" · ".join(text for text in (configuration.name, note) if text)[:200])
    record("configuration.applied", configuration, by=by, store=store.code, lines=len(goods))
    return order


def _check(name: str, least_m2: int | None, most_m2: int | None, own_id: int | None = None) -> None:
    if least_m2 is not None and most_m2 is not None and most_m2 < least_m2:
        raise Refused("The larger size is below the smaller.", field="most_m2")
    other = select(Configuration.id).where(Configuration.name == name, Configuration.id != (own_id or 0))
    if db.session.scalar(other):
        raise Refused("There is a list of this name already.", field="name")
