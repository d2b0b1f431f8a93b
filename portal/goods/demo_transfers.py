"""Transfers in the demo network: stores of one city help each other out; one transfer is under way."""

from collections.abc import Sequence
from datetime import timedelta

from portal.goods import actions
from portal.goods.models import Product
from portal.kernel import clock
from portal.story import Story, happened

# from, to, days ago (none: under way), what is missing of the first product, and why
SENT = (
    ("BJ-0002", "BJ-0001", 26, 0, ""), ("BJ-0001", "BJ-0003", 9, 1, "路上压坏一件"),
    ("BJ-0003", "BJ-0001", 0, 0, ""),
)  # fmt: skip
KINDS = 4


def tell(story: Story, everything: Sequence[Product]) -> None:
    dice = story.rng("goods:transfers")
    for sender, receiver, ago, missing, why in SENT:
        if not {sender, receiver} <= story.stores.keys():
            continue
        lines = [(product, dice.choice((3, 6, 12)) * 1000) for product in dice.sample(list(everything), KINDS)]
        began = clock.at(story.today - timedelta(days=ago), 11, 5) if ago else None
        ends = story.stores[sender], story.stores[receiver]
        with happened(began):
            sent = actions.send_goods(*ends, lines, by=story.as_(f"owner:{sender}"))
        if began is None:
            continue
        with happened(began + timedelta(hours=3)):
            first = sent.lines[0]
            taken = {first.id: (first.sent - missing * 1000, why)} if missing else {}
            actions.take_in_transfer(sent, taken, by=story.as_(f"owner:{receiver}"))
