"""A proposal read by its link on a tablet, without signing in (C19)."""

from datetime import timedelta

import pytest

from portal.accounts.viewer import hashed
from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.models import MOST_OPENINGS, LinkState, Stage
from portal.prospecting.views.plan_links import MOST_TRIES
from tests.builders_onboarding import a_photo
from tests.builders_prospecting import a_proposal, a_prospect, a_survey, refused

covers = ("C19",)
PLAN = "/prospecting/plan"


def a_link(session, cast, proposal=None, days=7):
    token = actions.give_link(proposal or a_proposal(), days=days, by=cast.rm_north.viewer)
    session.commit()
    return token


@pytest.mark.promise("P54")
def test_giving_a_link_hands_the_version_over_and_keeps_only_the_hash(session, cast):
    proposal = a_proposal()
    token = a_link(session, cast, proposal)
    [link] = queries.links_of(proposal, cast.rm_north.viewer)
    assert proposal.is_handed_over and link.token_hash == hashed(token) and link.state == LinkState.WORKS
    for days in (0, 31):
        with refused("one to thirty days"):
            actions.give_link(proposal, days=days, by=cast.rm_north.viewer)


@pytest.mark.promise("P54")
def test_a_link_is_opened_until_it_ends_is_withdrawn_or_was_opened_too_often(session, cast):
    token = a_link(session, cast)
    link = actions.open_link(token)
    assert link.opened == 1
    link.opened = MOST_OPENINGS
    session.commit()
    assert queries.link_with(token).lasts
    with refused("does not work any more"):
        actions.open_link(token)
    link = queries.link_with(token)
    link.opened, link.ends_at = 1, clock.now() - timedelta(seconds=1)
    session.commit()
    with refused("does not work any more"):
        actions.open_link(token)
    link = queries.link_with(token)
    assert link.state == LinkState.ENDED
    link.ends_at = clock.now() + timedelta(days=1)
    actions.withdraw_link(link, by=cast.rm_north.viewer)
    session.commit()
    with refused("does not work any more"):
        actions.open_link(token)
    with refused("withdrawn already"):
        actions.withdraw_link(queries.link_with(token), by=cast.rm_north.viewer)


@pytest.mark.pages
def test_tries_are_limited_for_each_network(browse, session, cast):
    token, tablet = a_link(session, cast), browse()
    for _n in range(MOST_TRIES):
        assert "不能用了" in tablet.post(f"{PLAN}/guessed").text
    assert tablet.post(f"{PLAN}/{token}").status_code == 422
    elsewhere = tablet.post(f"{PLAN}/{token}", environ_overrides={"REMOTE_ADDR": "10.9.9.9"})
    assert elsewhere.status_code == 303 and queries.link_with(token).opened == 1


@pytest.mark.promise("P54")
@pytest.mark.pages
def test_the_owner_opens_it_on_a_tablet_and_reads_this_version_only(browse, cast, visit, session):
    prospect = a_prospect(stage=Stage.PITCHED)
    prospect.survey.photo_ids = a_survey(name="照片", address="别处 1 号", photos=[a_photo()]).photo_ids
    proposal = a_proposal(prospect)
    token, tablet = a_link(session, cast, proposal), browse()
    assert "恒客隆" not in visit(tablet, f"{PLAN}/{token}").text
    visit(tablet, PLAN, 404)
    opened = tablet.post(f"{PLAN}/{token}")
    assert opened.status_code == 303 and opened.location == PLAN
    shown = visit(tablet, PLAN)
    assert "恒客隆超市" in shown.text and "¥29,600.00" in shown.text
    for secret in ("13900002290", "任建军", "王建国", token):
        assert secret not in shown.html
    photo = tablet.get(f"{PLAN}/photos/1")
    assert (photo.status_code, photo.mimetype) == (200, "image/webp")
    assert tablet.get(f"{PLAN}/photos/2").status_code == tablet.get(f"{PLAN}/photos/0").status_code == 404
    assert tablet.get(f"/prospecting/proposals/{proposal.id}").status_code == 401
    told = Trail.seen_by(House("tests")).where(Trail.event == "proposal.link_opened")
    assert len(session.scalars(told).all()) == 1
    actions.withdraw_link(queries.link_with(token), by=cast.rm_north.viewer)
    session.commit()
    visit(tablet, PLAN, 404)
    assert tablet.get(f"{PLAN}/photos/1").status_code == 404


@pytest.mark.pages
def test_no_search_engine_no_cache_and_no_other_page_keeps_the_address_of_a_link(browse, session, cast):
    prospect = a_prospect(survey=a_survey(photos=[a_photo()]))
    token, tablet = a_link(session, cast, a_proposal(prospect)), browse()
    answers = [tablet.get(PLAN), tablet.get(f"{PLAN}/{token}"), tablet.post(f"{PLAN}/guessed")]
    answers += [tablet.post(f"{PLAN}/{token}"), tablet.get(PLAN), tablet.get(f"{PLAN}/photos/1")]
    assert [answer.status_code for answer in answers] == [404, 200, 422, 303, 200, 200]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "same-origin"  # over https the button itself needs it
        assert "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.pages
def test_looking_at_a_link_otherwise_than_by_its_button_opens_and_counts_nothing(browse, session, cast):
    token, tablet = a_link(session, cast), browse()
    looks = [tablet.client.open(f"{PLAN}/{token}", method=how) for how in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")]
    assert [look.status_code for look in looks] == [200, 200, 200, 405, 405]
    assert tablet.get(PLAN).status_code == tablet.get(f"{PLAN}/photos/1").status_code == 404
    assert queries.link_with(token).opened == 0


@pytest.mark.promise("P54")
@pytest.mark.pages
def test_a_tablet_that_has_it_open_keeps_nothing_once_the_link_ends(browse, session, cast):
    prospect = a_prospect(survey=a_survey(photos=[a_photo()]))
    token, tablet = a_link(session, cast, a_proposal(prospect)), browse()
    tablet.post(f"{PLAN}/{token}")
    tag = tablet.get(f"{PLAN}/photos/1").headers.get("ETag", "")
    queries.link_with(token).ends_at = clock.now() - timedelta(seconds=1)
    session.commit()
    assert tablet.get(PLAN).status_code == 404
    assert tablet.get(f"{PLAN}/photos/1", headers={"If-None-Match": tag, "Range": "bytes=0-9"}).status_code == 404
    assert tablet.post(f"{PLAN}/{token}").status_code == 422


@pytest.mark.promise("P54")
@pytest.mark.pages
def test_one_link_shows_no_other_prospects_photo(browse, session, cast, places):
    by = cast.rm_south.viewer
    other = a_prospect(survey=a_survey(places.guangzhou, by=by, photos=[a_photo()]), city=places.guangzhou, by=by)
    mine = a_proposal(a_prospect(survey=a_survey(photos=[a_photo(), a_photo()])))
    token, tablet = a_link(session, cast, mine), browse()
    tablet.post(f"{PLAN}/{token}")
    shown = [tablet.get(f"{PLAN}/photos/{n}").status_code for n in (1, 2, 3, 99)]
    assert shown == [200, 200, 404, 404]
    [file] = queries.photos_of(a_proposal(other, by=by), by)
    assert tablet.get(f"/files/{file.token}").status_code in (302, 401)


@pytest.mark.pages
def test_a_manager_gives_a_link_sees_it_once_and_withdraws_it(browse, cast, visit, session):
    proposal, browser = a_proposal(), browse(cast.rm_north)
    session.commit()
    page = f"/prospecting/proposals/{proposal.id}"
    assert browser.post(f"{page}/links", {"link-days": "3"}).status_code == 303
    assert f"{PLAN}/" in visit(browser, page).html
    assert f"{PLAN}/" not in visit(browser, page).html
    [link] = queries.links_of(proposal, cast.rm_north.viewer)
    assert browse(cast.rm_south).post(f"/prospecting/proposal-links/{link.id}/withdrawal").status_code == 404
    assert browser.post(f"/prospecting/proposal-links/{link.id}/withdrawal").status_code == 303
    assert "已收回" in visit(browser, page).text


@pytest.mark.pages
def test_a_link_that_nobody_made_says_no_more_than_one_that_ended(browse, cast, visit):
    visit(browse(), f"{PLAN}/guessed")
    answer = browse().post(f"{PLAN}/guessed")
    assert answer.status_code == 422 and "不能用了" in answer.text
