"""The search over everything: by name, pinyin and initials, within reach."""

import pytest

from portal.insight.finding import found
from portal.kernel.db import db
from portal.prospecting import actions
from portal.prospecting.models import Prospect, Track
from portal.prospecting.queries import search_prospects
from tests.builders_prospecting import a_city, a_prospect, a_rival, a_survey

covers = ("C46",)


def hits(q, who):
    return {answer.title: [hit.title for hit in answer.hits] for answer in found(q, who.viewer)}


@pytest.mark.parametrize("q", ["太原", "taiyuan", "Tai yuan", "ty"])
def test_a_city_in_reach_is_found_by_name_pinyin_and_initials(cast, places, q):
    file = a_city(places.taiyuan)
    place = next(answer for answer in found(q, cast.rm_north.viewer) if answer.title == "Cities")
    assert [(hit.title, hit.url) for hit in place.hits] == [("太原市", f"/prospecting/cities/{file.id}")]
    for who in (cast.director, cast.office, cast.admin):
        assert hits(q, who)["Cities"] == ["太原市"]
    for who in (cast.rm_south, cast.owner, cast.clerk):
        assert "Cities" not in hits(q, who)


def test_a_city_without_a_file_leads_to_its_figures(cast, places):
    place = next(answer for answer in found("太原", cast.rm_north.viewer) if answer.title == "Cities")
    assert place.hits[0].url == f"/insight/regions/{places.taiyuan.id}"


@pytest.mark.parametrize("q", ["恒客隆", "hengkelong", "hkl"])
def test_a_surveyed_shop_is_found_once_however_often_it_was_surveyed(cast, q):
    first = a_survey()
    a_survey(again=first)
    assert hits(q, cast.rm_north)["Surveyed supermarkets"] == ["恒客隆超市"]
    assert "Surveyed supermarkets" not in hits(q, cast.rm_south)


def test_teams_and_rivals_are_found_by_pinyin_within_reach_only(cast):
    a_prospect(Track.PERSON), a_rival()
    assert hits("gaozhiyuan", cast.rm_north)["Prospects"] == ["高志远团队"]
    assert hits("jjf", cast.rm_north)["Rivals"] == ["家家福"]
    assert not hits("gaozhiyuan", cast.rm_south) and not hits("jjf", cast.rm_south)


@pytest.mark.parametrize("q", ["赵建国", "zhaojianguo", "zjg", "钱秀英", "qianxiuying", "qxy", "hengkelong"])
def test_a_prospect_is_found_by_its_people_as_by_its_name(cast, q):
    """In the search over everything and in the list's own; whom an edit puts in another's place is found instead."""
    shop = a_prospect(name="恒客隆超市", contact_name="李四", decision_maker="钱秀英")
    actions.edit_prospect(shop, by=cast.rm_north.viewer, contact_name="赵建国")
    assert hits(q, cast.rm_north)["Prospects"] == ["恒客隆超市"]
    listed = search_prospects(Prospect.seen_by(cast.rm_north.viewer), q)
    assert db.session.scalars(listed).all() == [shop]
    assert "Prospects" not in hits(q, cast.rm_south) and "Prospects" not in hits("lisi", cast.rm_north)


def test_the_letters_of_long_names_fit_their_column(cast):
    shop = a_prospect(name="长" * 120, contact_name="名" * 60, decision_maker="字" * 60)
    assert len(shop.pinyin) == 400 and "mmm" in shop.pinyin and "zzz" in shop.pinyin


@pytest.mark.pages
def test_the_page_shows_them_and_reads_as_much_for_many_as_for_few(
    session, cast, places, browse, visit, count_statements
):
    rm = browse(cast.rm_north)
    a_city(places.taiyuan), a_survey(places.taiyuan), a_rival(places.taiyuan)
    session.flush()
    visit(rm, "/search?q=太原")
    with count_statements() as few:
        rm.get("/search?q=太原")
    for n in range(5):
        a_survey(places.taiyuan, name=f"超市 {n}", address=f"太原路 {n} 号"), a_rival(places.taiyuan, name=f"对手 {n}")
    session.flush()
    with count_statements() as many:
        rm.get("/search?q=太原")
    assert len(many) == len(few)


@pytest.mark.pages
def test_whoever_searches_by_phone_is_led_to_where_that_is_done(cast, browse, visit):
    rm, owner = (visit(browse(one), "/search?q=13900002290").html for one in (cast.rm_north, cast.owner))
    assert "/prospecting/look-ups/new" in rm and "收银台" not in rm.partition("<main")[2]
    assert "/prospecting/look-ups/new" not in owner and "请到收银台用会员按钮查找" in owner
