"""The catalogue."""

from datetime import timedelta

from portal.goods import actions
from portal.goods.actions.categories import put_in_use
from portal.goods.models import PriceKind
from portal.kernel import clock
from portal.network import actions as network
from tests.builders_goods import MILK, RICE, TEA, a_configuration, a_photo, a_product


def with_product(deed):
    """A recipe over one product of the catalogue."""

    def recipe(s):
        product = a_product()
        return lambda: deed(s, product)

    return recipe


def restoring(s):
    product = a_product()
    actions.withdraw(product, by=s.office, reason="换包装")
    return lambda: actions.restore(product, by=s.office)


def removing(s):
    product = a_product()
    further = actions.add_barcode(product, barcode=MILK, by=s.office)
    return lambda: actions.remove_barcode(product, further, by=s.office)


def unfeaturing(s):
    product = a_product()
    actions.feature(product, first=clock.today(), last=clock.today(), by=s.office)
    return lambda: actions.stop_featuring(product, by=s.office)


def new(product, days=0, **facts):
    """A price of head office, lower for some days."""
    first = clock.today() + timedelta(days=days)
    return actions.NewPrice(product, 3790, first, last=first + timedelta(days=6), **facts)


def withdrawing(s):
    price = actions.set_price(new(a_product(), 3), by=s.office)
    return lambda: actions.withdraw_price(price, by=s.office)


def left_free(s):
    """A product whose price is left to the store."""
    product = a_product()
    actions.set_price(new(product, kind=PriceKind.FREE), by=s.office)
    return product


def own_price(s, product):
    return actions.set_store_price(s.places.store, product, fen=3690, first=clock.today(), by=s.owner)


def setting_own(s):
    product = left_free(s)
    return lambda: own_price(s, product)


def withdrawing_own(s):
    price = own_price(s, left_free(s))
    return lambda: actions.withdraw_store_price(price, by=s.owner)


def with_configuration(deed):
    """A recipe over a list with one product."""

    def recipe(s):
        first = a_configuration((a_product(), 12_000))
        return lambda: deed(s, first)

    return recipe


def taking_back_into_use(s):
    first = a_configuration()
    actions.retire_configuration(first, by=s.office)
    return lambda: actions.restore_configuration(first, by=s.office)


def applying(s):
    first = a_configuration((a_product(), 12_000))
    store = network.create_store(s.places.beijing, name="新店", by=s.office)
    return lambda: actions.apply_configuration(first, store, by=s.office)


def with_category(deed, *, retired=False):
    """A recipe over the second of two categories."""

    def recipe(s):
        for name in ("粮油", "饮料"):
            category = actions.add_category(name, by=s.office)
        if retired:
            actions.retire_category(category, by=s.office)
        return lambda: deed(s, category)

    return recipe


def facts(barcode, name):
    return {"barcode": barcode, "name": name, "category": "食品", "unit": "袋", "weighed": False, "price": 4990}


CHANGED = {**facts(TEA, "绿茶"), "price": 4090}

def picturing(s):
    product = a_product()
    return lambda: actions.keep_photo(product, upload=a_photo(), by=s.office)


def unpicturing(s):
    product = a_product()
    actions.keep_photo(product, upload=a_photo(), by=s.office)
    return lambda: actions.remove_photo(product, by=s.office)


RECIPES = {
    actions.keep_photo: picturing,
    actions.remove_photo: unpicturing,
    actions.add_configuration: lambda s: lambda: actions.add_configuration(name="大店配置", by=s.office),
    actions.apply_configuration: applying,
    actions.change_configuration: with_configuration(
        lambda s, c: actions.change_configuration(c, name="大店配置", most_m2=500, by=s.office)
    ),
    actions.put_on_configuration: with_configuration(
        lambda s, c: actions.put_on_configuration(c, [(c.lines[0].product, 6_000)], by=s.office)
    ),
    actions.restore_configuration: taking_back_into_use,
    actions.retire_configuration: with_configuration(lambda s, c: actions.retire_configuration(c, by=s.office)),
    actions.take_off_configuration: with_configuration(
        lambda s, c: actions.take_off_configuration(c, c.lines[0], by=s.office)
    ),
    actions.add_all: lambda s: lambda: actions.add_all([facts(MILK, "牛奶"), facts(RICE, "大米")], by=s.office),
    actions.add_barcode: with_product(lambda s, p: actions.add_barcode(p, barcode=MILK, pieces=12, by=s.office)),
    actions.add_barcodes: with_product(lambda s, p: actions.add_barcodes([(p, {MILK: 1, RICE: 12})], by=s.office)),
    actions.add_category: lambda s: lambda: actions.add_category("粮油", by=s.office),
    actions.lift_category: with_category(lambda s, c: actions.lift_category(c, by=s.office)),
    put_in_use: lambda s: lambda: put_in_use({"粮油", "饮料"}, by=s.office),
    actions.rename_category: with_category(lambda s, c: actions.rename_category(c, "酒水", by=s.office)),
    actions.restore_category: with_category(lambda s, c: actions.restore_category(c, by=s.office), retired=True),
    actions.retire_category: with_category(lambda s, c: actions.retire_category(c, by=s.office)),
    actions.add_product: lambda s: lambda: actions.add_product(by=s.office, **facts(MILK, "牛奶")),
    actions.change_all: with_product(lambda s, p: actions.change_all([(p, CHANGED)], by=s.office)),
    actions.change_product: with_product(lambda s, p: actions.change_product(p, by=s.office, **CHANGED)),
    actions.feature: with_product(
        lambda s, p: actions.feature(p, first=clock.today(), last=clock.today(), by=s.office)
    ),
    actions.remove_barcode: removing,
    actions.restore: restoring,
    actions.set_cost: with_product(lambda s, p: actions.set_cost(p, fen=2870, since=clock.today(), by=s.office)),
    actions.set_price: with_product(lambda s, p: actions.set_price(new(p, region=s.places.north), by=s.office)),
    actions.set_prices: with_product(lambda s, p: actions.set_prices([new(p), new(p, 9)], by=s.office)),
    actions.set_store_price: setting_own,
    actions.stop_featuring: unfeaturing,
    actions.withdraw: with_product(lambda s, p: actions.withdraw(p, by=s.office, reason="停产")),
    actions.withdraw_price: withdrawing,
    actions.withdraw_store_price: withdrawing_own,
}
