"""What was counted against what the orders say, way by way: the one rule of days and shifts (C32, C40)."""

from collections.abc import Iterable, Mapping

from portal.kernel.refusals import Refused
from portal.selling.models import Payment


def compared(
    expected: Iterable[tuple[Payment, int]], counted: Mapping[Payment, int], said: Mapping[Payment, str]
) -> tuple[dict[Payment, int], dict[str, str]]:
    """Return what was counted by every way, and the reasons of those that differ, all in fen.

    A way that the orders do not name need not be counted; cash always is. A difference needs its reason.
    """
    found, reasons = {}, {}
    for way, fen in expected:
        if way not in counted and (fen or way == Payment.CASH):
            raise Refused("Count this, too.", field=f"counted_{way.value}")
        found[way] = counted.get(way, 0)
        if found[way] != fen:
            if not said.get(way):
                raise Refused("Say where the difference comes from.", field=f"reason_{way.value}")
            reasons[way.value] = said[way]
    return found, reasons
