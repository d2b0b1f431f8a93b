"""What is known of a city's market: figures, rivals, customer groups (C06, C07)."""

from datetime import date, timedelta

import pytest

from portal.kernel import clock
from portal.kernel.refusals import Refused
from portal.prospecting import actions, queries
from portal.prospecting.invariants import troubles
from portal.prospecting.models import CityFact, FactKind, Rival, RivalPrice, RivalStore, Segment, TieKind
from tests.builders_prospecting import a_city, a_fact, a_rival, a_segment, a_study, refused

covers = ("C06", "C07")


def test_a_figure_stands_with_its_source_and_day_and_the_newest_comes_first(cast, places):
    year = timedelta(days=365)
    a_fact(value=21_000_000, as_of=clock.today() - year)
    a_fact(value=21_832_000, growth=-1_200, as_of=clock.today())
    a_fact(kind=FactKind.RENT, value=180_000)
    population, rent = queries.facts_in(places.beijing.id, cast.rm_north.viewer)
    assert [fact.value for fact in population] == [21_832_000, 21_000_000]
    assert (rent[0].source, rent[0].name) == ("统计公报", FactKind.RENT.label)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"source": ""}, "source"),
        ({"as_of": date(2090, 1, 1)}, "as_of"),
        ({"kind": FactKind.OTHER, "unit": "家"}, "title"),
        ({"kind": FactKind.OTHER, "title": "社区数"}, "unit"),
    ],
)
def test_a_figure_that_says_too_little_is_refused(cast, facts, field):
    with pytest.raises(Refused) as refusal:
        a_fact(**facts)
    assert refusal.value.field == field


def test_a_rival_is_known_once_in_a_city_and_again_in_another(places):
    a_rival()
    with refused("already"):
        a_rival()
    a_rival(places.taiyuan)


def test_a_rivals_shops_are_those_counted_or_those_seen(cast):
    rival = a_rival(shops=None)
    assert rival.shops_known == 0
    for name in ("大桥店", "河东店"):
        actions.add_rival_store(rival, name=name, seen_on=clock.today(), by=cast.rm_north.viewer)
    assert rival.shops_known == 2
    actions.edit_rival(rival, by=cast.rm_north.viewer, shops=9)
    assert rival.shops_known == 9


def test_a_price_is_compared_with_ours(cast):
    rival, by = a_rival(), cast.rm_north.viewer
    seen = actions.add_rival_price(rival, product="大米", price=3990, our_price=4290, seen_on=clock.today(), by=by)
    assert seen.difference == 300
    assert actions.add_rival_price(rival, product="醋", price=500, seen_on=clock.today(), by=by).difference is None
    with refused("more than nothing"):
        actions.add_rival_price(rival, product="油", price=0, seen_on=clock.today(), by=by)


def test_a_rival_goes_with_its_shops_and_prices(cast, session):
    rival, by = a_rival(), cast.rm_north.viewer
    store = actions.add_rival_store(rival, name="大桥店", seen_on=clock.today(), by=by)
    actions.add_rival_store(rival, name="河东店", seen_on=clock.today(), by=by)
    actions.remove_rival_store(store, by=by)
    actions.add_rival_price(rival, product="大米", price=3990, seen_on=clock.today(), by=by)
    actions.remove_rival(rival, by=by)
    session.flush()
    left = [session.scalars(model.seen_by(by)).all() for model in (Rival, RivalStore, RivalPrice)]
    assert left == [[], [], []]


def test_the_groups_of_a_city_are_no_more_than_all_its_customers(cast):
    a_segment(share=60)
    with refused("more than all"):
        a_segment(name="上班族", share=41)
    group = a_segment(name="上班族", share=40)
    actions.edit_segment(group, by=cast.rm_north.viewer, share=35, target=True)
    assert queries.segments_in(group.region_id, cast.rm_north.viewer)[0] is group  # whom we open for comes first


def test_a_group_says_something_of_its_people(cast):
    with refused("what these people are like"):
        a_segment(traits="")


@pytest.mark.promise("P22")
def test_the_south_reads_nothing_of_the_norths_markets(cast, session):
    a_fact(), a_rival(), a_segment()
    for model in (CityFact, Rival, Segment):
        assert session.scalars(model.seen_by(cast.rm_south.viewer)).all() == []


def test_verify_finds_what_lies_in_another_city_than_its_whole(cast, places, session):
    by = cast.rm_north.viewer
    price = actions.add_rival_price(a_rival(), product="大米", price=3990, seen_on=clock.today(), by=by)
    study = a_study(segment=a_segment())
    assert troubles() == []
    price.region_id = study.answers[0].region_id = places.taiyuan.id
    study.answers[4].number = None
    a_fact().source = ""
    session.flush()
    told = " ".join(troubles())
    for word in ("rival_price", "another city than its study", "not what its question asks", "without its source"):
        assert word in told


@pytest.mark.pages
def test_a_manager_writes_a_market_down_and_reads_it(cast, browse, visit):
    file, browser, day = a_city(), browse(cast.rm_north), clock.today().isoformat()
    at = f"/prospecting/cities/{file.id}"
    sourced = {"source": "统计公报", "as_of": day}
    figure = {"kind": "population", "value": "2183.2", "growth": "-0.1", **sourced}
    assert browser.post(f"{at}/facts", figure).status_code == 303
    answer = browser.post(f"{at}/rivals", {"name": "家家福", "kind": "local", "shops": "12", **sourced})
    rival = answer.location
    assert browser.post(f"{rival}/stores", {"shop-name": "大桥店", "shop-seen_on": day}).status_code == 303
    price = {"price-product": "大米", "price-price": "39.9", "price-our_price": "42.9", "price-seen_on": day}
    assert browser.post(f"{rival}/prices", price).status_code == 303
    assert browser.post(f"{at}/segments", {"name": "老邻居", "needs": "送货上门", **sourced}).status_code == 303
    page = visit(browser, f"{at}/market").text
    assert "2,183.2" in page and "家家福" in page and "送货上门" in page and "比对手贵：1 / 1" in page
    assert "大桥店" in visit(browser, rival).text


@pytest.mark.pages
@pytest.mark.parametrize("path", ["facts", "rivals", "rival-prices", "rival-stores", "ties", "segments"])
def test_what_is_known_of_markets_is_listed_found_by_pinyin_and_handed_out(
    cast, browse, visit, path, places, count_statements
):
    by = cast.rm_north.viewer
    rival = a_rival()
    actions.add_rival_price(rival, product="大米", price=3990, seen_on=clock.today(), by=by)
    actions.add_rival_store(rival, name="大桥店", seen_on=clock.today(), by=by)
    actions.add_tie(places.beijing, TieKind.LIVES, note="住过", by=by)
    a_fact(), a_segment()
    browser = browse(cast.rm_north)
    visit(browser, f"/prospecting/{path}")
    typed = {"rivals": "jjf", "rival-prices": "dm", "segments": "dsz", "rival-stores": "大桥"}.get(path, "北京")
    assert "北京" in browser.get(f"/prospecting/{path}?q={typed}").text
    assert browser.get(f"/prospecting/{path}?format=xlsx").status_code == 200
    assert "北京" not in browse(cast.rm_south).get(f"/prospecting/{path}?format=csv").text

    def statements():
        with count_statements() as seen:
            browser.get(f"/prospecting/{path}")
        return len(seen)

    few = statements()
    for n in range(4):
        other = a_rival(places.taiyuan, name=f"对手 {n}")
        actions.add_rival_price(other, product="油", price=1, seen_on=clock.today(), by=by)
        actions.add_rival_store(other, name=f"店 {n}", seen_on=clock.today(), by=by)
        actions.add_tie(places.taiyuan, TieKind.LIVED, by=by)
        a_fact(places.taiyuan), a_segment(places.taiyuan, name=f"群 {n}", share=1)
    assert statements() <= few
