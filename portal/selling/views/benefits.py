"""Doors of what members are given, set by head office (C34)."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user

from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.kernel.words import N_
from portal.selling import actions, benefits, points, queries, room
from portal.selling.forms import BenefitForm, BirthdayForm, LevelsForm, PointsForm
from portal.selling.models import BenefitRule
from portal.selling.views.members import member_page

room.place(N_("Benefits of members"), "list_benefits", "heart", needs=Can.SET_BENEFITS, group=N_("Settings"), order=962)


@room.get("/settings/benefits", needs=Can.SET_BENEFITS)
def list_benefits() -> Any:
    return benefits_page()


def benefits_page(status: int = 200, **forms: Any) -> Any:
    facts = {
        "rules": queries.benefit_rules(),
        "form": forms.get("form") or LevelsForm(formdata=None, obj=benefits.levels()),
        "points_form": forms.get("points_form") or PointsForm(formdata=None, prefix="points-", obj=points.rules()),
    }
    return page("selling/benefits/index.html", status=status, **facts)


@room.post("/settings/benefits/levels", needs=Can.SET_BENEFITS)
def update_levels() -> Any:
    form = LevelsForm(obj=benefits.levels())
    if form.accepts(lambda: benefits.set_levels(form.levels, by=current_user)):
        flash(_("Saved."))
        return see_other("selling.list_benefits")
    return benefits_page(form.status, form=form)


@room.get("/settings/benefits/new", needs=Can.SET_BENEFITS)
def new_benefit() -> Any:
    return page("selling/benefits/new.html", form=BenefitForm(formdata=None), follows=None)


@room.post("/settings/benefits", needs=Can.SET_BENEFITS)
def create_benefit() -> Any:
    return written(None)


def written(follows: BenefitRule | None) -> Any:
    """Write a rule, or an older one anew."""
    form = BenefitForm()
    if form.accepts(lambda: actions.add_rule(by=current_user, follows=follows, **form.facts)):
        flash(_("Saved. Every till knows it before its first day."))
        return see_other("selling.list_benefits")
    return page("selling/benefits/new.html", status=422, form=form, follows=follows)


@room.get("/settings/benefits/<int:rule_id>/successor", needs=Can.SET_BENEFITS)
def new_successor(rule_id: int) -> Any:
    follows = queries.benefit_rule(rule_id)
    facts = {name: getattr(follows, name) for name in BenefitForm.TAKEN}
    return page("selling/benefits/new.html", form=BenefitForm(formdata=None, data=facts), follows=follows)


@room.post("/settings/benefits/<int:rule_id>/successor", needs=Can.SET_BENEFITS)
def create_successor(rule_id: int) -> Any:
    return written(queries.benefit_rule(rule_id))


@room.post("/settings/benefits/<int:rule_id>/end", needs=Can.SET_BENEFITS)
def create_benefit_end(rule_id: int) -> Any:
    actions.end_rule(queries.benefit_rule(rule_id), by=current_user)
    flash(_("Ended. Orders that were given it keep it."))
    return see_other("selling.list_benefits")


@room.post("/selling/members/<int:member_id>/birthday", needs=Can.REGISTER_MEMBERS)
def create_birthday(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), BirthdayForm()
    if form.accepts(lambda: actions.note_birthday(member, by=current_user, **form.said)):
        flash(_("Saved."))
        return see_other("selling.show_member", member_id=member.id)
    return member_page(queries.member(member_id, current_user), 422, birthday=form)
