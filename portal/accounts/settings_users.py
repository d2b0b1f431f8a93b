"""Doors of users, for administrators: invite, edit, reach, disable, new links, second factor (C57)."""

from typing import Any

from flask import flash, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import actions, history, lists, queries, room
from portal.accounts.forms_settings import EditUserForm, InviteForm, ReachForm, ReasonForm
from portal.accounts.models import Purpose, User, UserState
from portal.kernel.forms import Form
from portal.kernel.listing import list_page
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.trail import history_of
from portal.network import queries as network


@room.get("/settings/users", needs=Can.MANAGE_USERS)
def list_users() -> Any:
    return list_page("settings/users/index.html", lists.users())


@room.get("/settings/users/new", needs=Can.MANAGE_USERS)
def new_user() -> Any:
    return page("settings/users/new.html", form=InviteForm(*choices(), formdata=None), **tree_facts())


def choices() -> tuple[Any, Any]:
    return network.regions(), network.stores(current_user)


def tree_facts() -> dict[str, Any]:
    counts = network.store_counts(current_user)
    return {"tree": network.tree(), "counts": counts, "given": queries.managers_by_region()}


@room.post("/settings/users", needs=Can.MANAGE_USERS)
def create_user() -> Any:
    form = InviteForm(*choices())
    if form.accepts(lambda: invite(form)):
        user, token = form.result
        show_once(user, token)
        return see_other("accounts.show_user_link", user_id=user.id)
    return page("settings/users/new.html", status=422, form=form, **tree_facts())


def invite(form: InviteForm) -> tuple[User, str]:
    facts: dict[str, Any] = {name: form.values[name] for name in ("name", "phone", "email", "role")}
    facts |= form.reach
    return actions.invite(**facts, by=current_user)


def show_once(user: User, token: str) -> None:
    """Keep a new link's token for the next page of this browser only."""
    session["new_link"] = [user.id, token]


def shown_once(user: User) -> str:
    """Return the address of a link just made, the first time its page is opened."""
    user_id, token = session.pop("new_link", None) or (0, "")
    return url_for("accounts.show_link", token=token, _external=True) if user_id == user.id else ""


@room.get("/settings/users/<int:user_id>", needs=Can.MANAGE_USERS)
def show_user(user_id: int) -> Any:
    return show(queries.user_in_reach(user_id, current_user), ReasonForm(formdata=None))


def show(user: User, form: Form, status: int = 200) -> Any:
    facts = {
        "sign_ins": queries.sign_ins(user.id, user.role),
        "history": history.told(history_of(user, current_user)),
        "sees": sees(user),
        "reach": lists.reach_words(user),
    }
    return page("settings/users/show.html", status=status, user=user, form=form, **facts)


def sees(user: User) -> int:
    """Return how many stores a user's own reach holds."""
    if user.role.reaches == "stores":
        return len(user.stores)
    counts = network.stores_by_path(current_user)
    if user.role.reaches == "everything":
        return sum(n for _path, n in counts)
    return network.stores_below([row.region for row in user.regions], counts)


@room.get("/settings/users/<int:user_id>/link", needs=Can.MANAGE_USERS)
def show_user_link(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    back = url_for("accounts.show_user", user_id=user.id)
    return page("settings/users/link.html", user=user, link=shown_once(user), back=back)


@room.post("/settings/users/<int:user_id>/link", needs=Can.MANAGE_USERS)
def create_user_link(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    show_once(user, actions.make_link(user, purpose_for(user), by=current_user))
    return see_other("accounts.show_user_link", user_id=user.id)


def purpose_for(user: User) -> Purpose:
    return Purpose.INVITE if user.state == UserState.INVITED else Purpose.RESET


@room.get("/settings/users/<int:user_id>/edit", needs=Can.MANAGE_USERS)
def edit_user(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    return page("settings/users/edit.html", user=user, form=EditUserForm(formdata=None, obj=user))


@room.post("/settings/users/<int:user_id>", needs=Can.MANAGE_USERS)
def update_user(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    form = EditUserForm(obj=user)
    before = user.role
    if form.accepts(lambda: actions.edit_user(user, by=current_user, **form.values)):
        flash(_("Saved."))
        moved = user.role.reaches != before.reaches and user.role.reaches != "everything"
        return see_other("accounts.edit_reach" if moved else "accounts.show_user", user_id=user.id)
    return page("settings/users/edit.html", status=form.status, user=user, form=form)


@room.get("/settings/users/<int:user_id>/reach", needs=Can.MANAGE_USERS)
def edit_reach(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    asked = "asked" in request.args  # ticks tried out, not saved yet
    form = ReachForm(*choices(), formdata=request.args if asked else None, data=None if asked else ids_of(user))
    return page("settings/users/reach.html", user=user, form=form, **effect_of(user, form), **tree_facts())


def ids_of(user: User) -> dict[str, list[int]]:
    return {"regions": [r.region_id for r in user.regions], "stores": [s.store_id for s in user.stores]}


def effect_of(user: User, form: ReachForm) -> dict[str, Any]:
    """Return how many stores the user sees now, and would see with these ticks."""
    reach = form.reach
    wanted = len(reach["stores"])
    if user.role.reaches == "regions":
        wanted = network.stores_below(reach["regions"], network.stores_by_path(current_user))
    return {"sees": sees(user), "wanted": wanted, "held": ids_of(user)["regions"]}


@room.post("/settings/users/<int:user_id>/reach", needs=Can.MANAGE_USERS)
def update_reach(user_id: int) -> Any:
    user, form = queries.user_in_reach(user_id, current_user), ReachForm(*choices())
    if form.accepts(lambda: actions.set_reach(user, by=current_user, **form.reach)):
        flash(_("Saved. It holds from now on."))
        return see_other("accounts.show_user", user_id=user.id)
    facts = effect_of(user, form) | tree_facts()
    return page("settings/users/reach.html", status=422, user=user, form=form, **facts)


@room.post("/settings/users/<int:user_id>/disablement", needs=Can.MANAGE_USERS)
def create_disablement(user_id: int) -> Any:
    user, form = queries.user_in_reach(user_id, current_user), ReasonForm()
    if form.accepts(lambda: actions.disable(user, by=current_user, reason=form.reason.data or "")):
        flash(_("%(name)s is disabled and signed out everywhere.", name=user.name))
        return see_other("accounts.show_user", user_id=user.id)
    return show(queries.user_in_reach(user_id, current_user), form, status=422)


@room.post("/settings/users/<int:user_id>/enablement", needs=Can.MANAGE_USERS)
def create_enablement(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    actions.enable(user, by=current_user)
    flash(_("%(name)s can sign in again.", name=user.name))
    return see_other("accounts.show_user", user_id=user.id)


@room.post("/settings/users/<int:user_id>/second-factor-removal", needs=Can.MANAGE_USERS)
def create_second_factor_removal(user_id: int) -> Any:
    user = queries.user_in_reach(user_id, current_user)
    actions.turn_off_second_factor(user, by=current_user)
    flash(_("The second factor is removed; it can be set up anew."))
    return see_other("accounts.show_user", user_id=user.id)
