"""A product's history as people read it: fields by their names, prices in yuan."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.accounts.queries import doers
from portal.goods.models import Product, ProductState
from portal.kernel import money
from portal.kernel.trail import history_of
from portal.kernel.words import N_, say

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
    names = doers(links)
    return [
        Told(
            link.label,
            names[link.id],
            link.at,
            changes_of(link),
            link.reason,
        )
        for link in links
    ]


def changes_of(link: Any) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of a link; a further barcode came or went, with the pieces of its pack."""
    if barcode := link.facts.get("barcode"):
        pieces = link.facts["pieces"]
        code = barcode if pieces == 1 else say(N_("%(barcode)s, %(pieces)s pieces"), barcode=barcode, pieces=pieces)
        gone = link.event == "product.barcode_removed"
        return [(say(FIELDS["barcode"]), code if gone else "–", "–" if gone else code)]
    return [(say(FIELDS[name]), told(name, was), told(name, new)) for name, was, new in link.changes if name in FIELDS]


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
