"""Stock: received, counted, lost, begun with."""

from datetime import date
from types import SimpleNamespace

from portal.goods import actions, rules
from portal.goods.models import Cause, CountScope, Deviation, Loss
from tests.builders_goods import a_product
from tests.cast import HOUSE
from tests.proofs.recipes.catalogue import with_product


def opened(s, product):
    opening = SimpleNamespace(product_id=product.id, quantity=3000, day=date(2026, 1, 5), source_key="file 1")
    return actions.enter_opening_stock(s.places.store.id, [opening], by=s.owner)


def counting(deed):
    """A sheet with one product counted: seven of it, where the books have none."""

    def recipe(s, p):
        sheet = actions.begin_count(s.places.store, CountScope.SCANNED, by=s.owner)
        line = actions.count_product(sheet, p, 7000, by=s.owner)
        return lambda: deed(s, sheet, line)

    return lambda s: recipe(s, a_product())


def began(s, p):
    actions.receive(s.places.store, [(p, 12000)], by=s.owner)
    return lambda: actions.begin_count(s.places.store, CountScope.ALL, by=s.owner)


def ordering(deed):
    """An order of one product."""

    def recipe(s):
        order = actions.order_goods(s.places.store, [(a_product(), 6000)], by=s.owner)
        return lambda: deed(s, order)

    return recipe


def shipped(s):
    order = actions.order_goods(s.places.store, [(a_product(), 6000)], by=s.owner)
    actions.ship_goods(order, {}, by=s.office)
    short = {order.lines[0].id: (5000, Deviation.SHORT, "少一袋")}
    return lambda: actions.take_in_goods(order, short, by=s.owner)


def sending(s):
    product, other = a_product(), s.places.store_taiyuan
    return lambda: actions.send_goods(s.places.store, other, [(product, 3000)], by=s.owner)


def sent(deed):
    """A transfer under way: three of a product."""

    def recipe(s):
        transfer = sending(s)()
        return lambda: deed(s, transfer)

    return recipe


RECIPES = {
    rules.set_rules: lambda s: lambda: rules.set_rules(rules.Rules(low=5), by=s.admin),
    actions.send_goods: sending,
    actions.take_back_transfer: sent(lambda s, t: actions.take_back_transfer(t, by=s.owner, reason="不用了")),
    actions.take_in_transfer: sent(
        lambda s, t: actions.take_in_transfer(t, {t.lines[0].id: (2000, "少一袋")}, by=HOUSE)
    ),
    actions.cancel_goods_order: ordering(lambda s, o: actions.cancel_goods_order(o, by=s.office, reason="缺货")),
    actions.order_goods: with_product(lambda s, p: actions.order_goods(s.places.store, [(p, 6000)], by=s.owner)),
    actions.ship_goods: ordering(lambda s, o: actions.ship_goods(o, {}, by=s.office)),
    actions.take_in_goods: shipped,
    actions.adopt_count: counting(
        lambda s, sheet, line: actions.adopt_count(sheet, {line.id: (Cause.UNKNOWN, "")}, by=s.owner)
    ),
    actions.begin_count: lambda s: began(s, a_product()),
    actions.count_product: counting(
        lambda s, sheet, line: actions.count_product(sheet, line.product, 1000, by=s.owner, more=True)
    ),
    actions.take_in_counts: with_product(
        lambda s, p: actions.take_in_counts(s.places.store.id, [(p.id, 5000, None)], by=s.owner)
    ),
    actions.drop_count: counting(lambda s, sheet, line: actions.drop_count(sheet, by=s.owner, reason="重来")),
    actions.explain_count: counting(
        lambda s, sheet, line: actions.explain_count(sheet, {line.id: (Cause.TAKEN, "少了")}, by=s.owner)
    ),
    actions.write_counts: counting(lambda s, sheet, line: actions.write_counts(sheet, {line.id: 5000}, by=s.owner)),
    actions.count: with_product(lambda s, p: actions.count(s.places.store, p, 7000, by=s.owner)),
    actions.enter_opening_stock: with_product(opened),
    actions.set_minimum: with_product(lambda s, p: actions.set_minimum(s.places.store, p, 6000, by=s.owner)),
    actions.lose: with_product(lambda s, p: actions.lose(s.places.store, p, 1000, by=s.owner, why=Loss.BROKEN)),
    actions.receive: with_product(lambda s, p: actions.receive(s.places.store, [(p, 12000)], by=s.owner)),
}
