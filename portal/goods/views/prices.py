"""Doors of head office's prices: all of them by place and day, and those of one product."""

from typing import Any

from flask import abort, flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.forms import PriceFilters, PriceForm
from portal.goods.models import Price, Product
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.network.queries import region


@room.get("/prices", needs=Can.SEE_PRODUCTS)
def list_prices() -> Any:
    filters, statement = PriceFilters(), queries.prices(current_user)
    if state := filters.chosen("state"):
        statement = queries.in_state(statement, state)
    if (region_id := filters.chosen("region")) is not None:
        statement = queries.in_region(statement, region(region_id))
    if day := filters.chosen("at"):
        statement = queries.on_day(statement, day)
    return list_page("goods/prices/index.html", prices_listing(statement, filters))


def prices_listing(statement: Any, filters: PriceFilters) -> Listing:
    return Listing(
        statement=statement,
        columns=[
            Column("product", N_("Product"), lambda p: p.product.name, sort=Product.name),
            Column("place", N_("Where it counts"), place_of),
            Column("price", N_("Selling price"), lambda p: p.fen, "money", lead=True),
            Column("member_price", N_("Member price"), lambda p: p.member_fen, "money"),
            Column("kind", N_("What a store may do"), lambda p: p.kind, "label"),
            Column("since", N_("Since"), lambda p: p.begins_at, "begin", sort=Price.since),
            Column("last_day", N_("Last day"), lambda p: p.last_day, "day"),
            Column("state", N_("State"), lambda p: p.state, "word"),
        ],
        order=[Price.since, Price.id],
        descending=True,
        row_url=lambda p: url_for("goods.show_prices", product_id=p.product_id),
        filters=filters,
        search=queries.search_products,
        empty=Empty(
            "list",
            N_("No price by place or day yet"),
            N_("What a product costs for some days, in one region or in one store, is set on the product's prices."),
            url_for("goods.list_products"),
            N_("To the catalogue"),
        ),
        name="prices",
    )


def place_of(price: Price) -> str:
    """Return where a price holds, as people say it."""
    if price.store is not None:
        return f"{price.store.code} {price.store.name}"
    return price.region.name if price.region is not None else say(N_("Everywhere"))


@room.get("/products/<int:product_id>/prices", needs=Can.SEE_PRODUCTS)
def show_prices(product_id: int) -> Any:
    return prices_page(queries.product(product_id))


def prices_page(product: Product, form: PriceForm | None = None, status: int = 200) -> Any:
    """What a product costs: what counts, what is to come, what it was."""
    rows = queries.prices_of(product.id, current_user)
    names_of([row.actor_id for row in rows])
    form = form or PriceForm(current_user, formdata=None)
    facts = {"product": product, "rows": rows, "place_of": place_of, "stores": queries.store_codes(current_user)}
    return page("goods/prices/show.html", status=status, form=form, **facts)


@room.post("/products/<int:product_id>/prices", needs=Can.SET_PRICES)
def create_price(product_id: int) -> Any:
    product, form = queries.product(product_id), PriceForm(current_user)
    if form.accepts(lambda: actions.set_price(form.new(product), by=current_user)):
        flash(_("Set. Tills have it before its first day."))
        return see_other("goods.show_prices", product_id=product_id)
    return prices_page(queries.product(product_id), form, status=422)


@room.post("/products/<int:product_id>/prices/<int:price_id>/withdrawal", needs=Can.SET_PRICES)
def create_price_withdrawal(product_id: int, price_id: int) -> Any:
    price = queries.price(price_id)
    if price.product_id != product_id:
        abort(404)
    actions.withdraw_price(price, by=current_user)
    flash(_("Withdrawn. What held before counts again."))
    return see_other("goods.show_prices", product_id=product_id)


room.place(N_("Prices"), "list_prices", "cash", needs=Can.SET_PRICES, order=47, tab=False)
