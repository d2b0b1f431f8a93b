"""What a survey found wrong with a shop, in sentences with which a proposal begins (C19).

They are written in Chinese, as the paper is that they stand on; whoever writes the proposal changes them as he likes.
"""

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.prospecting.models import Freshness, Survey
from portal.prospecting.queries.surveys import peers
from portal.prospecting.quiet import Trade, trade_of

CHINESE = "zh_Hans_CN"
FEW_BUYERS, DEARER = 0.6, 1.03  # below, above which it is worth a sentence


def found_in(survey: Survey | None, viewer: Any) -> str:
    """Return what was found, a line each; "" where nobody surveyed or nothing was wrong."""
    if survey is None:
        return ""
    with force_locale(CHINESE):
        return "\n".join(filter(None, [*of_people(survey, trade_of(survey, peers(survey, viewer))), *of_shop(survey)]))


def of_people(survey: Survey, trade: Trade) -> list[str]:
    """Say where fewer come, or fewer of them buy, than elsewhere."""
    found = []
    if survey.hourly is not None and trade.share is not None and trade.share < 1:
        facts: dict[str, Any] = {"people": round(survey.hourly), "less": round(100 - trade.share * 100)}
        if trade.compared and facts["less"]:
            found.append(_("%(people)s people come in an hour, %(less)s%% below the middle of the city.", **facts))
        elif facts["less"]:
            found.append(_("%(people)s people come in an hour, %(less)s%% below what is usual.", **facts))
    if survey.buyers is not None and survey.buyers < FEW_BUYERS:
        found.append(_("Of 100 who leave only %(buyers)s have bought something.", buyers=round(survey.buyers * 100)))
    return found


def of_shop(survey: Survey) -> list[str]:
    """Say what of shelves, goods, tills and prices keeps customers away."""
    found = []
    if survey.shelf_gaps:
        found.append(_("%(gaps)s empty places on the shelves.", gaps=survey.shelf_gaps))
    if survey.freshness in (Freshness.STALE, Freshness.FAIR):
        stale = survey.freshness == Freshness.STALE
        found.append(_("Goods are not fresh.") if stale else _("Freshness of goods is only so-so."))
    if survey.tills_open is not None and survey.tills_total and survey.tills_open < survey.tills_total:
        facts = {"open": survey.tills_open, "all": survey.tills_total}
        found.append(_("Only %(open)s of %(all)s tills are open.", **facts))
    if survey.price_level is not None and survey.price_level > DEARER:
        found.append(_("The same goods cost %(more)s%% more than with us.", more=round(survey.price_level * 100 - 100)))
    return found
