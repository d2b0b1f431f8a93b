"""The least by which a till finds a member: its own store's, never a number; and what he may have on account."""

import json

import pytest

from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from portal.selling import actions, benefits, queries
from portal.selling.benefits import Levels
from portal.selling.least import surname
from portal.selling.models import MemberTotal
from tests.builders_selling import member, product, sale

covers = ("C34",)


@pytest.fixture
def wang(session, cast, places):
    return member(places.store, cast.owner.viewer, phone="13912345678", name="欧阳秀兰")


@pytest.fixture
def south(session, cast, places):
    return member(places.store_south, cast.owner_south.viewer, phone="13912345679", name="陈志明")


def test_a_tablet_keeps_its_own_stores_members_and_no_number_of_theirs(browse, cast, places, wang, south, session):
    sale(places.store, cast.clerk.viewer, product(), member_id=wang.id)
    total = session.scalars(MemberTotal.seen_by(cast.owner.viewer)).one()
    total.owed, total.earned, total.used = 1200, 50, 8
    actions.set_credit(wang, limit=50000, by=cast.owner.viewer)
    actions.note_birthday(wang, month=11, day=8, agrees=True, by=cast.owner.viewer)
    benefits.set_levels(Levels(silver=100, gold=200), by=cast.office.viewer)
    session.commit()
    clerk = browse(cast.clerk)
    answer = clerk.get("/till/members")
    (one,) = answer.json["members"]
    known = {name: one[name] for name in ("id", "last_four", "surname", "level", "birthday", "points", "owed", "limit")}
    assert known == {
        "id": wang.id, "last_four": "5678", "surname": "欧阳", "level": "gold", "birthday": "11", "points": 42,
        "owed": 1200, "limit": 50000,
    }  # fmt: skip
    assert "13912345678" not in answer.text and "秀兰" not in answer.text
    tag = answer.headers["ETag"]
    again = clerk.get("/till/members", headers={"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")
    actions.withdraw(wang, by=cast.clerk.viewer)
    session.commit()
    gone = clerk.get("/till/members", headers={"If-None-Match": tag})
    assert (gone.status_code, gone.json) == (200, {"members": []})


def test_others_are_looked_up_in_the_chain_and_it_is_noted(browse, cast, places, wang, south, session):
    session.commit()
    clerk = browse(cast.clerk)

    def hits(q):
        return [(one["id"], one["home"]) for one in clerk.post("/till/members/search", json={"q": q}).json["hits"]]

    assert hits("欧阳") == [(wang.id, True)]
    assert hits("陈志") == [], "by name one's own only"
    assert hits("5679") == hits("13912345679") == [(south.id, False)]
    assert queries.look_ups(places.store, cast.clerk.viewer) == 2
    none = clerk.post("/till/members/search", json={"q": "0000"})
    assert none.json["hits"] == [] and none.json["message"]


@pytest.mark.pages
@pytest.mark.parametrize("body", [None, [], {"q": 5}, {"q": ""}, {"q": "x" * 1000}])
def test_whatever_is_asked_finds_nobody(browse, cast, wang, session, body):
    session.commit()
    assert browse(cast.clerk).post("/till/members/search", json=body).json["hits"] == []


@pytest.mark.pages
def test_who_looks_up_very_many_is_stopped(browse, cast, south, session, monkeypatch):
    monkeypatch.setattr("portal.selling.actions.members.MOST_LOOK_UPS", 1)
    session.commit()
    clerk = browse(cast.clerk)
    assert [clerk.post("/till/members/search", json={"q": "5679"}).status_code for _ in range(2)] == [200, 422]


@pytest.mark.pages
@pytest.mark.parametrize(
    ("name", "said"), [("王秀兰", "王"), ("欧阳慧敏", "欧阳"), ("欧", "欧"), ("Smith John", "Smith"), ("", "")]
)
def test_a_family_name_has_one_sign_or_two(name, said):
    assert surname(name) == said


def test_the_owner_sets_what_a_member_may_owe_and_it_is_on_the_trail(cast, wang, session):
    owner = cast.owner.viewer
    assert queries.account_of(wang) == (0, 0)
    for limit in (30000, 30000, 0):
        actions.set_credit(wang, limit=limit, by=owner)
        session.commit()
        assert queries.account_of(wang).limit == limit
    told = [link.facts["limit"] for link in history_of(wang, owner) if link.event == "member.credit_set"]
    assert told == [[30000, 0], [0, 30000]]
    assert queries.accounts_of(wang.store_id, [wang.id, 10**6]) == {wang.id: (0, 0)}


@pytest.mark.parametrize("limit", [-1, 10**7 + 1])
def test_it_has_bounds(cast, wang, limit):
    with pytest.raises(Refused):
        actions.set_credit(wang, limit=limit, by=cast.owner.viewer)


@pytest.mark.pages
def test_nobody_owes_without_a_name(cast, wang):
    actions.withdraw(wang, by=cast.owner.viewer)
    with pytest.raises(Refused):
        actions.set_credit(wang, limit=100, by=cast.owner.viewer)


@pytest.mark.pages
def test_it_stands_in_his_file_and_only_the_owner_sets_it(browse, cast, places, wang, south, session):
    session.commit()
    owner, file = browse(cast.owner), f"/selling/members/{wang.id}"
    assert "最多可挂账" in owner.visit(file).text
    assert owner.post(f"{file}/credit", {"limit": "300"}).status_code == 303
    assert owner.post(f"{file}/credit", {"limit": "200000"}).status_code == 422
    assert "¥300.00" in owner.visit(file).text
    assert browse(cast.clerk).post(f"{file}/credit", {"limit": "1"}).status_code == 403
    assert owner.post(f"/selling/members/{south.id}/credit", {"limit": "1"}).status_code == 404
    shown = browse(cast.clerk).visit(file)
    assert "¥300.00" in shown.text and "credit" not in json.dumps([form["action"] for form in shown.forms])
