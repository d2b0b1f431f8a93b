"""The one-store proposal: who pays what, versions, what was handed over (C19)."""

import re

import pytest

from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.invariants_proposals import troubles_of_proposals
from portal.prospecting.models import Measure, Outlook, Proposal, Stage, Track, sides_of
from portal.prospecting.queries.proposals import Priced
from tests.builders_onboarding import a_photo
from tests.builders_prospecting import a_proposal, a_prospect, a_survey, refused

covers = ("C19",)


def a_line(**facts):
    return {"title": "牌匾", "quantity": 1000, "price": 24_000_00, "company": 18_000_00} | facts


def test_the_store_pays_what_the_company_does_not(cast):
    proposal = a_proposal(lines=[a_line(), a_line(title="冷链", quantity=1500, price=10_01, company=0)])
    assert (proposal.investment, proposal.company_pays, proposal.store_pays) == (24_015_02, 18_000_00, 6_015_02)
    sides = [("牌匾", "company", 18_000_00), ("牌匾", "store", 6_000_00), ("冷链", "store", 15_02)]
    assert sides_of(proposal.items) == sides
    assert proposal.company_gives == 38_000_00


def test_each_case_has_its_month(cast):
    months = {level: found.months for level, _case, found in a_proposal().outcomes}
    assert months == {Outlook.LOW: None, Outlook.MIDDLE: 10, Outlook.HIGH: 3}


def test_the_company_cannot_pay_more_than_a_line_costs_and_more_than_all_cannot_buy(cast):
    with refused("cannot pay more than"):
        a_proposal(lines=[a_line(company=24_000_01)])
    a_proposal(a_prospect(), lines=[a_line(company=24_000_00)])
    with refused("More than all cannot buy"):
        a_proposal(cases={"low": {"footfall": 1, "buyers": 100_001, "basket": 1, "margin": 1}})
    with refused("More than all cannot stay"):
        a_proposal(cases={"high": {"footfall": 1, "buyers": 1, "basket": 1, "margin": 100_001}})


def test_versions_are_numbered_and_what_was_handed_over_stays(cast, session):
    by, prospect = cast.rm_north.viewer, a_prospect()
    first = a_proposal(prospect)
    actions.hand_over(first, by=by)
    with refused("stays as it was"):
        actions.edit_proposal(first, goods=1, by=by)
    with refused("handed over already"):
        actions.hand_over(first, by=by)
    second = actions.add_proposal(prospect, by=by, **queries.facts_of(first) | {"goods": 30_000_00})
    assert (first.number, second.number, first.goods, second.lines) == (1, 2, 20_000_00, first.lines)
    assert queries.newest_proposal(prospect, by) is second
    assert queries.lines_compared([second, first]) == [("店面装修", [second.items[0], first.items[0]])]


def test_a_proposal_holds_thirty_lines(cast):
    assert len(a_proposal(lines=[a_line(title=f"第{n}项") for n in range(30)]).items) == 30
    with refused("at most thirty"):
        a_proposal(a_prospect(), lines=[a_line(title=f"第{n}项") for n in range(31)])


def test_what_was_handed_over_shows_the_shop_of_that_day(cast, session):
    by = cast.rm_north.viewer
    survey = a_survey(tills_open=2, photos=[a_photo()])
    proposal = a_proposal(a_prospect(survey=survey))
    assert proposal.shop["tills_open"] == 2
    actions.hand_over(proposal, by=by)
    session.commit()
    photos = queries.photos_of(proposal, by)
    again = {"name": survey.name, "surveyed_on": survey.surveyed_on}
    actions.edit_survey(survey, by=by, photos=[a_photo()], tills_open=4, **again)
    session.commit()
    assert proposal.shop["tills_open"] == 2 and queries.photos_of(proposal, by) == photos
    later = actions.add_proposal(proposal.prospect, by=by, **queries.facts_of(proposal))
    assert later.shop["tills_open"] == 4 and len(queries.photos_of(later, by)) == 2


def test_verify_reckons_what_was_handed_over_and_counts_versions(cast, session):
    proposal = a_proposal()
    actions.give_link(proposal, days=7, by=cast.rm_north.viewer)
    session.commit()
    assert troubles_of_proposals() == []
    proposal.cases = proposal.cases | {"middle": proposal.cases["low"]}
    proposal.number = 2
    session.commit()
    assert troubles_of_proposals() == [
        f"prospect {proposal.prospect_id}: its proposals are not numbered one by one",
        f"proposal {proposal.id}: its payback is not what was shown when it was handed over",
    ]
    proposal.number, proposal.lines, proposal.handed_at = 1, [], None
    session.commit()
    assert [one.partition(": ")[2] for one in troubles_of_proposals()] == ["to a version that nobody was handed"]


def test_versions_of_two_files_that_become_one_are_numbered_as_they_were_written(cast, session):
    by = cast.rm_north.viewer
    kept, gone = a_prospect(), a_prospect(name="恒客隆生活超市")
    first, second, third = a_proposal(gone), a_proposal(kept), a_proposal(gone)
    session.commit()
    actions.merge(kept, gone, by=by, versions=(kept.version, gone.version))
    session.commit()
    assert queries.proposals_of(kept, by) == [third, second, first] and troubles_of_proposals() == []
    assert [one.number for one in (first, second, third)] == [1, 2, 3]


def test_nothing_without_a_line_is_handed_over(cast):
    with refused("no line of renovation"):
        actions.hand_over(a_proposal(lines=[]), by=cast.rm_north.viewer)


def test_a_lost_prospect_gets_no_proposal(cast):
    with refused("is lost"):
        a_proposal(a_prospect(Track.PERSON, Stage.LOST))


def test_the_first_version_begins_with_the_price_list_counted_in_the_shop(cast):
    prices = [
        Priced("店面装修", 160_00, Measure.AREA, 60), Priced("收银", 6_800_00, Measure.TILL, 100),
        Priced("牌匾", 24_000_00, Measure.ONCE, 75),
    ]  # fmt: skip
    actions.set_price_list(prices, by=cast.admin.viewer)
    survey = a_survey(area_m2=400, tills_total=4, footfall={"18": 30}, bought=3, empty_handed=1)
    begun = queries.begun_with(a_prospect(survey=survey))
    assert [(row["quantity"], row["company"]) for row in begun["lines"]] == [
        (400_000, 38_400_00), (4_000, 27_200_00), (1_000, 18_000_00),
    ]  # fmt: skip
    assert [case["footfall"] for case in begun["cases"].values()] == [420, 470, 504]
    assert {case["buyers"] for case in begun["cases"].values()} == {75_000}
    assert queries.begun_with(a_prospect(Track.PERSON))["cases"]["low"]["footfall"] == 0


def test_a_price_list_names_each_line_once_and_at_most_twelve(cast):
    by = cast.admin.viewer
    with refused("twice"):
        actions.set_price_list([Priced("牌匾", 1), Priced("牌匾", 2)], by=by)
    with refused("at most twelve"):
        actions.set_price_list([Priced(str(n), 1) for n in range(13)], by=by)


def test_the_trail_knows_who_wrote_it_and_not_what_it_says_of_people(cast, session):
    proposal = a_proposal(findings="任建军说租约明年到期")
    session.commit()
    told = Trail.seen_by(House("tests")).where(Trail.event == "proposal.added", Trail.subject_id == str(proposal.id))
    [link] = session.scalars(told).all()
    assert "任建军" not in str(link.facts)


def test_two_managers_never_see_each_others_proposals(cast, session):
    proposal = a_proposal()
    session.flush()
    assert session.scalars(Proposal.seen_by(cast.director.viewer)).all() == [proposal]
    assert session.scalars(queries.proposals(cast.rm_south.viewer)).all() == []


TYPED = {
    "title1": "牌匾", "quantity1": "1", "price1": "24000", "company1": "18000", "days": "30", "rent": "10000",
    "middle_footfall": "466", "middle_buyers": "50", "middle_basket": "20", "middle_margin": "20",
}  # fmt: skip


@pytest.mark.pages
def test_a_manager_writes_changes_compares_and_hands_over_a_proposal(browse, cast, visit, session):
    prospect, browser = a_prospect(), browse(cast.rm_north)
    session.commit()
    visit(browser, f"/prospecting/prospects/{prospect.id}/proposals/new")
    answer = browser.post(f"/prospecting/prospects/{prospect.id}/proposals", TYPED)
    proposal = session.scalars(Proposal.seen_by(cast.rm_north.viewer)).one()
    assert answer.status_code == 303 and answer.location.endswith(f"/prospecting/proposals/{proposal.id}")
    assert (proposal.store_pays, proposal.case(Outlook.MIDDLE).buyers) == (6_000_00, 50_000)
    shown = visit(browser, f"/prospecting/proposals/{proposal.id}").text
    assert "¥18,000.00" in shown and "50 %" in shown
    form = visit(browser, f"/prospecting/proposals/{proposal.id}/edit")
    assert 'value="24000.00"' in form.html
    browser.post(f"/prospecting/proposals/{proposal.id}", TYPED | {"company1": "20000"})
    session.expire_all()
    assert proposal.store_pays == 4_000_00
    assert browser.post(f"/prospecting/proposals/{proposal.id}/handing-over").status_code == 303
    assert browser.post(f"/prospecting/proposals/{proposal.id}", TYPED).status_code == 422
    browser.post(f"/prospecting/prospects/{prospect.id}/proposals", TYPED | {"title2": "冷链", "price2": "36000"})
    compared = visit(browser, f"/prospecting/prospects/{prospect.id}/proposals").html
    assert "冷链" in compared and "differs" in compared
    assert "恒客隆超市" in visit(browser, "/prospecting/proposals?q=hkl").text


@pytest.mark.pages
def test_a_line_without_its_price_is_said_beside_it(browse, cast, visit, session):
    prospect = a_prospect()
    session.commit()
    answer = browse(cast.rm_north).post(
        f"/prospecting/prospects/{prospect.id}/proposals", TYPED | {"title2": "冷链", "price2": ""}
    )
    assert answer.status_code == 422 and "写上单价" in answer.text


@pytest.mark.pages
def test_what_is_wrong_is_summed_up_in_the_order_of_the_page(browse, cast, session):
    prospect = a_prospect()
    session.commit()
    wrong = {"findings": "长" * 601, "price1": "多", "goods": "多", "low_footfall": "多", "days": "", "today": "多"}
    answer = browse(cast.rm_north).post(f"/prospecting/prospects/{prospect.id}/proposals", TYPED | wrong)
    named = re.findall(r'<li><a href="#([^"]+)"', answer.text)
    assert answer.status_code == 422 and sorted(named) == sorted(wrong)
    assert named == sorted(named, key=lambda name: answer.text.index(f'id="{name}"'))
    assert "“牌匾”的单价" in answer.text and "“慢”的每天客流" in answer.text


@pytest.mark.pages
def test_an_administrator_keeps_the_price_list(browse, cast, visit):
    browser = browse(cast.admin)
    visit(browser, "/prospecting/renovation-prices")
    typed = {"title1": "牌匾", "price1": "24000", "measure1": "once", "share1": "75"}
    rest = {f"measure{n}": "once" for n in range(2, 13)}
    assert browser.post("/prospecting/renovation-prices", typed | rest).status_code == 303
    assert queries.price_list() == [Priced("牌匾", 24_000_00, Measure.ONCE, 75)]
    assert browse(cast.rm_north).get("/prospecting/renovation-prices").status_code == 403
