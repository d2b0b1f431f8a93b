"""Of the demo's selling chapter: each store's tablets, one replaced, one with orders that still wait on it."""

from datetime import date, datetime, timedelta
from typing import Any

from portal.kernel import clock
from portal.kernel.db import db
from portal.network.models import StoreState
from portal.selling import actions
from portal.selling.models import Device
from portal.story import Story

PLACES = ("前台", "生鲜台")
REPLACED_IN, REPLACED_AGO, WHY = "BJ-0001", timedelta(days=20), "屏幕摔碎了，换一台"
WAITS_IN, STILL_WAITING = "BJ-0003", 3


def replaced_at() -> datetime:
    return clock.at(clock.today() - REPLACED_AGO, 8, 10)


def name_at(store: Any, n: int, at: datetime) -> str:
    """Return the name of the tablet that stood at the first or second till then."""
    return "3" if store.code == REPLACED_IN and n == 0 and at >= replaced_at() else str(n + 1)


def enrol(story: Story, shops: list[Any], begin: date) -> None:
    """Enrol two tablets a store on its first day; the first store's broke three weeks ago."""
    for shop in shops:
        if shop.store.state == StoreState.CLOSED:
            continue  # closed before there was anything to enrol
        at = clock.at(max(begin, shop.store.opened_on), 6, 40)
        for place in PLACES:
            device, _ = actions.enrol_device(shop.store, place=place, by=shop.owner or story.house)
            shop.tablets[device.name] = device
            happened(device, at)
        if shop.store.code == REPLACED_IN:
            broken = shop.tablets["1"]
            device, _ = actions.replace_device(broken, reason=WHY, by=shop.owner or story.house)
            shop.tablets[device.name], broken.ended_at = device, replaced_at()
            happened(device, replaced_at(), links=2)


def hear(shop: Any) -> None:
    """Each tablet said when it sent its last order how far it had counted."""
    last = {order.device: order.placed_at for order in shop.orders}
    # of today only what was sold until now is there, though the whole day was numbered
    numbers = {name: max(order.sequence for order in shop.orders if order.device == name) for name in last}
    for name, at in last.items():
        device = shop.tablets.get(name)
        if device is None:
            continue
        device.seen_at, device.last_made = at, numbers[name]
        if shop.store.code == WAITS_IN and name == "2":
            device.waiting = STILL_WAITING
            device.last_made += STILL_WAITING


def happened(device: Device, at: datetime, links: int = 1) -> None:
    """Let what was just recorded have happened then."""
    device.made_at = at
    for link in db.session().info["trail"][-links:]:
        link["at"] = at
