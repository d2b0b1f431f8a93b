"""Reads of users, their reach and their sign-ins."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import abort, g
from flask_babel import gettext as _
from sqlalchemy import Select, exists, func, not_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import OneTimeLink, Policy, SignIn, Substitute, User, UserRegion, UserState, UserStore
from portal.accounts.roles import BELOW, Role
from portal.accounts.viewer import ABSOLUTE, longest_idle
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.rights import Can
from portal.kernel.scope import Sees, house_read, store_visible, within
from portal.kernel.trail import Trail
from portal.network.models import Region, Store

_COMINGS_AND_GOINGS = ("user.signed_in", "user.signed_out")
SECOND_APPROVER_OVER = 200_000_00  # fen of the whole investment; the policy of the same name overrides it

# What a territory carries besides stores: rooms above add (label, how many) of a leaver's open work.
carried: list[Callable[[User], tuple[str, int]]] = []

_with_reach = (
    selectinload(User.regions).joinedload(UserRegion.region),
    selectinload(User.stores).joinedload(UserStore.store),
)


def user_in_reach(user_id: int, viewer: Sees) -> User:
    """Return a user the viewer may see, or answer 404."""
    found = db.session.scalar(User.seen_by(viewer).where(User.id == user_id).options(*_with_reach))
    if found is None:
        abort(404)
    return found


def users_with_last_sign_in(viewer: Sees) -> Select[Any]:
    """Return a select of (user, when he was last seen)."""
    last = select(func.max(SignIn.seen_at)).where(SignIn.user_id == User.id).scalar_subquery()
    return User.seen_by(viewer).add_columns(last.label("last_seen")).options(*_with_reach)


def staff_below(viewer: Any) -> Select[Any]:
    """Return a select of (person, last seen) below the viewer, each wholly within his reach.

    Whoever also works in a store beyond the viewer's reach is left out: a new link would open that store too.
    """
    roles = [Role.OWNER, Role.CLERK] if viewer.may(Can.MANAGE_USERS) else list(BELOW.get(viewer.role, ()))
    found = users_with_last_sign_in(viewer).where(User.role.in_(roles), User.id != viewer.id)
    if viewer.sees_everything:
        return found
    beyond = select(UserStore.store_id).where(
        UserStore.user_id == User.id, not_(store_visible(UserStore.store_id, viewer))
    )
    return found.where(~exists(beyond))


def staff_member(user_id: int, viewer: Any) -> User:
    """Return a person below the viewer, or answer 404."""
    found = db.session.execute(staff_below(viewer).where(User.id == user_id)).first()
    if found is None:
        abort(404)
    return found[0]


def people(viewer: Sees, role: Role) -> Sequence[User]:
    """Return the people of a role who are not disabled, by name."""
    found = User.seen_by(viewer).where(User.role == role, User.state != UserState.DISABLED)
    return db.session.scalars(found.order_by(User.name, User.id).options(*_with_reach)).all()


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Return {id: name}; the names of colleagues who acted are no secret to those who see the deed."""
    wanted = {i for i in ids if i is not None}
    known: dict[int, str] = g.setdefault("names", {})
    if missing := wanted - known.keys():
        rows = select(User.id, User.name).where(User.id.in_(missing))
        named = house_read(rows, User, because="the name of who did a deed is known to those who see the deed")
        known.update({row[0]: row[1] for row in db.session.execute(named)})
    return known


def doers(deeds: Iterable[Any]) -> dict[int, str]:
    """Return {id of a deed: who did it}, a substitute with the one he stands in for; the system where it was nobody."""
    deeds = list(deeds)
    names_of(person for deed in deeds for person in (deed.actor_id, deed.for_id))
    return {deed.id: doer(deed) or _("The system") for deed in deeds}


def doer(deed: Any) -> str:
    """Say who did a deed (a link of the trail, a decision): a name, or two where a substitute did it."""
    name, absent = person_name(deed.actor_id), person_name(deed.for_id)
    return _("%(name)s, standing in for %(absent)s", name=name, absent=absent) if absent else name


def person_name(user_id: int | None) -> str:
    """Return a colleague's name for the screen."""
    return names_of([user_id]).get(user_id or 0, "") if user_id else ""


def reset_told(link_id: int | None) -> OneTimeLink | None:
    """Return the link by which someone else had a password set anew, unless it is gone."""
    return db.session.get(OneTimeLink, link_id) if link_id else None


def own_history(user: User, limit: int = 20) -> list[Trail]:
    """Return what was done to the viewer's own account, newest first; his sign-ins are listed beside it."""
    mine = select(Trail).where(Trail.is_about(user), Trail.event.not_in(_COMINGS_AND_GOINGS))
    mine = within(mine, Trail, because="what was done to the viewer's own account")
    return list(db.session.scalars(mine.order_by(Trail.id.desc()).limit(limit)))


def sign_ins(user_id: int, role: Role) -> Sequence[SignIn]:
    """Return a user's live sign-ins, newest first."""
    now = clock.now()
    live = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
    live = live.where(SignIn.made_at > now - ABSOLUTE, SignIn.seen_at > now - longest_idle(role))
    return db.session.scalars(live.order_by(SignIn.seen_at.desc())).all()


def stores_in_reach(viewer: Sees) -> int:
    """Return how many stores a viewer sees."""
    return db.session.scalar(Store.seen_by(viewer).with_only_columns(func.count(Store.id))) or 0


def managers_of(region: Region) -> Sequence[User]:
    """Return the RMs whose reach holds this region, nearest first."""
    ids = [int(part) for part in region.path.strip("/").split("/") if part]
    found = (
        select(User)
        .join(UserRegion, UserRegion.user_id == User.id)
        .join(Region, Region.id == UserRegion.region_id)
        .where(UserRegion.region_id.in_(ids), User.state == UserState.ACTIVE, User.role == Role.RM)
        .order_by(Region.path.desc(), User.id)
    )
    return db.session.scalars(house_read(found, User, because="who looks after a region is known in it")).all()


def successor(region: Region, leaver: User, heir: User | None) -> User | None:
    """Return who looks after a region when one leaves: his heir where his territory holds it, else the nearest."""
    others = [user for user in managers_of(region) if user.id != leaver.id]
    return heir if heir in others else next(iter(others), None)


def managers_by_region() -> dict[int, list[str]]:
    """Return {region id: names of the RMs given it}, for the tree."""
    rows = (
        select(UserRegion.region_id, User.name)
        .join(User, User.id == UserRegion.user_id)
        .where(User.state != UserState.DISABLED, User.role == Role.RM)
        .order_by(User.id)
    )
    rows = house_read(rows, User, because="the territory tree is an administrator's")
    found: dict[int, list[str]] = {}
    for region_id, name in db.session.execute(rows):
        found.setdefault(region_id, []).append(name)
    return found


def owner_of(store: Store) -> User | None:
    """Return the owner of a store."""
    found = (
        select(User)
        .join(UserStore, UserStore.user_id == User.id)
        .where(UserStore.store_id == store.id, User.role == Role.OWNER)
        .limit(1)
    )
    return db.session.scalar(house_read(found, User, because="the owner of a store in reach is known in it"))


def stand_ins_today() -> dict[int, int]:
    """Return {absent: stand-in} of today."""
    today = clock.today()
    rows = select(Substitute.absent_id, Substitute.stand_in_id).where(
        Substitute.first_day <= today, Substitute.last_day >= today
    )
    return {row[0]: row[1] for row in db.session.execute(rows)}


def substitutes() -> Sequence[Substitute]:
    """Return the latest substitutions, newest first."""
    found = select(Substitute).options(joinedload(Substitute.absent), joinedload(Substitute.stand_in))
    return db.session.scalars(found.order_by(Substitute.first_day.desc(), Substitute.id.desc()).limit(200)).all()


def substitution(substitute_id: int) -> Substitute:
    """Return a substitution, or answer 404."""
    found = db.session.get(Substitute, substitute_id)
    if found is None:
        abort(404)
    return found


def policy(name: str) -> dict[str, Any]:
    """Return a setting of the network, empty while nobody set it."""
    found = db.session.get(Policy, name)
    return found.value if found else {}


def territory_of(leaver: User, viewer: Sees) -> dict[str, Any]:
    """Return what a handover would move: regions, stores below them, and what the rooms above add."""
    paths = [row.region.path for row in leaver.regions]
    below = Store.seen_by(viewer).join(Region, Region.id == Store.region_id).with_only_columns(Region.path)
    stores = sum(any(path.startswith(p) for p in paths) for path in db.session.scalars(below))
    more = [row for row in (count(leaver) for count in carried) if row[1]]
    return {"regions": [row.region for row in leaver.regions], "stores": stores, "more": more}
