"""What is done to users, their reach and their sign-ins."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from portal.accounts.below import refuse_beyond
from portal.accounts.links import link_of, mail_link, make_link, set_password, use_link
from portal.accounts.models import (
    Attempt,
    Policy,
    Purpose,
    Substitute,
    User,
    UserRegion,
    UserState,
    UserStore,
)
from portal.accounts.passwords import code_key, hash_password, matching_step
from portal.accounts.roles import Role
from portal.accounts.sign_ins import choose_store, end_sign_ins, sign_in, sign_out, stop_telling
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.kernel.scope import house_read
from portal.kernel.trail import record
from portal.kernel.words import N_
from portal.network.models import Region, Store, StoreState

# one name for all that is done to users; what has grown stands in files of its own
__all__ = [
    "choose_store", "hash_password", "link_of", "mail_link", "make_link", "set_password", "sign_in", "sign_out",
    "stop_telling", "use_link",
]  # fmt: skip


def invite(
    *, name: str, role: Role, by: Any, phone: str | None = None, email: str | None = None,
    regions: list[Region] | None = None, stores: list[Store] | None = None,
) -> tuple[User, str]:  # fmt: skip
    """Add a user and return him with the token of his invitation (C57).

    Who does not manage users invites people below himself, into stores of his own reach.
    """
    refuse_beyond(role, by, stores=stores or [])
    phone, email = phone or None, (email or "").strip().lower() or None
    _refuse_taken(phone, email, None, by)
    user = User(name=name, phone=phone, email=email, role=role)
    db.session.add(user)
    record("user.invited", user, by=by, role=role.value)
    set_reach(user, regions=regions or [], stores=stores or [], by=by)
    return user, make_link(user, Purpose.INVITE, by=by)


def edit_user(user: User, *, name: str, phone: str | None, email: str | None, role: Role, by: Any) -> User:
    """Change a user's particulars; a changed role ends his sign-ins, another kind of reach takes the old one away."""
    refuse_beyond(user.role, by)
    phone, email = phone or None, (email or "").strip().lower() or None
    _refuse_taken(phone, email, user.id, by)
    if user.id == by.id and role != user.role:
        raise Refused("Nobody changes his own role.", field="role")
    if role != user.role:
        refuse_beyond(role, by)
        end_sign_ins(user.id)
        if role.reaches != user.role.reaches:
            user.regions, user.stores = [], []
    user.name, user.phone, user.email, user.role = name, phone, email, role
    record("user.changed", user, by=by)
    return user


def set_reach(user: User, *, regions: list[Region], stores: list[Store], by: Any) -> None:
    """Set what a user sees: regions with all below them, or stores."""
    refuse_beyond(user.role, by, stores=stores)
    if user.role.reaches != "regions":
        regions = []
    if user.role.reaches != "stores":
        stores = []
    # what lies below another chosen region is given with it
    regions = [r for r in regions if not any(r.path.startswith(top.path) and top is not r for top in regions)]
    user.regions = [UserRegion(region_id=region.id) for region in regions]
    user.stores = [UserStore(store_id=store.id) for store in stores]
    db.session.flush()
    region_codes, store_codes = sorted(r.code for r in regions), sorted(s.code for s in stores)
    record("user.changed", user, by=by, regions=region_codes, stores=store_codes)


def disable(user: User, *, by: Any, reason: str = "") -> None:
    """Disable a user; he is out at once."""
    if user.id == by.id:
        raise Refused("Nobody disables himself.")
    refuse_beyond(user.role, by)
    if user.state == UserState.DISABLED:
        raise Refused("This user is disabled already.")
    user.state = UserState.DISABLED
    end_sign_ins(user.id)
    record("user.disabled", user, by=by, reason=reason)


def enable(user: User, *, by: Any) -> None:
    """Let a disabled user sign in again."""
    refuse_beyond(user.role, by)
    if user.state != UserState.DISABLED:
        raise Refused("This user is not disabled.")
    user.state = UserState.ACTIVE if user.password else UserState.INVITED
    record("user.enabled", user, by=by)


def turn_on_second_factor(user: User, secret: str, code: str, *, by: Any) -> None:
    """Set up the second factor once its first code is right; one that stands is not replaced in passing."""
    if user.has_second_factor:
        raise Refused("A second factor is set up already. An administrator can remove it.")
    step = matching_step(secret, code, 0)
    if step is None:
        raise Refused("This code is not right. Check the clock of your phone.", field="code")
    user.totp_secret, user.totp_step = secret, step
    record("user.second_factor_on", user, by=by)


def turn_off_second_factor(user: User, *, by: Any) -> None:
    """Remove someone else's second factor (a lost phone)."""
    if user.id == by.id:
        raise Refused("Ask another administrator to remove your second factor.")
    if not user.has_second_factor:
        raise Refused("There is no second factor to remove.")
    user.totp_secret, user.totp_step = "", 0
    record("user.second_factor_off", user, by=by)


def check_second_factor(user: User, code: str) -> None:
    """Accept a code once: its time step is stored. Raises Refused."""
    step = matching_step(user.totp_secret, code, user.totp_step)
    if step is None:
        raise Refused("This code is not right. Check the clock of your phone.", field="code")
    user.totp_step = step
    db.session.execute(delete(Attempt).where(Attempt.key == code_key(user.id)))


def hand_over_territory(leaver: User, heir: User, *, by: Any, reason: str = "") -> None:
    """Hand an RM's whole territory to another when he leaves.

    The rooms above move what he was working on: they answer the event, and find the heir at `leaver.heir`.
    """
    if leaver.role != Role.RM or heir.role != Role.RM or leaver.id == heir.id:
        raise Refused("A territory goes from one regional manager to another.", field="heir_id")
    if not heir.is_active:
        raise Refused("The one who takes over cannot sign in.", field="heir_id")
    if not leaver.regions:
        raise Refused("There is no territory to hand over.", field="leaver_id")
    held = [row.region.path for row in heir.regions]
    moved = [row.region for row in leaver.regions]
    heir.regions += [UserRegion(region=r) for r in moved if not any(r.path.startswith(path) for path in held)]
    leaver.regions = []
    leaver.heir = heir
    db.session.flush()
    record(
        "territory.handed_over", leaver, by=by, reason=reason, heir_id=heir.id, regions=sorted(r.code for r in moved)
    )


def change_owner(store: Store, new: User, *, by: Any, reason: str) -> None:
    """Give a store to a new owner; the old one no longer reaches it."""
    if new.role != Role.OWNER or new.state == UserState.DISABLED:
        raise Refused("Only a store owner can own a store.", field="owner_id")
    if store.state == StoreState.CLOSED:
        raise Refused("This store is closed already.")
    owners = select(UserStore).join(User, User.id == UserStore.user_id)
    owners = owners.where(UserStore.store_id == store.id, User.role == Role.OWNER)
    old = list(db.session.scalars(house_read(owners, User, because="all who own the store that changes hands")))
    if [row.user_id for row in old] == [new.id]:
        raise Refused("This store is his already.", field="owner_id")
    for row in old:
        db.session.delete(row)
        end_sign_ins(row.user_id)
    db.session.flush()
    db.session.expire(new, ["stores"])
    db.session.add(UserStore(user_id=new.id, store_id=store.id))
    record("store.owner_changed", store, by=by, reason=reason, from_ids=[row.user_id for row in old], to_id=new.id)


def name_substitute(
    absent: User, stand_in: User, *, first_day: date, last_day: date, by: Any, reason: str = ""
) -> Substitute:
    """Let a colleague of the same role act with an absent person's reach for some days."""
    if absent.id == stand_in.id or absent.role != stand_in.role:
        raise Refused("A substitute is another person of the same role.", field="stand_in_id")
    if last_day < first_day:
        raise Refused("The last day lies before the first.", field="last_day")
    taken = select(Substitute.id).where(
        Substitute.absent_id == absent.id, Substitute.first_day <= last_day, Substitute.last_day >= first_day
    )
    if db.session.scalar(taken.limit(1)):
        raise Refused("Someone stands in on some of these days already.", field="first_day")
    named = Substitute(
        absent_id=absent.id,
        stand_in_id=stand_in.id,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        actor_id=by.id,
    )
    db.session.add(named)
    record("substitute.named", named, by=by, reason=reason)
    return named


def end_substitution(named: Substitute, *, by: Any) -> None:
    """End a substitution: yesterday was its last day, or it never begins."""
    today = clock.today()
    if named.is_over:
        raise Refused("This substitution is over.")
    named.last_day = min(today, named.first_day) - timedelta(days=1)
    record("substitute.ended", named, by=by)


def set_policy(name: str, value: dict[str, Any], *, by: Any) -> None:
    """Change a setting of the network."""
    policy = db.session.get(Policy, name) or Policy(id=name, value={})
    db.session.add(policy)
    policy.value = value
    record("policy.changed", policy, by=by)


class Taken(Refused):
    """Someone else signs in by this phone or email."""


def note_name_taken(store: Store, *, by: Any) -> None:
    """Note that someone learned that a phone or an email signs in somewhere; whose it is he does not learn."""
    record("user.name_checked", store, by=by, answer="taken")


def _refuse_taken(phone: str | None, email: str | None, own_id: int | None, by: Any) -> None:
    """Refuse a name that someone has; who does not manage users hears no more than that it cannot be used here."""
    if not phone and not email:
        raise Refused("A phone or an email is needed to sign in by.", field="phone")
    for field, column, value in (("phone", User.phone, phone), ("email", User.email, email)):
        taken = house_read(select(User.id).where(column == value), User, because="a name to sign in by is taken once")
        if value and db.session.scalar(taken) not in (None, own_id):
            if by.may(Can.MANAGE_USERS):
                raise Taken(N_("Someone else signs in by this already."), field=field)
            raise Taken(N_("This cannot be used here. Check it, or ask head office."), field=field)
