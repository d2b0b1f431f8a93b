"""Applications and what head office says."""

from portal.signing import actions
from portal.signing.models import Verdict
from tests.builders_onboarding import a_photo
from tests.builders_signing import LINES, a_submitted, an_agreed_prospect, an_application


def drafting(s):
    prospect = an_agreed_prospect(s.cast, s.places.taiyuan)
    return lambda: actions.draft(prospect, by=s.rm_north, lines=LINES, papers=[a_photo()], store_name="长风街店")


def drafted(deed):
    def recipe(s):
        application = an_application(s.cast, s.places.taiyuan)
        return lambda: deed(s, application)

    return recipe


def approving(s):
    application = a_submitted(s.cast, s.places.taiyuan)
    return lambda: actions.decide(application, Verdict.APPROVED, by=s.office, reason="位置好")


RECIPES = {
    actions.decide: approving,
    actions.draft: drafting,
    actions.edit: drafted(lambda s, a: actions.edit(a, by=s.rm_north, lines=LINES[:2], tills=4)),
    actions.submit: drafted(lambda s, a: actions.submit(a, by=s.rm_north)),
    actions.withdraw: drafted(lambda s, a: actions.withdraw(a, by=s.rm_north, reason="另找门面")),
}
