"""Builders of goods: products, and files handed in."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from PIL import Image
from werkzeug.datastructures import FileStorage

from portal.goods import actions
from portal.goods.models import Configuration, Product
from portal.kernel import importing, jobs
from portal.kernel.db import db
from portal.kernel.importer import importers
from portal.kernel.importing import Import
from tests.cast import HOUSE

PRODUCT_HEADS = "barcode,name,category,unit,weighed,price,member_price,state"
TEA, MILK, RICE = "6901234567892", "6921168509256", "6902083881405"


def a_product(**facts: Any) -> Product:
    """A product of the catalogue: tea at 39.90."""
    usual = {"barcode": TEA, "name": "高山绿茶 250 g", "category": "酒水饮料", "unit": "袋", "weighed": False}
    product = actions.add_product(by=HOUSE, **{**usual, "price": 3990, "member_price": 3590, **facts})
    db.session.flush()
    return product


def a_configuration(*goods: tuple[Product, int], **facts: Any) -> Configuration:
    """A list of a new store's first goods, for shops up to 400 m²."""
    usual = {"name": "小店配置", "least_m2": None, "most_m2": 400}
    found = actions.add_configuration(by=HOUSE, **{**usual, **facts})
    if goods:
        actions.put_on_configuration(found, goods, by=HOUSE)
    db.session.flush()
    return found


def a_file(content: str | bytes, name: str = "rows.csv") -> FileStorage:
    return FileStorage(io.BytesIO(content if isinstance(content, bytes) else content.encode()), filename=name)


def a_photo() -> FileStorage:
    """A picture as a camera gives it, with what it noted of where and when."""
    noted = Image.Exif()
    noted[0x9286], noted[0x0132] = "办公室", "2026:11:26 08:00:00"
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), "green").save(buffer, "JPEG", exif=noted)
    buffer.seek(0)
    return FileStorage(buffer, filename="tea.jpg")


def a_workbook(rows: Sequence[Sequence[Any]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for y, row in enumerate(rows):
        sheet.write_row(y, 0, row)
    book.close()
    return buffer.getvalue()


def handed_in(kind: str, content: str | bytes, *, by: Any = HOUSE, store_id: int | None = None) -> Import:
    """A file handed in and checked."""
    found = importing.receive(importers[kind], a_file(content), by=by, store_id=store_id)
    return worked(found)


def taken_in(found: Import, *, by: Any = HOUSE) -> Import:
    """A draft confirmed and loaded."""
    return worked(importing.confirm(found, by=by))


def worked(found: Import) -> Import:
    db.session.commit()
    jobs.run(found.job_id or 0)
    db.session.expire_all()
    return found
