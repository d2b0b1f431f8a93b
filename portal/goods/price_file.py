"""Prices by place and days from files: one row a price (C31)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from portal.goods.actions import NewPrice, set_prices
from portal.goods.actions.prices import check
from portal.goods.models import Price, PriceKind, Product
from portal.goods.models.price import seconds
from portal.goods.product_file import parse_price
from portal.goods.queries import barcodes_of_one, standing_prices
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.importer import Column, Line, Pass, Reader, Unit
from portal.kernel.refusals import Refused
from portal.kernel.sheets import Row
from portal.kernel.words import N_
from portal.network.models import Level, Region
from portal.network.queries import regions, stores

PRICE_COLUMNS = (
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码"), True, "6901234567892",
           N_("Of a product of the catalogue, any of its own.")),
    Column("place", N_("Where it counts"), ("适用范围", "地区", "区域", "门店"), False, "",
           N_("A region's code or name, or a store's code. Empty: everywhere.")),
    Column("price", N_("Price"), ("售价", "零售价", "价格"), True, "37.90", N_("In yuan, a unit or kilogram.")),
    Column("member_price", N_("Member price"), ("会员价",), False, "35.90", N_("Not above the price. Empty: none.")),
    Column("first", N_("First day"), ("开始日期", "生效日期", "起始日"), True, "2026-12-01",
           N_("Today or one that is past: from now on.")),
    Column("last", N_("Last day"), ("结束日期", "截止日期"), False, "2026-12-07", N_("Empty: for good.")),
    Column("kind", N_("What a store may do"), ("门店权限", "定价方式"), False, "",
           N_("fixed, range or free. Empty: fixed.")),
    Column("least", N_("Lower end"), ("下限", "最低价"), False, "", N_("Only within a range.")),
    Column("most", N_("Upper end"), ("上限", "最高价"), False, "", N_("Only within a range.")),
)  # fmt: skip

# what may be written, and what the pages call it
_KINDS = {
    "fixed": PriceKind.FIXED, "固定": PriceKind.FIXED,
    "range": PriceKind.RANGE, "区间": PriceKind.RANGE, "限区间": PriceKind.RANGE, "within a range": PriceKind.RANGE,
    "free": PriceKind.FREE, "自由": PriceKind.FREE, "自主": PriceKind.FREE, "自主定价": PriceKind.FREE,
}  # fmt: skip
# the form's fields by the file's columns
_CELLS = {"fen": "price", "member_fen": "member_price"}

Key = tuple[int, int | None, int | None]


class Place(NamedTuple):
    """A region or a store, as a price needs it."""

    id: int
    code: str
    level: Level | None = None


class NewRow(NamedTuple):
    """A price of a row, without its product's row."""

    product_id: int
    region: Place | None
    store: Place | None
    fen: int
    member_fen: int | None
    first: date
    last: date | None
    kind: PriceKind
    least: int | None
    most: int | None

    @property
    def key(self) -> Key:
        return self.product_id, self.region and self.region.id, self.store and self.store.id

    @property
    def figures(self) -> tuple[Any, ...]:
        return self.fen, self.member_fen, self.last, self.kind, self.least, self.most

    def new(self, product: Any) -> NewPrice:
        return NewPrice(product, **{name: value for name, value in self._asdict().items() if name != "product_id"})


class PriceReader(Reader):
    """Reads prices; knows what stands, to say new or as it was."""

    batch_rows = 400

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.products = {barcode: product_id for barcode, product_id, _ in barcodes_of_one()}
        self.regions = places_by_name(list(regions()))
        self.stores = {store.code: Place(store.id, store.code) for store in stores(run.reach)}
        self.today = clock.today()
        self.first: dict[tuple[Key, date], int] = {}
        self.standing = self.known()

    def known(self) -> dict[Key, list[Price]]:
        """Return the prices that are not over, by product and place."""
        found: dict[Key, list[Price]] = {}
        for price in standing_prices():
            found.setdefault((price.product_id, price.region_id, price.store_id), []).append(price)
        return found

    def units(self, rows: Iterator[Row]) -> Iterator[Unit]:
        for row in rows:
            line = self.run.line(*row)
            price = self.price(line)
            if not line.refused() and price is not None:
                yield Unit(*row, 1, price, "same" if self.is_same(price) else "new")

    def price(self, line: Line) -> NewRow | None:
        barcode = line.needed("barcode", 20)
        product_id = self.products.get(barcode)
        if barcode and product_id is None:
            line.fault("barcode", N_("Not in the catalogue."), N_("Import the product first."))
        region, store = self.place(line)
        line.needed("price")
        line.needed("first", 20)
        amount = N_("Write an amount like 12.50.")
        fen, member, least, most = (
            line.read(name, parse_price, N_("Not a number."), amount)
            for name in ("price", "member_price", "least", "most")
        )
        first, last = (
            line.read(name, clock.parse_day, N_("Not a day."), N_("Write it like 2026-01-05."))
            for name in ("first", "last")
        )
        kind = line.read("kind", parse_kind, N_("No such word."), N_("Write fixed, range or free."), PriceKind.FIXED)
        if line.faults or product_id is None or fen is None or first is None:
            return None
        price = NewRow(product_id, region, store, fen, member, max(first, self.today), last, kind, least, most)
        return self.checked(line, price)

    def place(self, line: Line) -> tuple[Place | None, Place | None]:
        """Return the region or the store of a row; neither is everywhere."""
        word = line.text("place", 60)
        if not word or word in ("全国", "全部"):
            return None, None
        if store := self.stores.get(word.upper()):
            return None, store
        region = self.regions.get(word)
        if region is None:
            line.fault("place", N_("No such place, or more than one."), N_("Write a region's or a store's code."))
        return region, None

    def checked(self, line: Line, price: NewRow) -> NewRow | None:
        """Return the price if it can be set: the model's own sentences say what is wrong."""
        try:
            check(price.new(None))
        except Refused as refusal:
            line.fault(_CELLS.get(refusal.field, refusal.field), refusal.message, **refusal.facts)
            return None
        at = (price.key, price.first)
        if at in self.first:
            again = N_("Keep one row a product, place and first day.")
            line.fault("barcode", N_("Stands in row %(row)s already."), again, row=self.first[at])
            return None
        if not self.is_same(price) and self.begins(price):
            line.fault("first", N_("A price of this place begins then already: withdraw it first."))
            return None
        self.first[at] = line.row
        return price

    def is_same(self, price: NewRow) -> bool:
        """Whether it stands like that: begun as the row's has, or beginning on the same day."""
        return any(
            figures_of(known) == price.figures and max(clock.day_of(known.begins_at), self.today) == price.first
            for known in self.standing.get(price.key, ())
        )

    def begins(self, price: NewRow) -> bool:
        """Whether another begins in the very moment; what counts today is followed by what is set now."""
        moment = seconds(clock.at(price.first))
        return any(known.since == moment for known in self.standing.get(price.key, ()))

    def load(self, things: list[NewRow]) -> Counter[str]:
        self.standing = self.known()
        fresh = [price for price in things if not self.is_same(price)]
        free = [price for price in fresh if not self.begins(price)]
        ids = {price.product_id for price in free}
        products = {p.id: p for p in db.session.scalars(select(Product).where(Product.id.in_(ids)))}
        set_prices([price.new(products[price.product_id]) for price in free], by=self.run.reach)
        return Counter(new=len(free), same=len(things) - len(fresh), clash=len(fresh) - len(free))


def figures_of(price: Price) -> tuple[Any, ...]:
    """Return what makes a price the same as a row's."""
    return price.fen, price.member_fen, price.last_day, price.kind, price.least, price.most


def parse_kind(text: str) -> PriceKind:
    if text.lower() not in _KINDS:
        raise ValueError(text)
    return _KINDS[text.lower()]


def places_by_name(known: list[Region]) -> dict[str, Place]:
    """Return regions by their codes, and by their names where only one has it."""
    named = Counter(region.name for region in known)
    places = {region.code: Place(region.id, region.code, region.level) for region in known}
    return places | {region.name: places[region.code] for region in known if named[region.name] == 1}
