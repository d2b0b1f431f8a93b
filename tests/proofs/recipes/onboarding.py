"""The plan from approval to opening."""

from datetime import timedelta

from portal.kernel import clock
from portal.onboarding import actions, reactions
from tests.builders_onboarding import a_new_store, a_photo, a_plan, do, settle
from tests.proofs.recipes.signing import approving


def task(deed, *, started=False, done=False):
    """A recipe over a plan's first task."""

    def recipe(s):
        first = a_plan(s.places.beijing).tasks[0]
        if done:
            do(first, by=s.cast.rm_north)
        elif started:
            actions.start(first, by=s.rm_north)
        return lambda: deed(s, first)

    return recipe


def planning(s):
    store = a_new_store(s.places.beijing)
    return lambda: actions.make_plan(store, by=s.office)


def opening(s):
    plan = a_plan(s.places.beijing)
    settle(plan, by=s.cast.rm_north, accepts=s.cast.office)
    return lambda: actions.open_store(plan, by=s.office)


def finished(s, first):
    return actions.finish(first, by=s.rm_north, note="完成", photos=[a_photo()])


def delayed(s, first):
    return actions.delay(first, by=s.rm_north, until=clock.today() + timedelta(days=9), reason="下雨")


RECIPES = {
    actions.accept: task(lambda s, t: actions.accept(t, by=s.office), done=True),
    actions.delay: task(delayed, started=True),
    actions.finish: task(finished, started=True),
    actions.make_plan: planning,
    actions.open_store: opening,
    actions.send_back: task(lambda s, t: actions.send_back(t, by=s.office, reason="照片不清"), done=True),
    actions.start: task(lambda s, t: actions.start(t, by=s.rm_north)),
    actions.waive: task(lambda s, t: actions.waive(t, by=s.office, reason="已有招牌")),
    reactions.plan_support: approving,  # it answers an approval, in its transaction
}
