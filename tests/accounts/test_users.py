"""Administrators invite, change and disable; who may not manage users stays below himself."""

import pytest
from sqlalchemy import select

from portal.accounts import actions
from portal.accounts.models import User, UserState
from portal.accounts.roles import Role
from portal.kernel.refusals import Refused
from portal.kernel.trail import Trail
from tests.builders_accounts import make_user

covers = ("C57",)


def by_phone(session, phone):
    return session.scalar(select(User).where(User.phone == phone).execution_options(scoped=User.reach()))


def test_an_administrator_invites_a_regional_manager_with_his_territory(browse, cast, places, session):
    form = {"name": "钱江", "phone": "139 0000 1111", "role": "rm", "regions": [str(places.taiyuan.id)]}
    answer = browse(cast.admin).post("/settings/users", form)
    assert answer.status_code == 303
    user = by_phone(session, "13900001111")
    assert user.state == UserState.INVITED
    assert [row.region.code for row in user.regions] == ["140100"]


@pytest.mark.parametrize("role", ["rm", "owner", "clerk"])
def test_an_invitation_without_any_reach_is_asked_for_one_and_keeps_what_was_typed(browse, cast, role):
    answer = browse(cast.admin).post("/settings/users", {"name": "钱江", "phone": "13900001111", "role": role})
    assert answer.status_code == 422 and "钱江" in answer.text and "13900001111" in answer.text


def test_nobody_signs_in_by_a_phone_twice(cast):
    with pytest.raises(Refused):
        make_user(phone="13800000021")


def test_a_user_needs_a_phone_or_an_email(cast):
    with pytest.raises(Refused):
        actions.invite(name="无名", role=Role.OFFICE, by=cast.admin.viewer)


def test_the_reach_says_its_effect_before_it_is_saved(browse, cast, places):
    user = cast.rm_north.user
    path = f"/settings/users/{user.id}/reach"
    answer = browse(cast.admin, "en").htmx(f"{path}?asked=1&regions={places.taiyuan.id}", "p#effect")
    assert "1 fewer than now" in answer.text and "<h1" not in answer.text
    assert [row.region.code for row in user.regions] == ["A1"]


def test_a_saved_reach_holds_at_once(browse, cast, places):
    manager = browse(cast.rm_north)
    assert manager.get("/settings/staff?q=孙丽").text.count("孙丽") > 1
    browse(cast.admin).post(f"/settings/users/{cast.rm_north.user.id}/reach", {"regions": [str(places.taiyuan.id)]})
    assert f"/settings/staff/{cast.clerk.user.id}" not in manager.get("/settings/staff?q=孙丽").text


def test_nobody_changes_his_own_role_or_disables_himself(cast):
    admin = cast.admin.user
    with pytest.raises(Refused):
        actions.edit_user(admin, name="周敏", phone=admin.phone, email="", role=Role.OWNER, by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.disable(admin, by=cast.admin.viewer)


@pytest.mark.promise("P28")
def test_nobody_is_disabled_or_enabled_twice(cast):
    with pytest.raises(Refused):
        actions.enable(cast.clerk.user, by=cast.admin.viewer)
    actions.disable(cast.clerk.user, by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.disable(cast.clerk.user, by=cast.admin.viewer)


def test_a_disabled_user_is_enabled_again_as_he_was(cast):
    actions.disable(cast.clerk.user, by=cast.admin.viewer)
    actions.enable(cast.clerk.user, by=cast.admin.viewer)
    assert cast.clerk.user.is_active and len(cast.clerk.user.stores) == 1


@pytest.mark.parametrize("person", ["office", "rm_north", "owner", "clerk"])
@pytest.mark.parametrize(
    "path", ["/settings", "/settings/users", "/settings/policy", "/settings/regions", "/settings/stores"]
)
def test_the_settings_are_for_administrators(browse, cast, person, path):
    assert browse(getattr(cast, person)).get(path).status_code == 403


@pytest.mark.promise("P53")
def test_the_trail_tells_of_a_changed_phone_without_the_number(cast, session):
    user = cast.clerk.user
    actions.edit_user(user, name=user.name, phone="13911110000", email="", role=user.role, by=cast.admin.viewer)
    session.commit()
    link = session.scalars(Trail.seen_by(cast.admin.viewer).where(Trail.event == "user.changed")).one()
    assert link.facts["changes"]["phone"] == ["•", "•"] and link.actor_id == cast.admin.user.id


@pytest.mark.parametrize(
    ("locale", "told"),
    [("zh_Hans_CN", ("邮箱：已填写", "电话：已改")), ("en", ("Email: written", "Phone: changed"))],
)
def test_a_history_says_in_words_what_became_of_a_personal_field(cast, browse, visit, session, locale, told):
    user = cast.clerk.user
    facts = {"name": user.name, "role": user.role, "by": cast.admin.viewer}
    actions.edit_user(user, phone="13911110000", email="sun@example.com", **facts)
    session.commit()
    text = visit(browse(cast.admin, locale), f"/settings/users/{user.id}").text
    assert "•" not in text and all(words in text.replace("： ", "：") for words in told), text


def test_the_list_of_users_costs_the_same_however_many_there_are(browse, cast, places, count_statements):
    browser = browse(cast.admin)
    with count_statements() as few:
        browser.get("/settings/users")
    for n in range(20):
        make_user(f"店员{n}", phone=f"139000001{n:02d}", stores=[places.store])
    with count_statements() as many:
        browser.get("/settings/users")
    assert len(many) == len(few)
