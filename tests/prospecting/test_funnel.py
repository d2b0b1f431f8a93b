"""The funnel: counts, conversion and median days, each number a link to as many rows (C16)."""

import re
from datetime import timedelta

import pytest

from portal.kernel import clock
from portal.prospecting import actions
from portal.prospecting.funnel import By, funnel_of, last_months, lost_of, median
from portal.prospecting.models import STAGES, LossWhy, Source, Stage, Track
from portal.prospecting.queries.funnel import Asked
from tests.builders_prospecting import a_prospect

covers = ("C16",)

P, S = Track.PERSON, Track.SUPERMARKET


def asked(track=S, **narrowed):
    return Asked(track, *last_months(12), **narrowed)


def counts(funnel):
    return [step.count for step in funnel.steps]


@pytest.fixture
def five(places):
    """Found, pitched, shortlisted and lost, planned and stepped back, agreed; and a person."""
    lost = a_prospect(S, Stage.SHORTLISTED, name="丢的", source=Source.SURVEY)
    back = a_prospect(S, Stage.PLANNED, name="退的", city=places.taiyuan)
    return {
        "found": a_prospect(S, name="刚发现"), "pitched": a_prospect(S, Stage.PITCHED, name="讲过的"),
        "lost": lost, "back": back, "agreed": a_prospect(S, Stage.AGREED, name="达成的"),
        "person": a_prospect(P, Stage.PITCHED),
    }  # fmt: skip


def test_whoever_ever_came_to_a_stage_counts_there(session, cast, five):
    actions.lose(five["lost"], by=cast.rm_north.viewer, why=LossWhy.TERMS)
    actions.move(five["back"], Stage.PITCHED, by=cast.rm_north.viewer, reason="换了老板")
    session.flush()
    funnel = funnel_of(asked(), By.CITY, cast.rm_north.viewer)
    assert dict(zip(STAGES[S], counts(funnel), strict=True)) == {
        Stage.FOUND: 5, Stage.DECISION_MAKER: 4, Stage.PITCHED: 4, Stage.SHORTLISTED: 3, Stage.PLANNED: 2,
        Stage.NEGOTIATING: 1, Stage.AGREED: 1, Stage.APPLIED: 0,
    }  # fmt: skip
    assert [step.share for step in funnel.steps][1:4] == [80, 100, 75]
    assert funnel.lost == [(LossWhy.TERMS, 1)] and funnel.lost_at == {Stage.SHORTLISTED: [(LossWhy.TERMS, 1)]}


def test_the_step_that_leaks_most_needs_some_who_came_so_far(session, cast, five):
    funnel = funnel_of(asked(), By.CITY, cast.rm_north.viewer)
    assert (funnel.leak[0].stage, funnel.stage_of_leak) == (Stage.PLANNED, Stage.SHORTLISTED)


def test_a_median_is_the_day_by_which_half_had_gone_on(session, cast):
    assert (median({}), median({4: 1}), median({1: 1, 9: 1}), median({1: 1, 5: 1, 30: 1})) == (None, 4, 1, 5)
    for days in (2, 6, 20):
        prospect = a_prospect(S, name=f"停 {days} 天", decision_maker="任建军")
        prospect.stage_since = clock.at(clock.today() - timedelta(days=days), 12)
        actions.move(prospect, Stage.DECISION_MAKER, by=cast.rm_north.viewer)
    session.flush()
    steps = funnel_of(asked(), By.CITY, cast.rm_north.viewer).steps
    assert (steps[1].median, steps[2].median) == (6, None)


def test_the_time_before_stands_beside(session, cast):
    first, _ = last_months(12)
    for days in (1, 40, 500):
        prospect = a_prospect(S, name=f"早 {days} 天")
        prospect.made_at = clock.at(first - timedelta(days=days), 12)
    a_prospect(S)
    session.flush()
    funnel = funnel_of(asked(), By.CITY, cast.rm_north.viewer)
    assert (funnel.steps[0].count, funnel.then[0].count) == (1, 2)


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (By.CITY, {"北京市": 4, "太原市": 1}),
        (By.SOURCE, {"市场调研": 1, "没说": 4}),
        (By.OWNER, {"王建国": 5}),
        (By.MONTH, None),
    ],
)
@pytest.mark.pages
def test_it_is_broken_down_by_city_source_person_and_month(session, cast, five, app, by, groups):
    with app.test_request_context():
        funnel = funnel_of(asked(), by, cast.rm_north.viewer)
    wanted = groups or {clock.today().isoformat()[:7]: 5}
    assert {group.name: group.steps[0].count for group in funnel.groups} == wanted
    assert sum(group.steps[3].count for group in funnel.groups) == 3


@pytest.mark.parametrize("narrowed", [{"city": "taiyuan"}, {"source": Source.SURVEY}, {"owner": "rm_north"}])
def test_it_is_narrowed(session, cast, places, five, narrowed):
    ((name, value),) = narrowed.items()
    value = {"city": places.taiyuan.id, "owner": cast.rm_north.user.id}.get(name, value)
    funnel = funnel_of(asked(**{name: value}), By.CITY, cast.office.viewer)
    assert funnel.steps[0].count == {"city": 1, "source": 1, "owner": 5}[name]
    assert sum(sum(step.days.values()) for step in funnel.steps) == {"city": 4, "source": 3, "owner": 15}[name]


def test_the_south_counts_nothing_of_the_north(cast, five):
    assert funnel_of(asked(), By.CITY, cast.rm_south.viewer).total == 0


@pytest.mark.pages
@pytest.mark.parametrize("query", ["", "?by=source", "?by=owner", "?by=month"])
def test_each_number_leads_to_as_many_rows(cast, browse, visit, five, session, query):
    actions.lose(five["lost"], by=cast.rm_north.viewer, why=LossWhy.TERMS)
    actions.lose(a_prospect(S, Stage.PITCHED), by=cast.rm_north.viewer, reason="只写了话")
    actions.give_back(a_prospect(S, Stage.PITCHED), by=cast.rm_north.viewer, reason="放")
    session.flush()
    browser = browse(cast.rm_north)
    page = visit(browser, f"/prospecting/funnel{query}")
    links = re.findall(r'<a[^>]* href="(/prospecting/prospects/rows[^"]*)"[^>]*>(.*?)</a>', page.html)
    said = [(path.replace("&amp;", "&"), re.sub("<.*?>", "", text)) for path, text in links]
    numbers = [(path, re.sub(r"\D", "", text)) for path, text in said if not re.search("%|天", text)]
    numbers = [(path, int(n)) for path, n in numbers if n]
    assert len(numbers) > 12
    assert any(f"without={query[4:] if query[4:] in ('source', 'owner') else 'why'}" in path for path, _n in numbers)
    for path, n in numbers:
        rows = browser.get(path + "&format=csv").get_data(as_text=True).strip().splitlines()
        assert len(rows) - 1 == n, path


@pytest.mark.pages
@pytest.mark.parametrize("query", ["?show=share", "?by=owner&show=share", "?by=month&show=days"])
def test_each_share_leads_to_those_that_came_on_and_says_of_how_many(cast, browse, visit, five, session, query):
    first, _ = last_months(12)
    for stage in (Stage.FOUND, Stage.PITCHED, Stage.SHORTLISTED):
        earlier = a_prospect(S, stage, name="早些时候")
        earlier.made_at = clock.at(first - timedelta(days=30), 12)
    actions.lose(five["lost"], by=cast.rm_north.viewer, why=LossWhy.TERMS)
    session.flush()
    browser = browse(cast.rm_north)
    page = visit(browser, f"/prospecting/funnel{query}")

    def rows(path):
        answer = browser.get(path.replace("&amp;", "&") + "&format=csv")
        return len(answer.get_data(as_text=True).strip().splitlines()) - 1

    shares = re.findall(r'<a[^>]* href="([^"]*/rows[^"]*)" title="(\d+) / (\d+)">(.*?)</a>', page.html)
    assert len(shares) > 12
    for _path, n, of, text in shares:
        assert int(re.sub(r"\D", "", re.sub("<.*?>", "", text))) == round(int(n) * 100 / int(of)), text
    for path, n in {(path, int(n)) for path, n, _of, _text in shares}:
        assert rows(path) == n, path
    assert any(f"until={(first - timedelta(days=1)).isoformat()}" in path for path, *_rest in shares)


@pytest.mark.pages
@pytest.mark.parametrize("query", ["", "?show=share", "?show=days", "?track=person"])
def test_no_number_of_the_funnel_leads_nowhere(cast, browse, visit, five, session, query):
    """All but an empty cell: what says how many is a link to whom it counts."""
    page = visit(browse(cast.rm_north), f"/prospecting/funnel{query}")
    cells = re.findall(r"<(?:td|dd)\b[^>]*>(.*?)</(?:td|dd)>", page.html, re.S)
    assert len(cells) > 20
    for cell in cells:
        bare = re.sub("<.*?>", "", re.sub(r"<a .*?</a>", "", cell))
        assert not re.search(r"[1-9]", bare), cell


@pytest.mark.pages
@pytest.mark.parametrize("who", ["rm_north", "director", "office", "admin", "rm_south"])
@pytest.mark.parametrize("query", ["", "?track=person&span=3&by=month&show=days", "?by=owner&show=share", "?by=source"])
def test_who_may_look_sees_the_funnel(cast, browse, visit, five, who, query):
    visit(browse(getattr(cast, who)), f"/prospecting/funnel{query}")


@pytest.mark.pages
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_funnel_is_handed_out_as_a_file(cast, browse, five, kind):
    answer = browse(cast.office).get(f"/prospecting/funnel?format={kind}")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.pages
@pytest.mark.parametrize("path", ["funnel", "funnel?by=owner", "prospects", "prospects/rows", "pool"])
def test_many_prospects_cost_no_more_statements(cast, browse, places, count_statements, path):
    browser = browse(cast.rm_north)

    def statements():
        with count_statements() as seen:
            assert browser.get(f"/prospecting/{path}").status_code == 200
        return len(seen)

    a_prospect(S, Stage.PITCHED)
    actions.give_back(a_prospect(S), by=cast.rm_north.viewer, reason="放")
    few = statements()
    for n in range(6):
        a_prospect(S, Stage.PITCHED, city=places.taiyuan, name=f"店 {n}")
        actions.give_back(a_prospect(S), by=cast.rm_north.viewer, reason="放")
    assert statements() <= few


def test_reasons_alike_stand_in_one_order_whichever_the_database_told_first():
    rows = [(LossWhy.TERMS, Stage.PITCHED, 1), (LossWhy.LANDLORD, Stage.PITCHED, 1), (None, Stage.FOUND, 2)]
    told = lost_of(rows)
    assert told == lost_of(rows[::-1])
    assert [n for _why, n in told[0]] == [2, 1, 1]
