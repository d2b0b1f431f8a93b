"""Two people at one deal in the same moment: one of them is told, and what is agreed and paid stays right."""

import threading

import pytest

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions
from portal.prospecting.invariants_deals import troubles_of_deals
from portal.prospecting.models import Instalment, NegotiationResult, Quotation
from tests.browse import Browser
from tests.builders_prospecting import a_plan, a_prospect, a_quotation
from tests.cast import Cast

covers = ("C21", "C22")

TIMES = 4  # what meets only sometimes is tried more than once


def at_once(app, tokens, posts):
    """Send each post by another person, all in the same moment; return the answers' statuses."""
    statuses, start = [], threading.Barrier(len(posts))

    def send(token, path, form):
        browser = Browser(app, token)
        start.wait(30)
        statuses.append(browser.client.post(path, data=form, headers={"X-CSRFToken": browser.csrf}).status_code)

    threads = [threading.Thread(target=send, args=(token, *post)) for token, post in zip(tokens, posts, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(statuses)


def two(cast):
    return [accounts.sign_in(one.user, by=one.viewer, browser="tests") for one in (cast.rm_north, cast.director)]


def rows(model):
    return db.session.scalars(model.seen_by(Cast().admin.viewer)).all()


@pytest.mark.promise("P19")
def test_of_two_results_confirmed_at_once_one_holds(own_app):
    with own_app.app_context():
        cast = Cast()
        tokens, ids = two(cast), [a_prospect(name=f"店{n}", decision_maker="任建军").id for n in range(TIMES)]
        names = [cast.rm_north.user.name, cast.director.user.name]
        db.session.commit()
    terms = {"price": "880", "delivery": "18 天", "after_sales": "一年", "decider_name": "任建军"}
    terms |= {"signed_on": clock.today().isoformat()}
    for one in ids:
        posts = [(f"/prospecting/prospects/{one}/results", terms | {"manager_name": name}) for name in names]
        assert at_once(own_app, tokens, posts)[0] == 303
    with own_app.app_context():
        assert troubles_of_deals() == [] and len(rows(NegotiationResult)) == TIMES


@pytest.mark.promise("P19")
def test_of_two_versions_accepted_at_once_one_holds(own_app):
    with own_app.app_context():
        tokens, pairs = two(Cast()), []
        for n in range(TIMES):
            prospect = a_prospect(name=f"店{n}")
            pairs.append([a_quotation(prospect, state="sent").id for _version in range(2)])
        db.session.commit()
    form = {"name": "任建军", "on": clock.today().isoformat()}
    for pair in pairs:
        assert at_once(own_app, tokens, [(f"/prospecting/quotations/{one}/acceptance", form) for one in pair])[0] == 303
    with own_app.app_context():
        assert troubles_of_deals() == []


@pytest.mark.promise("P19")
def test_a_payment_noted_twice_at_once_is_noted_once_and_none_is_planned_away(own_app):
    with own_app.app_context():
        tokens, plans = two(Cast()), [a_plan(a_quotation(a_prospect(name=f"店{n}"))) for n in range(2 * TIMES)]
        db.session.commit()
        known = [(plan.id, plan.version, plan.parts[0].id, plan.total // 100) for plan in plans]
    day = clock.today().isoformat()
    for n, (plan, version, part, total) in enumerate(known):
        paid = f"/prospecting/instalments/{part}/payment", {f"part{part}-on": day}
        kinds = {f"kind{row}": "whole" for row in range(1, 7)}
        new = f"/prospecting/quotations/{plan}/plan", kinds | {"version": version, "due1": day, "amount1": total}
        answers = at_once(own_app, tokens, [paid, new if n % 2 else paid])
        assert answers[0] == 303 and answers[1] != 303
    with own_app.app_context():
        noted = [part for part in rows(Instalment) if part.is_paid]
        assert troubles_of_deals() == [] and len(noted) >= TIMES


@pytest.mark.promise("P19")
def test_what_is_paid_in_the_moment_in_which_another_version_is_accepted_is_not_lost(own_app):
    with own_app.app_context():
        cast = Cast()
        tokens, known = two(cast), []
        for n in range(TIMES):
            plan = a_plan(a_quotation(a_prospect(name=f"店{n}")))
            later = actions.add_quotation(plan.prospect, source="last", by=cast.rm_north.viewer)
            actions.send_quotation(later, by=cast.rm_north.viewer)
            db.session.flush()
            known.append((plan.parts[0].id, later.id))
        db.session.commit()
    day = clock.today().isoformat()
    for part, later in known:
        paid = f"/prospecting/instalments/{part}/payment", {f"part{part}-on": day}
        accepted = f"/prospecting/quotations/{later}/acceptance", {"name": "任建军", "on": day}
        assert at_once(own_app, tokens, [paid, accepted])[0] == 303
    with own_app.app_context():
        assert troubles_of_deals() == []
        assert [one.id for one in rows(Quotation) if one.replaced_at is not None and one.paid] == []
