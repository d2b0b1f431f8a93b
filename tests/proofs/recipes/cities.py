"""What is known of cities."""

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.fit import Rule
from portal.prospecting.models import AnswerKind, StudyKind
from tests.builders_prospecting import a_city, a_fact, a_rival, a_segment, a_study


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


def studied(deed):
    """A deed on a study of the usual questionnaire."""

    def recipe(s):
        form = actions.seed_study_forms(by=s.admin)[0]
        return lambda: deed(s, form)

    return recipe


def of_question(deed):
    return studied(lambda s, form: deed(s, form.live_questions[1]))


def taken_back(s):
    study = a_study()
    return lambda: actions.remove_study(study, by=s.rm_north, reason="填错了")


def corrected(s):
    study = a_study()
    answers = {study.form.live_questions[0].id: "每周"}
    return lambda: actions.correct_study(study, answers, by=s.rm_north, reason="点错了")


RECIPES |= {
    actions.correct_study: corrected,
    actions.seed_study_forms: lambda s: lambda: actions.seed_study_forms(by=s.admin),
    actions.add_study_form: lambda s: lambda: actions.add_study_form(StudyKind.INTERVIEW, "房东访谈", by=s.admin),
    actions.edit_study_form: studied(lambda s, f: actions.edit_study_form(f, title="两分钟问卷", by=s.admin)),
    actions.retire_study_form: studied(lambda s, f: actions.retire_study_form(f, by=s.admin)),
    actions.add_question: studied(
        lambda s, f: actions.add_question(f, text="骑车吗？", kind=AnswerKind.CHOICE, options=["是", "否"], by=s.admin)
    ),
    actions.edit_question: of_question(lambda s, q: actions.edit_question(q, text="常在哪里买？", by=s.admin)),
    actions.retire_question: of_question(lambda s, q: actions.retire_question(q, by=s.admin)),
    actions.raise_question: of_question(lambda s, q: actions.raise_question(q, by=s.admin)),
    actions.add_study: studied(lambda s, f: a_study(f, "每天", ["网上"])),
    actions.remove_study: taken_back,
}
