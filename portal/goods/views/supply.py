"""Doors of orders of goods: a store orders, head office ships, the store takes in what came."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.queries import names_of
from portal.goods import actions, queries, room
from portal.goods.forms import ArrivalForm, CancellationForm, GoodsOrderFilters, GoodsOrderForm, ShipmentForm
from portal.goods.models import Deviation, GoodsOrder
from portal.kernel.listing import Column, Empty, Listing, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.models import Store
from portal.network.queries import store_by_code


@room.get("/orders", needs=Can.SEE_STOCK)
def list_goods_orders() -> Any:
    filters, statement = GoodsOrderFilters(current_user), queries.goods_orders(current_user)
    if code := filters.chosen("store") if "store" in filters else None:
        statement = statement.join(Store, Store.id == GoodsOrder.store_id).where(Store.code == code)
    if state := filters.chosen("state"):
        statement = statement.where(GoodsOrder.state == state)
    home = queries.store_at_hand("", current_user) if current_user.may(Can.ORDER_GOODS) else None
    return list_page("goods/orders/index.html", orders_listing(statement, filters, home), home=home)


def orders_listing(statement: Any, filters: GoodsOrderFilters, home: Any) -> Listing:
    sizes: dict[int, tuple[int, int]] = {}

    def complete(orders: Any) -> Any:
        sizes.update(queries.sizes_of([order.id for order in orders], current_user))
        return orders

    return Listing(
        statement=statement,
        columns=[
            Column("number", N_("Order number"), lambda o: o.number),
            Column("store", N_("Store"), lambda o: f"{o.store.code} {o.store.name}"),
            Column("made_at", N_("Ordered on"), lambda o: o.made_at, "moment"),
            Column("products", N_("Products"), lambda o: sizes[o.id][0], "n"),
            Column("otherwise", N_("Otherwise than ordered"), lambda o: sizes[o.id][1] or None, "n"),
            Column("expected_on", N_("Arrives on"), lambda o: o.expected_on, "day"),
            Column("state", N_("State"), lambda o: o.state, "word", lead=True),
        ],
        order=[GoodsOrder.id],
        descending=True,
        row_url=lambda o: url_for("goods.show_goods_order", goods_order_id=o.id),
        filters=filters,
        complete=complete,
        empty=Empty(
            "route",
            N_("No goods are ordered yet"),
            N_("A store orders from head office; what is shipped is taken in here, line by line."),
            url_for("goods.new_goods_order", code=home.code) if home else "",
            N_("Order goods") if home else "",
        ),
        name="goods-orders",
    )


@room.get("/stock/<code>/orders/new", needs=Can.ORDER_GOODS)
def new_goods_order(code: str) -> Any:
    store, form = store_by_code(code, current_user), GoodsOrderForm(formdata=None)
    suggested = request.args.get("from") == "suggested"
    if suggested:
        form.suggest(queries.suggestions(store, current_user))
    return page("goods/orders/new.html", store=store, form=form, suggested=suggested)


@room.post("/stock/<code>/orders", needs=Can.ORDER_GOODS)
def create_goods_order(code: str) -> Any:
    store, form = store_by_code(code, current_user), GoodsOrderForm()
    if form.only_looks:
        form.look()
        return page("goods/orders/new.html", store=store, form=form)
    if form.accepts(lambda: actions.order_goods(store, form.goods, by=current_user, note=form.note.data or "")):
        flash(_("Sent to head office."))
        return see_other("goods.show_goods_order", goods_order_id=form.result.id)
    return page("goods/orders/new.html", status=422, store=store, form=form)


@room.get("/orders/<int:goods_order_id>", needs=Can.SEE_STOCK)
def show_goods_order(goods_order_id: int) -> Any:
    return order_page(goods_order_id)


def order_page(goods_order_id: int, status: int = 200, **forms: Any) -> Any:
    """An order in its step: what was ordered, what is shipped, what came."""
    order = queries.goods_order(goods_order_id, current_user)
    names_of([order.actor_id, order.shipped_by, order.settled_by])
    shipping = arriving = None
    if order.awaits_shipment and current_user.may(Can.SHIP_GOODS):
        shipping = forms.get("shipping") or ShipmentForm(order, fresh=True)
    elif order.is_on_its_way and current_user.may(Can.MOVE_STOCK):
        arriving = forms.get("arriving") or ArrivalForm(order, fresh=True)
    facts = {"order": order, "store": order.store, "shipping": shipping, "arriving": arriving}
    facts |= {"cancelling": forms.get("cancelling") or CancellationForm(formdata=None), "deviations": list(Deviation)}
    refused = next((form for form in forms.values() if form not in (shipping, arriving)), None)
    return page("goods/orders/show.html", status=status, refused=refused, **facts)


@room.post("/orders/<int:goods_order_id>/shipment", needs=Can.SHIP_GOODS)
def create_shipment(goods_order_id: int) -> Any:
    order = queries.goods_order(goods_order_id, current_user)
    form = ShipmentForm(order)
    how: Any = {"expected_on": form.expected_on.data, "waybill": form.waybill.data or ""}
    if form.accepts(lambda: actions.ship_goods(order, form.shipped, by=current_user, **how)):
        flash(_("Shipped. The store sees what comes and when."))
        return see_other("goods.show_goods_order", goods_order_id=goods_order_id)
    return order_page(goods_order_id, 422, shipping=form)


@room.post("/orders/<int:goods_order_id>/arrival", needs=Can.MOVE_STOCK)
def create_arrival(goods_order_id: int) -> Any:
    order = queries.goods_order(goods_order_id, current_user)
    form = ArrivalForm(order)
    if form.accepts(lambda: actions.take_in_goods(order, form.arrived, by=current_user)):
        flash(_("Received. Stock is up to date."))
        return see_other("goods.show_goods_order", goods_order_id=goods_order_id)
    return order_page(goods_order_id, 422, arriving=form)


@room.post("/orders/<int:goods_order_id>/cancellation", needs=Can.ORDER_GOODS)
def create_goods_order_cancellation(goods_order_id: int) -> Any:
    return cancelled(goods_order_id)


@room.post("/orders/<int:goods_order_id>/refusal", needs=Can.SHIP_GOODS)
def create_goods_order_refusal(goods_order_id: int) -> Any:
    return cancelled(goods_order_id)


def cancelled(goods_order_id: int) -> Any:
    """Cancel an order, whichever side does."""
    order, form = queries.goods_order(goods_order_id, current_user), CancellationForm()
    if form.accepts(lambda: actions.cancel_goods_order(order, by=current_user, reason=form.reason.data)):
        flash(_("Cancelled."))
        return see_other("goods.show_goods_order", goods_order_id=goods_order_id)
    return order_page(goods_order_id, 422, cancelling=form)


room.place(N_("Goods orders"), "list_goods_orders", "route", needs=Can.SEE_STOCK, order=45, tab=False)
