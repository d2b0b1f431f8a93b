"""What an owner does to his store's tablets: enrol, replace, withdraw (C32)."""

from typing import Any

from sqlalchemy import select

from portal.accounts.viewer import hashed, new_token
from portal.kernel import clock, trail
from portal.kernel.db import db
from portal.kernel.refusals import Refused
from portal.kernel.scope import within
from portal.kernel.trail import record
from portal.network.models import Store, StoreState
from portal.selling.models import Device, DeviceState, Order

MOST = 20  # tablets of one store in use


def enrol_device(store: Store, *, place: str = "", secret: str = "", by: Any) -> tuple[Device, str]:
    """Enrol a tablet; return it with its secret, which is shown once and kept as a hash.

    A tablet that enrols itself brings its own `secret`; the same one again is the same tablet.
    """
    if store.state == StoreState.CLOSED:
        raise Refused("This store is closed: it needs no further tablet.")
    known = _devices(store.id)
    if same := _enrolled_with(secret, known):
        return same, secret
    if sum(device.in_use for device in known) >= MOST:
        raise Refused("A store has at most %(most)s tablets in use. Withdraw one first.", most=MOST)
    return _enrol(store.id, known, place, None, by, "", secret)


def replace_device(device: Device, *, reason: str, secret: str = "", by: Any) -> tuple[Device, str]:
    """Put another tablet in a broken or lost one's place; it counts its own orders from one.

    What the old one still holds is taken when it comes back: those sales were made. `secret` as in `enrol_device`.
    """
    known = _devices(device.store_id)
    if same := _enrolled_with(secret, known):
        return same, secret
    _end(device, DeviceState.REPLACED)
    return _enrol(device.store_id, known, device.place, device, by, reason, secret)


def withdraw_device(device: Device, *, reason: str, by: Any) -> None:
    """Take a tablet out of use."""
    _devices(device.store_id)
    _end(device, DeviceState.WITHDRAWN)
    record("device.withdrawn", device, by=by, reason=reason)


def give_up_number(device: Device, number: int, *, reason: str, by: Any) -> None:
    """Say why a number that a tablet gave out will never come: its order was refused, and nobody can mend it.

    It stays missing; why is on the tablet's page.
    """
    _never_comes(device.store_id, device.name, number, reason)
    record("device.number_given_up", device, by=by, reason=reason, number=number)


def give_up_unenrolled(store: Store, name: str, number: int, *, reason: str, by: Any) -> None:
    """Say the same of a tablet that nobody enrolled: it has no page, its store's trail keeps it."""
    _never_comes(store.id, name, number, reason)
    record("device.number_given_up", store, by=by, reason=reason, number=number, device=name)


def _never_comes(store_id: int, name: str, number: int, reason: str) -> None:
    if not reason:
        raise Refused("Say why it is given up.", field="reason")
    if _has_sold(store_id, name, number):
        raise Refused("This order is here: there is nothing to give up.", field="number")


def _enrolled_with(secret: str, known: list[Device]) -> Device | None:
    return next((device for device in known if secret and device.token_hash == hashed(secret)), None)


def _enrol(
    store_id: int, known: list[Device], place: str, before: Device | None, by: Any, reason: str, secret: str
) -> tuple[Device, str]:
    token = secret or new_token()
    device = Device(
        store_id=store_id, name=_next_name(store_id, known), place=place, token_hash=hashed(token), enroller_id=by.id,
        replaces_id=before.id if before else None,
    )  # fmt: skip
    db.session.add(device)
    if before:
        record("device.replaced", before, by=by, reason=reason)
    record("device.enrolled", device, by=by)
    return device, token


def _end(device: Device, state: DeviceState) -> None:
    if not device.in_use:
        raise Refused("This tablet is out of use already.")
    device.state, device.ended_at = state, clock.now()


def _devices(store_id: int) -> list[Device]:
    """Return the store's tablets as they are until the transaction ends: its book is held."""
    trail.lock(db.session(), f"store:{store_id}")
    mine = select(Device).where(Device.store_id == store_id).order_by(Device.id)
    found = within(mine, Device, because="the tablets of the store whose owner acts")
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _next_name(store_id: int, known: list[Device]) -> str:
    """Return the next number that is no tablet's name, nor of a device that sold here without being enrolled."""
    taken = {device.name for device in known}
    n = len(known) + 1
    while (name := str(n)) in taken or _has_sold(store_id, name):
        n += 1
    return name


def _has_sold(store_id: int, name: str, number: int | None = None) -> bool:
    sold = select(Order.id).where(Order.store_id == store_id, Order.device == name).limit(1)
    if number is not None:
        sold = sold.where(Order.sequence == number)
    found = within(sold, Order, because="the orders of the store whose owner acts")
    return db.session.scalar(found) is not None
