"""Consent withdrawn: number and name are kept and used nowhere, until the member agrees again or is erased.

Broken on purpose: with `consenting` asking for the erasure alone, or `find_members` finding by the last four, or
`posting.buyer` looking at the erasure alone, its own test fails.
"""

import io

import pytest
from python_calamine import CalamineWorkbook

from portal.kernel.refusals import Refused
from portal.selling import actions, consent, queries
from portal.selling.models import Member
from tests.builders_goods import handed_in
from tests.builders_selling import member, post, product, row_of, said, sale
from tests.trail import noted

covers = ("C34",)
promises = ("P59",)

FILE = "key,store,phone,name,consent_at,consent_version\n,BJ-0001,13912345678,王秀兰,2026-01-05 09:30:00,2026-01\n"


@pytest.fixture
def wang(owner, places, session):
    """A member who bought and then took his consent back."""
    made = member(places.store, owner)
    made.consent_version = "an older one"
    sale(places.store, owner, product(), member_id=made.id)
    actions.withdraw(made, by=owner)
    session.commit()
    return made


def test_number_and_name_stay_and_who_noted_it_is_on_the_trail(wang, owner, session):
    row = session.get(Member, wang.id)
    assert (row.phone, row.name, row.has_withdrawn, row.consents, row.is_erased) == (
        "13912345678", "王秀兰", True, False, False,
    )  # fmt: skip
    [link] = noted("member.withdrew")
    assert (link.subject_id, link.actor_id) == (str(wang.id), owner.id) and "139" not in str(link.facts)
    with pytest.raises(Refused):
        actions.withdraw(row, by=owner)


@pytest.mark.parametrize("q", ["5678", "王秀兰", "wxl"])
def test_he_is_found_by_nothing_but_his_whole_number(q, wang, owner, places, cast):
    assert actions.look_up(places.store, q, by=owner) == []
    assert actions.look_up(places.store_south, q, by=cast.owner_south.viewer) == []


def test_the_till_says_that_he_has_withdrawn_and_no_more(wang, browse, cast):
    for person in (cast.clerk, cast.owner_south):
        told = browse(person).post("/till/members/search", json={"q": "13912345678"}).json
        assert told["hits"] == [] and "已撤回同意" in told["message"]
    found = browse(cast.clerk).post("/selling/members/search", {"q": "13912345678"}).get_data(as_text=True)
    assert "已撤回同意" in found and "王秀兰" not in found and "139****5678" not in found


def test_he_buys_without_membership(wang, owner, places, session):
    milk = product("酸奶", price=800, member_price=700)
    (posted,) = post(places.store, owner, said(milk, member_id=wang.id), device="T2")
    order = row_of(posted.key)
    assert (order.member_id, order.total, order.flags) == (None, 800, "member")
    assert queries.member_of_chain(wang.id) is None


def test_no_list_no_figure_and_no_file_holds_him(wang, owner, browse, cast, places):
    assert queries.member_figures(owner)["total"] == 0
    browser = browse(cast.owner)
    assert "139****5678" not in browser.get("/selling/members").text
    assert "王" not in browser.get("/selling/orders").text.replace("王建国", "")
    [_, *rows] = (
        CalamineWorkbook.from_filelike(io.BytesIO(browser.post("/selling/members/export").data))
        .get_sheet_by_index(0)
        .to_python()
    )
    assert rows == []
    assert "王*" in browser.get("/selling/members?since=withdrawn").text
    assert browse(cast.owner_south).get(f"/selling/members/{wang.id}").status_code == 404


def test_a_file_does_not_bring_him_back(wang, cast, session):
    assert handed_in("members", FILE, by=cast.owner.viewer).state == "refused"
    assert session.get(Member, wang.id).has_withdrawn


def test_neither_revealed_nor_renamed_but_erased(wang, owner):
    for deed in (lambda: actions.reveal(wang, by=owner), lambda: actions.rename(wang, "王", by=owner)):
        with pytest.raises(Refused):
            deed()
    actions.erase(wang, by=owner, reason="本人要求")
    assert wang.is_erased and not wang.has_withdrawn and wang.phone is None


def test_pages_of_withdrawing_and_agreeing_again(owner, places, browse, cast, session, visit):
    made = member(places.store, owner)
    session.commit()
    browser, url = browse(cast.clerk), f"/selling/members/{made.id}"
    assert "撤回同意" in visit(browser, url).text
    assert browser.post(f"{url}/withdrawal").status_code == 303
    text = visit(browser, url).text
    assert "不再使用" in text and "王秀兰" not in text and "139****5678" not in text
    assert browser.post(f"{url}/consent").status_code == 422
    assert browser.post(f"{url}/consent", {"consents": "y"}).status_code == 303
    assert "王秀兰" in visit(browser, url).text
    for person in (cast.rm_north, cast.admin):
        assert browse(person).post(f"{url}/withdrawal").status_code == 403


def test_a_new_consent_is_kept_like_the_first(wang, owner, session):
    with pytest.raises(Refused):
        actions.consent_again(wang, consents=False, by=owner)
    actions.consent_again(wang, consents=True, by=owner)
    session.commit()
    assert (wang.consents, wang.consent_version) == (True, consent.VERSION)
    [link] = noted("member.consented")
    assert link.facts["version"] == consent.VERSION
    assert actions.reveal(wang, by=owner) == "13912345678"


def test_who_registers_anew_elsewhere_belongs_to_that_store(wang, cast, places, session):
    south = cast.owner_south.viewer
    again = member(places.store_south, south, name="王阿姨")
    session.commit()
    assert (again.id, again.store_id, again.name, again.consents) == (wang.id, places.store_south.id, "王阿姨", True)
    assert queries.orders_of(again, south) == []  # what he bought in the north stays there
    assert queries.find_members(cast.owner.viewer, "王秀兰") == []
