"""What head office does to a product's photo: another one takes its place (C31)."""

from typing import Any

from werkzeug.datastructures import FileStorage

from portal.goods.models import Product
from portal.kernel import files
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record


def keep_photo(product: Product, *, upload: FileStorage, by: Any) -> None:
    """Keep a picture of a product in the place of the one before, drawn anew and without what the camera noted."""
    kept = files.keep(upload, by=by)
    if not kept.is_image:
        raise Refused("A product has a picture, no paper.", field="photo")
    db.session.flush()
    product.photo_id = kept.id
    record("product.photographed", product, by=by)


def remove_photo(product: Product, *, by: Any) -> None:
    """Show a product without a photo again."""
    if product.photo_id is None:
        raise Refused("This product has no photo.")
    product.photo_id = None
    record("product.photo_removed", product, by=by)
