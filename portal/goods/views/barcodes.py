"""Doors of a product's further barcodes."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import BarcodeForm
from portal.goods.views.products import product_page
from portal.kernel.page import see_other
from portal.kernel.rights import Can


@room.post("/products/<int:product_id>/barcodes", needs=Can.EDIT_PRODUCTS)
def create_barcode(product_id: int) -> Any:
    product, form = queries.product(product_id), BarcodeForm()
    if form.accepts(lambda: actions.add_barcode(product, by=current_user, **form.values)):
        flash(_("Added. A scan of it finds this product from now on."))
        return see_other("goods.show_product", product_id=product_id)
    return product_page(queries.product(product_id), adding=form, status=422)


@room.post("/products/<int:product_id>/barcodes/<barcode>/removal", needs=Can.EDIT_PRODUCTS)
def create_barcode_removal(product_id: int, barcode: str) -> Any:
    product, further = queries.product(product_id), queries.more_barcode(product_id, barcode)
    actions.remove_barcode(product, further, by=current_user)
    flash(_("Taken away. A scan of it finds nothing any more."))
    return see_other("goods.show_product", product_id=product_id)
