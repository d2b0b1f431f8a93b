"""Doors of signing in."""

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, make_response, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from portal.accounts import actions, devices, links, passwords, room
from portal.accounts.forms import CodeForm, ForgottenForm, NewPasswordForm, SignInForm
from portal.accounts.models import User
from portal.accounts.viewer import IDLE, load_viewer
from portal.kernel import clock
from portal.kernel.db import db, reading
from portal.kernel.door import ANYONE, PUBLIC
from portal.kernel.page import htmx, page, see_other
from portal.kernel.refusals import Refused
from portal.kernel.scope import as_house
from portal.kernel.trail import digest

HALF_WAY = 600  # seconds between the password and the code


def safe_next(address: str | None) -> str:
    """Return the address to land on: a path of this portal, or home.

    A browser takes "//host", "/\\host" and a path broken by tabs for another host's address.
    """
    inside = re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", address or "")
    return address if address and inside and not urlsplit(address).netloc else "/"


def ask_to_sign_in() -> Response:
    """Answer someone who is not signed in: 401 with the form; htmx is sent to the sign-in page."""
    wanted = (
        request.full_path.rstrip("?")
        if request.method == "GET" and not htmx
        else urlsplit(request.referrer or "/").path
    )
    if htmx:
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = url_for("accounts.show_sign_in", next=safe_next(wanted))
        return answer
    if request.is_json or request.accept_mimetypes.best == "application/json":
        return make_response({"error": 401, "message": _("Please sign in.")}, 401)
    return page("accounts/sign_in.html", status=401, form=SignInForm(formdata=None, next=safe_next(wanted)))


@room.get("/login", needs=PUBLIC)
def show_sign_in() -> Any:
    wanted = safe_next(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(wanted, 303)
    return page("accounts/sign_in.html", form=SignInForm(formdata=None, next=wanted))


@room.post("/login", needs=PUBLIC)
def create_sign_in() -> Any:
    form = SignInForm()
    if form.accepts(lambda: check_password(form.name.data or "", form.password.data or "")):
        return go_on(form.result.id, form.next.data)
    return page("accounts/sign_in.html", status=422, form=form)


def check_password(name: str, password: str) -> User:
    network = devices.network_of(request.remote_addr)
    return passwords.check_password(name, password, network=network, device=devices.named())


def go_on(user_id: int, wanted: str | None) -> Response:
    """Ask for the second factor where there is one; else start."""
    user = user_row(user_id)
    if not user.has_second_factor:
        return start(user, wanted)
    # bound to the password that was right: changing it ends those who wait at the code
    session["half_signed_in"] = [user.id, int(clock.now().timestamp()), digest(user.password)]
    return see_other("accounts.show_code", next=safe_next(wanted))


def start(user: User, wanted: str | None) -> Response:
    """Sign a user in with a fresh session and send him where he wanted to go."""
    session.clear()
    device = devices.named() or devices.new_name()
    agent, address = request.user_agent.string, request.remote_addr or ""
    token = actions.sign_in(user, by=user, browser=agent, address=address, device=device)
    db.session.flush()
    session.permanent = user.role in IDLE  # a shop's tablet and a phone stay signed in, a desk's browser does not
    if viewer := load_viewer(token):
        login_user(viewer)
    answer = make_response(redirect(safe_next(wanted), 303))
    devices.remember(answer, device)
    return answer


@room.get("/login/code", needs=PUBLIC)
def show_code() -> Any:
    if half_way() is None:
        return see_other("accounts.show_sign_in")
    return page("accounts/code.html", form=CodeForm(formdata=None))


@room.post("/login/code", needs=PUBLIC)
def create_code() -> Any:
    form, user_id = CodeForm(), half_way()
    if user_id is None:
        return see_other("accounts.show_sign_in", next=safe_next(request.args.get("next")))
    if form.accepts(lambda: pass_second_factor(user_id, form.code.data or "")):
        return start(form.result, request.args.get("next"))
    return page("accounts/code.html", status=422, form=form)


def half_way() -> int | None:
    """Return who gave the right password a moment ago and still owes a code."""
    user_id, since, password = session.get("half_signed_in") or (None, 0, "")
    if user_id is None or clock.now().timestamp() - since >= HALF_WAY:
        return None
    return user_id if digest(user_row(user_id).password) == password else None


def pass_second_factor(user_id: int, code: str) -> User:
    """Check the code; wrong ones are counted like wrong passwords."""
    passwords.take_attempt(passwords.code_key(user_id))
    user = user_row(user_id)
    actions.check_second_factor(user, code)
    return user


def user_row(user_id: int) -> User:
    return db.session.get_one(User, user_id, execution_options=as_house(User, because="himself, signed in or half-way"))


@room.post("/logout", needs=ANYONE)
def create_sign_out() -> Any:
    actions.sign_out(user_row(current_user.id), current_user.sign_in_id, by=current_user)
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
    done = form.accepts(lambda: actions.mail_link(form.name.data or "", public_address))
    return page("accounts/forgotten.html", status=200 if done else 422, form=form, sent=done)


def public_address(token: str) -> str:
    """Return a link for a mail. The host comes from the settings: a request's own Host header can be made up."""
    return f"{str(current_app.config['PORTAL_URL']).rstrip('/')}{url_for('accounts.show_link', token=token)}"


@room.get("/welcome/<token>", needs=PUBLIC)
def show_link(token: str) -> Any:
    facts = link_facts(token)
    return page(
        "accounts/link.html", status=200 if facts["link"] else 404, **facts, form=NewPasswordForm(formdata=None)
    )


def link_facts(token: str) -> dict[str, Any]:
    link = actions.link_of(token)
    return {"link": link, "is_makers": links.is_made_by(link, current_user)}


@room.post("/welcome/<token>", needs=PUBLIC)
def create_password(token: str) -> Any:
    form = NewPasswordForm()
    if form.accepts(lambda: use_link(token, form.password.data or "")):
        return go_on(form.result.id, "/")
    return page("accounts/link.html", status=422, **link_facts(token), form=form)


def use_link(token: str, password: str) -> User:
    return actions.use_link(token, hashed_for(token, password), held_by=current_user)


def hashed_for(token: str, password: str) -> str:
    """Hash a new password, slowly and outside the write, for a link that works only."""
    with reading():
        if actions.link_of(token) is None:
            raise Refused("This link was used or is too old. Ask for a new one.")
    return passwords.hash_password(password)
