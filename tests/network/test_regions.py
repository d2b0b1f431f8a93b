"""The tree of regions: provinces and cities come from the register of divisions, moves take all below along."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.db import db, writing
from portal.kernel.refusals import Refused
from portal.network import actions, divisions, queries
from portal.network.models import Level, Region


def test_the_register_holds_provinces_cities_and_districts():
    assert len(divisions.below()) == 31
    assert divisions.get("140100", "city").name == "太原市"
    assert divisions.get("140100", "province") is None
    assert "迎泽区" in divisions.districts_of("140100")


@pytest.mark.parametrize("typed", ["太原", "taiyuan", "Tai Yuan", "1401"])
def test_a_city_is_found_by_name_pinyin_or_code(typed):
    assert divisions.cities_like(typed)[0].name == "太原市"


def test_nothing_typed_finds_nothing():
    assert divisions.cities_like("  ") == []


def test_a_city_comes_with_code_name_and_pinyin_below_its_own_province(browse, cast, session):
    assert browse(cast.admin).post("/settings/cities", {"code": "140200"}).status_code == 303
    city = session.query(Region).filter_by(code="140200").one()
    assert (city.name, city.pinyin, city.parent.name, city.level) == ("大同市", "Datong", "山西省", Level.CITY)
    assert city.path.startswith(city.parent.path)


@pytest.mark.parametrize("code", ["", "330100", "140100", "140000", "nonsense"])
def test_a_city_without_its_province_in_the_tree_or_added_twice_is_refused(browse, cast, code):
    assert browse(cast.admin).post("/settings/cities", {"code": code}).status_code == 422


def test_a_province_is_added_to_an_area(browse, cast, places, session):
    form = {"code": "330000", "parent_id": str(places.south.id)}
    assert browse(cast.admin).post("/settings/provinces", form).status_code == 303
    assert session.query(Region).filter_by(code="330000").one().parent_id == places.south.id


@pytest.mark.promise("P06")
def test_of_two_who_move_places_at_the_same_moment_the_second_is_told(own_app):
    with own_app.app_context(), writing():
        first, second = (Session(db.engine, expire_on_commit=False) for _ in range(2))
        held = []
        for own in (first, second):
            held.append(own.scalars(select(Region).where(Region.code == "140100")).one())
            own.commit()
        held[0].path = "/9/9/9/"  # as its province moves
        first.commit()
        held[1].path = "/8/8/8/"
        with pytest.raises(StaleDataError):
            second.flush()
        second.rollback()


def test_an_area_is_added_and_renamed(browse, cast, session):
    browser = browse(cast.admin)
    assert browser.post("/settings/regions", {"code": "A7", "name": "华中大区"}).status_code == 303
    area = session.query(Region).filter_by(code="A7").one()
    assert browser.post(f"/settings/regions/{area.id}", {"name": "中部大区"}).status_code == 303
    assert session.query(Region).filter_by(code="A7").one().name == "中部大区"


def test_a_moved_province_takes_its_cities_and_stores_along(cast, places):
    actions.edit_region(places.region("140000"), name="山西省", parent=places.south, by=cast.admin.viewer)
    assert places.taiyuan.path.startswith(places.south.path)
    counts = queries.store_counts(cast.admin.viewer)
    assert (counts[places.north.id], counts[places.south.id]) == (1, 2)


def test_a_region_hangs_under_the_right_level_only(cast, places):
    with pytest.raises(Refused):
        actions.edit_region(places.taiyuan, name="太原市", parent=places.north, by=cast.admin.viewer)
    with pytest.raises(Refused):
        actions.add_region(code="X", name="x", level=Level.CITY, parent=places.north, by=cast.admin.viewer)
