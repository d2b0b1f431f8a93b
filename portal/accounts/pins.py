"""A PIN of six digits: whoever stands at a till that a colleague is signed in on proves himself by it (C32).

It opens nothing by itself: it counts only in a browser that somebody of the same store is signed in with.
"""

import re
from typing import Any

from sqlalchemy import select

from portal.accounts.below import refuse_beyond
from portal.accounts.models import User
from portal.accounts.passwords import attempt_key, forget_attempts, hasher, matches, take_attempt
from portal.kernel.db import reading
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import record
from portal.kernel.words import N_

DIGITS = 6
MOST_PINS = 5  # from one browser within the window of failed sign-ins
MOST_PINS_IN_ALL = 20  # for one person, from all browsers of the store
LOCKED = N_("Too many wrong PINs. Wait fifteen minutes, or sign in with the password.")
_IN_A_ROW = "01234567890", "09876543210"


class WrongPin(Refused):
    """A PIN that is not his; `left` more are judged from this browser now."""

    def __init__(self, left: int) -> None:
        super().__init__(N_("This PIN is not right."), field="pin")
        self.left = left
        self.more = {"left": left}  # told to the till


def hash_pin(pin: str) -> str:
    """Return the argon2 hash of a PIN; slow on purpose, so it runs outside any write."""
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", pin):
        raise Refused("A PIN is six digits.", field="pin")
    if len(set(pin)) == 1 or any(pin in row for row in _IN_A_ROW):
        raise Refused("Anybody guesses this one first. Choose another.", field="pin")
    return hasher.hash(pin)


def check_pin(user_id: int, pin: str, *, browser: str) -> None:
    """Look whether a PIN is this person's; wrong ones count like failed sign-ins. Runs outside any write.

    `browser` is the name of the one it is typed in. Raises Refused where he has none, WrongPin, or TooMany.
    """
    with reading() as session:
        his = select(User.pin).where(User.id == user_id)
        stored = session.scalar(within(his, User, because="the PIN of who says that he is this person")) or ""
    if not stored:
        raise Refused("He has no PIN yet. Each sets his own, on the page of his account.", field="user")
    key, origin = attempt_key(f"pin {user_id}"), attempt_key(f"browser {browser}")
    left = take_attempt(key, MOST_PINS, origin=origin, in_all=MOST_PINS_IN_ALL, refusal=LOCKED)
    if not matches(stored, pin):
        raise WrongPin(left)
    forget_attempts(key, origin)


def set_pin(user: User, pin_hash: str, *, by: Any) -> None:
    """Set one's own PIN; nobody sets another's."""
    if user.id != by.id:
        raise Refused("Each sets his own PIN.")
    user.pin = pin_hash
    record("user.pin_set", user, by=by)


def remove_pin(user: User, *, by: Any) -> None:
    """Remove a PIN: one's own, or that of somebody below oneself who forgot it or let it be seen."""
    if user.id != by.id:
        refuse_beyond(user.role, by)
    if not user.has_pin:
        raise Refused("There is no PIN to remove.")
    user.pin = ""
    record("user.pin_removed", user, by=by)


def note_locked(user: User, *, by: Any) -> None:
    """Note that somebody's PIN was typed wrongly so often that it counts no more for a while, and in whose browser."""
    record("user.pin_locked", user, by=by)
