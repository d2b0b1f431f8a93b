"""Doors of a store's own prices, beside what head office says."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.forms import StorePriceForm
from portal.goods.models import Product
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.models import Store
from portal.network.queries import store_by_code


@room.get("/stores/<code>/prices", needs=Can.SEE_PRODUCTS)
def list_store_prices(code: str) -> Any:
    store = store_by_code(code, current_user)
    return list_page("goods/store_prices/index.html", left_listing(store), store=store)


def left_listing(store: Store) -> Listing:
    known: dict[int, queries.Left] = {}

    def complete(products: Any) -> Any:
        known.update(queries.left_in(store.id, [product.id for product in products]))
        return products

    return Listing(
        statement=queries.left_to_stores(store),
        columns=[
            Column("name", N_("Product"), lambda p: p.name, sort=Product.name),
            Column("counts", N_("Price here"), lambda p: known[p.id].counts.price, "money", lead=True),
            Column("office", N_("Head office's price"), lambda p: known[p.id].office, "money"),
            Column("least", N_("Lower end"), lambda p: known[p.id].least, "money"),
            Column("most", N_("Upper end"), lambda p: known[p.id].most, "money"),
            Column("kind", N_("What a store may do"), lambda p: known[p.id].kind, "label"),
        ],
        order=[Product.name, Product.id],
        row_url=lambda p: url_for("goods.show_store_prices", code=store.code, product_id=p.id),
        search=queries.search_products,
        complete=complete,
        empty=Empty(
            "list",
            N_("Head office sets every price here"),
            N_("Products whose price it leaves to the store, freely or within a range, are listed here."),
        ),
        name=f"prices-{store.code}",
    )


@room.get("/stores/<code>/prices/<int:product_id>", needs=Can.SEE_PRODUCTS)
def show_store_prices(code: str, product_id: int) -> Any:
    return store_prices_page(code, product_id)


def store_prices_page(code: str, product_id: int, form: StorePriceForm | None = None, status: int = 200) -> Any:
    """A product's price in a store: what counts, what head office says, what the store said."""
    store, product = store_by_code(code, current_user), queries.product(product_id)
    rows = queries.own_prices_of(store, product_id, current_user)
    names_of([row.actor_id for row in rows])
    left = queries.left_in(store.id, [product_id])[product_id]
    facts = {"store": store, "product": product, "rows": rows, "left": left}
    form = form or StorePriceForm(formdata=None)
    return page("goods/store_prices/show.html", status=status, form=form, **facts)


@room.post("/stores/<code>/prices/<int:product_id>", needs=Can.SET_STORE_PRICES)
def create_store_price(code: str, product_id: int) -> Any:
    store, product, form = store_by_code(code, current_user), queries.product(product_id), StorePriceForm()
    if form.accepts(lambda: actions.set_store_price(store, product, by=current_user, **form.values)):
        flash(_("Set. The store's tills take it with their next update."))
        return see_other("goods.show_store_prices", code=code, product_id=product_id)
    return store_prices_page(code, product_id, form, status=422)


@room.post("/stores/<code>/prices/<int:own_price_id>/withdrawal", needs=Can.SET_STORE_PRICES)
def create_store_price_withdrawal(code: str, own_price_id: int) -> Any:
    price = queries.store_price(store_by_code(code, current_user), own_price_id, current_user)
    actions.withdraw_store_price(price, by=current_user)
    flash(_("Withdrawn. Head office's price counts."))
    return see_other("goods.show_store_prices", code=code, product_id=price.product_id)
