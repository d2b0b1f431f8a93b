"""What people do to a count of many products (C31): begin it, write it down, explain it, adopt or drop it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.goods import queries
from portal.goods.actions.stock import check_whole, write_moves
from portal.goods.models import Cause, CountLine, CountScope, CountSheet, CountState, MoveKind, Product, StockMove
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record

MOST_NAMED = 3

Explained = Mapping[int, tuple[Cause | None, str]]  # line id: why, and a note
Row = tuple[int, int, datetime | None]  # product, how many, when


def begin_count(store: Any, scope: CountScope, *, by: Any, category: str = "") -> CountSheet:
    """Begin a count: of everything on the books, of one category, or of what will be scanned."""
    trail.lock(db.session(), f"store:{store.id}")
    category = category if scope == CountScope.CATEGORY else ""
    alike = [s for s in queries.open_counts(store, by) if (s.scope, s.category) == (scope, category)]
    if alike and scope != CountScope.SCANNED:
        raise Refused("This is being counted already: go on with the sheet that is open.")
    products = []
    if scope in (CountScope.ALL, CountScope.CATEGORY):
        products = queries.products_on_the_books(store.id, category if scope == CountScope.CATEGORY else None)
        if not products:
            raise Refused("Nothing of it stands on the books yet. Begin with what is scanned.")
    sheet = CountSheet(store_id=store.id, scope=scope, category=category, actor_id=by.id)
    db.session.add(sheet)
    db.session.flush()
    db.session.add_all(CountLine(store_id=store.id, sheet_id=sheet.id, product_id=one) for one in products)
    record("count.begun", sheet, by=by, lines=len(products))
    return sheet


def write_counts(sheet: CountSheet, counted: Mapping[int, int | None], *, by: Any) -> int:
    """Write down lines of a sheet: {line: thousandths}, None where it was not counted after all; return how many."""
    _demand_open(sheet)
    lines = queries.count_lines_by_id(sheet, list(counted), by)
    changed = [line for line in lines.values() if line.counted != counted[line.id]]
    for line in changed:
        _write(line, counted[line.id], by)
    if changed:
        record("count.written", sheet, by=by, lines=len(changed))
    return len(changed)


def count_product(sheet: CountSheet, product: Product, quantity: int, *, by: Any, more: bool = False) -> CountLine:
    """Write down one product, put onto the sheet where it is not; `more` adds to what was counted elsewhere."""
    _demand_open(sheet)
    line = queries.count_line_of(sheet, product, by)
    if line is None:
        line = CountLine(store_id=sheet.store_id, sheet_id=sheet.id, product_id=product.id, product=product)
        db.session.add(line)
    _write(line, quantity + (line.counted or 0 if more else 0), by)
    record("count.written", sheet, by=by, lines=1)
    return line


def take_in_counts(store_id: int, rows: Sequence[Row], *, by: Any, sheet_id: int | None = None) -> CountSheet:
    """Write down checked rows of a file: (product, thousandths, when or None for now) each.

    They go onto the sheet they name, else onto the store's open one of files, begun where there is none: a file that
    is read again after it stopped half way finds what it wrote.
    """
    trail.lock(db.session(), f"store:{store_id}")
    sheet = _sheet_of_files(store_id, by) if sheet_id is None else queries.count_sheet_by_id(sheet_id, by)
    _demand_open(sheet)
    lines = queries.count_lines_of_products(sheet, [product_id for product_id, _, _ in rows], by)
    for product_id, counted, at in rows:
        line = lines.get(product_id)
        if line is None:
            line = CountLine(store_id=store_id, sheet_id=sheet.id, product_id=product_id)
            db.session.add(line)
        line.counted, line.counted_at, line.counted_by = counted, at or clock.now(), by.id
    record("count.written", sheet, by=by, lines=len(rows))
    return sheet


def explain_count(sheet: CountSheet, explained: Explained, *, by: Any) -> None:
    """Write down why lines differ from the books, before the sheet is adopted."""
    _demand_open(sheet)
    _explain(sheet, explained, by)
    record("count.explained", sheet, by=by)


def adopt_count(sheet: CountSheet, explained: Explained, *, by: Any) -> int:
    """Adopt a count: each difference becomes a move at the moment it was counted; return how many.

    What was not counted stays as the books have it.
    """
    _demand_open(sheet)
    _explain(sheet, explained, by)
    found = queries.differences(sheet)
    if not found:
        raise Refused("Nothing is counted yet.")
    unsaid = [one.line.product.name for one in found if one.needs_words and one.line.cause is None]
    if unsaid:
        names = "、".join(unsaid[:MOST_NAMED])
        raise Refused("Say why it differs: %(products)s. %(count)s in all.", products=names, count=len(unsaid))
    for one in found:
        one.line.expected = one.line.counted if one.counted_again else one.expected
    moves = [_move(sheet, one, by) for one in found if one.counts]
    _settle(sheet, CountState.ADOPTED, by)
    record("count.adopted", sheet, by=by, moves=len(moves))
    write_moves(sheet.store_id, moves)
    return len(moves)


def drop_count(sheet: CountSheet, *, by: Any, reason: str) -> None:
    """Drop a count: the books stay as they are."""
    _demand_open(sheet)
    sheet.reason = reason
    _settle(sheet, CountState.DROPPED, by)
    record("count.dropped", sheet, by=by, reason=reason)


def _sheet_of_files(store_id: int, by: Any) -> CountSheet:
    sheet = queries.open_sheet_of_files(store_id, by)
    if sheet is None:
        sheet = CountSheet(store_id=store_id, scope=CountScope.FILE, actor_id=by.id)
        db.session.add(sheet)
        db.session.flush()
        record("count.begun", sheet, by=by, lines=0)
    return sheet


def _move(sheet: CountSheet, one: queries.Difference, by: Any) -> StockMove:
    return StockMove(
        store_id=sheet.store_id,
        product_id=one.line.product_id,
        kind=MoveKind.COUNTED,
        quantity=one.quantity,
        at=one.line.counted_at,
        actor_id=by.id,
        note=one.line.note,
        source_key=one.line.source_key,
    )


def _write(line: CountLine, counted: int | None, by: Any) -> None:
    if counted is not None:
        check_whole(line.product, counted, "counted")
    line.counted = counted
    line.counted_at, line.counted_by = (None, None) if counted is None else (clock.now(), by.id)


def _explain(sheet: CountSheet, explained: Explained, by: Any) -> None:
    for line in queries.count_lines_by_id(sheet, list(explained), by).values():
        line.cause, line.note = explained[line.id]


def _settle(sheet: CountSheet, state: CountState, by: Any) -> None:
    sheet.state, sheet.settled_at, sheet.settled_by = state, clock.now(), by.id


def _demand_open(sheet: CountSheet) -> None:
    """Hold the store's book and look again: whoever writes while another adopts would change what is adopted.

    Nor may an order slip between reading and writing.
    """
    trail.lock(db.session(), f"store:{sheet.store_id}")
    db.session.refresh(sheet, ["state"])
    if not sheet.is_open:
        raise Refused("This count is settled already. Begin another one.")
