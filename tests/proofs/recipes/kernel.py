"""Files of rows handed in."""

from portal.kernel import importing
from portal.kernel.importer import importers
from tests.builders_goods import PRODUCT_HEADS, TEA, a_file, handed_in

ROWS = f"{PRODUCT_HEADS}\n{TEA},高山绿茶,酒水饮料,袋,,39.90,,\n"


def draft(deed):
    def recipe(s):
        found = handed_in("products", ROWS, by=s.office)
        return lambda: deed(s, found)

    return recipe


RECIPES = {
    importing.cancel: draft(lambda s, f: importing.cancel(f, by=s.office)),
    importing.confirm: draft(lambda s, f: importing.confirm(f, by=s.office)),
    importing.receive: lambda s: lambda: importing.receive(importers["products"], a_file(ROWS), by=s.office),
}
