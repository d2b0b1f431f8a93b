"""Orders: posted, synced, reversed, printed."""

from portal.kernel import clock
from portal.selling import actions, stored, sync
from portal.selling.keys import new_key
from tests.builders_selling import member, product, said, sale


def with_order(deed):
    def recipe(s):
        order = sale(s.places.store, s.owner, product(), (product("米"), 2000))
        return lambda: deed(s, order)

    return recipe


def posting(s):
    milk, tea, buyer = product(), product("茶"), member(s.places.store, s.owner)
    return lambda: actions.post_orders(
        s.owner, s.places.store, "T1", [said(milk, member_id=buyer.id), said((tea, 3000), milk)]
    )


def syncing(s):
    milk = product()
    body = {
        "device": "T1",
        "orders": [
            {
                "key": new_key(), "sequence": 1, "placed_at": clock.now().isoformat(), "payment": "cash",
                "lines": [{"barcode": milk.barcode, "quantity": 1000}],
            }
        ],
    }  # fmt: skip
    return lambda: sync.post(s.clerk, sync.read(s.clerk, stored.shop(s.places.store.id, "T1"), body))


def with_tablet(deed):
    def recipe(s):
        device, _ = actions.enrol_device(s.places.store, place="前台", by=s.owner)
        return lambda: deed(s, device)

    return recipe


RECIPES = {
    actions.enrol_device: lambda s: lambda: actions.enrol_device(s.places.store, place="前台", by=s.owner),
    actions.replace_device: with_tablet(lambda s, d: actions.replace_device(d, reason="摔坏了", by=s.owner)),
    actions.withdraw_device: with_tablet(lambda s, d: actions.withdraw_device(d, reason="丢了", by=s.owner)),
    actions.give_up_number: with_tablet(lambda s, d: actions.give_up_number(d, 7, reason="重复打了", by=s.owner)),
    actions.post_orders: posting,
    actions.print_receipt: with_order(lambda s, o: actions.print_receipt(o, by=s.owner)),
    actions.reverse: with_order(lambda s, o: actions.reverse(o, by=s.owner, reason="打错了", device="W1")),
    sync.post: syncing,
}
