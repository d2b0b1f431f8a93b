"""Cities, surveys, prospects."""

from datetime import timedelta

from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, reactions
from portal.prospecting.alike import Asked
from portal.prospecting.models import (
    CityState,
    Concern,
    ConcernKind,
    ContactKind,
    Influencer,
    IntentLevel,
    PitchPoint,
    Relation,
    Stage,
    Stance,
    TieKind,
    Track,
)
from tests.builders_onboarding import a_photo
from tests.builders_prospecting import a_city, a_prospect, a_survey
from tests.proofs.recipes import appointments, cities, deals, proposals, risks


def city(deed):
    def recipe(s):
        file = a_city()
        return lambda: deed(s, file)

    return recipe


def survey(deed):
    def recipe(s):
        found = a_survey()
        return lambda: deed(s, found)

    return recipe


def prospect(deed, stage=Stage.FOUND, track=Track.PERSON):
    def recipe(s):
        found = a_prospect(track, stage)
        return lambda: deed(s, found)

    return recipe


def removing_tie(s):
    tie = actions.add_tie(s.places.beijing, TieKind.LIVES, by=s.rm_north)
    return lambda: actions.remove_tie(tie, by=s.rm_north)


def followed(s):
    a_prospect()
    leaver = s.cast.rm_north.user
    leaver.heir = s.cast.rm_south.user
    return lambda: reactions.follow_the_territory(leaver, by=s.office)


def surveyed_again(s, found):
    facts = {"surveyed_on": clock.today(), "area_m2": 420, "tills_total": 4, "tills_open": 3, "footfall": {"18": 70}}
    return actions.edit_survey(found, by=s.rm_north, photos=[a_photo()], name=found.name, **facts)


def about(kind, deed):
    """A deed on a doubt, or on somebody who has a say."""

    def recipe(s):
        found = a_prospect()
        place = {"by": s.rm_north}
        if kind is Concern:
            one = actions.raise_concern(found, ConcernKind.DOUBT, "货从哪来", **place)
        else:
            one = actions.add_influencer(found, "孙女士", Relation.SPOUSE, **place)
        return lambda: deed(one, s.rm_north)

    return recipe


def stuck(s):
    found = a_prospect()
    found.stage_since = found.held_since = clock.now() - timedelta(days=90)
    return found


def willing(s):
    found = a_prospect(Track.PERSON, Stage.PITCHED)
    actions.judge_intent(found, IntentLevel.FIRM, "问了两次什么时候签", by=s.rm_north)
    return found


def pooled(s):
    found = actions.give_back(a_prospect(), by=s.rm_north, reason="顾不过来")
    db.session.flush()
    return found


def all_handed(s):
    a_prospect()
    people = s.cast.rm_north.user, s.cast.director.user
    db.session.flush()
    return lambda: actions.hand_over_all(*people, by=s.office, reason="离职")


SAID = (("做过", 5), ("没有", 0))


def a_criterion(by):
    return actions.add_criterion(Track.PERSON, "做过零售吗？", weight=2, options=SAID, by=by)


def criterion(deed):
    def recipe(s):
        asked = a_criterion(s.admin)
        db.session.flush()
        return lambda: deed(s, asked)

    return recipe


def screened(s):
    found, asked = a_prospect(Track.PERSON), a_criterion(s.admin)
    db.session.flush()
    return lambda: actions.screen(found, {asked.id: "做过"}, by=s.rm_north)


def two_of_the_same(s):
    kept, gone = a_prospect(Track.PERSON), a_prospect(Track.PERSON, Stage.PITCHED)
    db.session.flush()
    return lambda: actions.merge(kept, gone, by=s.rm_north, versions=(kept.version, gone.version))


def then(made, deed):
    def recipe(s):
        found = made(s)
        return lambda: deed(s, found)

    return recipe


RECIPES = {
    actions.set_pace: lambda s: lambda: actions.set_pace({"person_found": 20}, 5, by=s.admin),
    actions.warn: then(stuck, lambda s, p: actions.warn(p, by=s.office)),
    actions.give_back: prospect(lambda s, p: actions.give_back(p, by=s.rm_north, reason="顾不过来")),
    actions.claim: then(pooled, lambda s, p: actions.claim(p, by=s.director)),
    actions.hand_over_all: all_handed,
    actions.add_criterion: lambda s: lambda: a_criterion(s.admin),
    actions.edit_criterion: criterion(
        lambda s, c: actions.edit_criterion(c, text="开过店吗？", weight=3, options=SAID, by=s.admin)
    ),
    actions.retire_criterion: criterion(lambda s, c: actions.retire_criterion(c, by=s.admin)),
    actions.raise_criterion: criterion(lambda s, c: actions.raise_criterion(a_criterion(s.admin), by=s.admin)),
    actions.lower_criterion: then(
        lambda s: (a_criterion(s.admin), a_criterion(s.admin))[0], lambda s, c: actions.lower_criterion(c, by=s.admin)
    ),
    actions.seed_criteria: lambda s: lambda: actions.seed_criteria(by=s.admin),
    actions.screen: screened,
    actions.judge_intent: prospect(
        lambda s, p: actions.judge_intent(p, IntentLevel.FIRM, "问了两次什么时候签", by=s.rm_north)
    ),
    actions.look_up: lambda s: lambda: actions.look_up(Asked(name="高志远"), s.places.beijing, by=s.rm_north),
    actions.merge: two_of_the_same,
    actions.describe_person: prospect(lambda s, p: actions.describe_person(p, by=s.rm_north, done="带过十人车队")),
    actions.raise_concern: prospect(
        lambda s, p: actions.raise_concern(p, ConcernKind.PAIN, "生鲜损耗大", by=s.rm_north)
    ),
    actions.answer_concern: about(
        Concern, lambda c, by: actions.answer_concern(c, answer="鲜货可以自己进", settled=True, by=by)
    ),
    actions.drop_concern: about(Concern, lambda c, by: actions.drop_concern(c, by=by)),
    actions.add_influencer: prospect(
        lambda s, p: actions.add_influencer(p, "孙女士", Relation.SPOUSE, by=s.rm_north, note="管账")
    ),
    actions.edit_influencer: about(
        Influencer, lambda i, by: actions.edit_influencer(i, stance=Stance.FOR, note="看过样板店", by=by)
    ),
    actions.remove_influencer: about(Influencer, lambda i, by: actions.remove_influencer(i, by=by)),
    actions.note_pitch: prospect(lambda s, p: actions.note_pitch(p, PitchPoint.STORY, "讲了三家样板店", by=s.rm_north)),
    **appointments.RECIPES,
    **cities.RECIPES,
    **deals.RECIPES,
    **proposals.RECIPES,
    **risks.RECIPES,
    actions.add_city: lambda s: lambda: a_city(note="老家"),
    actions.add_survey: lambda s: lambda: a_survey(photos=[a_photo()]),
    actions.add_tie: lambda s: lambda: actions.add_tie(s.places.beijing, TieKind.LIVES, by=s.rm_north, note="住过"),
    actions.edit_city: city(lambda s, c: actions.edit_city(c, note="先看东城", by=s.rm_north)),
    actions.edit_survey: survey(surveyed_again),
    actions.judge_survey: survey(lambda s, f: actions.judge_survey(f, quiet=True, by=s.rm_north, reason="很冷清")),
    actions.make_prospect: survey(lambda s, f: actions.make_prospect(f, by=s.rm_north)),
    actions.move_city: city(lambda s, c: actions.move_city(c, CityState.SURVEYING, by=s.rm_north)),
    actions.remove_tie: removing_tie,
    actions.add_prospect: lambda s: (
        lambda: actions.add_prospect(
            s.places.beijing, phone="13900002290", track=Track.PERSON, name="高志远团队", by=s.rm_north
        )
    ),
    actions.assign: prospect(lambda s, p: actions.assign(p, s.cast.director.user, by=s.director, reason="熟人")),
    actions.check_duplicate: lambda s: lambda: actions.check_duplicate("13900002290", s.places.beijing, by=s.rm_north),
    actions.create_prospect: lambda s: lambda: a_prospect(),
    actions.edit_prospect: prospect(lambda s, p: actions.edit_prospect(p, by=s.rm_north, name="高志远")),
    actions.log_contact: prospect(
        lambda s, p: actions.log_contact(
            p, ContactKind.CALL, by=s.rm_north, result="愿意谈", next_step="见面", next_on=clock.today()
        )
    ),
    actions.lose: prospect(lambda s, p: actions.lose(p, by=s.rm_north, reason="投入谈不拢")),
    actions.mark_applied: prospect(lambda s, p: actions.mark_applied(p, by=s.rm_north), Stage.AGREED),
    actions.move: then(willing, lambda s, p: actions.move(p, Stage.INTERESTED, by=s.rm_north)),
    actions.reopen: prospect(lambda s, p: actions.reopen(p, by=s.rm_north, reason="又来找"), Stage.LOST),
    actions.set_basket: lambda s: lambda: actions.set_basket([("东北大米 5 kg", 3290)], by=s.office),
    actions.unmark_applied: prospect(
        lambda s, p: actions.unmark_applied(p, by=s.rm_north, reason="撤回"), Stage.APPLIED
    ),
    reactions.follow_the_territory: followed,
}
