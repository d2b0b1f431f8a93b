"""How a password is set: by its person, or through a one-time link that someone made for him."""

from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import delete, select, update

from portal.accounts.below import refuse_beyond
from portal.accounts.models import Attempt, OneTimeLink, Purpose, User, UserState
from portal.accounts.passwords import attempt_key, find_by_name, normal_name, take_attempt
from portal.accounts.queries import person_name
from portal.accounts.sign_ins import end_sign_ins
from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock, outbox
from portal.kernel.db import db
from portal.kernel.jobs import send
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import as_house
from portal.kernel.trail import record
from portal.kernel.words import N_, say

LINK_LIFE = {Purpose.INVITE: timedelta(days=7), Purpose.RESET: timedelta(hours=24)}
MOST_MAILS = 3


def make_link(user: User, purpose: Purpose, *, by: Any) -> str:
    """Make a one-time link for a user; earlier ones stop working. Returns its token, shown once."""
    if user.id != by.id:
        refuse_beyond(user.role, by)
        if user.has_second_factor and not by.may(Can.MANAGE_USERS):
            raise Refused("Whoever has a second factor gets a new link from an administrator only.")
    if user.state == UserState.DISABLED:
        raise Refused("This user is disabled.")
    _void_links(user)
    token, ends = new_token(), clock.now() + LINK_LIFE[purpose]
    link = OneTimeLink(token_hash=hashed(token), user_id=user.id, purpose=purpose, ends_at=ends, actor_id=by.id)
    db.session.add(link)
    record("user.link_made", user, by=by, purpose=purpose.value)
    return token


def mail_link(name: str, address_of: Any) -> None:
    """Mail a reset link to whoever has this email, if mail is set up; says nothing about who exists."""
    take_attempt(attempt_key(f"mail {normal_name(name)}"), MOST_MAILS)
    user = find_by_name(name)
    can_mail = outbox.mail_is_configured() and current_app.config.get("PORTAL_URL")
    if user is None or not user.is_active or not user.email or not can_mail:
        return
    link = address_of(make_link(user, Purpose.RESET, by=user))
    text = say(N_("Set a new password here within 24 hours, once: %(link)s"), link=link)
    send("mail", to=user.email, subject=say(N_("A new password for the portal")), text=text)


def link_of(token: str) -> OneTimeLink | None:
    """Return a link that still works."""
    found = select(OneTimeLink).where(
        OneTimeLink.token_hash == hashed(token), OneTimeLink.used_at.is_(None), OneTimeLink.ends_at > clock.now()
    )
    return db.session.scalar(found)


def is_made_by(link: OneTimeLink | None, viewer: Any) -> bool:
    """Whether the viewer made this link for someone else: then it does not open for him."""
    return link is not None and viewer is not None and viewer.id is not None and link.is_made_for_another_by(viewer.id)


def use_link(token: str, password_hash: str, *, held_by: Any = None) -> User:
    """Set the first or a new password through a one-time link; all sign-ins end, failures are forgotten.

    `held_by` is whoever is signed in where the link is opened. A password that stood before is a reset: its person
    is told who made the link, at each sign-in for some days and by mail.
    """
    link = link_of(token)
    if link is None:
        raise Refused("This link was used or is too old. Ask for a new one.")
    if is_made_by(link, held_by):
        raise Refused("You made this link for someone else. Hand it over: only that person may open it.")
    user = db.session.get_one(User, link.user_id, execution_options=as_house(User, because="whom his link names"))
    if user.state == UserState.DISABLED:
        raise Refused("This link was used or is too old. Ask for a new one.")
    is_reset = bool(user.password) and link.actor_id != user.id
    user.state, user.pin = UserState.ACTIVE, ""  # whoever opened the link is not known to be who chose the PIN
    keys = [attempt_key(name) for name in (user.phone, user.email) if name]
    db.session.execute(delete(Attempt).where(Attempt.key.in_(keys)))
    _replace(user, password_hash)
    if is_reset:
        link.reset_at = clock.now()
        record("user.password_reset", user, by=user, maker_id=link.actor_id)
        _tell_by_mail(user, link)
    else:
        record("user.password_set", user, by=user)
    return user


def set_password(user: User, password_hash: str, *, by: Any, keep: int | None = None) -> None:
    """Set a password; all other sign-ins end, and links not yet used stop working."""
    _replace(user, password_hash, keep)
    record("user.password_set", user, by=by)


def _replace(user: User, password_hash: str, keep: int | None = None) -> None:
    user.password = password_hash
    end_sign_ins(user.id, but=keep)
    _void_links(user)


def _void_links(user: User) -> None:
    unused = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    db.session.execute(unused.values(used_at=clock.now()))


def _tell_by_mail(user: User, link: OneTimeLink) -> None:
    """Mail the person who had his password reset, and when; he may not be the one who opened the link."""
    if not user.email or not outbox.mail_is_configured():
        return
    maker = person_name(link.actor_id) or say(N_("the system"))
    at = f"{clock.local(link.reset_at or clock.now()):%Y-%m-%d %H:%M}"
    text = N_("Your password for the portal was set anew at %(at)s, through a link that %(maker)s made. "
              "If it was not you who opened it, tell head office at once.")  # fmt: skip
    send("mail", to=user.email, subject=say(N_("Your password was set anew")), text=say(text, at=at, maker=maker))
