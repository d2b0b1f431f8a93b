"""The trail of a user, told in words: fields and values as they stand on the pages."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.models import UserState
from portal.accounts.queries import doers, person_name
from portal.accounts.roles import Role
from portal.kernel.trail import Trail
from portal.kernel.words import N_, P_, say

FIELDS: dict[str, str | tuple[str, str]] = {
    "name": P_("person", "Name"),
    "phone": N_("Phone"),
    "email": N_("Email"),
    "role": N_("Role"),
    "state": N_("State"),
}
WORDS = {"role": Role, "state": UserState}


def told(links: Sequence[Trail]) -> list[dict[str, Any]]:
    """Return what `ui/trail.html` draws; values of personal fields are not kept, so that only the change is told."""
    names = doers(links)
    return [
        {
            "label": link.label,
            "actor_name": names[link.id],
            "at": link.at,
            "changes": [*changes_of(link), *given_in(link)],
        }
        for link in links
    ]


def changes_of(link: Trail) -> list[tuple[str, str, str]]:
    if link.event == "user.invited":
        return []
    return [(say(FIELDS[name]), word(name, was), word(name, new)) for name, was, new in link.changes if name in FIELDS]


def given_in(link: Trail) -> list[tuple[str, str, str]]:
    """Return the reach that was given, whose link it was, and the reason."""
    rows = [(_("Reach"), "", _(", ").join([*link.facts.get("regions", []), *link.facts.get("stores", [])]))]
    rows.append((_("Link made by"), "", maker_of(link)))
    rows.append((_("Reason"), "", link.reason))
    return [row for row in rows if row[2]]


def maker_of(link: Trail) -> str:
    """Return who made the link by which a password was set anew."""
    if link.event != "user.password_reset":
        return ""
    return person_name(link.facts.get("maker_id")) or _("the system")


def word(field: str, value: Any) -> str:
    """Return a stored value as it is said; a personal one stays the sign that `ui/trail.html` words."""
    if field in WORDS and value:
        return WORDS[field](value).label
    return str(value or "")
