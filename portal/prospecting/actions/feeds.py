"""A person's calendar for his phone: given out, renewed, withdrawn (C20)."""

from typing import Any

from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.prospecting import queries
from portal.prospecting.models import CalendarFeed


def give_feed(*, by: Any) -> str:
    """Make one's own calendar address; the one before stops working. Returns its token, shown once, kept as a hash."""
    before = queries.live_feeds(by)
    for one in before:
        one.withdrawn_at = clock.now()
    token = new_token()
    feed = CalendarFeed(user_id=by.id, token_hash=hashed(token))
    db.session.add(feed)
    record("calendar.given", feed, by=by, renewed=bool(before))
    return token


def withdraw_feed(*, by: Any) -> CalendarFeed:
    """Make one's own calendar address stop working at once."""
    feeds = queries.live_feeds(by)
    if not feeds:
        raise Refused("There is no address to withdraw.")
    for feed in feeds:
        feed.withdrawn_at = clock.now()
        record("calendar.withdrawn", feed, by=by)
    return feeds[0]
