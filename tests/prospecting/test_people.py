"""Capable people and teams: what they did and have, and what a file still lacks (C11, C12, C13)."""

import pytest

from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions
from portal.prospecting.models import Free, IntentLevel, Makeup, Source, Track
from tests.builders_prospecting import a_proposal, a_prospect, a_survey, refused

covers = ("C11", "C12", "C13")

P, S = Track.PERSON, Track.SUPERMARKET
KNOWN = {"makeup": Makeup.TEAM, "heads": 5, "done": "带过十人车队", "capital": 0, "free": Free.NOW, "wants": "自己的店"}


def columns(prospect):
    return [piece.column for piece in prospect.gaps]


def test_a_file_says_what_it_lacks(cast):
    prospect = a_prospect(P, phone="13900002290", contact_name="高志远", source=Source.FAIR)
    assert columns(prospect) == ["makeup", "done", "capital", "free", "wants"]
    actions.describe_person(prospect, by=cast.rm_north.viewer, **KNOWN)
    assert columns(prospect) == []  # no capital at all is an answer


def test_of_a_past_partner_one_says_what_was_done_together(cast):
    prospect = a_prospect(P, phone="13900002290", contact_name="高志远", source=Source.PARTNER)
    actions.describe_person(prospect, by=cast.rm_north.viewer, **KNOWN)
    assert columns(prospect) == ["together"]


def test_a_supermarkets_file_asks_for_its_survey(cast):
    bare = a_prospect(S)
    assert columns(bare) == [
        "contact_name", "phone", "source", "decision_maker", "address", "background", "survey_id",
    ]  # fmt: skip
    assert "survey_id" not in columns(a_prospect(S, survey=a_survey()))


def test_one_person_is_not_five(cast):
    with refused("One person"):
        actions.describe_person(a_prospect(P), makeup=Makeup.ONE, heads=5, by=cast.rm_north.viewer)


def test_a_supermarket_is_no_person(cast):
    with refused("survey"):
        actions.describe_person(a_prospect(S), done="老店", by=cast.rm_north.viewer)


def test_the_trail_tells_that_it_was_written_and_not_what(cast, session):
    actions.describe_person(a_prospect(P), by=cast.rm_north.viewer, **KNOWN | {"capital": 20_000_000})
    session.commit()
    told = session.scalars(Trail.seen_by(House("tests")).where(Trail.event == "prospect.described")).one()
    assert told.facts["changes"]["free"] == [None, "now"] and told.facts["changes"]["capital"] == ["", "•"]
    assert "20000000" not in str(told.facts) and "车队" not in str(told.facts)


@pytest.mark.pages
def test_what_is_missing_leads_to_where_it_is_written(cast, browse, visit):
    prospect, browser = a_prospect(P), browse(cast.rm_north)
    file = f"/prospecting/prospects/{prospect.id}"
    visit(browser, file)
    assert f"{file}/person/edit#capital" in visit(browser, file).html
    visit(browser, f"{file}/person/edit")
    typed = {"makeup": "team", "heads": "5", "done": "带过十人车队", "capital": "200000", "free": "now"}
    assert browser.post(f"{file}/person", typed).status_code == 303
    page = visit(browser, file).text
    assert "带过十人车队" in page and "200,000.00" in page and "person/edit#capital" not in visit(browser, file).html
    assert browser.post(f"{file}/person", {"makeup": "one", "heads": "5"}).status_code == 422


@pytest.mark.pages
@pytest.mark.promise("P22")
def test_the_list_of_people_is_ones_own_reach(cast, browse, visit):
    a_prospect(S, name="恒客隆超市")
    known = a_prospect(P, name="高志远团队", source=Source.WEBSITE)
    actions.describe_person(known, by=cast.rm_north.viewer, **KNOWN)
    a_prospect(P, name="孙晓琳夫妇")
    north = browse(cast.rm_north)
    everyone = visit(north, "/prospecting/people").text
    assert "高志远团队" in everyone and "孙晓琳夫妇" in everyone and "恒客隆" not in everyone
    assert "高志远团队" not in visit(browse(cast.rm_south), "/prospecting/people").text
    for asked, found in (("lacks=capital", "孙晓琳夫妇"), ("source=website", "高志远团队"), ("q=gzy", "高志远团队")):
        text = visit(north, f"/prospecting/people?{asked}").text
        assert [name for name in ("高志远团队", "孙晓琳夫妇") if name in text] == [found]
    assert "高志远" not in visit(north, "/prospecting/people?lacks=nothing").text
    assert north.get("/prospecting/people?format=xlsx").status_code == 200


@pytest.mark.pages
def test_on_screen_what_is_read_together_shares_a_column_and_a_file_holds_each_fact_by_itself(cast, browse, visit):
    by = cast.rm_north.viewer
    someone = a_prospect(P, capital=300_000_00, free=Free.NOW, source=Source.VISIT, done="带过十人车队" * 20)
    actions.judge_intent(someone, IntentLevel.FIRM, "问了两次", by=by)
    page = visit(browse(cast.rm_north), "/prospecting/people")
    assert page.html.count('<th scope="col"') <= 8 and "¥300,000.00 · 马上" in page.text and "有意向" in page.text
    rows = browse(cast.rm_north).get("/prospecting/people?format=csv").text.splitlines()
    assert rows[0].count(",") == 10 and "带过十人车队" * 20 in rows[1]


@pytest.mark.pages
@pytest.mark.parametrize(
    "path", ["people", "people?sort=-score", "people?q=gzy", "proposals", "prospects/{id}/proposals"]
)
def test_many_people_and_proposals_cost_no_more_statements(cast, browse, places, count_statements, path):
    browser, first = browse(cast.office), a_prospect(P)
    a_proposal(first)
    address = f"/prospecting/{path.format(id=first.id)}"

    def statements():
        with count_statements() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    statements()
    few = statements()
    for who, city in ((cast.rm_south, places.guangzhou), (cast.rm_north, places.taiyuan), (cast.director, None)):
        a_proposal(a_prospect(P, city=city, by=who.viewer), by=who.viewer)
        a_proposal(first)
    assert statements() <= few


@pytest.mark.pages
@pytest.mark.parametrize("path", ["prospects/{id}", "prospects/{id}/merger/new", "proposals/{plan}"])
def test_a_file_costs_the_same_however_many_judgements_versions_and_files_of_the_same_there_are(
    cast, browse, places, count_statements, path
):
    by, first = cast.rm_north.viewer, a_prospect(P, phone="13900001111")
    plan = a_proposal(first)
    a_prospect(P, phone="13900001111")
    browser, address = browse(cast.rm_north), f"/prospecting/{path.format(id=first.id, plan=plan.id)}"
    actions.judge_intent(first, IntentLevel.OPEN, "没问钱", by=by)
    actions.give_link(plan, days=7, by=by)

    def statements():
        with count_statements() as seen:
            assert browser.get(address).status_code == 200
        return len(seen)

    statements()
    few = statements()
    for n in range(3):
        a_prospect(P, phone="13900001111", city=places.taiyuan)
        actions.judge_intent(first, IntentLevel.FIRM, f"问了 {n} 次", by=by)
        actions.give_link(plan, days=7, by=by)
        a_proposal(first)
    assert statements() <= few
