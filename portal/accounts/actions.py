"""What is done to users, their reach and their sign-ins."""

import hashlib
from datetime import date, timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app
from sqlalchemy import delete, func, or_, select, update

from portal.accounts.models import (
    Attempt,
    OneTimeLink,
    Policy,
    Purpose,
    SignIn,
    Substitute,
    User,
    UserRegion,
    UserState,
    UserStore,
)
from portal.accounts.roles import Role
from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock, outbox
from portal.kernel.db import aside, db, reading
from portal.kernel.forms import normal_phone
from portal.kernel.jobs import send
from portal.kernel.refusals import Refused
from portal.kernel.trail import record
from portal.kernel.words import N_, say
from portal.network.models import Region, Store

MOST_ATTEMPTS = 8
ATTEMPT_WINDOW = timedelta(minutes=15)
LINK_LIFE = {Purpose.INVITE: timedelta(days=7), Purpose.RESET: timedelta(hours=24)}
LEAST_PASSWORD = 8

hasher = PasswordHasher()
# verified against when nobody has the name, so that the answer takes as long
_NOBODY = hasher.hash(new_token())


def find_by_name(name: str) -> User | None:
    """Return the user who signs in by this phone or email, in any state."""
    typed = name.strip()
    try:
        phone = normal_phone(typed)
    except ValueError:
        phone = ""
    known = or_(User.phone == phone, User.email == typed.lower()) if phone else User.email == typed.lower()
    return db.session.scalar(select(User).where(known).execution_options(scoped=User.reach()))


def attempt_key(name: str) -> str:
    """Return what failed attempts are counted by: the name typed, hashed with the portal's key."""
    return hashlib.sha256(f"{current_app.config['SECRET_KEY']}|{name.strip().lower()}".encode()).hexdigest()


def check_password(name: str, password: str) -> User:
    """Return the user with this name and password; counts failures for all workers. Runs outside any write.

    Raises Refused with the same words, after the same time, whether nobody has the name or the password is wrong.
    """
    key = attempt_key(name)
    with reading() as session:
        refuse_after_too_many(key)
        if user := find_by_name(name):
            session.expunge(user)
    known = user is not None and user.is_active and bool(user.password)
    right = matches(user.password if user is not None and known else _NOBODY, password)
    if user is None or not known or not right:
        count_attempt(key)
        raise Refused("This name and password do not belong together.")
    with aside() as own:
        own.execute(delete(Attempt).where(or_(Attempt.key == key, Attempt.at < clock.now() - timedelta(days=2))))
    return user


def refuse_after_too_many(key: str) -> None:
    """Refuse after too many failures under one key within the window, whichever worker counted them."""
    recent = select(func.count()).select_from(Attempt).where(Attempt.key == key, Attempt.at > clock.now() - ATTEMPT_WINDOW)
    if (db.session.scalar(recent) or 0) >= MOST_ATTEMPTS:
        raise Refused("Too many attempts. Wait fifteen minutes, or ask for a new link.")


def count_attempt(key: str) -> None:
    """Count a failure in a short write of its own, so that the refusal's rollback keeps it."""
    db.session.rollback()
    with aside() as own:
        own.add(Attempt(key=key))


def matches(stored: str, password: str) -> bool:
    try:
        return hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def sign_in(user: User, *, by: Any, browser: str = "", address: str = "") -> str:
    """Start a sign-in with a token of its own and return the token."""
    if not user.is_active:
        raise Refused("This name and password do not belong together.")
    token = new_token()
    db.session.add(SignIn(token_hash=hashed(token), user_id=user.id, browser=browser[:160], address=address[:45]))
    record("user.signed_in", user, by=by)
    return token


def end_sign_ins(user_id: int, *, only: int | None = None, but: int | None = None) -> None:
    """End a user's sign-ins: all, one, or all but one."""
    ended = update(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    if only is not None:
        ended = ended.where(SignIn.id == only)
    if but is not None:
        ended = ended.where(SignIn.id != but)
    db.session.execute(ended.values(ended_at=clock.now()))


def sign_out(user: User, sign_in_id: int, *, by: Any) -> None:
    end_sign_ins(user.id, only=sign_in_id)
    record("user.signed_out", user, by=by)


def invite(
    *, name: str, role: Role, by: Any, phone: str | None = None, email: str | None = None,
    regions: list[Region] | None = None, stores: list[Store] | None = None,
) -> tuple[User, str]:  # fmt: skip
    """Add a user and return him with the token of his invitation (C57)."""
    phone, email = phone or None, (email or "").strip().lower() or None
    if not phone and not email:
        raise Refused("A phone or an email is needed to sign in by.", field="phone")
    refuse_taken(phone, email, None)
    user = User(name=name, phone=phone, email=email, role=role)
    db.session.add(user)
    record("user.invited", user, by=by, role=role.value)
    set_reach(user, regions=regions or [], stores=stores or [], by=by)
    return user, make_link(user, Purpose.INVITE, by=by)


def refuse_taken(phone: str | None, email: str | None, own_id: int | None) -> None:
    for field, column, value in (("phone", User.phone, phone), ("email", User.email, email)):
        taken = select(User.id).where(column == value).execution_options(scoped=User.reach())
        if value and db.session.scalar(taken) not in (None, own_id):
            raise Refused("Someone else signs in by this already.", field=field)


def edit_user(user: User, *, name: str, phone: str | None, email: str | None, role: Role, by: Any) -> User:
    """Change a user's particulars; a changed role ends his sign-ins."""
    phone, email = phone or None, (email or "").strip().lower() or None
    if not phone and not email:
        raise Refused("A phone or an email is needed to sign in by.", field="phone")
    refuse_taken(phone, email, user.id)
    if user.id == by.id and role != user.role:
        raise Refused("Nobody changes his own role.", field="role")
    if role != user.role:
        end_sign_ins(user.id)
        user.regions, user.stores = [], []
    user.name, user.phone, user.email, user.role = name, phone, email, role
    record("user.changed", user, by=by)
    return user


def set_reach(user: User, *, regions: list[Region], stores: list[Store], by: Any) -> None:
    """Set what a user sees: regions with all below them, or stores."""
    if user.role.reaches != "regions":
        regions = []
    if user.role.reaches != "stores":
        stores = []
    user.regions = [UserRegion(region_id=region.id) for region in regions]
    user.stores = [UserStore(store_id=store.id) for store in stores]
    db.session.flush()
    record("user.changed", user, by=by, regions=sorted(r.code for r in regions), stores=sorted(s.code for s in stores))


def disable(user: User, *, by: Any, reason: str = "") -> None:
    """Disable a user; he is out at once."""
    if user.id == by.id:
        raise Refused("Nobody disables himself.")
    if user.state == UserState.DISABLED:
        raise Refused("This user is disabled already.")
    user.state = UserState.DISABLED
    end_sign_ins(user.id)
    record("user.disabled", user, by=by, reason=reason)


def enable(user: User, *, by: Any) -> None:
    """Let a disabled user sign in again."""
    if user.state != UserState.DISABLED:
        raise Refused("This user is not disabled.")
    user.state = UserState.ACTIVE if user.password else UserState.INVITED
    record("user.enabled", user, by=by)


def make_link(user: User, purpose: Purpose, *, by: Any) -> str:
    """Make a one-time link for a user; earlier ones stop working. Returns its token, shown once."""
    if user.state == UserState.DISABLED:
        raise Refused("This user is disabled.")
    used = update(OneTimeLink).where(OneTimeLink.user_id == user.id, OneTimeLink.used_at.is_(None))
    db.session.execute(used.values(used_at=clock.now()))
    token = new_token()
    ends = clock.now() + LINK_LIFE[purpose]
    db.session.add(OneTimeLink(token_hash=hashed(token), user_id=user.id, purpose=purpose, ends_at=ends, actor_id=by.id))
    record("user.link_made", user, by=by, purpose=purpose.value)
    return token


def mail_link(name: str, address_of: Any) -> None:
    """Mail a reset link to whoever has this email, if mail is set up; says nothing about who exists."""
    user = find_by_name(name)
    if user is None or not user.is_active or not user.email or not outbox.mail_is_configured():
        return
    token = make_link(user, Purpose.RESET, by=user)
    send("mail", to=user.email, subject=say(N_("A new password for the portal")), text=address_of(token))


def link_of(token: str) -> OneTimeLink | None:
    """Return a link that still works."""
    found = select(OneTimeLink).where(
        OneTimeLink.token_hash == hashed(token), OneTimeLink.used_at.is_(None), OneTimeLink.ends_at > clock.now()
    )
    return db.session.scalar(found)


def hash_password(password: str) -> str:
    """Return the argon2 hash; slow on purpose, so it runs outside any write."""
    if len(password) < LEAST_PASSWORD:
        raise Refused("A password needs at least eight characters.", field="password")
    return hasher.hash(password)


def use_link(token: str, password_hash: str) -> User:
    """Set the first or a new password through a one-time link; other sign-ins end."""
    link = link_of(token)
    if link is None:
        raise Refused("This link was used or is too old. Ask for a new one.")
    link.used_at = clock.now()
    user = db.session.get_one(User, link.user_id, execution_options={"scoped": User.reach()})
    if user.state == UserState.DISABLED:
        raise Refused("This link was used or is too old. Ask for a new one.")
    user.state = UserState.ACTIVE
    set_password(user, password_hash, by=user)
    return user


def set_password(user: User, password_hash: str, *, by: Any, keep: int | None = None) -> None:
    """Set a password; all other sign-ins end."""
    user.password = password_hash
    end_sign_ins(user.id, but=keep)
    record("user.password_set", user, by=by)


def turn_on_second_factor(user: User, secret: str, code: str, *, by: Any) -> None:
    """Set up the second factor once its first code is right."""
    step = matching_step(secret, code, 0)
    if step is None:
        raise Refused("This code is not right. Check the clock of your phone.", field="code")
    user.totp_secret, user.totp_step = secret, step
    record("user.second_factor_on", user, by=by)


def turn_off_second_factor(user: User, *, by: Any) -> None:
    """Remove the second factor (a lost phone)."""
    user.totp_secret, user.totp_step = "", 0
    record("user.second_factor_off", user, by=by)


def check_second_factor(user: User, code: str) -> None:
    """Accept a code once: its time step is stored. Raises Refused."""
    step = matching_step(user.totp_secret, code, user.totp_step)
    if step is None:
        raise Refused("This code is not right. Check the clock of your phone.", field="code")
    user.totp_step = step


def matching_step(secret: str, code: str, last: int) -> int | None:
    """Return the 30-second step a code belongs to (one step of drift), later than the last used."""
    totp = pyotp.TOTP(secret)
    current = int(clock.now().timestamp()) // totp.interval
    for step in (current, current - 1, current + 1):
        if step > last and pyotp.utils.strings_equal(totp.generate_otp(step), code.strip()):
            return step
    return None


def hand_over_territory(leaver: User, heir: User, *, by: Any, reason: str = "") -> None:
    """Hand an RM's whole territory to another when he leaves; the rooms above move what he was working on."""
    if leaver.role != Role.RM or heir.role != Role.RM or leaver.id == heir.id:
        raise Refused("A territory goes from one regional manager to another.", field="heir_id")
    if not heir.is_active:
        raise Refused("The one who takes over cannot sign in.", field="heir_id")
    held = {row.region_id for row in heir.regions}
    heir.regions += [UserRegion(region_id=row.region_id) for row in leaver.regions if row.region_id not in held]
    leaver.regions = []
    db.session.flush()
    record("territory.handed_over", leaver, by=by, reason=reason, heir_id=heir.id)


def change_owner(store: Store, new: User, *, by: Any, reason: str) -> None:
    """Give a store to a new owner; the old one no longer reaches it."""
    if new.role != Role.OWNER:
        raise Refused("Only a store owner can own a store.", field="owner_id")
    owners = select(UserStore).join(User, User.id == UserStore.user_id).where(UserStore.store_id == store.id, User.role == Role.OWNER)
    old_ids = []
    for row in db.session.scalars(owners.execution_options(scoped=User.reach())):
        old_ids.append(row.user_id)
        db.session.delete(row)
        end_sign_ins(row.user_id)
    db.session.flush()
    db.session.add(UserStore(user_id=new.id, store_id=store.id))
    record("store.owner_changed", store, by=by, reason=reason, from_ids=old_ids, to_id=new.id)


def name_substitute(absent: User, stand_in: User, *, first_day: date, last_day: date, by: Any, reason: str = "") -> Substitute:
    """Let a colleague of the same role act with an absent person's reach for some days."""
    if absent.id == stand_in.id or absent.role != stand_in.role:
        raise Refused("A substitute is another person of the same role.", field="stand_in_id")
    if last_day < first_day:
        raise Refused("The last day lies before the first.", field="last_day")
    named = Substitute(
        absent_id=absent.id, stand_in_id=stand_in.id, first_day=first_day, last_day=last_day, reason=reason, actor_id=by.id
    )
    db.session.add(named)
    record("substitute.named", named, by=by, reason=reason)
    return named


def end_substitution(named: Substitute, *, by: Any) -> None:
    """End a substitution today."""
    named.last_day = clock.today() - timedelta(days=1)
    record("substitute.ended", named, by=by)


def set_policy(name: str, value: dict[str, Any], *, by: Any) -> None:
    """Change a setting of the network."""
    policy = db.session.get(Policy, name) or Policy(id=name, value={})
    db.session.add(policy)
    policy.value = value
    record("policy.changed", policy, by=by)


def choose_store(sign_in_id: int, store: Store) -> None:
    """Remember which of several stores this browser works for."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(store_id=store.id))
