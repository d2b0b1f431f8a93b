"""What a store brings in a month and when its owner's money is back, all from assumptions beside it (C19).

Integers in, integers out: money is fen, a share is thousandths of a percent (17.5 % is 17500). No database, no request.
"""

from dataclasses import dataclass
from typing import Any

from portal.kernel.money import share

WHOLE = 100_000  # a hundred percent
MOST_MONTHS = 120  # what takes longer than ten years is no payback that anybody should be shown


@dataclass(frozen=True)
class Case:
    """How one of the three cases thinks the shop will go."""

    footfall: int = 0  # people who come in on a day
    buyers: int = 0  # the share of them who buy
    basket: int = 0  # what a buyer spends
    margin: int = 0  # the share of it that stays after the goods are paid

    @property
    def row(self) -> dict[str, int]:
        """Return what is stored of it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Running:
    """What a month of the shop costs in every case, and what it brings its owner today."""

    days: int = 30
    rent: int = 0
    wages: int = 0
    other: int = 0
    today: int = 0  # today's monthly result; the money comes back out of what is earned beyond it

    @property
    def costs(self) -> int:
        return self.rent + self.wages + self.other


@dataclass(frozen=True)
class Outcome:
    """What a case comes to in a month; `months` is None where the money does not come back."""

    sales: int
    gross: int
    result: int
    gain: int
    months: int | None


def outcome(case: Case, running: Running, investment: int) -> Outcome:
    """Return what a month brings and in how many months the owner's investment is back."""
    sales = share(case.footfall * running.days * case.basket, case.buyers, WHOLE)
    gross = share(sales, case.margin, WHOLE)
    result = gross - running.costs
    gain = result - running.today
    return Outcome(sales, gross, result, gain, months_until_back(investment, gain))


def months_until_back(investment: int, gain: int) -> int | None:
    """Return the month in which an investment is back: begun months count whole; None where it never is."""
    if investment <= 0:
        return 0
    if gain <= 0:
        return None
    months = -(-investment // gain)
    return months if months <= MOST_MONTHS else None


def course(found: Outcome, investment: int, months: int) -> list[int]:
    """Return what of the owner's money is back after each month: it begins below zero by all of it."""
    return [month * found.gain - investment for month in range(months + 1)]


def case_of(row: dict[str, Any] | None) -> Case:
    """Return a stored case; what it does not say is nought."""
    return Case(**{name: int((row or {}).get(name) or 0) for name in Case().row})
