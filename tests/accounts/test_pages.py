"""Every page of accounts and settings opens and holds what a page must hold."""

import pytest

from tests.builders_accounts import make_job

pytestmark = pytest.mark.pages

FOR_ADMIN = (
    "/settings", "/settings/users", "/settings/users?role=rm&state=active&q=王", "/settings/users/new",
    "/settings/staff", "/settings/staff/new", "/settings/roles", "/settings/policy", 
    "/settings/handovers/new", "/settings/substitutes", "/settings/substitutes/new", "/settings/regions",
    "/settings/regions/new", "/settings/provinces/new", "/settings/cities/new", "/settings/cities/new?q=tai",
    "/settings/cities/new?province=140000", "/settings/stores", "/settings/stores?state=open", "/settings/stores/new",
    "/settings/stores/BJ-0001", "/settings/stores/BJ-0001/edit", "/settings/stores/BJ-0001/owner",
    "/settings/stores/BJ-0001/suspension", "/settings/stores/BJ-0001/closure", "/settings/closures",
    "/settings/closures/new", "/jobs", "/account", "/account/second-factor",
)  # fmt: skip


@pytest.mark.parametrize("path", FOR_ADMIN)
@pytest.mark.parametrize("locale", ["zh_Hans_CN", "en"])
def test_an_administrator_opens_every_page_of_the_settings(browse, cast, visit, path, locale):
    visit(browse(cast.admin, locale), path)


@pytest.mark.parametrize("person", ["admin", "rm_north", "owner", "clerk"])
def test_a_user_has_a_page_an_edit_page_and_a_reach(browse, cast, visit, person):
    user, browser = getattr(cast, person).user, browse(cast.admin)
    for path in ("", "/edit", "/reach", "/link"):
        visit(browser, f"/settings/users/{user.id}{path}")


def test_a_region_and_a_new_store_of_a_city_have_their_forms(browse, cast, places, visit):
    browser = browse(cast.admin)
    for region in (places.north, places.region("140000"), places.taiyuan):
        visit(browser, f"/settings/regions/{region.id}/edit")
    visit(browser, f"/settings/stores/new?city={places.taiyuan.id}")
    visit(browser, f"/settings/provinces/new?area={places.north.id}")
    visit(browser, f"/settings/handovers/new?leaver_id={cast.rm_north.user.id}")


@pytest.mark.parametrize("path", ["/login", "/login?next=/account", "/forgotten"])
@pytest.mark.parametrize("locale", ["", "en"])
def test_the_signed_out_pages_open(browse, visit, path, locale):
    visit(browse(None, locale), path)


def test_a_link_that_does_not_work_says_so(browse, visit):
    visit(browse(), "/welcome/nothing", 404)


def test_whoever_is_not_signed_in_gets_the_form(browse, visit):
    visit(browse(), "/settings/users", 401)


@pytest.mark.parametrize("person", ["rm_north", "owner"])
def test_the_manager_above_opens_his_staff(browse, cast, visit, person):
    browser = browse(getattr(cast, person))
    for path in ("/settings/staff", "/settings/staff/new", f"/settings/staff/{cast.clerk.user.id}"):
        visit(browser, path)


def test_a_job_has_a_page(browse, cast, visit):
    job = make_job(cast.owner.user, total=10, done=3)
    visit(browse(cast.owner), f"/jobs/{job.id}")
    visit(browse(cast.owner), "/jobs")


def test_the_components_are_drawn(browse, cast, visit):
    visit(browse(cast.admin, "en"), "/settings/components")  # in Chinese it shows the icons' English names
