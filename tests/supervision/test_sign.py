import pytest

from portal.kernel.refusals import Refused
from portal.supervision import actions
from portal.supervision.actions import Given
from portal.supervision.models import Mark, Outcome, score_of
from tests.builders_supervision import answers, picture, signed

covers = ("C39",)

P, F, N = Mark.PASS, Mark.FAIL, Mark.NOT_APPLICABLE


@pytest.mark.parametrize(
    "marks,score",
    [
        ([(1, P)], 1000),
        ([(1, F)], 0),
        ([(1, P), (1, F)], 500),
        ([(3, P), (1, F)], 750),
        ([(1, P), (1, P), (1, F)], 667),
        ([(2, F), (1, P)], 333),
        ([(5, N), (1, P), (1, F)], 500),
        ([(1, P), (15, F)], 63),
        ([(5, N)], None),
        ([], None),
    ],
)
def test_the_score_is_the_weight_that_passed_of_what_applied(marks, score):
    assert score_of(marks) == score


def test_an_audit_without_a_fail_scores_a_thousand(cast, places):
    audit = signed(places.store, cast.rm_north.viewer, na=["goods-cold"])
    assert (audit.score, audit.failed_critical, audit.outcome) == (1000, False, Outcome.PASSED)


def test_the_score_is_what_the_rows_say(cast, places):
    audit = signed(places.store, cast.rm_north.viewer, fail=["shelf-tags", "staff-badge"], na=["member-signs"])
    applied = [row for row in audit.answers if row.mark != N]
    passed = sum(row.item.weight for row in applied if row.mark == P)
    assert audit.score == round(1000 * passed / sum(row.item.weight for row in applied))


def test_a_failed_critical_item_fails_the_audit(cast, places):
    audit = signed(places.store, cast.rm_north.viewer, fail=["goods-expired"])
    assert audit.score > 800
    assert audit.outcome == Outcome.FAILED


@pytest.mark.promise("P28")
def test_an_audit_with_an_open_item_is_not_signed(cast, places):
    audit = actions.start(places.store, by=cast.rm_north.viewer)
    said = answers(audit)
    said.popitem()
    actions.answer(audit, said, by=cast.rm_north.viewer)
    with pytest.raises(Refused, match="1"):
        actions.sign(audit, by=cast.rm_north.viewer)


@pytest.mark.promise("P28")
def test_a_fail_that_needs_a_photo_is_not_signed_without_one(cast, places):
    audit = actions.start(places.store, by=cast.rm_north.viewer)
    actions.answer(audit, answers(audit, fail=["front-sign"], photos=False), by=cast.rm_north.viewer)
    with pytest.raises(Refused):
        actions.sign(audit, by=cast.rm_north.viewer)
    item = next(item for item in audit.items if item.code == "front-sign")
    actions.answer(audit, {item.id: Given(F, "", [picture()])}, by=cast.rm_north.viewer)
    assert actions.sign(audit, by=cast.rm_north.viewer).is_signed


@pytest.mark.promise("P28")
def test_what_is_signed_stays_as_it_is(cast, places):
    by = cast.rm_north.viewer
    audit = signed(places.store, by)
    for deed in (
        lambda: actions.answer(audit, answers(audit, fail=["front-sign"]), by=by),
        lambda: actions.sign(audit, by=by),
        lambda: actions.drop(audit, by=by),
    ):
        with pytest.raises(Refused):
            deed()
    assert audit.score == 1000


@pytest.mark.promise("P28")
def test_nobody_fills_in_another_persons_audit(cast, places):
    audit = actions.start(places.store, by=cast.rm_north.viewer)
    with pytest.raises(Refused):
        actions.answer(audit, answers(audit), by=cast.director.viewer)
