"""A member's copy: all that is known of him and nothing of others, by POST, on the trail, counted."""

import io
import json

import pytest
from python_calamine import CalamineWorkbook

from portal.kernel.refusals import Refused
from portal.selling import actions, copies, watch
from portal.selling.models import Member
from tests.builders_selling import member, product, sale
from tests.trail import noted

covers = ("C34",)


@pytest.fixture
def wang(cast, owner, places):
    """A member with orders in two stores, a birthday, points, a recommender and a second file."""
    first = member(places.store, owner, phone="13912340000", name="介绍人")
    milk = product("=纯牛奶", price=500, member_price=450)
    sale(places.store, owner, milk, member_id=first.id)
    made = member(places.store, owner)
    actions.refer(made, first, by=owner)
    sale(places.store, owner, milk, member_id=made.id)
    sale(places.store_south, cast.owner_south.viewer, milk, milk, member_id=made.id)
    actions.note_birthday(made, month=11, day=8, agrees=True, by=owner)
    actions.set_credit(made, limit=500_00, by=owner)
    actions.adjust_points(made, points=30, reason="漏记", by=cast.office.viewer)
    other = member(places.store, owner, phone="13912349999", name="王阿姨")
    actions.merge(made, phone=other.phone, reason="换号", by=owner)
    watch.open_file(made, by=cast.clerk.viewer)
    return made


def test_it_holds_all_that_is_known_of_him_and_no_number_of_another(wang, owner):
    found = copies.as_plain(actions.copy_member(wang, reason="本人来店", by=owner))
    assert [(file["phone"], file["birthday"], file["points"]) for file in found["files"]] == [
        ("13912345678", "11-08", 30), ("13912349999", None, 0),
    ]  # fmt: skip
    assert found["files"][0]["recommended_by"] == "介*" and "13912340000" not in str(found)
    assert [(one["store"], one["total"], one["saved"]) for one in found["orders"]] == [
        ("BJ-0001", 4.5, 0.5), (found["orders"][1]["store"], 9.0, 1.0),
    ]  # fmt: skip
    assert [(one["orders"], one["owed"], one["limit"]) for one in found["accounts"]] == [(1, 0, 500), (1, 0, 0)]
    assert len(found["lines"]) == 3 and found["points"][0]["reason"] == "漏记" and len(found["openings"]) == 1
    assert any(one["version"] for one in found["consents"])


def test_every_personal_field_and_every_table_that_names_members_is_in_it_or_says_why_not(app):
    """Whoever gives members a new field or table decides here whether a copy tells of it."""
    told = {"phone", "last_four", "name", "pinyin", "birthday"}  # last four and pinyin are made of the others
    assert Member.personal == told
    naming = {
        table.name
        for table in Member.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "member"
    }
    elsewhere = {
        "member",
        "member_total",  # sums of the orders
        "idle_member",  # the rule of retention, the same for all
        "member_key",  # the number that the tablet which registered him made up
        "points_reservation",  # kept for some minutes while an order is paid
    }
    assert naming - elsewhere == {"orders", "points_move", "referral", "member_opening", "credit"}


def test_it_is_on_the_trail_with_its_reason_and_counts_as_looking_at_him(wang, owner, session):
    actions.copy_member(wang, reason="本人来店", by=owner)
    session.commit()
    [link] = noted("member.copied")
    assert (link.reason, link.subject_id) == ("本人来店", str(wang.id)) and "139" not in str(link.facts)
    assert watch.tally(owner.id, link.at).revealed == 1


def test_also_whoever_took_his_consent_back_is_given_it_but_nobody_of_one_who_is_erased(wang, owner):
    actions.withdraw(wang, by=owner)
    assert actions.copy_member(wang, reason="来函", by=owner)
    actions.erase(wang, by=owner, reason="本人要求")
    with pytest.raises(Refused):
        actions.copy_member(wang, reason="来函", by=owner)


@pytest.mark.pages
def test_it_leaves_as_a_workbook_or_as_json_and_no_cell_is_a_formula(browse, visit, cast, wang, session):
    session.commit()
    page, path = browse(cast.owner), f"/selling/members/{wang.id}/copy"
    visit(page, f"/selling/members/{wang.id}")
    refused = page.post(path, {"copy-kind": "xlsx"})
    assert refused.status_code == 422 and 'tabindex="-1" autofocus' in refused.text  # it stands far down the page
    answer = page.post(path, {"copy-kind": "xlsx", "copy-reason": "本人来店"})
    assert answer.status_code == 200 and "139" not in answer.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert book.sheet_names == ["会员", "同意", "挂账", "订单", "明细", "订单以外的积分", "打开档案"]
    assert book.get_sheet_by_name("会员").to_python()[1][0] == "13912345678"
    assert {row[-1] for row in book.get_sheet_by_name("同意").to_python()[1:]} == {"店内", ""}
    answer = page.post(path, {"copy-kind": "json", "copy-reason": "本人来店"})
    assert json.loads(answer.data)["files"][0]["name"] == "王秀兰"
    assert browse(cast.clerk).post(path, {"copy-kind": "json", "copy-reason": "要"}).status_code == 403
    assert browse(cast.owner_south).post(path, {"copy-kind": "json", "copy-reason": "要"}).status_code == 404
