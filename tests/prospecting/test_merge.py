"""Files of the same are found, beyond one's reach by yes or no only, and become one with both histories (C13)."""

import pytest

from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.prospecting import actions, queries
from portal.prospecting.alike import Asked, place_of, sound_of
from portal.prospecting.models import Concern, Contact, Merger, PitchNote, PitchPoint, Prospect, Stage, StageMove, Track
from portal.signing.models import Application
from tests.builders_prospecting import a_contact, a_prospect, a_risk, a_survey, an_appointment, refused
from tests.builders_signing import an_application

covers = ("C13",)

P, S = Track.PERSON, Track.SUPERMARKET
PHONE = "13900002290"
HOUSE = House("tests")


def merged(kept, gone, by):
    return actions.merge(kept, gone, by=by, versions=(kept.version, gone.version))


@pytest.mark.parametrize(
    ("one", "other"),
    [("高志远团队", "高智远（退伍军人）"), ("冯春梅、合伙三人", "冯春梅"), ("恒客隆超市", "恒客隆生活超市")],
)
def test_names_that_sound_the_same(one, other):
    assert sound_of(one) == sound_of(other) != ""


def test_an_address_is_the_same_however_it_is_written():
    assert place_of("北京市朝阳区垡头西里 8 号") == place_of("垡头西里8号") == place_of("垡头西里８") != ""
    assert place_of("3 号") == ""


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("广东省东莞市南城街道鸿福路88号", "鸿福路88"),
        ("东莞市长安镇霄边大道 6 号", "霄边大道6"),
        ("景德镇路 16 号", "景德镇路16"),
        ("朝阳区高碑店乡 3 号", "高碑店乡3"),
    ],
)
def test_a_town_is_no_part_of_a_street(address, place):
    assert place_of(address) == place


@pytest.mark.promise("P66")
@pytest.mark.parametrize(
    "asked",
    [Asked(phone=PHONE), Asked(name="高智远"), Asked(address="朝阳区垡头西里8号")],
    ids=["phone", "sound", "place"],
)
def test_the_same_is_found_within_reach_and_beyond_only_as_a_yes(cast, places, asked):
    mine = a_prospect(P, name="高志远团队", phone=PHONE, address="垡头西里 8 号")
    here = actions.look_up(asked, places.beijing, by=cast.rm_north.viewer)
    assert (list(here.here), here.elsewhere) == ([mine], False)
    there = actions.look_up(asked, places.guangzhou, by=cast.rm_south.viewer)
    assert (list(there.here), there.elsewhere) == ([], True)
    assert not actions.look_up(Asked(name="欧阳慧敏"), places.guangzhou, by=cast.rm_south.viewer)


@pytest.mark.promise("P66")
def test_a_look_up_is_on_the_trail_without_what_was_asked(cast, places, session):
    actions.look_up(Asked(PHONE, "高志远"), places.guangzhou, by=cast.rm_south.viewer)
    session.commit()
    told = session.scalars(Trail.seen_by(HOUSE).where(Trail.event == "prospect.duplicate_checked")).one()
    assert told.facts == {"answer": "unknown"} and told.subject_id == str(places.guangzhou.id)


@pytest.mark.promise("P66")
def test_nobody_looks_up_the_whole_network(cast, places, session, monkeypatch):
    monkeypatch.setattr("portal.prospecting.actions.merging.MOST_CHECKS", 2)
    for _ in range(2):
        actions.look_up(Asked(PHONE), places.guangzhou, by=cast.rm_south.viewer)
        session.commit()
    with refused("Too many"):
        actions.look_up(Asked(PHONE), places.guangzhou, by=cast.rm_south.viewer)


def test_who_adds_the_same_shop_is_asked_once_more(cast, places):
    mine = a_prospect(S, address="垡头西里 8 号")
    asked = {"track": S, "name": "恒客隆生活超市", "address": "朝阳区垡头西里8号", "by": cast.rm_north.viewer}
    assert list(actions.add_prospect(places.beijing, **asked).here) == [mine]
    assert isinstance(actions.add_prospect(places.beijing, sure=True, **asked), Prospect)


@pytest.mark.promise("P18")
def test_both_histories_stand_in_one_file(cast, session):
    by = cast.rm_north.viewer
    kept = a_prospect(P, name="高志远")
    gone = a_prospect(P, Stage.INTERESTED, name="高志远团队", background="带过车队")
    a_contact(kept)
    session.commit()
    gone_id = gone.id
    merged(kept, gone, by)
    session.commit()
    assert (kept.stage, kept.phone, kept.background) == (Stage.INTERESTED, PHONE, "带过车队")
    counted = [len(session.scalars(m.seen_by(by).where(m.prospect_id == kept.id)).all()) for m in (Contact, StageMove)]
    assert counted == [2, 2]
    assert session.scalars(Concern.seen_by(by)).one().prospect_id == kept.id
    assert session.scalars(Merger.seen_by(by)).one().was == {"name": "高志远团队"}
    assert queries.prospect_or_kept(gone_id, by) is kept
    told = session.scalars(Trail.seen_by(HOUSE).where(Trail.event == "prospect.merged")).one()
    assert told.facts["gone_id"] == gone_id and "高志远" not in str(told.facts)


@pytest.mark.promise("P18")
def test_files_of_two_cities_become_one(cast, places, session):
    kept, gone = a_prospect(P), a_prospect(P, city=places.taiyuan)
    actions.note_pitch(gone, PitchPoint.STORY, "讲了", by=cast.rm_north.viewer)
    merged(kept, gone, cast.rm_north.viewer)
    assert session.scalars(PitchNote.seen_by(HOUSE)).one().region_id == places.beijing.id


@pytest.mark.promise("P18")
def test_an_application_follows_and_two_are_too_many(cast, places, session):
    by = cast.rm_north.viewer
    application = an_application(cast, places.taiyuan)
    gone = application.prospect
    kept = a_prospect(gone.track, Stage.AGREED, city=places.taiyuan)
    session.commit()
    merged(kept, gone, by)
    session.commit()
    assert session.scalars(Application.seen_by(by)).one().prospect_id == kept.id


@pytest.mark.promise("P18")
def test_what_cannot_be_merged(cast, places, session):
    by = cast.rm_north.viewer
    one, shop, lost = a_prospect(P), a_prospect(S), a_prospect(P, Stage.LOST, name="丙")
    applied, again = a_prospect(P, Stage.APPLIED, name="甲"), a_prospect(P, Stage.APPLIED, name="乙")
    session.commit()
    for kept, gone, words in (
        (one, one, "same file"), (one, shop, "two things"), (applied, again, "Both have"), (one, applied, "keep that"),
        (lost, one, "being worked on"),
    ):  # fmt: skip
        with refused(words):
            merged(kept, gone, by)
    with refused("changed meanwhile"):
        actions.merge(applied, one, by=by, versions=(applied.version, one.version + 1))


@pytest.mark.promise("P18")
def test_what_was_agreed_and_watched_goes_to_who_has_the_kept_file(cast, session):
    kept, gone = a_prospect(P), a_prospect(P, name="高志远", by=cast.director.viewer)
    agreed, risk = an_appointment(gone, by=cast.director.viewer), a_risk(gone, owner=cast.director.user)
    session.commit()
    merged(kept, gone, cast.director.viewer)
    assert (agreed.owner_id, risk.owner_id) == (kept.owner_id, kept.owner_id) == (cast.rm_north.user.id,) * 2


@pytest.mark.pages
def test_a_manager_compares_two_and_merges_them(cast, browse, visit, session):
    kept = a_prospect(S, address="垡头西里 8 号", survey=a_survey())
    gone = a_prospect(S, name="恒客隆生活超市", address="垡头西里8号", phone=PHONE)
    session.commit()
    browser, path = browse(cast.rm_north), f"/prospecting/prospects/{kept.id}/merger"
    assert "恒客隆生活超市" in visit(browser, f"{path}/new").text
    gone_id = gone.id
    page = visit(browser, f"{path}/new?other={gone_id}")
    assert "这份保留" in page.text and PHONE not in page.html
    typed = {"other_id": str(gone_id), "versions": f"{kept.version}.{gone.version}"}
    assert browser.post(path, typed | {"versions": "9.9"}).status_code == 422
    assert browser.post(path, typed).status_code == 303
    text = visit(browser, f"/prospecting/prospects/{gone_id}").text
    assert "恒客隆超市" in text and "恒客隆生活超市" in text and "另一份同一人的资料并了进来" in text


@pytest.mark.pages
@pytest.mark.promise("P22")
def test_nothing_of_the_north_is_merged_or_seen_by_the_south(cast, places, browse, visit):
    north = a_prospect(P, name="高志远团队", phone=PHONE)
    south = a_prospect(P, name="高志远", phone=PHONE, city=places.guangzhou, by=cast.rm_south.viewer)
    browser, path = browse(cast.rm_south), f"/prospecting/prospects/{south.id}/merger"
    assert browser.get(f"{path}/new?other={north.id}").status_code == 404
    assert browser.post(path, {"other_id": str(north.id), "versions": "1.1"}).status_code == 404
    assert "高志远团队" not in visit(browser, f"{path}/new").text
    visit(browser, "/prospecting/look-ups/new")
    answer = browser.post("/prospecting/look-ups", {"name": "高志远团队", "region_id": str(places.guangzhou.id)})
    assert "请先问总部" in answer.text and "北京" not in answer.text and "王建国" not in answer.text
