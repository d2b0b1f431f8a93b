"""Demo: what of a manager's prospects is warned of and what lies in the shared pool, and why some were lost."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import LossWhy, Prospect, Stage

WHY = {
    "家里反对，资金撤走了": LossWhy.FAMILY,
    "去外地工作，三年内不回来": LossWhy.AWAY,
    "加盟了另一家连锁": LossWhy.RIVAL,
    "房东收回，店要关": LossWhy.LANDLORD,
    "投入谈不拢，老板不愿装修": LossWhy.TERMS,
}
RETURNED = ("半年没进展，手上门店太多，顾不过来", "调去管新店，这家没人跟")


def tell(made: list[Prospect], n: int, viewer: Any, story: Any) -> None:
    """Warn of the two that are stuck longest, and return one of the others to the pool."""
    live = [p for p in made if p.is_live and p.stage not in (Stage.AGREED, Stage.NEGOTIATING)]
    stuck = sorted((p for p in live if p.is_overdue_for_pool), key=lambda p: (p.stage_since, p.id))
    for days, prospect in enumerate(stuck[:2]):
        actions.warn(prospect, by=story.house)
        prospect.pool_on = story.today + timedelta(days=2 + 3 * days)
    rest = [p for p in live if p not in stuck]
    back = actions.give_back(rest[-1], by=viewer, reason=RETURNED[n % len(RETURNED)])
    back.pooled_at = clock.at(story.today - timedelta(days=3 + n), 8)
