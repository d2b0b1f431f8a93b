"""Doors of a person's calendar: his page, where he makes and withdraws its address, and the address itself (C20)."""

from typing import Any
from urllib.parse import urlsplit

from flask import abort, flash, make_response, request, session
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts.devices import network_of
from portal.accounts.passwords import attempt_key, take_attempt
from portal.kernel.door import PUBLIC
from portal.kernel.languages import language_of
from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, ics, queries, room

room.own_place(N_("Appointments in your phone's calendar"), "show_calendar", "calendar", needs=Can.PROSPECT, order=1)

MOST_WRONG = 20  # addresses that do not work, from one network within a quarter of an hour


@room.get("/calendar", needs=Can.PROSPECT)
def show_calendar() -> Any:
    token = session.pop("feed_given", "")
    return page("prospecting/feeds/show.html", feed=queries.feed_of(current_user), given=token)


@room.post("/calendar", needs=Can.PROSPECT)
def create_calendar() -> Any:
    session["feed_given"] = actions.give_feed(by=current_user)
    flash(_("The address is made. It is shown only now."))
    return see_other("prospecting.show_calendar")


@room.post("/calendar/withdrawal", needs=Can.PROSPECT)
def create_calendar_withdrawal() -> Any:
    actions.withdraw_feed(by=current_user)
    flash(_("The address is withdrawn. No calendar reads by it any more."))
    return see_other("prospecting.show_calendar")


@room.get("/calendar/<token>.ics", needs=PUBLIC)
def show_feed(token: str) -> Any:
    """Give the calendar to whoever has its address; only wrong addresses are counted, since calendars ask all day."""
    holder = queries.holder_of(token)
    if holder is None:
        too_many_wrong(network_of(request.remote_addr))
        abort(404)
    with force_locale(language_of(holder.locale)):
        whole = ics.calendar(queries.calendar_of(holder), urlsplit(request.host_url).netloc, _("Appointments"))
    answer = make_response(whole)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    answer.add_etag()
    return answer.make_conditional(request)


def too_many_wrong(network: str) -> None:
    try:
        take_attempt(attempt_key(f"calendar {network}"), MOST_WRONG)
    except Refused:
        abort(429)
