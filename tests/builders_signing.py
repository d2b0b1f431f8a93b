"""Things of signing, made with keywords."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import Region
from portal.prospecting.models import Prospect, Stage, Track
from portal.signing import actions
from portal.signing.actions import Line
from portal.signing.models import Application, Payer, Verdict

LINES = (
    Line("牌匾设计与制作", Payer.COMPANY, 18_000_00),
    Line("店面装修", Payer.COMPANY, 62_000_00),
    Line("货架及货品摆放", Payer.STORE, 40_000_00),
)
DEAR = (*LINES, Line("冷链设备", Payer.STORE, 90_000_00))  # together over the limit


def an_agreed_prospect(cast: Any, city: Region, *, owner: str = "rm_north", **facts: Any) -> Prospect:
    given = {"name": "长风鲜生超市", "contact_name": "薛玉兰", "phone": "13900001111", "stage": Stage.AGREED} | facts
    prospect = Prospect(
        region_id=city.id, city=city, track=Track.SUPERMARKET, owner_id=getattr(cast, owner).user.id, **given
    )
    db.session.add(prospect)
    db.session.flush()
    return prospect


def an_application(cast: Any, city: Region, *, by: str = "rm_north", lines: Any = LINES, **facts: Any) -> Application:
    """A complete draft."""
    given = {
        "store_name": "长风街店",
        "district": "小店区",
        "address": "长风街 128 号",
        "owner_name": "薛玉兰",
        "owner_phone": "13900001111",
        "area_m2": 420,
        "tills": 3,
        "planned_opening": clock.today() + timedelta(days=30),
        "reasons": "客流充足，经营者认同共享渠道的理念",
    } | facts
    prospect = an_agreed_prospect(cast, city, owner=by, name=str(given["store_name"]))
    return actions.draft(prospect, by=getattr(cast, by).viewer, lines=lines, **given)


def a_submitted(cast: Any, city: Region, *, by: str = "rm_north", **facts: Any) -> Application:
    application = an_application(cast, city, by=by, **facts)
    actions.submit(application, by=getattr(cast, by).viewer)
    return application


def decided(application: Application, verdict: Verdict, *, by: Any, reason: str = "理由写清楚") -> actions.Outcome:
    return actions.decide(application, verdict, by=by.viewer, reason=reason)
