"""When a supermarket's trade counts as quiet (C10, 选择生意相对冷清的超市).

The rule: people counted in an hour (the mean of the hours that were counted), once per till and once per
100 m², each as a share of the median of the city's other surveys; the mean of the shares known is the
*trade*. Below 0.7 a supermarket is quiet. With fewer than three other surveys that counted people the city
has no median yet, and fixed yardsticks stand in: 24 people an hour per till, 12 per 100 m². Nobody counted:
no judgement. A person may overrule the rule, with a reason. Each count moves the city's median, so that it may make
others quiet or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from portal.prospecting.models import Survey

QUIET_BELOW = 0.7
ENOUGH = 3
USUAL_PER_TILL = 24.0
USUAL_PER_100_M2 = 12.0


@dataclass(frozen=True)
class Trade:
    """What the rule says of a survey, and from what; shares are of the usual trade."""

    per_till: float | None = None
    per_area: float | None = None
    usual_per_till: float = USUAL_PER_TILL
    usual_per_area: float = USUAL_PER_100_M2
    compared: int = 0  # surveys the median is of; 0 when the fixed yardsticks stand in

    @property
    def share(self) -> float | None:
        """The trade as a share of the usual; None where nobody was counted or no size is known."""
        shares = []
        if self.per_till is not None and self.usual_per_till:
            shares.append(self.per_till / self.usual_per_till)
        if self.per_area is not None and self.usual_per_area:
            shares.append(self.per_area / self.usual_per_area)
        return sum(shares) / len(shares) if shares else None

    @property
    def is_quiet(self) -> bool:
        return self.share is not None and self.share < QUIET_BELOW


@dataclass(frozen=True)
class Measured:
    """What a survey is compared by."""

    per_till: float | None
    per_area: float | None
    counted: bool


def trade_of(survey: Survey, others: Sequence[Survey]) -> Trade:
    """Compare a survey with the others of its city."""
    return compared(measured(survey), [measured(other) for other in others])


def judged_otherwise(surveys: Sequence[Survey]) -> Iterator[Survey]:
    """Give those of a city's surveys that the rule judges otherwise now than when they were stored."""
    known = [(survey, measured(survey)) for survey in surveys]
    for survey, own in known:
        others = [other for one, other in known if one.shop != survey.shop]
        if not survey.is_overruled and compared(own, others).is_quiet != survey.quiet:
            yield survey


def compared(own: Measured, others: Sequence[Measured]) -> Trade:
    counted = [other for other in others if other.counted]
    if len(counted) < ENOUGH:
        return Trade(own.per_till, own.per_area)
    return Trade(
        own.per_till,
        own.per_area,
        middle((other.per_till for other in counted), USUAL_PER_TILL),
        middle((other.per_area for other in counted), USUAL_PER_100_M2),
        len(counted),
    )


def measured(survey: Survey) -> Measured:
    return Measured(per_till(survey), per_area(survey), survey.hourly is not None)


def per_till(survey: Survey) -> float | None:
    """People an hour for each till the shop has."""
    tills = survey.tills_total or survey.tills_open
    return survey.hourly / tills if survey.hourly is not None and tills else None


def per_area(survey: Survey) -> float | None:
    """People an hour on 100 m²."""
    return survey.hourly * 100 / survey.area_m2 if survey.hourly is not None and survey.area_m2 else None


def middle(values: Iterable[float | None], otherwise: float) -> float:
    known = [value for value in values if value is not None]
    return median(known) or otherwise if known else otherwise
