"""How a person proves who he is: passwords, codes of a phone, and the count of failures all workers share."""

import hashlib
import re
from datetime import timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import and_, delete, func, or_, select

from portal.accounts.models import Attempt, SignIn, User
from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock
from portal.kernel.db import aside, db, one_at_a_time, reading
from portal.kernel.forms import normal_phone
from portal.kernel.refusals import Refused
from portal.kernel.scope import house_read, within
from portal.kernel.words import N_

MOST_ATTEMPTS = 8  # from one network, or one browser known to the person
MOST_IN_ALL = 40  # for one name, from wherever
ATTEMPT_WINDOW = timedelta(minutes=15)
ATTEMPT_LIFE = timedelta(days=2)
LEAST_PASSWORD = 8
TOO_MANY = N_("Too many attempts. Wait fifteen minutes, or ask for a new link.")

hasher = PasswordHasher()


class TooMany(Refused):
    """More attempts than are judged within the window."""


# verified against when nobody has the name, so that the answer takes as long
_NOBODY = hasher.hash(new_token())


def normal_name(name: str) -> str:
    """Return the one form of a name typed at sign-in: eleven digits of a phone, or a small email."""
    try:
        return normal_phone(name)
    except ValueError:
        return name.strip().lower()


def find_by_name(name: str) -> User | None:
    """Return the user who signs in by this phone or email, in any state."""
    typed = normal_name(name)
    known = select(User).where(or_(User.phone == typed, User.email == typed))
    return db.session.scalar(house_read(known, User, because="nobody is signed in yet; the answer is the same for all"))


def check_password(name: str, password: str, *, network: str = "", device: str = "") -> User:
    """Return the user with this name and password; counts failures for all workers. Runs outside any write.

    Failures are counted for each network they come from, and more widely in all. A browser that the person signed
    in with before is counted for itself: whoever fails on purpose elsewhere does not lock him out of it. Raises
    Refused with the same words, after the same time, whether nobody has the name or the password is wrong.
    """
    typed = normal_name(name)
    with reading() as session:
        known = is_known(session, typed, device)
    key = attempt_key(f"{typed} on {device}" if known else typed)
    origin = "" if known else attempt_key(f"network {network}")
    take_attempt(key, origin=origin)
    with reading() as session:
        if user := find_by_name(name):
            session.expunge(user)
    may_come_in = user is not None and user.is_active and bool(user.password)
    right = matches(user.password if user is not None and may_come_in else _NOBODY, password)
    if user is None or not may_come_in or not right:
        raise Refused("This phone or email and this password do not belong together.")
    forget_attempts(key, origin)
    return user


def is_known(session: Any, typed: str, device: str) -> bool:
    """Whether whoever signs in by this name did so in this browser before; asked alike whoever has the name."""
    before = select(SignIn.id).join(User, User.id == SignIn.user_id)
    before = before.where(SignIn.device == hashed(device), or_(User.phone == typed, User.email == typed)).limit(1)
    before = house_read(before, User, because="nobody is signed in yet; only whose count it is depends on it")
    return session.scalar(before) is not None and bool(device)


def check_own_password(user_id: int, password: str, *, field: str = "current") -> None:
    """Ask a signed-in person for his password again; failures count like those of signing in."""
    key = attempt_key(f"own {user_id}")
    take_attempt(key)
    with reading() as session:
        mine = select(User.password).where(User.id == user_id)
        stored = session.scalar(within(mine, User, because="his own password")) or ""
    if not matches(stored, password):
        raise Refused("This is not your current password.", field=field)
    forget_attempts(key)


def attempt_key(name: str) -> str:
    """Return what failed attempts are counted by: the name typed, hashed with the portal's key."""
    return hashlib.sha256(f"{current_app.config['SECRET_KEY']}|{name}".encode()).hexdigest()


def code_key(user_id: int) -> str:
    """Return what a person's wrong codes are counted by."""
    return attempt_key(f"code {user_id}")


def take_attempt(
    key: str, most: int = MOST_ATTEMPTS, *, origin: str = "", in_all: int = MOST_IN_ALL, refusal: str = TOO_MANY
) -> int:
    """Count an attempt before it is judged, in a short write of its own that a refusal's rollback keeps.

    Counting first leaves no gap between looking and counting for many attempts at once. Raises TooMany when there
    were too many within the window from this origin or in all, whichever worker counted them; success forgets
    those of its origin. Returns how many are left after this one.
    """
    db.session.rollback()
    with aside() as own:
        one_at_a_time(own, f"attempt {key}")
        recent = select(Attempt.origin, func.count()).group_by(Attempt.origin)
        recent = recent.where(Attempt.key == key, Attempt.at > clock.now() - ATTEMPT_WINDOW)
        counted = {row[0]: row[1] for row in own.execute(recent)}
        left = min(most - counted.get(origin, 0), in_all - sum(counted.values()))
        if left <= 0:
            raise TooMany(refusal)
        own.add(Attempt(key=key, origin=origin, at=clock.now()))
    return left - 1


def forget_attempts(key: str, origin: str = "") -> None:
    """Forget the failures of someone who came in, and everybody's old ones."""
    db.session.rollback()
    with aside() as own:
        his = and_(Attempt.key == key, Attempt.origin == origin)
        own.execute(delete(Attempt).where(or_(his, Attempt.at < clock.now() - ATTEMPT_LIFE)))


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one that was hashed; slow on purpose."""
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def hash_password(password: str) -> str:
    """Return the argon2 hash; slow on purpose, so it runs outside any write."""
    if len(password) < LEAST_PASSWORD:
        raise Refused("A password needs at least eight characters.", field="password")
    return hasher.hash(password)


def is_secret(text: str) -> bool:
    """Whether this is a secret a phone can hold: base32, of a length nobody guesses."""
    return re.fullmatch(r"[A-Z2-7]{26,64}", text) is not None


def matching_step(secret: str, code: str, last: int) -> int | None:
    """Return the 30-second step a code belongs to (one step of drift), later than the last used."""
    digits = re.sub(r"\s", "", code)
    if not re.fullmatch(r"[0-9]{6}", digits) or not is_secret(secret):
        return None
    totp = pyotp.TOTP(secret)
    current = int(clock.now().timestamp()) // totp.interval
    for step in (current, current - 1, current + 1):
        if step > last and pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return step
    return None
