"""The manager above invites, helps and disables the people below, in his own stores; never others (C57)."""

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import Purpose, User, UserStore
from portal.accounts.roles import Role
from portal.kernel.refusals import Refused
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
