"""Doors of the catalogue and of stock."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, history, queries, room
from portal.goods.forms import (
    CountForm,
    LossForm,
    ProductFilters,
    ProductForm,
    ReceiptForm,
    StockFilters,
    WithdrawalForm,
)
from portal.goods.models import Product, StockBalance
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code

room.place(N_("Stock"), "list_stock", "box", needs=Can.SEE_STOCK, order=44)
room.place(N_("Catalogue"), "list_products", "list", needs=Can.SEE_PRODUCTS, order=46)


@room.get("/products", needs=Can.SEE_PRODUCTS)
def list_products() -> Any:
    filters = ProductFilters()
    statement = queries.catalogue()
    if category := filters.chosen("category"):
        statement = statement.where(Product.category == category)
    if state := filters.chosen("state"):
        statement = statement.where(Product.state == state)
    return list_page("goods/products/index.html", products_listing(statement, filters))


def products_listing(statement: Any, filters: ProductFilters) -> Listing:
    may_edit = current_user.may(Can.EDIT_PRODUCTS)
    empty = Empty(
        "box",
        N_("No product yet"),
        N_("Stores sell and count what head office lists here."),
        url_for("goods.new_product") if may_edit else "",
        N_("Add a product") if may_edit else "",
    )
    return Listing(
        statement=statement,
        columns=[
            Column("name", N_("Name"), lambda p: p.name, sort=Product.name),
            Column("barcode", N_("Barcode"), lambda p: p.barcode, sort=Product.barcode),
            Column("category", N_("Category"), lambda p: p.category),
            Column("unit", N_("Unit"), lambda p: p.unit),
            Column("price", N_("Price"), lambda p: p.price, "money", sort=Product.price, lead=True),
            Column("member_price", N_("Member price"), lambda p: p.member_price, "money"),
            Column("state", N_("State"), lambda p: p.state, "word"),
        ],
        order=[Product.category, Product.name, Product.id],
        row_url=lambda p: url_for("goods.show_product", product_id=p.id),
        filters=filters,
        search=queries.search_products,
        empty=empty,
        name="products",
    )


@room.get("/products/<int:product_id>", needs=Can.SEE_PRODUCTS)
def show_product(product_id: int) -> Any:
    return product_page(queries.product(product_id), WithdrawalForm(formdata=None))


def product_page(product: Product, form: WithdrawalForm, status: int = 200) -> Any:
    stock = queries.stock_of(product.id, current_user) if current_user.may(Can.SEE_STOCK) else []
    facts = {"product": product, "form": form, "stock": stock, "history": history.of_product(product, current_user)}
    return page("goods/products/show.html", status=status, **facts)


@room.get("/products/new", needs=Can.EDIT_PRODUCTS)
def new_product() -> Any:
    return page("goods/products/new.html", form=ProductForm(formdata=None), categories=queries.categories())


@room.post("/products", needs=Can.EDIT_PRODUCTS)
def create_product() -> Any:
    form = ProductForm()
    if form.accepts(lambda: actions.add_product(by=current_user, **form.values)):
        flash(_("Added to the catalogue."))
        return see_other("goods.show_product", product_id=form.result.id)
    return page("goods/products/new.html", status=422, form=form, categories=queries.categories())


@room.get("/products/<int:product_id>/edit", needs=Can.EDIT_PRODUCTS)
def edit_product(product_id: int) -> Any:
    product = queries.product(product_id)
    form = ProductForm(formdata=None, obj=product)
    return page("goods/products/edit.html", product=product, form=form, categories=queries.categories())


@room.post("/products/<int:product_id>", needs=Can.EDIT_PRODUCTS)
def update_product(product_id: int) -> Any:
    product = queries.product(product_id)
    form = ProductForm(obj=product)
    if form.accepts(lambda: actions.change_product(product, by=current_user, **form.values)):
        flash(_("Saved. Tills take the new price with their next update."))
        return see_other("goods.show_product", product_id=product_id)
    facts = {"product": queries.product(product_id), "form": form, "categories": queries.categories()}
    return page("goods/products/edit.html", status=form.status, **facts)


@room.post("/products/<int:product_id>/withdrawal", needs=Can.EDIT_PRODUCTS)
def create_product_withdrawal(product_id: int) -> Any:
    product = queries.product(product_id)
    form = WithdrawalForm()
    if form.accepts(actions.withdraw, product, by=current_user, reason=form.reason.data):
        flash(_("Withdrawn."))
        return see_other("goods.show_product", product_id=product_id)
    return product_page(queries.product(product_id), form, 422)


@room.post("/products/<int:product_id>/restoration", needs=Can.EDIT_PRODUCTS)
def create_product_restoration(product_id: int) -> Any:
    actions.restore(queries.product(product_id), by=current_user)
    flash(_("On sale again."))
    return see_other("goods.show_product", product_id=product_id)


@room.get("/stock", needs=Can.SEE_STOCK)
def list_stock() -> Any:
    store = queries.store_at_hand(request.args.get("store", "")[:12], current_user)
    if store is None:
        return page("goods/stock/nothing.html")
    filters = StockFilters(store, current_user)
    statement = queries.balances(store, current_user)
    if filters.chosen("level"):
        statement = statement.where(StockBalance.quantity <= 0)
    return list_page("goods/stock/index.html", stock_listing(statement, filters, store), store=store)


def stock_listing(statement: Any, filters: StockFilters, store: Any) -> Listing:
    may_move = current_user.may(Can.MOVE_STOCK)
    return Listing(
        statement=statement,
        columns=[
            Column("name", N_("Product"), lambda b: b.product.name, sort=Product.name),
            Column("quantity", N_("On hand"), lambda b: b.quantity, "qty", sort=StockBalance.quantity, lead=True),
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


def stock_page(code: str, product_id: int, counting: Any = None, losing: Any = None, status: int = 200) -> Any:
    """A product in a store: what is on hand, how it came to it, and counting or writing off."""
    store, product = store_by_code(code, current_user), queries.product(product_id)
    moves = queries.moves(store, product_id, current_user)
    names_of([move.actor_id for move in moves])
    facts = {"store": store, "product": product, "moves": moves}
    forms = {"counting": counting or CountForm(formdata=None), "losing": losing or LossForm(formdata=None)}
    on_hand = queries.balance(store, product_id, current_user)
    return page("goods/stock/show.html", status=status, on_hand=on_hand, **facts, **forms)


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
    if form.accepts(lambda: actions.lose(store, product, by=current_user, **form.values)):
        flash(_("Written off."))
        return see_other("goods.show_stock", code=code, product_id=product_id)
    return stock_page(code, product_id, losing=form, status=422)


@room.get("/stock/<code>/receipts/new", needs=Can.MOVE_STOCK)
def new_receipt(code: str) -> Any:
    store = store_by_code(code, current_user)
    return page("goods/receipts/new.html", store=store, form=ReceiptForm(formdata=None))


@room.post("/stock/<code>/receipts", needs=Can.MOVE_STOCK)
def create_receipt(code: str) -> Any:
    store, form = store_by_code(code, current_user), ReceiptForm()
    if form.only_looks:
        form.look()
        return page("goods/receipts/new.html", store=store, form=form)
    if form.accepts(lambda: actions.receive(store, form.goods, by=current_user, note=form.note.data or "")):
        flash(_("Received. Stock is up to date."))
        return see_other("goods.list_stock", store=code)
    return page("goods/receipts/new.html", status=422, store=store, form=form)
