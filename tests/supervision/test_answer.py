import pytest

from portal.kernel.refusals import Refused
from portal.supervision import actions, queries
from portal.supervision.actions import MOST_PHOTOS, Given
from portal.supervision.models import Mark
from tests.builders_supervision import picture, signed


@pytest.fixture
def draft(cast, places):
    return actions.start(places.store, by=cast.rm_north.viewer)


def line(audit, viewer, code):
    return next(one for group in queries.sheet(audit, viewer) for one in group.lines if one.item.code == code)


def test_an_answer_said_twice_is_one_answer(session, cast, draft):
    item = draft.items[0]
    for _ in range(2):
        actions.answer(draft, {item.id: Given(Mark.PASS)}, by=cast.rm_north.viewer)
    session.flush()
    assert [(row.item_id, row.mark) for row in draft.answers] == [(item.id, Mark.PASS)]


def test_an_answer_may_change_until_the_audit_is_signed(cast, draft):
    item = draft.items[0]
    actions.answer(draft, {item.id: Given(Mark.PASS)}, by=cast.rm_north.viewer)
    actions.answer(draft, {item.id: Given(Mark.FAIL, "灯箱左边不亮")}, by=cast.rm_north.viewer)
    assert [(row.mark, row.note) for row in draft.answers] == [(Mark.FAIL, "灯箱左边不亮")]


def test_photos_are_added_to_those_before(cast, draft):
    item = draft.items[0]
    for _ in range(2):
        actions.answer(draft, {item.id: Given(Mark.FAIL, "", [picture()])}, by=cast.rm_north.viewer)
    assert len(line(draft, cast.rm_north.viewer, item.code).photos) == 2


def test_too_many_photos_are_refused(cast, draft):
    shots = [picture() for _ in range(MOST_PHOTOS + 1)]
    with pytest.raises(Refused):
        actions.answer(draft, {draft.items[0].id: Given(Mark.FAIL, "", shots)}, by=cast.rm_north.viewer)


def test_an_item_of_another_form_is_refused(cast, draft):
    with pytest.raises(Refused):
        actions.answer(draft, {10**9: Given(Mark.PASS)}, by=cast.rm_north.viewer)


def test_the_last_answer_stands_beside_the_item_and_repeats_stand_out(cast, places):
    by = cast.rm_north.viewer
    signed(places.store, by, days_ago=90, fail=["goods-near"])
    signed(places.store, by, days_ago=60, fail=["goods-near"])
    signed(places.store, by, days_ago=30, fail=["goods-near", "shelf-full"], notes={"goods-near": "散在货架上"})
    draft = actions.start(places.store, by=by)
    near, full, sign = (line(draft, by, code) for code in ("goods-near", "shelf-full", "front-sign"))
    assert (near.last, len(near.failed_before), near.repeats) == (Mark.FAIL, 3, True)
    assert near.before[0][1].note == "散在货架上"
    assert len(full.failed_before) == 1
    assert (sign.last, sign.failed_before, sign.repeats) == (Mark.PASS, [], False)


def test_a_pass_in_between_ends_the_row_of_failures(cast, places):
    by = cast.rm_north.viewer
    signed(places.store, by, days_ago=60, fail=["shelf-full"])
    signed(places.store, by, days_ago=30)
    assert line(actions.start(places.store, by=by), by, "shelf-full").failed_before == []


def test_another_stores_failures_are_not_this_ones(cast, places):
    by = cast.rm_north.viewer
    signed(places.store_taiyuan, by, days_ago=30, fail=["shelf-full"])
    assert line(actions.start(places.store, by=by), by, "shelf-full").last is None
