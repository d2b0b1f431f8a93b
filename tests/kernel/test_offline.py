"""What the server does for forms that wait on a device: their key, their answer, the pages to keep."""

import re

import pytest

from portal.kernel import clock
from portal.prospecting.models import Survey

OUTBOX = {"X-Outbox": "1"}
WAITED = {"name": "裕华超市", "surveyed_on": "2026-01-05", "_key": "made on the phone"}


def surveys(session, person):
    return session.scalars(Survey.seen_by(person.viewer)).all()


@pytest.mark.promise("P17")
def test_an_outbox_is_told_where_its_form_led_and_is_told_again(browse, cast, places, session):
    browser, data = browse(cast.rm_north), WAITED | {"region_id": places.beijing.id}
    first = browser.post("/prospecting/surveys", data, headers=OUTBOX)
    (survey,) = surveys(session, cast.rm_north)
    assert (first.status_code, first.headers["X-Location"]) == (204, f"/prospecting/surveys/{survey.id}")
    other = browser.post("/prospecting/surveys", data | {"name": "改过的"}, headers=OUTBOX)
    assert other.status_code == 409 and "已经存过" in other.text
    again = browser.post("/prospecting/surveys", data, headers=OUTBOX)
    assert (again.status_code, again.headers["X-Location"]) == (204, first.headers["X-Location"])
    assert [s.name for s in surveys(session, cast.rm_north)] == ["裕华超市"]


def test_a_refused_form_may_come_again_under_its_key(browse, cast, places, session):
    browser, data = browse(cast.rm_north), WAITED | {"region_id": places.beijing.id}
    wrong = browser.post("/prospecting/surveys", data | {"tills_total": "1", "tills_open": "2"}, headers=OUTBOX)
    assert wrong.status_code == 422 and "开着的收银台" in wrong.text
    assert browser.post("/prospecting/surveys", data, headers=OUTBOX).status_code == 204
    assert len(surveys(session, cast.rm_north)) == 1


def test_another_persons_key_is_not_ones_own(browse, cast, places, session):
    for person, city in ((cast.rm_north, places.beijing), (cast.rm_south, places.guangzhou)):
        answer = browse(person).post("/prospecting/surveys", WAITED | {"region_id": city.id}, headers=OUTBOX)
        assert answer.status_code == 204
        assert len(surveys(session, person)) == 1


def test_a_form_whose_person_is_signed_out_waits(browse):
    assert browse().post("/prospecting/surveys", WAITED, headers=OUTBOX).status_code == 401


def test_a_device_keeps_what_its_person_may_open(browse, cast):
    kept = {key: re.search(r'data-keeps="([^"]*)"', browse(getattr(cast, key)).get("/").text)[1].split()
            for key in ("rm_north", "owner")}  # fmt: skip
    assert kept["owner"] == ["/waiting", "/offline", "/till"]
    assert kept["rm_north"] == ["/waiting", "/offline", "/prospecting/surveys/new"]


def test_the_worker_lies_at_the_root_and_is_asked_for_again_each_time(browse):
    answer = browse().get("/worker.js")
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_a_form_says_how_old_it_is(browse, cast):
    page = browse(cast.rm_north).get("/prospecting/surveys/new").text
    made = int(re.search(r'data-made="(\d+)"', page)[1])
    assert abs(made - clock.now().timestamp()) < 60 and 'data-zone="Asia/Shanghai"' in page


@pytest.mark.pages
@pytest.mark.parametrize("path", ["/waiting", "/offline"])
def test_the_pages_of_what_waits_open_for_everybody(browse, cast, visit, path):
    for key in ("rm_north", "owner", "office"):
        visit(browse(getattr(cast, key)), path)
