"""Doors of a product's photo: everybody who sees the catalogue sees it."""

from typing import Any

from flask import abort, flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.goods import actions, queries, room
from portal.goods.forms import PhotoForm
from portal.goods.views.products import product_page
from portal.kernel.files import answer_with
from portal.kernel.page import see_other
from portal.kernel.rights import Can


@room.get("/products/<int:product_id>/photo", needs=Can.SEE_PRODUCTS)
def show_photo(product_id: int) -> Any:
    found = queries.photo_of(queries.product(product_id))
    return answer_with(found) if found else abort(404)


@room.post("/products/<int:product_id>/photo", needs=Can.EDIT_PRODUCTS)
def create_photo(product_id: int) -> Any:
    product, form = queries.product(product_id), PhotoForm()
    upload: Any = form.photo.data
    if form.accepts(lambda: actions.keep_photo(product, upload=upload, by=current_user)):
        flash(_("The photo is kept."))
        return see_other("goods.show_product", product_id=product_id)
    return product_page(queries.product(product_id), picturing=form, status=422)


@room.post("/products/<int:product_id>/photo/removal", needs=Can.EDIT_PRODUCTS)
def create_photo_removal(product_id: int) -> Any:
    actions.remove_photo(queries.product(product_id), by=current_user)
    flash(_("Taken away."))
    return see_other("goods.show_product", product_id=product_id)
