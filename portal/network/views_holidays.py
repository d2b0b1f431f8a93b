"""Doors of holidays, for administrators (C40)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network import actions, lists, queries, room
from portal.network.forms import HolidayForm
from portal.network.models import Holiday

room.place(N_("Holidays"), "list_holidays", "calendar", needs=Can.MANAGE_HOLIDAYS, group=N_("Settings"), order=942)


@room.get("/holidays", needs=Can.MANAGE_HOLIDAYS)
def list_holidays() -> Any:
    return list_page("settings/holidays/index.html", lists.holidays())


@room.get("/holidays/new", needs=Can.MANAGE_HOLIDAYS)
def new_holiday() -> Any:
    return page("settings/holidays/new.html", form=HolidayForm(queries.regions(), formdata=None))


@room.post("/holidays", needs=Can.MANAGE_HOLIDAYS)
def create_holiday() -> Any:
    form = HolidayForm(queries.regions())
    if form.accepts(lambda: set_holiday(form)):
        flash(_("The holiday is set."))
        return see_other("network.list_holidays")
    return page("settings/holidays/new.html", status=422, form=form)


def set_holiday(form: HolidayForm) -> Holiday:
    facts = form.values
    region_id = facts.pop("region_id")
    region = queries.region(region_id) if region_id else None
    return actions.set_holiday(region=region, by=current_user, **facts)


@room.get("/holidays/<int:holiday_id>", needs=Can.MANAGE_HOLIDAYS)
def show_holiday(holiday_id: int) -> Any:
    return page("settings/holidays/show.html", holiday=queries.holiday(holiday_id))


@room.post("/holidays/<int:holiday_id>/removal", needs=Can.MANAGE_HOLIDAYS)
def create_holiday_removal(holiday_id: int) -> Any:
    actions.drop_holiday(queries.holiday(holiday_id), by=current_user)
    flash(_("The holiday is taken back."))
    return see_other("network.list_holidays")
