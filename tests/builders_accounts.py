"""Builders of people and work for tests of accounts."""

from typing import Any

import pyotp

from portal.accounts import actions
from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db
from portal.kernel.jobs import Job
from portal.network.models import Region, Store
from tests.cast import HOUSE

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def make_user(
    name: str = "新人", *, role: Role = Role.CLERK, phone: str = "13900000001", active: bool = True,
    regions: list[Region] | None = None, stores: list[Store] | None = None,
) -> User:  # fmt: skip
    """A user who was invited, and (unless active=False) can sign in."""
    user, _token = actions.invite(name=name, role=role, phone=phone, regions=regions, stores=stores, by=HOUSE)
    if active:
        user.state = UserState.ACTIVE
    db.session.flush()
    return user


def code_of(secret: str = SECRET, steps: int = 0) -> str:
    """The six digits an authenticator shows now, or some steps of 30 seconds away."""
    return pyotp.TOTP(secret).at(int(clock.now().timestamp()) + 30 * steps)


def make_job(owner: Any, **facts: Any) -> Job:
    job = Job(kind="import_members", args={}, owner_id=owner.id, **facts)
    db.session.add(job)
    db.session.commit()
    return job
