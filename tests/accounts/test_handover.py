"""A territory goes from a manager who leaves to his heir; a store goes to another owner."""

import pytest

from portal.accounts import actions
from portal.accounts.roles import Role
from portal.kernel.refusals import Refused
from portal.kernel.trail import reactions
from tests.builders_accounts import make_user


def hand_over(cast, leaver="rm_north", heir="rm_south"):
    actions.hand_over_territory(
        getattr(cast, leaver).user, getattr(cast, heir).user, by=cast.admin.viewer, reason="离任"
    )


def test_the_heir_sees_all_that_the_leaver_saw(cast, places):
    before = cast.rm_north.viewer.region_ids | cast.rm_south.viewer.region_ids
    hand_over(cast)
    assert cast.rm_south.viewer.region_ids == before
    assert cast.rm_north.viewer.region_ids == frozenset()


def test_a_region_the_heir_has_already_is_not_given_twice(cast, places):
    hand_over(cast, "rm_north", "director")
    assert [row.region.code for row in cast.director.user.regions] == ["A1", "A2"]


def test_the_rooms_above_learn_who_the_heir_is(cast):
    heirs = []
    reactions["territory.handed_over"].append(lambda leaver, by: heirs.append(leaver.heir.name))
    try:
        hand_over(cast)
    finally:
        reactions["territory.handed_over"].pop()
    assert heirs == ["黄伟"]


@pytest.mark.parametrize("leaver, heir", [("rm_north", "rm_north"), ("rm_north", "owner"), ("office", "rm_north")])
def test_a_territory_goes_from_one_manager_to_another(cast, leaver, heir):
    with pytest.raises(Refused):
        hand_over(cast, leaver, heir)


def test_there_must_be_a_territory_and_an_heir_who_can_sign_in(cast, places):
    nobody = make_user(role=Role.RM, active=False)
    with pytest.raises(Refused):
        actions.hand_over_territory(cast.rm_north.user, nobody, by=cast.admin.viewer)
    hand_over(cast)
    with pytest.raises(Refused):
        hand_over(cast)


def test_the_page_shows_what_moves_and_disables_the_leaver_if_asked(browse, cast):
    browser, leaver, heir = browse(cast.admin, "en"), cast.rm_north.user, cast.rm_south.user
    shown = browser.htmx(f"/settings/handovers/new?leaver_id={leaver.id}", "section#moves").text
    assert "华北大区" in shown and "<dd>2</dd>" in shown
    form = {"leaver_id": leaver.id, "heir_id": heir.id, "reason": "离任", "leaves": "y"}
    assert browser.post("/settings/handovers", form).status_code == 303
    assert not cast.rm_north.user.is_active and len(cast.rm_south.user.regions) == 2


def change(cast, places, new):
    actions.change_owner(places.store, new, by=cast.admin.viewer, reason="转让")


def test_a_store_goes_to_its_new_owner_and_the_old_one_is_out(browse, cast, places):
    old = browse(cast.owner)
    change(cast, places, cast.owner_south.user)
    assert cast.owner_south.viewer.store_ids == {places.store.id, places.store_south.id}
    assert cast.owner.viewer.store_ids == frozenset()
    assert cast.clerk.viewer.store_ids == {places.store.id}
    assert old.get("/account").status_code == 401


def test_only_an_owner_who_is_not_disabled_and_not_the_same_takes_a_store(cast, places):
    gone = make_user(role=Role.OWNER, stores=[places.store_taiyuan])
    actions.disable(gone, by=cast.admin.viewer)
    for person in (cast.clerk.user, cast.owner.user, gone):
        with pytest.raises(Refused):
            change(cast, places, person)


def test_the_owner_is_changed_on_the_page(browse, cast, places):
    form = {"owner_id": str(cast.owner_south.user.id), "reason": "转让"}
    assert browse(cast.admin).post("/settings/stores/BJ-0001/owner", form).status_code == 303
    assert places.store.id in cast.owner_south.viewer.store_ids
