"""Proposals and the price list they begin with."""

from portal.prospecting import actions
from portal.prospecting.queries.proposals import Priced
from tests.builders_prospecting import a_proposal


def proposal(deed):
    def recipe(s):
        found = a_proposal()
        return lambda: deed(s, found)

    return recipe


RECIPES = {
    actions.set_price_list: lambda s: lambda: actions.set_price_list([Priced("牌匾", 24_000_00)], by=s.admin),
    actions.add_proposal: lambda s: lambda: a_proposal(),
    actions.edit_proposal: proposal(lambda s, p: actions.edit_proposal(p, goods=1, by=s.rm_north)),
    actions.hand_over: proposal(lambda s, p: actions.hand_over(p, by=s.rm_north)),
}
