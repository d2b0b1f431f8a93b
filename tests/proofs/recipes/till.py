"""Orders: posted, synced, reversed, printed."""

from portal.kernel import clock
from portal.selling import actions, stored, sync, sync_members, till_rules
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
    milk, member_key = product(), new_key()
    body = {
        "device": "T1",
        "orders": [
            {
                "key": new_key(), "sequence": 1, "placed_at": clock.now().isoformat(), "member_key": member_key,
                "lines": [{"barcode": milk.barcode, "quantity": 1000, "discount": {"fen": 20, "why": "破了"}}],
                "payments": [{"way": "cash", "amount": 200, "given": 500}, {"way": "card", "amount": 230}],
            }
        ],
        "members": [
            {
                "key": member_key, "phone": "13900001111", "name": "李桂英", "consent_version": "3",
                "consented_at": clock.now().isoformat(),
            }
        ],
        "snapshot": 1,
    }  # fmt: skip
    store = s.places.store  # held on to, so that it is read as often each time
    return lambda: sync.post(s.clerk, sync.read(s.clerk, stored.shop(store.id, "T1"), body))


def joining(s):
    agreed = actions.Agreed("3 (2026-10-01)", clock.now())
    return lambda: actions.join(s.places.store, phone="13900001111", name="李桂英", agreed=agreed, by=s.clerk)


def new_members(s):
    said = [sync_members.SaidMember(new_key(), f"1390000{n}", "李桂英", "3", clock.now()) for n in (1111, 2222)]
    store = s.places.store
    return lambda: sync_members.registered(stored.shop(store.id, "T1"), said, by=s.clerk)


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
    actions.give_up_unenrolled: lambda s: (
        lambda: actions.give_up_unenrolled(s.places.store, "T0123456789abcdef", 7, reason="重复打了", by=s.owner)
    ),
    actions.post_orders: posting,
    actions.print_receipt: with_order(lambda s, o: actions.print_receipt(o, by=s.owner)),
    actions.join: joining,
    sync_members.registered: new_members,
    actions.take_back: with_order(
        lambda s, o: actions.take_back(o, {1: 1000}, by=s.owner, payment=o.payment, reason="坏了", device="W1")
    ),
    till_rules.set_till_rules: lambda s: lambda: till_rules.set_till_rules(till_rules.TillRules(clerk=8), by=s.admin),
    till_rules.set_scale_kinds: lambda s: lambda: till_rules.set_scale_kinds({}, by=s.admin),
    actions.reverse: with_order(lambda s, o: actions.reverse(o, by=s.owner, reason="打错了", device="W1")),
    sync.post: syncing,
}
