"""What somebody may take off by hand, how a sale is paid, and what of it may come back (C32)."""

from collections.abc import Mapping, Sequence

from portal.selling.rules_of_till.sums import Known, Said, share, spread


def discount_right(amount: int, off: int, role: str, rights: Mapping[str, int]) -> Said:
    """Return how much someone may take off by hand, whether this is within it, and which roles might allow it.

    `rights` is percent by role, of what the line costs after all benefits; a fraction of a fen is not given.
    """
    most = {name: max(0, amount) * percent // 100 for name, percent in rights.items()}
    mine = most.get(role, 0)
    who = sorted(name for name, fen in most.items() if 0 <= off <= fen)
    return {"most": mine, "allowed": 0 <= off <= mine, "who": who}


def discount_whole(
    over: Sequence[int], role: str, rights: Mapping[str, int], fen: int | None = None, ten_thousandths: int = 0
) -> Said:
    """Return what of a sum off the whole sale goes off each line, and whether somebody may take it off.

    It is `fen`, or so many ten-thousandths of each line, a fraction of a fen not given. What is within the right in all
    is so on every line; what is above it is shared out by what the lines cost. More than there is cannot be shared out.
    """
    off = fen if fen is not None else sum(one * ten_thousandths // 10_000 for one in over)
    most = [discount_right(one, 0, role, rights)["most"] for one in over]
    allowed = 0 <= off <= sum(most)
    parts = spread(off, most if allowed else over) if 0 <= off <= sum(over) else None
    return {"off": off, "most": sum(most), "allowed": allowed, "parts": parts}


def payments_change(total: int, payments: Sequence[Known], credit: int | None = None, settles: bool = False) -> Said:
    """Return what is paid, what is left, the change of cash, and what is wrong ("" where nothing is).

    Wrong is: "zero" a payment of nothing, "given" less handed over than taken, or by another way than cash, "sign"
    money that goes the other way than the sale's, "account" without a member who may, "credit" above what he may,
    "left" too little, "over" too much. A sale that settles an account takes its sum off it by a negative payment.
    """
    paid = sum(payment["amount"] for payment in payments)
    change = sum(p["given"] - p["amount"] for p in payments if p.get("given") is not None)
    owed = sum(p["amount"] for p in payments if p["way"] == "account")
    trouble = ""
    if any(p["amount"] == 0 for p in payments):
        trouble = "zero"
    elif any(_is_misgiven(p) for p in payments):
        trouble = "given"
    elif any(_goes_astray(p, total, settles) for p in payments):
        trouble = "sign"
    elif credit is None and any(p["way"] == "account" for p in payments):
        trouble = "account"
    elif owed > (credit or 0):
        trouble = "credit"
    elif paid != total:
        trouble = "left" if (paid < total) == (total >= 0) else "over"
    return {"paid": paid, "left": total - paid, "change": 0 if trouble == "given" else change, "trouble": trouble}


def _is_misgiven(payment: Known) -> bool:
    given = payment.get("given")
    return given is not None and not (payment["way"] == "cash" and given >= payment["amount"] > 0)


def _goes_astray(payment: Known, total: int, settles: bool) -> bool:
    if settles:
        return bool((payment["amount"] < 0) != (payment["way"] == "account"))
    return bool((payment["amount"] < 0) != (total < 0))


def returnable(sold: Known, returned: Sequence[Known], quantity: int) -> Said | None:
    """Return a line that takes back a quantity of a sold line, all parts negative; None above what is left.

    Each part (amount, what was saved, points …) is shared out by quantity. Rounded is what is back in all, not what
    comes back now: whatever way a line comes back, in the end it is undone exactly.
    """
    back = sum(one["quantity"] for one in returned)  # negative
    if not 0 < quantity <= sold["quantity"] + back:
        return None
    line = {"quantity": -quantity}
    for name in sorted(sold):
        if name != "quantity":
            before = -sum(one[name] for one in returned)
            now = share(sold[name], quantity - back, sold["quantity"]) - before
            line[name] = -max(0, now)
    return line
