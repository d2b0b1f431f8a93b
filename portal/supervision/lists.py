"""What the pages of audits show: the list, and one group of an audit's form."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy import or_

from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.models import Store
from portal.supervision import queries
from portal.supervision.forms import AuditFilters, Band
from portal.supervision.models import Audit


def audits(filters: AuditFilters, viewer: Any) -> Listing:
    """Return the list of audits, newest first, with filters by store, state and score."""
    statement = queries.audits_with_auditors(viewer)
    if (store_id := filters.chosen("store")) is not None:
        statement = statement.where(Audit.store_id == store_id)
    if state := filters.chosen("state"):
        statement = statement.where(Audit.state == state)
    if band := filters.chosen("score"):
        statement = statement.where(in_band(band))
    return Listing(
        statement=statement,
        columns=COLUMNS,
        order=(Audit.started_at, Audit.id),
        descending=True,
        row_url=lambda row: url_for("supervision.show_audit", audit_id=row.Audit.id),
        filters=filters,
        search=lambda rows, q: rows.where(or_(Store.name.ilike(f"%{q}%"), Store.code.ilike(f"%{q}%"))),
        empty=empty(viewer),
        name="audits",
    )


def in_band(band: Band) -> Any:
    if band == Band.CRITICAL:
        return Audit.failed_critical.is_(True)
    return Audit.score < 800 if band == Band.LOW else Audit.score >= 800


def empty(viewer: Any) -> Empty:
    if viewer.may(Can.AUDIT):
        return Empty(
            "audit",
            N_("No audit yet"),
            N_("An audit shows a store what to put right, with photos; the next one shows what came of it."),
            url_for("supervision.new_audit"),
            N_("Start an audit"),
        )
    return Empty("audit", N_("No audit yet"), N_("The regional manager audits each store about once a month."))


def store_name(row: Any) -> str:
    return f"{row.Audit.store.name} {row.Audit.store.code}"


def score(row: Any) -> str | None:
    return f"{row.Audit.score / 10:.1f}%" if row.Audit.score is not None else None


COLUMNS = (
    Column("store", N_("Store"), store_name),
    Column("state", N_("State"), lambda row: row.Audit.outcome or row.Audit.state),
    Column("score", N_("Score"), score),
    Column("auditor", N_("Audited by"), lambda row: row.auditor),
    Column("started_at", N_("Begun"), lambda row: row.Audit.started_at, "moment", sort=Audit.started_at),
    Column("submitted_at", N_("Signed at"), lambda row: row.Audit.submitted_at, "moment"),
)


def pages_of(audit: Audit, viewer: Any, item_id: int | None = None) -> dict[str, Any]:
    """Return what the form's page needs: its groups, the one at hand, and the item asked for."""
    groups = queries.sheet(audit, viewer)
    line = queries.line_of(groups, item_id) if item_id is not None else None
    group = next((g for g in groups if line in g.lines), None) or group_at(groups)
    return {
        "audit": audit,
        "groups": groups,
        "group": group,
        "line": line,
        "following": groups[group.number] if group.number < len(groups) else None,
        "answered": sum(g.answered for g in groups),
        "total": sum(len(g.lines) for g in groups),
        "saved_at": clock.now(),
    }


def group_at(groups: Sequence[queries.Group]) -> queries.Group:
    """Return the group the address or the form names, else the first with something open."""
    asked = request.values.get("group", type=int) or 0
    if 1 <= asked <= len(groups):
        return groups[asked - 1]
    return next((group for group in groups if group.answered < len(group.lines)), groups[0])


def after_group(audit: Audit, viewer: Any) -> str:
    """Return the address after a group was saved: the next group, or the page where the audit is signed."""
    db.session.flush()
    groups = queries.sheet(audit, viewer)
    if (number := group_at(groups).number) < len(groups):
        return url_for("supervision.edit_audit", audit_id=audit.id, group=number + 1)
    return url_for("supervision.show_audit", audit_id=audit.id)
