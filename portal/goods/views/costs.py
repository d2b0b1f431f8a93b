"""The door of what a product costs."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import CostForm
from portal.goods.views.products import product_page
from portal.kernel.page import see_other
from portal.kernel.rights import Can


@room.post("/products/<int:product_id>/costs", needs=Can.SET_PRICES)
def create_cost(product_id: int) -> Any:
    product, form = queries.product(product_id), CostForm()
    if form.accepts(lambda: actions.set_cost(product, by=current_user, **form.values)):
        flash(_("Cost written down."))
        return see_other("goods.show_product", product_id=product_id)
    return product_page(queries.product(product_id), costing=form, status=422)
