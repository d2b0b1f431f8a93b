"""Reads of counts: the sheets of a store, how far each has come, and what differs from the books."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.goods.models import CountLine, CountScope, CountSheet, MoveKind, Product, StockBalance, StockMove
from portal.goods.queries.stock import move_sources
from portal.goods.rules import rules
from portal.kernel.db import db
from portal.kernel.money import line_amount
from portal.kernel.scope import Sees, house_read
from portal.network.models import Store
from portal.network.queries import store_by_code

BECAUSE = "a sheet's lines, moves and balances are its own store's"


@dataclass(frozen=True)
class Difference:
    """A counted line against the books; one that was counted again later, on its own, is settled by that."""

    line: CountLine
    expected: int
    counted_again: bool = False
    tolerance: int = 0  # in fen

    @property
    def quantity(self) -> int:
        return (self.line.counted or 0) - self.expected

    @property
    def worth(self) -> int:
        """What it is worth at the shelf's price, in fen."""
        return line_amount(self.line.product.price, self.quantity)

    @property
    def counts(self) -> bool:
        return self.quantity != 0 and not self.counted_again

    @property
    def needs_words(self) -> bool:
        return self.counts and abs(self.worth) > self.tolerance


@dataclass(frozen=True)
class Part:
    """A category of a sheet: how many products, how many of them counted."""

    category: str
    lines: int
    counted: int

    @property
    def left(self) -> int:
        return self.lines - self.counted


def count_sheets(store: Store, viewer: Sees) -> Select[Any]:
    """Return a select of a store's sheets."""
    return CountSheet.seen_by(viewer).where(CountSheet.store_id == store.id)


def count_sheet(code: str, sheet_id: int, viewer: Sees) -> CountSheet:
    """Return a sheet of one of the viewer's stores, or answer 404."""
    store = store_by_code(code, viewer)
    mine = count_sheets(store, viewer).where(CountSheet.id == sheet_id).options(joinedload(CountSheet.store))
    found = db.session.scalar(mine)
    if found is None:
        abort(404)
    return found


def count_sheet_by_id(sheet_id: int, viewer: Sees) -> CountSheet:
    """Return a sheet of the viewer's stores, or answer 404."""
    found = db.session.scalar(CountSheet.seen_by(viewer).where(CountSheet.id == sheet_id))
    if found is None:
        abort(404)
    return found


def open_sheet_of_files(store_id: int, viewer: Sees) -> CountSheet | None:
    """Return the sheet under way that what files say is written onto."""
    mine = CountSheet.seen_by(viewer).where(CountSheet.store_id == store_id, CountSheet.scope == CountScope.FILE)
    return db.session.scalar(mine.where(CountSheet.state == "open").order_by(CountSheet.id).limit(1))


def count_lines_of_products(sheet: CountSheet, product_ids: Sequence[int], viewer: Sees) -> dict[int, CountLine]:
    """Return {product: line} of those of a sheet's lines that are of these products."""
    found = db.session.scalars(count_lines(sheet, viewer).where(CountLine.product_id.in_(product_ids)))
    return {line.product_id: line for line in found}


def open_counts(store: Store, viewer: Sees) -> Sequence[CountSheet]:
    """Return a store's sheets under way, newest first."""
    mine = count_sheets(store, viewer).where(CountSheet.state == "open").order_by(CountSheet.id.desc())
    return db.session.scalars(mine).all()


def progress_of(sheet_ids: Sequence[int], viewer: Sees) -> dict[int, tuple[int, int]]:
    """Return {sheet: (lines, counted)} of sheets."""
    how = CountLine.seen_by(viewer).with_only_columns(CountLine.sheet_id, func.count(), func.count(CountLine.counted))
    rows = db.session.execute(how.where(CountLine.sheet_id.in_(sheet_ids)).group_by(CountLine.sheet_id))
    return {sheet_id: (lines, counted) for sheet_id, lines, counted in rows}


def parts_of(sheet: CountSheet, viewer: Sees) -> list[Part]:
    """Return a sheet's categories in order."""
    columns = Product.category, func.count(), func.count(CountLine.counted)
    mine = CountLine.seen_by(viewer).join(Product, Product.id == CountLine.product_id).with_only_columns(*columns)
    grouped = mine.where(CountLine.sheet_id == sheet.id).group_by(Product.category).order_by(Product.category)
    return [Part(*row) for row in db.session.execute(grouped)]


def count_lines(sheet: CountSheet, viewer: Sees) -> Select[Any]:
    """Return a select of a sheet's lines with their products."""
    return (
        CountLine.seen_by(viewer)
        .where(CountLine.sheet_id == sheet.id)
        .join(Product, Product.id == CountLine.product_id)
        .options(contains_eager(CountLine.product))
    )


def count_lines_by_id(sheet: CountSheet, ids: Sequence[int], viewer: Sees) -> dict[int, CountLine]:
    """Return those of a sheet's lines that have these ids."""
    found = db.session.scalars(count_lines(sheet, viewer).where(CountLine.id.in_(ids)))
    return {line.id: line for line in found}


def count_line_of(sheet: CountSheet, product: Product, viewer: Sees) -> CountLine | None:
    """Return a product's line in a sheet."""
    mine = count_lines(sheet, viewer).where(CountLine.product_id == product.id)
    # as it is by now: another may have counted it between the question and the answer
    return db.session.scalar(mine.execution_options(populate_existing=True))


def counted_last(sheet: CountSheet, viewer: Sees, most: int = 3) -> Sequence[CountLine]:
    """Return what was written down last, newest first."""
    newest = count_lines(sheet, viewer).where(CountLine.counted_at.is_not(None))
    return db.session.scalars(newest.order_by(CountLine.counted_at.desc(), CountLine.id.desc()).limit(most)).all()


def products_on_the_books(store_id: int, category: str | None = None) -> list[int]:
    """Return the products that a store has ever moved, of one category or all."""
    mine = select(StockBalance.product_id).join(Product, Product.id == StockBalance.product_id)
    mine = mine.where(StockBalance.store_id == store_id)
    if category is not None:
        mine = mine.where(Product.category == category)
    return list(db.session.scalars(house_read(mine.order_by(Product.id), StockBalance, because=BECAUSE)))


def categories_on_the_books(store: Store, viewer: Sees) -> list[tuple[str, int]]:
    """Return (category, number of products) of what a store has on its books."""
    mine = StockBalance.seen_by(viewer).join(Product, Product.id == StockBalance.product_id)
    mine = mine.with_only_columns(Product.category, func.count()).where(StockBalance.store_id == store.id)
    return [(name, n) for name, n in db.session.execute(mine.group_by(Product.category).order_by(Product.category))]


def differences(sheet: CountSheet) -> list[Difference]:
    """Return a sheet's counted lines against the books, as the books were when each was counted.

    What the books said then is what they say now less all that happened since, sales by their tablets' clocks: so a
    sale that a tablet tells late is no difference. Other counts since then are none of what happened.
    """
    mine = select(CountLine).where(CountLine.sheet_id == sheet.id, CountLine.counted.is_not(None))
    joined = mine.join(Product, Product.id == CountLine.product_id).options(contains_eager(CountLine.product))
    ordered = joined.order_by(Product.category, Product.name, CountLine.id)
    lines = db.session.scalars(house_read(ordered, CountLine, because=BECAUSE)).all()
    if not sheet.is_open:
        return [Difference(line, line.expected or 0) for line in lines]
    now, since, again = _books_now(sheet), _since(sheet, lines), _counted_again(sheet)
    worth = rules().tolerance
    return [
        Difference(line, now[line.product_id] - since[line.product_id], line.product_id in again, worth)
        for line in lines
    ]


def _books_now(sheet: CountSheet) -> Counter[int]:
    mine = select(StockBalance.product_id, StockBalance.quantity).join(
        CountLine, CountLine.product_id == StockBalance.product_id
    )
    here = mine.where(StockBalance.store_id == sheet.store_id, CountLine.sheet_id == sheet.id)
    rows = db.session.execute(house_read(here, StockBalance, CountLine, because=BECAUSE))
    return Counter({row.product_id: row.quantity for row in rows})


def _since(sheet: CountSheet, lines: Sequence[CountLine]) -> Counter[int]:
    """Return {product: thousandths} of what happened to each product after it was counted."""
    counted_at = {line.product_id: line.counted_at for line in lines if line.counted_at}
    found: Counter[int] = Counter()
    if not counted_at:
        return found
    own = _moves_since(sheet).where(StockMove.kind != MoveKind.COUNTED)
    for product_id, quantity in db.session.execute(own):
        found[product_id] += quantity
    for source in move_sources:
        for product_id, at, quantity in source.after(sheet.store_id, min(counted_at.values())):
            if product_id in counted_at and at > counted_at[product_id]:
                found[product_id] += quantity
    return found


def _counted_again(sheet: CountSheet) -> set[int]:
    later = _moves_since(sheet).where(StockMove.kind == MoveKind.COUNTED)
    return {product_id for product_id, _ in db.session.execute(later)}


def _moves_since(sheet: CountSheet) -> Any:
    """Return a select of (product, thousandths) of a store's own moves after each product was counted."""
    mine = select(StockMove.product_id, StockMove.quantity).join(
        CountLine, (CountLine.product_id == StockMove.product_id) & (StockMove.at > CountLine.counted_at)
    )
    here = mine.where(StockMove.store_id == sheet.store_id, CountLine.sheet_id == sheet.id)
    return house_read(here, StockMove, CountLine, because=BECAUSE)


def adopted_lines_without_their_move() -> list[tuple[int, int]]:
    """Return (sheet, product) of adopted differences that no move has, for the check of the whole network."""
    key = literal("count:") + cast(CountLine.sheet_id, String) + ":" + cast(CountLine.product_id, String)
    moved = (StockMove.store_id == CountLine.store_id) & (StockMove.source_key == key)
    lines = (
        select(CountLine.sheet_id, CountLine.product_id)
        .join(CountSheet, CountSheet.id == CountLine.sheet_id)
        .outerjoin(StockMove, moved)
        .where(CountSheet.state == "adopted", CountLine.counted != CountLine.expected)
        .where(func.coalesce(StockMove.quantity, 0) != CountLine.counted - CountLine.expected)
    )
    checked = house_read(lines, CountLine, CountSheet, StockMove, because="flask verify checks the whole network")
    found = db.session.execute(checked)
    return [(sheet_id, product_id) for sheet_id, product_id in found]
