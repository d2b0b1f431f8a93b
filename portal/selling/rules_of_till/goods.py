"""What a label of a scale says, and what a product costs in a store at a moment (C31)."""

from collections.abc import Mapping

from portal.goods.barcodes import is_barcode
from portal.goods.price_rule import price_at
from portal.kernel import money
from portal.selling.rules_of_till.sums import Known, Said, amount

__all__ = ["finds", "label_weight", "price_at", "scale_code"]


def finds(product: Known, text: str) -> bool:
    """Whether a text that somebody typed means a product: by name, by pinyin, by either end of a barcode, by a number.

    One or two letters count from the beginning of a word only: anywhere they would find most of the catalogue.
    """
    pinyin, code = product["pinyin"], product.get("code", "")
    if text.lower() in product["name"].lower():
        return True
    letters = text.lower().replace(" ", "")
    if not letters.isascii():
        return False
    within = letters if len(letters) > 2 else f" {letters}"
    barcodes = [product["barcode"], *(barcode for barcode, _ in product.get("more_barcodes", ()))]
    return bool(
        pinyin.startswith(letters)
        or within in pinyin
        or any(one.startswith(letters) or one.endswith(letters) for one in barcodes)
        or code.lower().startswith(letters)
        or product.get("plu") == letters.zfill(5)
    )


def scale_code(text: str, kinds: Mapping[str, Known]) -> Said | None:
    """Read the label of a scale: two digits for its kind, five for the product, five for the value, a check digit.

    `kinds` says what stands in the value, "weight" or "price", and with how many decimals. None: no label of a scale.
    """
    kind = kinds.get(text[:2])
    if kind is None or len(text) != 13 or not is_barcode(text):
        return None
    is_weight = kind["holds"] == "weight"
    value = int(text[7:12]) * 10 ** ((3 if is_weight else 2) - kind["decimals"])
    if value == 0:
        return None
    return {"plu": text[2:7], "quantity": value if is_weight else None, "fen": None if is_weight else value}


def label_weight(fen: int, price: int) -> Said | None:
    """Return the weight of goods whose label says what they cost, and what goes off so that it costs just that.

    The smallest weight that costs at least as much: of dear goods a gram costs more than a fen.
    """
    if fen <= 0 or price <= 0:
        return None
    weight = -((1 - 2 * fen) * money.MILLI // (2 * price))
    return {"quantity": weight, "off": amount(price, weight) - fen}
