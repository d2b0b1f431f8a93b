"""What is stuck is warned of, goes to the shared pool, is claimed there; a leaver's go to another at once (C16)."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts import actions as accounts
from portal.accounts.models import UserRegion
from portal.kernel import clock
from portal.kernel.db import db, transaction
from portal.kernel.jobs import Outgoing
from portal.prospecting import actions, nightly, queries
from portal.prospecting.forms.pool import places_of
from portal.prospecting.models import LossWhy, Prospect, Stage, Track
from portal.prospecting.models.pace import DAYS, USUAL, pace
from tests.browse import Browser
from tests.builders_prospecting import a_concern, a_contact, a_prospect, an_appointment, refused
from tests.cast import Cast

covers = ("C16",)

P, S = Track.PERSON, Track.SUPERMARKET


def aged(days, **facts):
    """A prospect that has been with its owner, in its stage, for so many days."""
    prospect = a_prospect(**facts)
    prospect.stage_since = prospect.held_since = clock.at(clock.today() - timedelta(days=days), 12)
    return prospect


def in_pool(**facts):
    return actions.give_back(a_prospect(**facts), by=Cast().rm_north.viewer, reason="顾不过来")


def test_a_prospect_is_stuck_after_the_days_of_its_stage(cast):
    allowed = DAYS["person_found"]
    assert not aged(allowed, track=P).is_stuck
    assert aged(allowed + 1, track=P).is_stuck
    actions.set_pace({"person_found": allowed + 5}, 7, by=cast.admin.viewer)
    assert not aged(allowed + 1, track=P).is_stuck and aged(allowed + 6, track=P).is_stuck


def test_the_rule_of_days_has_bounds_and_is_on_the_trail(session, cast):
    for days in (2, 366):
        with refused("A stage takes"):
            actions.set_pace({"person_found": days}, 7, by=cast.admin.viewer)
    with refused("Warn from 1"):
        actions.set_pace({}, 0, by=cast.admin.viewer)
    actions.set_pace({"person_pitched": USUAL, "person_found": 20}, 5, by=cast.admin.viewer)
    assert session().info["trail"][-1]["event"] == "policy.changed"
    assert (pace().warn, pace().of(P, Stage.FOUND), pace().of(P, Stage.PITCHED)) == (5, 20, USUAL)


def test_only_what_is_stuck_is_warned_of_once(cast):
    with refused("nothing to warn"):
        actions.warn(a_prospect(), by=cast.admin.viewer)
    prospect = aged(60)
    actions.warn(prospect, by=cast.admin.viewer)
    assert prospect.pool_on == clock.today() + timedelta(days=pace().warn)
    with refused("nothing to warn"):
        actions.warn(prospect, by=cast.admin.viewer)


def test_a_new_owner_has_the_whole_time(cast):
    prospect = aged(60)
    assert prospect.is_overdue_for_pool
    actions.assign(prospect, cast.director.user, by=cast.office.viewer)
    assert prospect.is_stuck and not prospect.is_overdue_for_pool


def test_reaching_somebody_puts_the_return_off_and_a_step_on_cancels_it(cast):
    prospect = aged(60, track=P)
    actions.warn(prospect, by=cast.admin.viewer)
    prospect.pool_on = clock.today() + timedelta(days=1)
    a_contact(prospect, result="")
    assert prospect.pool_on == clock.today() + timedelta(days=1)
    a_contact(prospect, at=clock.now())  # an hour before may be yesterday
    assert prospect.pool_on == clock.today() + timedelta(days=pace().warn)
    actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    assert prospect.pool_on is None


def test_nobody_works_on_what_lies_in_the_pool(cast):
    prospect = in_pool(track=P, next_step="打电话", next_on=clock.today())
    assert (prospect.owner_id, prospect.had_by_id, prospect.next_step) == (None, cast.rm_north.user.id, "")
    with refused("claim it first"):
        a_contact(prospect)
    with refused("claim it first"):
        actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer)
    with refused("in the shared pool already"):
        actions.give_back(prospect, by=cast.rm_north.viewer, reason="再放一次")


def test_returning_needs_a_reason_and_a_live_prospect(cast):
    with refused("Say why"):
        actions.give_back(a_prospect(), by=cast.rm_north.viewer, reason="")
    with refused("live"):
        actions.give_back(a_prospect(P, Stage.LOST), by=cast.rm_north.viewer, reason="算了")


@pytest.mark.promise("P19")
def test_the_first_claims_and_the_second_is_told_who_has_it(session, cast):
    prospect = in_pool()
    session.flush()
    actions.claim(prospect, by=cast.director.viewer)
    assert (prospect.owner_id, prospect.pooled_at) == (cast.director.user.id, None)
    session.flush()
    with refused("was quicker"):
        actions.claim(prospect, by=cast.rm_north.viewer)
    with refused("yours already"):
        actions.claim(prospect, by=cast.director.viewer)


@pytest.mark.promise("P19")
def test_of_two_who_claim_at_once_one_has_it_and_the_other_is_told(own_app):
    with own_app.app_context():
        cast = Cast()
        people = [cast.rm_north, cast.director]
        tokens = [accounts.sign_in(one.user, by=one.viewer, browser="tests") for one in people]
        prospect = in_pool()
        db.session.commit()
        prospect_id = prospect.id
    answers, start = [], threading.Barrier(2)

    def claim(token):
        browser = Browser(own_app, token)
        start.wait(30)
        path, headers = f"/prospecting/prospects/{prospect_id}/claim", {"X-CSRFToken": browser.csrf}
        answers.append(browser.client.post(path, headers=headers))

    threads = [threading.Thread(target=claim, args=(token,)) for token in tokens]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(answer.status_code for answer in answers) == [303, 422]
    told = next(answer.text for answer in answers if answer.status_code == 422)
    with own_app.app_context():
        owner_id = db.session.get_one(Prospect, prospect_id, execution_options={"scoped": Prospect.reach()}).owner_id
        winner = next(one.user for one in (Cast().rm_north, Cast().director) if one.user.id == owner_id)
        assert f"{winner.name}先认领了" in told


def test_the_night_warns_first_and_returns_when_the_days_are_over(own_app):
    own_app.config |= {"SMTP_URL": "smtp://mail.example", "PORTAL_URL": "https://portal.example"}
    with own_app.app_context():
        with transaction():
            cast = Cast()
            cast.rm_north.user.email, cast.rm_north.user.locale = "wang@example.com", "en"
            names = ("久停", "刚来", "已达成申请")
            old, new = aged(60, track=P, name=names[0]), a_prospect(P, name=names[1])
            lost = a_prospect(P, Stage.LOST, name=names[2])
            lost.stage_since = lost.held_since = old.stage_since
            ids = [old.id, new.id]
        assert dict(nightly.work()) == {
            "prospects returned to the shared pool": 0,
            "owners' stuck prospects warned of": 1,
            "appointments of today reminded of": 0,
        }
        assert dict(nightly.work())["owners' stuck prospects warned of"] == 0
        mails = db.session.scalars(select(Outgoing)).all()
        assert [mail.payload["to"] for mail in mails] == ["wang@example.com"] and "久停" not in str(mails[0].payload)
        assert mails[0].payload["subject"] == "Prospects that go back to the shared pool"  # in his own language
        with transaction():
            scoped = {"scoped": Prospect.reach()}
            old, new = (db.session.get_one(Prospect, i, execution_options=scoped) for i in ids)
            assert (new.pool_on, old.pool_on) == (None, clock.today() + timedelta(days=pace().warn))
            old.pool_on = clock.today()
        assert [n for _what, n in nightly.work()] == [1, 0, 0]
        viewer = Cast().rm_north.viewer
        assert [one.name for one in db.session.scalars(queries.pooled(viewer))] == ["久停"]


@pytest.mark.promise("P22")
def test_the_pool_is_seen_by_the_managers_of_its_city_only(session, cast):
    prospect = in_pool()
    session.flush()
    assert session.scalars(queries.pooled(cast.rm_north.viewer)).all() == [prospect]
    assert session.scalars(queries.pooled(cast.rm_south.viewer)).all() == []


def test_all_of_a_leavers_go_to_one_who_reaches_them_and_the_rest_to_the_pool(session, cast, places):
    heir = cast.rm_south.user
    heir.regions.append(UserRegion(region_id=places.beijing.id))
    near, far = a_prospect(name="近"), a_prospect(name="远", city=places.taiyuan)
    lost = a_prospect(P, Stage.LOST)
    session.flush()
    with refused("Say why"):
        actions.hand_over_all(cast.rm_north.user, heir, by=cast.office.viewer, reason="")
    handed = actions.hand_over_all(cast.rm_north.user, heir, by=cast.office.viewer, reason="离职")
    assert (handed.heir, handed.pool) == (1, 1)
    assert (near.owner_id, far.owner_id, lost.owner_id) == (heir.id, None, cast.rm_north.user.id)
    events = [link["event"] for link in session().info["trail"]]
    assert "prospect.assigned" in events and "prospect.pooled" in events
    with refused("nothing to hand over"):
        actions.hand_over_all(cast.rm_north.user, heir, by=cast.office.viewer, reason="离职")


def test_what_has_applied_is_handed_over_with_its_appointments_and_never_lies_in_the_pool(session, cast, places):
    leaver, heir, by = cast.rm_north.user, cast.rm_south.user, cast.office.viewer
    heir.regions.append(UserRegion(region_id=places.beijing.id))
    near, far = a_prospect(P, Stage.APPLIED), a_prospect(P, Stage.APPLIED, name="远", city=places.taiyuan)
    session.flush()
    agreed = an_appointment(near)
    handed = actions.hand_over_all(leaver, heir, by=by, reason="离职")
    assert (handed.heir, handed.pool, handed.others) == (1, 0, 1)
    assert (near.owner_id, agreed.owner_id, far.owner_id) == (heir.id, heir.id, cast.director.user.id)
    assert leaver not in queries.owners_to_hand_over(by)


def test_what_has_applied_stays_named_where_nobody_else_manages_its_city(session, cast):
    prospect = a_prospect(P, Stage.APPLIED)
    accounts.disable(cast.director.user, by=cast.admin.viewer, reason="离职")
    handed = actions.hand_over_all(cast.rm_north.user, cast.rm_south.user, by=cast.office.viewer, reason="离职")
    assert handed == actions.Handed(stay=1)
    assert prospect.owner_id == cast.rm_north.user.id


def test_one_who_is_gone_takes_over_nothing(session, cast):
    a_prospect()
    accounts.disable(cast.rm_south.user, by=cast.admin.viewer, reason="离职")
    with refused("cannot sign in"):
        actions.hand_over_all(cast.rm_north.user, cast.rm_south.user, by=cast.office.viewer, reason="离职")


def test_a_loss_says_why_by_a_word_or_in_words(cast):
    prospect = a_prospect()
    with refused("Say why"):
        actions.lose(prospect, by=cast.rm_north.viewer, why=LossWhy.OTHER)
    actions.lose(prospect, by=cast.rm_north.viewer, why=LossWhy.LANDLORD, reason="明年收回")
    assert prospect.loss.endswith(" · 明年收回")
    actions.reopen(prospect, by=cast.rm_north.viewer)
    assert (prospect.lost_why, prospect.loss) == (None, "")


def test_what_was_lost_out_of_the_pool_is_his_who_takes_it_up(cast):
    prospect = in_pool()
    actions.lose(prospect, by=cast.rm_north.viewer, reason="店关了")
    actions.reopen(prospect, by=cast.director.viewer)
    assert (prospect.owner_id, prospect.is_in_pool) == (cast.director.user.id, False)


def test_how_far_one_ever_got_stays_when_he_steps_back(cast):
    prospect = a_prospect(S, Stage.PLANNED)
    actions.move(prospect, Stage.PITCHED, by=cast.rm_north.viewer, reason="换了老板")
    assert (prospect.stage, prospect.furthest) == (Stage.PITCHED, Stage.PLANNED)


@pytest.mark.pages
def test_pool_board_and_file_show_what_goes_and_what_lies_there(cast, browse, visit, session):
    going, lying = aged(60, name="要回公海的"), in_pool(name="在公海的")
    actions.warn(going, by=cast.admin.viewer)
    a_concern(going)
    session.flush()
    browser = browse(cast.rm_north)
    board = visit(browser, "/prospecting/prospects?track=supermarket").text
    assert "要回公海的" in board and "在公海的" not in board
    assert "要回公海的" in visit(browser, "/prospecting/prospects?track=supermarket&only=warned").text
    assert "除非在那以前联系上" in visit(browser, f"/prospecting/prospects/{going.id}").text
    pool = visit(browser, "/prospecting/pool").text
    assert "在公海的" in pool and "顾不过来" in pool and "要回公海的" not in pool
    assert "在公海的" not in visit(browse(cast.rm_south), "/prospecting/pool").text
    assert browser.post(f"/prospecting/prospects/{lying.id}/claim", {}).status_code == 303
    refusal = browse(cast.director).post(f"/prospecting/prospects/{lying.id}/claim", {})
    assert refusal.status_code == 422 and "先认领了" in refusal.text
    data = {"return-reason": "顾不过来"}
    assert browser.post(f"/prospecting/prospects/{lying.id}/return", data).status_code == 303


@pytest.mark.pages
def test_head_office_hands_all_of_a_leavers_over(cast, browse, visit, session):
    prospect = a_prospect()
    accounts.disable(cast.rm_north.user, by=cast.admin.viewer, reason="离职")
    browser, leaver = browse(cast.office), cast.rm_north.user.id
    assert "北京" in visit(browser, f"/prospecting/handovers/new?leaver_id={leaver}").text
    data = {"leaver_id": leaver, "heir_id": cast.director.user.id, "reason": "离职"}
    assert browse(cast.director).post("/prospecting/handovers", data).status_code == 403
    assert browser.post("/prospecting/handovers", data | {"reason": ""}).status_code == 422
    assert browser.post("/prospecting/handovers", data).status_code == 303
    session.refresh(prospect)
    assert prospect.owner_id == cast.director.user.id


@pytest.mark.pages
def test_an_administrator_sets_the_days(cast, browse, visit, session):
    browser = browse(cast.admin)
    page = visit(browser, "/prospecting/pace")
    assert "谈判" in page.text
    days = {f"{track.value}_{stage.value}": 21 for track in Track for stage in places_of(track)}
    assert browser.post("/prospecting/pace", days | {"warn": 5}).status_code == 303
    refusal = browser.post("/prospecting/pace", days | {"warn": 5, "person_found": 1})
    assert refusal.status_code == 422 and "“个人、团队”的发现" in refusal.text
    assert browse(cast.office).get("/prospecting/pace").status_code == 403


@pytest.mark.pages
def test_the_home_says_what_goes_back(cast, browse, visit, session):
    actions.warn(aged(60), by=cast.admin.viewer)
    session.flush()
    assert "1 个潜在店主将回公海" in visit(browse(cast.rm_north), "/").text
    assert "将回公海" not in visit(browse(cast.director), "/").text
