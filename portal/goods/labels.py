"""What a shelf label says: price and member price of the store on a day, the price of a kilogram or litre, the bars."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.goods import bars
from portal.goods.models import Product
from portal.goods.prices import Priced, priced
from portal.kernel import clock
from portal.kernel.money import MILLI, share
from portal.kernel.words import N_, Word

NOON = 12
# what a unit of size is of the one that prices are compared by, in thousandths
_SIZES = {
    "g": ("kg", 1), "克": ("kg", 1), "kg": ("kg", 1000), "千克": ("kg", 1000), "公斤": ("kg", 1000),
    "ml": ("L", 1), "毫升": ("L", 1), "l": ("L", 1000), "升": ("L", 1000),
}  # fmt: skip
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(千克|公斤|毫升|kg|ml|克|升|g|l)(?:\s*[x×*]\s*(\d{1,4}))?", re.IGNORECASE)


class Paper(Word):
    """What labels are printed on."""

    SHELF = "shelf", N_("Shelf label, 58 mm wide")
    SHEET = "sheet", N_("A4 sheet of 24 labels")


@dataclass(frozen=True)
class Label:
    """A product as its label says it."""

    product: Product
    cost: Priced
    unit_price: tuple[int, str] | None  # fen, of a kilogram or a litre

    @property
    def bars(self) -> str:
        return bars.path(self.product.barcode)

    @property
    def width(self) -> int:
        return bars.width(self.product.barcode)


def labels(products: Sequence[Product], store_id: int, day: date) -> list[Label]:
    """Return the labels of products as they stand in a store on a day: today now, later at noon."""
    moment = clock.now() if day == clock.today() else clock.at(day, NOON)
    costs = priced(store_id, [product.id for product in products], ())
    found = []
    for product in products:
        cost = costs[product.id].at(moment)
        found.append(Label(product, cost, unit_price(product, cost.price)))
    return found


def unit_price(product: Product, price: int) -> tuple[int, str] | None:
    """Return what a kilogram or a litre costs, of what says its size; of what is weighed the price is that."""
    if product.weighed:
        return None
    size = _SIZE.search(product.spec) or _SIZE.search(product.name)
    if size is None:
        return None
    of, each = _SIZES[size[2].lower()]
    thousandths = round(float(size[1]) * each * int(size[3] or 1))
    if thousandths <= 0 or thousandths == MILLI:
        return None
    return share(price, MILLI, thousandths), of
