"""Which city first: the score, the reason of each part, its weights (C09)."""

from datetime import timedelta

import pytest

from portal.accounts import actions as accounts
from portal.kernel import clock
from portal.kernel.scope import House
from portal.kernel.trail import Trail
from portal.network import actions as network
from portal.prospecting import actions, queries
from portal.prospecting.fit import Part, Rule, fits, rule
from portal.prospecting.models import Source, TieKind, Track
from tests.builders_prospecting import a_city, a_fact, a_prospect, a_survey, refused

covers = ("C09",)


def fit_of(cast, region, who="rm_north"):
    [known] = queries.cities_known(getattr(cast, who).viewer, [region.id])
    return fits([known], rule())[0]


def part(fit, wanted):
    return next(found for found in fit.parts if found.part == wanted)


def test_each_part_has_its_points_and_its_reason(cast, places, app):
    file, by = a_city(places.taiyuan), cast.rm_north.viewer
    network.close_store(places.store_taiyuan, by=cast.admin.viewer, reason="租约到期")
    actions.add_tie(places.taiyuan, TieKind.BUSINESS, by=by, from_year=2009, to_year=2014)
    actions.add_tie(places.taiyuan, TieKind.LIVED, by=by)
    actions.add_tie(places.taiyuan, TieKind.PARTNER, by=by, note="一起做过配送")
    a_prospect(Track.PERSON, city=places.taiyuan, source=Source.PARTNER)
    a_survey(places.taiyuan, footfall={"18": 8})
    a_survey(places.taiyuan, name="没数过的超市", address="迎宾街 3 号", footfall={})
    actions.set_distance(file, distance_km=175, distance_from="朝阳北路店", by=by)
    with app.test_request_context():
        fit = fit_of(cast, places.taiyuan)
        points = {part.part: round(part.points, 1) for part in fit.parts}
        reasons = {part.part: part.reason for part in fit.parts}
    assert points == {Part.TIES: 27, Part.PARTNERS: 10, Part.SURVEYS: 3, Part.QUIET: 5, Part.DISTANCE: 7.5}
    assert (fit.score, fit.unknown) == (52, 0)
    assert "王建国" in reasons[Part.TIES] and "2009–2014" in reasons[Part.TIES]
    assert "朝阳北路店" in reasons[Part.DISTANCE] and "175" in reasons[Part.DISTANCE]


def test_what_nobody_knows_is_no_nought_but_makes_a_guess(cast, places, app):
    a_city(places.taiyuan)
    network.close_store(places.store_taiyuan, by=cast.admin.viewer, reason="租约到期")
    actions.add_tie(places.taiyuan, TieKind.LIVES, by=cast.rm_north.viewer)
    with app.test_request_context():
        fit = fit_of(cast, places.taiyuan)
    assert [p.part for p in fit.parts if p.share is None] == [Part.QUIET, Part.DISTANCE]
    assert (fit.score, fit.span) == (50, (30, 70))


def test_of_a_shop_its_newest_survey_counts(cast, places, app):
    a_city(places.taiyuan)
    a_survey(places.taiyuan, footfall={"18": 8}, surveyed_on=clock.today() - timedelta(days=30))
    a_survey(places.taiyuan, footfall={"18": 900})
    [known] = queries.cities_known(cast.rm_north.viewer, [places.taiyuan.id])
    assert (known.surveys, known.judged, known.quiet) == (1, 1, 0)


def test_a_city_with_an_own_open_store_is_near(cast, places, app):
    a_city()
    with app.test_request_context():
        assert part(fit_of(cast, places.beijing), Part.DISTANCE).share == 1.0


@pytest.mark.parametrize(("km", "share"), [(0, 1.0), (50, 1.0), (175, 0.5), (300, 0.0), (900, 0.0)])
def test_the_farther_the_less(cast, places, app, km, share):
    file = a_city(places.taiyuan)
    network.close_store(places.store_taiyuan, by=cast.admin.viewer, reason="租约到期")
    actions.set_distance(file, distance_km=km, by=cast.rm_north.viewer)
    with app.test_request_context():
        assert part(fit_of(cast, places.taiyuan), Part.DISTANCE).share == share


def test_who_leaves_takes_his_ties_along(cast, places, app):
    a_city()
    actions.add_tie(places.beijing, TieKind.LIVES, by=cast.rm_north.viewer)
    accounts.disable(cast.rm_north.user, by=cast.admin.viewer)
    with app.test_request_context():
        assert part(fit_of(cast, places.beijing, "office"), Part.TIES).share == 0.0


def test_a_manager_and_his_director_read_the_same_score(cast, places, app):
    a_city()
    for who in (cast.rm_north, cast.director):
        actions.add_tie(places.beijing, TieKind.LIVED, by=who.viewer)
    with app.test_request_context():
        assert fit_of(cast, places.beijing).score == fit_of(cast, places.beijing, "director").score


@pytest.mark.promise("P22")
def test_the_south_compares_nothing_of_the_north(cast, places):
    a_city()
    assert queries.cities_known(cast.rm_south.viewer, [places.beijing.id]) == []


def test_weights_make_a_hundred_and_their_change_is_on_the_trail(cast, session):
    with refused("make 100"):
        actions.set_fit_rule(Rule(ties=40), by=cast.admin.viewer)
    with refused("farther"):
        actions.set_fit_rule(Rule(near_km=300), by=cast.admin.viewer)
    new = Rule(ties=40, quiet=15)
    actions.set_fit_rule(new, by=cast.admin.viewer)
    session.commit()
    assert rule() == new
    told = Trail.seen_by(House("tests")).where(Trail.event == "policy.changed").order_by(Trail.id.desc())
    _was, now = session.scalars(told).first().facts["changes"]["value"]
    assert now["ties"] == 40


def test_a_place_without_its_kilometres_is_no_distance(cast):
    with refused("How many"):
        actions.set_distance(a_city(), distance_km=None, distance_from="并州北路店", by=cast.rm_north.viewer)


@pytest.mark.pages
def test_cities_stand_side_by_side_with_their_reasons(cast, places, browse, visit):
    by = cast.rm_north.viewer
    for city in (places.beijing, places.taiyuan):
        a_city(city)
    actions.add_tie(places.taiyuan, TieKind.LIVES, by=by, from_year=2001)
    a_fact(places.taiyuan, value=5_454_000)
    browser = browse(cast.rm_north)
    page = visit(browser, "/prospecting/cities/fit").text
    assert page.index("太原市") < page.index("北京市")
    assert "所在城市 2001" in page and "545.4" not in page and "5,454" in page
    only = visit(browser, f"/prospecting/cities/fit?city={places.beijing.id}&sort=quiet")
    assert "5,454" not in only.text
    visit(browse(cast.rm_south), "/prospecting/cities/fit")
    assert "太原" not in browse(cast.rm_south).get(f"/prospecting/cities/fit?city={places.taiyuan.id}").text
    for kind in ("xlsx", "csv"):
        answer = browser.get(f"/prospecting/cities/fit?format={kind}")
        assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    assert browser.get("/prospecting/cities/fit?format=exe").status_code == 404


@pytest.mark.pages
def test_many_cities_take_as_many_statements_as_one(cast, places, browse, count_statements):
    browser = browse(cast.rm_north)

    def statements(path):
        with count_statements() as seen:
            assert browser.get(path).status_code == 200
        return len(seen)

    a_city()
    paths = ("/prospecting/cities", "/prospecting/cities/fit")
    few = [statements(path) for path in paths]
    a_city(places.taiyuan)
    actions.add_tie(places.taiyuan, TieKind.LIVES, by=cast.rm_north.viewer)
    a_survey(places.taiyuan), a_fact(places.taiyuan)
    assert [statements(path) for path in paths] <= [n + 1 for n in few]  # the names of those with ties are read at once


@pytest.mark.pages
def test_only_an_administrator_changes_the_weights(cast, browse, visit):
    typed = {name: getattr(Rule(), name) for name in Rule.__dataclass_fields__}
    assert browse(cast.office).post("/prospecting/city-score", typed).status_code == 403
    browser = browse(cast.admin)
    visit(browser, "/prospecting/city-score")
    answer = browser.post("/prospecting/city-score", {**typed, "ties": 31})
    assert answer.status_code == 422 and "现在是 101" in answer.text
    assert browser.post("/prospecting/city-score", {**typed, "ties": 31, "quiet": 24}).status_code == 303
    assert rule().ties == 31


@pytest.mark.pages
def test_a_manager_enters_a_distance_on_the_citys_page(cast, places, browse, visit):
    file, browser = a_city(places.taiyuan), browse(cast.rm_north)
    network.close_store(places.store_taiyuan, by=cast.admin.viewer, reason="租约到期")
    typed = {"way-distance_km": "30", "way-distance_from": "朝阳北路店"}
    assert browser.post(f"/prospecting/cities/{file.id}/distance", typed).status_code == 303
    assert "离朝阳北路店 30 公里" in visit(browser, f"/prospecting/cities/{file.id}").text
