"""What was counted against what the orders say, way by way: the one rule of days and shifts (C32, C40)."""

from collections.abc import Iterable, Mapping

from portal.kernel.refusals import Refused, refuse_all
from portal.selling.models import Payment


def compared(
    expected: Iterable[tuple[Payment, int]],
    counted: Mapping[Payment, int],
    said: Mapping[Payment, str],
    further: Iterable[Refused] = (),
) -> tuple[dict[Payment, int], dict[str, str]]:
    """Return what was counted by every way, and the reasons of those that differ, all in fen.

    A way that the orders do not name need not be counted; cash always is. A difference needs its reason. What is wrong
    besides is refused together with it.
    """
    found, reasons = {}, {}
    wrong: list[Refused] = []
    for way, fen in expected:
        if way not in counted and (fen or way == Payment.CASH):
            wrong.append(Refused("Count this, too.", field=f"counted_{way.value}"))
            continue
        found[way] = counted.get(way, 0)
        if found[way] != fen and not said.get(way):
            wrong.append(Refused("Say where the difference comes from.", field=f"reason_{way.value}"))
        elif found[way] != fen:
            reasons[way.value] = said[way]
    refuse_all([*wrong, *further])
    return found, reasons
