"""An agreed prospect's file fills in its application: nothing is typed twice (C25)."""

import pytest

from portal.kernel import clock
from portal.prospecting import actions as prospecting
from portal.prospecting.models import Stage, Track
from portal.signing import actions
from portal.signing.begun import begun_with
from portal.signing.models import Payer
from tests.builders_onboarding import a_photo
from tests.builders_prospecting import a_proposal, a_prospect, a_survey

covers = ("C25",)


@pytest.fixture
def agreed(cast):
    prospect = a_prospect(stage=Stage.AGREED)
    prospecting.edit_prospect(prospect, address="北京市朝阳区垡头西里 8 号", by=cast.rm_north.viewer)
    return prospect


def test_what_the_file_and_the_survey_know_is_filled_in(cast, agreed):
    begun = begun_with(agreed, cast.rm_north.viewer)
    assert begun.facts | {"reasons": ""} == {
        "store_name": "恒客隆超市", "district": "朝阳区", "address": "垡头西里8号", "owner_name": "任建军",
        "owner_phone": "13900002290", "area_m2": 400, "tills": 4, "reasons": "",
    }  # fmt: skip
    assert "90" in begun.facts["reasons"] and "14" in begun.facts["reasons"]


def test_the_number_of_a_contact_who_does_not_decide_is_not_taken_for_the_owners(cast, browse, visit, agreed):
    prospecting.edit_prospect(agreed, contact_name="孙店长", decision_maker="任建军", by=cast.rm_north.viewer)
    facts = begun_with(agreed, cast.rm_north.viewer).facts
    assert (facts["owner_name"], facts["owner_phone"]) == ("任建军", "")
    form = visit(browse(cast.rm_north), f"/signing/applications/new?prospect={agreed.id}").html
    assert "资料里的号码是孙店长的" in form and "13900002290" not in form


@pytest.mark.parametrize(("contact", "decider"), [("任建军", "任建军"), ("", "任建军"), ("任建军", "")])
def test_the_only_person_a_file_names_owns_its_number(cast, agreed, contact, decider):
    agreed.contact_name, agreed.decision_maker = contact, decider
    assert begun_with(agreed, cast.rm_north.viewer).facts["owner_phone"] == "13900002290"


def test_the_lines_say_who_pays_what_and_which_goods_are_given(cast, agreed):
    lines = begun_with(agreed, cast.rm_north.viewer).lines
    assert [(line.payer, line.amount) for line in lines] == [
        (Payer.COMPANY, 34_400_00), (Payer.STORE, 29_600_00), (Payer.COMPANY, 20_000_00),
    ]  # fmt: skip
    assert lines[0].title == lines[1].title == "店面装修"


def test_the_price_that_was_accepted_counts_before_the_one_that_was_planned(cast, agreed, session, browse, visit):
    by, planned = cast.rm_north.viewer, begun_with(agreed, cast.rm_north.viewer).proposal
    quoted = prospecting.add_quotation(agreed, source="proposal", by=by)
    cheaper = [line | {"company": line["company"] + 1_600_00} for line in quoted.lines]
    facts = {"valid_until": quoted.valid_until, "note": ""}
    prospecting.edit_quotation(quoted, by=by, lines=cheaper, **facts)
    prospecting.send_quotation(quoted, by=by)
    assert [line.amount for line in begun_with(agreed, by).lines][:2] == [34_400_00, 29_600_00]
    prospecting.accept_quotation(quoted, name="任建军", on=clock.day_of(quoted.made_at), by=by)
    begun = begun_with(agreed, by)
    assert begun.proposal == planned and [(line.payer, line.amount) for line in begun.lines] == [
        (Payer.COMPANY, 36_000_00), (Payer.STORE, 28_000_00), (Payer.COMPANY, 20_000_00),
    ]  # fmt: skip
    session.commit()
    form = visit(browse(cast.rm_north), f"/signing/applications/new?prospect={agreed.id}").html
    assert 'value="36000.00"' in form and f"/prospecting/quotations/{quoted.id}" in form


@pytest.mark.pages
def test_the_longest_proposal_fits_into_an_application(cast, browse, visit, agreed, session):
    line = {"quantity": 1000, "price": 2_000_00, "company": 1_000_00}
    a_proposal(agreed, lines=[line | {"title": f"第{n}项"} for n in range(30)])
    session.commit()
    page = visit(browse(cast.rm_north), f"/signing/applications/new?prospect={agreed.id}")
    assert page.html.count('value="1000.00"') == 60 and 'value="20000.00"' in page.html


def test_the_version_that_was_handed_over_counts_and_not_the_draft_behind_it(cast, agreed):
    by = cast.rm_north.viewer
    handed = begun_with(agreed, by).proposal
    prospecting.hand_over(handed, by=by)
    draft = a_proposal(agreed)
    assert begun_with(agreed, by).proposal == handed != draft


def test_a_person_without_survey_or_proposal_brings_what_he_has_done_and_can_put_in(cast):
    prospect = a_prospect(Track.PERSON, Stage.AGREED)
    prospect.done, prospect.capital = "在粮油店干过六年", 300_000_00
    begun = begun_with(prospect, cast.rm_north.viewer)
    assert begun.facts["store_name"] == "" and begun.lines == [] and begun.photos == []
    assert "在粮油店干过六年" in begun.facts["reasons"] and "300,000" in begun.facts["reasons"]


def test_photos_of_the_survey_come_along_unless_they_are_taken_out(cast, browse, visit, agreed):
    survey = a_survey(name="照片", address="别处 1 号", photos=[a_photo(), a_photo()])
    agreed.survey.photo_ids = first, second = survey.photo_ids
    rm, path = browse(cast.rm_north), f"/signing/applications?prospect={agreed.id}"
    form = visit(rm, f"/signing/applications/new?prospect={agreed.id}")
    assert form.html.count("data-photo>") == 2 and 'value="34400.00"' in form.html
    made = rm.post(path, {"store_name": "垡头店", "drop": [str(first)], "line_title": ["牌匾"], "line_amount": ["9"]})
    application = actions.queries.application(int(made.location.rsplit("/", 1)[1]), cast.rm_north.viewer)
    assert application.attachment_ids == [second]
    again = rm.get(f"/signing/applications/new?prospect={agreed.id}")
    assert (again.status_code, again.location) == (303, made.location)


@pytest.mark.pages
def test_one_tap_leads_from_an_agreed_file_to_its_application(cast, browse, visit, agreed):
    rm, door = browse(cast.rm_north), f"/signing/applications/new?prospect={agreed.id}"
    assert door in visit(rm, f"/prospecting/prospects/{agreed.id}").html
    assert door not in visit(browse(cast.office), f"/prospecting/prospects/{agreed.id}").html
    visit(browse(cast.rm_south), door, 404)


def test_what_a_proposal_found_in_the_shop_is_not_said_twice(cast, agreed):
    proposal = begun_with(agreed, cast.rm_north.viewer).proposal
    agreed.survey.tills_total, agreed.survey.tills_open = 3, 1
    proposal.findings = "3 台收银只开了 1 台。"
    assert "开着" not in begun_with(agreed, cast.rm_north.viewer).facts["reasons"]
    proposal.findings = ""
    assert "3 台收银机开着 1 台。" in begun_with(agreed, cast.rm_north.viewer).facts["reasons"]
