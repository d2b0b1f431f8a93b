"""Doors of the settings: what there is, roles, policy, handovers, owners, substitutes."""

from typing import Any

from flask import flash, request
from flask_babel import gettext as _
from flask_login import current_user

from portal.accounts import actions, queries, room
from portal.accounts import settings_staff as settings_staff  # further doors of the same room
from portal.accounts import settings_users as settings_users
from portal.accounts import views_account as views_account
from portal.accounts import views_jobs as views_jobs
from portal.accounts.forms_settings import HandoverForm, OwnerForm, PolicyForm, SubstituteForm
from portal.accounts.models import Substitute
from portal.accounts.roles import RIGHTS, Role
from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.network.queries import store_by_code

room.place(N_("Settings"), "list_settings", "settings", needs=Can.SEE_SETTINGS, order=910, tab=True)
room.place(N_("Users"), "list_users", "members", needs=Can.MANAGE_USERS, order=920, tab=True)
room.place(N_("Roles"), "list_roles", "key", needs=Can.SEE_SETTINGS, order=950)
room.place(N_("Policy"), "show_policy", "scale", needs=Can.MANAGE_POLICY, order=960)
room.place(N_("Components"), "list_components", "list", needs=Can.SEE_SETTINGS, order=990)


@room.get("/settings", needs=Can.SEE_SETTINGS)
def list_settings() -> Any:
    return page("settings/index.html", policy=policy_facts())


@room.get("/settings/roles", needs=Can.SEE_SETTINGS)
def list_roles() -> Any:
    return page("settings/roles.html", rights=list(Can), roles=list(Role), table=RIGHTS)


@room.get("/settings/components", needs=Can.SEE_SETTINGS)
def list_components() -> Any:
    return page("settings/components.html")


def policy_facts() -> dict[str, Any]:
    return {
        "second_factor": bool(queries.policy("second_factor").get("required")),
        "second_approver_over": queries.policy("second_approver_over").get("fen", queries.SECOND_APPROVER_OVER),
    }


@room.get("/settings/policy", needs=Can.MANAGE_POLICY)
def show_policy() -> Any:
    return page("settings/policy.html", form=PolicyForm(formdata=None, data=policy_facts()))


@room.post("/settings/policy", needs=Can.MANAGE_POLICY)
def update_policy() -> Any:
    form = PolicyForm()
    if form.accepts(lambda: set_policies(form)):
        flash(_("Saved."))
        return see_other("accounts.show_policy")
    return page("settings/policy.html", status=422, form=form)


def set_policies(form: PolicyForm) -> None:
    """Write only what changed, so that the trail tells of changes only."""
    now = policy_facts()
    if form.second_factor.data != now["second_factor"]:
        actions.set_policy("second_factor", {"required": form.second_factor.data}, by=current_user)
    if form.second_approver_over.data != now["second_approver_over"]:
        actions.set_policy("second_approver_over", {"fen": form.second_approver_over.data}, by=current_user)


@room.get("/settings/handovers/new", needs=Can.MANAGE_USERS)
def new_handover() -> Any:
    form = handover_form(formdata=None, leaver_id=request.args.get("leaver_id", type=int))
    return page("settings/handovers/new.html", form=form, moves=moves(form))


def handover_form(**kwargs: Any) -> HandoverForm:
    return HandoverForm(queries.people(current_user, Role.RM), **kwargs)


def moves(form: HandoverForm) -> dict[str, Any] | None:
    leaver = form.rows.get(form.leaver_id.data or 0)
    return {"leaver": leaver, **queries.territory_of(leaver, current_user)} if leaver else None


@room.post("/settings/handovers", needs=Can.MANAGE_USERS)
def create_handover() -> Any:
    form = handover_form()
    if form.accepts(lambda: hand_over(form)):
        flash(_("The territory is handed over."))
        return see_other("accounts.show_user", user_id=form.heir_id.data)
    return page("settings/handovers/new.html", status=422, form=form, moves=moves(form))


def hand_over(form: HandoverForm) -> None:
    leaver, heir = form.rows[form.leaver_id.data or 0], form.rows[form.heir_id.data or 0]
    reason = form.reason.data or ""
    actions.hand_over_territory(leaver, heir, by=current_user, reason=reason)
    if form.leaves.data:
        actions.disable(leaver, by=current_user, reason=reason)


@room.get("/settings/stores/<code>/owner", needs=Can.MANAGE_USERS)
def new_owner(code: str) -> Any:
    store = store_by_code(code, current_user)
    form = OwnerForm(queries.people(current_user, Role.OWNER), formdata=None)
    return page("settings/owners/new.html", store=store, owner=queries.owner_of(store), form=form)


@room.post("/settings/stores/<code>/owner", needs=Can.MANAGE_USERS)
def create_owner(code: str) -> Any:
    store = store_by_code(code, current_user)
    form = OwnerForm(queries.people(current_user, Role.OWNER))
    if form.accepts(lambda: change_owner(form, code)):
        flash(_("The store has a new owner."))
        return see_other("network.show_store", code=code)
    return page("settings/owners/new.html", status=422, store=store, owner=queries.owner_of(store), form=form)


def change_owner(form: OwnerForm, code: str) -> None:
    new = form.rows[form.owner_id.data or 0]
    actions.change_owner(store_by_code(code, current_user), new, by=current_user, reason=form.reason.data or "")


@room.get("/settings/substitutes", needs=Can.MANAGE_USERS)
def list_substitutes() -> Any:
    return page("settings/substitutes/index.html", substitutes=queries.substitutes())


@room.get("/settings/substitutes/new", needs=Can.MANAGE_USERS)
def new_substitute() -> Any:
    form = substitute_form(formdata=None, absent_id=request.args.get("absent", type=int))
    return page("settings/substitutes/new.html", form=form)


def substitute_form(**kwargs: Any) -> SubstituteForm:
    roles = (Role.RM, Role.OWNER, Role.CLERK, Role.OFFICE)
    return SubstituteForm([user for role in roles for user in queries.people(current_user, role)], **kwargs)


@room.post("/settings/substitutes", needs=Can.MANAGE_USERS)
def create_substitute() -> Any:
    form = substitute_form()
    if form.accepts(lambda: stand_in(form)):
        flash(_("The substitute is named."))
        return see_other("accounts.list_substitutes")
    return page("settings/substitutes/new.html", status=422, form=form)


def stand_in(form: SubstituteForm) -> Substitute:
    facts = form.values
    absent, stand_in = form.rows.get(facts.pop("absent_id")), form.rows.get(facts.pop("stand_in_id"))
    if absent is None or stand_in is None:
        raise Refused("Choose one of the list.", field="stand_in_id" if absent else "absent_id")
    return actions.name_substitute(absent, stand_in, by=current_user, **facts)


@room.post("/settings/substitutes/<int:substitute_id>/end", needs=Can.MANAGE_USERS)
def create_substitute_end(substitute_id: int) -> Any:
    actions.end_substitution(queries.substitution(substitute_id), by=current_user)
    flash(_("The substitution is over."))
    return see_other("accounts.list_substitutes")
