"""Doors of a store's stock."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.forms import CountForm, Level, LossForm, MinimumForm, StockFilters
from portal.goods.models import Product, StockBalance
from portal.goods.pace import SPAN
from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code


@room.get("/stock", needs=Can.SEE_STOCK)
def list_stock() -> Any:
    store = queries.store_at_hand(request.args.get("store", "")[:12], current_user)
    if store is None:
        return page("goods/stock/nothing.html")
    filters = StockFilters(store, current_user)
    statement = queries.balances(store, current_user)
    if level := filters.chosen("level"):
        below = StockBalance.quantity < 0
        statement = statement.where(below if level == Level.BELOW else StockBalance.quantity <= 0)
    return list_page("goods/stock/index.html", stock_listing(statement, filters, store), store=store)


def stock_listing(statement: Any, filters: StockFilters, store: Any) -> Listing:
    may_move = current_user.may(Can.MOVE_STOCK)
    return Listing(
        statement=statement,
        columns=[
            Column("name", N_("Product"), lambda b: b.product.name, sort=Product.name),
            Column("quantity", N_("On hand"), lambda b: b.quantity, "qty", sort=StockBalance.quantity, lead=True),
            Column("level", N_("Level"), lambda b: Level.BELOW if b.quantity < 0 else None, "word"),
            Column("unit", N_("Unit"), lambda b: b.product.unit),
            Column("barcode", N_("Barcode"), lambda b: b.product.barcode),
            Column("category", N_("Category"), lambda b: b.product.category),
        ],
        order=[Product.category, Product.name, StockBalance.product_id],
        row_url=lambda b: url_for("goods.show_stock", code=store.code, product_id=b.product_id),
        filters=filters,
        search=queries.search_products,
        empty=Empty(
            "box",
            N_("Nothing on the books yet"),
            N_("Receive the first delivery, or import what stands on the shelves: sales lower it from then on."),
            url_for("goods.new_receipt", code=store.code) if may_move else "",
            N_("Receive goods") if may_move else "",
        ),
        name=f"stock-{store.code}",
    )


@room.get("/stock/<code>/<int:product_id>", needs=Can.SEE_STOCK)
def show_stock(code: str, product_id: int) -> Any:
    return stock_page(code, product_id)


def stock_page(code: str, product_id: int, status: int = 200, **typed: Any) -> Any:
    """A product in a store: what is on hand, how it came to it, and counting or writing off."""
    store, product = store_by_code(code, current_user), queries.product(product_id)
    moves = queries.moves(store, product_id, current_user)
    names_of([move.actor_id for move in moves])
    facts = {"store": store, "product": product, "moves": moves}
    cover = queries.cover_of(store, product_id, current_user)
    at_least = {"at_least": cover.minimum if cover else 0}
    fresh = {"counting": CountForm, "losing": LossForm}
    forms = {name: typed.get(name) or form(formdata=None) for name, form in fresh.items()}
    forms["minimum"] = typed.get("minimum") or MinimumForm(formdata=None, data=at_least)
    facts |= {"cover": cover, "on_hand": queries.balance(store, product_id, current_user)}
    facts["sold"] = sold_lately(store, product_id) if current_user.may(Can.SEE_DAY_REPORTS) else []
    return page("goods/stock/show.html", status=status, **facts, **forms)


def sold_lately(store: Any, product_id: int) -> list[queries.Sold]:
    """Return what was sold of a product in the four weeks until today."""
    days = clock.today() - SPAN, clock.today()
    return [source.sold_of(store, product_id, *days) for source in queries.move_sources]


@room.post("/stock/<code>/<int:product_id>/counts", needs=Can.MOVE_STOCK)
def create_count(code: str, product_id: int) -> Any:
    store, product = store_by_code(code, current_user), queries.product(product_id)
    form = CountForm()
    if form.accepts(lambda: actions.count(store, product, by=current_user, **form.values)):
        flash(_("Counted. The books agree with the shelf."))
        return see_other("goods.show_stock", code=code, product_id=product_id)
    return stock_page(code, product_id, counting=form, status=422)


@room.post("/stock/<code>/<int:product_id>/losses", needs=Can.MOVE_STOCK)
def create_loss(code: str, product_id: int) -> Any:
    store, product = store_by_code(code, current_user), queries.product(product_id)
    form = LossForm()
    if form.accepts(lambda: actions.lose(store, product, by=current_user, **form.loss)):
        flash(_("Written off."))
        return see_other("goods.show_stock", code=code, product_id=product_id)
    return stock_page(code, product_id, losing=form, status=422)
