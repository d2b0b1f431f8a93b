"""Counts from files: what was written down beside the shelf becomes lines of a sheet, to be explained and adopted."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select

from portal.goods import actions
from portal.goods.models import CountLine, CountScope, CountSheet, CountState, Product
from portal.goods.shelf_file import ShelfReader
from portal.kernel import clock, money
from portal.kernel.db import db
from portal.kernel.importer import Column, Line, Pass, Unit
from portal.kernel.words import N_

COUNT_COLUMNS = (
    Column("sheet", N_("Count no."), ("盘点单号", "盘点单"), False, "", N_("Of an open count; empty: a new one.")),
    Column("store", N_("Store code"), ("门店编号", "门店"), True, "BJ-0001", N_("Like BJ-0001.")),
    Column("barcode", N_("Barcode"), ("条码", "商品条码", "条形码"), True, "6901234567892", N_("Of the catalogue.")),
    Column("counted", N_("Found on the shelf"), ("实盘数量", "实盘", "数量"), True, "24", N_("Empty: not counted.")),
    Column("counted_at", N_("Counted at"), ("盘点时间",), False, "2026-01-05 21:30", N_("Empty: now.")),
)  # fmt: skip

OLDEST = timedelta(days=31)


class Found(NamedTuple):
    """What stood on a shelf, in thousandths; a sheet of 0 is the store's open one of files."""

    store_id: int
    sheet_id: int
    product_id: int
    counted: int
    at: datetime | None


class CountReader(ShelfReader):
    """Reads what was counted; a row without a quantity is a product nobody came to."""

    def __init__(self, run: Pass) -> None:
        super().__init__(run)
        self.weighed = set(db.session.scalars(select(Product.id).where(Product.weighed)))
        every = CountSheet.seen_by(run.reach).where(CountSheet.state == CountState.OPEN)
        self.sheets = {sheet.id: (sheet.store_id, sheet.scope) for sheet in db.session.scalars(every)}
        self.of_files = {s: n for n, (s, scope) in self.sheets.items() if scope == CountScope.FILE}
        self.first: dict[tuple[int, int, int], int] = {}

    def found(self, line: Line) -> Found | None:
        """Return what a row says, None where it was not counted or is refused."""
        (store_id, product_id), counted = self.place(line), self.counted(line)
        sheet_id, at = self.sheet(line, store_id), self.moment(line)
        if counted is not None and product_id and product_id not in self.weighed and counted % 1000:
            line.fault("counted", N_("Sold by the piece: write a whole number."))
        place = (store_id or 0, sheet_id, product_id or 0)
        if counted is not None and product_id and store_id and self.first.setdefault(place, line.row) != line.row:
            said = N_("Stands in row %(row)s already.")
            line.fault("barcode", said, N_("Keep one row a product and store."), row=self.first[place])
        if line.faults or counted is None or store_id is None or product_id is None:
            return None
        return Found(store_id, sheet_id, product_id, counted, at)

    def counted(self, line: Line) -> int | None:
        why, fix = N_("Not a number."), N_("Write 0 or more, at most three decimals.")
        quantity: int | None = line.read("counted", money.parse_quantity, why, fix)
        if quantity is not None and not 0 <= quantity <= 10**9:
            line.fault("counted", N_("This quantity is out of range."), fix)
        return quantity

    def sheet(self, line: Line, store_id: int | None) -> int:
        number = line.read("sheet", int, N_("No such count is open."), N_("Take the number of the file as it was."))
        if number and store_id is not None and self.sheets.get(number, (0,))[0] != store_id:
            line.fault("sheet", N_("No such count is open."), N_("Leave it empty: a new count is begun."))
        return number or 0

    def moment(self, line: Line) -> datetime | None:
        at: datetime | None = line.read(
            "counted_at", clock.parse_moment, N_("Not a time."), N_("Like 2026-01-05 21:30.")
        )
        if at is not None and not clock.now() - OLDEST <= at <= clock.now():
            line.fault("counted_at", N_("In the future, or more than a month ago."), N_("Look at the date."))
        return at

    def told(self, waiting: list[tuple[Line, Found]]) -> Iterator[Unit]:
        standing = self.standing([found for _, found in waiting])
        db.session.rollback()
        for line, found in waiting:
            yield Unit(line.row, line.cells, 1, found, self.note(standing, found))

    def note(self, standing: dict[tuple[int, int], tuple[int | None, datetime | None]], found: Found) -> str:
        was, at = standing.get((self.sheet_of(found), found.product_id), (None, None))
        if was is None:
            return "new"
        to_the_second = at and at.replace(microsecond=0)  # as a file has it
        return "same" if was == found.counted and found.at in (None, to_the_second) else "changed"

    def sheet_of(self, found: Found) -> int:
        return found.sheet_id or self.of_files.get(found.store_id, 0)

    def standing(self, found: list[Found]) -> dict[tuple[int, int], tuple[int | None, datetime | None]]:
        """Return {(sheet, product): (counted, when)} of what these sheets hold already."""
        ids = sorted({self.sheet_of(one) for one in found} - {0})
        columns = CountLine.sheet_id, CountLine.product_id, CountLine.counted, CountLine.counted_at
        mine = CountLine.seen_by(self.run.reach).with_only_columns(*columns).where(CountLine.sheet_id.in_(ids))
        return {(row[0], row[1]): (row[2], row[3]) for row in db.session.execute(mine)}

    def load(self, things: list[Found]) -> Counter[str]:
        standing = self.standing(things)
        notes = Counter(self.note(standing, one) for one in things)
        fresh = [one for one in things if self.note(standing, one) != "same"]
        for store_id, sheet_id in sorted({(one.store_id, one.sheet_id) for one in fresh}):
            rows = [(o.product_id, o.counted, o.at) for o in fresh if (o.store_id, o.sheet_id) == (store_id, sheet_id)]
            sheet = actions.take_in_counts(store_id, rows, sheet_id=sheet_id or None, by=self.run.reach)
            if not sheet_id:
                self.of_files[store_id] = sheet.id
        return notes
