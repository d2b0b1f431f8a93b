"""Whose working days a person may look at: his own, and those of managers whose reach lies within his."""

from collections.abc import Sequence
from typing import Any

from flask import abort

from portal.accounts.models import User
from portal.accounts.queries import people
from portal.accounts.roles import Role


def below(viewer: Any) -> Sequence[User]:
    """Return the managers a viewer answers for, himself first if he is one, by name.

    Head office answers for all; a manager for those whose every region lies within his reach, but for nobody who
    stands beside or above him.
    """
    managers = people(viewer, Role.RM)
    if viewer.sees_everything:
        return managers
    me = [user for user in managers if user.id == viewer.id]
    own = [given.region.path for user in me for given in user.regions]
    return me + [user for user in managers if user.id != viewer.id and stands_below(user, own, viewer)]


def stands_below(user: User, own: Sequence[str], viewer: Any) -> bool:
    """Whether a manager's reach lies wholly within the viewer's, and is less."""
    his = [given.region for given in user.regions]
    if not his or any(region.id not in viewer.region_ids for region in his):
        return False
    return not all(any(path.startswith(region.path) for region in his) for path in own)


def manager_below(user_id: int, viewer: Any) -> User:
    """Return a manager the viewer answers for, or answer 404."""
    found = next((user for user in below(viewer) if user.id == user_id), None)
    return found if found is not None else abort(404)
