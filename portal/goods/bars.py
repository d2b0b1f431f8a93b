"""Barcodes as bars: EAN-13 and EAN-8, as dark stretches of so many modules (ISO/IEC 15420)."""

from itertools import groupby

_LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_RIGHT = tuple(code.translate(str.maketrans("01", "10")) for code in _LEFT)
_EVEN = tuple(code[::-1] for code in _RIGHT)
# which of the left digits are written evenly, by the first digit
_PARITY = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")
GUARD, MIDDLE = "101", "01010"
QUIET = 11  # modules that stay white at either side


def modules(barcode: str) -> str:
    """Return the modules of a barcode, "1" where dark; "" for numbers that have no bars (a shop's own codes)."""
    if len(barcode) == 12:
        barcode = f"0{barcode}"
    if len(barcode) == 8:
        left = "".join(_LEFT[int(digit)] for digit in barcode[:4])
        return GUARD + left + MIDDLE + "".join(_RIGHT[int(digit)] for digit in barcode[4:]) + GUARD
    if len(barcode) != 13:
        return ""
    sides = ({"0": _LEFT, "1": _EVEN}[parity] for parity in _PARITY[int(barcode[0])])
    left = "".join(side[int(digit)] for side, digit in zip(sides, barcode[1:7], strict=True))
    return GUARD + left + MIDDLE + "".join(_RIGHT[int(digit)] for digit in barcode[7:]) + GUARD


def path(barcode: str, height: int = 40) -> str:
    """Return the bars as the path of a drawing, a module one wide."""
    at, drawn = QUIET, []
    for dark, run in groupby(modules(barcode)):
        width = len(list(run))
        if dark == "1":
            drawn.append(f"M{at} 0h{width}v{height}h-{width}z")
        at += width
    return "".join(drawn)


def width(barcode: str) -> int:
    """Return how many modules wide the drawing is, with the white at its sides."""
    return len(modules(barcode)) + 2 * QUIET
