"""Doors of goods that come back, on the desk's page; at the till the tablet says it with its orders (C32)."""

from typing import Any

from flask import Response, flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.forms import ReturnForm
from portal.selling.models import Order, Payment
from portal.selling.posting_returns import back_of, shown_left
from portal.selling.stored import device_of


@room.get("/selling/orders/<store_code>/<uuid:order_id>/return", needs=Can.RETURN_GOODS)
def new_return(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    return return_page(order, ReturnForm(order, left_of(order), formdata=None))


@room.post("/selling/orders/<store_code>/<uuid:order_id>/return", needs=Can.RETURN_GOODS)
def create_return(store_code: str, order_id: Any) -> Any:
    order = queries.order(store_code, order_id, current_user)
    form = ReturnForm(order, left_of(order))
    if form.accepts(lambda: taken_back(order, form)):
        flash(_("The goods are back, and paid back. The first order stays as it was."))
        return see_other("selling.show_order", store_code=store_code, order_id=form.result)
    return return_page(queries.order(store_code, order_id, current_user), form, 422)


def taken_back(order: Order, form: ReturnForm) -> str:
    payment, reason = Payment(form.payment.data), form.reason.data or ""
    device = device_of(current_user)
    return actions.take_back(order, form.quantities, by=current_user, payment=payment, reason=reason, device=device)


def left_of(order: Order) -> dict[int, int]:
    """Return how many thousandths of each line may still come back; nothing of what was undone."""
    if queries.reversal_of(order, current_user) is not None:
        return {line.position: 0 for line in order.lines}
    return dict(shown_left(order, back_of(order.store_id, [order.id])))


def return_page(order: Order, form: ReturnForm, status: int = 200) -> Response:
    return page("selling/returns/new.html", status=status, order=order, form=form)
