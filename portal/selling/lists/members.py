"""The list of members."""

from typing import Any

from flask import url_for
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from portal.kernel import clock
from portal.kernel.listing import Column, Empty, Listing
from portal.kernel.page import mask
from portal.kernel.scope import within
from portal.kernel.words import N_, P_, Word
from portal.selling import benefits, queries
from portal.selling.forms import (
    MemberFilters,
    Since,
)
from portal.selling.lists.shared import chosen_store, several
from portal.selling.masks import masked_name
from portal.selling.models import IdleMember, Member, MemberTotal


def members(viewer: Any) -> Listing:
    """Return the members registered in the viewer's reach, newest first; numbers masked."""
    filters = MemberFilters(viewer)
    store = chosen_store(filters)
    since = filters.chosen("since")
    asked = queries.withdrawn if since == Since.WITHDRAWN else queries.members
    found = asked(viewer, walked=several(viewer) and store is None)
    found = within(found, IdleMember, MemberTotal, because="whether one of the viewer's members is idle, and his level")
    if store is not None:
        found = found.where(Member.store_id == store)
    if since and since != Since.WITHDRAWN:
        found = found.where(member_is(since))
    if "on" in filters and (day := filters.chosen("on")):
        found = found.where(*queries.registered_on(day))
    if level := filters.chosen("level"):
        found = found.where(benefits.levels().holds(level, spent_in_all()))
    own = viewer.store_ids

    def named(member: Member) -> str:
        return member.name if member.store_id in own and member.consents else masked_name(member.name)

    store_column = [Column("store", N_("Registered by"), lambda m: m.store.name)] if several(viewer) else []
    return Listing(
        statement=found,
        columns=[
            Column("name", P_("member", "Name"), named),
            Column("phone", N_("Mobile number"), lambda m: mask(m.phone)),
            *store_column,
            Column("since", N_("Member since"), lambda m: clock.day_of(m.consent_at), "day"),
        ],
        order=[Member.id],
        descending=True,
        row_url=lambda m: url_for("selling.show_member", member_id=m.id),
        filters=filters,
        exports=False,
        name="members",
        empty=Empty(
            "members", N_("No members yet"), N_("A member pays the member price, and comes back for it."),
            *((url_for("selling.new_member"), N_("Register the first one")) if viewer.store_ids else ()),
        ),
    )  # fmt: skip


def member_is(since: Word) -> Any:
    if since == Since.IDLE:
        return exists().where(IdleMember.store_id == Member.store_id, IdleMember.member_id == Member.id)
    first = clock.at(clock.month_start(clock.today()))
    return Member.consent_at >= first if since == Since.NEW else Member.consent_at < first


def spent_in_all() -> Any:
    """Return what a listed member has spent in all stores."""
    file = aliased(Member)
    his = select(file.id).where(or_(file.id == Member.id, file.merged_into_id == Member.id)).correlate(Member)
    spent = select(func.coalesce(func.sum(MemberTotal.spent), 0)).where(MemberTotal.member_id.in_(his))
    return spent.correlate(Member).scalar_subquery()
