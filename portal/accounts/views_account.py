"""Doors of one's own account: password, signed-in browsers, second factor, language, the store at work."""

from typing import Any

import pyotp
from flask import Response, abort, current_app, flash, make_response, redirect, request
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from config import LOCALES
from portal.accounts import actions, history, passwords, pins, queries, room
from portal.accounts.forms import ChangePasswordForm, PinForm, PreferencesForm, SetUpForm
from portal.accounts.views import safe_next, user_row
from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.languages import COOKIE, THEMES
from portal.kernel.page import page, see_other
from portal.kernel.rights import Can
from portal.network.queries import store_by_code

YEAR = 31536000


@room.get("/account", needs=ANYONE)
def show_account() -> Any:
    return account_page()


def account_page(status: int = 200, **forms: Any) -> Response:
    return page("accounts/account.html", status=status, **account_facts(), **new_forms() | forms)


def new_forms() -> dict[str, Any]:
    return {"form": ChangePasswordForm(formdata=None), "pin_form": PinForm(formdata=None)}


def account_facts() -> dict[str, Any]:
    user = user_row(current_user.id)
    return {
        "user": user,
        "sign_ins": queries.sign_ins(current_user.id, current_user.role),
        "sees": queries.stores_in_reach(current_user),
        "history": history.told(queries.own_history(user)),
    }


@room.post("/account/password", needs=ANYONE)
def update_password() -> Any:
    form = ChangePasswordForm()
    if form.accepts(lambda: change_password(form)):
        flash(_("Your password is changed. Other browsers are signed out."))
        return see_other("accounts.show_account")
    return account_page(422, form=form)


def change_password(form: ChangePasswordForm) -> None:
    """Both the check and the new hash are slow, and done before the write begins."""
    passwords.check_own_password(current_user.id, form.current.data or "")
    new = passwords.hash_password(form.password.data or "")
    actions.set_password(user_row(current_user.id), new, by=current_user, keep=current_user.sign_in_id)


@room.post("/account/pin", needs=Can.SELL)
def update_pin() -> Any:
    form = PinForm()
    if form.accepts(lambda: change_pin(form)):
        flash(_("From now on you take over a till with this PIN."))
        return see_other("accounts.show_account")
    return account_page(422, pin_form=form)


def change_pin(form: PinForm) -> None:
    """Like a password's, the check and the new hash are slow."""
    passwords.check_own_password(current_user.id, form.pin_password.data or "", field="pin_password")
    pins.set_pin(user_row(current_user.id), pins.hash_pin(form.pin.data or ""), by=current_user)


@room.post("/account/pin/removal", needs=Can.SELL)
def create_pin_removal() -> Any:
    pins.remove_pin(user_row(current_user.id), by=current_user)
    flash(_("The PIN is removed."))
    return see_other("accounts.show_account")


@room.post("/account/sign-ins/<int:sign_in_id>/end", needs=ANYONE)
def create_sign_in_end(sign_in_id: int) -> Any:
    if sign_in_id not in {s.id for s in queries.sign_ins(current_user.id, current_user.role)}:
        abort(404)
    actions.sign_out(user_row(current_user.id), sign_in_id, by=current_user)
    flash(_("That browser is signed out."))
    return see_other("accounts.show_account")


@room.post("/account/reset-read", needs=ANYONE)
def create_reset_read() -> Any:
    actions.stop_telling(current_user.sign_in_id)
    return redirect(safe_next(request.form.get("next")), 303)


@room.get("/account/second-factor", needs=ANYONE)
def show_second_factor() -> Any:
    form = SetUpForm(formdata=None, secret=pyotp.random_base32())
    return page("accounts/second_factor.html", **second_factor_facts(form))


def second_factor_facts(form: SetUpForm) -> dict[str, Any]:
    import segno

    if not passwords.is_secret(form.secret.data or ""):
        form.secret.data = pyotp.random_base32()  # someone changed the hidden field: begin anew
    secret = form.secret.data or ""
    address = pyotp.TOTP(secret).provisioning_uri(name=current_user.name, issuer_name=_("Shared Channel"))
    drawn = segno.make(address).svg_inline(omitsize=True, border=2, svgclass="qr", lineclass=None)
    user = user_row(current_user.id)
    must = current_user.is_desk and queries.policy("second_factor").get("required", False)
    return {"form": form, "user": user, "secret": secret, "code": Markup(drawn), "must": must}


@room.post("/account/second-factor", needs=ANYONE)
def create_second_factor() -> Any:
    form = SetUpForm()
    secret, code = form.secret.data or "", form.code.data or ""
    if form.accepts(lambda: actions.turn_on_second_factor(user_row(current_user.id), secret, code, by=current_user)):
        flash(_("From now on a code of your phone is asked at sign-in."))
        return see_other("accounts.show_account")
    return page("accounts/second_factor.html", status=422, **second_factor_facts(form))


@room.post("/preferences", needs=PUBLIC)
def update_preferences() -> Any:
    form = PreferencesForm()
    answer = make_response(redirect(safe_next(request.form.get("next")), 303))
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    for field, cookie, allowed in ((form.locale, COOKIE, LOCALES), (form.theme, "portal_theme", THEMES)):
        if field.data in allowed:
            answer.set_cookie(cookie, field.data, max_age=YEAR, samesite="Lax", httponly=True, secure=secure)
            if current_user.is_authenticated:
                setattr(user_row(current_user.id), field.name, field.data)
    return answer


@room.post("/store-choice", needs=ANYONE)
def create_store_choice() -> Any:
    store = store_by_code(request.form.get("store", "")[:12], current_user)
    if store.id not in current_user.store_ids:
        abort(404)
    actions.choose_store(current_user.sign_in_id, store)
    return redirect(safe_next(request.form.get("next")), 303)
