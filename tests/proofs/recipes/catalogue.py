"""The catalogue."""

from portal.goods import actions
from portal.goods.actions.categories import put_in_use
from portal.kernel import clock
from tests.builders_goods import MILK, RICE, TEA, a_product


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

RECIPES = {
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
    actions.stop_featuring: unfeaturing,
    actions.withdraw: with_product(lambda s, p: actions.withdraw(p, by=s.office, reason="停产")),
}
