"""Doors by which a tablet becomes one of its store's, asked on the tablet itself by its owner; JSON both ways (C32)."""

import re
from typing import Any

from flask import abort, request
from flask_login import current_user

from portal.kernel.forms import tidy
from portal.kernel.refusals import Refused
from portal.kernel.rights import Can
from portal.selling import actions, queries, room
from portal.selling.asking import answered, body_of
from portal.selling.models import Device
from portal.selling.models.device import OWN_NAME
from portal.selling.sync import named
from portal.selling.sync_reading import counted

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits, made by the tablet


@room.get("/till/devices", needs=Can.ENROL_DEVICES)
def show_till_devices() -> Any:
    return answered(lambda: {"devices": [told(device) for device in of_my_shop() if device.in_use]})


@room.post("/till/devices", needs=Can.ENROL_DEVICES)
def create_till_device() -> Any:
    return answered(lambda: enrolled(body_of(request)))


def enrolled(body: dict[str, Any]) -> dict[str, Any]:
    """Enrol the tablet that asks, in another's place where it names one; the same secret again is the same tablet."""
    store, secret = queries.shop_of(current_user), body.get("secret")
    if not isinstance(secret, str) or not SECRET.fullmatch(secret):
        raise Refused("A tablet's secret is 256 bits.", field="secret")
    place, reason = tidy(str(body.get("place") or ""))[:60], tidy(str(body.get("reason") or ""))[:200]
    if body.get("replaces") is None:
        device, _ = actions.enrol_device(store, place=place, secret=secret, by=current_user)
    else:
        if not reason:
            raise Refused("Say why it is replaced.", field="reason")
        number = counted(body["replaces"], "replaces")
        old = next((one for one in of_my_shop() if one.id == number), None) or abort(404)
        device, _ = actions.replace_device(old, reason=reason, secret=secret, by=current_user)
    return {"id": device.id, "name": device.name, "store": store.code}


@room.post("/till/devices/numbers", needs=Can.ENROL_DEVICES)
def create_given_up_number() -> Any:
    return answered(lambda: given_up(body_of(request)))


def given_up(body: dict[str, Any]) -> dict[str, Any]:
    """Note why an order that waits on a tablet never comes."""
    store, name = queries.shop_of(current_user), named(body)
    device = next((one for one in of_my_shop() if one.name == name), None)
    if (device is None and not OWN_NAME.fullmatch(name)) or body.get("store", store.code) != store.code:
        abort(404)
    number, reason = counted(body.get("number"), "number"), tidy(str(body.get("reason") or ""))[:200]
    if device is None:
        actions.give_up_unenrolled(store, name, number, reason=reason, by=current_user)
    else:
        actions.give_up_number(device, number, reason=reason, by=current_user)
    return {"number": number}


def of_my_shop() -> list[Device]:
    return list(queries.devices_of(queries.shop_of(current_user), current_user))


def told(device: Device) -> dict[str, Any]:
    seen = device.seen_at.isoformat() if device.seen_at else None
    return {"id": device.id, "name": device.name, "place": device.place, "waiting": device.waiting, "seen_at": seen}
