"""Doors of members (C34)."""

from contextlib import suppress
from typing import Any

from flask import Response, abort, flash
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import OperationalError

from portal.kernel import clock
from portal.kernel.db import transaction
from portal.kernel.listing import as_xlsx, list_page
from portal.kernel.page import page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.words import N_, say
from portal.selling import actions, benefits, consent, lists, points, queries, room, watch
from portal.selling.forms import (
    BirthdayForm,
    ConsentForm,
    CopyForm,
    CreditForm,
    MemberForm,
    MemberSearchForm,
    MergeForm,
    NameForm,
    ReasonForm,
    ReferralForm,
    RevealForm,
)
from portal.selling.history import told_of_all
from portal.selling.models import Member


@room.get("/selling/members", needs=Can.SEE_MEMBERS)
def list_members() -> Any:
    figures, form = queries.member_figures(current_user), MemberSearchForm(formdata=None)
    return list_page("selling/members/index.html", lists.members(current_user), figures=figures, form=form)


@room.post("/selling/members/search", needs=Can.SEE_MEMBERS)
def create_member_search() -> Any:
    form = MemberSearchForm()
    found = form.accepts(lambda: search(form.q.data or ""))
    hits = form.result if found else []
    return page("selling/members/search.html", status=200 if found else 422, form=form, hits=hits, searched=found)


def search(q: str) -> list[Member]:
    """Find members: the shop floor in the whole chain, others within their reach."""
    if current_user.may(Can.SELL) and current_user.store_ids:
        return actions.look_up(queries.shop_of(current_user), q, by=current_user)
    return queries.find_members(current_user, q)


@room.get("/selling/members/new", needs=Can.REGISTER_MEMBERS)
def new_member() -> Any:
    queries.shop_of(current_user)
    return page("selling/members/new.html", form=MemberForm(formdata=None), notice=consent, hits=[])


@room.post("/selling/members", needs=Can.REGISTER_MEMBERS)
def create_member() -> Any:
    form, store = MemberForm(), queries.shop_of(current_user)
    if form.accepts(lambda: registered(store, form)):
        flash(_("Registered. The member price counts from now on."))
        return see_other("selling.show_member", member_id=form.result.id)
    hits = met_already(store, form)
    return page("selling/members/new.html", status=422, form=form, notice=consent, hits=hits)


def registered(store: Any, form: MemberForm) -> Member:
    phone, name, consents = form.phone.data or "", form.name.data or "", bool(form.consents.data)
    return actions.register(store, phone=phone, name=name, consents=consents, by=current_user, channel="page")


def met_already(store: Any, form: MemberForm | ReferralForm) -> list[Member]:
    """Return the member who has the number that was typed; learning of that another store's is noted on its own."""
    known = queries.member_with_phone(form.phone.data) if form.phone.errors else None
    if known is None:
        return []
    if known.store_id in current_user.store_ids:
        return [known]
    try:
        with transaction():
            actions.meet(store, by=current_user)
    except Refused:
        return []
    return [known]


@room.get("/selling/members/<int:member_id>", needs=Can.SEE_MEMBERS)
def show_member(member_id: int) -> Any:
    if kept_id := queries.merged_into(member_id, current_user):
        return see_other("selling.show_member", member_id=kept_id)
    note_opening(queries.member(member_id, current_user))
    return member_page(queries.member(member_id, current_user))


@room.get("/selling/members/<int:member_id>/orders", needs=Can.SEE_MEMBERS)
def list_orders_of_member(member_id: int) -> Any:
    note_opening(queries.member(member_id, current_user))
    member = queries.member(member_id, current_user)
    if member.has_withdrawn:
        abort(404)
    return list_page("selling/members/orders.html", lists.orders(current_user, of=member), member=member)


def note_opening(member: Member) -> None:
    """Note, in a write of its own, that the file was opened; a full disk is no reason to keep it from him."""
    if member.is_erased or watch.opened_lately(member, current_user):
        return
    with suppress(OperationalError), transaction():
        watch.open_file(member, by=current_user)


def member_page(member: Member, status: int = 200, phone: str = "", **forms: Any) -> Response:
    facts = {
        "member": member,
        "is_own": member.store_id in current_user.store_ids,
        "phone": phone,
        "purchases": queries.purchases_of(member, current_user),
        "orders": queries.orders_of(member, current_user),
        "links": told_of_all(member.files, current_user),
        "consents": queries.consents_of(member, current_user),
        "channel": next((c for c in consent.Channel if c == member.consent_channel), member.consent_channel),
        "reveal": forms.get("reveal") or RevealForm(formdata=None),
        "again": forms.get("again") or ConsentForm(formdata=None),
        "notice": consent,
        **credit_facts(member, forms.get("credit")),
        "given": benefits.given_to(member, clock.today()),
        "held": points.held(member),
        "recommended": queries.recommended(member, current_user),
        "referral": forms.get("referral") or ReferralForm(formdata=None, prefix="referral-"),
        "birthday": forms.get("birthday") or BirthdayForm(formdata=None, data=told_birthday(member)),
        "copy": forms.get("copy") or CopyForm(formdata=None, prefix="copy-"),
        "merge": forms.get("merge") or MergeForm(formdata=None, prefix="merge-"),
        "erase": forms.get("erase") or ReasonForm(formdata=None, prefix="erase-"),
    }
    answer = page("selling/members/show.html", status=status, **facts)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def credit_facts(member: Member, form: CreditForm | None) -> dict[str, Any]:
    account = queries.account_of(member)
    return {"account": account, "credit": form or CreditForm(formdata=None, data={"limit": account.limit})}


def told_birthday(member: Member) -> dict[str, int]:
    month, _, day = (member.birthday or "").partition("-")
    return {"month": int(month), "day": int(day)} if day else {}


@room.get("/selling/members/<int:member_id>/edit", needs=Can.REGISTER_MEMBERS)
def edit_member(member_id: int) -> Any:
    member = queries.member(member_id, current_user)
    return page("selling/members/edit.html", member=member, form=NameForm(formdata=None, obj=member))


@room.post("/selling/members/<int:member_id>", needs=Can.REGISTER_MEMBERS)
def update_member(member_id: int) -> Any:
    member = queries.member(member_id, current_user)
    form = NameForm(obj=member)
    if form.accepts(lambda: actions.rename(member, form.name.data or "", by=current_user)):
        flash(_("Saved."))
        return see_other("selling.show_member", member_id=member.id)
    return page("selling/members/edit.html", status=form.status, member=member, form=form)


@room.post("/selling/members/<int:member_id>/revelation", needs=Can.REVEAL_MEMBERS)
def create_revelation(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), RevealForm()
    if form.accepts(lambda: actions.reveal(member, by=current_user, reason=form.reason.data or "")):
        return member_page(member, phone=form.result)
    return member_page(queries.member(member_id, current_user), 422, reveal=form)


@room.post("/selling/members/<int:member_id>/withdrawal", needs=Can.WITHDRAW_CONSENT)
def create_withdrawal(member_id: int) -> Any:
    actions.withdraw(queries.member(member_id, current_user), by=current_user)
    flash(_("Noted. Number and name are not used any more."))
    return see_other("selling.show_member", member_id=member_id)


@room.post("/selling/members/<int:member_id>/consent", needs=Can.REGISTER_MEMBERS)
def create_consent(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), ConsentForm()
    if form.accepts(lambda: actions.consent_again(member, consents=bool(form.consents.data), by=current_user)):
        flash(_("Noted. The member price counts again."))
        return see_other("selling.show_member", member_id=member.id)
    return member_page(queries.member(member_id, current_user), 422, again=form)


@room.post("/selling/members/<int:member_id>/erasure", needs=Can.ERASE_MEMBERS)
def create_erasure(member_id: int) -> Any:
    member, form = queries.member(member_id, current_user), ReasonForm(prefix="erase-")
    if form.accepts(lambda: actions.erase(member, by=current_user, reason=form.reason.data or "")):
        flash(_("Erased. The orders stay, without number and name."))
        return see_other("selling.show_member", member_id=member.id)
    return member_page(queries.member(member_id, current_user), 422, erase=form)


@room.post("/selling/members/export", needs=Can.EXPORT_MEMBERS)
def create_member_export() -> Any:
    of = queries.shop_of(current_user) if current_user.store_ids else None
    rows = actions.export_members(of, by=current_user)
    heads = [
        say(head)
        for head in (N_("Mobile number"), N_("Name"), N_("Registered by"), N_("Consent given at"), N_("Consent text"))
    ]
    cells = (
        [m.phone, m.name, m.store.code, clock.local(m.consent_at).strftime("%Y-%m-%d %H:%M"), m.consent_version]
        for m in rows
    )
    return as_xlsx(f"members-{clock.today().isoformat()}.xlsx", heads, cells)
