"""The lists of stores, of agreed closures and of holidays."""

from flask import url_for
from flask_login import current_user

from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.words import N_, say
from portal.network import queries
from portal.network.forms import StoreFilters
from portal.network.models import Closure, Holiday, Store


def stores() -> Listing:
    """The viewer's stores by code, narrowed by region and state."""
    filters = StoreFilters(queries.regions())
    rows = Store.seen_by(current_user).options(queries.with_city())
    if (state := filters.chosen("state")) is not None:
        rows = rows.where(Store.state == state)
    if (region_id := filters.chosen("region")) is not None:
        rows = rows.where(Store.region_id.in_(queries.subtree(region_id)))
    return Listing(
        rows,
        columns=[
            Column("code", N_("Code"), lambda s: s.code, sort=Store.code),
            Column("name", N_("Name"), lambda s: s.name, sort=Store.name),
            Column("city", N_("City"), lambda s: s.region.name),
            Column("district", N_("District"), lambda s: s.district),
            Column("state", N_("State"), lambda s: s.state, kind="word"),
            Column("tills", N_("Tills"), lambda s: s.tills, kind="n", sort=Store.tills),
            Column("opened_on", N_("Opened on"), lambda s: s.opened_on, kind="day"),
        ],
        order=[Store.code],
        row_url=lambda s: url_for("network.show_store", code=s.code),
        filters=filters,
        search=queries.search_stores,
        empty=Empty(
            "store",
            N_("No store yet"),
            N_("A store comes into being when head office agrees to an application."),
            url_for("network.new_store"),
            N_("Add a store"),
        ),
        name="stores",
    )


def closures() -> Listing:
    """Agreed closures, the latest first."""
    return Listing(
        queries.closures(current_user),
        columns=[
            Column("store", N_("Store"), lambda c: f"{c.store.code} {c.store.name}"),
            Column("first_day", N_("First day"), lambda c: c.first_day, kind="day"),
            Column("last_day", N_("Last day"), lambda c: c.last_day, kind="day"),
            Column("days", N_("Days"), lambda c: (c.last_day - c.first_day).days + 1, kind="n"),
            Column("reason", N_("Reason"), lambda c: c.reason),
        ],
        order=[Closure.first_day, Closure.id],
        descending=True,
        row_url=lambda c: url_for("network.show_store", code=c.store.code),
        empty=Empty(
            "calendar",
            N_("No closure agreed"),
            N_("On agreed days a store owes no day report, so its silence is not taken for a missed one."),
            url_for("network.new_closure"),
            N_("Agree a closure"),
        ),
        name="closures",
    )


def holidays() -> Listing:
    """Holidays, the latest first."""
    return Listing(
        queries.holidays(),
        columns=[
            Column("name", N_("Name"), lambda h: h.name),
            Column("first_day", N_("First day"), lambda h: h.first_day, kind="day"),
            Column("last_day", N_("Last day"), lambda h: h.last_day, kind="day"),
            Column("region", N_("Region"), lambda h: h.region.name if h.region else say(N_("All regions"))),
        ],
        order=[Holiday.first_day, Holiday.id],
        descending=True,
        row_url=lambda h: url_for("network.show_holiday", holiday_id=h.id),
        empty=Empty(
            "calendar",
            N_("No holiday set"),
            N_("On a holiday a store owes no day report. One that trades all the same still seals its day."),
            url_for("network.new_holiday"),
            N_("Set a holiday"),
        ),
        name="holidays",
    )
