"""A supermarket's file and a person's, with a row of every noun of prospecting that hangs on one."""

from datetime import timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import Base
from portal.kernel.scope import Regional
from portal.prospecting import actions
from portal.prospecting.models import IntentLevel, PitchPoint, Prospect, Stage, Track
from tests.builders_prospecting import a_prospect, an_appointment
from tests.prospecting.test_merge import merged


def nouns() -> list[Any]:
    """Return the models of prospecting whose rows lie in a city."""
    models = [mapper.class_ for mapper in Base.registry.mappers]
    return [one for one in models if issubclass(one, Regional) and one.__module__.startswith("portal.prospecting")]


def full_files(city: Any, by: Any, criterion_id: int) -> Prospect:
    """Return the supermarket; whoever adds a noun without a route of its own adds its row here."""
    shop = a_prospect(Track.SUPERMARKET, Stage.NEGOTIATING, city=city, by=by)
    actions.note_pitch(shop, PitchPoint.STORY, "讲了", by=by)
    actions.set_aims(shop, goal="八万以内", limits="不退货款", by=by)
    agreed = an_appointment(shop, by=by)
    actions.move_appointment(agreed, at=agreed.at + timedelta(days=1), by=by, reason="他出差")
    person = a_prospect(Track.PERSON, city=city, by=by, name="高志远")
    actions.screen(person, {criterion_id: "做过"}, by=by)
    actions.judge_intent(person, IntentLevel.FIRM, "电话里说的", by=by, judged_on=clock.today())
    merged(person, a_prospect(Track.PERSON, city=city, by=by, name="高智远", background="带过车队"), by)
    return shop
