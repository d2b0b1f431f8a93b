"""The trail of a store, told in words: fields and values as they stand on the pages."""

from typing import Any

from flask_babel import gettext as _

from portal.accounts.queries import doers
from portal.kernel.trail import Trail, history_of
from portal.kernel.words import N_, say
from portal.network.models import Store, StoreState

SHOWN = 100
FIELDS: dict[str, str | tuple[str, str]] = {
    "code": N_("Code"), "name": N_("Name"), "district": N_("District"), "address": N_("Address"),
    "phone": N_("Phone"), "state": N_("State"), "planned_opening": N_("Planned opening"),
    "opened_on": N_("Opened on"), "closed_on": N_("Closed on"), "opening_days": N_("Opening days"),
    "area_m2": N_("Area, m²"), "tills": N_("Tills"),
}  # fmt: skip
WEEK = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def of_store(store: Store, viewer: Any) -> list[dict[str, Any]]:
    """Return what `ui/trail.html` draws, newest first; what only the machine keeps is left out."""
    links = history_of(store, viewer, limit=SHOWN)
    names = doers(links)
    return [
        {
            "label": link.label,
            "actor_name": names[link.id],
            "at": link.at,
            "changes": told(link),
        }
        for link in links
    ]


def told(link: Trail) -> list[tuple[str, str, str]]:
    """Return what changed, and the reason."""
    rows = [(say(FIELDS[name]), word(name, was), word(name, new)) for name, was, new in link.changes if name in FIELDS]
    rows.append((_("Reason"), "", link.reason))
    return [row for row in rows if row[1] or row[2]]


def word(field: str, value: Any) -> str:
    """Return a stored value as it is said."""
    if value in (None, ""):
        return ""
    if field == "state":
        return StoreState(value).label
    return days(value) if field == "opening_days" else str(value)


def days(marks: str) -> str:
    """Return the weekdays on which a shop opens: "1111100" is Monday to Friday, by name."""
    if "0" not in marks:
        return _("every day")
    return _(", ").join(say(day) for day, mark in zip(WEEK, marks, strict=False) if mark == "1")
