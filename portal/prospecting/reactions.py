"""Answers to events of rooms below: prospects follow the territory they lie in."""

from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import User
from portal.accounts.queries import successor
from portal.kernel.db import db
from portal.kernel.scope import House
from portal.kernel.trail import on
from portal.prospecting import actions
from portal.prospecting.models import Prospect, Stage

HOUSE: Any = House("prospecting")


@on("territory.handed_over")
def follow_the_territory(leaver: User, *, by: Any) -> None:
    """Hand the prospects of a manager who leaves, all but the lost ones, to his heir (C13).

    Where the heir's territory does not hold a city, they go to the nearest manager whose territory does, and where
    there is none, to the shared pool.
    """
    his = Prospect.seen_by(HOUSE).where(Prospect.owner_id == leaver.id, Prospect.stage != Stage.LOST)
    heirs: dict[int, User | None] = {}
    for prospect in db.session.scalars(his.order_by(Prospect.id)):
        if prospect.region_id not in heirs:
            heirs[prospect.region_id] = successor(prospect.city, leaver, getattr(leaver, "heir", None))
        if heir := heirs[prospect.region_id]:
            actions.assign(prospect, heir, by=by)
        elif prospect.is_live:
            actions.give_back(prospect, by=by, reason=_("Its manager's territory was handed over."))
    actions.follow_cities(leaver, getattr(leaver, "heir", None), by=by)
