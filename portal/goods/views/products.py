"""Doors of the catalogue."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, history, queries, room
from portal.goods.forms import (
    BarcodeForm,
    CostForm,
    FeatureForm,
    PhotoForm,
    ProductFilters,
    ProductForm,
    WithdrawalForm,
)
from portal.goods.models import Product
from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_

FORMS = {
    "form": WithdrawalForm,
    "adding": BarcodeForm,
    "featuring": FeatureForm,
    "costing": CostForm,
    "picturing": PhotoForm,
}


@room.get("/products", needs=Can.SEE_PRODUCTS)
def list_products() -> Any:
    filters = ProductFilters()
    statement = queries.catalogue()
    if category := filters.chosen("category"):
        statement = statement.where(Product.category == category)
    if state := filters.chosen("state"):
        statement = statement.where(Product.state == state)
    if filters.chosen("feature"):
        statement = queries.featured(statement, clock.today())
    return list_page("goods/products/index.html", products_listing(statement, filters), home=home_of(current_user))


def home_of(viewer: Any) -> Any:
    """Return the store whose prices somebody asks for: his own, where he has one."""
    return queries.store_at_hand("", viewer) if getattr(viewer, "store_id", None) else None


def photo_url(product: Product) -> str:
    """Return where a product's photo is seen small; another photo has another address."""
    if product.photo_id is None:
        return ""
    return url_for("goods.show_photo", product_id=product.id, of=product.photo_id, size="thumb")


def products_listing(statement: Any, filters: ProductFilters) -> Listing:
    costs: dict[int, Any] = {}

    def complete(products: Any) -> Any:
        costs.update(queries.prices_now(getattr(current_user, "store_id", None), [product.id for product in products]))
        return products

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
            Column("code", N_("Article number"), lambda p: p.code),
            Column("category", N_("Category"), lambda p: p.category),
            Column("unit", N_("Unit"), lambda p: p.unit),
            Column("price", N_("Price"), lambda p: costs[p.id].price, "money", sort=Product.price, lead=True),
            Column("member_price", N_("Member price"), lambda p: costs[p.id].member_price, "money"),
            Column("state", N_("State"), lambda p: p.state, "word"),
        ],
        order=[Product.category, Product.name, Product.id],
        row_url=lambda p: url_for("goods.show_product", product_id=p.id),
        picture=photo_url,
        filters=filters,
        search=queries.search_products,
        complete=complete,
        empty=empty,
        name="products",
    )


@room.get("/products/<int:product_id>", needs=Can.SEE_PRODUCTS)
def show_product(product_id: int) -> Any:
    return product_page(queries.product(product_id))


def product_page(product: Product, status: int = 200, **forms: Any) -> Any:
    """A product: its price, its barcodes, what stores have of it, and how it came to be what it is."""
    blank = {name: make(formdata=None) for name, make in FORMS.items() if name not in forms}
    stock = queries.stock_of(product.id, current_user) if current_user.may(Can.SEE_STOCK) else []
    known = queries.costs(product.id, current_user)
    facts = {"stock": stock, "history": history.of_product(product, current_user), "today": clock.today()}
    costs: dict[str, Any] = {"costs": known, "cost": queries.cost_now(known)}
    home = home_of(current_user)
    costs["counts"] = queries.prices_now(home and home.id, [product.id])[product.id]
    costs["at_store"] = home and home.code
    return page("goods/products/show.html", status=status, product=product, **facts, **costs, **blank, **forms)


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
    return product_page(queries.product(product_id), form=form, status=422)


@room.post("/products/<int:product_id>/restoration", needs=Can.EDIT_PRODUCTS)
def create_product_restoration(product_id: int) -> Any:
    actions.restore(queries.product(product_id), by=current_user)
    flash(_("On sale again."))
    return see_other("goods.show_product", product_id=product_id)
