"""Doors of the basket of prices, which head office keeps."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.prospecting import actions, queries, room
from portal.prospecting.forms import BasketForm


@room.get("/basket", needs=Can.KEEP_BASKET)
def edit_basket() -> Any:
    return page("prospecting/basket/edit.html", form=BasketForm(queries.basket(), formdata=None))


@room.post("/basket", needs=Can.KEEP_BASKET)
def update_basket() -> Any:
    form = BasketForm()
    if form.accepts(lambda: actions.set_basket(form.goods, by=current_user)):
        flash(_("Saved. Surveys that begin from now on compare these."))
        return see_other("prospecting.edit_basket")
    return page("prospecting/basket/edit.html", status=422, form=form)
