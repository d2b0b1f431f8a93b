"""Reads of users and their sign-ins."""

from collections.abc import Iterable, Sequence

from flask import abort, g
from sqlalchemy import select

from portal.accounts.models import SignIn, Substitute, User, UserRegion, UserState, UserStore
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.scope import Sees
from portal.network.models import Region, Store


def user_in_reach(user_id: int, viewer: Sees) -> User:
    """Return a user the viewer may see, or answer 404."""
    found = db.session.scalar(User.seen_by(viewer).where(User.id == user_id))
    if found is None:
        abort(404)
    return found


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Return {id: name}; the names of colleagues who acted are no secret to those who see the deed."""
    wanted = {i for i in ids if i is not None}
    known: dict[int, str] = g.setdefault("names", {})
    if missing := wanted - known.keys():
        rows = select(User.id, User.name).where(User.id.in_(missing)).execution_options(scoped=User.reach())
        known.update({i: name for i, name in db.session.execute(rows)})
    return known


def person_name(user_id: int | None) -> str:
    """Return a colleague's name for the screen."""
    return names_of([user_id]).get(user_id or 0, "") if user_id else ""


def sign_ins(user_id: int) -> Sequence[SignIn]:
    """Return a user's live sign-ins, newest first."""
    live = select(SignIn).where(SignIn.user_id == user_id, SignIn.ended_at.is_(None)).order_by(SignIn.seen_at.desc())
    return db.session.scalars(live).all()


def managers_of(region: Region) -> Sequence[User]:
    """Return the RMs whose reach holds this region, nearest first."""
    ids = [int(part) for part in region.path.strip("/").split("/") if part]
    found = (
        select(User)
        .join(UserRegion, UserRegion.user_id == User.id)
        .join(Region, Region.id == UserRegion.region_id)
        .where(UserRegion.region_id.in_(ids), User.state == UserState.ACTIVE, User.role == Role.RM)
        .order_by(Region.path.desc(), User.id)
        .execution_options(scoped=User.reach())
    )
    return db.session.scalars(found).all()


def owner_of(store: Store) -> User | None:
    """Return the owner of a store."""
    found = (
        select(User)
        .join(UserStore, UserStore.user_id == User.id)
        .where(UserStore.store_id == store.id, User.role == Role.OWNER)
        .execution_options(scoped=User.reach())
        .limit(1)
    )
    return db.session.scalar(found)


def stand_ins_today() -> dict[int, int]:
    """Return {absent: stand-in} of today."""
    today = clock.today()
    rows = select(Substitute.absent_id, Substitute.stand_in_id).where(Substitute.first_day <= today, Substitute.last_day >= today)
    return {absent: stand_in for absent, stand_in in db.session.execute(rows)}
