"""Money is integer fen, quantities are integer thousandths; both round half up, as the browser does."""

import re
from decimal import Decimal

MILLI = 1000
_AMOUNT = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,2})?")
_QUANTITY = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,3})?")


def line_amount(price: int, quantity: int) -> int:
    """Return fen for a price in fen and a quantity in thousandths, rounded half up (half away from zero)."""
    product = price * quantity
    sign = -1 if product < 0 else 1
    return sign * ((2 * abs(product) + MILLI) // (2 * MILLI))


def parse_yuan(text: str) -> int:
    """Read an amount of yuan ("1,234.5", "¥3") as fen. Raises ValueError."""
    plain = text.strip().replace(",", "").replace("¥", "").replace("￥", "").replace("−", "-").strip()
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    return int(Decimal(plain) * 100)


def parse_quantity(text: str) -> int:
    """Read a quantity with up to three decimals as thousandths. Raises ValueError."""
    plain = text.strip().replace(",", "").replace("−", "-")
    if not _QUANTITY.fullmatch(plain):
        raise ValueError(text)
    return int(Decimal(plain) * MILLI)


def yuan(fen: int | None) -> str:
    """Return "1,234.50" for 123450; minus is −."""
    if fen is None:
        return "–"
    whole, rest = divmod(abs(fen), 100)
    return f"{'−' if fen < 0 else ''}{whole:,}.{rest:02d}"


def money(fen: int | None) -> str:
    """Return "¥1,234.50" for 123450."""
    if fen is None:
        return "–"
    return f"−¥{yuan(-fen)}" if fen < 0 else f"¥{yuan(fen)}"


def quantity(thousandths: int | None) -> str:
    """Return "1.25" for 1250."""
    if thousandths is None:
        return "–"
    whole, rest = divmod(abs(thousandths), MILLI)
    tail = f".{rest:03d}".rstrip("0") if rest else ""
    return f"{'−' if thousandths < 0 else ''}{whole:,}{tail}"


def plain_yuan(fen: int) -> str:
    """Return "1234.50", as files and inputs want it."""
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02d}"
