"""Doors of signing in and of one's own account."""

from typing import Any
from urllib.parse import urlsplit

import pyotp
import segno
from flask import Response, abort, current_app, flash, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user
from markupsafe import Markup

from config import LOCALES
from portal.accounts import actions, queries, room
from portal.accounts.forms import (
    ChangePasswordForm,
    CodeForm,
    ForgottenForm,
    NewPasswordForm,
    PreferencesForm,
    SetUpForm,
    SignInForm,
)
from portal.accounts.models import User
from portal.accounts.viewer import load_viewer
from portal.kernel.db import db
from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.languages import COOKIE, THEMES
from portal.kernel.page import htmx, page, see_other
from portal.kernel.refusals import Refused
from portal.network.queries import store_by_code


def safe_next(address: str | None) -> str:
    """Return the address to land on: a path of this portal, or home."""
    parts = urlsplit((address or "").replace("\\", "/"))
    inside = not parts.scheme and not parts.netloc and parts.path.startswith("/") and not parts.path.startswith("//")
    return (address or "/") if inside and "\n" not in (address or "") else "/"


def ask_to_sign_in() -> Response:
    """Answer someone who is not signed in: 401 with the form; htmx is sent to the sign-in page."""
    wanted = request.full_path.rstrip("?") if request.method == "GET" else urlsplit(request.referrer or "/").path
    if htmx:
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("accounts.show_sign_in", next=wanted)
        return answer
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return make_response({"error": 401, "message": _("Please sign in.")}, 401)
    return page("accounts/sign_in.html", status=401, form=SignInForm(formdata=None, next=wanted))


@room.get("/login", needs=PUBLIC)
def show_sign_in() -> Any:
    if current_user.is_authenticated:
        return redirect("/", 303)
    return page("accounts/sign_in.html", form=SignInForm(formdata=None, next=safe_next(request.args.get("next"))))


@room.post("/login", needs=PUBLIC)
def create_sign_in() -> Any:
    form = SignInForm()
    if form.accepts(lambda: actions.check_password(form.name.data or "", form.password.data or "")):
        user = form.result
        if user.has_second_factor:
            session["half_signed_in"] = user.id
            return see_other("accounts.show_code", next=safe_next(form.next.data))
        return start(user, form.next.data)
    return page("accounts/sign_in.html", status=422, form=form)


def start(user: User, wanted: str | None) -> Response:
    """Sign a user in with a fresh session and send him where he wanted to go."""
    user = db.session.merge(user)
    session.clear()
    token = actions.sign_in(user, by=user, browser=request.user_agent.string, address=request.remote_addr or "")
    db.session.flush()
    if viewer := load_viewer(token):
        login_user(viewer)
    return make_response(redirect(safe_next(wanted), 303))


@room.get("/login/code", needs=PUBLIC)
def show_code() -> Any:
    if "half_signed_in" not in session:
        return see_other("accounts.show_sign_in")
    return page("accounts/code.html", form=CodeForm(formdata=None))


@room.post("/login/code", needs=PUBLIC)
def create_code() -> Any:
    user = db.session.get(User, session.get("half_signed_in", 0), execution_options={"scoped": User.reach()})
    if user is None or not user.is_active:
        return see_other("accounts.show_sign_in")
    form = CodeForm()
    key = actions.attempt_key(f"code-{user.id}")
    if form.accepts(actions.refuse_after_too_many, key) and form.accepts(actions.check_second_factor, user, form.code.data):
        return start(user, request.args.get("next"))
    actions.count_attempt(key)
    return page("accounts/code.html", status=422, form=form)


@room.post("/logout", needs=ANYONE)
def create_sign_out() -> Any:
    actions.sign_out(own_row(), current_user.sign_in_id, by=current_user)
    logout_user()
    session.clear()
    answer = see_other("accounts.show_sign_in")
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


@room.get("/forgotten", needs=PUBLIC)
def show_forgotten() -> Any:
    return page("accounts/forgotten.html", form=ForgottenForm(formdata=None), sent=False)


@room.post("/forgotten", needs=PUBLIC)
def create_forgotten() -> Any:
    form = ForgottenForm()
    address = lambda token: url_for("accounts.show_link", token=token, _external=True)  # noqa: E731
    done = form.accepts(lambda: actions.mail_link(form.name.data or "", address))
    return page("accounts/forgotten.html", status=200 if done else 422, form=form, sent=done)


@room.get("/welcome/<token>", needs=PUBLIC)
def show_link(token: str) -> Any:
    link = actions.link_of(token)
    return page("accounts/link.html", status=200 if link else 404, link=link, form=NewPasswordForm(formdata=None))


@room.post("/welcome/<token>", needs=PUBLIC)
def create_password(token: str) -> Any:
    form = NewPasswordForm()
    if form.accepts(lambda: actions.use_link(token, actions.hash_password(form.password.data or ""))):
        return start(form.result, "/")
    return page("accounts/link.html", status=422, link=actions.link_of(token), form=form)


@room.get("/account", needs=ANYONE)
def show_account() -> Any:
    return page("accounts/account.html", **account_facts(), form=ChangePasswordForm(formdata=None))


def account_facts() -> dict[str, Any]:
    return {"user": own_row(), "sign_ins": queries.sign_ins(current_user.id)}


def own_row() -> User:
    return db.session.get_one(User, current_user.id, execution_options={"scoped": User.reach()})


@room.post("/account/password", needs=ANYONE)
def update_password() -> Any:
    form = ChangePasswordForm()
    if form.accepts(change_password, form):
        flash(_("Your password is changed. Other browsers are signed out."))
        return see_other("accounts.show_account")
    return page("accounts/account.html", status=422, **account_facts(), form=form)


def change_password(form: ChangePasswordForm) -> None:
    user = own_row()
    if not actions.matches(user.password, form.current.data or ""):
        raise Refused("This is not your current password.", field="current")
    actions.set_password(user, actions.hash_password(form.password.data or ""), by=current_user, keep=current_user.sign_in_id)


@room.post("/account/sign-ins/<int:sign_in_id>/end", needs=ANYONE)
def create_sign_in_end(sign_in_id: int) -> Any:
    actions.end_sign_ins(current_user.id, only=sign_in_id)
    flash(_("That browser is signed out."))
    return see_other("accounts.show_account")


@room.get("/account/second-factor", needs=ANYONE)
def show_second_factor() -> Any:
    return page("accounts/second_factor.html", **second_factor_facts(SetUpForm(formdata=None, secret=pyotp.random_base32())))


def second_factor_facts(form: SetUpForm) -> dict[str, Any]:
    address = pyotp.TOTP(form.secret.data or "").provisioning_uri(current_user.name, issuer_name="共享渠道")
    return {"form": form, "user": own_row(), "secret": form.secret.data, "code": Markup(segno.make(address).svg_inline(scale=4, omitsize=True))}


@room.post("/account/second-factor", needs=ANYONE)
def create_second_factor() -> Any:
    form = SetUpForm()
    if form.accepts(lambda: actions.turn_on_second_factor(own_row(), form.secret.data or "", form.code.data or "", by=current_user)):
        flash(_("From now on a code of your phone is asked at sign-in."))
        return see_other("accounts.show_account")
    return page("accounts/second_factor.html", status=422, **second_factor_facts(form))


@room.post("/preferences", needs=PUBLIC)
def update_preferences() -> Any:
    form = PreferencesForm()
    answer = make_response(redirect(safe_next(request.form.get("next")), 303))
    for field, cookie, allowed in ((form.locale, COOKIE, LOCALES), (form.theme, "portal_theme", THEMES)):
        if field.data in allowed:
            answer.set_cookie(cookie, field.data, max_age=31536000, samesite="Lax", httponly=True, secure=current_app.config["SESSION_COOKIE_SECURE"])
            if current_user.is_authenticated:
                setattr(own_row(), field.name, field.data)
    return answer


@room.post("/store-choice", needs=ANYONE)
def create_store_choice() -> Any:
    store = store_by_code(request.form.get("store", "")[:12], current_user)
    if store.id not in current_user.store_ids:
        abort(404)
    actions.choose_store(current_user.sign_in_id, store)
    return redirect(safe_next(request.form.get("next")), 303)

