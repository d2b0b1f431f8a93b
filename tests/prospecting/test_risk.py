"""Risks and chances: weighed, looked after by somebody, closed with what became of them, handed on (C23)."""

from datetime import timedelta

import pytest

from portal.accounts.models import UserRegion
from portal.insight.home import home_of
from portal.kernel import clock
from portal.prospecting import actions, queries, reactions
from portal.prospecting.invariants_risks import troubles_of_risks
from portal.prospecting.models import Effect, Level, Likelihood, RiskEnd, RiskKind, RiskState, Stage, Track
from portal.prospecting.models.risks import matrix
from tests.browse import Browser
from tests.builders_prospecting import a_city, a_prospect, a_risk, refused

covers = ("C23",)

LOW, MIDDLE, HIGH = Likelihood.LOW, Likelihood.MIDDLE, Likelihood.HIGH
HEAVY = {"likelihood": HIGH, "effect": Effect.HIGH}
DAY = timedelta(days=1)


def overdue(risk, days=1):
    risk.due_on = clock.today() - days * DAY
    return risk


def facts_of(risk, owner, **changes):
    own = ("kind", "text", "likelihood", "effect", "measure", "due_on")
    return {name: getattr(risk, name) for name in own} | {"owner": owner} | changes


def test_likelihood_times_effect_is_the_level():
    levels = {(one, effect): level for one, cells in matrix() for effect, level in cells}
    assert [levels[one, Effect.LOW] for one in (LOW, MIDDLE, HIGH)] == [Level.LOW, Level.LOW, Level.MIDDLE]
    assert [levels[one, Effect.MIDDLE] for one in (LOW, MIDDLE, HIGH)] == [Level.LOW, Level.MIDDLE, Level.HIGH]
    assert [levels[one, Effect.HIGH] for one in (LOW, MIDDLE, HIGH)] == [Level.MIDDLE, Level.HIGH, Level.HIGH]


def test_a_heavy_one_is_not_written_down_without_its_measure(cast):
    with refused("weighs heavily"):
        a_risk(measure="", **HEAVY)
    light = a_risk(measure="")
    assert light.level == Level.MIDDLE and light.is_open
    with refused("weighs heavily"):
        actions.edit_risk(light, by=cast.rm_north.viewer, **facts_of(light, cast.rm_north.user, **HEAVY))


def test_only_a_manager_of_the_city_looks_after_it(cast, places):
    for owner in (cast.rm_south.user, cast.office.user):
        with refused("territory"):
            a_risk(owner=owner)
    assert a_risk(places.beijing, owner=cast.director.user).prospect_id is None


def test_its_day_lies_ahead_unless_it_was_there_before(cast):
    by, user = cast.rm_north.viewer, cast.rm_north.user
    with refused("in the past"):
        a_risk(due_on=clock.today() - DAY)
    late = overdue(a_risk(), 3)
    assert actions.edit_risk(late, by=by, **facts_of(late, user, measure="再约一次")).state == RiskState.OVERDUE
    with refused("in the past"):
        actions.edit_risk(late, by=by, **facts_of(late, user, due_on=clock.today() - DAY))


def test_it_is_closed_with_what_became_of_it_and_taken_up_again(session, cast):
    by, risk = cast.rm_north.viewer, overdue(a_risk())
    with refused("averted or happens"):
        actions.close_risk(risk, RiskEnd.SEIZED, by=by, ending="续了三年")
    with refused("what became"):
        actions.close_risk(risk, RiskEnd.AVERTED, by=by, ending="")
    actions.close_risk(risk, RiskEnd.AVERTED, by=by, ending="续了三年")
    assert (risk.state, risk.is_overdue) == (RiskEnd.AVERTED, False)
    for deed in (
        lambda: actions.close_risk(risk, RiskEnd.GONE, by=by, ending="不提了"),
        lambda: actions.edit_risk(risk, by=by, **facts_of(risk, cast.rm_north.user)),
    ):
        with refused("It is closed"):
            deed()
    with refused("Say why"):
        actions.reopen_risk(risk, by=by, reason="", due_on=clock.today())
    actions.reopen_risk(risk, by=by, reason="房东反悔", due_on=clock.today())
    assert (risk.state, risk.end, risk.ending) == (RiskState.OPEN, None, "")
    assert [link["event"] for link in session().info["trail"]][-2:] == ["risk.closed", "risk.reopened"]
    with refused("open already"):
        actions.reopen_risk(risk, by=by, reason="房东反悔", due_on=clock.today())


def test_who_is_given_up_leaves_nothing_open(cast):
    by, prospect = cast.rm_north.viewer, a_prospect(Track.PERSON)
    risk, chance = a_risk(prospect), a_risk(prospect, RiskKind.CHANCE)
    actions.lose(prospect, by=by, reason="去外地工作")
    assert (risk.end, chance.end, risk.ending) == (RiskEnd.GONE, RiskEnd.GONE, "去外地工作")
    with refused("is lost"):
        a_risk(prospect)
    with refused("is lost"):
        actions.reopen_risk(risk, by=by, reason="又来找", due_on=clock.today())


def test_it_follows_the_prospect_to_who_has_it_and_leaves_others_theirs(cast):
    prospect = a_prospect(Track.PERSON)
    his, directors = a_risk(prospect), a_risk(prospect, owner=cast.director.user)
    closed = actions.close_risk(a_risk(prospect), RiskEnd.GONE, by=cast.rm_north.viewer, ending="不提了")
    actions.assign(prospect, cast.director.user, by=cast.office.viewer)
    assert his.owner_id == directors.owner_id == cast.director.user.id
    assert closed.owner_id == cast.rm_north.user.id


def test_who_claims_from_the_pool_looks_after_it(cast):
    prospect = a_prospect(Track.PERSON)
    risk = a_risk(prospect)
    actions.give_back(prospect, by=cast.rm_north.viewer, reason="顾不过来")
    assert risk.owner_id == cast.rm_north.user.id
    actions.claim(prospect, by=cast.director.viewer)
    assert risk.owner_id == cast.director.user.id


def test_who_is_given_one_out_of_the_pool_looks_after_it(cast):
    prospect = a_prospect(Track.PERSON)
    risk, directors = a_risk(prospect), a_risk(prospect, RiskKind.CHANCE, owner=cast.director.user)
    actions.give_back(prospect, by=cast.rm_north.viewer, reason="顾不过来")
    actions.assign(prospect, cast.director.user, by=cast.office.viewer)
    assert risk.owner_id == directors.owner_id == cast.director.user.id


@pytest.mark.parametrize("all_at_once", [True, False])
def test_what_a_leaver_left_in_the_pool_waits_there_for_who_claims_it(session, cast, places, all_at_once):
    """Not for the director, who only came next: a claimer would be without it."""
    prospect, leaver, colleague = a_prospect(Track.PERSON), cast.rm_north.user, cast.rm_south.user
    risk = a_risk(prospect)
    actions.give_back(prospect, by=cast.rm_north.viewer, reason="顾不过来")
    a_risk(places.beijing)
    colleague.regions.append(UserRegion(region_id=prospect.region_id))
    session.flush()
    if all_at_once:
        actions.hand_over_all(leaver, cast.director.user, by=cast.office.viewer, reason="离职")
    else:
        leaver.heir = cast.director.user
        reactions.follow_the_territory(leaver, by=cast.office.viewer)
    assert leaver not in queries.owners_to_hand_over(cast.office.viewer)
    actions.claim(prospect, by=cast.rm_south.viewer)
    assert risk.owner_id == colleague.id


@pytest.mark.parametrize("which", ["kept", "gone"])
def test_merging_with_one_of_the_pool_gives_its_risks_to_who_has_the_other(session, cast, which):
    files = {"kept": a_prospect(Track.PERSON), "gone": a_prospect(Track.PERSON)}
    risk = a_risk(files[which])
    actions.give_back(files[which], by=cast.rm_north.viewer, reason="顾不过来")
    other = files["gone" if which == "kept" else "kept"]
    actions.assign(other, cast.director.user, by=cast.office.viewer)
    session.flush()
    kept, gone = files["kept"], files["gone"]
    actions.merge(kept, gone, by=cast.office.viewer, versions=(kept.version, gone.version))
    assert (kept.owner_id, risk.owner_id) == (cast.director.user.id, cast.director.user.id)


@pytest.mark.parametrize("all_at_once", [True, False])
def test_a_leavers_risks_of_whole_cities_go_to_the_nearest_manager(session, cast, places, all_at_once):
    a_prospect(Track.PERSON)
    risk, leaver = a_risk(places.beijing), cast.rm_north.user
    session.flush()
    if all_at_once:
        actions.hand_over_all(leaver, cast.director.user, by=cast.office.viewer, reason="离职")
    else:
        leaver.heir = cast.rm_south.user  # in whose territory the city does not lie
        reactions.follow_the_territory(leaver, by=cast.office.viewer)
    assert risk.owner_id == cast.director.user.id


def test_one_who_has_only_risks_of_cities_hands_them_over_too(session, cast, places):
    risk, leaver, by = a_risk(places.beijing), cast.rm_north.user, cast.office.viewer
    session.flush()
    assert leaver in queries.owners_to_hand_over(by)
    handed = actions.hand_over_all(leaver, cast.director.user, by=by, reason="离职")
    assert (risk.owner_id, handed) == (cast.director.user.id, actions.Handed(risks=1))
    with refused("nothing to hand over"):
        actions.hand_over_all(leaver, cast.director.user, by=by, reason="离职")


def test_merging_two_files_keeps_the_risks_of_both(session, cast):
    kept, gone = a_prospect(Track.PERSON), a_prospect(Track.PERSON, Stage.PITCHED)
    ours, theirs = a_risk(kept), a_risk(gone)
    session.flush()
    actions.merge(kept, gone, by=cast.rm_north.viewer, versions=(kept.version, gone.version))
    assert {one.id for one in queries.risks_of(kept, cast.rm_north.viewer)} == {ours.id, theirs.id}


def test_verify_finds_what_is_weighed_wrongly_or_ends_as_it_cannot(session):
    risk = a_risk()
    assert troubles_of_risks() == []
    risk.rank, risk.end = 1, RiskEnd.SEIZED
    session.flush()
    assert len(troubles_of_risks()) == 3


def test_a_home_counts_what_is_open_heavy_and_late_within_reach(session, cast, places):
    a_risk(**HEAVY), overdue(a_risk()), overdue(a_risk(owner=cast.director.user))
    actions.close_risk(a_risk(), RiskEnd.GONE, by=cast.rm_north.viewer, ending="不提了")
    session.flush()
    counted = [home_of(who.viewer).risks for who in (cast.rm_north, cast.director, cast.rm_south)]
    assert [(one.open, one.high, one.overdue, one.mine) for one in counted] == [
        (3, 1, 2, 1),
        (3, 1, 2, 1),
        (0, 0, 0, 0),
    ]


@pytest.fixture
def rows(session, cast, places):
    """One of each level, a late chance of a city, a closed one, and one of the south."""
    prospect = a_prospect(name="恒客隆超市")
    heavy = a_risk(prospect, text="房东涨租", **HEAVY)
    light = a_risk(prospect, text="收银数据", likelihood=LOW, effect=Effect.LOW)
    places.taiyuan.pinyin = "Taiyuan"
    middle = overdue(a_risk(places.taiyuan, RiskKind.CHANCE, text="装修补贴"))
    closed = actions.close_risk(a_risk(prospect, text="免租"), RiskEnd.GONE, by=cast.rm_north.viewer, ending="不提了")
    south = a_risk(places.guangzhou, text="同行进来", owner=cast.rm_south.user, by=cast.rm_south.viewer)
    session.flush()
    return {"heavy": heavy, "middle": middle, "light": light, "closed": closed, "south": south}


SHOWN = {
    "": ["heavy", "middle", "light"], "?show=overdue": ["middle"], "?show=closed": ["closed"],
    "?level=high": ["heavy"], "?level=low&show=all": ["light"], "?kind=chance": ["middle"],
    "?q=hkl": ["heavy", "light"], "?q=taiyuan": ["middle"], "?q=补贴": ["middle"],
}  # fmt: skip


@pytest.mark.pages
def test_the_list_shows_what_is_open_first_what_weighs_most(rows, cast, browse, visit):
    rm = browse(cast.rm_north)
    for query, shown in SHOWN.items():
        html = visit(rm, f"/prospecting/risks{query}").html
        found = [(html.find(f'/prospecting/risks/{risk.id}"'), name) for name, risk in rows.items()]
        assert [name for at, name in sorted(found) if at >= 0] == shown, query


@pytest.mark.pages
def test_a_director_exports_all_in_reach_and_a_manager_only_his(rows, cast, browse):
    texts = {
        who: browse(getattr(cast, who)).get("/prospecting/risks?format=csv").text for who in ("office", "rm_south")
    }
    assert "房东涨租" in texts["office"] and "同行进来" in texts["office"]
    assert "房东涨租" not in texts["rm_south"] and "同行进来" in texts["rm_south"]


@pytest.mark.pages
def test_a_page_of_the_list_takes_as_many_statements_with_many_rows(session, cast, browse, count_statements):
    reader: Browser = browse(cast.rm_north)
    a_risk()
    session.flush()
    with count_statements() as few:
        reader.get("/prospecting/risks")
    for n in range(6):
        a_risk(a_prospect(name=f"超市 {n}"), text=f"风险 {n}")
    session.flush()
    with count_statements() as many:
        reader.get("/prospecting/risks")
    assert len(many) == len(few)


@pytest.mark.pages
def test_it_is_written_down_on_the_pages_of_prospect_and_city_and_closed_on_its_own(cast, browse, visit):
    rm, prospect, file = browse(cast.rm_north), a_prospect(name="恒客隆超市"), a_city()
    typed = {
        "kind": "risk", "text": "房东要涨租", "likelihood": "high", "effect": "high", "measure": "",
        "owner_id": cast.rm_north.user.id, "due_on": (clock.today() + DAY).isoformat(),
    }  # fmt: skip
    for place in (f"/prospecting/prospects/{prospect.id}", f"/prospecting/cities/{file.id}"):
        visit(rm, f"{place}/risks/new")
        refusal = rm.post(f"{place}/risks", typed)
        assert refusal.status_code == 422 and "等级高" in refusal.text
        assert rm.post(f"{place}/risks", typed | {"measure": "先锁三年租金"}).status_code == 303
        assert "房东要涨租" in visit(rm, place).html
    risk = queries.risks_of(prospect, cast.rm_north.viewer)[0]
    path = f"/prospecting/risks/{risk.id}"
    assert "先锁三年租金" in visit(rm, path).text
    visit(rm, f"{path}/edit")
    assert rm.post(f"{path}/closure", {"end-end": "seized", "end-ending": "锁了"}).status_code == 422
    assert rm.post(f"{path}/closure", {"end-end": "averted", "end-ending": "锁了"}).status_code == 303
    visit(browse(cast.director, "en"), path)
    again = {"again-reason": "反悔", "again-due_on": clock.today().isoformat()}
    assert rm.post(f"{path}/reopening", again).status_code == 303
    assert queries.risk(risk.id, cast.rm_north.viewer).is_open
