"""Doors of working time: a week of managers, a day of one of them, the contacts behind both (C20)."""

from datetime import date
from typing import Any

from flask import abort, flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel import clock
from portal.kernel.listing import as_csv, as_xlsx, list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.prospecting import actions, lists_contacts, queries, room
from portal.prospecting.days import Outcome, day_of, week_of, weekday
from portal.prospecting.forms.days import ContactFilters, DaySheetForm

room.place(N_("Work log"), "show_week", "book", needs=Can.SEE_PROSPECTING, order=19)


@room.get("/contacts", needs=Can.SEE_PROSPECTING)
def list_contacts() -> Any:
    listing = lists_contacts.contacts(current_user, ContactFilters(current_user))
    return list_page("prospecting/contacts/index.html", listing)


@room.get("/week", needs=Can.SEE_PROSPECTING)
def show_week() -> Any:
    """The week of a day named, else this one; as a file one row a person and day."""
    week = week_of(day_named(request.args.get("day", "")), current_user)
    if kind := request.args.get("format", ""):
        name, write = f"week-{week.first}.{kind}", {"xlsx": as_xlsx, "csv": as_csv}.get(kind)
        return write(name, *lists_contacts.week_as_rows(week)) if write else abort(404)
    return page("prospecting/days/week.html", week=week, today=clock.today(), weekday=weekday)


@room.get("/days/<int:user_id>/<day>", needs=Can.SEE_PROSPECTING)
def show_day(user_id: int, day: str) -> Any:
    return day_page(user_id, day_or_404(day))


def day_page(user_id: int, day: date, status: int = 200, form: DaySheetForm | None = None) -> Any:
    sheet = day_of(queries.manager_below(user_id, current_user), day, current_user)
    mine = user_id == current_user.id and current_user.may(Can.PROSPECT) and day <= clock.today()
    form = form or DaySheetForm(formdata=None, obj=sheet.sheet)
    only = Outcome.OPEN if request.args.get("only") == Outcome.OPEN else None
    facts = {"sheet": sheet, "form": form if mine else None, "only": only, "weekday": weekday}
    return page("prospecting/days/show.html", status=status, **facts)


@room.post("/days/<int:user_id>/<day>", needs=Can.PROSPECT)
def update_day(user_id: int, day: str) -> Any:
    """Write one's own day; nobody writes another's."""
    on, user = day_or_404(day), queries.manager_below(user_id, current_user)
    if user.id != current_user.id:
        abort(404)
    form = DaySheetForm(obj=queries.sheet_of(user.id, on, current_user))
    if form.accepts(lambda: actions.write_day(on, form.sentence.data or "", by=current_user)):
        flash(_("The day is written down."))
        return see_other("prospecting.show_day", user_id=user_id, day=day)
    return day_page(user_id, on, form.status, form)


def day_named(text: str) -> date:
    """Return a day of an address, or today."""
    try:
        return min(max(date.fromisoformat(text), date(2000, 1, 10)), date(2099, 12, 1))
    except ValueError:
        return clock.today()


def day_or_404(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return day if 2000 <= day.year < 2100 else abort(404)
