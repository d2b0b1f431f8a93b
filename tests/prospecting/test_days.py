"""Working days: what was planned and done, by person and day, and the week of all whom one answers for (C20)."""

from datetime import timedelta

import pytest

from portal.accounts.roles import Role
from portal.kernel import clock
from portal.kernel.db import db
from portal.prospecting import actions, queries
from portal.prospecting.days import Outcome, day_of, week_of
from portal.prospecting.models import ContactKind, Track
from tests.builders_accounts import make_user
from tests.builders_prospecting import a_contact, a_prospect, an_appointment, refused

covers = ("C20",)


def his_day(cast, day=None, who="rm_north"):
    person = getattr(cast, who)
    return day_of(person.user, day or clock.today(), person.viewer)


def planted(cast):
    """Four things planned for yesterday: kept, let pass, promised and kept, promised and not; two put off or off."""
    by, today = cast.rm_north.viewer, clock.today()
    yesterday, now = today - timedelta(days=1), clock.now()
    names = ("甲店", "乙店", "丙店", "丁店", "戊店", "己店")
    kept, passed, done, open_, off, gone = (a_prospect(name=name) for name in names)
    times = {p: an_appointment(p, at=now + timedelta(days=n)) for n, p in enumerate((kept, passed, off, gone), 2)}
    for hour, p in enumerate((kept, passed, off, gone), 9):
        times[p].at = clock.at(yesterday, hour)
    for p in (done, open_):
        a_contact(p, at=clock.at(today - timedelta(days=3), 9), next_step="送数据", next_on=yesterday)
    later = {"next_step": "再谈", "next_on": today + timedelta(days=4)}
    a_contact(kept, at=clock.at(yesterday, 9, 30), minutes=45, appointment=times[kept], **later)
    a_contact(done, at=clock.at(yesterday, 15), kind=ContactKind.CALL, **later)
    actions.move_appointment(times[off], at=now + timedelta(days=9), by=by, reason="他出差")
    actions.cancel_appointment(times[gone], by=by, reason="下大雨")
    for p in (passed, off, gone):
        p.next_step, p.next_on = "再约", today + timedelta(days=5)
    db.session.flush()
    return yesterday


def test_a_day_says_what_became_of_each_thing_planned(cast):
    sheet = his_day(cast, planted(cast))
    assert {plan.prospect.name: plan.outcome for plan in sheet.plans} == {
        "甲店": Outcome.DONE, "乙店": Outcome.OPEN, "丙店": Outcome.DONE, "丁店": Outcome.OPEN, "戊店": Outcome.MOVED,
        "己店": Outcome.CANCELLED,
    }  # fmt: skip
    assert [prospect.name for _contact, prospect in sheet.done] == ["甲店", "丙店"]
    assert sheet.minutes == 45


def test_the_week_counts_what_the_day_lists(cast):
    yesterday = planted(cast)
    week, sheet = week_of(yesterday, cast.rm_north.viewer), his_day(cast, yesterday)
    (row,) = [row for row in week.rows if row.user.id == cast.rm_north.user.id]
    cell = row.cells[yesterday.weekday()]
    assert (cell.planned, cell.done, cell.visits, cell.overdue) == (4, 2, 1, 2)
    assert (len(sheet.planned), len(sheet.done), len(sheet.open)) == (4, 2, 2)


def test_nothing_of_today_is_overdue_yet(cast):
    a_prospect(next_step="打电话", next_on=clock.today())
    an_appointment(a_prospect(Track.PERSON), at=clock.now() + timedelta(seconds=60))
    (row,) = week_of(clock.today(), cast.rm_north.viewer).rows
    assert row.total.overdue == 0 and row.total.planned >= 1


def test_one_sentence_a_day_of_ones_own_within_a_week(cast):
    by, today = cast.rm_north.viewer, clock.today()
    first = actions.write_day(today, "上午谈得透", by=by)
    assert actions.write_day(today, "上午谈得透，下午太急", by=by) is first
    for day, words in ((today + timedelta(days=1), "not come"), (today - timedelta(days=8), "within a week")):
        with refused(words):
            actions.write_day(day, "写", by=by)
    with refused("one sentence"):
        actions.write_day(today, "  ", by=by)


def test_a_manager_answers_for_himself_a_director_for_those_below_head_office_for_all(cast):
    def names(who):
        return {user.id for user in queries.below(getattr(cast, who).viewer)}

    north, south, director = (getattr(cast, who).user.id for who in ("rm_north", "rm_south", "director"))
    assert (names("rm_north"), names("rm_south")) == ({north}, {south})
    assert names("director") >= {north, south, director} and names("office") >= {north, south, director}


def test_two_managers_of_the_same_territory_do_not_see_each_others_days(cast, places):
    """Sharing all of it, neither stands above the other."""
    regions = [given.region for given in cast.rm_north.user.regions]
    twin = make_user("同区经理", role=Role.RM, regions=regions)
    db.session.flush()
    assert {given.region_id for given in twin.regions} == {given.region_id for given in cast.rm_north.user.regions}
    assert [user.id for user in queries.below(cast.rm_north.viewer)] == [cast.rm_north.user.id]


def test_a_week_reads_as_much_for_many_rows_as_for_few(cast, count_statements):
    counts = []
    for n in (1, 6):
        for i in range(n):
            prospect = a_prospect(name=f"店{n}{i}")
            a_contact(prospect)
            an_appointment(prospect, at=clock.now() + timedelta(days=i + 1, hours=n))
        db.session.flush()
        with count_statements() as seen:
            week_of(clock.today(), cast.office.viewer)
            his_day(cast)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 20


@pytest.mark.pages
def test_numbers_lead_to_their_rows_and_go_out_as_a_file(cast, browse, visit):
    yesterday, me = planted(cast), cast.rm_north.user.id
    db.session.commit()
    director = browse(cast.director)
    text = director.get(f"/prospecting/week?day={yesterday}").text
    day, rows = f"/prospecting/days/{me}/{yesterday}", f"/prospecting/contacts?who={me}&amp;since={yesterday}"
    for url in (f"{day}#planned", f"{day}?only=open#planned", rows):
        assert url in text
    visit(director, f"/prospecting/week?day={yesterday}")
    visit(director, f"{day}?only=open")
    assert "乙店" in visit(director, day).text
    assert director.get(f"/prospecting/contacts?who={me}&kind=visit&format=csv").text.count("甲店") == 1
    assert director.get(f"/prospecting/week?day={yesterday}&format=xlsx").status_code == 200
    south = browse(cast.rm_south)
    assert south.get(day).status_code == 404
    assert "甲店" not in south.get("/prospecting/contacts?format=csv").text
    assert "王" not in south.get("/prospecting/week?format=csv").text.replace("经理", "")


@pytest.mark.pages
def test_a_day_is_written_by_its_own_person_only(cast, browse, visit):
    path = f"/prospecting/days/{cast.rm_north.user.id}/{clock.today()}"
    assert browse(cast.rm_north).post(path, {"sentence": "谈得透"}).status_code == 303
    assert browse(cast.director).post(path, {"sentence": "改了"}).status_code == 404
    assert "谈得透" in visit(browse(cast.director), path).text
    assert visit(browse(cast.rm_north), path).text.count("一句话总结") == 1
