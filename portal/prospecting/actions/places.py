"""A person's consent to keep a coarse place of his visits: given once, withdrawn at will (C15)."""

from typing import Any

from sqlalchemy import update

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.prospecting import queries
from portal.prospecting.models import Contact, PlaceConsent


def give_place_consent(*, by: Any) -> PlaceConsent:
    """Agree that visits keep a place of about a kilometre; once more changes nothing."""
    if given := queries.consent_of(by):
        return given
    given = PlaceConsent(user_id=by.id)
    db.session.add(given)
    record("place.agreed", given, by=by)
    return given


def withdraw_place_consent(*, by: Any) -> PlaceConsent:
    """Withdraw it: nothing is kept from now on, and what was kept is deleted."""
    live = queries.live_consents(by)
    if not live:
        raise Refused("There is no consent to withdraw.")
    for given in live:
        given.withdrawn_at = clock.now()
        record("place.withdrawn", given, by=by)
    gone = update(Contact).where(Contact.actor_id == by.id, Contact.place_lat.is_not(None))
    gone = gone.values(place_lat=None, place_lon=None).execution_options(synchronize_session=False)
    db.session.execute(house_read(gone, Contact, because="a person's own places, wherever they were"))
    return live[0]
