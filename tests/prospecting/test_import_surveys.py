"""A list of supermarkets from a file: good rows are taken in once, bad ones say why (C10)."""

from portal.kernel.importer import refused_rows
from portal.kernel.importing import ImportState
from portal.prospecting.models import Survey
from tests.builders_goods import handed_in, taken_in
from tests.builders_prospecting import a_survey

covers = ("C10",)
HEADS = "店名,地址,城市,面积,每小时客流,经营者\n"
GOOD = "惠佳乐生鲜超市,北京市丰台区马家堡东路101号,,360,45,任建军\n"


def mine(session, person):
    return session.scalars(Survey.seen_by(person.viewer).order_by(Survey.id)).all()


def test_a_row_becomes_a_survey_with_its_place_read_off_the_address(session, cast, places):
    draft = handed_in("surveys", HEADS + GOOD, by=cast.rm_north.viewer)
    assert draft.state == ImportState.DRAFT and mine(session, cast.rm_north) == []
    taken_in(draft, by=cast.rm_north.viewer)
    (survey,) = mine(session, cast.rm_north)
    assert (survey.name, survey.district, survey.address) == ("惠佳乐生鲜超市", "丰台区", "马家堡东路101号")
    assert (survey.city.code, survey.area_m2, survey.hourly, survey.actor_id) == (
        places.beijing.code, 360, 45, cast.rm_north.user.id,
    )  # fmt: skip


def test_the_same_list_twice_changes_nothing(session, cast):
    for _ in range(2):
        found = taken_in(handed_in("surveys", HEADS + GOOD, by=cast.rm_north.viewer), by=cast.rm_north.viewer)
    assert found.report["notes"] == {"known": 1} and len(mine(session, cast.rm_north)) == 1


def test_bad_rows_say_their_row_and_why_and_keep_no_good_one_back(session, cast):
    a_survey(name="老超市", address="古城南街2号")
    rows = [
        "没城市的,马家堡东路 9 号,,,,\n",
        "广州的,广东省广州市白云区机场路1号,,,,\n",
        "面积不对,北京市朝阳区垡头西里3号,,大,,\n",
        ",北京市朝阳区垡头西里4号,,,,\n",
        GOOD,
        "又一家,北京市丰台区马家堡东路 101号,,,,\n",
        "老超市,古城南街2号,北京,,,\n",
        "没有底,北京市朝阳区垡头西里5号,,inf,,\n",
        "逗号当小数点,北京市朝阳区垡头西里6号,,\"36,5\",,\n",
    ]
    draft = handed_in("surveys", HEADS + "".join(rows), by=cast.rm_north.viewer)
    refused = [
        (row, fault.column, fault.why) for row, _, faults in refused_rows(draft.tray_path)[1] for fault in faults
    ]
    assert refused == [
        (2, "city", "No city."),
        (3, "city", "Not a city of yours."),
        (4, "area_m2", "Not a whole number that can be."),
        (5, "name", "Empty."),
        (7, "name", "Stands in row %(row)s already."),
        (9, "area_m2", "Not a whole number that can be."),
        (10, "area_m2", "Not a whole number that can be."),
    ]
    assert draft.report["notes"] == {"new": 1, "known": 1}
    taken_in(draft, by=cast.rm_north.viewer)
    assert {s.name for s in mine(session, cast.rm_north)} == {"老超市", "惠佳乐生鲜超市"}
