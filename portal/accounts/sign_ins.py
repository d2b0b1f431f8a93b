"""Sign-ins: begun, ended, and what a browser remembers of its person."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from portal.accounts.models import OneTimeLink, SignIn, User
from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.network.models import Store

TOLD_FOR = timedelta(days=14)


def sign_in(user: User, *, by: Any, browser: str = "", address: str = "", device: str = "") -> str:
    """Start a sign-in with a token of its own and return the token; it tells of a reset made by someone else.

    `device` is the browser's own name, by which it is known from now on.
    """
    if not user.is_active:
        raise Refused("This phone or email and this password do not belong together.")
    token = new_token()
    began = SignIn(token_hash=hashed(token), user_id=user.id, browser=browser[:160], address=address[:45])
    began.device = hashed(device) if device else ""
    began.reset_id = _latest_reset(user)
    db.session.add(began)
    record("user.signed_in", user, by=by)
    return token


def _latest_reset(user: User) -> int | None:
    resets = select(OneTimeLink.id).where(OneTimeLink.user_id == user.id, OneTimeLink.reset_at > clock.now() - TOLD_FOR)
    return db.session.scalar(resets.order_by(OneTimeLink.reset_at.desc()).limit(1))


def end_sign_ins(user_id: int, *, only: int | None = None, but: int | None = None) -> None:
    """End a user's sign-ins: all, one, or all but one."""
    ended = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if only is not None:
        ended = ended.where(SignIn.id == only)
    if but is not None:
        ended = ended.where(SignIn.id != but)
    db.session.execute(ended.values(ended_at=clock.now()))


def sign_out(user: User, sign_in_id: int, *, by: Any) -> None:
    """End one of a user's sign-ins."""
    end_sign_ins(user.id, only=sign_in_id)
    record("user.signed_out", user, by=by)


def choose_store(sign_in_id: int, store: Store) -> None:
    """Remember which of several stores this browser works for."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(store_id=store.id))


def stop_telling(sign_in_id: int) -> None:
    """Take the news of a reset away in this browser; every other one, and each new sign-in, still tells of it."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(reset_id=None))
