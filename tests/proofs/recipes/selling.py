"""Members, orders, day reports."""

from datetime import timedelta

import time_machine

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, retention, rules, stored, sync, watch
from portal.selling.keys import new_key
from portal.selling.models import Reading
from tests.builders_selling import member, product, said, sale


def with_member(deed):
    def recipe(s):
        made = member(s.places.store, s.owner)
        return lambda: deed(s, made)

    return recipe


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
    return lambda: sync.post(s.clerk, sync.read(s.clerk, stored.shop(s.places.store.id), body))


def sealing(s):
    sale(s.places.store, s.owner, product())
    return lambda: actions.seal_day(s.places.store, clock.today(), counted_cash=1, by=s.owner, note="少找了钱")


def excusing(s):
    day = clock.today() - timedelta(days=5)
    return lambda: actions.excuse_day(s.places.store, day, reason="停电", by=s.office)


def watching(s):
    rules.set_rules(rules.Rules(seen=1, exported=1), by=s.admin)
    watch.open_file(member(s.places.store, s.owner), by=s.clerk)
    db.session.query(Reading).execution_options(scoped=Reading.reach()).delete()
    return lambda: watch.watch(by=s.clerk)


def closing(s):
    watching(s)()
    (found,) = db.session.scalars(Reading.seen_by(s.office))
    return lambda: watch.close_reading(found, "核对名单", by=s.office)


def idling(deed):
    """A member who has not come for thirty months, as the rules see it."""

    def recipe(s):
        gone = member(s.places.store, s.owner)
        with time_machine.travel(clock.now() + timedelta(days=930), tick=False):
            ready = deed(s, gone)

        def done():
            with time_machine.travel(clock.now() + timedelta(days=930), tick=False):
                return ready()

        return done

    return recipe


def announced(s, gone):
    db.session.commit()
    retention.announce([gone.id], 24, by=s.admin)
    return lambda: retention.spare([gone.id], by=s.admin)


def withdrawn(s, m):
    actions.withdraw(m, by=s.clerk)
    return lambda: actions.consent_again(m, consents=True, by=s.clerk)


RECIPES = {
    actions.withdraw: with_member(lambda s, m: actions.withdraw(m, by=s.clerk)),
    actions.consent_again: lambda s: withdrawn(s, member(s.places.store, s.owner)),
    actions.erase_idle: with_member(lambda s, m: actions.erase_idle([m], by=s.admin, months=24)),
    retention.announce: idling(lambda s, m: lambda: retention.announce([m.id], 24, by=s.admin)),
    retention.anonymise: idling(lambda s, m: lambda: retention.anonymise([m.id], 24, by=s.admin)),
    retention.spare: idling(announced),
    actions.erase: with_member(lambda s, m: actions.erase(m, by=s.owner, reason="本人要求")),
    actions.excuse_day: excusing,
    actions.export_members: with_member(lambda s, m: actions.export_members(s.places.store, by=s.owner)),
    actions.look_up: with_member(lambda s, m: actions.look_up(s.places.store_south, m.phone, by=s.owner_south)),
    actions.meet: lambda s: lambda: actions.meet(s.places.store_south, by=s.owner_south),
    actions.post_orders: posting,
    actions.print_receipt: with_order(lambda s, o: actions.print_receipt(o, by=s.owner)),
    actions.register: lambda s: lambda: member(s.places.store, s.owner),
    actions.rename: with_member(lambda s, m: actions.rename(m, "王秀英", by=s.owner)),
    actions.report_no_sales: lambda s: (
        lambda: actions.report_no_sales(s.places.store, clock.today() - timedelta(days=1), by=s.owner)
    ),
    actions.reveal: with_member(lambda s, m: actions.reveal(m, by=s.rm_north, reason="回访")),
    actions.reverse: with_order(lambda s, o: actions.reverse(o, by=s.owner, reason="打错了", device="W1")),
    actions.seal_day: sealing,
    rules.set_rules: lambda s: lambda: rules.set_rules(rules.Rules(seen=7), by=s.admin),
    sync.post: syncing,
    watch.close_reading: closing,
    watch.open_file: with_member(lambda s, m: watch.open_file(m, by=s.clerk)),
    watch.watch: watching,
}
