"""Doors of staff: who stands above a clerk or an owner invites him, makes him a new link, lets him go (C57)."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import actions, history, lists, pins, queries, room
from portal.accounts.forms_settings import ReasonForm, StaffForm
from portal.accounts.models import User
from portal.accounts.passwords import attempt_key, take_attempt
from portal.accounts.roles import BELOW, Role
from portal.accounts.settings_users import purpose_for, show_once, shown_once
from portal.kernel.db import transaction
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.trail import history_of
from portal.kernel.words import N_
from portal.network.queries import store_by_id, stores

MOST_INVITATIONS = 20
TOO_MANY = N_("Too many invitations at once. Go on in fifteen minutes.")

room.place(N_("Staff"), "list_staff", "team", needs=Can.INVITE_STAFF, order=915)


@room.get("/people", needs=Can.INVITE_STAFF)
def list_people() -> Any:
    return redirect(url_for("accounts.list_staff"), 303)


@room.get("/settings/staff", needs=Can.INVITE_STAFF)
def list_staff() -> Any:
    return list_page("settings/staff/index.html", lists.staff())


@room.get("/settings/staff/new", needs=Can.INVITE_STAFF)
def new_staff_member() -> Any:
    form = staff_form(formdata=None, store_id=request.args.get("store", type=int))
    return page("settings/staff/new.html", form=form)


def staff_form(**kwargs: Any) -> StaffForm:
    below = BELOW.get(current_user.role, frozenset({Role.OWNER, Role.CLERK}))
    roles = [role for role in (Role.CLERK, Role.OWNER) if role in below]
    return StaffForm(roles, stores(current_user), **kwargs)


@room.post("/settings/staff", needs=Can.INVITE_STAFF)
def create_staff_member() -> Any:
    form = staff_form()
    if form.accepts(lambda: invite(form)):
        user, token = form.result
        show_once(user, token)
        return see_other("accounts.show_staff_link", user_id=user.id)
    return page("settings/staff/new.html", status=422, form=form)


def invite(form: StaffForm) -> tuple[User, str]:
    """Invite someone; each try is counted before it is judged, and learning that a name is taken is on the trail."""
    facts = form.values
    store_id, sees_all = facts.pop("store_id"), current_user.may(Can.MANAGE_USERS)
    if not sees_all:
        take_attempt(attempt_key(f"staff {current_user.id}"), MOST_INVITATIONS, refusal=TOO_MANY)
    try:
        return actions.invite(**facts, stores=[store_by_id(store_id, current_user)], by=current_user)
    except actions.Taken:
        if not sees_all:
            with transaction():
                actions.note_name_taken(store_by_id(store_id, current_user), by=current_user)
        raise


@room.get("/settings/staff/<int:user_id>", needs=Can.INVITE_STAFF)
def show_staff_member(user_id: int) -> Any:
    return show(queries.staff_member(user_id, current_user), ReasonForm(formdata=None))


def show(user: User, form: ReasonForm, status: int = 200) -> Any:
    facts = {"history": history.told(history_of(user, current_user)), "reach": lists.reach_words(user)}
    return page("settings/staff/show.html", status=status, user=user, form=form, **facts)


@room.get("/settings/staff/<int:user_id>/link", needs=Can.INVITE_STAFF)
def show_staff_link(user_id: int) -> Any:
    user = queries.staff_member(user_id, current_user)
    back = url_for("accounts.show_staff_member", user_id=user.id)
    return page("settings/users/link.html", user=user, link=shown_once(user), back=back)


@room.post("/settings/staff/<int:user_id>/link", needs=Can.INVITE_STAFF)
def create_staff_link(user_id: int) -> Any:
    user = queries.staff_member(user_id, current_user)
    show_once(user, actions.make_link(user, purpose_for(user), by=current_user))
    return see_other("accounts.show_staff_link", user_id=user.id)


@room.post("/settings/staff/<int:user_id>/disablement", needs=Can.INVITE_STAFF)
def create_staff_disablement(user_id: int) -> Any:
    user, form = queries.staff_member(user_id, current_user), ReasonForm()
    if form.accepts(lambda: actions.disable(user, by=current_user, reason=form.reason.data or "")):
        flash(_("%(name)s is disabled and signed out everywhere.", name=user.name))
        return see_other("accounts.show_staff_member", user_id=user.id)
    return show(queries.staff_member(user_id, current_user), form, status=422)


@room.post("/settings/staff/<int:user_id>/enablement", needs=Can.INVITE_STAFF)
def create_staff_enablement(user_id: int) -> Any:
    user = queries.staff_member(user_id, current_user)
    actions.enable(user, by=current_user)
    flash(_("%(name)s can sign in again.", name=user.name))
    return see_other("accounts.show_staff_member", user_id=user.id)


@room.post("/settings/staff/<int:user_id>/pin-removal", needs=Can.INVITE_STAFF)
def create_staff_pin_removal(user_id: int) -> Any:
    user = queries.staff_member(user_id, current_user)
    pins.remove_pin(user, by=current_user)
    flash(_("%(name)s has no PIN any more, and sets a new one himself.", name=user.name))
    return see_other("accounts.show_staff_member", user_id=user.id)
