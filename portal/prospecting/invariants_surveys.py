"""What must always hold of surveys (`flask verify`)."""

from typing import Any

from portal.kernel.db import db
from portal.kernel.scope import House
from portal.prospecting.models import Survey

HOUSE: Any = House("verify")


def troubles_of_surveys() -> list[str]:
    """Return a sentence for each later survey whose shop is not the first survey of one in the same city."""
    later = db.session.scalars(Survey.seen_by(HOUSE).where(Survey.shop_id.is_not(None)).order_by(Survey.id)).all()
    heads = Survey.seen_by(HOUSE).where(Survey.id.in_({survey.shop_id for survey in later}))
    first = {survey.id: survey for survey in db.session.scalars(heads)}
    wrong = [s for s in later if (head := first[s.shop_id or 0]).shop_id or head.region_id != s.region_id]
    return [f"survey {survey.id}: its shop is not a first survey in the same city" for survey in wrong]
