"""Stock: received, counted, lost, begun with."""

from datetime import date
from types import SimpleNamespace

from portal.goods import actions
from tests.proofs.recipes.catalogue import with_product


def opened(s, product):
    opening = SimpleNamespace(product_id=product.id, quantity=3000, day=date(2026, 1, 5), source_key="file 1")
    return actions.enter_opening_stock(s.places.store.id, [opening], by=s.owner)


RECIPES = {
    actions.count: with_product(lambda s, p: actions.count(s.places.store, p, 7000, by=s.owner)),
    actions.enter_opening_stock: with_product(opened),
    actions.lose: with_product(lambda s, p: actions.lose(s.places.store, p, 1000, by=s.owner, reason="破损")),
    actions.receive: with_product(lambda s, p: actions.receive(s.places.store, [(p, 12000)], by=s.owner)),
}
