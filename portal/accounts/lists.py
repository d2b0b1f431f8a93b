"""The lists of users and of staff."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.forms_settings import UserFilters
from portal.accounts.models import User
from portal.kernel.jobs import Job
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.rights import Can
from portal.kernel.words import N_, P_


def reach_words(user: User) -> str:
    """Say what a user was given to see."""
    if user.role.reaches == "everything":
        return _("The whole network")
    given = [row.region.name for row in user.regions] or [row.store.name for row in user.stores]
    if not given:
        return _("Nothing given yet")
    shown = _(", ").join(given[:3])
    return shown if len(given) <= 3 else _("%(shown)s and %(n)s more", shown=shown, n=len(given) - 3)


def _columns() -> list[Column]:
    return [
        Column("name", P_("person", "Name"), lambda row: row[0].name, sort=User.name),
        Column("role", N_("Role"), lambda row: row[0].role, kind="word", sort=User.role),
        Column("reach", N_("Sees"), lambda row: reach_words(row[0])),
        Column("state", N_("State"), lambda row: row[0].state, kind="word"),
        Column("seen", N_("Last seen"), lambda row: row[1], kind="moment"),
    ]


def _named_like(statement: Any, q: str) -> Any:
    return statement.where(User.name.icontains(q, autoescape=True))


def users() -> Listing:
    """All users, the newest first."""
    filters = UserFilters()
    rows = queries.users_with_last_sign_in(current_user)
    for name, column in (("role", User.role), ("state", User.state)):
        if (chosen := filters.chosen(name)) is not None:
            rows = rows.where(column == chosen)
    return Listing(
        rows,
        columns=_columns(),
        order=[User.id],
        descending=True,
        row_url=lambda row: url_for("accounts.show_user", user_id=row[0].id),
        filters=filters,
        search=_named_like,
        name="users",
    )


def staff() -> Listing:
    """The people below the viewer, within his reach."""
    return Listing(
        queries.staff_below(current_user),
        columns=_columns(),
        order=[User.id],
        descending=True,
        row_url=lambda row: url_for("accounts.show_staff_member", user_id=row[0].id),
        search=_named_like,
        empty=Empty(
            "members",
            N_("Nobody yet"),
            N_("Each person signs in with a name of his own, so that every deed has its doer."),
            url_for("accounts.new_staff_member"),
            N_("Invite someone"),
        ),
        exports=False,
        name="staff",
    )


def jobs() -> Listing:
    """The viewer's own background work, the newest first; all of it for who manages the policy."""
    rows = select(Job)
    if not current_user.may(Can.MANAGE_POLICY):
        rows = rows.where(Job.owner_id == current_user.id)
    return Listing(
        rows,
        columns=[
            Column("kind", N_("Work"), lambda job: job_title(job.kind)),
            Column("state", N_("State"), lambda job: job.state, kind="word"),
            Column("done", N_("Done"), lambda job: f"{job.done:,} / {job.total:,}" if job.total else None),
            Column("made_at", N_("Asked for at"), lambda job: job.made_at, kind="moment"),
            Column("ended_at", N_("Ended at"), lambda job: job.ended_at, kind="moment"),
        ],
        order=[Job.id],
        descending=True,
        row_url=lambda job: url_for("accounts.show_job", job_id=job.id),
        empty=Empty(
            "clock",
            N_("No work in the background"),
            N_("Long imports and exports run here; you can leave them and find them again."),
        ),
        exports=False,
        name="jobs",
    )


_KINDS = {"import": N_("Import"), "export": N_("Export"), "pdf": N_("PDF")}


def job_title(kind: str) -> str:
    """Return what a kind of work is called, by the first word of its name."""
    return _(_KINDS.get(kind.partition("_")[0].partition(".")[0], N_("Work in the background")))
