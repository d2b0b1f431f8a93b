"""Doors of deliveries received."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, room
from portal.goods.forms import ReceiptForm
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import store_by_code


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
