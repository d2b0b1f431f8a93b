"""Doors of feature products."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import FeatureForm
from portal.goods.views.products import product_page
from portal.kernel.page import see_other
from portal.kernel.rights import Can


@room.post("/products/<int:product_id>/feature", needs=Can.EDIT_PRODUCTS)
def create_feature(product_id: int) -> Any:
    product, form = queries.product(product_id), FeatureForm()
    if form.accepts(lambda: actions.feature(product, by=current_user, **form.values)):
        flash(_("A feature on these days."))
        return see_other("goods.show_product", product_id=product_id)
    return product_page(queries.product(product_id), featuring=form, status=422)


@room.post("/products/<int:product_id>/feature/removal", needs=Can.EDIT_PRODUCTS)
def create_feature_removal(product_id: int) -> Any:
    actions.stop_featuring(queries.product(product_id), by=current_user)
    flash(_("Back among the others."))
    return see_other("goods.show_product", product_id=product_id)
