"""Money is integer fen, quantities are integer thousandths; both round half up, as the browser does."""

import re
from decimal import Decimal

MILLI = 1000
# a comma stands between groups of three digits only: "69,9" meant 69.9 and would be ten times as much
_AMOUNT = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})?")
_QUANTITY = re.compile(r"[+-]?([0-9]{1,9}|[0-9]{1,3}(,[0-9]{3}){1,2})(\.[0-9]{1,3})?")


def share(part: int, of: int, whole: int) -> int:
    """Return part × of ÷ whole, rounded half away from zero: the one rounding. `whole` is above zero."""
    product = part * of
    rounded = (2 * abs(product) + whole) // (2 * whole)
    return -rounded if product < 0 else rounded


def line_amount(price: int, quantity: int) -> int:
    """Return what a quantity in thousandths costs, in fen, at a price for a unit."""
    return share(price, quantity, MILLI)


def parse_yuan(text: str) -> int:
    """Read an amount of yuan ("1,234.5", "¥3") as fen. Raises ValueError."""
    plain = text.strip().replace("¥", "").replace("￥", "").replace("−", "-").strip()
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(text)
    return int(Decimal(plain.replace(",", "")) * 100)


def parse_quantity(text: str) -> int:
    """Read a quantity with up to three decimals as thousandths. Raises ValueError."""
    plain = text.strip().replace("−", "-")
    if not _QUANTITY.fullmatch(plain):
        raise ValueError(text)
    return int(Decimal(plain.replace(",", "")) * MILLI)


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


_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES, _MYRIADS = ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


def in_capitals(fen: int) -> str:
    """Return "壹仟贰佰叁拾肆元伍角整" for 123450, as amounts are written where nobody may change a digit."""
    whole, rest = divmod(abs(fen), 100)
    tenths, hundredths = divmod(rest, 10)
    small = f"{_NUMERALS[tenths]}角" if tenths else "零" if whole and hundredths else ""
    small += f"{_NUMERALS[hundredths]}分" if hundredths else "整"
    return ("负" if fen < 0 else "") + (f"{_spelled(whole)}元" if whole or not rest else "") + small


def _spelled(whole: int) -> str:
    """Spell a whole number: a run of noughts is one 零, and none at the end of a group of four places."""
    digits, said, skipped = str(whole), "", False
    for place, digit in zip(range(len(digits) - 1, -1, -1), map(int, digits), strict=True):
        if digit:
            said += ("零" if skipped and said else "") + _NUMERALS[digit] + _PLACES[place % 4]
            skipped = False
        else:
            skipped = True
        if place % 4 == 0 and place and whole // 10**place % 10_000:
            said += _MYRIADS[place // 4]
    return said or "零"


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
