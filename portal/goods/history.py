"""A product's history as people read it: fields by their names, prices in yuan."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.accounts.queries import doers
from portal.goods.models import Product, ProductState
from portal.kernel import clock, money
from portal.kernel.trail import history_of
from portal.kernel.words import N_, say
from portal.network.queries import region_names

FIELDS = {
    "barcode": N_("Barcode"),
    "name": N_("Name"),
    "category": N_("Category"),
    "unit": N_("Unit"),
    "weighed": N_("Sold by weight"),
    "price": N_("Price"),
    "member_price": N_("Member price"),
    "state": N_("State"),
    "code": N_("Article number"),
    "plu": N_("Scale number"),
    "brand": N_("Brand"),
    "spec": N_("Size"),
    "featured_from": N_("Feature from"),
    "featured_until": N_("Feature until"),
}


@dataclass(frozen=True)
class Told:
    """One link of the trail, told."""

    label: str
    actor_name: str
    at: datetime
    changes: list[tuple[str, str, str]]
    reason: str = ""
    tone: str = ""


def of_product(product: Product, viewer: Any) -> list[Told]:
    """Return what happened to a product, newest first, for those who see head office's book."""
    links = history_of(product, viewer)
    names, places = doers(links), region_names(place for link in links if (place := link.facts.get("place")))
    return [
        Told(
            link.label,
            names[link.id],
            link.at,
            changes_of(link, places),
            link.reason,
        )
        for link in links
    ]


def changes_of(link: Any, places: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of a link; what was set or taken away – a barcode, a price – has no before.

    `places` are the names of regions, which a link has by their codes.
    """
    if link.event in ("price.set", "price.withdrawn"):
        return [(say(FIELDS["price"]), "", price_told(link.facts, places))]
    if barcode := link.facts.get("barcode"):
        pieces = link.facts["pieces"]
        code = barcode if pieces == 1 else say(N_("%(barcode)s, %(pieces)s pieces"), barcode=barcode, pieces=pieces)
        gone = link.event == "product.barcode_removed"
        return [(say(FIELDS["barcode"]), code if gone else "–", "–" if gone else code)]
    shown = [(say(FIELDS[name]), told(name, was), told(name, new)) for name, was, new in link.changes if name in FIELDS]
    return [(field, "" if was == "–" else was, new) for field, was, new in shown if was != new]


def price_told(facts: dict[str, Any], places: dict[str, str]) -> str:
    """Return a price of a place and of some days, in one line."""
    first, until = (facts[name] and datetime.fromisoformat(facts[name]) for name in ("since", "until"))
    place = facts["place"]
    said = [places.get(place, place) or say(N_("Everywhere")), money.money(facts["fen"])]
    if facts["member_fen"] is not None:
        said.append(say(N_("members %(price)s"), price=money.money(facts["member_fen"])))
    said.append(say(N_("from %(day)s"), day=clock.day_of(first)))
    if until:
        said.append(say(N_("until %(day)s"), day=clock.day_of(until - timedelta(seconds=1))))
    return " · ".join(said)


def told(name: str, value: Any) -> str:
    """Return a value of the trail as it is shown."""
    if value is None or value == "":
        return "–"
    if name in ("price", "member_price"):
        return money.money(value)
    if name == "state":
        return ProductState(value).label
    if name == "weighed":
        return say(N_("by weight")) if value else say(N_("by the piece"))
    return str(value)
