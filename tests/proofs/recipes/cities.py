"""What is known of cities."""

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.fit import Rule
from tests.builders_prospecting import a_city, a_fact, a_rival, a_segment


def of(make, deed):
    def recipe(s):
        row = make()
        return lambda: deed(s, row)

    return recipe


def a_rival_store(by):
    return actions.add_rival_store(a_rival(), name="大桥店", seen_on=clock.today(), by=by)


def a_rival_price(by):
    return actions.add_rival_price(a_rival(), product="大米", price=3990, seen_on=clock.today(), by=by)


def removing(make, remove):
    def recipe(s):
        row = make(s.rm_north)
        return lambda: remove(row, by=s.rm_north)

    return recipe


RECIPES = {
    actions.set_distance: of(
        a_city, lambda s, c: actions.set_distance(c, distance_km=30, distance_from="并州北路店", by=s.rm_north)
    ),
    actions.set_fit_rule: lambda s: lambda: actions.set_fit_rule(Rule(quiet_enough=7), by=s.admin),
    actions.add_fact: lambda s: lambda: a_fact(),
    actions.edit_fact: of(a_fact, lambda s, f: actions.edit_fact(f, value=22_000_000, by=s.rm_north)),
    actions.remove_fact: of(a_fact, lambda s, f: actions.remove_fact(f, by=s.rm_north)),
    actions.add_rival: lambda s: lambda: a_rival(),
    actions.edit_rival: of(a_rival, lambda s, r: actions.edit_rival(r, name="家家乐", shops=13, by=s.rm_north)),
    actions.remove_rival: of(a_rival, lambda s, r: actions.remove_rival(r, by=s.rm_north)),
    actions.add_rival_store: lambda s: lambda: a_rival_store(s.rm_north),
    actions.remove_rival_store: removing(a_rival_store, actions.remove_rival_store),
    actions.add_rival_price: lambda s: lambda: a_rival_price(s.rm_north),
    actions.remove_rival_price: removing(a_rival_price, actions.remove_rival_price),
    actions.add_segment: lambda s: lambda: a_segment(),
    actions.edit_segment: of(a_segment, lambda s, g: actions.edit_segment(g, share=25, by=s.rm_north)),
    actions.remove_segment: of(a_segment, lambda s, g: actions.remove_segment(g, by=s.rm_north)),
}
