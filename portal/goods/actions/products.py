"""What head office does to the catalogue (C31)."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from portal.goods.actions.categories import put_in_use
from portal.goods.barcodes import is_barcode
from portal.goods.models import Product, ProductBarcode, ProductState
from portal.goods.prices import next_number
from portal.kernel import pinyin
from portal.kernel.db import db
from portal.kernel.forms import set_fields
from portal.kernel.refusals import Refused
from portal.kernel.trail import record


def add_product(*, by: Any, **facts: Any) -> Product:
    """Add a product to the catalogue; prices are fen a unit, or a kilogram where weighed."""
    facts = _tidied(facts)
    number = next_number()
    _check_product(facts)
    _check_free(facts["barcode"])
    _check_numbers(facts, None)
    _put_in_use([facts], by)
    product = Product(**facts, pinyin=pinyin.spelled(facts["name"]), changed=number)
    db.session.add(product)
    record("product.added", product, by=by)
    return product


def add_all(things: Sequence[dict[str, Any]], *, by: Any) -> list[Product]:
    """Add checked products of a file, all at once."""
    number = next_number()
    _put_in_use(things, by)
    products = [Product(**facts, pinyin=pinyin.spelled(facts["name"]), changed=number) for facts in things]
    db.session.add_all(products)
    db.session.flush()
    for product in products:
        record("product.added", product, by=by, price=product.price, member_price=product.member_price)
    return products


def change_product(product: Product, *, by: Any, **facts: Any) -> Product:
    """Change a product's particulars; what its price was before stays on the trail."""
    number = next_number()
    facts = {"barcode": product.barcode, **_tidied(facts)}
    _check_product(facts)
    if facts["barcode"] != product.barcode:
        _check_free(facts["barcode"])
    _check_numbers(facts, product.id)
    _put_in_use([facts], by, product.state)
    set_fields(product, facts | {"pinyin": pinyin.spelled(facts["name"]), "changed": number})
    record("product.changed", product, by=by)
    return product


def change_all(things: Sequence[tuple[Product, dict[str, Any]]], *, by: Any) -> None:
    """Change products as a checked file says."""
    number = next_number()
    _put_in_use([facts for _, facts in things], by)
    with db.session.no_autoflush:
        for product, facts in things:
            set_fields(product, facts | {"pinyin": pinyin.spelled(facts["name"]), "changed": number})
            record("product.changed", product, by=by)


def withdraw(product: Product, *, by: Any, reason: str) -> None:
    """Take a product off sale everywhere; stock and past orders stay."""
    if product.state == ProductState.OFF:
        raise Refused("This product is withdrawn already.")
    product.state, product.changed = ProductState.OFF, next_number()
    record("product.withdrawn", product, by=by, reason=reason)


def restore(product: Product, *, by: Any) -> None:
    """Put a withdrawn product on sale again."""
    if product.state == ProductState.ON:
        raise Refused("This product is on sale already.")
    number = next_number()
    put_in_use([product.category], by=by)
    product.state, product.changed = ProductState.ON, number
    record("product.restored", product, by=by)


def _put_in_use(things: Sequence[dict[str, Any]], by: Any, state: ProductState = ProductState.ON) -> None:
    """Let the categories of what is on sale be in use."""
    put_in_use({facts["category"] for facts in things if facts.get("state", state) == ProductState.ON}, by=by)


def _tidied(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts with nothing for a number left empty: no two products share an empty one."""
    numbers = {name: facts[name] or None for name in ("code", "plu") if name in facts}
    return facts | numbers | {"category": facts.get("category") or ""}


def _check_product(facts: dict[str, Any]) -> None:
    if not is_barcode(facts["barcode"]):
        raise Refused("Not a barcode: the digits do not agree. Compare it with the pack.", field="barcode")
    member = facts.get("member_price")
    if member is not None and facts.get("price") is not None and member > facts["price"]:
        raise Refused("The member price is above the price.", field="member_price")


def _check_numbers(facts: dict[str, Any], own_id: int | None) -> None:
    """Article number and scale number: each well written, and of one product only."""
    code, plu = facts.get("code"), facts.get("plu")
    if code and not is_code(code):
        raise Refused("An article number is letters, digits and hyphens, at most 20.", field="code")
    if plu and not is_plu(plu):
        raise Refused("A scale number is five digits, from 00001 to 99999.", field="plu")
    for field, value in (("code", code), ("plu", plu)):
        other = select(Product.name).where(getattr(Product, field) == value, Product.id != (own_id or 0))
        if value and (name := db.session.scalar(other)):
            raise Refused("%(product)s has this number already.", product=name, field=field)


def is_code(text: str) -> bool:
    """Whether a text can be head office's number of an article."""
    return re.fullmatch(r"[A-Za-z0-9-]{1,20}", text) is not None


def is_plu(text: str) -> bool:
    """Whether a text can be the number a scale prints into its labels."""
    return re.fullmatch(r"[0-9]{5}", text) is not None and text != "00000"


def _check_free(barcode: str) -> None:
    own = select(Product.id).where(Product.barcode == barcode)
    further = select(ProductBarcode.product_id).where(ProductBarcode.barcode == barcode)
    if db.session.scalar(own.union_all(further)):
        raise Refused("A product with this barcode is in the catalogue already.", field="barcode")
