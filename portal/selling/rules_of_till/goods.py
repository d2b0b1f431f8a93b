"""What a label of a scale says, and what a product costs in a store at a moment (C31)."""

from collections.abc import Mapping, Sequence

from portal.goods.barcodes import is_barcode
from portal.kernel import money
from portal.selling.rules_of_till.sums import Known, Said, amount


def finds(product: Known, text: str) -> bool:
    """Whether a text that somebody typed means a product: by name, by pinyin, by the beginning or end of its barcode.

    One or two letters count from the beginning of a word only: anywhere they would find most of the catalogue.
    """
    name, pinyin, barcode = product["name"], product["pinyin"], product["barcode"]
    if text.lower() in name.lower():
        return True
    letters = text.lower().replace(" ", "")
    if not letters.isascii():
        return False
    within = letters if len(letters) > 2 else f" {letters}"
    return bool(
        pinyin.startswith(letters) or within in pinyin or barcode.startswith(letters) or barcode.endswith(letters)
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


def price_at(rows: Sequence[Known], moment: int) -> Said | None:
    """Return what a product costs in a store at a moment, and for members; None where it has no price.

    A row counts from `since` until before `until`. Of head office's rows the narrowest counts (the highest `level`),
    of those the latest. The store's own row counts instead where head office leaves the price free, or within the range
    that it set. Members never pay more than everybody.
    """
    now = [row for row in rows if row["since"] <= moment and (row["until"] is None or moment < row["until"])]
    office = _last([row for row in now if not row["own"]])
    if office is None:
        return None
    own = _last([row for row in now if row["own"]])
    row = own if own is not None and _leaves(office, own["fen"]) else office
    member = row["member"] if row["member"] is not None else office["member"]
    return {"fen": row["fen"], "member": None if member is None else min(member, row["fen"])}


def _last(rows: Sequence[Known]) -> Known | None:
    found: Known | None = None
    for row in rows:
        if found is None or (row["level"], row["since"]) >= (found["level"], found["since"]):
            found = row
    return found


def _leaves(office: Known, fen: int) -> bool:
    """Whether head office leaves this price to the store."""
    if office["kind"] == "range":
        return (office["least"] is None or fen >= office["least"]) and (office["most"] is None or fen <= office["most"])
    return bool(office["kind"] == "free")
