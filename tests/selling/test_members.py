"""Members: consent, one number one member, masks, and the trail."""

import io
from contextlib import nullcontext
from datetime import timedelta

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.kernel.trail import Trail, history_of
from portal.kernel.words import say
from portal.selling import actions, consent, queries
from portal.selling.masks import masked_member
from portal.selling.models import Member
from tests.builders_selling import member, product, sale

covers = ("C34",)


def of(viewer, event):
    return Trail.seen_by(viewer).where(Trail.event == event)


@pytest.mark.promise("P61")
def test_registration_keeps_the_consent(wang, owner, session):
    session.commit()
    assert (wang.consent_version, wang.consent_channel, wang.actor_id) == (consent.VERSION, "page", owner.id)
    [link] = history_of(wang, owner)
    assert link.event == "member.registered" and "139" not in str(link.facts)


@pytest.mark.promise("P61")
def test_nobody_is_registered_without_consent(places, owner):
    with pytest.raises(Refused) as refused:
        actions.register(places.store, phone="13912345678", name="王", consents=False, by=owner)
    assert refused.value.field == "consents"


def test_a_number_belongs_to_one_member_of_the_chain(wang, cast, places):
    with pytest.raises(Refused) as refused:
        member(places.store_south, cast.owner_south.viewer, phone="13912345678", name="另一位")
    assert refused.value.field == "phone"


@pytest.mark.parametrize("q", ["13912345678", "139 1234 5678", "5678", "王秀", "wxl", "wangxiu"])
def test_a_member_is_found_by_number_last_four_name_or_pinyin(wang, owner, q):
    assert queries.find_members(owner, q) == [wang]
    assert queries.find_members(owner, "%_") == [], "these stand for any letters in the database alone"


@pytest.mark.promise("P22")
def test_another_store_finds_him_by_number_only_and_that_is_noted(wang, cast, places, session):
    south = cast.owner_south.viewer
    assert queries.find_members(south, "5678") == []
    assert actions.look_up(places.store_south, "王秀兰", by=south) == []
    assert actions.look_up(places.store_south, "5678", by=south) == [wang]
    session.commit()
    [link] = session.scalars(of(south, "member.looked_up")).all()
    assert link.facts == {"hits": 1}


@pytest.mark.promise("P65")
def test_looking_up_the_whole_chain_is_limited(wang, cast, places, monkeypatch):
    monkeypatch.setattr(actions.members, "MOST_LOOK_UPS", 0)
    with pytest.raises(Refused):
        actions.look_up(places.store_south, "5678", by=cast.owner_south.viewer)


@pytest.mark.promise("P65")
def test_many_who_look_up_at_once_are_counted_one_by_one(wang, cast, places, session, count_statements):
    session.commit()
    with count_statements() as seen:
        actions.look_up(places.store_south, "5678", by=cast.owner_south.viewer)
    counted = next(n for n, text in enumerate(seen) if "FROM trail" in text)
    assert any("FROM book" in text for text in seen[:counted])


@pytest.mark.promise("P65")
@pytest.mark.parametrize("minutes, stopped", [(59, True), (61, False)])
def test_look_ups_count_for_an_hour(minutes, stopped, wang, cast, places, session, monkeypatch):
    monkeypatch.setattr(actions.members, "MOST_LOOK_UPS", 1)
    with time_machine.travel(clock.now(), tick=False) as now:
        actions.look_up(places.store_south, "5678", by=cast.owner_south.viewer)
        session.commit()
        now.shift(timedelta(minutes=minutes))
        with pytest.raises(Refused) if stopped else nullcontext():
            actions.look_up(places.store_south, "5678", by=cast.owner_south.viewer)


@pytest.mark.promise("P64")
def test_pages_show_him_masked(wang, cast, browse, session):
    session.commit()
    for person in (cast.owner, cast.clerk, cast.rm_north, cast.office):
        page = browse(person).get(f"/selling/members/{wang.id}").get_data(as_text=True)
        assert "139****5678" in page and "13912345678" not in page
        assert ("王秀兰" in page) == (person.key in ("owner", "clerk"))
    assert browse(cast.owner_south).get(f"/selling/members/{wang.id}").status_code == 404


@pytest.mark.promise("P64")
def test_the_registering_store_sees_the_number_others_say_why(wang, cast, owner, session):
    assert actions.reveal(wang, by=owner) == "13912345678"
    with pytest.raises(Refused):
        actions.reveal(wang, by=cast.office.viewer)
    actions.reveal(wang, by=cast.office.viewer, reason="召回通知")
    session.commit()
    revealed = session.scalars(of(cast.office.viewer, "member.revealed")).all()
    assert [link.reason for link in revealed] == ["", "召回通知"]


@pytest.mark.promise("P62")
def test_erasing_leaves_the_orders_without_him(wang, owner, places, session):
    order = sale(places.store, owner, product(), member_id=wang.id)
    actions.erase(wang, by=owner, reason="本人要求")
    session.commit()
    row = session.get(Member, wang.id)
    assert (row.phone, row.last_four, row.name, row.pinyin) == (None, "", "", "") and row.is_erased
    assert masked_member(order.member) == say("Erased")
    assert order.member_id == wang.id and queries.find_members(owner, "5678") == []
    told = str([link.facts for link in history_of(wang, owner)])
    assert [word for word in ("5678", "王秀兰", "wang", "wxl") if word in told] == []
    assert member(places.store, owner, phone="13912345678").id != wang.id


@pytest.mark.promise("P63")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_of_members_is_no_file(form, wang, cast, browse, session):
    session.commit()
    for person in (cast.owner, cast.office):
        assert browse(person).get(f"/selling/members?format={form}").mimetype == "text/html"


@pytest.mark.promise("P63")
def test_the_export_holds_own_members_and_is_on_the_trail(wang, cast, browse, places, session):
    member(places.store_south, cast.owner_south.viewer, phone="13900000002", name="何")
    session.commit()
    answer = browse(cast.owner).post("/selling/members/export")
    [_, *rows] = CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows] == ["13912345678"]
    [link] = session.scalars(of(cast.owner.viewer, "members.exported")).all()
    assert link.facts["rows"] == 1
    assert browse(cast.clerk).post("/selling/members/export").status_code == 403
    assert browse(cast.office).post("/selling/members/export").status_code == 200


@pytest.mark.promise("P66")
def test_a_number_that_is_a_member_already_is_offered_to_choose(wang, cast, browse, session):
    session.commit()
    typed = {"phone": "139 1234 5678", "name": "王阿姨", "consents": "y"}
    answer = browse(cast.owner_south).post("/selling/members", typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "王阿姨" in text and "在收银台查" in text
    assert "139****5678" not in text and "王*" not in text and wang.store.name not in text


@pytest.mark.promise("P65")
def test_who_asks_for_numbers_by_registering_is_limited_like_a_look_up(wang, cast, browse, session, monkeypatch):
    session.commit()
    monkeypatch.setattr(actions.members, "MOST_LOOK_UPS", 1)
    browser = browse(cast.owner_south)
    known, new = ({"phone": phone, "name": "王", "consents": "y"} for phone in ("13912345678", "13912345679"))
    assert "已经是" in browser.post("/selling/members", known).get_data(as_text=True)
    for typed in (known, new):
        answer = browser.post("/selling/members", typed)
        assert answer.status_code == 422 and "查了太多" in answer.get_data(as_text=True)
    assert len(session.scalars(of(cast.owner_south.viewer, "member.looked_up")).all()) == 1


@pytest.mark.promise("P48")
def test_a_number_in_an_address_is_not_searched(wang, cast, browse, session):
    session.commit()
    assert "139****5678" in browse(cast.owner).post("/selling/members/search", {"q": "5678"}).get_data(as_text=True)
    assert browse(cast.owner).get("/selling/members/search?q=13912345678").status_code in (404, 405)
