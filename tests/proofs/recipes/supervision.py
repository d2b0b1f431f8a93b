"""Audits and their form."""

from datetime import timedelta

from portal.kernel import clock
from portal.kernel.db import db
from portal.supervision import actions, rules, seed
from portal.supervision.models import AuditTemplate, Step
from tests.builders_supervision import answers
from tests.cast import HOUSE


def begun(deed, *, answered=False):
    def recipe(s):
        audit = actions.start(s.places.store, by=s.rm_north)
        if answered:
            actions.answer(audit, answers(audit), by=s.rm_north)
        return lambda: deed(s, audit)

    return recipe


def form():
    return db.session.query(AuditTemplate).first() or seed.seed_template()


def answered(s, audit):
    return actions.answer(audit, answers(audit, fail=[audit.items[0].code]), by=s.rm_north)


def with_form(deed):
    def recipe(s):
        made = form()
        db.session.flush()
        return lambda: deed(s, made)

    return recipe


NEW = {"code": "new-1", "section": "门头与店面", "text": "门口有没有停车位", "weight": 2, "critical": False}


def telling(s):
    day = clock.today() - timedelta(days=3)
    people = [s.cast.owner.user]
    return lambda: actions.tell(s.places.store, day, Step.OWNER, people=people, by=HOUSE)


RECIPES = {
    actions.add_item: with_form(lambda s, f: actions.add_item(f, by=s.admin, **NEW)),
    actions.answer: begun(answered),
    actions.drop: begun(lambda s, a: actions.drop(a, by=s.rm_north)),
    actions.edit_item: with_form(lambda s, f: actions.edit_item(f.items[0], by=s.admin, text="门头亮灯")),
    actions.retire_item: with_form(lambda s, f: actions.retire_item(f.items[0], by=s.admin)),
    rules.set_rules: lambda s: lambda: rules.set_rules(rules.Rules(before=30), by=s.admin),
    actions.sign: begun(lambda s, a: actions.sign(a, by=s.rm_north), answered=True),
    actions.start: lambda s: lambda: actions.start(s.places.store_taiyuan, by=s.rm_north),
    seed.seed_template: lambda s: lambda: seed.seed_template(by=s.admin),
    actions.tell: telling,
}
