"""The viewer: what a request knows of the person behind it, read in one or two statements and never changed."""

import hashlib
import json
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import Flask, request
from flask_login import AnonymousUserMixin, LoginManager, UserMixin
from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased

from portal.accounts.models import SignIn, Substitute, UserRegion, UserStore
from portal.accounts.roles import RIGHTS, Role
from portal.kernel import clock
from portal.kernel.db import aside, by_driver, db, read_moment
from portal.kernel.rights import Can
from portal.kernel.scope import within
from portal.network.models import Region, Store

# A shop's tablet stays signed in; a desk does not.
IDLE = {Role.OWNER: timedelta(days=14), Role.CLERK: timedelta(days=14), Role.RM: timedelta(days=7)}
IDLE_DESK = timedelta(hours=12)
ABSOLUTE = timedelta(days=90)
SEEN_EVERY = timedelta(minutes=5)
# The doors that stay open to someone who must first set up a second factor.
BEFORE_SECOND_FACTOR = frozenset(
    f"accounts.{name}"
    for name in ("show_second_factor", "create_second_factor", "create_sign_out", "update_preferences")
)


# his own regions or stores; (absent colleague, what only he gives) of those whom he stands in for
Reach = tuple[frozenset[int], tuple[tuple[int, frozenset[int]], ...]]


@dataclass(frozen=True)
class Viewer(UserMixin):
    """A signed-in person: role, reach and rights."""

    id: int
    name: str
    role: Role
    locale: str
    theme: str
    sign_in_id: int
    token: str
    region_ids: frozenset[int] = frozenset()
    store_ids: frozenset[int] = frozenset()
    store_id: int | None = None  # the store chosen among several
    must_first: Callable[[], Any] | None = None
    reset_id: int | None = None  # the link of a reset by someone else that this browser tells of
    # (absent colleague, the regions or stores that only he gives) of those whom he stands in for
    lent: tuple[tuple[int, frozenset[int]], ...] = ()
    stands_for: int | None = None

    @property
    def sees_everything(self) -> bool:
        return self.role.reaches == "everything"

    @property
    def role_label(self) -> str:
        return self.role.label

    @property
    def is_desk(self) -> bool:
        return self.role in (Role.OFFICE, Role.ADMIN)

    def may(self, right: Can) -> bool:
        return right in RIGHTS[self.role]

    def standing_for(self, absent_id: int) -> "Viewer":
        """Return him as he acts in an absent colleague's name."""
        return replace(self, stands_for=absent_id)

    def acts_for(self, region_id: int | None, store_id: int | None) -> int | None:
        """Return the absent colleague in whose name a deed at this place is his; None in his own."""
        if self.stands_for is not None or not self.lent:
            return self.stands_for
        place = store_id if self.role.reaches == "stores" else region_id or region_of(store_id)
        return next((absent_id for absent_id, ids in self.lent if place in ids), None)

    def get_id(self) -> str:
        return self.token


class Nobody(AnonymousUserMixin):
    """Someone who has not signed in."""

    id = None
    sees_everything = False
    region_ids: frozenset[int] = frozenset()
    store_ids: frozenset[int] = frozenset()

    def may(self, right: Can) -> bool:
        return False


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return secrets.token_urlsafe(32)


class Holder(NamedTuple):
    """Whoever holds a sign-in, with what policy says of second factors, and one store of his; read as plain columns."""

    sign_in_id: int
    made_at: datetime
    seen_at: datetime
    at: int | None  # the store he chose
    reset_id: int | None
    id: int
    name: str
    role: Role
    locale: str
    theme: str
    totp_secret: str
    policy: dict[str, Any]
    stands_in: bool
    store_id: int | None


# asked with every request, so it speaks to the driver; a row for each store, or a single one without
_HOLDER = """
SELECT sign_in.id, sign_in.made_at, sign_in.seen_at, sign_in.store_id, sign_in.reset_id,
    u.id, u.name, u.role, u.locale, u.theme, u.totp_secret,
    (SELECT value FROM policy WHERE id = 'second_factor'),
    EXISTS (SELECT 1 FROM substitute WHERE stand_in_id = u.id AND first_day <= ? AND last_day >= ?),
    user_store.store_id
FROM sign_in JOIN "user" u ON u.id = sign_in.user_id LEFT JOIN user_store ON user_store.user_id = u.id
WHERE sign_in.token_hash = ? AND sign_in.ended_at IS NULL AND u.state = 'active'
"""


def holder_of(token: str) -> tuple[Holder, frozenset[int]] | None:
    """Return who holds a sign-in that has not ended, if he is active, and the stores that are his own."""
    today = clock.today().isoformat()
    rows = by_driver(db.session(), _HOLDER, today, today, hashed(token)).all()
    if not rows:
        return None
    found = Holder(*rows[0])
    policy = json.loads(found.policy) if isinstance(found.policy, str) else found.policy
    plain = found._replace(
        made_at=read_moment(found.made_at), seen_at=read_moment(found.seen_at), role=Role(found.role), policy=policy
    )
    return plain, frozenset(row[-1] for row in rows if row[-1] is not None)


def load_viewer(token: str) -> Viewer | None:
    """Return whoever holds this sign-in, or None when it ended, timed out or its user is disabled."""
    held = holder_of(token)
    if held is None:
        return None
    found, stores = held
    age, idle = clock.now() - found.made_at, clock.now() - found.seen_at
    if age > ABSOLUTE or idle > longest_idle(found.role):
        return None
    this: dict[str, Any] = {"sign_in_id": found.sign_in_id, "at": found.at, "reset_id": found.reset_id}
    reach = (stores, ()) if found.role.reaches == "stores" and not found.stands_in else None
    viewer = viewer_of(found, token, must_first=must_first(found), reach=reach, **this)
    if idle > SEEN_EVERY and request.method == "GET":
        db.session.rollback()
        # when somebody was last here is no reason to keep a page from him on a full disk
        with suppress(OperationalError), aside() as own:
            own.execute(update(SignIn).where(SignIn.id == viewer.sign_in_id).values(seen_at=clock.now()))
    return viewer


def viewer_of(
    user: Any, token: str = "", *, sign_in_id: int = 0, at: int | None = None, must_first: Any = None,
    reset_id: int | None = None, reach: Reach | None = None,
) -> Viewer:  # fmt: skip
    """Return the viewer a user is, with his own reach and that of the absent whom he stands in for.

    `at` is the store he chose among several, if it is still one of his. `reach` is given by who has read it already.
    """
    own, lent = reach or reach_of(user)
    reached = own.union(*(ids for _absent, ids in lent))
    regions = reached if user.role.reaches == "regions" else frozenset()
    stores = reached if user.role.reaches == "stores" else frozenset()
    return Viewer(
        id=user.id,
        name=user.name,
        role=user.role,
        locale=user.locale,
        theme=user.theme,
        sign_in_id=sign_in_id,
        token=token,
        region_ids=regions,
        store_ids=stores,
        store_id=(at if at in stores else None) or (min(stores) if stores else None),
        must_first=must_first,
        reset_id=reset_id,
        lent=lent,
    )


_absent = select(Substitute.absent_id).where(
    Substitute.stand_in_id == bindparam("user_id"),
    Substitute.first_day <= bindparam("today"),
    Substitute.last_day >= bindparam("today"),
)
_top = aliased(Region)
_STORES = select(UserStore.user_id, UserStore.store_id).where(
    (UserStore.user_id == bindparam("user_id")) | UserStore.user_id.in_(_absent)
)
_REGIONS = (
    select(UserRegion.user_id, Region.id)
    .join(_top, Region.path.startswith(_top.path))
    .join(UserRegion, UserRegion.region_id == _top.id)
    .where((UserRegion.user_id == bindparam("user_id")) | UserRegion.user_id.in_(_absent))
)


def reach_of(user: Any) -> Reach:
    """Return his own regions with all below them, or his stores, and what each absent colleague adds; one statement."""
    if user.role.reaches == "everything":
        return frozenset(), ()
    found = _STORES if user.role.reaches == "stores" else _REGIONS
    held: dict[int, set[int]] = {user.id: set()}
    for person_id, place_id in db.session.execute(found, {"user_id": user.id, "today": clock.today()}):
        held.setdefault(person_id, set()).add(place_id)
    own = frozenset(held.pop(user.id))
    return own, tuple((absent_id, frozenset(held[absent_id] - own)) for absent_id in sorted(held))


def region_of(store_id: int | None) -> int | None:
    """Return the region of a store that someone acts on."""
    found = select(Store.region_id).where(Store.id == store_id)
    return db.session.scalar(within(found, Store, because="the place of a deed that was let in already"))


def longest_idle(role: Role) -> timedelta:
    """Return how long a sign-in of this role may lie still."""
    return IDLE.get(role, IDLE_DESK)


def must_first(holder: Any) -> Callable[[], Any] | None:
    """Return the door that keeps office and admin at the second factor's set-up while policy demands one."""
    if holder.role.reaches != "everything" or holder.totp_secret or not (holder.policy or {}).get("required"):
        return None
    if request and request.endpoint in BEFORE_SECOND_FACTOR:
        return None
    from portal.kernel.page import see_other

    return lambda: see_other("accounts.show_second_factor")


def init_app(app: Flask) -> None:
    # a cookie lives as long as a sign-in may; whether it still counts is decided here at each request
    app.permanent_session_lifetime = ABSOLUTE
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False
    manager = LoginManager(app)
    manager.session_protection = None
    manager.anonymous_user = Nobody
    manager.user_loader(load_viewer)

    @manager.unauthorized_handler  # type: ignore[untyped-decorator]
    def unauthorized() -> Any:
        from portal.accounts.views import ask_to_sign_in

        return ask_to_sign_in()
