"""Doors of counts of many products."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.count_file import COUNT_COLUMNS
from portal.goods.forms import AdoptionForm, CountRowsForm, CountScanForm, CountSheetForm, DropForm
from portal.goods.forms.counts import ROWS
from portal.goods.forms.rows import QuantityRow
from portal.goods.models import Cause, CountLine, CountSheet, Product
from portal.goods.rules import rules
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.listing import Column, Empty, Listing, as_xlsx, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.network.queries import store_by_code


@room.get("/stock/<code>/counts", needs=Can.SEE_STOCK)
def list_counts(code: str) -> Any:
    store = store_by_code(code, current_user)
    return counts_page(store, CountSheetForm(formdata=None))


def counts_page(store: Any, form: CountSheetForm, status: int = 200) -> Any:
    progress: dict[int, tuple[int, int]] = {}

    def complete(sheets: Any) -> Any:
        progress.update(queries.progress_of([sheet.id for sheet in sheets], current_user))
        names_of([sheet.actor_id for sheet in sheets])
        return sheets

    listing = Listing(
        statement=queries.count_sheets(store, current_user),
        columns=[
            Column("made_at", N_("Begun"), lambda s: s.made_at, "moment"),
            Column("title", N_("What is counted"), lambda s: s.title),
            Column(
                "counted", N_("Counted so far"), lambda s: "{1} / {0}".format(*progress.get(s.id, (0, 0))), "figure"
            ),
            Column("state", N_("State"), lambda s: s.state, "word", lead=True),
        ],
        order=[CountSheet.id],
        descending=True,
        row_url=lambda s: url_for("goods.show_count", code=store.code, sheet_id=s.id),
        complete=complete,
        empty=Empty("check", N_("Nothing was counted yet"), N_("Begin with one category: counting locks nothing.")),
        name=f"counts-{store.code}",
    )
    facts = {"store": store, "form": form, "categories": queries.categories_on_the_books(store, current_user)}
    if status == 200:
        return list_page("goods/counts/index.html", listing, **facts)
    return page("goods/counts/index.html", status=status, listing=listing.load(), **facts)


@room.post("/stock/<code>/counts", needs=Can.MOVE_STOCK)
def create_count_sheet(code: str) -> Any:
    store, form = store_by_code(code, current_user), CountSheetForm()
    category = form.category.data or ""
    if form.accepts(lambda: actions.begin_count(store, form.scope.data, by=current_user, category=category)):
        return see_other("goods.show_count", code=code, sheet_id=form.result.id)
    return counts_page(store, form, 422)


@room.get("/stock/<code>/counts/<int:sheet_id>", needs=Can.SEE_STOCK)
def show_count(code: str, sheet_id: int) -> Any:
    return count_page(queries.count_sheet(code, sheet_id, current_user))


def count_page(sheet: CountSheet, status: int = 200, show: str = "", **forms: Any) -> Any:
    """A sheet: what is left to count, what was counted, or what differs and why."""
    show = show or request.args.get("show", "")
    counts, settles = current_user.may(Can.COUNT_STOCK), current_user.may(Can.MOVE_STOCK)
    if not sheet.is_open or not counts or (show == "differences" and settles):
        return differences_page(sheet, status, **forms)
    show, parts = ("counted" if show == "counted" else "left"), queries.parts_of(sheet, current_user)
    listing = rows_of(sheet, show)
    form, drawn = forms.get("rows"), [QuantityRow(row.subject, row.subject.counted) for row in listing.rows]
    facts = {
        "sheet": sheet, "store": sheet.store, "parts": parts, "show": show, "listing": listing,
        "rows": form.rows if form else drawn, "form": form,
        "scan": forms.get("scan") or CountScanForm(sheet, current_user, fresh=True),
        "last": queries.counted_last(sheet, current_user), "category": request.args.get("category", "")[:60],
        "chosen_parts": [chip_of(sheet, part, show) for part in parts],
    }  # fmt: skip
    return page("goods/counts/edit.html", status=status, **facts)


def chip_of(sheet: CountSheet, part: queries.Part, show: str) -> tuple[str, str, bool]:
    """Return a category's chip: its name with how many are there, its address, whether it is chosen."""
    where: Any = {"code": sheet.store.code, "sheet_id": sheet.id, "category": part.category}
    url = url_for("goods.show_count", **where, show="counted" if show == "counted" else None)
    many = part.counted if show == "counted" else part.left
    name = part.category or _("Without a category")
    return f"{name} {many}", url, request.args.get("category") == part.category != ""


def rows_of(sheet: CountSheet, show: str) -> Listing:
    statement = queries.count_lines(sheet, current_user)
    counted = CountLine.counted.is_not(None)
    statement = statement.where(counted if show == "counted" else ~counted)
    if category := request.args.get("category", "")[:60]:
        statement = statement.where(Product.category == category)
    order = [Product.category, Product.name, CountLine.id]
    search = queries.search_products
    return Listing(statement=statement, columns=[], order=order, search=search, per_page=ROWS, exports=False).load()


def differences_page(sheet: CountSheet, status: int = 200, **forms: Any) -> Any:
    found = queries.differences(sheet)
    names_of([sheet.actor_id, sheet.settled_by, *(one.line.counted_by for one in found)])
    facts = {
        "sheet": sheet, "store": sheet.store, "show": "differences", "found": found,
        "parts": queries.parts_of(sheet, current_user),
        "causes": list(Cause), "form": forms.get("adoption") or AdoptionForm(found, fresh=True),
        "dropping": forms.get("dropping") or DropForm(formdata=None), "tolerance": rules().tolerance,
    }  # fmt: skip
    return page("goods/counts/show.html", status=status, **facts)


@room.get("/stock/<code>/counts/<int:sheet_id>/sheet.xlsx", needs=Can.SEE_STOCK)
def show_count_file(code: str, sheet_id: int) -> Any:
    sheet = queries.count_sheet(code, sheet_id, current_user)
    heads = [say(column.label) for column in COUNT_COLUMNS] + [_("Product"), _("Category"), _("Unit")]
    if not sheet.is_open:
        heads += [_("By the books"), _("Differs by"), _("Why"), _("Note")]
    lines = queries.count_lines(sheet, current_user).order_by(Product.category, Product.name, CountLine.id)
    rows = (row_of_file(sheet, line) for line in db.session.scalars(lines))
    return as_xlsx(f"count-{code}-{sheet_id}.xlsx", heads, rows)


def row_of_file(sheet: CountSheet, line: CountLine) -> list[Any]:
    """Return a line as the import takes it, the product's words behind it; what the books say only once it is over.

    Who counts with the books before his eyes counts the books.
    """
    at = clock.local(line.counted_at).strftime("%Y-%m-%d %H:%M:%S") if line.counted_at else ""
    many = None if line.counted is None else line.counted / 1000
    product = line.product
    row = [sheet.id, sheet.store.code, product.barcode, many, at, product.name, product.category, product.unit]
    if sheet.is_open or line.counted is None or line.expected is None:
        return row
    why = line.cause.label if line.cause else ""
    return [*row, line.expected / 1000, (line.counted - line.expected) / 1000, why, line.note]


@room.post("/stock/<code>/counts/<int:sheet_id>/lines", needs=Can.COUNT_STOCK)
def create_count_lines(code: str, sheet_id: int) -> Any:
    sheet = queries.count_sheet(code, sheet_id, current_user)
    form = CountRowsForm(sheet, current_user)
    if form.accepts(lambda: actions.write_counts(sheet, form.counted, by=current_user)):
        flash(ngettext("%(num)d product written down.", "%(num)d products written down.", form.result))
        chosen = {name: request.args[name] for name in ("show", "category") if name in request.args}
        return see_other("goods.show_count", code=code, sheet_id=sheet_id, **chosen)
    return count_page(queries.count_sheet(code, sheet_id, current_user), 422, rows=form)


@room.post("/stock/<code>/counts/<int:sheet_id>/products", needs=Can.COUNT_STOCK)
def create_counted_product(code: str, sheet_id: int) -> Any:
    sheet = queries.count_sheet(code, sheet_id, current_user)
    form = CountScanForm(sheet, current_user)
    if form.only_looks:
        return count_page(sheet, scan=form)
    if form.accepts(lambda: actions.count_product(sheet, *form.found, by=current_user, more=form.how == "more")):
        return see_other("goods.show_count", code=code, sheet_id=sheet_id)
    return count_page(queries.count_sheet(code, sheet_id, current_user), 422, scan=form)


@room.post("/stock/<code>/counts/<int:sheet_id>/adoption", needs=Can.MOVE_STOCK)
def create_count_adoption(code: str, sheet_id: int) -> Any:
    sheet = queries.count_sheet(code, sheet_id, current_user)
    form = AdoptionForm(queries.differences(sheet))
    action = actions.explain_count if form.only_keeps else actions.adopt_count
    if form.accepts(lambda: action(sheet, form.explained, by=current_user)):
        flash(_("Kept.") if form.only_keeps else _("Adopted. The books agree with the shelves."))
        return see_other("goods.show_count", code=code, sheet_id=sheet_id, show="differences")
    return count_page(queries.count_sheet(code, sheet_id, current_user), 422, "differences", adoption=form)


@room.post("/stock/<code>/counts/<int:sheet_id>/removal", needs=Can.MOVE_STOCK)
def create_count_removal(code: str, sheet_id: int) -> Any:
    sheet = queries.count_sheet(code, sheet_id, current_user)
    form = DropForm()
    if form.accepts(lambda: actions.drop_count(sheet, by=current_user, reason=form.reason.data)):
        flash(_("Dropped. The books stay as they were."))
        return see_other("goods.list_counts", code=code)
    return count_page(queries.count_sheet(code, sheet_id, current_user), 422, "differences", dropping=form)
