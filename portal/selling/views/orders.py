"""Doors of orders, their reversals and their receipts (C32)."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, lists, queries, room
from portal.selling.forms import PrintForm, ReasonForm
from portal.selling.history import told
from portal.selling.masks import masked_member
from portal.selling.models import FLAGS, Order
from portal.selling.stored import device_of


@room.get("/selling/orders", needs=Can.SEE_ORDERS)
def list_orders() -> Any:
    return list_page("selling/orders/index.html", lists.orders(current_user))


@room.get("/selling/orders/<uuid:order_id>", needs=Can.SEE_ORDERS)
def show_order_by_key(order_id: Any) -> Any:
    return see_other("selling.show_order", **queries.only_order(order_id, current_user).address)


@room.get("/selling/orders/<store_code>/<uuid:order_id>", needs=Can.SEE_ORDERS)
def show_order(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    return page("selling/orders/show.html", **order_facts(order), form=ReasonForm(formdata=None))


# below the door of keys, which would never be opened if this one came first
@room.get("/selling/orders/<store_code>/<number>", needs=Can.SEE_ORDERS)
def show_order_by_number(store_code: str, number: str) -> Any:
    order = queries.numbered_order(store_code, number, current_user)
    return page("selling/orders/show.html", **order_facts(order), form=ReasonForm(formdata=None))


def order_facts(order: Order) -> dict[str, Any]:
    reversal = queries.reversal_of(order, current_user)
    return {
        "order": order,
        "reversal": reversal,
        "reversed": queries.reversed_by(order, current_user),
        "returned": queries.returned_by(order, current_user),
        "returns": queries.returns_of(order, current_user),
        "whys": queries.benefits_on(order, current_user),
        "state": lists.state_of_order(order, reversal is not None),
        "flags": [FLAGS[flag] for flag in order.flags.split() if flag in FLAGS],
        "links": told(order, current_user),
        "is_own": order.store_id in current_user.store_ids,
        "member_line": masked_member(order.member),
    }


@room.post("/selling/orders/<store_code>/<uuid:order_id>/reversal", needs=Can.REVERSE_ORDERS)
def create_reversal(store_code: str, order_id: Any) -> Any:
    order, form = queries.order(store_code, order_id, current_user), ReasonForm()
    if form.accepts(
        lambda: actions.reverse(order, by=current_user, reason=form.reason.data or "", device=device_of(current_user))
    ):
        flash(_("Reversed. The first order stays as it was."))
        return see_other("selling.show_order", store_code=store_code, order_id=form.result)
    order = queries.order(store_code, order_id, current_user)
    return page("selling/orders/show.html", status=422, **order_facts(order), form=form)


@room.get("/selling/orders/<store_code>/<uuid:order_id>/receipt", needs=Can.SEE_ORDERS)
def show_receipt(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    prints = queries.prints_of(order, current_user)
    form = PrintForm(bool(prints), formdata=None)
    return page("selling/receipts/show.html", **receipt_facts(order), form=form)


def receipt_facts(order: Order) -> dict[str, Any]:
    return {
        "order": order,
        "prints": queries.prints_of(order, current_user),
        "member_line": masked_member(order.member),
        "returned": queries.returned_by(order, current_user),
        "whys": queries.benefits_on(order, current_user),
    }


@room.post("/selling/orders/<store_code>/<uuid:order_id>/receipt", needs=Can.SELL)
def create_print(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    form = PrintForm(bool(queries.prints_of(order, current_user)))
    reason = form.reason.data if "reason" in form else ""
    if form.accepts(actions.print_receipt, order, by=current_user, reason=reason):
        return see_other("selling.show_paper", **order.address, width=form.width.data)
    order = queries.order(store_code, order_id, current_user)
    return page("selling/receipts/show.html", status=422, **receipt_facts(order), form=form)


@room.get("/selling/orders/<store_code>/<uuid:order_id>/receipt/paper", needs=Can.SEE_ORDERS)
def show_paper(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    if not queries.prints_of(order, current_user):
        return see_other("selling.show_receipt", **order.address)
    narrow = request.args.get("width") == "58"
    return page("selling/receipts/paper.html", **receipt_facts(order), narrow=narrow)
