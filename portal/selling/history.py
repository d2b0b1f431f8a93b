"""What happened to a member, an order or a day, told from the trail; personal values are not in it."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.accounts.queries import doers
from portal.kernel import money
from portal.kernel.scope import Sees
from portal.kernel.trail import Trail, history_of


def told(subject: Any, viewer: Sees, event: str = "") -> list[dict[str, Any]]:
    """Return what `ui/trail.html` draws, newest first, of one event where it is named."""
    links = history_of(subject, viewer, event)
    names = doers(links)
    return [
        {
            "label": link.label,
            "actor_name": names[link.id],
            "at": link.at,
            "tone": "bad" if link.event in ("order.reversed", "member.erased") else "",
            "changes": given_in(link),
        }
        for link in links
    ]


def told_of_all(subjects: Sequence[Any], viewer: Sees) -> list[dict[str, Any]]:
    """Return what happened to several things, newest first."""
    return sorted((link for one in subjects for link in told(one, viewer)), key=lambda link: link["at"], reverse=True)


def given_in(link: Trail) -> list[tuple[str, str, str]]:
    """Return which copy was printed, and the reason or conclusion."""
    said = _("Conclusion") if link.event == "reading.closed" else _("Reason")
    months = link.facts.get("idle_months", "")
    before, limit = [money.yuan(fen) for fen in link.facts.get("limit", ())] or ("", "")
    rows = [
        (_("May have on account"), before, limit),
        (_("Idle for"), "", _("%(count)s months", count=months) if months else ""),
        (_("Copy"), "", str(link.facts.get("copy", ""))),
        (_("Till no."), "", str(link.facts.get("device", ""))),
        (_("Number"), "", str(link.facts.get("number", ""))),
        (said, "", link.reason),
    ]
    return [row for row in rows if row[2]]
