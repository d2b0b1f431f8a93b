"""Demo: what of a manager's prospects is warned of and what lies in the shared pool, and why some were lost."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.models import LossWhy, Prospect, Stage, Track
from portal.story import happened

WHY = {
    "家里反对，资金撤走了": LossWhy.FAMILY,
    "去外地工作，三年内不回来": LossWhy.AWAY,
    "家里老人病了，三五年走不开": LossWhy.FAMILY,
    "加盟了另一家连锁": LossWhy.RIVAL,
    "房东收回，店要关": LossWhy.LANDLORD,
    "投入谈不拢，老板不愿装修": LossWhy.TERMS,
}
# of each manager
RETURNED = (
    (Track.SUPERMARKET, Stage.PLANNED, "手上要开业的店太多，顾不过来"),
    (Track.PERSON, Stage.PITCHED, "调去管新店，这边顾不上跟了"),
    (Track.SUPERMARKET, Stage.FOUND, "离得远，两个星期没顾上去"),
)


def tell(made: list[Prospect], n: int, viewer: Any, story: Any) -> None:
    """Warn of the two that are stuck longest, and return one of the others to the pool."""
    live = [p for p in made if p.is_live and p.stage not in (Stage.AGREED, Stage.NEGOTIATING)]
    stuck = sorted((p for p in live if p.is_overdue_for_pool), key=lambda p: (p.stage_since, p.id))
    for days, prospect in enumerate(stuck[:2]):
        with happened(clock.at(story.today - timedelta(days=5 - 3 * days), 6)):
            actions.warn(prospect, by=story.house)
    track, stage, reason = RETURNED[n]
    back = next(p for p in live if p not in stuck and (p.track, p.stage) == (track, stage))
    with happened(clock.at(story.today - timedelta(days=3 + n), 8)):
        actions.give_back(back, by=viewer, reason=reason)
