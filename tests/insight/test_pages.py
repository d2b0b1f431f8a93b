"""Every page of the room opens for whoever may see it, and for nobody else."""

import pytest

covers = ("C46",)

pytestmark = pytest.mark.pages


@pytest.mark.parametrize("who", ["owner", "clerk", "rm_north", "director", "office", "admin"])
def test_everyone_has_a_home(cast, browse, visit, who):
    visit(browse(getattr(cast, who)), "/")


@pytest.mark.parametrize("who", ["owner", "clerk", "rm_north", "office", "admin"])
def test_a_store_opens_for_those_in_reach(cast, browse, visit, who):
    person = browse(getattr(cast, who))
    for path in ("/stores", "/stores/BJ-0001", "/search", "/search?q=chaoyang"):
        visit(person, path)
    if who != "clerk":
        visit(person, "/stores/BJ-0001/history")


@pytest.mark.parametrize("path", ["/stores/GZ-0001", "/stores/GZ-0001/history", "/stores/XX-0001"])
def test_a_store_out_of_reach_is_not_found(cast, browse, path):
    for who in (cast.owner, cast.clerk, cast.rm_north):
        kept_out = who is cast.clerk and path.endswith("/history")
        assert browse(who).get(path).status_code == (403 if kept_out else 404)


@pytest.mark.parametrize("who", ["rm_north", "director", "office", "admin"])
def test_regions_open_for_those_who_see_figures(cast, places, browse, visit, who):
    person = browse(getattr(cast, who))
    for path in ("", f"/{places.north.id}", f"/{places.beijing.id}", "?month=2026-01"):
        visit(person, f"/insight/regions{path}")


def test_a_region_out_of_reach_is_not_found_and_shop_people_are_kept_out(cast, places, browse):
    assert browse(cast.rm_north).get(f"/insight/regions/{places.south.id}").status_code == 404
    assert browse(cast.owner).get("/insight/regions").status_code == 403
    assert browse(cast.rm_north).get("/insight/regions?month=2026-13").status_code == 404


def test_whoever_is_signed_out_is_asked_to_sign_in(browse):
    assert browse().get("/").status_code in (302, 303, 401)
