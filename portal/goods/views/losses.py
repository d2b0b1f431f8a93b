"""Doors of what a store wrote off."""

from datetime import timedelta
from typing import Any

from flask import url_for
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import queries, room
from portal.goods.forms import LossFilters
from portal.goods.models import StockMove
from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.money import line_amount
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code


@room.get("/stock/<code>/losses", needs=Can.SEE_STOCK)
def list_losses(code: str) -> Any:
    store, filters = store_by_code(code, current_user), LossFilters()
    statement = queries.losses(store, current_user)
    if why := filters.chosen("why"):
        statement = statement.where(StockMove.loss == why)
    if first := filters.chosen("first"):
        statement = statement.where(StockMove.at >= clock.at(first))
    if last := filters.chosen("last"):
        statement = statement.where(StockMove.at < clock.at(last + timedelta(days=1)))
    return list_page("goods/losses/index.html", losses_listing(statement, filters, store), store=store)


def losses_listing(statement: Any, filters: LossFilters, store: Any) -> Listing:
    names: dict[int, str] = {}

    def complete(moves: Any) -> Any:
        names.update(names_of([move.actor_id for move in moves]))
        return moves

    return Listing(
        statement=statement,
        columns=[
            Column("product", N_("Product"), lambda m: m.product.name),
            Column("at", N_("When"), lambda m: m.at, "moment"),
            Column("quantity", N_("Quantity"), lambda m: -m.quantity, "qty", lead=True),
            Column("unit", N_("Unit"), lambda m: m.product.unit),
            Column("worth", N_("Worth"), lambda m: line_amount(m.product.price, -m.quantity), "money"),
            Column("why", N_("Why"), lambda m: m.loss, "label"),
            Column("note", N_("Note"), lambda m: m.note),
            Column("actor", N_("Entered by"), lambda m: names.get(m.actor_id, "")),
        ],
        order=[StockMove.at, StockMove.id],
        descending=True,
        row_url=lambda m: url_for("goods.show_stock", code=store.code, product_id=m.product_id),
        filters=filters,
        search=queries.search_products,
        complete=complete,
        empty=Empty(
            "trash", N_("Nothing was written off"), N_("Open a product to write off what is broken or spoilt.")
        ),
        name=f"losses-{store.code}",
    )
