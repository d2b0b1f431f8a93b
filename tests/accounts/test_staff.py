"""The manager above invites, helps and disables the people below, in his own stores; never others (C57)."""

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Purpose, User, UserStore
from portal.accounts.roles import Role
from portal.accounts.settings_staff import MOST_INVITATIONS
from portal.kernel.refusals import Refused
from portal.kernel.trail import history_of
from tests.builders_accounts import make_user

covers = ("C57",)


def invite(browser, store, role="clerk"):
    form = {"name": "郑佳怡", "phone": "13900002222", "role": role, "store_id": str(store.id)}
    return browser.post("/settings/staff", form)


def invited(session):
    return session.scalar(select(User).where(User.phone == "13900002222").execution_options(scoped=User.reach()))


@pytest.mark.parametrize("person, role", [("owner", "clerk"), ("rm_north", "clerk"), ("rm_north", "owner")])
def test_the_manager_above_invites_into_a_store_of_his(browse, cast, places, session, person, role):
    assert invite(browse(getattr(cast, person)), places.store, role).status_code == 303
    user = invited(session)
    assert user.role == role and [row.store_id for row in user.stores] == [places.store.id]


@pytest.mark.parametrize(
    "person, role",
    [("owner", "owner"), ("owner", "rm"), ("rm_north", "rm"), ("rm_north", "office"), ("rm_north", "admin")],
)
def test_nobody_invites_someone_not_below_him(browse, cast, places, session, person, role):
    assert invite(browse(getattr(cast, person)), places.store, role).status_code == 422
    assert invited(session) is None
    with pytest.raises(Refused):
        actions.invite(
            name="郑", phone="13900002222", role=Role(role), stores=[places.store], by=getattr(cast, person).viewer
        )


@pytest.mark.parametrize("person", ["owner", "rm_north"])
def test_nobody_invites_into_a_store_beyond_his_reach(browse, cast, places, session, person):
    assert invite(browse(getattr(cast, person)), places.store_south).status_code == 422
    with pytest.raises(Refused):
        actions.invite(
            name="郑",
            phone="13900002222",
            role=Role.CLERK,
            stores=[places.store_south],
            by=getattr(cast, person).viewer,
        )


@pytest.mark.parametrize("person", ["office", "clerk"])
def test_others_have_no_staff_page(browse, cast, person):
    assert browse(getattr(cast, person)).get("/settings/staff").status_code == 403


def test_the_owner_makes_his_clerk_a_new_link(browse, cast):
    browser = browse(cast.owner)
    path = browser.post(f"/settings/staff/{cast.clerk.user.id}/link").location
    assert "/welcome/" in browser.get(path).text


def test_the_owner_lets_a_clerk_go_and_the_clerk_is_out(browse, cast):
    clerk = browse(cast.clerk)
    answer = browse(cast.owner).post(f"/settings/staff/{cast.clerk.user.id}/disablement", {"reason": "离职"})
    assert answer.status_code == 303
    assert clerk.get("/account").status_code == 401


@pytest.mark.parametrize("viewer, other", [
    ("owner", "owner"), ("owner", "rm_north"), ("owner", "owner_south"), ("owner", "admin"), ("rm_north", "rm_north"),
    ("rm_north", "owner_south"), ("rm_north", "director"), ("rm_north", "office"), ("rm_south", "clerk"),
])  # fmt: skip
@pytest.mark.parametrize("step", ["", "/link", "/disablement", "/enablement"])
def test_whoever_is_not_below_is_not_found(browse, cast, viewer, other, step):
    browser, path = browse(getattr(cast, viewer)), f"/settings/staff/{getattr(cast, other).user.id}{step}"
    answer = browser.post(path, {"reason": "x"}) if step else browser.get(path)
    assert answer.status_code == 404


def test_someone_who_also_works_beyond_the_reach_gets_no_link_from_here(browse, cast, places):
    user = make_user(stores=[places.store, places.store_south])
    assert browse(cast.rm_north).post(f"/settings/staff/{user.id}/link").status_code == 404
    assert browse(cast.director).post(f"/settings/staff/{user.id}/link").status_code == 303


def test_the_model_refuses_a_link_for_someone_above(cast):
    for other in (cast.rm_north, cast.admin, cast.owner_south):
        with pytest.raises(Refused):
            actions.make_link(other.user, Purpose.RESET, by=cast.owner.viewer)


@pytest.mark.promise("P22")
def test_the_list_holds_the_own_people_only(browse, cast, session, places):
    session.add(UserStore(user_id=cast.owner.user.id, store_id=places.store_taiyuan.id))
    page = browse(cast.owner).get("/settings/staff").text
    assert f"/settings/staff/{cast.clerk.user.id}" in page
    assert cast.owner_south.user.name not in page


@pytest.mark.promise("P22")
@pytest.mark.parametrize("field, value", [("phone", "13800000031"), ("email", "south@example.com")])
def test_a_name_taken_elsewhere_is_refused_without_saying_more_and_stands_on_the_trail(
    browse, cast, places, session, field, value
):
    cast.owner_south.user.email = "south@example.com"
    session.commit()
    form = {"name": "郑佳怡", "role": "clerk", "store_id": str(places.store.id), field: value}
    answer = browse(cast.owner).post("/settings/staff", form)
    assert answer.status_code == 422
    assert "这个不能在这里用，请核对，或者问总部" in answer.text and "何强" not in answer.text
    noted = [link for link in history_of(places.store, cast.admin.viewer) if link.event == "user.name_checked"]
    assert [(link.actor_id, link.facts["answer"]) for link in noted] == [(cast.owner.user.id, "taken")]
    assert value not in str(noted[0].facts)


@pytest.mark.promise("P22")
def test_trying_phones_out_ends_after_twenty_whatever_the_answers_were(browse, cast, places, session):
    browser = browse(cast.rm_north)
    for n in range(MOST_INVITATIONS):
        form = {"name": "郑", "role": "clerk", "store_id": str(places.store.id)}
        phone = "13800000031" if n % 2 else f"139000022{n:02d}"
        assert browser.post("/settings/staff", {**form, "phone": phone}).status_code == (422 if n % 2 else 303)
    assert browser.post("/settings/staff", {**form, "phone": "13900003333"}).status_code == 422
    assert browse(cast.owner).post("/settings/staff", {**form, "phone": "13900003333"}).status_code == 303


def test_checking_one_field_alone_tells_nothing(browse, cast):
    answer = browse(cast.owner).htmx("/settings/staff", "div#field-phone", "POST", data={"phone": "13800000031"})
    assert "error" not in answer.get_data(as_text=True)


def test_an_administrator_is_told_that_someone_has_it(browse, cast, places, session):
    form = {"name": "郑", "phone": "13800000031", "role": "clerk", "store_id": str(places.store.id)}
    assert "已经有人用它登录" in browse(cast.admin).post("/settings/staff", form).text
