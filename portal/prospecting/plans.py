"""What a payment plan begins with, so that three parts stand there before anybody types."""

from datetime import timedelta

from portal.kernel import clock
from portal.prospecting.models import Part, PartKind, Quotation

# kind, share in percent, days from now; the last takes what is left
USUAL = ((PartKind.DEPOSIT, 30, 3), (PartKind.PROGRESS, 40, 14), (PartKind.BALANCE, 30, 30))


def open_parts(quotation: Quotation) -> list[Part]:
    """Return the parts that are not paid yet, or the usual three of what is left to pay."""
    if open_ones := [part for part in quotation.parts if not part.is_paid]:
        return [Part(part.kind, part.due_on, part.amount, part.note) for part in open_ones]
    left, today = quotation.total - quotation.paid, clock.today()
    if left <= 0:
        return []
    amounts = [left * share // 100 // 100_00 * 100_00 for _kind, share, _days in USUAL[:-1]]
    amounts.append(left - sum(amounts))
    return [
        Part(kind, today + timedelta(days=days), amount)
        for (kind, _share, days), amount in zip(USUAL, amounts, strict=True)
        if amount
    ]
