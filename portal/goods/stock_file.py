"""Opening stock from files: one row a store and product, entered once (C31)."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from portal.goods.actions import enter_opening_stock
from portal.goods.models import StockMove
from portal.goods.shelf_file import ShelfReader
from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.importer import Column, Line, Pass, Unit
from portal.kernel.words import N_

STOCK_COLUMNS = (
    Column("store", N_("Store code"), ("门店编号", "门店"), True, "BJ-0001", N_("Like BJ-0001.")),
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码"), True, "6901234567892", N_("Of the catalogue.")),
    Column("quantity", N_("Quantity"), ("数量", "库存", "实盘数量"), True, "24", N_("Up to three decimals.")),
    Column("counted_on", N_("Counted on"), ("盘点日期", "日期"), True, "2026-01-05", N_("A day, like 2026-01-05.")),
)  # fmt: skip

EARLIEST = date(2000, 1, 1)


class Opening(NamedTuple):
    """What a store had of a product on a day, in thousandths."""

    store_id: int
    product_id: int
    quantity: int
    day: date

    @property
    def source_key(self) -> str:
        return f"opening:{self.product_id}"


class StockReader(ShelfReader):
    """Reads opening stock; asks once a chunk what has its opening already."""

    batch_rows = 1000

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.first: dict[tuple[int, int], int] = {}
        self.today = clock.today()

    def found(self, line: Line) -> Opening | None:
        store_id, product_id = self.place(line)
        line.needed("quantity")
        quantity = line.read(
            "quantity", money.parse_quantity, N_("Not a number."), N_("Write 0 or more, at most three decimals.")
        )
        if quantity is not None and quantity < 0:
            line.fault("quantity", N_("Below zero."), N_("Write 0 or more, at most three decimals."))
        line.needed("counted_on", 20)
        day = line.read("counted_on", clock.parse_day, N_("Not a day."), N_("Write it like 2026-01-05."))
        if day is not None and not EARLIEST <= day <= self.today:
            line.fault("counted_on", N_("In the future, or before 2000."), N_("Look at the date."))
        place = (store_id or 0, product_id or 0)
        if product_id and store_id and place in self.first:
            line.fault(
                "barcode",
                N_("Stands in row %(row)s already."),
                N_("Keep one row a product and store."),
                row=self.first[place],
            )
        if line.faults or store_id is None or product_id is None or quantity is None or day is None:
            return None
        self.first[place] = line.row
        return Opening(store_id, product_id, quantity, day)

    def told(self, waiting: list[tuple[Line, Opening]]) -> Iterator[Unit]:
        known = self.standing([opening for _, opening in waiting])
        db.session.rollback()
        for line, opening in waiting:
            was = known.get((opening.store_id, opening.source_key))
            if was is None or was == opening.quantity:
                yield Unit(line.row, line.cells, 1, opening, "new" if was is None else "known")
                continue
            why = N_("This product has its opening stock already: %(quantity)s.")
            line.fault("quantity", why, N_("Count the product instead."), quantity=money.quantity(was))
            line.refused()

    def standing(self, openings: list[Opening]) -> dict[tuple[int, str], int]:
        """Return {(store, source key): quantity} of openings entered before."""
        found: dict[tuple[int, str], int] = {}
        for store_id in {opening.store_id for opening in openings}:
            keys = [opening.source_key for opening in openings if opening.store_id == store_id]
            rows = (
                StockMove.seen_by(self.run.reach)
                .with_only_columns(StockMove.source_key, StockMove.quantity)
                .where(StockMove.store_id == store_id, StockMove.source_key.in_(keys))
            )
            for key, quantity in db.session.execute(rows):
                found[store_id, key or ""] = quantity
        return found

    def load(self, things: list[Opening]) -> Counter[str]:
        known = self.standing(things)
        fresh = [opening for opening in things if (opening.store_id, opening.source_key) not in known]
        for store_id in sorted({opening.store_id for opening in fresh}):
            enter_opening_stock(store_id, [o for o in fresh if o.store_id == store_id], by=self.run.reach)
        return Counter(new=len(fresh), known=len(things) - len(fresh))
