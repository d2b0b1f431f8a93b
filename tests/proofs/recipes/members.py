"""Members, and who looks at them."""

from datetime import timedelta

import time_machine

from portal.kernel import clock
from portal.kernel.db import db
from portal.selling import actions, benefits, points, retention, rules, watch
from portal.selling.models import Reading
from tests.builders_selling import benefit_rule, member, product, sale


def with_member(deed):
    def recipe(s):
        made = member(s.places.store, s.owner)
        return lambda: deed(s, made)

    return recipe


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


def with_rule(deed):
    def recipe(s):
        rule = benefit_rule(s.office)
        return lambda: deed(s, rule)

    return recipe


def lapsing(s):
    m = member(s.places.store, s.owner)
    actions.adjust_points(m, points=50, reason="漏记", by=s.office)
    return lambda: actions.lapse_points([m.id], clock.now() + timedelta(days=1), by=s.admin)


def newcomer(s):
    """A member who bought, and one who has not yet."""
    first = member(s.places.store, s.owner)
    sale(s.places.store, s.owner, product(), member_id=first.id)
    return first, member(s.places.store, s.owner, phone="13912345679", name="新来的")


def referring(s):
    first, new = newcomer(s)
    return lambda: actions.refer(new, first, by=s.clerk)


def referring_by_number(s):
    first, new = newcomer(s)
    return lambda: actions.refer_by_number(new, phone=first.phone, by=s.clerk)


def rewarding(s):
    first, new = newcomer(s)
    actions.refer(new, first, by=s.clerk)
    sale(s.places.store, s.owner, product(), member_id=new.id)
    return lambda: actions.settle_referrals([new.id], 200, by=s.admin)


def merging(s):
    first = member(s.places.store, s.owner)
    other = member(s.places.store, s.owner, phone="13912345679", name="另一份")
    return lambda: actions.merge(first, phone=other.phone, reason="换号", by=s.owner)


RECIPES = {
    actions.set_credit: with_member(lambda s, m: actions.set_credit(m, limit=50000, by=s.owner)),
    actions.add_rule: with_rule(lambda s, rule: benefit_rule(s.office, follows=rule, percent=8, days_ahead=9)),
    actions.end_rule: with_rule(lambda s, rule: actions.end_rule(rule, by=s.office)),
    actions.note_birthday: with_member(lambda s, m: actions.note_birthday(m, month=11, day=8, agrees=True, by=s.owner)),
    benefits.set_levels: lambda s: lambda: benefits.set_levels(benefits.Levels(silver=2_000_00), by=s.office),
    actions.adjust_points: with_member(lambda s, m: actions.adjust_points(m, points=50, reason="漏记", by=s.office)),
    actions.lapse_points: lapsing,
    actions.copy_member: with_member(lambda s, m: actions.copy_member(m, reason="本人来店", by=s.owner)),
    actions.merge: merging,
    actions.refer: referring,
    actions.refer_by_number: referring_by_number,
    actions.settle_referrals: rewarding,
    points.set_rules: lambda s: lambda: points.set_rules(points.Points(earn_fen=100), by=s.office),
    actions.withdraw: with_member(lambda s, m: actions.withdraw(m, by=s.clerk)),
    actions.consent_again: lambda s: withdrawn(s, member(s.places.store, s.owner)),
    actions.erase_idle: with_member(lambda s, m: actions.erase_idle([m], by=s.admin, months=24)),
    retention.announce: idling(lambda s, m: lambda: retention.announce([m.id], 24, by=s.admin)),
    retention.anonymise: idling(lambda s, m: lambda: retention.anonymise([m.id], 24, by=s.admin)),
    retention.spare: idling(announced),
    actions.erase: with_member(lambda s, m: actions.erase(m, by=s.owner, reason="本人要求")),
    actions.export_members: with_member(lambda s, m: actions.export_members(s.places.store, by=s.owner)),
    actions.look_up: with_member(lambda s, m: actions.look_up(s.places.store_south, m.phone, by=s.owner_south)),
    actions.meet: lambda s: lambda: actions.meet(s.places.store_south, by=s.owner_south),
    actions.register: lambda s: lambda: member(s.places.store, s.owner),
    actions.rename: with_member(lambda s, m: actions.rename(m, "王秀英", by=s.owner)),
    actions.reveal: with_member(lambda s, m: actions.reveal(m, by=s.rm_north, reason="回访")),
    rules.set_rules: lambda s: lambda: rules.set_rules(rules.Rules(seen=7), by=s.admin),
    watch.close_reading: closing,
    watch.open_file: with_member(lambda s, m: watch.open_file(m, by=s.clerk)),
    watch.watch: watching,
}
