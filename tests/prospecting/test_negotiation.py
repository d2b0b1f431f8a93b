"""The negotiation: aims that stay inside, rounds, and a result that both names confirm once (C21)."""

from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.invariants_deals import troubles_of_deals
from portal.prospecting.models import NegotiationNote, NegotiationResult, NegotiationRound, Stage, Topic, Track
from tests.builders_prospecting import a_prospect, a_result, a_round, refused

covers = ("C21",)

P, S = Track.PERSON, Track.SUPERMARKET
PERSONAL = ("任建军", "王建国", "底价八万", "要公司再多出三成", "签约后 18 天内开业")


def test_what_is_thought_anew_is_a_further_row_and_the_newest_holds(cast):
    by, prospect = cast.rm_north.viewer, a_prospect()
    actions.set_aims(prospect, by=by, goal="本月签", limits="底价八万")
    assert [note.topic for note in actions.set_aims(prospect, by=by, goal="下月签", limits="底价八万")] == [Topic.GOAL]
    aims = queries.aims_of(prospect, by)
    assert (aims.goal, aims.limits, aims.tactics) == ("下月签", "底价八万", "")
    assert [note.text for note in aims.before] == ["本月签"]


def test_nothing_at_all_is_not_stored_as_a_preparation(cast):
    by, prospect, nothing = cast.rm_north.viewer, a_prospect(), dict.fromkeys(("goal", "limits", "tactics"), "")
    with refused("at least one"):
        actions.set_aims(prospect, by=by, **nothing)
    actions.set_aims(prospect, by=by, goal="本月签")
    assert [note.text for note in actions.set_aims(prospect, by=by, **nothing)] == [""]


def test_a_round_needs_an_offer_and_lies_in_the_past(cast):
    with refused("at least one offer"):
        a_round(our_price=None, their_price=None, ours="", theirs="")
    with refused("in the future"):
        a_round(a_prospect(), held_on=clock.today() + timedelta(days=1))
    assert a_round(a_prospect(), our_price=0, their_price=None, ours="", theirs="").gap is None


def test_rounds_say_how_far_the_prices_are_apart(cast):
    assert a_round().gap == 16_000_00


def test_a_round_is_put_right_until_a_result_is_confirmed_after_it(cast):
    by, held = cast.rm_north.viewer, a_round()
    facts = {"held_on": held.held_on, "present": "任建军", "talk": "再想两天"}
    actions.edit_round(held, by=by, **facts)
    assert held.talk == "再想两天"
    a_result(held.prospect)
    with refused("stays as it was written"):
        actions.edit_round(held, by=by, **facts)


def test_both_sign_with_their_own_names(cast):
    prospect = a_prospect(decision_maker="任建军")
    with refused("your own name"):
        a_result(prospect, manager_name="王")
    with refused("is who really decides"):
        a_result(prospect, decider_name="孙丽华")
    assert a_result(prospect, manager_name="王 建国", decider_name="任建军 ").supersedes_id is None


def test_nobody_signs_tomorrow_or_before_what_he_supersedes(cast):
    with refused("a day to come"):
        a_result(signed_on=clock.today() + timedelta(days=1))
    first = a_result(a_prospect())
    with refused("before the result"):
        a_result(first.prospect, signed_on=clock.today() - timedelta(days=1), reason="涨价")


def test_a_new_result_supersedes_with_its_reason_and_the_old_one_stays_word_for_word(cast, session):
    by, first = cast.rm_north.viewer, a_result()
    kept = {name: getattr(first, name) for name in ("price", "delivery", "after_sales", "decider_name", "signed_on")}
    with refused("Say why"):
        a_result(first.prospect, price=90_000_00)
    second = a_result(first.prospect, price=90_000_00, reason="房东要求加固地面")
    session.flush()
    session.expire_all()
    assert queries.result_of(first.prospect, by) is second and second.supersedes_id == first.id
    assert {name: getattr(first, name) for name in kept} == kept
    assert queries.terms_begun(first.prospect, by)["price"] == 90_000_00
    assert troubles_of_deals() == []


@pytest.mark.promise("P28")
@pytest.mark.parametrize(("track", "before"), [(P, Stage.TERMS_EXPLAINED), (S, Stage.NEGOTIATING)])
def test_nobody_agrees_without_a_result_that_both_confirmed(cast, track, before):
    prospect = a_prospect(track, before)
    with refused("The confirmed result of the negotiation is missing"):
        actions.move(prospect, Stage.AGREED, by=cast.rm_north.viewer)
    a_result(prospect)
    actions.move(prospect, Stage.AGREED, by=cast.rm_north.viewer)
    assert prospect.stage == Stage.AGREED


def test_a_lost_one_and_one_of_the_pool_are_not_negotiated_with(cast):
    with refused("is lost"):
        a_round(a_prospect(P, Stage.LOST))
    prospect = actions.give_back(a_prospect(), by=cast.rm_north.viewer, reason="顾不过来")
    with refused("claim it first"):
        a_result(prospect)
    with refused("claim it first"):
        actions.set_aims(prospect, by=cast.rm_north.viewer, goal="签")


def test_the_trail_tells_who_and_never_what_is_personal(cast, session):
    prospect = a_prospect(decision_maker="任建军")
    actions.set_aims(prospect, by=cast.rm_north.viewer, limits="底价八万")
    a_round(prospect), a_result(prospect)
    session.commit()
    links = session.scalars(Trail.seen_by(House("tests")).where(Trail.event.startswith("negotiation."))).all()
    assert {link.event.removeprefix("negotiation.") for link in links} == {
        "prepared", "round_added", "result_confirmed",
    }  # fmt: skip
    assert not [word for word in PERSONAL for link in links if word in str(link.facts)]


def test_merging_brings_both_negotiations_together_and_one_result_holds(cast, session):
    by = cast.rm_north.viewer
    kept, gone = a_prospect(P, name="高志远"), a_prospect(P, name="高志远团队")
    older, newer = a_result(kept), a_result(gone, price=90_000_00)
    a_result_before = newer.supersedes_id
    a_round(kept), a_round(gone)
    actions.set_aims(gone, by=by, goal="本月签")
    session.commit()
    actions.merge(kept, gone, by=by, versions=(kept.version, gone.version))
    session.commit()
    assert a_result_before is None and newer.supersedes_id == older.id
    assert queries.result_of(kept, by) is newer and troubles_of_deals() == []
    assert len(queries.rounds_of(kept, by)) == 2 and queries.aims_of(kept, by).goal == "本月签"


def test_files_are_merged_however_often_a_result_was_confirmed_anew(cast, session):
    kept, gone = a_prospect(P, name="高志远"), a_prospect(P, name="高志远团队")
    a_result(kept)
    for n in range(31):
        a_result(gone, reason=f"第{n}次谈" if n else "")
    session.commit()
    actions.merge(kept, gone, by=cast.rm_north.viewer, versions=(kept.version, gone.version))
    session.commit()
    assert troubles_of_deals() == []


def test_whoever_takes_over_sees_the_negotiation_and_the_south_nothing(cast, session):
    prospect = a_prospect(decision_maker="任建军")
    actions.set_aims(prospect, by=cast.rm_north.viewer, limits="底价八万")
    a_round(prospect), a_result(prospect)
    actions.assign(prospect, cast.director.user, by=cast.office.viewer)
    session.flush()
    assert queries.deal_in_short(prospect, cast.director.viewer).rounds == 1
    for model in (NegotiationNote, NegotiationRound, NegotiationResult):
        assert len(session.scalars(model.seen_by(cast.director.viewer)).all()) == 1
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []


TERMS = {
    "price": "88000", "delivery": "签约后 18 天内开业", "after_sales": "驻店带教 14 天", "manager_name": "王建国",
    "decider_name": "任建军", "signed_on": "",
}  # fmt: skip


@pytest.mark.pages
def test_a_manager_negotiates_and_prints_what_was_confirmed(browse, cast, visit, session):
    prospect, browser = a_prospect(S, Stage.NEGOTIATING), browse(cast.rm_north)
    session.commit()
    file = f"/prospecting/prospects/{prospect.id}"
    assert "还差" in visit(browser, file).text
    visit(browser, f"{file}/aims/edit")
    assert browser.post(f"{file}/aims", {"goal": "本月签", "limits": "底价八万"}).status_code == 303
    visit(browser, f"{file}/rounds/new")
    today = clock.today().isoformat()
    typed = {"held_on": today, "present": "任建军", "our_price": "96000", "their_price": "80000"}
    assert browser.post(f"{file}/rounds", typed).status_code == 303
    [held] = queries.rounds_of(prospect, cast.rm_north.viewer)
    visit(browser, f"/prospecting/rounds/{held.id}/edit")
    assert browser.post(f"/prospecting/rounds/{held.id}", typed | {"their_price": "82000"}).status_code == 303
    begun = visit(browser, f"{file}/results/new")
    assert 'value="96000.00"' in begun.html and "没有给对方发过报价" in begun.text
    refusal = browser.post(f"{file}/results", TERMS | {"signed_on": today, "manager_name": "王"})
    assert refusal.status_code == 422 and "驻店带教 14 天" in refusal.text
    assert browser.post(f"{file}/results", TERMS | {"signed_on": today}).status_code == 303
    page = visit(browser, f"{file}/deal").text
    assert "确认时没有发过报价" in page
    assert "¥88,000.00" in page and "底价八万" in page and "¥14,000.00" in page
    result = queries.result_of(prospect, cast.rm_north.viewer)
    paper = visit(browser, f"/prospecting/results/{result.id}/paper").text
    assert "捌万捌仟元整" in paper and "任建军" in paper and "底价八万" not in paper and "本月签" not in paper


@pytest.mark.pages
def test_the_page_of_a_deal_takes_as_many_statements_however_many_rounds(browse, cast, session, count_statements):
    prospect, browser = a_prospect(), browse(cast.rm_north)

    def statements():
        session.commit()
        with count_statements() as seen:
            assert browser.get(f"/prospecting/prospects/{prospect.id}/deal").status_code == 200
        return len(seen)

    a_round(prospect), a_result(prospect)
    few = statements()
    for _ in range(5):
        a_round(prospect), a_result(prospect, reason="再谈")
    assert statements() <= few


@pytest.mark.pages
def test_a_director_sees_how_far_apart_all_are_and_takes_it_home_as_a_file(cast, places, browse, visit, session):
    near, far = a_prospect(S, name="近店"), a_prospect(S, name="远店", city=places.guangzhou, by=cast.rm_south.viewer)
    a_round(near, our_price=137_000_00, their_price=95_000_00)
    a_result(near, price=120_000_00)
    a_round(far, by=cast.rm_south.viewer)
    a_prospect(S, name="没谈过")
    session.commit()
    path = "/prospecting/deals"
    page = visit(browse(cast.office), path).text
    assert "近店" in page and "远店" in page and "没谈过" not in page
    said = browse(cast.rm_north).get(f"{path}?settled=yes&q=jindian&format=csv").text
    assert "137000.0" in said and "120000.0" in said and "远店" not in said
    assert "远店" not in browse(cast.rm_north).get(f"{path}?format=csv").text
    assert "近店" not in browse(cast.office).get(f"{path}?settled=no&format=csv").text
