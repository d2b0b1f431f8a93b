"""Doors of how long goods last: the list of a store, the least it wants, and the network's rules."""

from dataclasses import asdict
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import CoverFilters, Level, MinimumForm, Scarce, StockRulesForm
from portal.goods.models import Product, StockBalance
from portal.goods.queries.cover import DAYS_LEFT
from portal.goods.rules import rules, set_rules
from portal.goods.views.stock import stock_page
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code

room.place(N_("Stock rules"), "show_stock_rules", "scale", needs=Can.MANAGE_POLICY, group=N_("Settings"), order=944)


@room.get("/stock/<code>/cover", needs=Can.SEE_STOCK)
def list_cover(code: str) -> Any:
    store = store_by_code(code, current_user)
    facts = {"store": store, "rules": rules()}
    return list_page("goods/cover/index.html", cover_listing(store, CoverFilters()), **facts)


def level_of(one: Any) -> Level | Scarce | None:
    return Level.BELOW if one.on_hand < 0 else Scarce.LOW if one.is_low else None


def cover_listing(store: Any, filters: CoverFilters) -> Listing:
    rows = queries.covers(store, current_user)
    if filters.chosen("level"):
        rows = rows.where(queries.is_low())
    return Listing(
        statement=rows,
        columns=[
            Column("name", N_("Product"), lambda c: c.product.name),
            Column("on_hand", N_("On hand"), lambda c: c.on_hand, "qty", sort=StockBalance.quantity),
            Column("days", N_("Lasts days"), lambda c: c.lasts or None, "figure", lead=True),
            Column("level", N_("Level"), level_of, "word"),
            Column("per_day", N_("Sold a day"), lambda c: round(c.per_day, -2) or c.per_day or None, "qty"),
            Column("minimum", N_("At least"), lambda c: c.minimum or None, "qty"),
            Column("under_way", N_("Coming in"), lambda c: c.under_way or None, "qty"),
            Column("suggested", N_("To order"), lambda c: c.suggested or None, "qty"),
            Column("unit", N_("Unit"), lambda c: c.product.unit),
        ],
        order=[DAYS_LEFT, Product.id],
        row_url=lambda c: url_for("goods.show_stock", code=store.code, product_id=c.product.id),
        filters=filters,
        search=queries.search_products,
        complete=lambda found: queries.covered(found, store, current_user),
        empty=Empty(
            "box",
            N_("Nothing is low") if filters.chosen("level") else N_("Nothing on the books yet"),
            N_("What lasts only a few days, or is below the least you want, is listed here."),
        ),
        name=f"cover-{store.code}",
    )


@room.post("/stock/<code>/<int:product_id>/minimum", needs=Can.MOVE_STOCK)
def create_minimum(code: str, product_id: int) -> Any:
    store, product = store_by_code(code, current_user), queries.product(product_id)
    form = MinimumForm()
    if form.accepts(lambda: actions.set_minimum(store, product, form.at_least.data or 0, by=current_user)):
        flash(_("Kept. What is below it is called low."))
        return see_other("goods.show_stock", code=code, product_id=product_id)
    return stock_page(code, product_id, minimum=form, status=422)


@room.get("/rules", needs=Can.MANAGE_POLICY)
def show_stock_rules() -> Any:
    return page("goods/cover/rules.html", form=StockRulesForm(formdata=None, data=asdict(rules())))


@room.post("/rules", needs=Can.MANAGE_POLICY)
def update_stock_rules() -> Any:
    form = StockRulesForm()
    if form.accepts(lambda: set_rules(form.rules, by=current_user)):
        flash(_("Saved."))
        return see_other("goods.show_stock_rules")
    return page("goods/cover/rules.html", status=422, form=form)
