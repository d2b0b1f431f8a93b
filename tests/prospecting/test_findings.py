"""A proposal begins with what the survey found wrong with the shop (C19)."""

import pytest

from portal.prospecting.findings import found_in
from portal.prospecting.models import Freshness
from tests.builders_prospecting import a_proposal, a_prospect, a_survey

covers = ("C19",)


def test_what_a_survey_found_is_said_in_chinese_a_line_each(cast, app):
    by = cast.rm_north.viewer
    for n in range(3):
        a_survey(name=f"同城 {n}", address=f"别处 {n} 号", footfall={"18": 180})
    shop = a_survey(
        footfall={"18": 90}, bought=40, empty_handed=60, shelf_gaps=37, freshness=Freshness.STALE,
        prices=[{"id": 1, "name": "大米", "own": 1000, "theirs": 1080}],
    )  # fmt: skip
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert found_in(shop, by).splitlines() == [
            "每小时进店 90 人，比同城中间水平低 50%。", "离店的 100 人里，买了东西的只有 40 人。", "货架有 37 处空位。",
            "商品不新鲜。", "4 台收银只开了 2 台。", "同样的商品比我们的店贵 8%。",
        ]  # fmt: skip


def test_where_nothing_is_wrong_or_nobody_looked_nothing_is_said(cast, app):
    fine = a_survey(tills_open=4, footfall={"18": 400}, bought=90, empty_handed=10, shelf_gaps=0)
    with app.test_request_context():
        assert found_in(fine, cast.rm_north.viewer) == found_in(None, cast.rm_north.viewer) == ""


@pytest.mark.pages
def test_the_first_version_begins_with_it_and_the_next_with_what_was_written(browse, cast, visit, session):
    prospect, browser = a_prospect(survey=a_survey(shelf_gaps=37)), browse(cast.rm_north)
    session.commit()
    path = f"/prospecting/prospects/{prospect.id}/proposals/new"
    assert "货架有 37 处空位。" in visit(browser, path).html
    a_proposal(prospect, findings="门头旧，看不见")
    session.commit()
    page = visit(browser, path).html
    assert "门头旧，看不见" in page and "37 处空位" not in page
    a_proposal(prospect, findings="")
    session.commit()
    assert "货架有 37 处空位。" in visit(browser, path).html
