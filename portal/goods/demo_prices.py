"""Prices in the demo network: dearer in the south, lower for some days to come, and some left to the stores."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.goods import actions
from portal.goods.models import PriceKind, Product
from portal.kernel import clock
from portal.network.queries import regions
from portal.story import Story

SOUTH, OWN = "A3", "BJ-0001"


def tell(story: Story, everything: Sequence[Product], office: Any) -> None:
    today = clock.today()
    south = next((region for region in regions() if region.code == SOUTH), None)
    news = [priced(product, 1.05, today, region=south) for product in everything[3::29][:8]] if south else []
    for n, product in enumerate(everything[11::47][:3]):
        first = today + timedelta(days=2 + 3 * n)
        news.append(priced(product, 0.88, first, last=first + timedelta(days=6)))
    left = everything[20::31][:6]
    for n, product in enumerate(left):
        ends = {"least": part(product.price, 0.92), "most": part(product.price, 1.08)}
        how: dict[str, Any] = {"kind": PriceKind.FREE} if n > 3 else {"kind": PriceKind.RANGE, **ends}
        news.append(priced(product, 1, today, **how))
    actions.set_prices(news, by=office)
    if OWN in story.stores and f"owner:{OWN}" in story.people:
        owner = story.as_(f"owner:{OWN}")
        for product in left[:2]:
            actions.set_store_price(story.stores[OWN], product, fen=part(product.price, 0.95), first=today, by=owner)


def priced(product: Product, share: float, first: Any, **facts: Any) -> actions.NewPrice:
    """A price that is so many times the catalogue's, the member price with it."""
    member = None if product.member_price is None else part(product.member_price, share)
    return actions.NewPrice(product, part(product.price, share), first, member_fen=member, **facts)


def part(fen: int, share: float) -> int:
    """Return a price times a share, to ten fen."""
    return fen if share == 1 else round(fen * share / 10) * 10
