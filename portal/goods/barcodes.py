"""Barcodes: EAN-13, EAN-8, UPC and a case's ITF-14 with their check digit; shorter ones are the shop's own."""

MOST_PIECES = 1000  # of a product in one pack


def is_barcode(text: str) -> bool:
    """Whether a text can be a barcode: the check digit of 8 or 12 to 14 digits agrees, 4 to 7 are own codes."""
    if not (text.isascii() and text.isdigit()):
        return False
    if len(text) in (8, 12, 13, 14):
        return check_digit(text[:-1]) == text[-1]
    return 4 <= len(text) <= 7


def check_digit(body: str) -> str:
    """Return the digit that makes a body of 7, 11, 12 or 13 digits a barcode."""
    weighted = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-weighted % 10)
